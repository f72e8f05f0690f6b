"""The three highs of one person side by side: what is measured, what should be reached, by indicator and by guideline.

The pressure's two targets are those of its programme. Lipid targets hang on the risk: for diabetics and for people with
heart disease or a stroke LDL should be lower. Numbers in mmol/L, not verified.
"""

from dataclasses import dataclass

from gongwei.catalog.codelists.conditions import CARDIOVASCULAR, DIABETES
from gongwei.catalog.fields.lipids import hdl, ldl, total_cholesterol, triglycerides
from gongwei.catalog.fields.measurements import bmi, fasting_glucose, hba1c, waist
from gongwei.catalog.programs.hypertension import at_target, clinically_at_target, diastolic, systolic
from gongwei.catalog.sources import DIABETES_GUIDE_2020, LIPIDS_2023, NORM_2017, PRIMARY_CARE_2025
from gongwei.domain.expr import Expr, has, sex
from gongwei.domain.form_field import Number


@dataclass(frozen=True, eq=False)
class Goal:
    """What should be reached, by which document; `words` name it without the person."""

    reached: Expr
    words: str
    source: str
    verified: bool = False


@dataclass(frozen=True, eq=False)
class Measure:
    """One line of the page: its fields, and the goals that an indicator and a guideline set."""

    title: str
    fields: tuple[Number, ...]
    indicator: Goal | None = None
    clinical: Goal | None = None


_heart, _sugar = has(CARDIOVASCULAR), has(DIABETES)
_ldl = (_heart & (ldl < 1.8)) | (~_heart & _sugar & (ldl < 2.6)) | (~_heart & ~_sugar & (ldl < 3.4))
_slim = ((sex == "1") & (waist < 90)) | ((sex == "2") & (waist < 85))

MEASURES = (
    Measure(
        "血压",
        (systolic, diastolic),
        Goal(at_target, "<140/90，65 岁起 <150/90", NORM_2017, verified=True),
        Goal(clinically_at_target, "<130/80，80 岁起 <150/90", PRIMARY_CARE_2025),
    ),
    Measure(
        "空腹血糖",
        (fasting_glucose,),
        Goal(fasting_glucose < 7.0, "<7.0", NORM_2017, verified=True),
        Goal((fasting_glucose >= 4.4) & (fasting_glucose <= 7.0), "4.4–7.0", DIABETES_GUIDE_2020),
    ),
    Measure("糖化血红蛋白", (hba1c,), clinical=Goal(hba1c < 7.0, "<7.0", DIABETES_GUIDE_2020)),
    Measure(
        "低密度脂蛋白胆固醇",
        (ldl,),
        clinical=Goal(_ldl, "<3.4，糖尿病 <2.6，冠心病或脑卒中 <1.8", LIPIDS_2023),
    ),
    Measure("总胆固醇", (total_cholesterol,), clinical=Goal(total_cholesterol < 5.2, "<5.2", LIPIDS_2023)),
    Measure("甘油三酯", (triglycerides,), clinical=Goal(triglycerides < 1.7, "<1.7", LIPIDS_2023)),
    Measure("高密度脂蛋白胆固醇", (hdl,), clinical=Goal(hdl >= 1.0, "≥1.0", LIPIDS_2023)),
    Measure("体质指数", (bmi,), clinical=Goal(bmi < 24, "<24", DIABETES_GUIDE_2020)),
    Measure("腰围", (waist,), clinical=Goal(_slim, "男 <90，女 <85", DIABETES_GUIDE_2020)),
)
