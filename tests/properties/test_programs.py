"""Laws that every programme's decisions keep, on random readings with missing values."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongwei.catalog.discovery import programs
from gongwei.domain.expr import values_in
from gongwei.domain.form import Repeat
from gongwei.domain.form_field import Choice, Choices, Day, Flag, Number
from gongwei.domain.program import Undecided
from gongwei.domain.record import Person

AGES = st.integers(35, 100)
DANGERS = {
    "hypertension": [{"systolic": 180}, {"diastolic": 115}, {"danger_signs": ["eye_pain"]}],
    "diabetes": [{"fasting_glucose": 16.7}, {"random_glucose": 3.9}, {"systolic": 200}, {"danger_signs": ["fever"]}],
    "elderly": [{"heart_rate": 39}, {"fasting_glucose": 3.8}, {"danger_signs": ["coronary"]}],
    "copd": [{"danger_signs": ["dyspnoea"]}, {"danger_signs": ["fever"]}],
    "tuberculosis": [{"danger_signs": ["haemoptysis"]}, {"adverse": "2"}, {"new_complication": "2"}],
    "pressure_check": [{"systolic": 180}, {"diastolic": 110}],
    "hypertension_risk": [{"systolic": 180}, {"diastolic": 110}],
    "diabetes_risk": [{"fasting_glucose": 16.7}, {"fasting_glucose": 3.9}],
    "hiv": [{"danger_signs": ["dyspnoea"]}, {"danger_signs": ["fever"]}],
    "home_bed": [{"heart_rate": 39}, {"temperature": 39}, {"danger_signs": ["coronary"]}],
    "nursing_home": [{"systolic": 180}, {"danger_signs": ["coronary"]}],
}
# Without these values only a danger may decide.
WITHOUT = {
    "hypertension": [{"systolic"}, {"diastolic"}, {"systolic", "diastolic"}],
    "diabetes": [{"fasting_glucose"}],
    "elderly": [{"systolic_left", "systolic_right"}, {"diastolic_left", "diastolic_right"}],
    "pressure_check": [{"systolic"}, {"diastolic"}],
    "hypertension_risk": [{"systolic"}, {"diastolic"}],
    "diabetes_risk": [{"fasting_glucose"}],
}
# A screening round comes back after its own interval; everything else within a year.
LONGEST = {"cervix": 3 * 366, "breast": 2 * 366}
BY_PROGRAM = pytest.mark.parametrize("program", programs().values(), ids=lambda p: p.key)
WITH_DANGERS = pytest.mark.parametrize("program", [programs()[key] for key in DANGERS], ids=lambda p: p.key)
THAT_MUST_KNOW = pytest.mark.parametrize("program", [programs()[key] for key in WITHOUT], ids=lambda p: p.key)


def days(program):
    """Any day on which an edition of the programme is in force."""
    return st.dates(program.editions[-1].since, date(2030, 12, 31))


def value(field):
    """Any value that the form accepts for the field."""
    match field:
        case Number(levels=dict() as levels):
            return st.sampled_from(sorted(levels))
        case Number(integer=True, hard=(low, high)):
            return st.integers(int(low), int(high))
        case Number(hard=(low, high)):
            return st.floats(low, high)
        case Choice():
            return st.sampled_from(list(field.codes))
        case Choices():
            return st.lists(st.sampled_from(field.codes.positive), max_size=3, unique=True)
        case Flag():
            return st.booleans()
        case Day():
            return st.just("2017-01-01")
        case Repeat():
            return st.just([])
    return st.just("…")


def given_keys(program, expression):
    """The keys that somebody fills in, for what an expression reads and for what that is derived from."""
    for one in values_in(expression):
        derived = program.visit.fields[one.key].derived
        yield from [one.key] if derived is None else given_keys(program, derived)


def readings(program, *, whole=False):
    """Readings of the fields that the rules look at; any of them may be missing, save from whole ones."""
    asked = {key for rule in program.rules for key in given_keys(program, rule.condition)}
    values = {key: value(program.visit.fields[key]) for key in sorted(asked)}
    return st.fixed_dictionaries(values if whole else {}, optional={} if whole else values)


def judged(program, given_readings, age, on, previous=None):
    try:
        return program.judge(given_readings, person=Person.aged(age, on=on), on=on, previous=previous)
    except Undecided:
        return None


@WITH_DANGERS
@settings(max_examples=20, deadline=None)
@given(data=st.data(), age=AGES)
def test_adding_a_danger_never_makes_a_decision_less_grave(program, data, age):
    on = data.draw(days(program))
    plain = data.draw(readings(program))
    danger = data.draw(st.sampled_from(DANGERS[program.key]))
    before, after = judged(program, plain, age, on), judged(program, plain | danger, age, on)
    assert after is not None
    assert after.advice_key == "refer now"
    assert before is None or before.gravity <= after.gravity


@BY_PROGRAM
@settings(max_examples=20, deadline=None)
@given(data=st.data(), age=AGES)
def test_a_next_visit_is_due_after_this_one_and_within_its_interval(program, data, age):
    on = data.draw(days(program))
    decision = judged(program, data.draw(readings(program, whole=True)), age, on)
    assume(decision is not None)
    assert decision.days is None or 0 < decision.days <= LONGEST.get(program.key, 366)
    if decision.due_date is not None:  # the only visit of a programme leads to none
        assert (decision.due_date - on).days == decision.days


@THAT_MUST_KNOW
@settings(max_examples=20, deadline=None)
@given(data=st.data(), age=AGES)
def test_an_unknown_never_falls_through_to_a_later_rule(program, data, age):
    on = data.draw(days(program))
    missing = data.draw(st.sampled_from(WITHOUT[program.key]))
    rest = {key: v for key, v in data.draw(readings(program)).items() if key not in missing}
    decision = judged(program, rest, age, on)
    assert decision is None or decision.rule == "urgent"


@BY_PROGRAM
@settings(max_examples=20, deadline=None)
@given(data=st.data(), age=AGES)
def test_a_missing_value_is_one_that_was_not_given(program, data, age):
    on = data.draw(days(program))
    plain = data.draw(readings(program))
    try:
        program.judge(plain, person=Person.aged(age, on=on), on=on)
    except Undecided as undecided:
        assert undecided.missing
        assert set(undecided.missing).isdisjoint(plain)


@BY_PROGRAM
@settings(max_examples=15, deadline=None)
@given(data=st.data(), age=AGES)
def test_the_visit_before_never_makes_a_decision_less_grave(program, data, age):
    on = data.draw(days(program))
    now, earlier = data.draw(readings(program)), data.draw(readings(program))
    first, later = judged(program, now, age, on), judged(program, now, age, on, previous=earlier)
    assert (first is None) == (later is None)
    if first is not None:
        assert later.gravity >= first.gravity


@BY_PROGRAM
@settings(max_examples=15, deadline=None)
@given(data=st.data(), age=AGES)
def test_what_the_form_accepts_is_never_refused_as_impossible(program, data, age):
    on = data.draw(days(program))
    person = Person.aged(age, on=on)
    standing = program.on(on).visit.standing({}, on=on, person=person).fields.values()
    field = data.draw(st.sampled_from([f for f in standing if f.derived is None]))
    problems = program.on(on).visit.check({field.key: data.draw(value(field))}, on=on, person=person)
    assert [p for p in problems if p.severity == "hard" and p.key == field.key and "年龄" not in p.message] == []
