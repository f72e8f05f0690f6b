"""Made pregnancies: sheets that the form takes, births that are those of the city's children, a red one."""

import json
from collections import Counter, defaultdict
from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.record import Person

AS_OF = date(2026, 6, 30)
PROGRAM = programs()["pregnancy"]


@pytest.fixture(scope="module")
def sheets(city):
    """Every woman's sheets, in the order of days."""
    table = city.tables["visits"].select(["resident_id", "program", "visit_date", "readings", "rule"])
    found = defaultdict(list)
    for row in table.to_pylist():
        if row["program"] == "pregnancy":
            found[row["resident_id"]].append((row["visit_date"], json.loads(row["readings"]), row["rule"]))
    return {who: sorted(rows, key=lambda row: row[0]) for who, rows in found.items()}


def test_no_sheet_is_refused_and_none_lacks_what_it_must_have(city, sheets):
    people = {row["id"]: row for row in city.tables["residents"].select(["id", "birth_date", "sex"]).to_pylist()}
    wrong = Counter()
    for who, rows in list(sheets.items())[:150]:
        person = Person(birth_date=people[who]["birth_date"], sex=people[who]["sex"])
        for on, readings, _rule in rows:
            values = readings | {"visit_date": on.isoformat()}
            found = PROGRAM.check(values, person=person, on=on, today=on)
            wrong.update((problem.key, problem.severity) for problem in found if problem.severity != "soft")
    assert wrong == {}


def test_a_pregnancy_runs_from_booking_to_the_end(sheets):
    for rows in sheets.values():
        stages = [readings["pregnancy_stage"] for _day, readings, _rule in rows]
        assert stages[0] == "1"
        assert stages == sorted(stages)


def test_a_birth_is_that_of_a_child_of_the_city(city, sheets):
    births = set(city.tables["residents"]["birth_date"].to_pylist())
    born = {r["delivery_date"] for rows in sheets.values() for _day, r, _rule in rows if "delivery_date" in r}
    assert len(born) > 100
    unknown = {day for day in born if date.fromisoformat(day) not in births}  # a child that is not registered yet
    assert len(unknown) < 0.03 * len(born)


def test_a_red_pregnancy_goes_on_and_its_next_check_waits_within_the_week(city, sheets):
    due = {
        row["resident_id"]: row["next_due_date"]
        for row in city.tables["enrolments"].to_pylist()
        if row["program"] == "pregnancy"
    }
    going_on = [who for who, rows in sheets.items() if rows[-1][1].get("risk_colour") == "4" and due[who]]
    assert going_on
    assert any((due[who] - AS_OF).days < 7 for who in going_on)
