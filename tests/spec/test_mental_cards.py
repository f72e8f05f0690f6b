"""What is told of a severe mental disorder, how fast, and what a confirmed card opens."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from gongwei.catalog.discovery import cards
from gongwei.catalog.holidays import is_workday
from gongwei.domain.access import Sensitivity

ZONE = ZoneInfo("Asia/Shanghai")
KEYS = ("mental_report", "mental_discharge", "mental_clue", "mental_event")


@pytest.mark.parametrize(
    ("key", "readings", "due"),
    [
        ("mental_report", {"risk_level": "2"}, "2026-10-21T00:00"),  # ten working days: 10-01 to 10-07 rest
        ("mental_report", {"risk_level": "3"}, "2026-10-01T14:30"),
        ("mental_report", {}, "2026-10-01T14:30"),  # not assessed: as if it were dangerous
        ("mental_discharge", {"risk_level": "0"}, "2026-10-21T00:00"),
        ("mental_discharge", {"risk_level": "5"}, "2026-10-01T14:30"),
        ("mental_clue", {}, "2026-10-08T00:00"),
        ("mental_event", {"risk_level": "0"}, "2026-10-01T14:30"),
    ],
)
def test_the_dangerous_are_told_within_a_day(key, readings, due):
    card, known = cards()[key], {"known_date": "2026-09-30", "known_time": "14:30", **readings}
    known_at = card.known_at(known, ZONE)
    clock = card.clock_for(known, on=known_at.date())
    assert clock.due_at(known_at, is_workday) == datetime.fromisoformat(due).replace(tzinfo=ZONE)


@pytest.mark.parametrize("key", KEYS)
def test_every_card_is_of_class_four_and_goes_to_the_centre(key):
    card = cards()[key]
    assert (card.sensitivity, card.to, card.verified) == (Sensitivity.GUARDED_HEALTH, "centre", False)
    assert card.opens == (None if key == "mental_event" else "mental_file")


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("mental_report", {"mental_diagnosis", "risk_level", "guardian_name"}),
        ("mental_discharge", {"mental_diagnosis", "effect", "risk_level", "advice_after", "guardian_name"}),
        ("mental_clue", {"clue_source", "seen_symptoms"}),
        ("mental_event", {"event_kind", "risk_level", "event_course", "responses", "response_result"}),
    ],
)
def test_a_card_asks_for_what_the_receiver_needs(key, wanted):
    problems = cards()[key].check({}, today=date(2026, 6, 30))
    assert {problem.key for problem in problems} == wanted | {"known_date", "reporter"}


def test_who_was_discharged_is_visited_within_two_weeks():
    assert cards()["mental_discharge"].answer_days == 14
