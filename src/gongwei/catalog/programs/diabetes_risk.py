"""People at high risk of diabetes: fasting glucose at least once a year (规范第三版, 2 型糖尿病: 筛查)."""

from datetime import date

from gongwei.catalog.advice import enter_programme, half_year, measure_yearly, refer_glucose, refer_now
from gongwei.catalog.codelists.screening import CONCLUSION
from gongwei.catalog.fields import measurements, visit
from gongwei.catalog.fields.measurements import postprandial_glucose
from gongwei.catalog.fields.risk_factors import family_diabetes
from gongwei.catalog.high_risk import diabetes_risk
from gongwei.catalog.sources import DIABETES_GUIDE_2020, NORM_2017
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice
from gongwei.domain.opening import Opening
from gongwei.domain.program import Program, otherwise, when

glucose = measurements.fasting_glucose.but(absent="must", required=True)
conclusion = Choice("glucose_conclusion", "糖尿病筛查结论", codes=CONCLUSION, source=NORM_2017, note="由医生下结论")
urgent = ((glucose >= 16.7) | (glucose <= 3.9)).called("血糖危急")
confirmed = (conclusion == "2").called("医生确诊 2 型糖尿病")
high = ((glucose >= 7.0) | (postprandial_glucose >= 11.1)).called("血糖达到糖尿病水平")
impaired = ((glucose >= 6.1) | (postprandial_glucose >= 7.8)).called("糖尿病前期")

program = Program(
    key="diabetes_risk",
    title="糖尿病高危人群管理",
    source=f"{NORM_2017}；{DIABETES_GUIDE_2020}",
    since=date(2017, 2, 28),
    enrol=diabetes_risk,
    visit=Form(
        visit.visit_date,
        visit.visit_mode,
        Section("血糖", glucose, postprandial_glucose),
        Section("体格", measurements.height, measurements.weight, measurements.bmi, measurements.waist),
        Section("危险因素", family_diabetes, visit.exercise_per_week, visit.staple_food, visit.cigarettes),
        Section("结论与转诊", conclusion, *visit.REFERRAL, visit.next_due_date),
        checks=(visit.next_after_visit,),
    ),
    rules=(
        when(urgent, key="urgent", do=refer_now, refer_to="hospital", days=14),
        when(confirmed, key="confirmed", do=enter_programme, days=14),
        when(high, key="diabetic level", do=refer_glucose, refer_to="hospital", days=14, source=DIABETES_GUIDE_2020),
        when(impaired, key="impaired", do=half_year, months=6, source=DIABETES_GUIDE_2020, verified=False),
        otherwise(key="next year", do=measure_yearly, months=12),
    ),
    opens=(Opening(confirmed, condition="diabetes", program="diabetes"),),
)
