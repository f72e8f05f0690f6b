"""What a visit to a patient with severe mental disorder leads to: 规范第三版, 严重精神障碍患者管理服务规范."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.program import Undecided, may_enrol
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import Scene

ON = date(2026, 6, 30)
FOLLOWED, FILED = programs()["mental_disorder"], programs()["mental_file"]
STABLE = {"risk_level": "0", "stability": "3"}
BASIC = {"risk_level": "1", "stability": "2"}


def judge(readings, previous=None, program=FOLLOWED):
    return program.judge(readings, person=Person.aged(40, on=ON), on=ON, previous=previous)


def problems(**readings):
    found = FOLLOWED.check(readings, person=Person.aged(40, on=ON), on=ON)
    return {(problem.key, problem.severity) for problem in found if problem.severity != "missing"}


@pytest.mark.parametrize(
    ("now", "before", "rule", "days", "refer_to"),
    [
        (STABLE, None, "stable", 92, None),
        (STABLE, BASIC, "stable", 92, None),
        (BASIC, None, "basically stable", 14, None),
        (BASIC, STABLE, "basically stable", 14, None),
        (BASIC, BASIC, "not settled", 30, None),
        ({"risk_level": "2", "stability": "2"}, {"risk_level": "1", "stability": "2"}, "not settled", 30, None),
        # the doctor's class above the floor stands, whatever the risk
        ({"risk_level": "0", "stability": "2"}, None, "basically stable", 14, None),
        ({"risk_level": "0", "stability": "1"}, None, "unstable", 14, "psychiatric"),
        ({"risk_level": "1", "stability": "1"}, None, "unstable", 14, "psychiatric"),
        # the edge of risk: 2 is adjusted, 3 is handled and referred at once, even before the doctor has classed it
        ({"risk_level": "2", "stability": "2"}, None, "basically stable", 14, None),
        ({"risk_level": "3"}, None, "urgent", 14, "psychiatric"),
        ({"risk_level": "5", "stability": "1"}, None, "urgent", 14, "psychiatric"),
        ({"danger_signs": ["severe_adverse"]}, None, "urgent", 14, "psychiatric"),
        ({"danger_signs": ["severe_somatic"], **STABLE}, None, "urgent", 14, "psychiatric"),
        ({"danger_signs": ["none"], **STABLE}, None, "stable", 92, None),
        # who could not be seen: not assessed, and not called stable
        ({"lost_reason": "3"}, STABLE, "lost", 14, None),
        ({"hospital": "1"}, BASIC, "in hospital", 30, None),
        ({"hospital": "2", **STABLE}, None, "stable", 92, None),
        ({"lock": "2", **STABLE}, None, "locked up", 14, "psychiatric"),
        ({"lock": "3", **STABLE}, None, "stable", 92, None),
        ({"lock": "2", **BASIC}, None, "locked up", 14, "psychiatric"),
    ],
)
def test_a_visit_is_decided_by_risk_and_the_doctors_class(now, before, rule, days, refer_to):
    decision = judge(now, before)
    assert (decision.rule, decision.days, decision.refer_to) == (rule, days, refer_to)


def test_nothing_is_due_after_a_death():
    decision = judge({"death_date": "2026-06-20"})
    assert (decision.rule, decision.due_date) == ("died", None)


@pytest.mark.parametrize(
    ("readings", "missing"),
    [({"stability": "3"}, ("risk_level",)), ({"risk_level": "0"}, ("stability",)), ({}, ("risk_level", "stability"))],
)
def test_a_visit_without_risk_or_class_is_undecided(readings, missing):
    with pytest.raises(Undecided) as undecided:
        judge(readings)
    assert undecided.value.missing == missing


@pytest.mark.parametrize(
    ("readings", "found"),
    [
        ({"risk_level": "3", "stability": "2"}, "hard"),
        ({"risk_level": "3", "stability": "1"}, None),
        ({"risk_level": "1", "stability": "3"}, "hard"),
        ({"risk_level": "1", "stability": "2"}, None),
        ({"risk_level": "1", "stability": "1"}, None),
        ({"risk_level": "0", "stability": "3"}, None),
        ({"risk_level": "0", "stability": "3", "insight": "3"}, "soft"),
        ({"risk_level": "0", "stability": "2", "insight": "3"}, "soft"),
        ({"risk_level": "0", "stability": "1", "insight": "3"}, None),
        ({"risk_level": "0", "stability": "3", "insight": "2"}, None),
        ({"risk_level": "0", "stability": "2", "danger_signs": ["marked_symptoms"]}, "soft"),
    ],
)
def test_a_class_below_the_floor_of_the_risk_is_refused_and_missing_insight_asked_about(readings, found):
    assert problems(**readings) == ({("stability", found)} if found else set())


@pytest.mark.parametrize("state", [{"hospital": "1"}, {"lost_reason": "1"}, {"death_date": "2026-06-20"}])
def test_who_was_not_seen_at_home_is_not_assessed(state):
    assert ("risk_level", "hard") in problems(risk_level="0", **state)
    asked = {p.key for p in FOLLOWED.check(state, person=Person.aged(40, on=ON), on=ON) if p.severity == "missing"}
    assert not asked & {"risk_level", "insight", "stability", "taking"}


def test_a_visit_at_home_asks_for_every_item_of_the_paper():
    asked = {p.key for p in FOLLOWED.check({}, person=Person.aged(40, on=ON), on=ON) if p.severity == "missing"}
    paper = {"risk_level", "mental_symptoms", "insight", "sleep", "appetite", "self_care_function", "housework", "lock"}
    assert asked >= paper | {"productive_work", "learning", "social_contact", "lab_done", "taking", "mental_adverse"}


@pytest.mark.parametrize(
    ("readings", "rule", "refer_to"),
    [
        ({"mental_consent": "1"}, "agreed", None),
        ({"mental_consent": "0"}, "refused", None),
        ({"mental_consent": "0", "past_lock": "2"}, "refused", None),
        ({"mental_consent": "1", "past_lock": "2"}, "locked up", "psychiatric"),
        ({"mental_consent": "1", "past_lock": "3"}, "agreed", None),
    ],
)
def test_the_file_follows_from_consent(readings, rule, refer_to):
    decision = judge(readings, program=FILED)
    assert (decision.rule, decision.refer_to) == (rule, refer_to)


def test_without_an_answer_about_consent_nothing_is_decided():
    with pytest.raises(Undecided):
        judge({"past_lock": "2"}, program=FILED)


def test_who_refuses_is_asked_nothing_of_history_and_living():
    missing = FILED.check({"mental_consent": "0"}, person=Person.aged(40, on=ON), on=ON)
    asked = {problem.key for problem in missing if problem.severity == "missing"}
    assert asked >= {"consent_name", "consent_date", "mental_diagnosis", "guardian_phone"}
    assert not asked & {"past_symptoms", "economy", "admissions", "employment_state"}


@pytest.mark.parametrize("program", [FOLLOWED, FILED], ids=lambda p: p.key)
@pytest.mark.parametrize(("code", "belongs"), [("mental_disorder", True), ("mental_disability", False)])
def test_who_was_diagnosed_belongs_in_it(program, code, belongs):
    person = Person.aged(20, on=ON)
    record = Record(person, conditions=(Event(date(2020, 1, 1), {"code": code}),))
    assert may_enrol(program, Scene(ON, person, record=record)) is belongs
