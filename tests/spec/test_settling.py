"""Numbers that no source has confirmed, and what a city settles instead."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.catalog import settled as catalogue
from gongwei.catalog.discovery import indicators, indicators_of, numbers, programs, written_programs
from gongwei.domain.record import Event, Person, Record, Spell
from gongwei.domain.settling import NotSettleable, Settled, check_values, settle_program
from gongwei.domain.words import describe
from tests.spec.test_pregnancy import DELIVERED, LMP, MOTHER
from tests.spec.test_pregnancy_indicators import event

SINCE = date(2026, 12, 1)
BEFORE = SINCE - timedelta(days=1)
NOTICE = "杭卫发〔2026〕18号"


@pytest.fixture(autouse=True)
def nothing_settled() -> Iterator[None]:
    catalogue.tell(())
    yield
    catalogue.tell(())


def settle(key: str, *values: float, since: date = SINCE) -> None:
    catalogue.tell((*catalogue.settled(), Settled(key, values, since, NOTICE)))


def judged(systolic: int, on: date):
    program, person = programs()["hypertension"], Person.aged(60, on=on)
    return program.judge({"systolic": systolic, "diastolic": 70}, person=person, on=on)


def test_every_open_number_has_its_source_and_where_it_is_used() -> None:
    assert len(numbers()) > 100
    for number in numbers().values():
        assert number.source and number.used_in and number.title, number.key
        check_values(number, number.values, {key: other.values for key, other in numbers().items()})


def test_a_settled_limit_judges_from_its_day_and_not_before() -> None:
    settle("hypertension.clinical.systolic", 125)
    assert judged(128, BEFORE).clinical_at_target is True
    assert judged(128, SINCE).clinical_at_target is False
    assert judged(128, SINCE).at_target is True  # the standard of assessment is the norm's
    assert [judged(128, day).edition for day in (BEFORE, SINCE)] == ["2017-02-28", "2026-12-01"]


def test_a_settled_range_refuses_and_asks_again_from_its_day() -> None:
    settle("systolic.hard", 60, 260)
    for key in ("hypertension", "diabetes"):
        found = {
            day: [
                p.severity
                for p in programs()[key].on(day).visit.check({"systolic": 280}, on=day)
                if p.key == "systolic"
            ]
            for day in (BEFORE, SINCE)
        }
        assert found == {BEFORE: ["soft"], SINCE: ["hard"]}


def test_a_settled_interval_moves_the_next_day() -> None:
    settle("copd.unstable", 7)
    rule = {day: next(r for r in programs()["copd"].on(day).rules if r.key == "unstable") for day in (BEFORE, SINCE)}
    assert (rule[BEFORE].days, rule[SINCE].days) == (14, 7)
    assert (rule[BEFORE].verified, rule[SINCE].verified) == (False, True)
    assert rule[SINCE].source == NOTICE


def test_two_visits_a_year_are_enough_once_the_city_has_settled_two() -> None:
    year = [Event(date(2026, month, 1), {"program": "hypertension", "face_to_face": True}) for month in (2, 8)]
    exam = Event(date(2026, 5, 1), {"program": "elderly"})
    record = Record(
        Person(birth_date=date(1960, 1, 1)), (Spell("hypertension", date(2020, 1, 1)),), visits=(*year, exam)
    )

    def standard(in_year: int) -> tuple[bool, bool]:
        end = date(in_year, 12, 31)
        return indicators_of(in_year, as_of=end)["hypertension_standard_management"].count(
            record, year=in_year, as_of=end
        )

    assert standard(2026) == (True, False)
    settle("hypertension.owed", 2)
    assert standard(2026) == (True, True)
    settle("hypertension.owed", 4, since=date(2026, 12, 31))
    assert standard(2026) == (True, False)


@pytest.mark.parametrize(("weeks", "days", "early"), [(11, 6, True), (12, 0, False)])
def test_a_city_that_settles_twelve_weeks_counts_a_booking_before_them_as_early(weeks, days, early) -> None:
    booked = (LMP + timedelta(days=7 * weeks + days)).isoformat()
    mother = Record(MOTHER, visits=(event(DELIVERED, date(2026, 10, 6), booked_date=booked),))

    def counted(key: str) -> tuple[bool, bool]:
        return indicators_of(2026, as_of=date(2026, 12, 31))[key].count(mother, year=2026, as_of=date(2026, 12, 31))

    assert counted("early_booking") == (True, True)
    settle("early_booking.days", 84)
    assert counted("early_booking") == (True, early)
    assert set(numbers()["early_booking.days"].used_in) == {"早孕建册率", "孕产妇系统管理率"}


def test_settled_numbers_are_said_as_verified_with_their_document() -> None:
    def clinical(day: date) -> tuple[str, bool, str]:
        parts = {part.key: part for part in describe(programs()["hypertension"], on=day).parts}
        target = parts["targets"].lines[1]
        meaning = next(line for line in parts["meanings"].lines if line.subject == target.said)
        return meaning.said, target.verified, target.source

    for key, number in numbers().items():
        if key.startswith("hypertension.clinical"):
            settle(key, *(125.0,) if key.endswith("clinical.systolic") else number.values)
    assert "收缩压 <130 mmHg" in clinical(BEFORE)[0] and clinical(BEFORE)[1] is False
    assert "收缩压 <125 mmHg" in clinical(SINCE)[0]
    assert clinical(SINCE)[1:] == (True, NOTICE)


def test_nothing_settled_leaves_each_definition_as_its_file_has_it() -> None:
    assert all(programs()[key] is one for key, one in written_programs().items())
    assert all(indicators_of(2026, as_of=SINCE)[key] is one for key, one in indicators().items())


@pytest.mark.parametrize(
    ("key", "values", "said"),
    [
        ("systolic.hard", (60.0,), "下限和上限"),
        ("systolic.hard", (200.0, 60.0), "下限须小于上限"),
        ("systolic.hard", (100.0, 150.0), "通常范围须在可录范围之内"),
        ("systolic.soft", (20.0, 150.0), "通常范围须在可录范围之内"),
        ("systolic.hard", (float("nan"), 260.0), "应为数字"),
        ("hypertension.owed", (5.0,), "1、2、3、4、6 或 12"),
        ("copd.unstable", (7.5,), "整数"),
        ("copd.unstable", (0.0,), "整数"),
    ],
)
def test_values_that_cannot_stand_are_refused(key: str, values: tuple[float, ...], said: str) -> None:
    with pytest.raises(NotSettleable, match=said):
        check_values(numbers()[key], values, {other: one.values for other, one in numbers().items()})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(80, 160), st.dates(date(2025, 1, 1), date(2028, 1, 1))), max_size=6))
def test_on_each_day_the_number_settled_last_before_it_judges(settled: list[tuple[int, date]]) -> None:
    unique = {since: value for value, since in settled}
    known = [Settled("hypertension.clinical.systolic", (value,), since, NOTICE) for since, value in unique.items()]
    program = settle_program(written_programs()["hypertension"], known)
    for day in (date(2025, 1, 1), date(2026, 6, 30), date(2028, 1, 1), *unique):
        limit = next((unique[since] for since in sorted(unique, reverse=True) if since <= day), 130)
        for systolic in (limit - 1, limit):
            decision = program.judge({"systolic": systolic, "diastolic": 70}, person=Person.aged(60, on=day), on=day)
            assert decision.clinical_at_target is (systolic < limit)
