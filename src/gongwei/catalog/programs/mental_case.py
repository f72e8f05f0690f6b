"""Case management of the unstable: a plan of who does what by when, and its review (精神卫生综合管理 2016)."""

from datetime import date

from gongwei.catalog.advice import close_case, review_case, settle_plan
from gongwei.catalog.codelists import mental as codes
from gongwei.catalog.codelists.conditions import MENTAL_DISORDER
from gongwei.catalog.fields import visit
from gongwei.catalog.programs.mental_disorder import NEVER
from gongwei.catalog.sources import MENTAL_TASKS_2016
from gongwei.domain.access import Sensitivity
from gongwei.domain.expr import has, known
from gongwei.domain.form import Form, Repeat, Section
from gongwei.domain.form_field import Choice, Choices, Day, Text
from gongwei.domain.program import Program, otherwise, when

stage = Choice("case_stage", "阶段", codes=codes.CASE_STAGE, required=True, source=MENTAL_TASKS_2016)
problems = Choices(
    "case_problems", "主要问题", codes=codes.CASE_PROBLEMS, required=True, carried=True, source=MENTAL_TASKS_2016
)
steps = Repeat(
    "case_steps",
    "目标与措施",
    form=Form(
        Text("aim", "目标", required=True, longest=100),
        Text("action", "措施", required=True, longest=100),
        Text("who", "由谁", required=True, longest=30),
        Day("until", "何时前", required=True),
        Choice("progress", "进展", codes=codes.CASE_PROGRESS),
    ),
    most=8,
    carried=True,
    source=MENTAL_TASKS_2016,
)
team = Repeat(
    "case_team",
    "团队",
    form=Form(Choice("role", "角色", codes=codes.TEAM, required=True), Text("name", "姓名", required=True, longest=30)),
    most=8,
    carried=True,
    source=MENTAL_TASKS_2016,
)
closed = (stage.but(absent="must") == "close").called("结案")

program = Program(
    key="mental_case",
    title="严重精神障碍个案管理",
    source=MENTAL_TASKS_2016,
    since=date(2017, 2, 28),
    sensitivity=Sensitivity.GUARDED_HEALTH,
    counted=("case_stage",),
    enrol=has(MENTAL_DISORDER),
    visit=Form(
        visit.visit_date.but(title="制定或评估日期"),
        stage,
        Section("问题、目标与措施", problems, steps),
        Section("团队", team),
        Section(
            "评估",
            Text("case_review", "进展与下一步", longest=500, required=stage.isin("review", "close"),
                 source=MENTAL_TASKS_2016),
            visit.next_due_date.but(title="下次评估日期"),
        ),
        checks=(visit.next_after_visit,),
    ),
    # How often a plan is looked at is the city's to settle.
    rules=(
        when(closed, key="closed", do=close_case, at=NEVER),
        when(~known(steps), key="no plan yet", do=settle_plan, days=14, verified=False),
        otherwise(key="review", do=review_case, months=1, verified=False),
    ),
)  # fmt: skip
