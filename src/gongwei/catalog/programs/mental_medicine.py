"""Free medicine for patients with severe mental disorder: evaluated, then issued month by month (004 经费保障)."""

from datetime import date

from gongwei.catalog.advice import change_medicine, end_issue, issue_again
from gongwei.catalog.codelists import mental as codes
from gongwei.catalog.codelists.conditions import MENTAL_DISORDER
from gongwei.catalog.fields import mental, visit
from gongwei.catalog.programs.mental_disorder import NEVER
from gongwei.catalog.sources import MENTAL_TASKS_2016, PLAUSIBILITY
from gongwei.domain.access import Sensitivity
from gongwei.domain.expr import has
from gongwei.domain.form import Form, Repeat, Section
from gongwei.domain.form_field import Choice, Number, Text
from gongwei.domain.program import Program, otherwise, when

issue = Choice("medicine_issue", "本次办理", codes=codes.ISSUE, required=True, source=MENTAL_TASKS_2016)
fitness = Choice(
    "medicine_fitness", "评估结论", codes=codes.FITNESS, required=issue == "evaluate", source=MENTAL_TASKS_2016
)
issued = Repeat(
    "medicines_issued",
    "发放药品",
    form=Form(
        Text("name", "药物名称", required=True, longest=60),
        Number("boxes", "数量", "盒", hard=(0, 100), required=True, source=PLAUSIBILITY),
    ),
    most=3,
    carried=True,
    required=issue == "issue",
    source=MENTAL_TASKS_2016,
)
stopped = (issue.but(absent="must") == "stop").called("终止免费服药")
unfit = fitness.isin("change", "unfit").called("评估需调整药品")

program = Program(
    key="mental_medicine",
    title="严重精神障碍免费服药",
    source=MENTAL_TASKS_2016,
    since=date(2017, 2, 28),
    sensitivity=Sensitivity.GUARDED_HEALTH,
    counted=("medicine_issue", "medicine_fitness"),
    enrol=has(MENTAL_DISORDER),
    visit=Form(
        visit.visit_date.but(title="办理日期"),
        issue,
        Section("评估", fitness, mental.adverse.but(asked=True, required=False), mental.adverse_text),
        Section(
            "发放",
            issued,
            Number("days_missed", "上月漏服天数", "天", hard=(0, 31), integer=True, source=PLAUSIBILITY),
            Text("received_by", "领取人", required=issue == "issue", longest=30, source=MENTAL_TASKS_2016),
            visit.next_due_date.but(title="下次发放日期"),
        ),
        checks=(visit.next_after_visit,),
    ),
    # Every month and who stops is the city's; so is how soon another medicine must be found.
    rules=(
        when(stopped, key="stopped", do=end_issue, at=NEVER),
        when(unfit, key="to change", do=change_medicine, days=14, verified=False),
        otherwise(key="next month", do=issue_again, months=1, verified=False),
    ),
)
