"""How expressions are built and what they come to."""

from datetime import date

import pytest

from gongwei.catalog.codelists.conditions import DIABETES, HYPERTENSION
from gongwei.domain.evaluation import read_record, value_of
from gongwei.domain.expr import (
    Compare,
    Expr,
    Frame,
    HasNoTruth,
    Literal,
    Value,
    age,
    cases,
    has,
    known,
    lives_here,
    previous,
    sex,
    values_in,
)
from gongwei.domain.period import EmptyPeriod, Period, calendar_year, year
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import PeriodNotGiven, Scene, Unknown

ON = date(2026, 6, 30)
must = Value("must", absent="must")
may = Value("may")
flag = Value("flag", kind="flag")


def read(expr: Expr, person: Person | None = None, **values):
    return value_of(expr, Scene(day=ON, person=person or Person(), values=values))


def test_an_expression_refuses_to_be_true_or_false_by_itself():
    with pytest.raises(HasNoTruth):
        bool(must >= 1)
    with pytest.raises(HasNoTruth):
        _ = (must >= 1) and (may >= 1)
    with pytest.raises(HasNoTruth):
        _ = 100 < must < 200
    with pytest.raises(HasNoTruth):
        _ = (must >= 1) & True


def test_unknown_refuses_to_be_true_or_false():
    with pytest.raises(HasNoTruth):
        bool(Unknown())


@pytest.mark.parametrize(
    ("expr", "values", "result"),
    [
        (must >= 10, {"must": 10}, True),
        (must > 10, {"must": 10}, False),
        (must <= 10, {"must": 10}, True),
        (must < 10, {"must": 10}, False),
        (must == "a", {"must": "a"}, True),
        (must != "a", {"must": "a"}, False),
        (must >= 10, {}, Unknown(frozenset({"must"}))),
        (must >= 10, {"must": None}, Unknown(frozenset({"must"}))),
        (may >= 10, {}, False),
        (~(may >= 10), {}, True),
        (may + must >= 10, {"may": 1}, Unknown(frozenset({"must"}))),
        (may + must >= 10, {"must": 1}, False),
        (flag, {}, False),
        (~flag, {}, True),
        (known(flag), {}, False),
        (known(flag), {"flag": False}, True),
        (known(must), {}, False),
        (known(must + may), {"must": 1}, False),
        (must.isin("1", "2"), {"must": "2"}, True),
        (must.isin("1", "2"), {"must": ["3", "2"]}, True),
        (must.isin("1", "2"), {"must": []}, False),
        (must.isin("1", "2"), {}, Unknown(frozenset({"must"}))),
        ((must + may) * 2 - 1, {"must": 2, "may": 1}, 5),
        (must / may, {"must": 1, "may": 0}, Unknown()),
        (must / may > 1, {"must": 1, "may": 0}, False),
        (Literal(True), {}, True),
    ],
)
def test_a_value_that_may_be_absent_is_not_met_and_one_that_must_be_there_is_unknown(expr, values, result):
    assert read(expr, **values) == result


def test_the_first_true_branch_gives_the_value():
    level = cases((must < 10, "low"), (must < 20, "middle"), otherwise="high")
    assert [read(level, must=n) for n in (9, 10, 20)] == ["low", "middle", "high"]
    assert read(level) == Unknown(frozenset({"must"}))


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(1961, 6, 30), date(2026, 6, 29), 64),
        (date(1961, 6, 30), date(2026, 6, 30), 65),
        (date(1960, 2, 29), date(2025, 2, 28), 64),
        (date(1960, 2, 29), date(2025, 3, 1), 65),
    ],
)
def test_age_goes_by_birthdays(born, day, years):
    assert value_of(age, Scene(day=day, person=Person(birth_date=born))) == years


def test_what_is_said_of_the_visit_before_is_false_at_a_first_visit():
    scene = Scene(day=ON, values={"must": 5})
    assert value_of(previous(must < 10), scene) is False
    before = Scene(day=ON, values={"must": 5})
    assert value_of(previous(must < 10), Scene(day=ON, previous=before)) is True
    assert value_of(previous(must < 10), Scene(day=ON, previous=Scene(day=ON))) is False


@pytest.mark.parametrize(
    ("person", "lives"),
    [
        (Person(), True),
        (Person(resident_from=ON), True),
        (Person(resident_from=date(2026, 7, 1)), False),
        (Person(resident_to=ON), False),
        (Person(resident_to=date(2026, 7, 1)), True),
        (Person(died_date=ON), False),
        (Person(died_date=date(2026, 7, 1)), True),
    ],
)
def test_a_resident_lives_here_from_the_first_day_up_to_the_day_of_leaving_or_death(person, lives):
    assert read(lives_here, person) is lives


def test_an_attribute_that_is_not_recorded_is_unknown():
    assert read(sex == "2", Person(sex="2")) is True
    assert read(sex == "2") == Unknown(frozenset({"sex"}))


RECORD = Record(
    Person(birth_date=date(1960, 1, 1)),
    conditions=(Event(date(2025, 5, 1), {"code": "hypertension"}),),
    visits=tuple(
        Event(day, {"must": must_value, "program": "p"}, id=str(n))
        for n, (day, must_value) in enumerate(
            [
                (date(2025, 12, 31), 1),
                (date(2026, 3, 1), 7),
                (date(2026, 3, 1), 3),
                (date(2026, 6, 30), None),
                (date(2026, 7, 1), 9),
            ]
        )
    ),
)
visits = Frame("visits").during(year)


@pytest.mark.parametrize(
    ("expr", "result"),
    [
        (visits.count(), 3),
        (visits.exists(), True),
        (visits.where(must >= 100).exists(), False),
        (visits.where(must >= 4).count(), 1),
        (visits.first(must), 7),
        (visits.last(must), Unknown(frozenset({"must"}))),
        (visits.last_known(must), 3),
        (visits.min(must), 3),
        (visits.max(must), 7),
        (visits.longest_gap(), 121),
        (visits.where(must >= 100).last(must), Unknown(frozenset({"visits"}))),
        (visits.where(must >= 7).longest_gap(), Unknown(frozenset({"visits"}))),
        (Frame("visits").count(), 4),
        (Frame("visits").during(Period(date(2025, 1, 1), date(2026, 1, 1))).count(), 1),
        (visits.where(age >= 66).exists(), True),
        (visits.where(age >= 67).exists(), False),
        (age, 66),
        (has(HYPERTENSION), True),
        (has(DIABETES), False),
        (Frame("conditions").count(), 1),
        (Frame("observations").exists(), False),
    ],
)
def test_a_frame_becomes_one_value_of_the_events_up_to_the_day(expr, result):
    assert read_record(expr, RECORD, on=ON, period=calendar_year(2026)) == result


def test_who_turns_65_within_the_year_is_65_for_its_indicators():
    record = Record(Person(birth_date=date(1961, 12, 31)))
    assert read_record(age, record, on=ON, period=calendar_year(2026)) == 65
    assert read_record(age, record, on=ON) == 64


def test_the_year_must_be_given():
    with pytest.raises(PeriodNotGiven):
        read_record(visits.count(), RECORD, on=ON)


def test_a_period_holds_at_least_a_day():
    with pytest.raises(EmptyPeriod):
        Period(ON, ON)


def test_the_values_of_an_expression_are_listed_once_in_order():
    expr = ((must >= 1) | (may >= 1)) & (must <= 9)
    assert [value.key for value in values_in(expr)] == ["must", "may"]


def test_equality_builds_an_expression():
    assert isinstance(must == may, Compare)
