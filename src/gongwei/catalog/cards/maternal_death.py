"""The death of a mother, from pregnancy to 42 days after its end, told to the maternal health institution."""

from datetime import date

from gongwei.catalog.codelists.maternal_cards import CAUSE, DIED_AT, WHEN_DIED
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import MATERNAL_DEATH, PLAUSIBILITY
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import Card, within
from gongwei.domain.expr import sex
from gongwei.domain.form import Check, Form, Section
from gongwei.domain.form_field import Choice, Day, Number, Text

died = Day("mother_died_date", "死亡日期", past=True, required=True, source=MATERNAL_DEATH)
known_date, known_time, reporter = WHEN

card = Card(
    key="maternal_death",
    title="孕产妇死亡报告",
    source=MATERNAL_DEATH,
    since=date(2017, 2, 28),
    form=Form(
        known_date,
        known_time,
        reporter,
        Section(
            "死亡情况",
            died,
            Choice("when_died", "死亡时期", codes=WHEN_DIED, required=True, source=MATERNAL_DEATH),
            Choice("died_at", "死亡地点", codes=DIED_AT, required=True, source=MATERNAL_DEATH),
            Number("died_weeks", "孕周", "周", hard=(3, 45), integer=True, source=PLAUSIBILITY),
            Text("died_institution", "死亡或分娩机构", longest=60, source=MATERNAL_DEATH),
            Choice("death_cause", "死因分类", codes=CAUSE, required=True, source=MATERNAL_DEATH),
            Text("death_course", "发病和救治经过", longest=500, required=True, source=MATERNAL_DEATH),
        ),
        checks=(Check(died <= known_date, "hard", "known_date", "发现日期须不早于死亡日期，请改正。"),),
    ),
    to="maternal",
    clocks=(within(hours=24),),
    answer_days=30,
    about=sex == "2",
    sensitivity=Sensitivity.GUARDED_HEALTH,
    verified=False,
)
