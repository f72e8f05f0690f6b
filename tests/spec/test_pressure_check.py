"""Blood pressure from 35, and those at high risk: 规范第三版 高血压, 2 型糖尿病 (筛查)."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.opening import opened
from gongwei.domain.program import Undecided, may_enrol
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import Scene

ON = date(2026, 6, 30)
CHECK, AT_RISK, SUGAR = (programs()[key] for key in ("pressure_check", "hypertension_risk", "diabetes_risk"))


def judge(program, previous=None, **readings):
    return program.judge(readings, person=Person.aged(50, on=ON), on=ON, previous=previous)


def measured(upper, lower, turn="1", **more):
    return {"systolic": upper, "diastolic": lower, "pressure_turn": turn} | more


@pytest.mark.parametrize(
    ("now", "before", "rule", "days", "refer_to"),
    [
        (measured(129, 84), None, "next year", 365, None),
        (measured(130, 84), None, "high normal", 183, None),
        (measured(129, 85), None, "high normal", 183, None),
        (measured(139, 89), None, "high normal", 183, None),
        (measured(140, 80), None, "high", 14, None),
        (measured(120, 90), None, "high", 14, None),
        # three on different days: the third is counted only after a high second
        (measured(140, 80, "2"), measured(145, 80), "high", 14, None),
        (measured(140, 80, "3"), measured(145, 80, "2"), "three times high", 14, "hospital"),
        (measured(140, 80, "3"), measured(138, 80, "2"), "high", 14, None),
        (measured(139, 80, "3"), measured(145, 80, "2"), "high normal", 183, None),
        # at once, whichever time it is
        (measured(180, 80), None, "urgent", 14, "hospital"),
        (measured(179, 109), None, "high", 14, None),
        (measured(120, 110, "3"), None, "urgent", 14, "hospital"),
        (measured(150, 95, "3", pressure_conclusion="2"), measured(150, 95, "2"), "confirmed", 14, None),
    ],
)
def test_pressure_is_measured_yearly_again_when_high_and_referred_after_three_days(now, before, rule, days, refer_to):
    decision = judge(CHECK, before, **now)
    assert (decision.rule, decision.days, decision.refer_to) == (rule, days, refer_to)


@pytest.mark.parametrize("missing", ["systolic", "diastolic"])
def test_half_a_pressure_is_undecided_unless_it_is_a_danger(missing):
    given = measured(120, 80)
    with pytest.raises(Undecided):
        judge(CHECK, **{key: value for key, value in given.items() if key != missing})
    assert judge(CHECK, systolic=180).rule == "urgent"


@pytest.mark.parametrize(
    ("program", "readings", "leads_to"),
    [
        (CHECK, measured(150, 95, pressure_conclusion="1"), []),
        (CHECK, measured(150, 95, pressure_conclusion="2"), ["hypertension"]),
        (CHECK, measured(185, 95, pressure_conclusion="2"), ["hypertension"]),  # a danger does not hide the diagnosis
        (AT_RISK, measured(150, 95, pressure_conclusion="3"), []),
        (AT_RISK, measured(150, 95, pressure_conclusion="2"), ["hypertension"]),
        (SUGAR, {"fasting_glucose": 9}, []),
        (SUGAR, {"fasting_glucose": 9, "glucose_conclusion": "2"}, ["diabetes"]),
    ],
)
def test_only_what_the_doctor_concludes_opens_the_programme(program, readings, leads_to):
    assert [one.program for one in opened(judge(program, **readings))] == leads_to


@pytest.mark.parametrize(
    ("now", "rule", "days"),
    [
        ({"fasting_glucose": 6.0}, "next year", 365),
        ({"fasting_glucose": 6.1}, "impaired", 183),
        ({"fasting_glucose": 5.5, "postprandial_glucose": 7.8}, "impaired", 183),
        ({"fasting_glucose": 6.9}, "impaired", 183),
        ({"fasting_glucose": 7.0}, "diabetic level", 14),
        ({"fasting_glucose": 5.5, "postprandial_glucose": 11.1}, "diabetic level", 14),
        ({"fasting_glucose": 16.7}, "urgent", 14),
        ({"fasting_glucose": 3.9}, "urgent", 14),
        ({"fasting_glucose": 4.0}, "next year", 365),
    ],
)
def test_the_glucose_of_people_at_risk_is_told_at_its_edges(now, rule, days):
    decision = judge(SUGAR, **now)
    assert (decision.rule, decision.days) == (rule, days)


def belongs(program, *, age=50, sex="1", ill=(), **readings):
    visits = (Event(date(2026, 1, 5), readings),) if readings else ()
    conditions = tuple(Event(date(2020, 1, 1), {"code": code}) for code in ill)
    person = Person(birth_date=date(ON.year - age, 1, 1), sex=sex)
    record = Record(person, conditions=conditions, visits=visits)
    return may_enrol(program, Scene(day=ON, person=person, record=record))


@pytest.mark.parametrize(
    ("known", "at_risk"),
    [
        ({}, False),
        ({"age": 54}, False),
        ({"age": 55}, True),
        ({"age": 34, "systolic": 135, "diastolic": 80}, False),
        ({"systolic": 129, "diastolic": 84}, False),
        ({"systolic": 130, "diastolic": 84}, True),
        ({"systolic": 120, "diastolic": 85}, True),
        ({"bmi": 23.9}, False),
        ({"bmi": 24}, True),
        ({"waist": 89}, False),
        ({"waist": 90}, True),
        ({"waist": 84, "sex": "2"}, False),
        ({"waist": 85, "sex": "2"}, True),
        ({"salt": "2"}, False),
        ({"salt": "3"}, True),
        ({"alcohol": 1.9}, False),
        ({"alcohol": 2}, True),
        ({"family_hypertension": "2"}, True),
        ({"age": 60, "bmi": 30, "ill": ["hypertension"]}, False),
    ],
)
def test_one_of_six_signs_makes_a_high_risk_of_hypertension(known, at_risk):
    assert belongs(AT_RISK, **known) == at_risk


@pytest.mark.parametrize(
    ("known", "at_risk"),
    [
        ({}, False),
        ({"fasting_glucose": 6.0}, False),
        ({"fasting_glucose": 6.1}, True),
        ({"ill": ["hypertension"]}, True),
        ({"ill": ["stroke"]}, True),
        ({"ill": ["hypertension", "diabetes"]}, False),
        ({"triglycerides": 2.2}, False),
        ({"triglycerides": 2.3}, True),
        ({"hdl": 0.9}, False),
        ({"hdl": 0.89}, True),
        ({"family_diabetes": "2"}, True),
        ({"bmi": 26}, False),
        ({"bmi": 26, "exercise_per_week": 1}, False),
        ({"bmi": 26, "exercise_per_week": 0}, True),
        ({"bmi": 26, "exercise_per_week": 0, "age": 39}, False),
    ],
)
def test_a_sign_makes_a_high_risk_of_diabetes(known, at_risk):
    assert belongs(SUGAR, **known) == at_risk


def test_who_has_hypertension_is_not_asked_for_the_yearly_measurement():
    assert (belongs(CHECK, age=35), belongs(CHECK, age=34)) == (True, False)
    assert not belongs(CHECK, ill=["hypertension"])
