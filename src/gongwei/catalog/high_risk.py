"""Who is at high risk, and who has two or three highs: worked out from what the record holds, one expression each.

What was never measured counts against nobody: such a person is measured at the next visit.
"""

from gongwei.catalog.codelists.conditions import CARDIOVASCULAR, DIABETES, HYPERTENSION
from gongwei.catalog.fields.frames import visits
from gongwei.catalog.fields.lipids import hdl, ldl, total_cholesterol, triglycerides
from gongwei.catalog.fields.measurements import bmi, diastolic, fasting_glucose, systolic, waist
from gongwei.catalog.fields.risk_factors import family_diabetes, family_hypertension
from gongwei.catalog.fields.visit import alcohol, exercise_per_week, salt
from gongwei.domain.expr import Expr, Or, Parameter, age, has, lives_here, sex
from gongwei.domain.form_field import Field


def last(field: Field) -> Expr:
    """Read what was last known of a field at any visit."""
    return visits.last_known(field)


def any_of(*signs: Expr) -> Or:
    """Say that one of the signs is there."""
    return Or(signs)


upper, lower, glucose = last(systolic), last(diastolic), last(fasting_glucose)
heavy = (last(bmi) >= 24).called("超重或肥胖")
wide = (((sex == "1") & (last(waist) >= 90)) | ((sex == "2") & (last(waist) >= 85))).called("中心型肥胖")
_much = Parameter(2, "hypertension_risk.alcohol", "长期过量饮酒：折合白酒", "两/天")

# 规范第三版: any one of six. A pressure of 140/90 or more that nobody has judged yet belongs here too: it must be
# measured again.
HYPERTENSION_SIGNS = (
    ((upper >= 130) | (lower >= 85)).called("血压为正常高值及以上"),
    heavy,
    wide,
    (last(family_hypertension) == "2").called("有高血压家族史"),
    (last(salt) == "3").called("摄盐偏重"),
    (last(alcohol) >= _much).called("长期过量饮酒"),
    (age >= 55).called("55 岁及以上"),
)
hypertension_risk = lives_here & (age >= 35) & ~has(HYPERTENSION) & any_of(*HYPERTENSION_SIGNS)

# 中国2型糖尿病防治指南 2020, less what no record here holds: prediabetes is told by the fasting glucose alone.
_oldest = Parameter(40, "diabetes_risk.age", "糖尿病高危年龄", "岁")
_sitting = last(exercise_per_week) < Parameter(1, "diabetes_risk.exercise", "缺乏运动：每周少于", "次/周")
DIABETES_SIGNS = (
    (glucose >= 6.1).called("空腹血糖受损"),
    (last(family_diabetes) == "2").called("有糖尿病家族史"),
    has(HYPERTENSION).called("高血压"),
    has(CARDIOVASCULAR).called("心脑血管病"),
    (last(triglycerides) >= 2.3).called("甘油三酯偏高"),
    (last(hdl) < 0.9).called("高密度脂蛋白胆固醇偏低"),
    ((age >= _oldest) & (heavy | wide) & _sitting).called("超重而缺乏运动"),
)
diabetes_risk = lives_here & (age >= 35) & ~has(DIABETES) & any_of(*DIABETES_SIGNS)

# The third high: lipids at the levels that the Chinese guideline calls raised (mmol/L).
high_lipids = (
    (last(total_cholesterol) >= 6.2) | (last(ldl) >= 4.1) | (last(triglycerides) >= 2.3) | (last(hdl) < 1.0)
).called("血脂异常")
high_pressure, high_sugar = has(HYPERTENSION).called("高血压"), has(DIABETES).called("糖尿病")
THREE_HIGHS = (high_pressure, high_sugar, high_lipids)
three_highs = lives_here & ((high_pressure & high_sugar) | (high_pressure & high_lipids) | (high_sugar & high_lipids))
