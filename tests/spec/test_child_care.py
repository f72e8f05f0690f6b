"""Newborn screening, high-risk infants and nutritional records, in examples (规范 2010, 2012, 2017)."""

from datetime import date, timedelta

import pytest

from gongwei.catalog.programs import child_nutrition, high_risk_infant, newborn_screening
from gongwei.domain.evaluation import read_record
from gongwei.domain.period import months_on
from gongwei.domain.record import Event, Person, Record

BORN = date(2026, 1, 10)
GIRL = Person(birth_date=BORN, sex="2")
SCREENED = {
    "blood_taken": "1", "screen_ch": "1", "screen_pku": "1", "screen_cah": "1", "screen_g6pd": "1",
    "screen_metabolic": "1", "hearing_first": "1", "heart_screen": "1",
}  # fmt: skip


def screening(days=10, **readings):
    on = BORN + timedelta(days=days)
    return newborn_screening.program.judge(SCREENED | readings, person=GIRL, on=on)


@pytest.mark.parametrize(
    ("readings", "rule", "days"),
    [
        ({}, "done", None),
        ({"screen_pku": "2"}, "recall", 7),
        ({"screen_pku": "4"}, "done", None),
        ({"screen_ch": "3"}, "found", 30),
        ({"screen_ch": "3", "screen_cah": "2"}, "recall", 7),  # what is still open comes first
        ({"heart_screen": "2"}, "heart", 7),
        ({"heart_screen": "2", "heart_echo": "1"}, "done", None),
        ({"heart_screen": "2", "heart_echo": "2"}, "found", 30),
        ({"hearing_second": "2", "hearing_first": "2"}, "hearing", 30),
        ({"hearing_second": "2", "hearing_first": "2", "hearing_diagnosis": "1"}, "done", None),
        ({"hearing_second": "2", "hearing_first": "2", "hearing_diagnosis": "2"}, "found", 30),
        ({"blood_taken": "2"}, "blood", 3),
        ({"screen_metabolic": "5"}, "waiting", 14),
    ],
)
def test_every_result_of_the_screening_has_its_next_step(readings, rule, days):
    decision = screening(**readings)
    assert (decision.rule, decision.days) == (rule, days)


@pytest.mark.parametrize(
    ("days", "rule", "due"),
    [(10, "rescreen", date(2026, 2, 21)), (42, "rescreen", None), (43, "hearing late", date(2026, 3, 8))],
)
def test_a_child_that_failed_the_first_hearing_test_is_tested_again_by_day_42(days, rule, due):
    decision = screening(days, hearing_first="2")
    assert decision.rule == rule
    assert due is None or decision.due_date == due
    assert screening(days, hearing_first="2", hearing_second="1").rule == "done"


def infant(months, **readings):
    answers = {"gestation_weeks": 40, "infant_neurology": "1", "infant_development": "1", "infant_fundus": "1"}
    readings = answers | {"infant_conclusion": "1"} | readings
    return high_risk_infant.program.judge(readings, person=GIRL, on=months_on(BORN, months))


@pytest.mark.parametrize(
    ("months", "readings", "rule"),
    [
        (3, {}, "every month"),
        (7, {}, "every other month"),
        (7, {"gestation_weeks": 30}, "every month"),  # 70 days younger by corrected age
        (12, {}, "every quarter"),
        (12, {"gestation_weeks": 36}, "every other month"),
        (25, {}, "every half year"),
        (12, {"infant_conclusion": "2"}, "closed"),
        (3, {"infant_neurology": "3"}, "deviation"),
        (3, {"infant_development": "2"}, "every month"),
        (3, {"infant_fundus": "4"}, "deviation"),
        (3, {"infant_conclusion": "3"}, "doctor refers"),
        (6, {"child_weight": 5.6}, "deviation"),  # below -3 SD at term
        (6, {"child_weight": 5.6, "gestation_weeks": 30}, "every month"),
    ],
)
def test_a_high_risk_infant_comes_by_its_corrected_age_until_the_record_is_closed(months, readings, rule):
    decision = infant(months, **readings)
    assert decision.rule == rule
    assert (decision.due_date is None) == (rule == "closed")


def test_a_record_closed_before_a_corrected_year_is_asked_about():
    closing = {"gestation_weeks": 34, "infant_conclusion": "2"}
    for months, asked in ((12, True), (14, False)):
        problems = high_risk_infant.program.check(closing, person=GIRL, on=months_on(BORN, months))
        assert ("infant_conclusion" in {one.key for one in problems if one.severity == "soft"}) is asked


@pytest.mark.parametrize(
    ("readings", "before", "rule"),
    [
        ({"haemoglobin": 100, "nutrition_reasons": ["1"], "nutrition_course": "2"}, None, "iron"),
        ({"haemoglobin": 110, "nutrition_reasons": ["1"], "nutrition_course": "2"}, None, "every month"),
        ({"haemoglobin": 59, "nutrition_reasons": ["1"], "nutrition_course": "2"}, None, "severe"),
        ({"haemoglobin": 112, "nutrition_reasons": ["1"], "nutrition_course": "3"}, None, "cured"),
        ({"nutrition_reasons": ["6"], "nutrition_course": "1"}, None, "every month"),
        ({"nutrition_reasons": ["6"], "nutrition_course": "1"}, {"nutrition_course": "1"}, "no better"),
        ({"nutrition_reasons": ["6"], "nutrition_course": "1"}, {"nutrition_course": "2"}, "every month"),
    ],
)
def test_a_nutritional_record_goes_on_until_the_child_is_well(readings, before, rule):
    day = months_on(BORN, 8)
    decision = child_nutrition.program.judge(readings, person=GIRL, on=day, previous=before, previous_on=day)
    assert decision.rule == rule


def test_who_belongs_in_a_special_record_is_told_by_the_visits():
    def fits(programme, **readings):
        visit = Event(months_on(BORN, 6), {"visit_date": "2026-07-10"} | readings)
        return read_record(programme.enrol, Record(GIRL, visits=(visit,)), on=months_on(BORN, 7))

    early = {"gestation_weeks": 34, "birth_weight": 2.2, "birth_modes": ["1"], "asphyxia": "1", "malformation": "1"}
    assert fits(high_risk_infant.program, program="newborn", **early) is True
    assert fits(high_risk_infant.program, program="newborn", **early | {"gestation_weeks": 39}) is True
    assert (
        fits(high_risk_infant.program, program="newborn", **early | {"gestation_weeks": 39, "birth_weight": 2.5})
        is False
    )
    assert fits(child_nutrition.program, program="child", haemoglobin=105) is True
    assert fits(child_nutrition.program, program="child", haemoglobin=115, shape_band="4") is False
    assert fits(child_nutrition.program, program="child", haemoglobin=115, shape_band="6") is True
