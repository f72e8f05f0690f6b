"""The death of a child under five, told to the maternal and child health institution (not read in print)."""

from datetime import date

from gongwei.catalog.codelists import child_deaths as codes
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.sources import CHILD_DEATHS, PLAUSIBILITY
from gongwei.domain.card import Card, within
from gongwei.domain.elapsed import birth_date, days_after
from gongwei.domain.expr import age
from gongwei.domain.form import Check, Form, Section
from gongwei.domain.form_field import Choice, Day, Number, Text

known_date, known_time, reporter = WHEN
died = Day("child_died_date", "死亡日期", past=True, required=True, source=CHILD_DEATHS)
treated = Choice("child_treated", "死前治疗", codes=codes.TREATED, required=True, source=CHILD_DEATHS)
FIVE_YEARS = 1827  # days; the most that five years hold

card = Card(
    key="child_death",
    title="5 岁以下儿童死亡报告卡",
    source=CHILD_DEATHS,
    since=date(2017, 2, 28),
    form=Form(
        known_date,
        known_time,
        reporter,
        Section(
            "死亡情况",
            died,
            Choice("child_died_at", "死亡地点", codes=codes.DIED_AT, required=True, source=CHILD_DEATHS),
            treated,
            Choice(
                "why_untreated",
                "未治疗原因",
                codes=codes.WHY_UNTREATED,
                required=treated == "3",
                source=CHILD_DEATHS,
            ),
        ),
        Section(
            "死因",
            Choice("child_death_cause", "死因分类", codes=codes.CAUSE, required=True, source=CHILD_DEATHS),
            Choice("cause_told_by", "死因诊断依据", codes=codes.TOLD_BY, required=True, source=CHILD_DEATHS),
            Text("child_death_course", "发病和救治经过", longest=500, required=True, source=CHILD_DEATHS),
        ),
        Section(
            "出生情况",
            Number("child_birth_weeks", "出生孕周", "周", hard=(20, 45), integer=True, source=PLAUSIBILITY),
            Number("child_birth_weight", "出生体重", "kg", hard=(0.3, 8), soft=(1, 5), source=PLAUSIBILITY),
        ),
        checks=(
            Check(died <= known_date, "hard", "known_date", "发现日期须不早于死亡日期，请改正。"),
            Check(birth_date <= died, "hard", "child_died_date", "死亡日期须不早于出生日期，请改正。"),
            Check(
                died < days_after(birth_date, FIVE_YEARS),
                "hard",
                "child_died_date",
                "死亡时已满 5 岁，不填这张卡，按死因监测报告。",
            ),
        ),
    ),
    to="maternal",
    clocks=(within(days=7),),  # as the certificate of death; the card's own span was not read in print
    answer_days=30,
    about=age < 7,  # a card may come late; the form refuses who died after the fifth birthday
    verified=False,
)
