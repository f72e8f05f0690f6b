"""Blood pressure once a year from 35, three times on different days where it is high (规范第三版, 高血压: 筛查)."""

from datetime import date

from gongwei.catalog.advice import (
    enter_programme,
    half_year,
    measure_again,
    measure_yearly,
    refer_now,
    refer_to_confirm,
)
from gongwei.catalog.codelists.conditions import HYPERTENSION
from gongwei.catalog.fields import measurements, visit
from gongwei.catalog.fields.pressure_screen import (
    OPENS,
    conclusion,
    confirmed,
    diastolic,
    high,
    raised,
    systolic,
    third,
    turn,
    urgent,
)
from gongwei.catalog.sources import PRESSURE_CHECK
from gongwei.domain.expr import age, has, lives_here
from gongwei.domain.form import Form, Section
from gongwei.domain.program import Program, otherwise, when

program = Program(
    key="pressure_check",
    title="35 岁以上首诊测血压",
    source=PRESSURE_CHECK,
    since=date(2017, 2, 28),
    enrol=lives_here & (age >= 35) & ~has(HYPERTENSION),
    visit=Form(
        visit.visit_date.but(title="测量日期"),
        Section("血压", systolic, diastolic, measurements.heart_rate, turn),
        Section("结论与转诊", conclusion, *visit.REFERRAL, visit.next_due_date.but(title="下次测量日期")),
        checks=(*measurements.pressure_checks(systolic, diastolic), visit.next_after_visit),
    ),
    rules=(
        when(urgent, key="urgent", do=refer_now, refer_to="hospital", days=14),
        when(confirmed, key="confirmed", do=enter_programme, days=14),
        when(third, key="three times high", do=refer_to_confirm, refer_to="hospital", days=14),
        when(high, key="high", do=measure_again, days=14, verified=False),
        when(raised, key="high normal", do=half_year, months=6),
        otherwise(key="next year", do=measure_yearly, months=12),
    ),
    opens=OPENS,
)
