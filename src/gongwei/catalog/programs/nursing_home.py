"""Rounds of a health centre in homes for the old: every resident seen at least each quarter (医养结合)."""

from datetime import date

from gongwei.catalog.advice import go_on, plan_again, refer, refer_now
from gongwei.catalog.fields import nursing, visit
from gongwei.catalog.fields.measurements import fasting_glucose, pressure_checks
from gongwei.catalog.programs.care_level import dwelling, institution
from gongwei.catalog.programs.care_level import program as care_level
from gongwei.catalog.sources import CARE_2019
from gongwei.domain.expr import lives_here
from gongwei.domain.form import Form, Section
from gongwei.domain.program import Program, otherwise, when

program = Program(
    key="nursing_home",
    title="养老机构巡诊",
    source=CARE_2019,
    since=date(2019, 10, 1),
    enrol=lives_here & care_level.visits.last(dwelling.isin("3", "4").called("住在养老机构或护理院")),
    visit=Form(
        visit.visit_date.but(title="巡诊日期"),
        institution.but(required=True),
        Section("体征", *nursing.MEASURED, fasting_glucose, nursing.danger_signs),
        Section("病情与护理", nursing.change, nursing.sores, nursing.work, nursing.orders),
        Section("用药与转诊", visit.medicines, *visit.REFERRAL, visit.next_due_date.but(title="下次巡诊日期")),
        checks=(*pressure_checks(), visit.next_after_visit),
    ),
    rules=(
        when(nursing.urgent, key="urgent", do=refer_now, refer_to="hospital", days=14, verified=False),
        when(nursing.worse, key="worse", do=refer, refer_to="hospital", days=14, verified=False),
        when(nursing.unsettled, key="unsettled", do=plan_again, days=14, verified=False),
        otherwise(key="stable", do=go_on, months=3, verified=False),
    ),
    verified=False,
)
