"""The review of a mother's death: whether it could have been avoided, and what stood in the way."""

from datetime import date

from gongwei.catalog.codelists.maternal_cards import AVOIDABLE, CAUSE, FACTORS, LEVEL
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import MATERNAL_DEATH
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import Card, within
from gongwei.domain.expr import sex
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Text

known_date, known_time, reporter = WHEN

card = Card(
    key="maternal_death_review",
    title="孕产妇死亡评审",
    source=MATERNAL_DEATH,
    since=date(2017, 2, 28),
    form=Form(
        known_date.but(title="评审日期"),
        known_time.but(title="评审时间"),
        reporter,
        Section(
            "评审",
            Choice("review_level", "评审级别", codes=LEVEL, required=True, source=MATERNAL_DEATH),
            Choice("death_cause", "评审死因", codes=CAUSE, required=True, source=MATERNAL_DEATH),
            Choice("avoidable", "评审结论", codes=AVOIDABLE, required=True, source=MATERNAL_DEATH),
            Choices("death_factors", "影响因素", codes=FACTORS, required=True, source=MATERNAL_DEATH),
            Text("review_advice", "改进建议", longest=500, required=True, source=MATERNAL_DEATH),
        ),
    ),
    to="maternal",
    clocks=(within(days=7),),
    answer_days=30,
    about=sex == "2",
    sensitivity=Sensitivity.GUARDED_HEALTH,
    by_hospitals=False,
    verified=False,
)
