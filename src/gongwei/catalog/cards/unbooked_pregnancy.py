"""A pregnancy that nobody has booked, told to the health centre of where she lives."""

from datetime import date

from gongwei.catalog.codelists.maternal_cards import FOUND_BY, WHY_UNBOOKED
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import PLAUSIBILITY, UNBOOKED_2016
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import Card, within
from gongwei.domain.expr import sex
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Number, Text

weeks = Number("found_weeks", "估计孕周", "周", hard=(3, 45), soft=(4, 42), integer=True, source=PLAUSIBILITY)

card = Card(
    key="unbooked_pregnancy",
    title="未建册孕妇报告",
    source=UNBOOKED_2016,
    since=date(2016, 1, 1),
    form=Form(
        *WHEN,
        Section(
            "发现经过",
            Choice("found_by", "发现途径", codes=FOUND_BY, required=True, source=UNBOOKED_2016),
            Text("found_at", "发现地点", longest=60, required=True, source=UNBOOKED_2016),
            weeks,
            Choice("why_unbooked", "未建册原因", codes=WHY_UNBOOKED, required=True, source=UNBOOKED_2016),
            Text("found_risk", "已知的危险因素", longest=200, source=UNBOOKED_2016),
        ),
    ),
    to="centre",
    clocks=(within(days=3),),
    answer_days=7,
    about=sex == "2",
    sensitivity=Sensitivity.GUARDED_HEALTH,
    opens="pregnancy",
    verified=False,
)
