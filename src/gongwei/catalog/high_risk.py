"""Who is at high risk, and who has two or three highs: worked out from what the record holds, one expression each.

What was never measured counts against nobody: such a person is measured at the next visit.
"""

from gongwei.catalog.codelists.conditions import CARDIOVASCULAR, DIABETES, HYPERTENSION
from gongwei.catalog.fields.frames import visits
from gongwei.catalog.fields.lipids import hdl, ldl, total_cholesterol, triglycerides
from gongwei.catalog.fields.measurements import bmi, diastolic, fasting_glucose, systolic, waist
from gongwei.catalog.fields.risk_factors import family_diabetes, family_hypertension
from gongwei.catalog.fields.visit import alcohol, exercise_per_week, salt
from gongwei.domain.expr import Expr, Parameter, age, has, lives_here, sex
from gongwei.domain.form_field import Field


def last(field: Field) -> Expr:
    """Read what was last known of a field at any visit."""
    return visits.last_known(field)


upper, lower, glucose = last(systolic), last(diastolic), last(fasting_glucose)
heavy = (last(bmi) >= 24).called("超重或肥胖")
wide = (((sex == "1") & (last(waist) >= 90)) | ((sex == "2") & (last(waist) >= 85))).called("中心型肥胖")
raised = ((upper >= 130) | (lower >= 85)).called("血压为正常高值及以上")
heavy_drinker = last(alcohol) >= Parameter(2, "hypertension_risk.alcohol", "长期过量饮酒：折合白酒", "两/天")

# 规范第三版: any one of six. A pressure of 140/90 or more that nobody has judged yet belongs here too: it must be
# measured again, and is told apart by its reason.
hypertension_risk = (
    lives_here
    & (age >= 35)
    & ~has(HYPERTENSION)
    & (
        raised
        | heavy
        | wide
        | (last(family_hypertension) == "2")
        | (last(salt) == "3")
        | heavy_drinker
        | (age >= 55).called("55 岁及以上")
    )
)

# 中国2型糖尿病防治指南 2020, less what no record here holds: prediabetes is told by the fasting glucose alone.
_oldest = Parameter(40, "diabetes_risk.age", "糖尿病高危年龄", "岁")
_sitting = last(exercise_per_week) < Parameter(1, "diabetes_risk.exercise", "缺乏运动：每周少于", "次/周")
diabetes_risk = (
    lives_here
    & (age >= 35)
    & ~has(DIABETES)
    & (
        (glucose >= 6.1).called("空腹血糖受损")
        | (last(family_diabetes) == "2")
        | has(HYPERTENSION)
        | has(CARDIOVASCULAR)
        | (last(triglycerides) >= 2.3)
        | (last(hdl) < 0.9)
        | ((age >= _oldest) & (heavy | wide) & _sitting)
    )
)

# The third high: lipids at the levels that the Chinese guideline calls raised (mmol/L).
high_lipids = (
    (last(total_cholesterol) >= 6.2) | (last(ldl) >= 4.1) | (last(triglycerides) >= 2.3) | (last(hdl) < 1.0)
).called("血脂异常")
_pressure, _sugar = has(HYPERTENSION), has(DIABETES)
three_highs = lives_here & ((_pressure & _sugar) | (_pressure & high_lipids) | (_sugar & high_lipids))
