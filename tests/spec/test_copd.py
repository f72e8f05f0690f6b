"""What a COPD visit leads to: 慢阻肺患者健康服务规范（试行）2024."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.program import NotInForce, may_enrol
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import Scene

ON = date(2026, 6, 30)
program = programs()["copd"]


def judge(previous=None, **readings):
    return program.judge(readings, person=Person.aged(70, on=ON), on=ON, previous=previous)


@pytest.mark.parametrize(
    ("now", "before", "rule", "days", "refer_to"),
    [
        ({"spo2": 90}, None, "stable", 92, None),
        ({"spo2": 89}, None, "unstable", 14, None),
        ({"spo2": 89}, {"spo2": 90}, "unstable", 14, None),
        ({"spo2": 89}, {"spo2": 89}, "lasting low oxygen", 14, "hospital"),
        ({"spo2": 95}, {"spo2": 85}, "stable", 92, None),
        ({"spo2": 95, "danger_signs": ["dyspnoea"]}, None, "urgent", 14, "hospital"),
        ({"danger_signs": ["consciousness"]}, None, "urgent", 14, "hospital"),
        ({"spo2": 95, "danger_signs": ["none"]}, None, "stable", 92, None),
        ({"spo2": 95, "adverse": "2"}, None, "unstable", 14, None),
        ({"spo2": 95, "adverse": "2"}, {"adverse": "2"}, "lasting side effects", 14, "hospital"),
        ({"spo2": 95, "new_complication": "2"}, None, "new complication", 14, "hospital"),
        # nothing measured by telephone: what was not measured is not low
        ({"visit_mode": "3"}, {"spo2": 85}, "stable", 92, None),
    ],
)
def test_a_visit_is_decided_by_danger_oxygen_and_side_effects(now, before, rule, days, refer_to):
    decision = judge(previous=before, **now)
    assert (decision.rule, decision.days, decision.refer_to) == (rule, days, refer_to)


@pytest.mark.parametrize(("mode", "wanted"), [("1", True), ("2", True), ("3", False), ("4", False)])
def test_oxygen_must_be_measured_where_the_patient_is_seen(mode, wanted):
    problems = program.check({"visit_mode": mode}, person=Person.aged(70, on=ON), on=ON)
    assert ("spo2" in [problem.key for problem in problems]) == wanted


def test_the_form_s_own_order_of_codes_is_not_taken_over():
    assert program.visit.fields["visit_mode"].read("电话") == "3"
    assert program.visit.fields["visit_mode"].read("视频") == "4"


def test_the_one_second_rate_is_computed_from_both_volumes():
    whole = program.visit.complete({"fev1": 1.4, "fvc": 2.0}, on=ON)
    assert whole["fev1_fvc"] == 70.0


@pytest.mark.parametrize(("years", "code", "belongs"), [(34, "copd", False), (35, "copd", True), (60, "stroke", False)])
def test_patients_from_35_belong_in_it(years, code, belongs):
    person = Person.aged(years, on=ON)
    record = Record(person, conditions=(Event(date(2020, 1, 1), {"code": code}),))
    assert may_enrol(program, Scene(ON, person, record=record)) is belongs


def test_there_was_no_such_service_before_2024():
    with pytest.raises(NotInForce):
        program.judge({}, person=Person.aged(70, on=ON), on=date(2024, 8, 31))
