"""Examination sheet: laboratory, electrocardiogram, ultrasound, X-ray."""

from gongwei.catalog.codelists.examination import NEGATIVE
from gongwei.catalog.fields import lipids
from gongwei.catalog.fields.examination.body import FREE, finding
from gongwei.catalog.fields.measurements import fasting_glucose, hba1c
from gongwei.catalog.sources import NORM_2017, PLAUSIBILITY
from gongwei.domain.form import Section
from gongwei.domain.form_field import Choice, Number, Text

_Limits = tuple[float, float]


def _lab(key: str, title: str, unit: str, hard: _Limits, soft: _Limits, *, required: bool = True) -> Number:
    return Number(key, title, unit, hard=hard, soft=soft, required=required, source=PLAUSIBILITY)


def _urine(key: str, title: str) -> Text:
    return Text(f"urine_{key}", title, required=True, longest=20, source=NORM_2017, note="－、±、＋ … 或数值带单位")


def section(*, from_2025: bool) -> Section:
    """Lay out the laboratory part; from 2025 glycated haemoglobin and a frontal chest X-ray belong to it."""
    return Section(
        "辅助检查",
        _lab("haemoglobin", "血红蛋白", "g/L", (20, 260), (60, 190)),
        _lab("white_cells", "白细胞", "×10⁹/L", (0.1, 500), (2, 25)),
        _lab("platelets", "血小板", "×10⁹/L", (1, 2500), (50, 600)),
        _urine("protein", "尿蛋白"),
        _urine("glucose", "尿糖"),
        _urine("ketone", "尿酮体"),
        _urine("blood", "尿潜血"),
        fasting_glucose.but(required=True),
        hba1c.but(required=from_2025),
        *finding("ecg", "心电图", required=True),
        _lab("alt", "血清谷丙转氨酶", "U/L", (0, 10_000), (3, 300)),
        _lab("ast", "血清谷草转氨酶", "U/L", (0, 10_000), (3, 300)),
        _lab("albumin", "白蛋白", "g/L", (5, 90), (25, 60), required=False),
        _lab("total_bilirubin", "总胆红素", "μmol/L", (0, 1000), (2, 60)),
        _lab("direct_bilirubin", "结合胆红素", "μmol/L", (0, 800), (0, 30), required=False),
        _lab("creatinine", "血清肌酐", "μmol/L", (5, 3000), (30, 300)),
        _lab("urea", "血尿素", "mmol/L", (0.1, 100), (1, 25)),
        _lab("potassium", "血钾", "mmol/L", (1, 10), (3, 6), required=False),
        _lab("sodium", "血钠", "mmol/L", (90, 200), (125, 155), required=False),
        *(one.but(required=True) for one in (lipids.total_cholesterol, lipids.triglycerides, lipids.ldl, lipids.hdl)),
        *finding("chest_xray", "胸部 X 线片", required=from_2025, note="" if from_2025 else FREE),
        *finding("ultrasound_abdomen", "腹部 B 超", required=True, note="肝、胆、胰、脾"),
        *finding("ultrasound_other", "其他 B 超", note=FREE),
        _lab("urine_albumin", "尿微量白蛋白", "mg/dL", (0, 1000), (0, 100), required=False),
        Choice("stool_blood", "大便潜血", codes=NEGATIVE, source=NORM_2017, note=FREE),
        Choice("hbsag", "乙型肝炎表面抗原", codes=NEGATIVE, source=NORM_2017, note=FREE),
        *finding("cervical_smear", "宫颈涂片", note=FREE),
        Text("labs", "辅助检查其他", source=NORM_2017),
    )
