"""The hospital's return slip (回转单): a patient leaves hospital and the community goes on."""

from datetime import date

from gongwei.catalog.codelists.discharge import WHY_DOWN, WISHES
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import NORM_2017
from gongwei.domain.card import Card, within
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Text

card = Card(
    key="discharge",
    title="出院下转（回转单）",
    source=NORM_2017,
    since=date(2017, 2, 28),
    form=Form(
        *WHEN,
        Section(
            "住院情况",
            Text("diagnosis", "诊断结果", longest=200, required=True, source=NORM_2017),
            Text("case_no", "住院病案号", longest=30, source=NORM_2017),
            Text("findings", "主要检查结果", longest=500, source=NORM_2017),
            Text("treatment", "治疗经过", longest=500, source=NORM_2017),
        ),
        Section(
            "下转",
            Choice("why_down", "下转原因", codes=WHY_DOWN, required=True),
            Choices("wishes", "请社区做什么", codes=WISHES, required=True),
            Text("plan", "下一步治疗方案及康复建议", longest=500, required=True, source=NORM_2017),
        ),
    ),
    to="centre",
    clocks=(within(working_days=1),),
    answer_days=7,
    verified=False,
)
