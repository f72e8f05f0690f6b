"""The register of severe mental disorder: supplementary form, consent, relief (规范第三版, 个人信息补充表).

Who is enrolled here is registered (在册); who agreed is enrolled in `mental_disorder` as well and managed (在管).
"""

from datetime import date

from gongwei.catalog.advice import follow_up, respect_refusal, unlock
from gongwei.catalog.codelists.conditions import MENTAL_DISORDER
from gongwei.catalog.fields import mental_file as asked
from gongwei.catalog.fields import visit
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.access import Sensitivity
from gongwei.domain.expr import has
from gongwei.domain.form import Form
from gongwei.domain.program import Program, otherwise, when

refused = (asked.consent.but(absent="must") == "0").called("不同意参加管理")

program = Program(
    key="mental_file",
    title="严重精神障碍登记与补充表",
    source=NORM_2017,
    since=date(2017, 2, 28),
    sensitivity=Sensitivity.GUARDED_HEALTH,
    counted=("mental_consent", "mental_diagnosis", "past_lock", "economy", "certificate_due", "certificate_date",
             "subsistence_date", "free_medicine_date", "guardian_award_date"),
    enrol=has(MENTAL_DISORDER),
    visit=Form(
        visit.visit_date.but(title="填表日期"),
        asked.CONSENT,
        asked.GUARDIAN,
        asked.DIAGNOSIS,
        asked.HISTORY,
        asked.ACTS,
        asked.LIVING,
        asked.RELIEF,
        visit.next_due_date.but(title="下次核对日期"),
        checks=(visit.next_after_visit,),
    ),
    # The norm asks for the form once and when something changes; that it is looked through each year is ours.
    rules=(
        when(refused, key="refused", do=respect_refusal, months=12, verified=False),
        when(asked.past_lock == "2", key="locked up", do=unlock, refer_to="psychiatric", days=14, verified=False),
        otherwise(key="agreed", do=follow_up, months=12, verified=False),
    ),
)  # fmt: skip
