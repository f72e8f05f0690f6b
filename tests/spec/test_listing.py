"""Lists of people told from their records: who stands on them, and with which signs."""

from datetime import date

import pytest

from gongwei.catalog.discovery import listings
from gongwei.domain.record import Event, Person, Record

ON = date(2026, 6, 30)


def why(key, *, ill=(), born=1980, sex="1", lives_from=None, **readings):
    visits = (Event(date(2026, 1, 5), readings),) if readings else ()
    conditions = tuple(Event(date(2020, 1, 1), {"code": code}) for code in ill)
    person = Person(birth_date=date(born, 1, 1), sex=sex, resident_from=lives_from)
    return listings()[key].why(Record(person, conditions=conditions, visits=visits), on=ON)


def test_a_sign_is_said_with_what_was_last_measured():
    assert why("hypertension_risk", systolic=134, diastolic=80, bmi=26.1) == (
        "血压为正常高值及以上（收缩压 134，舒张压 80）",
        "超重或肥胖（体质指数 26.1）",
    )


def test_a_sign_without_a_number_is_said_alone():
    assert why("hypertension_risk", born=1950) == ("55 岁及以上",)
    assert why("diabetes_risk", ill=["stroke"]) == ("心脑血管病",)


@pytest.mark.parametrize(
    ("known", "on_it"),
    [
        ({"ill": ["hypertension"]}, False),
        ({"ill": ["hypertension", "diabetes"]}, True),
        ({"ill": ["hypertension"], "ldl": 4.0}, False),
        ({"ill": ["hypertension"], "ldl": 4.1}, True),
        ({"ill": ["diabetes"], "total_cholesterol": 6.2}, True),
        ({"ill": ["diabetes"], "hdl": 1.0}, False),
        ({"ill": ["diabetes"], "hdl": 0.99}, True),
        ({"ill": ["diabetes"], "triglycerides": 2.3}, True),
        ({"total_cholesterol": 8, "triglycerides": 5}, False),  # one high alone
    ],
)
def test_two_of_three_highs_are_needed(known, on_it):
    assert (why("three_highs", **known) is not None) == on_it


def test_nobody_stands_on_a_list_who_does_not_live_here_yet_or_was_never_measured():
    assert why("hypertension_risk", born=1950, lives_from=date(2026, 7, 1)) is None
    assert why("hypertension_risk") is None


def test_a_later_measurement_takes_somebody_off():
    person = Person(birth_date=date(1980, 1, 1), sex="1")
    visits = tuple(Event(day, {"bmi": bmi}) for day, bmi in ((date(2026, 1, 5), 25), (date(2026, 4, 5), 23.9)))
    assert listings()["hypertension_risk"].why(Record(person, visits=visits[:1]), on=ON)
    assert listings()["hypertension_risk"].why(Record(person, visits=visits), on=ON) is None
