"""The made visits are believable, and each carries the decision that its programme takes."""

import json
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pyarrow.compute as pc
import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.program import Undecided
from gongwei.domain.record import Person

AS_OF = date(2026, 6, 30)
SINCE = date(2023, 1, 1)


@pytest.fixture(scope="module")
def residents(city):
    return {row["id"]: row for row in city.tables["residents"].to_pylist()}


@pytest.fixture(scope="module")
def visits(city):
    """The visits of the first people, with the readings as a mapping."""
    people = set(city.tables["residents"]["id"].to_pylist()[:6_000])
    rows = [row for row in city.tables["visits"].to_pylist() if row["resident_id"] in people]
    return [row | {"readings": json.loads(row["readings"])} for row in rows]


def person_of(row, residents):
    resident = residents[row["resident_id"]]
    return Person(birth_date=resident["birth_date"], sex=resident["sex"])


def judged(row, before, residents):
    try:
        decision = programs()[row["program"]].judge(
            row["readings"],
            person=person_of(row, residents),
            on=row["visit_date"],
            previous=before and before["readings"],
            previous_on=before and before["visit_date"],
        )
    except Undecided:
        return "", None, ""
    return decision.rule, decision.due_date, decision.refer_to or ""


def test_every_visit_carries_what_its_programme_decides(visits, residents):
    last, rules = {}, Counter()
    for row in visits:
        key = row["resident_id"], row["program"]
        assert judged(row, last.get(key), residents) == (row["rule"], row["next_due_date"], row["refer_to"])
        last[key] = row
        rules[row["program"], row["rule"]] += 1
    assert {("hypertension", "at target"), ("hypertension", ""), ("diabetes", "twice off target")} < set(rules)
    assert {("elderly", "next year"), ("elderly", "low mood")} < set(rules)


def test_targets_are_those_of_the_programme(visits, residents):
    for row in visits[:3_000]:
        person = person_of(row, residents)
        program = programs()[row["program"]]
        if row["rule"]:
            decision = program.judge(row["readings"], person=person, on=row["visit_date"])
            assert (row["at_target"], row["clinical_at_target"]) == (decision.at_target, decision.clinical_at_target)
            assert row["edition"] == decision.edition


def test_forms_are_whole_but_for_the_planted_defects(city, visits, residents):
    planted = {row["detail"] for row in city.tables["truth"].to_pylist() if row["kind"].startswith("visit")}
    incomplete = 0
    for row in visits:
        program = programs()[row["program"]]
        filled = {"visit_date": row["visit_date"].isoformat(), "visit_mode": row["visit_mode"], **row["readings"]}
        answers = {key: value for key, value in filled.items() if key in program.visit.fields}
        person = Person(
            birth_date=residents[row["resident_id"]]["birth_date"], sex=residents[row["resident_id"]]["sex"]
        )
        problems = program.check(answers, person=person, on=row["visit_date"], today=AS_OF)
        hard = [problem for problem in problems if problem.severity == "hard"]
        assert not hard or row["id"].hex() in planted, hard
        incomplete += any(problem.severity == "missing" for problem in problems)
        assert set(row["readings"]) <= set(program.visit.fields)
    assert 0 < incomplete / len(visits) < 0.03


def test_no_visit_is_made_after_the_last_day_death_or_departure(city, residents):
    dates = city.tables["visits"]["visit_date"].to_pylist()
    for resident, day in zip(city.tables["visits"]["resident_id"].to_pylist(), dates, strict=True):
        row = residents[resident]
        assert SINCE <= day < AS_OF
        assert row["died_date"] is None or day < row["died_date"]
        assert row["resident_to"] is None or day < row["resident_to"]


def test_visits_lie_inside_their_enrolment_and_never_two_on_a_day(city):
    spells = {(row["resident_id"], row["program"]): row for row in city.tables["enrolments"].to_pylist()}
    table = city.tables["visits"].select(["resident_id", "program", "visit_date", "next_due_date"])
    last, seen = {}, set()
    for row in table.to_pylist():
        key = row["resident_id"], row["program"]
        assert spells[key]["enrolled_date"] <= row["visit_date"] <= (spells[key]["ended_date"] or AS_OF)
        assert (*key, row["visit_date"]) not in seen
        seen.add((*key, row["visit_date"]))
        last[key] = row["visit_date"]
    assert {key: row["last_visit_date"] for key, row in spells.items() if row["last_visit_date"]} == last


