"""Report cards by examples: which clock holds, when it runs out, and what stops a card."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from gongwei.catalog.discovery import cards
from gongwei.catalog.fields.card import WHEN
from gongwei.catalog.holidays import is_workday
from gongwei.domain.card import Card, UnsoundCard, within
from gongwei.domain.form import Form
from gongwei.domain.form_field import Number
from gongwei.domain.record import Person

ZONE = ZoneInfo("Asia/Shanghai")
fever = Number("fever", "体温", "℃", absent="must")
MADE = {
    "key": "made", "title": "试用卡", "source": "本例", "since": date(2026, 1, 1), "form": Form(*WHEN, fever),
    "to": "cdc", "answer_days": 3,
}  # fmt: skip
card = Card(**MADE, clocks=(within(fever >= 39, hours=2), within(fever >= 38, days=3), within(working_days=10)))


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("readings", "due"),
    [
        ({"fever": 39}, "2026-09-30T16:30"),  # two hours, to the minute
        ({"fever": 38.9}, "2026-10-04T00:00"),  # three days, to the end of the third
        ({"fever": 37}, "2026-10-21T00:00"),  # ten working days: 10-01 to 10-07 rest, 10-10 is worked
        ({}, "2026-09-30T16:30"),  # not measured: the graver clock
    ],
)
def test_the_first_clock_that_may_hold_decides(readings: dict, due: str) -> None:
    known = {"known_date": "2026-09-30", "known_time": "14:30", **readings}
    known_at = card.known_at(known, ZONE)
    assert card.clock_for(known, on=known_at.date()).due_at(known_at, is_workday) == moment(due)


def test_without_a_time_the_clock_runs_from_the_first_minute_of_the_day() -> None:
    assert card.known_at({"known_date": "2026-09-30"}, ZONE) == moment("2026-09-30T00:00")


@pytest.mark.parametrize(("written", "wrong"), [("14:30", False), ("24:00", True), ("下午两点", True), ("9:5", True)])
def test_a_time_is_hours_and_minutes(written: str, wrong: bool) -> None:
    readings = {"known_date": "2026-06-30", "reporter": "王医生", "known_time": written}
    assert bool(card.check(readings, today=date(2026, 6, 30))) == wrong


def test_a_card_says_its_clocks_in_words() -> None:
    assert list(card.clock_words) == ["体温 ≥39 ℃：2 小时内", "体温 ≥38 ℃：3 天内", "其余：10 个工作日内"]


@pytest.mark.parametrize(
    ("key", "sex", "born", "offered"),
    [
        ("maternal_death", "2", date(1990, 1, 1), True),
        ("maternal_death", "1", date(1990, 1, 1), False),
        ("maternal_death", None, None, True),  # who is not known well is not left out
        ("child_death", "1", date(2020, 7, 1), True),  # turned five last year: the card may come late
        ("child_death", "1", date(2019, 6, 30), False),
        ("birth_defect", "1", date(2026, 6, 29), True),
        ("birth_defect", "2", date(1990, 1, 1), True),  # a stillbirth has no record of its own
        ("birth_defect", "1", date(1990, 1, 1), False),
        ("tb_suspect", "1", date(1950, 1, 1), True),
    ],
)
def test_a_card_is_offered_for_those_whom_it_can_concern(
    key: str, sex: str | None, born: date | None, offered: bool
) -> None:
    assert cards()[key].concerns(Person(birth_date=born, sex=sex), on=date(2026, 6, 30)) == offered


@pytest.mark.parametrize(
    "changed",
    [
        {"to": "nobody"},
        {"clocks": (within(fever >= 39, hours=2),)},
        {"clocks": (within(hours=2, days=1),)},
        {"form": Form(fever)},
    ],
)
def test_a_card_that_cannot_be_followed_is_refused(changed: dict) -> None:
    with pytest.raises(UnsoundCard):
        Card(**{"clocks": (within(days=1),), **MADE, **changed})


def test_every_card_of_the_catalogue_has_a_clock_and_a_source() -> None:
    for one in cards().values():
        assert one.source and list(one.clock_words) and one.answer_days > 0
