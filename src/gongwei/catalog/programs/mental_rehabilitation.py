"""Rehabilitation in the community: workshop, hospital, family school, special school (004 “四位一体”, 仁爱家园)."""

from datetime import date

from gongwei.catalog.advice import ask_absent, attend_again, end_rehab
from gongwei.catalog.codelists import mental as codes
from gongwei.catalog.codelists.conditions import MENTAL_DISORDER
from gongwei.catalog.fields import mental, visit
from gongwei.catalog.programs.mental_disorder import NEVER
from gongwei.catalog.sources import MENTAL_TASKS_2016, PLAUSIBILITY
from gongwei.domain.access import Sensitivity
from gongwei.domain.expr import has
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Number, Text
from gongwei.domain.program import Program, otherwise, when

state = Choice("rehab_state", "康复状态", codes=codes.REHAB_STATE, required=True, source=MENTAL_TASKS_2016)
place = Choice("rehab_place", "康复场所", codes=codes.REHAB_PLACES, required=True, carried=True,
               source=MENTAL_TASKS_2016)  # fmt: skip
days = Number("rehab_days", "上月出勤天数", "天", hard=(0, 31), integer=True, source=PLAUSIBILITY)
left = (state.but(absent="must") == "left").called("已退出康复")
absent = ((state == "paused") | (days < 1)).called("暂停或整月未出勤")

program = Program(
    key="mental_rehabilitation",
    title="精神障碍社区康复",
    source=MENTAL_TASKS_2016,
    since=date(2017, 2, 28),
    sensitivity=Sensitivity.GUARDED_HEALTH,
    counted=("rehab_state", "rehab_place", "rehab_days"),
    enrol=has(MENTAL_DISORDER),
    visit=Form(
        visit.visit_date.but(title="登记日期"),
        state,
        Section(
            "康复",
            place,
            days.but(required=state == "going_on"),
            mental.rehabilitation.but(asked=True),
            Text("rehab_progress", "进步与困难", longest=300, source=MENTAL_TASKS_2016),
            visit.next_due_date.but(title="下次登记日期"),
        ),
        checks=(visit.next_after_visit,),
    ),
    # Attendance is noted month by month; the documents ask for the places and leave this open.
    rules=(
        when(left, key="left", do=end_rehab, at=NEVER),
        when(absent, key="absent", do=ask_absent, days=14, verified=False),
        otherwise(key="next month", do=attend_again, months=1, verified=False),
    ),
)
