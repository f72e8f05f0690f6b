"""Every row of the programme's table: due at the listed age, not counted a day before it, overdue after its window.

Each example cites its row: vaccine, dose, listed age in months, "complete before" in months (国家免疫规划儿童免疫程序
2026年版; the same rows of the 2021 edition where they differ). Births include leap days and ends of months: an age in
months is reached on the same day of the month, or on the last one of a shorter month.
"""

import csv
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from gongwei.catalog.schedules.editions import edition
from gongwei.domain.immunization.dates import clamp, span
from gongwei.domain.immunization.due import DueStatus
from tests.spec.immunization.child import counted, due, reading


class Row(NamedTuple):
    antigen: str
    code: str
    dose: int
    age: int
    before: int | None
    earlier: tuple[tuple[str, int], ...] = ()
    products: tuple[str, ...] = ()


def rows() -> list[Row]:
    """The table's 30 rows; `earlier` are the doses before it, each at its own listed age."""
    table = [
        ("HepB", (("HepB", 0, None), ("HepB", 1, 12), ("HepB", 6, 12)), ()),
        ("BCG", (("BCG", 0, 3),), ()),
        ("Polio", (("IPV", 2, 12), ("IPV", 3, 12), ("bOPV", 4, 12), ("bOPV", 48, 60)), ()),
        ("DTaP", (("DTaP", 2, 12), ("DTaP", 4, 12), ("DTaP", 6, 12), ("DTaP", 18, 24), ("DTaP", 72, 84)), ()),
        ("MMR", (("MMR", 8, 12), ("MMR", 18, 24)), ()),
        ("JE", (("JE-L", 8, 12), ("JE-L", 24, 36)), ()),
        ("JE", (("JE-I", 8, 12), ("JE-I", 24, 36), ("JE-I", 72, 84)), ("JE-I",)),
        ("Men", (("MPSV-A", 6, 12), ("MPSV-A", 9, 24), ("MPSV-AC", 36, 48), ("MPSV-AC", 72, 84)), ()),
        ("HepA", (("HepA-L", 18, 24),), ()),
        ("HepA", (("HepA-I", 18, 24), ("HepA-I", 24, 36)), ("HepA-I",)),
    ]
    made = []
    for antigen, doses, products in table:
        for number, (code, age, before) in enumerate(doses, start=1):
            earlier = tuple((one, months) for one, months, _ in doses[: number - 1])
            made.append(Row(antigen, code, number, age, before, earlier, products))
    return made


def months_after(birth: date, months: int) -> date:
    """Add months with the end of the month kept; written here a second time, so that it can disagree."""
    index = birth.year * 12 + birth.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(birth.day, monthrange(year, month + 1)[1]))


# The 2026 edition is in force for all their doses: born after the change of DTaP.
BIRTHS = [date(2025, 1, 31), date(2025, 8, 31), date(2025, 5, 15), date(2028, 2, 29)]
EXAMPLES = [
    pytest.param(row, birth, id=f"{row.code} dose {row.dose} at {row.age} months, born {birth}")
    for row in rows()
    if row.products != ("JE-I",)
    for birth in BIRTHS
]


def history(row: Row, birth: date) -> list[str]:
    return [f"{code}@{months_after(birth, months)}" for code, months in row.earlier]


@pytest.mark.parametrize(("row", "birth"), EXAMPLES)
def test_a_dose_is_due_from_its_listed_age_and_not_the_day_before(row, birth):
    listed = months_after(birth, row.age)
    before = reading(birth, max(birth, listed - timedelta(days=1)), *history(row, birth), products=row.products)
    on = reading(birth, listed, *history(row, birth), products=row.products)
    told = due(on, row.antigen)
    assert (told.code, told.dose, told.earliest, told.recommended) == (row.code, row.dose, listed, listed)
    assert told.status is DueStatus.DUE
    assert due(before, row.antigen).status is (DueStatus.NOT_YET if row.age else DueStatus.DUE)


