"""People at high risk of hypertension: blood pressure at least every half year (规范第三版, 高血压: 高危人群)."""

from datetime import date

from gongwei.catalog.advice import enter_programme, half_year, measure_again, refer_now, refer_to_confirm
from gongwei.catalog.fields import measurements, visit
from gongwei.catalog.fields.pressure_screen import (
    OPENS,
    conclusion,
    confirmed,
    diastolic,
    high,
    systolic,
    third,
    turn,
    urgent,
)
from gongwei.catalog.fields.risk_factors import family_hypertension
from gongwei.catalog.high_risk import hypertension_risk
from gongwei.catalog.sources import PRESSURE_CHECK
from gongwei.domain.form import Form, Section
from gongwei.domain.program import Program, otherwise, when

program = Program(
    key="hypertension_risk",
    title="高血压高危人群管理",
    source=PRESSURE_CHECK,
    since=date(2017, 2, 28),
    enrol=hypertension_risk,
    visit=Form(
        visit.visit_date,
        visit.visit_mode,
        Section("血压", systolic, diastolic, turn),
        Section("体格", measurements.height, measurements.weight, measurements.bmi, measurements.waist),
        Section("危险因素", family_hypertension, visit.salt, visit.alcohol, visit.cigarettes, visit.exercise_per_week),
        Section("结论与转诊", conclusion, *visit.REFERRAL, visit.next_due_date),
        checks=(*measurements.pressure_checks(systolic, diastolic), visit.next_after_visit),
    ),
    rules=(
        when(urgent, key="urgent", do=refer_now, refer_to="hospital", days=14),
        when(confirmed, key="confirmed", do=enter_programme, days=14),
        when(third, key="three times high", do=refer_to_confirm, refer_to="hospital", days=14),
        when(high, key="high", do=measure_again, days=14, verified=False),
        otherwise(key="half year", do=half_year, months=6),
    ),
    opens=OPENS,
)
