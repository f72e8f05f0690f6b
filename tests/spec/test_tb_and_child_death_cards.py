"""The cards of suspected tuberculosis and of a child's death in examples: how long there is, and what stops them."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from gongwei.catalog.discovery import cards, programs
from gongwei.catalog.holidays import is_workday
from gongwei.domain.record import Person

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 6, 30)
DIED = {
    "known_date": "2026-06-29", "reporter": "王医生", "child_died_date": "2026-06-28", "child_died_at": "1",
    "child_treated": "1", "child_death_cause": "10", "cause_told_by": "2", "child_death_course": "重症肺炎，抢救无效",
}  # fmt: skip


def due(key: str) -> str:
    card, known = cards()[key], {"known_date": "2026-06-29", "known_time": "14:30"}
    known_at = card.known_at(known, ZONE)
    return card.clock_for(known, on=known_at.date()).due_at(known_at, is_workday).isoformat()[:16]


def wrong(born: date | None, **changes: str) -> list[tuple[str, str]]:
    found = cards()["child_death"].check(DIED | changes, today=TODAY, person=Person(birth_date=born))
    return [(one.key, one.severity) for one in found]


def test_tuberculosis_is_told_within_a_day_and_a_childs_death_within_seven() -> None:
    assert due("tb_suspect") == "2026-06-30T14:30"
    assert due("child_death") == "2026-07-07T00:00"


def test_a_confirmed_case_is_to_be_seen_at_home_within_72_hours_of_the_notice() -> None:
    card = cards()["tb_suspect"]
    assert (card.to, card.answer_days, programs()[card.opens].first_days) == ("centre", 3, 3)


@pytest.mark.parametrize(
    ("born", "found"),
    [
        (date(2026, 6, 28), []),  # on the day of birth
        (date(2026, 6, 29), [("child_died_date", "hard")]),
        (date(2021, 6, 29), []),  # the day before the fifth birthday
        (date(2021, 6, 26), [("child_died_date", "hard")]),
        (None, []),
    ],
)
def test_the_card_is_for_a_child_that_was_born_and_was_not_yet_five(born: date | None, found: list) -> None:
    assert wrong(born) == found


def test_a_childs_death_is_not_known_before_it_happened_and_no_treatment_has_a_reason() -> None:
    assert wrong(date(2024, 1, 1), known_date="2026-06-27") == [("known_date", "hard")]
    assert wrong(date(2024, 1, 1), child_treated="3") == [("why_untreated", "missing")]
    assert wrong(date(2024, 1, 1), child_treated="3", why_untreated="3") == []


@pytest.mark.parametrize("key", ["tb_suspect", "child_death"])
def test_what_was_not_read_in_print_says_so(key: str) -> None:
    assert not cards()[key].verified
