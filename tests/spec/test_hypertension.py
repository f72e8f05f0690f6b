"""What a hypertension visit leads to: 规范第三版, 高血压患者健康管理服务规范."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.program import NotInForce, Undecided
from gongwei.domain.record import Person

ON = date(2026, 6, 30)
program = programs()["hypertension"]


def judge(age=60, previous=None, on=ON, **readings):
    return program.judge(readings, person=Person.aged(age, on=on), on=on, previous=previous)


@pytest.mark.parametrize(
    ("age", "systolic", "diastolic", "rule", "days", "refer_to"),
    [
        # danger: 180 or 110 is already danger
        (60, 180, 80, "urgent", 14, "hospital"),
        (60, 179, 80, "off target", 14, None),
        (60, 130, 110, "urgent", 14, "hospital"),
        (60, 130, 109, "off target", 14, None),
        # under 65 the target is below 140 and below 90
        (64, 139, 89, "at target", 92, None),
        (64, 140, 80, "off target", 14, None),
        (64, 130, 90, "off target", 14, None),
        # from 65 it is below 150 and below 90
        (65, 149, 89, "at target", 92, None),
        (65, 150, 80, "off target", 14, None),
        (65, 140, 90, "off target", 14, None),
    ],
)
def test_a_first_visit_is_decided_by_pressure_and_age(age, systolic, diastolic, rule, days, refer_to):
    decision = judge(age, systolic=systolic, diastolic=diastolic)
    assert (decision.rule, decision.days, decision.refer_to) == (rule, days, refer_to)


@pytest.mark.parametrize(
    ("now", "before", "rule"),
    [
        ({"systolic": 150, "diastolic": 80}, {"systolic": 150, "diastolic": 80}, "twice off target"),
        ({"systolic": 150, "diastolic": 80}, {"systolic": 130, "diastolic": 80}, "off target"),
        ({"systolic": 130, "diastolic": 80}, {"systolic": 150, "diastolic": 80}, "at target"),
        # what was not measured then is no second time
        ({"systolic": 150, "diastolic": 80}, {}, "off target"),
        ({"systolic": 130, "diastolic": 80, "adverse": "2"}, {"adverse": "2"}, "lasting side effects"),
        ({"systolic": 130, "diastolic": 80, "adverse": "2"}, {"adverse": "1"}, "off target"),
        ({"systolic": 130, "diastolic": 80, "new_complication": "2"}, None, "new complication"),
        ({"systolic": 185, "diastolic": 80, "new_complication": "2"}, None, "urgent"),
        ({"systolic": 130, "diastolic": 80, "danger_signs": ["headache"]}, None, "urgent"),
        ({"systolic": 130, "diastolic": 80, "danger_signs": ["none"]}, None, "at target"),
        ({"systolic": 130, "diastolic": 80, "danger_signs": []}, None, "at target"),
    ],
)
def test_the_visit_before_and_what_is_found_decide_too(now, before, rule):
    assert judge(previous=before, **now).rule == rule


@pytest.mark.parametrize(
    ("readings", "missing"),
    [
        ({}, ("systolic", "diastolic")),
        ({"systolic": 150}, ("diastolic",)),
        ({"diastolic": 95}, ("systolic",)),
        ({"danger_signs": ["none"], "adverse": "2"}, ("systolic", "diastolic")),
    ],
)
def test_a_visit_without_pressure_is_undecided(readings, missing):
    with pytest.raises(Undecided) as undecided:
        judge(**readings)
    assert undecided.value.missing == missing
    assert "补测" in str(undecided.value)


@pytest.mark.parametrize("danger", [{"systolic": 190}, {"diastolic": 110}, {"danger_signs": ["eye_pain"]}])
def test_a_danger_decides_even_when_the_other_value_is_missing(danger):
    decision = judge(**danger)
    assert (decision.rule, decision.refer_to, decision.days) == ("urgent", "hospital", 14)


def test_an_unknown_age_is_asked_for_only_where_it_matters():
    person = Person()
    assert program.judge({"systolic": 130, "diastolic": 80}, person=person, on=ON).rule == "at target"
    with pytest.raises(Undecided) as undecided:
        program.judge({"systolic": 145, "diastolic": 80}, person=person, on=ON)
    assert undecided.value.missing == ("age",)


@pytest.mark.parametrize(
    ("age", "systolic", "diastolic", "by_indicator", "by_clinic"),
    [
        (60, 129, 79, True, True),
        (60, 130, 79, True, False),
        (79, 145, 85, True, False),
        (80, 149, 89, True, True),
        (80, 150, 80, False, False),
    ],
)
def test_both_targets_stand_side_by_side(age, systolic, diastolic, by_indicator, by_clinic):
    decision = judge(age, systolic=systolic, diastolic=diastolic)
    assert (decision.at_target, decision.clinical_at_target) == (by_indicator, by_clinic)


def test_before_its_guideline_there_is_no_clinical_target():
    assert judge(on=date(2024, 12, 31), systolic=120, diastolic=70).clinical_at_target is None


def test_a_day_before_the_first_edition_is_refused():
    with pytest.raises(NotInForce):
        judge(on=date(2016, 1, 1), systolic=120, diastolic=70)


def test_three_months_end_with_the_month():
    assert judge(on=date(2025, 11, 30), systolic=120, diastolic=70).due_date == date(2026, 2, 28)


def test_the_words_name_the_values_their_limits_and_what_was_not_recorded():
    words = judge(systolic=190).words
    assert words.startswith("收缩压 190 mmHg（≥180 mmHg）。处理后紧急转诊")
    assert "未记录：舒张压、危急情况" in words


@pytest.mark.parametrize(
    ("readings", "visit_class"),
    [
        ({"systolic": 130}, "1"),
        ({"systolic": 150}, "2"),
        ({"systolic": 150, "adverse": "2"}, "3"),
        ({"systolic": 150, "adverse": "2", "new_complication": "2"}, "4"),
    ],
)
def test_the_gravest_class_is_recorded(readings, visit_class):
    assert judge(diastolic=80, **readings).visit_class == visit_class


def test_a_class_that_the_numbers_contradict_is_asked_again():
    readings = {"systolic": 150, "diastolic": 80, "visit_class": "1"}
    problems = program.check(readings, person=Person.aged(60, on=ON), on=ON)
    assert [p.severity for p in problems if p.key == "visit_class"] == ["soft"]
    readings["visit_class"] = "2"
    assert "visit_class" not in {p.key for p in program.check(readings, person=Person.aged(60, on=ON), on=ON)}
