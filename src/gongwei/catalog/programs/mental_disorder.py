"""Follow-up of patients with severe mental disorder who agreed to it (规范第三版, 严重精神障碍患者管理服务规范)."""

from datetime import date

from gongwei.catalog.advice import (
    ask_specialist,
    ask_the_ward,
    close_file,
    keep_plan,
    search,
    settle,
    treat_and_refer,
    unlock,
)
from gongwei.catalog.codelists.conditions import MENTAL_DISORDER
from gongwei.catalog.fields import mental, visit
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.access import Sensitivity
from gongwei.domain.elapsed import birth_date
from gongwei.domain.expr import has, known, previous
from gongwei.domain.form import Form
from gongwei.domain.milestones import Milestones
from gongwei.domain.program import Program, otherwise, when

NEVER = Milestones(birth_date, ())  # nothing is due any more
# What was not assessed cannot be called stable: without risk or the doctor's class only a danger decides.
risk, stability = mental.risk.but(absent="must"), mental.stability.but(absent="must")
urgent = (mental.dangerous | mental.danger_signs.any()).called(
    "危险性 3–5 级，或症状明显、有严重不良反应、严重躯体疾病"
)
lost = known(mental.lost_reason).called("本次失访")
died = known(mental.death_date).called("已死亡")
unstable = (risk.isin("3", "4", "5") | (stability == "1")).called("病情不稳定")
basically = (risk.isin("1", "2") | (stability == "2")).called("病情基本稳定")

program = Program(
    key="mental_disorder",
    title="严重精神障碍患者管理",
    source=NORM_2017,
    since=date(2017, 2, 28),
    sensitivity=Sensitivity.GUARDED_HEALTH,
    counted=(
        "risk_level",
        "stability",
        "taking",
        "hospital",
        "lock",
        "lost_reason",
        "acts_offence",
        "acts_crime",
        "informant",
        "exam_done",
        "exam_refused",
    ),
    enrol=has(MENTAL_DISORDER),
    visit=Form(
        visit.visit_date,
        mental.visit_mode,
        mental.informant,
        *mental.SECTIONS,
        checks=(visit.next_after_visit, *mental.CHECKS),
    ),
    # In how many days who is lost, locked up or in hospital is asked for again, the norm leaves open.
    rules=(
        when(urgent, key="urgent", do=treat_and_refer, refer_to="psychiatric", days=14),
        when(died, key="died", do=close_file, at=NEVER),
        when(lost, key="lost", do=search, days=14, verified=False),
        when(mental.hospital == "1", key="in hospital", do=ask_the_ward, months=1, verified=False),
        when(unstable, key="unstable", do=treat_and_refer, refer_to="psychiatric", days=14),
        when(mental.lock == "2", key="locked up", do=unlock, refer_to="psychiatric", days=14, verified=False),
        when(basically & previous(basically), key="not settled", do=ask_specialist, months=1),
        when(basically, key="basically stable", do=settle, days=14),
        otherwise(key="stable", do=keep_plan, months=3),
    ),
)
