"""Who of the diagnosed is looked after: an example and its edge, for each of the three programmes."""

from datetime import date

import pytest

from gongwei.catalog.discovery import indicators
from gongwei.domain.record import Event, Person, Record, Spell

YEAR_END = date(2026, 12, 31)


def counted(code: str, *, spell: tuple[date, date | None] | None, born: date = date(1960, 1, 1)) -> tuple[bool, bool]:
    person = Person(
        birth_date=born, sex="1", area_code=330102001051, archived_date=None, resident_from=date(2010, 1, 1),
        resident_to=None, died_date=None,
    )  # fmt: skip
    spells = (Spell(code, *spell),) if spell else ()
    record = Record(person, spells, (Event(date(2020, 1, 1), {"code": code}),), (), ())
    return indicators()[f"{code}_enrolled"].count(record, year=2026, as_of=YEAR_END)


@pytest.mark.parametrize("code", ["hypertension", "diabetes", "copd"])
def test_a_diagnosed_resident_counts_by_having_been_in_the_programme_on_any_day(code: str) -> None:
    assert counted(code, spell=None) == (True, False)
    assert counted(code, spell=(date(2026, 12, 31), None)) == (True, True)
    assert counted(code, spell=(date(2020, 1, 1), date(2026, 1, 2))) == (True, True)
    assert counted(code, spell=(date(2020, 1, 1), date(2025, 12, 31))) == (True, False)


@pytest.mark.parametrize("code", ["hypertension", "diabetes", "copd"])
def test_who_turns_35_within_the_year_counts_and_a_day_later_not(code: str) -> None:
    assert counted(code, spell=None, born=date(1991, 12, 31)) == (True, False)
    assert counted(code, spell=None, born=date(1992, 1, 1)) == (False, False)