# From which age on and with which condition; others from 35 with the condition of their own name.
BELONGS = {
    "elderly": (65, None), "constitution": (65, None), "newborn": (0, None), "child": (0, None),
    "tb_first_visit": (0, "tuberculosis"), "tuberculosis": (0, "tuberculosis"), "tb_contact": (0, "tb_contact"),
    "care_level": (65, None), "home_bed": (65, None), "nursing_home": (65, None), "colorectal": (45, None),
    "pregnancy": (15, None),
    **dict.fromkeys(("newborn_screening", "high_risk_infant", "child_nutrition"), (0, None)),
    **dict.fromkeys(("cervix", "breast", "pressure_check", "hypertension_risk", "diabetes_risk"), (35, None)),
    **dict.fromkeys(
        ("mental_file", "mental_disorder", "mental_case", "mental_medicine", "mental_rehabilitation"),
        (0, "mental_disorder"),
    ),
}  # fmt: skip


def test_only_people_of_the_age_with_an_archive_and_the_condition_are_enrolled(city, residents):
    ill = {(row["resident_id"], row["code"]): row["onset_date"] for row in city.tables["conditions"].to_pylist()}
    for row in city.tables["enrolments"].to_pylist():
        person = residents[row["resident_id"]]
        youngest, condition = BELONGS.get(row["program"], (35, row["program"]))
        if row["program"] == "hiv":  # its diagnosis lies in no table: the register itself is all there is
            continue
        assert Person(birth_date=person["birth_date"]).age_on(row["enrolled_date"]) >= youngest
        assert person["archived_date"] <= row["enrolled_date"]
        assert condition is None or ill[row["resident_id"], condition] <= row["enrolled_date"]
        assert (row["ended_date"] is None) == (row["end_reason"] == "")


def test_a_day_of_work_waits(city):
    table = city.tables["enrolments"]
    for program, least in (("hypertension", 0.03), ("diabetes", 0.03), ("elderly", 0.007)):
        rows = table.filter(pc.and_(pc.equal(table["program"], program), pc.is_null(table["ended_date"])))
        days = np.array([(day - AS_OF).days for day in rows["next_due_date"].to_pylist()])
        assert np.mean(days == 0) > least
        assert np.mean((days > 0) & (days < 7)) > least
        assert 0.05 < np.mean(days < 0) < 0.35


def test_control_is_that_of_a_large_city_and_differs_between_villages(city):
    table = city.tables["visits"]
    for program, low, high in (("hypertension", 0.6, 0.8), ("diabetes", 0.5, 0.75)):
        rows = table.filter(pc.and_(pc.equal(table["program"], program), pc.is_valid(table["at_target"])))
        reached = np.array(rows["at_target"].to_pylist(), dtype=float)
        assert low < reached.mean() < high
        district = rows["area_code"].to_numpy() // 1_000_000
        shares = [reached[district == code].mean() for code in np.unique(district)]
        assert max(shares) - min(shares) > 0.04


def test_doctors_prefer_round_pressures(visits):
    pressures = [row["readings"]["systolic"] for row in visits if "systolic" in row["readings"]]
    assert np.mean([pressure % 10 == 0 for pressure in pressures]) > 0.2


def test_the_same_person_keeps_a_height(visits):
    heights: dict[bytes, set[float]] = {}
    for row in visits:
        if row["program"] != "elderly" and row["readings"].get("height", 0) > 3:
            heights.setdefault(row["resident_id"], set()).add(row["readings"]["height"])
    assert max(len(own) for own in heights.values()) == 1


def test_the_truth_tells_which_visits_are_wrong(city):
    rows = {row["id"].hex(): row for row in city.tables["visits"].to_pylist()}
    kinds = Counter()
    for defect in city.tables["truth"].to_pylist():
        if not defect["kind"].startswith("visit"):
            continue
        row = rows[defect["detail"]]
        readings = json.loads(row["readings"])
        assert row["resident_id"] == defect["resident_id"]
        kinds[defect["kind"]] += 1
        if "missing" in defect["kind"]:
            assert "systolic" not in readings
        elif "swapped" in defect["kind"]:
            assert readings["systolic"] < readings["diastolic"]
        elif "mg/dL" in defect["kind"]:
            assert readings["fasting_glucose"] > 60
        else:
            assert readings["height"] < 3
    assert len(kinds) == 4


def test_referrals_follow_the_visits_that_ask_for_them(city):
    visits = {row["id"]: row for row in city.tables["visits"].select(["id", "refer_to", "visit_date"]).to_pylist()}
    for row in city.tables["referrals"].to_pylist():
        visit = visits[row["visit_id"]]
        assert visit["refer_to"] == row["refer_to"] != ""
        assert visit["visit_date"] == row["opened_date"] <= row["due_date"]
        assert (row["closed_date"] is None) == (row["state"] in ("open", "accepted"))
        assert (row["result"] != "") == (row["state"] == "closed")
        assert row["closed_date"] is None or row["opened_date"] < row["closed_date"] < AS_OF + timedelta(days=1)
