"""What a diabetes visit leads to: 规范第三版, 2型糖尿病患者健康管理服务规范."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.program import Undecided
from gongwei.domain.record import Person

ON = date(2026, 6, 30)
program = programs()["diabetes"]


def judge(previous=None, **readings):
    return program.judge(readings, person=Person.aged(60, on=ON), on=ON, previous=previous)


@pytest.mark.parametrize(
    ("fasting_glucose", "rule", "days"),
    [
        (3.9, "urgent", 14),
        (4.0, "at target", 92),
        (6.9, "at target", 92),
        (7.0, "off target", 14),
        (16.6, "off target", 14),
        (16.7, "urgent", 14),
    ],
)
def test_a_first_visit_is_decided_by_fasting_glucose(fasting_glucose, rule, days):
    decision = judge(fasting_glucose=fasting_glucose)
    assert (decision.rule, decision.days) == (rule, days)


@pytest.mark.parametrize(
    "danger",
    [
        {"random_glucose": 16.7},
        {"random_glucose": 3.9},
        {"postprandial_glucose": 16.7},
        {"postprandial_glucose": 3.9},
        {"systolic": 180},
        {"diastolic": 110},
        {"danger_signs": ["vision_loss"]},
        {"danger_signs": ["acetone_breath", "thirst"]},
    ],
)
def test_any_danger_decides_even_without_fasting_glucose(danger):
    assert judge(**danger).rule == "urgent"
    assert judge(fasting_glucose=6.0, **danger).rule == "urgent"


@pytest.mark.parametrize("rest", [{}, {"random_glucose": 9.0}, {"systolic": 130, "diastolic": 80, "adverse": "2"}])
def test_a_visit_without_fasting_glucose_is_undecided(rest):
    with pytest.raises(Undecided) as undecided:
        judge(**rest)
    assert undecided.value.missing == ("fasting_glucose",)


def test_a_pressure_that_was_not_measured_does_not_stop_the_visit():
    decision = judge(fasting_glucose=6.0)
    assert decision.rule == "at target"
    assert {"收缩压", "舒张压"} <= set(decision.unrecorded)


@pytest.mark.parametrize(
    ("now", "before", "rule"),
    [
        ({"fasting_glucose": 8.0}, {"fasting_glucose": 8.0}, "twice off target"),
        ({"fasting_glucose": 8.0}, {"fasting_glucose": 6.0}, "off target"),
        ({"fasting_glucose": 8.0}, {}, "off target"),
        ({"fasting_glucose": 6.0, "adverse": "2"}, {"fasting_glucose": 6.0}, "off target"),
        ({"fasting_glucose": 6.0, "adverse": "2"}, {"adverse": "2"}, "lasting side effects"),
        ({"fasting_glucose": 6.0, "new_complication": "2"}, None, "new complication"),
    ],
)
def test_the_visit_before_and_what_is_found_decide_too(now, before, rule):
    assert judge(previous=before, **now).rule == rule


@pytest.mark.parametrize(("hba1c", "reached"), [(6.9, True), (7.0, False), (None, None)])
def test_without_glycated_haemoglobin_the_clinical_target_cannot_be_told(hba1c, reached):
    decision = judge(fasting_glucose=6.0, hba1c=hba1c)
    assert (decision.at_target, decision.clinical_at_target) == (True, reached)


@pytest.mark.parametrize(
    ("readings", "asked"),
    [
        ({"foot_pulse": "1"}, set()),
        ({"foot_pulse": "2"}, {"foot_pulse_side"}),
        ({"hba1c": 6.5}, {"hba1c_date"}),
        ({"insulin_kind": "甘精胰岛素"}, {"insulin_use"}),
    ],
)
def test_an_answer_may_ask_for_another(readings, asked):
    conditional = {"foot_pulse_side", "hba1c_date", "insulin_use", "adherence", "adverse_text"}
    problems = program.visit.check(readings, on=ON)
    assert {p.key for p in problems if p.severity == "missing"} & conditional == asked


@pytest.mark.parametrize(
    ("before", "asked"),
    [(None, False), ({"height": 160, "weight": 61.3}, False), ({"height": 160, "weight": 61.5}, True), ({}, False)],
)
def test_who_was_overweight_is_weighed_again(before, asked):
    problems = program.check({}, person=Person.aged(60, on=ON), on=ON, previous=before)
    assert ("weight" in {p.key for p in problems if p.severity == "missing"}) is asked
