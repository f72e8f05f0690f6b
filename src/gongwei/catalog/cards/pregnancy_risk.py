"""A pregnancy of high risk told to the maternal health institution: red in 24 hours, orange and violet in 3 days."""

from datetime import date

from gongwei.catalog.codelists.maternal_cards import REPORTED, WHERE_NOW
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import PLAUSIBILITY, PREGNANCY_RISK_2017
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import Card, within
from gongwei.domain.expr import sex
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Number, Text

colour = Choice(
    "reported_colour", "评定颜色", codes=REPORTED, required=True, absent="must", source=PREGNANCY_RISK_2017,
    note="同时为紫色的，在情形中写明",
)  # fmt: skip
weeks = Number("reported_weeks", "孕周", "周", hard=(3, 45), soft=(4, 42), integer=True, source=PLAUSIBILITY)

card = Card(
    key="pregnancy_risk",
    title="高危孕产妇报告",
    source=PREGNANCY_RISK_2017,
    since=date(2017, 9, 22),
    form=Form(
        *WHEN,
        Section(
            "风险评估",
            colour,
            weeks,
            Text("risk_findings", "危险因素和目前情形", longest=500, required=True, source=PREGNANCY_RISK_2017),
            Choice("where_now", "目前去向", codes=WHERE_NOW, required=True, source=PREGNANCY_RISK_2017),
            Text("went_to", "救治机构", longest=60, required=True, source=PREGNANCY_RISK_2017),
            Text("risk_plan", "处理和随访安排", longest=500, source=PREGNANCY_RISK_2017),
        ),
    ),
    to="maternal",
    clocks=(within(colour == "4", hours=24), within(days=3)),
    answer_days=14,
    about=sex == "2",
    sensitivity=Sensitivity.GUARDED_HEALTH,
    verified=False,
)
