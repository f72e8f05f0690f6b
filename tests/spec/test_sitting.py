"""One sitting serves several programmes: a question of two forms is asked once and answers both."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.record import Person
from gongwei.domain.sitting import Sitting, common_day, gravest_first, next_days

DAY = date(2026, 6, 30)
PERSON = Person(birth_date=date(1958, 3, 7), sex="2")


def sitting(*keys: str) -> Sitting:
    return Sitting(tuple(programs()[key].on(DAY) for key in keys))


def judged(key: str, **readings: object):
    return programs()[key].judge(readings, person=PERSON, on=DAY)


HYPERTENSION = {"systolic": 128, "diastolic": 76, "danger_signs": ["none"]}
DIABETES = HYPERTENSION | {"fasting_glucose": 6.1}


def test_pressure_is_asked_once_of_a_diabetic_with_hypertension() -> None:
    both = sitting("hypertension", "diabetes")
    keys = list(both.form.fields)
    assert keys.count("systolic") == 1
    assert {"fasting_glucose", "hypertension_symptoms", "diabetes_symptoms", "salt"} <= set(keys)
    assert len(keys) < sum(len(one.visit.fields) for one in both.programs) * 0.7


def test_each_programme_keeps_a_class_and_a_referral_of_its_own() -> None:
    both = sitting("hypertension", "diabetes")
    assert "visit_class" not in both.form.fields
    assert {"hypertension:visit_class", "diabetes:visit_class", "diabetes:referral_reason"} <= set(both.form.fields)


def test_a_field_that_one_form_requires_is_required_of_the_sitting() -> None:
    assert sitting("diabetes", "hypertension").form.fields["systolic"].required is True
    assert programs()["hypertension"].visit.fields["systolic"].required is not False


def test_a_danger_of_one_programme_alone_is_no_danger_to_the_other() -> None:
    both = sitting("hypertension", "diabetes")
    told = {"danger_signs": ["acetone_breath"]}
    hypertension, diabetes = (both.answers(one, told, on=DAY) for one in both.programs)
    assert hypertension == {"danger_signs": ["none"]}
    assert diabetes == {"danger_signs": ["acetone_breath"]}


def test_a_danger_that_both_know_is_told_to_both() -> None:
    both = sitting("hypertension", "diabetes")
    told = {"danger_signs": ["consciousness"]}
    assert all(both.answers(one, told, on=DAY) == told for one in both.programs)


def test_both_arms_of_the_examination_give_the_follow_up_its_pressure() -> None:
    both = sitting("hypertension", "elderly")
    assert both.form.fields["systolic"].derived is not None
    arms = {"systolic_left": "150", "systolic_right": "146", "diastolic_left": "84", "diastolic_right": "90"}
    assert both.answers(both.programs[0], arms, on=DAY) == {"systolic": 150, "diastolic": 90}


@pytest.mark.parametrize("other", sorted(programs()))
def test_any_programme_can_sit_beside_hypertension(other: str) -> None:
    form = sitting(*dict.fromkeys(("hypertension", other))).form
    assert {"visit_date", "systolic"} <= set(form.fields)


def test_the_gravest_advice_comes_first() -> None:
    urgent = judged("diabetes", **DIABETES | {"fasting_glucose": 17.0})
    calm = judged("hypertension", **HYPERTENSION)
    assert [one.program.key for one in gravest_first([calm, urgent])] == ["diabetes", "hypertension"]


def test_follow_ups_meet_on_the_earliest_day() -> None:
    decisions = [judged("hypertension", **HYPERTENSION), judged("diabetes", **DIABETES | {"fasting_glucose": 8.0})]
    assert common_day(decisions) == date(2026, 7, 14)
    assert next_days(decisions, on=DAY, chosen=None) == dict.fromkeys(("hypertension", "diabetes"), date(2026, 7, 14))
    assert set(next_days(decisions, on=DAY, chosen=date(2026, 7, 7)).values()) == {date(2026, 7, 7)}


def test_three_months_follow_the_common_day_and_a_year_does_not() -> None:
    follow_up = judged("hypertension", **HYPERTENSION)
    yearly = judged(
        "elderly", systolic_left=128, systolic_right=128, diastolic_left=76, diastolic_right=76, emotion="1",
        danger_signs=["none"], heart_rate=72, fasting_glucose=5.2,
    )  # fmt: skip
    assert follow_up.due_date == date(2026, 9, 30)
    days = next_days([follow_up, yearly], on=DAY, chosen=date(2026, 7, 20))
    assert days == {"hypertension": date(2026, 7, 20), "elderly": date(2027, 6, 30)}


def test_the_medicines_of_both_visits_before_are_offered_each_once() -> None:
    pill, other = {"name": "氨氯地平", "dose": 5}, {"name": "二甲双胍", "dose": 500}
    last = {"diabetes": {"medicines": [other], "salt": "1"}, "hypertension": {"medicines": [pill, other], "salt": "2"}}
    told = sitting("hypertension", "diabetes").remembered(last)
    assert told["medicines"] == [pill, other]
    assert told["salt"] == "2"
