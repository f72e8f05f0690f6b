"""What a yearly examination from 65 leads to: 规范第三版, 老年人健康管理服务规范; WS/T 484-2015."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.program import Undecided
from gongwei.domain.record import Person

ON = date(2026, 6, 30)
CALM = {"systolic_left": 130, "diastolic_left": 80, "systolic_right": 128, "diastolic_right": 80}
program = programs()["elderly"]


def judge(**readings):
    return program.judge({**CALM, **readings}, person=Person.aged(70, on=ON), on=ON)


@pytest.mark.parametrize(
    ("readings", "rule", "due"),
    [
        ({}, "next year", date(2027, 6, 30)),
        ({"systolic_left": 180, "systolic_right": 175}, "urgent", date(2026, 7, 14)),
        ({"diastolic_right": 110, "diastolic_left": 100}, "urgent", date(2026, 7, 14)),
        ({"heart_rate": 39}, "urgent", date(2026, 7, 14)),
        ({"heart_rate": 40}, "next year", date(2027, 6, 30)),
        ({"fasting_glucose": 16.7}, "urgent", date(2026, 7, 14)),
        # 3.9 is danger for a diabetic, not yet at the examination
        ({"fasting_glucose": 3.9}, "next year", date(2027, 6, 30)),
        ({"fasting_glucose": 3.8}, "urgent", date(2026, 7, 14)),
        ({"danger_signs": ["coronary"]}, "urgent", date(2026, 7, 14)),
        ({"systolic_left": 149, "systolic_right": 128}, "arms differ", date(2026, 7, 14)),
        ({"systolic_left": 148, "systolic_right": 128}, "next year", date(2027, 6, 30)),
        ({"emotion": "2", "gds": 15}, "depressed", date(2026, 7, 14)),
        ({"emotion": "2", "gds": 14}, "low mood", date(2026, 9, 30)),
        ({"guidance": ["2", "3"]}, "doctor refers", date(2026, 7, 14)),
        ({"guidance": ["1", "2"]}, "next year", date(2027, 6, 30)),
    ],
)
def test_an_examination_is_decided(readings, rule, due):
    decision = judge(**readings)
    assert (decision.rule, decision.due_date) == (rule, due)


def test_a_positive_mood_screen_without_the_scale_is_undecided():
    with pytest.raises(Undecided) as undecided:
        judge(emotion="2")
    assert undecided.value.missing == ("gds",)


def test_a_scale_that_nobody_needs_is_not_missed():
    assert "老年抑郁量表总分" not in judge(emotion="1").unrecorded
    assert {"心率", "空腹血糖"} <= set(judge(emotion="1").unrecorded)


def test_an_examination_without_pressure_is_undecided_unless_there_is_danger():
    person = Person.aged(70, on=ON)
    with pytest.raises(Undecided) as undecided:
        program.judge({"fasting_glucose": 6.0}, person=person, on=ON)
    assert undecided.value.missing == ("systolic", "diastolic")
    assert program.judge({"fasting_glucose": 20.0}, person=person, on=ON).rule == "urgent"


def test_the_higher_arm_counts_and_one_arm_is_enough():
    completed = program.visit.complete(CALM | {"systolic_right": 160}, on=ON)
    assert (completed["systolic"], completed["diastolic"]) == (160, 80)
    assert program.visit.complete({"systolic_left": 150}, on=ON)["systolic"] == 150


@pytest.mark.parametrize(
    ("points", "score", "level"),
    [
        ((0, 0, 0, 0, 0), 0, "1"),
        ((3, 0, 0, 0, 0), 3, "1"),
        ((3, 1, 0, 0, 0), 4, "2"),
        ((3, 0, 0, 5, 0), 8, "2"),
        ((3, 0, 0, 5, 1), 9, "3"),
        ((5, 3, 0, 5, 5), 18, "3"),
        ((5, 3, 5, 1, 5), 19, "4"),
        ((5, 7, 5, 10, 10), 37, "4"),
    ],
)
def test_self_care_is_the_sum_of_five_answers(points, score, level):
    readings = dict(zip(("eating", "grooming", "dressing", "toileting", "moving"), points, strict=True))
    completed = program.visit.complete(readings, on=ON)
    assert (completed["self_care_score"], completed["self_care"]) == (score, level)


def test_a_level_that_is_not_on_the_scale_is_refused():
    problems = program.visit.check({"eating": 1}, on=ON)
    assert ("eating", "hard") in {(p.key, p.severity) for p in problems}


def test_self_care_told_as_a_whole_is_kept_when_the_five_answers_are_missing():
    assert program.visit.complete({"self_care": "2"}, on=ON)["self_care"] == "2"


@pytest.mark.parametrize(
    ("readings", "asked"),
    [
        ({"cognition": "2"}, {"mmse"}),
        ({"emotion": "2"}, {"gds"}),
        ({"smoking": "1"}, set()),
        ({"smoking": "2"}, {"cigarettes", "smoking_start_age", "smoking_stop_age"}),
        ({"exercise_frequency": "4"}, set()),
        ({"exercise_frequency": "1"}, {"exercise_minutes", "exercise_years", "exercise_kind"}),
        ({"ecg": "2"}, {"ecg_text"}),
        ({"evaluation": "2"}, {"abnormal_findings"}),
        ({"risk_control": ["5", "6"]}, {"target_weight", "advised_vaccine"}),
    ],
)
def test_an_answer_may_ask_for_another(readings, asked):
    def missing(given):
        return {p.key for p in program.visit.check(given, on=ON) if p.severity == "missing"}

    assert missing(readings) - missing({}) == asked


@pytest.mark.parametrize(("on", "asked"), [(date(2024, 12, 31), set()), (date(2025, 1, 1), {"hba1c", "chest_xray"})])
def test_from_2025_x_ray_and_glycated_haemoglobin_belong_to_it(on, asked):
    problems = program.check({}, person=Person.aged(70, on=on), on=on)
    assert {p.key for p in problems if p.key in ("hba1c", "chest_xray")} == asked