@pytest.mark.parametrize(("row", "birth"), EXAMPLES)
def test_a_dose_counts_on_its_listed_age_and_not_the_day_before(row, birth):
    listed = months_after(birth, row.age)
    given = [*history(row, birth), f"{row.code}@{listed}"]
    assert counted(reading(birth, listed, *given, products=row.products))[-1] == row.dose
    if row.age:
        early = [*history(row, birth), f"{row.code}@{listed - timedelta(days=1)}"]
        assert counted(reading(birth, listed, *early, products=row.products))[-1] is None


# From 24 months group A is passed over: its second dose is never overdue (test_catch_up).
CAN_BE_LATE = [one for one in EXAMPLES if one.values[0].before and one.values[0][1:3] != ("MPSV-A", 2)]


@pytest.mark.parametrize(("row", "birth"), CAN_BE_LATE)
def test_a_dose_is_overdue_from_the_age_before_which_it_is_timely(row, birth):
    assert row.before is not None
    limit = months_after(birth, row.before)
    flags = (f"ppd-negative@{birth}",)
    timely = reading(birth, limit - timedelta(days=1), *history(row, birth), products=row.products, flags=flags)
    late = reading(birth, limit, *history(row, birth), products=row.products, flags=flags)
    assert due(timely, row.antigen).status is DueStatus.DUE
    assert due(late, row.antigen).status is DueStatus.OVERDUE
    assert due(late, row.antigen).complete_before == limit


@pytest.mark.parametrize("birth", BIRTHS)
def test_the_first_hepatitis_b_dose_is_timely_within_a_day(birth):
    assert due(reading(birth, birth), "HepB").complete_before == birth + timedelta(days=1)
    assert due(reading(birth, birth), "HepB").status is DueStatus.DUE
    assert due(reading(birth, birth + timedelta(days=1)), "HepB").status is DueStatus.OVERDUE


STANDARDS = Path(__file__).parents[3] / ".." / "shared" / "standards"


def planned_rows(name: str) -> list[tuple[str, int, int, str]]:
    """Give code, dose, least age in months and "complete before" of a planning table; none if it is absent."""
    file = STANDARDS / f"{name.replace('-', '_')}.csv"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return [
            (one["code"], int(one["dose_no"]), int(one["min_age_months"]), one["complete_before_months"])
            for one in csv.DictReader(stream)
        ]


def spans_of(name: str, code: str, dose: int) -> set[tuple[int, int | None]]:
    """Give the least age and the age before which a dose is timely, in days of one born on a first of January."""
    birth = date(2025, 1, 1).toordinal()
    antigens = edition(name, date(2026, 11, 23)).schedule.antigens.values()
    return {
        (clamp(birth, ages.minimum), clamp(birth, ages.latest_recommended) if ages.latest_recommended else None)
        for antigen in antigens
        for series in antigen.series
        for one in series.doses
        for ages in one.ages[-1:]
        if one.number == dose and ages.minimum and any(choice.code == code for choice in one.preferable)
    }


@pytest.mark.shared
@pytest.mark.skipif(not STANDARDS.is_dir(), reason="the planning tables are absent: they lie beside the checkout")
@pytest.mark.parametrize("name", ["nip-2026", "nip-2021"])
def test_every_row_of_the_planning_table_stands_in_the_catalogue(name):
    birth = date(2025, 1, 1).toordinal()
    rows = planned_rows(name)
    assert len(rows) > 20
    for code, numbered, months, before in rows:
        dose = 5 if code == "DT" else numbered  # the table numbers DT by itself, we count it as the fifth of its series
        found = spans_of(name, code, dose)
        least = clamp(birth, span(f"{months} months")) if months else birth
        limit = birth + 1 if before == "24h" else clamp(birth, span(f"{before} months")) if before else None
        assert any(one == least and limit in (None, other) for one, other in found), (code, dose, months, before, found)
