"""The maternal report cards in examples: how long there is, who receives them, what they open."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from gongwei.catalog.discovery import cards
from gongwei.catalog.holidays import is_workday
from gongwei.domain.access import Sensitivity

ZONE = ZoneInfo("Asia/Shanghai")
KEYS = ("pregnancy_risk", "unbooked_pregnancy", "maternal_death", "maternal_death_review")


def due(key, **readings):
    card, known = cards()[key], {"known_date": "2026-06-29", "known_time": "14:30", **readings}
    known_at = card.known_at(known, ZONE)
    return card.clock_for(known, on=known_at.date()).due_at(known_at, is_workday).isoformat()[:16]


@pytest.mark.parametrize(
    ("colour", "moment"),
    [("4", "2026-06-30T14:30"), ("3", "2026-07-03T00:00"), ("5", "2026-07-03T00:00"), (None, "2026-06-30T14:30")],
)
def test_red_is_told_within_a_day_orange_and_violet_within_three_and_an_unnamed_colour_as_red(colour, moment):
    assert due("pregnancy_risk", reported_colour=colour) == moment


def test_a_mothers_death_is_told_within_a_day_and_an_unbooked_pregnancy_within_three():
    assert due("maternal_death") == "2026-06-30T14:30"
    assert due("unbooked_pregnancy") == "2026-07-03T00:00"


@pytest.mark.parametrize("key", KEYS)
def test_all_of_them_are_of_the_class_of_pregnancy_and_say_that_they_are_not_verified(key):
    assert cards()[key].sensitivity is Sensitivity.GUARDED_HEALTH
    assert not cards()[key].verified


def test_an_unbooked_pregnancy_goes_to_the_health_centre_and_a_confirmed_one_joins_the_programme():
    card = cards()["unbooked_pregnancy"]
    assert (card.to, card.opens) == ("centre", "pregnancy")
    assert {cards()[key].to for key in KEYS} == {"maternal", "centre"}


def test_a_death_is_not_known_before_it_happened():
    readings = {
        "known_date": "2026-06-28", "reporter": "王医生", "mother_died_date": "2026-06-29", "when_died": "4",
        "died_at": "1", "death_cause": "9", "death_course": "待查",
    }  # fmt: skip
    card = cards()["maternal_death"]
    assert [(p.key, p.severity) for p in card.check(readings, today=date(2026, 6, 30))] == [("known_date", "hard")]
    assert card.check(readings | {"known_date": "2026-06-29"}, today=date(2026, 6, 30)) == []
