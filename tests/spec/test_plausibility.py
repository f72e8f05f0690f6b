"""What is looked at again in records, with the edge of each: what honest work may do and is left in peace."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from gongwei.domain.plausibility import Called, Doubt, Written, doubts

DAY = datetime(2026, 5, 12, 9, 0)


def visit(number: int, at: datetime = DAY, **more: Any) -> Written:
    told = {"hand": "甲", "person": f"p{number}", "program": "hypertension", "visit_date": at.date()} | more
    return Written(id=str(number), recorded_at=at, **told)


def kinds(found: list[Doubt]) -> list[str]:
    return [one.kind for one in found]


def pressures(values: Any) -> list[Written]:
    return [visit(n, DAY - timedelta(days=n), systolic=float(value)) for n, value in enumerate(values)]


def test_ordinary_last_digits_are_left_in_peace_however_many() -> None:
    values = np.random.default_rng(1).integers(110, 170, 2000)
    assert doubts(pressures(values)) == []


def test_an_instrument_of_even_numbers_is_no_preference() -> None:
    values = 2 * np.random.default_rng(2).integers(55, 85, 500)
    assert doubts(pressures(values)) == []


def test_half_the_readings_rounded_to_ten_is_looked_at_and_fewer_than_sixty_never() -> None:
    values = np.random.default_rng(3).integers(11, 17, 300) * 10
    values[:120] += np.random.default_rng(3).integers(0, 10, 120)
    (found,) = doubts(pressures(values))
    assert found.kind == "digits" and found.evidence["effect"] == pytest.approx(0.6, abs=0.05)
    assert found.evidence["readings"] == len(found.visits) == 300
    assert doubts(pressures(values[-59:])) == []


def test_a_quarter_rounded_to_ten_is_how_people_read_and_is_left_in_peace() -> None:
    rng = np.random.default_rng(4)
    values = np.where(rng.random(500) < 0.25, rng.integers(11, 17, 500) * 10, rng.integers(110, 170, 500))
    assert doubts(pressures(values)) == []


def courses(copies: int, *, hand: str = "甲", persons: int = 10) -> list[Written]:
    """Make five visits of each person, of which the last `copies` persons' all bear one pressure."""
    rng = np.random.default_rng(5)
    made = []
    for person in range(persons):
        for number in range(5):
            upper = 136 if person < copies else int(rng.integers(110, 170))
            at = DAY - timedelta(days=90 * number) + timedelta(minutes=int(rng.integers(0, 400)))
            told = {"hand": hand, "person": f"{hand}{person}", "systolic": upper, "diastolic": 80 + upper % 7}
            made.append(visit(len(made), at, **told))
    return [Written(**{**vars(one), "id": f"{hand}{one.id}"}) for one in made]


def test_pressures_copied_from_the_visit_before_are_listed_beside_what_others_repeat() -> None:
    (found,) = doubts([*courses(3), *courses(0, hand="乙")])
    assert (found.kind, found.hand) == ("copied", "甲")
    assert found.evidence["same"] == 13 and found.evidence["pairs"] == 40 and found.evidence["expected"] <= 2


def test_one_person_whose_pressure_stays_the_same_is_no_copy() -> None:
    assert doubts([*courses(1), *courses(0, hand="乙")]) == []


@pytest.mark.parametrize(("hour", "minute", "odd"), [(5, 59, True), (6, 0, False), (21, 59, False), (22, 0, True)])
def test_a_visit_written_on_its_day_before_six_or_from_ten_at_night_is_odd(hour: int, minute: int, odd: bool) -> None:
    assert kinds(doubts([visit(1, DAY.replace(hour=hour, minute=minute))])) == ["hours"] * odd


def test_a_visit_written_at_night_for_another_day_is_only_late_paperwork() -> None:
    assert doubts([visit(1, DAY.replace(hour=23), visit_date=date(2026, 5, 11))]) == []


def test_holidays_busier_than_other_days_are_looked_at_and_a_clinic_open_every_day_is_not() -> None:
    rest = {DAY.date() - timedelta(days=10 * n) for n in range(10)}
    open_every_day = [visit(n, DAY - timedelta(days=n)) for n in range(100)]
    assert doubts(open_every_day, rest=rest) == []
    (found,) = doubts(
        [*open_every_day, *(visit(100 + n, DAY + timedelta(minutes=13 * n + 1)) for n in range(20))], rest=rest
    )
    assert found.kind == "holidays" and found.evidence["same"] == 30


def test_more_than_ten_visits_in_ten_minutes_are_one_doubt_and_ten_are_none() -> None:
    eleven = [visit(n, DAY + timedelta(minutes=n)) for n in range(11)]
    (found,) = doubts(eleven)
    assert found.kind == "burst" and found.evidence == {"visits": 11, "minutes": 10.0}
    assert doubts(eleven[:10]) == []
    assert doubts([visit(n, DAY + timedelta(seconds=66 * n)) for n in range(11)]) == []  # eleven minutes


def test_the_visits_of_one_file_are_no_burst() -> None:
    assert doubts([visit(n) for n in range(200)]) == []


def test_two_hands_are_not_added_up() -> None:
    assert doubts([visit(n, DAY + timedelta(minutes=n), hand="甲乙"[n % 2]) for n in range(11)]) == []


CALLS = [(0, "2", True), (60, "2", True), (61, "2", False), (5, "1", False)]  # minutes before, mode, looked at


@pytest.mark.parametrize(("minutes", "mode", "doubted"), CALLS)
def test_a_home_visit_written_within_an_hour_of_a_call_is_looked_at(minutes: int, mode: str, doubted: bool) -> None:
    written = visit(1, DAY, mode=mode)
    call = Called("甲", "p1", DAY - timedelta(minutes=minutes))
    assert kinds(doubts([written], [call])) == ["phone"] * doubted
    assert doubts([written], [Called("乙", "p1", DAY)]) == []


def test_thirty_homes_in_a_day_can_be_done_and_thirty_one_are_looked_at() -> None:
    homes = [visit(n, DAY + timedelta(minutes=15 * n), mode="2", visit_date=DAY.date()) for n in range(31)]
    assert kinds(doubts(homes)) == ["homes"]
    assert doubts(homes[:30]) == []


def test_a_visit_after_the_day_of_death_is_looked_at() -> None:
    assert doubts([visit(1, died_date=DAY.date())]) == []
    assert kinds(doubts([visit(1, died_date=date(2026, 5, 11))])) == ["dead"]
