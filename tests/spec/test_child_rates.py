"""Rates of children's care, in examples: who counts below the line, and who above it."""

from datetime import date

import pytest

from gongwei.catalog.discovery import indicators
from gongwei.domain.period import months_on
from gongwei.domain.record import Event, Person, Record

AS_OF, YEAR = date(2025, 12, 31), 2025


def count(key, born, *visits, program="child"):
    """Count a child with visits at so many months of age: (months, readings)."""
    events = tuple(
        Event(on := months_on(born, months), {"program": program, "visit_date": on.isoformat()} | readings)
        for months, readings in visits
    )
    return indicators()[key].count(Record(Person(birth_date=born, sex="2"), visits=events), year=YEAR, as_of=AS_OF)


def at(*months):
    return [(month, {}) for month in months]


@pytest.mark.parametrize(
    ("born", "months", "counted"),
    [
        (date(2024, 1, 10), (1, 3, 6, 8, 12, 18), True),  # 4 in the first year; the second is not over at 23 months
        (date(2024, 1, 10), (1, 3, 6, 12, 18), False),
        (date(2023, 6, 10), (1, 3, 6, 8, 12, 18), True),
        (date(2023, 6, 10), (1, 3, 6, 8, 12), False),
        (date(2025, 6, 20), (1, 3), True),  # six months old: two checks are owed
        (date(2025, 6, 20), (1,), False),
        (date(2025, 12, 20), (), True),  # nothing is owed yet
    ],
)
def test_systematic_care_asks_as_many_checks_as_the_age(born, months, counted):
    assert count("child_systematic", born, *at(*months)) == (True, counted)


def test_who_is_three_at_the_end_of_the_year_is_not_under_three():
    assert count("child_systematic", date(2022, 12, 31), *at(1, 3, 6, 8, 12, 18)) == (False, False)


@pytest.mark.parametrize(
    ("born", "months", "answer"),
    [
        (date(2024, 6, 10), (12, 18), (True, True)),
        (date(2024, 6, 10), (12,), (True, False)),
        (date(2025, 5, 10), (6,), (True, True)),
        (date(2025, 7, 10), (), (False, False)),  # not yet six months old
        (date(2022, 11, 10), (30, 36), (False, False)),  # beyond 36 months
    ],
)
def test_chinese_medicine_is_owed_once_or_twice_a_year(born, months, answer):
    assert count("child_tcm", born, *((month, {"child_tcm": ["1", "2"]}) for month in months)) == answer


def test_screening_counts_once_blood_was_taken_and_recall_once_there_is_an_answer():
    born = date(2025, 3, 1)
    suspected, excluded = {"blood_taken": "1", "screen_pku": "2"}, {"blood_taken": "1", "screen_pku": "4"}
    own = "newborn_screening"
    assert count("newborn_screening_rate", born, (0, {"blood_taken": "2"}), program=own) == (True, False)
    assert count("newborn_screening_rate", born, (0, suspected), program=own) == (True, True)
    assert count("newborn_screening_rate", born, (0, {"disease_screen": ["2"]}), program="newborn") == (True, True)
    assert count("newborn_hearing_rate", born, (0, {"hearing_first": "3"}), program=own) == (True, False)
    assert count("newborn_recall", born, (0, excluded), program=own) == (False, False)
    assert count("newborn_recall", born, (0, suspected), program=own) == (True, False)
    assert count("newborn_recall", born, (0, suspected), (1, excluded), program=own) == (True, True)


@pytest.mark.parametrize(
    ("key", "readings", "answer"),
    [
        ("child_anaemia", {"haemoglobin": 109}, (True, True)),
        ("child_anaemia", {"haemoglobin": 110}, (True, False)),
        ("child_anaemia", {}, (False, False)),
        ("child_underweight", {"weight_band": "2"}, (True, True)),
        ("child_underweight", {"weight_band": "3"}, (True, False)),
        ("child_stunting", {"length_band": "1"}, (True, True)),
        ("child_stunting", {"weight_band": "1"}, (False, False)),
        ("child_overweight", {"shape_band": "5"}, (True, True)),
        ("child_overweight", {"shape_band": "4"}, (True, False)),
    ],
)
def test_a_finding_counts_by_the_last_check_of_the_year_and_who_was_not_measured_is_left_out(key, readings, answer):
    assert count(key, date(2024, 3, 1), (18, readings)) == answer
