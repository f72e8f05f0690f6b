"""What a contract with a family doctor promises, in examples (家庭医生签约基本服务包清单 2025)."""

from datetime import date

import pytest

from gongwei.catalog.discovery import indicators, packages
from gongwei.domain.contract import CONTRACT_END, FAMILY_DOCTOR, contract_year, standings
from gongwei.domain.period import Period
from gongwei.domain.record import Event, Person, Record, Spell

ON = date(2026, 6, 30)
YEAR = Period(date(2025, 8, 1), date(2026, 8, 1))
ILL = Spell("hypertension", date(2020, 1, 1))


def seen(day, program="hypertension", face_to_face=True, **more):
    return Event(day, {"program": program, "face_to_face": face_to_face, **more})


def told(keys, record, by_hand=None):
    chosen = tuple(packages()[key] for key in keys)
    found = standings(chosen, record, period=YEAR, on=ON, by_hand=by_hand or {})
    return {one.item.key: (one.done, one.times) for one in found}


def test_visits_face_to_face_and_examinations_count_by_themselves_telephone_calls_do_not():
    visits = (
        seen(date(2025, 7, 31)), seen(date(2025, 8, 1)), seen(date(2025, 11, 1), exam_done=True),
        seen(date(2026, 2, 1), face_to_face=False), seen(date(2026, 7, 1)),
    )  # fmt: skip
    record = Record(Person.aged(60, on=ON), (ILL,), visits=visits)
    kept = told(["hypertension"], record, {"reminders": 3})
    assert kept == {
        "archive": (3, 1), "guidance": (3, 1), "reminders": (3, 12), "hypertension visits": (2, 4), "exam": (1, 1),
    }  # fmt: skip


@pytest.mark.parametrize(("years", "promised"), [(79, False), (80, True)])
def test_from_80_somebody_comes_once_a_year(years, promised):
    kept = told(["elderly"], Record(Person.aged(years, on=ON)))
    assert ("seen at 80" in kept) == promised


def test_what_two_packages_share_is_promised_once():
    kept = told(["hypertension", "diabetes", "general"], Record(Person.aged(60, on=ON)))
    assert list(kept).count("archive") == 1
    assert kept["reminders"] == (0, 12)


@pytest.mark.parametrize(
    ("on", "start", "stop"),
    [
        (date(2024, 3, 1), date(2024, 3, 1), date(2025, 3, 1)),
        (date(2025, 2, 28), date(2024, 3, 1), date(2025, 3, 1)),
        (date(2025, 3, 1), date(2025, 3, 1), date(2026, 3, 1)),
        (date(2027, 1, 1), date(2025, 3, 1), date(2026, 3, 1)),
    ],
)
def test_a_contract_of_two_years_is_looked_at_by_the_year_that_runs(on, start, stop):
    assert contract_year(date(2024, 3, 1), date(2026, 3, 1), on) == Period(start, stop)


@pytest.mark.parametrize(
    ("person", "spells", "groups"),
    [
        (Person.aged(64, on=ON), (), []),
        (Person.aged(65, on=ON), (), ["elderly"]),
        (Person.aged(65, on=ON), (ILL,), ["elderly", "hypertension"]),
        (Person.aged(6, on=ON), (), ["child"]),
        (Person.aged(7, on=ON), (), []),
    ],
)
def test_key_groups_are_worked_out_from_the_record(person, spells, groups):
    record = Record(person, spells)
    assert sorted(k for k, one in packages().items() if one.key_group and one.holds(record, on=ON)) == groups


def counted(key, *spells, visits=(), years=60):
    person = Person.aged(years, on=ON)
    return indicators()[key].count(Record(person, spells, visits=visits), year=2026, as_of=ON)


def contract(start, stop):
    return Spell(FAMILY_DOCTOR, start, stop)


def ended(day):
    return Spell(CONTRACT_END, day, date.fromordinal(day.toordinal() + 1))


@pytest.mark.parametrize(("stop", "signed"), [(date(2026, 7, 1), True), (date(2026, 6, 30), False)])
def test_a_contract_counts_up_to_the_day_before_its_end(stop, signed):
    assert counted("contract_coverage", contract(date(2025, 7, 1), stop)) == (True, signed)
    assert counted("contract_key_groups", contract(date(2025, 7, 1), stop)) == (False, False)
    assert counted("contract_key_groups", contract(date(2025, 7, 1), stop), years=65) == (True, signed)


def test_who_signed_again_after_the_end_is_renewed():
    first, end = contract(date(2025, 3, 1), date(2026, 3, 1)), ended(date(2026, 3, 1))
    assert counted("contract_renewal", first, end) == (True, False)
    assert counted("contract_renewal", first, end, contract(date(2026, 3, 1), date(2027, 3, 1))) == (True, True)
    assert counted("contract_renewal", first, ended(date(2026, 7, 1))) == (False, False)


def test_a_contract_is_kept_when_everything_that_counts_by_itself_was_done():
    signed = contract(date(2026, 1, 1), date(2027, 1, 1))
    months = [date(2026, month, 1) for month in (1, 3, 5, 6)]
    four = tuple(seen(day, exam_done=day.month == 1) for day in months)
    assert counted("contract_fulfilment", signed, ILL, visits=four) == (True, True)
    assert counted("contract_fulfilment", signed, ILL, visits=four[:3]) == (True, False)
    assert counted("contract_fulfilment", ILL, visits=four) == (False, False)
