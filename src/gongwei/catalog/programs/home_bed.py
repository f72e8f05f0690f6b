"""A bed at home: opened with a plan, visited by it, closed with a reason (家庭病床)."""

from datetime import date

from gongwei.catalog.advice import bed_closed, plan_again, refer, refer_now, round_goes_on
from gongwei.catalog.codelists import care as codes
from gongwei.catalog.fields import nursing, visit
from gongwei.catalog.fields.measurements import pressure_checks
from gongwei.catalog.programs.care_level import program as care_level
from gongwei.catalog.programs.care_level import self_care
from gongwei.catalog.sources import HOME_BED
from gongwei.domain.elapsed import birth_date
from gongwei.domain.expr import lives_here
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice
from gongwei.domain.milestones import Milestones
from gongwei.domain.program import Program, otherwise, when

stage = Choice("bed_stage", "本次", codes=codes.BED_STAGE, required=True, source=HOME_BED)
reason = Choice("bed_reason", "建床原因", codes=codes.BED_REASON, required=stage == "1", carried=True, source=HOME_BED)
rounds = Choice("bed_rounds", "巡诊计划", codes=codes.BED_ROUNDS, required=True, carried=True, source=HOME_BED)
closed_for = Choice("bed_closed_for", "撤床原因", codes=codes.BED_CLOSED, required=stage == "3", source=HOME_BED)
closed = (stage == "3").called("撤床")
OVER = Milestones(birth_date, ())  # a closed bed owes no visit

program = Program(
    key="home_bed",
    title="家庭病床",
    source=HOME_BED,
    since=date(2019, 10, 1),
    enrol=lives_here & care_level.visits.last(self_care.isin("3", "4").called("中度依赖或不能自理")),
    visit=Form(
        visit.visit_date.but(title="巡诊日期"),
        visit.visit_mode,
        Section("建床与撤床", stage, reason, rounds, closed_for),
        Section("体征", *nursing.MEASURED, nursing.danger_signs),
        Section("病情与护理", nursing.change, nursing.sores, nursing.work, nursing.orders),
        Section("用药与转诊", visit.medicines, *visit.REFERRAL, visit.next_due_date.but(title="下次巡诊日期")),
        checks=(*pressure_checks(), visit.next_after_visit),
    ),
    rules=(
        when(nursing.urgent, key="urgent", do=refer_now, refer_to="hospital", days=7, verified=False),
        when(closed, key="closed", do=bed_closed, at=OVER),
        when(nursing.worse, key="worse", do=refer, refer_to="hospital", days=7, verified=False),
        when(nursing.unsettled, key="unsettled", do=plan_again, days=7, verified=False),
        when(rounds == "3", key="monthly", do=round_goes_on, months=1, verified=False),
        when(rounds == "2", key="fortnightly", do=round_goes_on, days=14, verified=False),
        otherwise(key="weekly", do=round_goes_on, days=7, verified=False),
    ),
    verified=False,
)
