"""Examination sheet: general state, organs and the doctor's findings."""

from gongwei.catalog.codelists import examination as answers
from gongwei.catalog.codelists.answers import NO_YES, NORMAL
from gongwei.catalog.fields import measurements as measured
from gongwei.catalog.sources import NORM_2017, PLAUSIBILITY
from gongwei.domain.codes import Codelist
from gongwei.domain.expr import known
from gongwei.domain.form import Section
from gongwei.domain.form_field import Choice, Choices, Number, Text

FREE = "非免费项目，自愿"


def _seen(key: str, title: str, codes: Codelist, *, required: bool = True) -> Choice:
    return Choice(key, title, codes=codes, required=required, source=NORM_2017)


def finding(key: str, title: str, *, required: bool = False, note: str = "") -> tuple[Choice, Text]:
    """Ask whether something is normal, and what is not."""
    normal = Choice(key, title, codes=NORMAL, required=required, source=NORM_2017, note=note)
    return normal, Text(f"{key}_text", f"{title}异常说明", required=normal == "2", source=NORM_2017)


systolic = measured.systolic_higher.but(absent="must", required=True)
diastolic = measured.diastolic_higher.but(absent="must", required=True)
GENERAL = Section(
    "一般状况",
    measured.temperature.but(required=True),
    measured.pulse.but(required=True),
    measured.respiration.but(required=True),
    measured.systolic_left.but(required=True),
    measured.diastolic_left.but(required=True),
    measured.systolic_right.but(required=True),
    measured.diastolic_right.but(required=True),
    systolic,
    diastolic,
    measured.height.but(required=True),
    measured.weight.but(required=True),
    measured.waist.but(required=True),
    measured.bmi,
    measured.spo2,
)

# Five-grade notation only; with glasses the corrected value stands in for the plain one.
_eye = Number("", "", hard=(3.0, 5.3), source=PLAUSIBILITY, note="五分记录")
corrected_left = _eye.but(key="corrected_left", title="左眼矫正视力")
corrected_right = _eye.but(key="corrected_right", title="右眼矫正视力")
ORGANS = Section(
    "脏器功能",
    _seen("lips", "口唇", answers.LIPS),
    Choices("teeth", "齿列", codes=answers.TEETH, required=True, source=NORM_2017),
    Text("teeth_text", "缺齿、龋齿、义齿位置", source=NORM_2017, note="按象限填写牙位"),
    _seen("pharynx", "咽部", answers.PHARYNX),
    _eye.but(key="vision_left", title="左眼视力", required=~known(corrected_left)),
    _eye.but(key="vision_right", title="右眼视力", required=~known(corrected_right)),
    corrected_left,
    corrected_right,
    _seen("hearing", "听力", answers.HEARING),
    _seen("motion", "运动功能", answers.MOTION),
)

FINDINGS = Section(
    "查体",
    *finding("fundus", "眼底", note=FREE),
    _seen("skin", "皮肤", answers.SKIN),
    _seen("sclera", "巩膜", answers.SCLERA),
    _seen("lymph_nodes", "淋巴结", answers.LYMPH_NODES),
    _seen("barrel_chest", "桶状胸", answers.NO_YES_EXAM),
    _seen("breath_sounds", "呼吸音", answers.BREATH_SOUNDS),
    _seen("rales", "罗音", answers.RALES),
    measured.heart_rate.but(required=True),
    _seen("rhythm", "心律", answers.RHYTHM),
    _seen("murmur", "心脏杂音", NO_YES),
    _seen("abdominal_tenderness", "腹部压痛", NO_YES),
    _seen("abdominal_mass", "腹部包块", NO_YES),
    _seen("hepatomegaly", "肝大", NO_YES),
    _seen("splenomegaly", "脾大", NO_YES),
    _seen("shifting_dullness", "移动性浊音", NO_YES),
    _seen("leg_oedema", "下肢水肿", answers.OEDEMA),
    _seen("foot_pulse_exam", "足背动脉搏动（体检）", answers.FOOT_PULSE_EXAM, required=False),
    _seen("rectal", "肛门指诊", answers.RECTAL, required=False),
    Choices("breast", "乳腺", codes=answers.BREAST, source=NORM_2017, note=FREE),
    *finding("vulva", "外阴", note=FREE),
    *finding("vagina", "阴道", note=FREE),
    *finding("cervix", "宫颈", note=FREE),
    *finding("uterus", "宫体", note=FREE),
    *finding("adnexa", "附件", note=FREE),
    Text("body_other", "查体其他", source=NORM_2017),
)

left_right_differ = (
    (measured.systolic_left - measured.systolic_right > 20)
    | (measured.systolic_right - measured.systolic_left > 20)
    | (measured.diastolic_left - measured.diastolic_right > 20)
    | (measured.diastolic_right - measured.diastolic_left > 20)
).called("两侧血压相差超过 20 mmHg")
CHECKS = (
    *measured.pressure_checks(measured.systolic_left, measured.diastolic_left),
    *measured.pressure_checks(measured.systolic_right, measured.diastolic_right),
    *measured.pressure_checks(systolic, diastolic),
)
