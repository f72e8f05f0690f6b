"""Health checks of children from one month to six years, in examples (规范第三版 2017)."""

from datetime import date

import pytest

from gongwei.catalog.indicators import child_eye_care, child_management
from gongwei.catalog.programs.child import program
from gongwei.domain.evaluation import read_record
from gongwei.domain.period import calendar_year, months_on
from gongwei.domain.program import may_enrol
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import Scene

BORN = date(2020, 3, 15)
CHILD = Person(birth_date=BORN, sex="1")


def at(months, **readings):
    return program.judge(readings, person=CHILD, on=months_on(BORN, months))


@pytest.mark.parametrize(
    ("months", "stage", "due"),
    [
        (1, "3 月龄", date(2020, 7, 14)),
        (3, "6 月龄", date(2020, 10, 14)),
        (8, "12 月龄", date(2021, 4, 13)),
        (30, "3 岁", date(2024, 3, 14)),
        (36, "4 岁", date(2025, 3, 14)),
        (60, "6 岁", date(2027, 3, 14)),
    ],
)
def test_a_well_child_comes_again_at_the_next_stage(months, stage, due):
    decision = at(months)
    assert (decision.rule, decision.window.title, decision.due_date) == ("next stage", stage, due)


def test_a_newborn_seen_early_comes_at_one_month_and_after_the_check_at_six_years_nothing_is_due():
    decision = program.judge({}, person=CHILD, on=date(2020, 3, 20))
    assert (decision.window.title, decision.window.first_date, decision.due_date) == (
        "满月", date(2020, 4, 12), date(2020, 4, 14),
    )  # fmt: skip
    assert at(72).due_date is None


@pytest.mark.parametrize("months", [3, 6, 8, 12, 18, 24, 30, 36, 48, 60, 72])
def test_any_warning_sign_of_the_age_is_referred(months):
    decision = at(months, **{f"warning_signs_{months}m": ["2"]})
    assert (decision.rule, decision.refer_to, decision.days) == ("deviation", "hospital", 14)
    assert at(months, **{f"warning_signs_{months}m": ["none"]}).rule == "next stage"


@pytest.mark.parametrize(
    ("months", "pale", "well"), [(6, 109, 110), (59, 109.9, 110), (60, 114, 115), (72, 114.9, 115)]
)
def test_anaemia_is_told_by_the_age(months, pale, well):
    decision = at(months, haemoglobin=pale)
    assert (decision.rule, decision.due_date) == ("special care", months_on(months_on(BORN, months), 1))
    assert at(months, haemoglobin=well).rule == "next stage"


@pytest.mark.parametrize(("months", "low", "enough"), [(48, 0.5, 0.6), (59, 0.5, 0.6), (60, 0.7, 0.8), (72, 0.7, 0.8)])
def test_low_sight_of_either_eye_is_referred(months, low, enough):
    for one, other in ((low, 1.0), (1.0, low)):
        assert at(months, child_vision_left=one, child_vision_right=other).rule == "senses and teeth"
    assert at(months, child_vision_left=enough, child_vision_right=enough).rule == "next stage"


@pytest.mark.parametrize(
    ("readings", "rule"),
    [
        ({"child_hearing": "2"}, "senses and teeth"),
        ({"child_caries": 1, "child_teeth": 20}, "senses and teeth"),
        ({"child_caries": 0, "child_teeth": 20}, "next stage"),
        ({"growth": "2"}, "special care"),
        ({"growth": "5"}, "special care"),
        ({"growth": "1"}, "next stage"),
        ({"weight_level": "3"}, "special care"),
        ({"length_level": "3"}, "special care"),
        ({"weight_level": "1"}, "next stage"),
    ],
)
def test_what_is_found_decides(readings, rule):
    assert at(36, **readings).rule == rule


@pytest.mark.parametrize(
    ("months", "there", "not_there"),
    [
        (1, {"cord", "head", "child_mouth"}, {"child_teeth", "haemoglobin", "child_hearing", "warning_signs_3m"}),
        (3, {"warning_signs_3m", "child_navel", "rickets_signs"}, {"cord", "haemoglobin"}),
        (6, {"warning_signs_6m", "child_hearing", "haemoglobin", "child_teeth"}, {"child_mouth", "child_caries"}),
        (8, {"warning_signs_8m", "head"}, {"child_hearing"}),
        (12, {"warning_signs_12m", "child_caries", "child_hearing"}, {"head", "child_anus_genitals"}),
        (18, {"child_gait", "haemoglobin"}, {"child_hearing"}),
        (30, {"outdoor_hours", "warning_signs_30m"}, {"vitamin_d", "fontanelle_closed", "rickets_signs"}),
        (36, {"growth", "child_hearing", "weight_for_height"}, {"child_gait", "child_eyes", "child_vision_left"}),
        (48, {"child_vision_left", "haemoglobin", "growth"}, {"child_hearing", "child_tcm"}),
    ],
)
def test_each_age_has_its_own_boxes(months, there, not_there):
    standing = program.visit.standing({}, on=months_on(BORN, months), person=CHILD).fields.keys()
    assert there <= standing
    assert not_there.isdisjoint(standing)


def test_a_child_belongs_here_until_the_seventh_birthday():
    assert may_enrol(program, Scene(date(2027, 3, 14), CHILD))
    assert not may_enrol(program, Scene(date(2027, 3, 15), CHILD))


@pytest.mark.parametrize(
    ("born", "readings", "managed", "eyes"),
    [
        (date(2025, 1, 1), {"child_eyes": "1"}, True, True),
        (date(2022, 1, 1), {"growth": "1"}, True, False),
        (date(2020, 1, 1), {"child_vision_left": 1.0, "child_vision_right": 0.8}, True, True),
        (date(2020, 1, 1), {"child_vision_left": 1.0}, True, False),
    ],
)
def test_any_visit_of_the_year_counts_and_eyes_count_when_they_were_looked_at(born, readings, managed, eyes):
    visit = Event(date(2026, 5, 5), readings | {"program": "child", "visit_date": "2026-05-05"})
    record, year = Record(Person(birth_date=born), visits=(visit,)), calendar_year(2026)

    def read(expression):
        return read_record(expression, record, on=date(2026, 12, 31), period=year)

    assert read(child_management.indicator.population) is True
    assert (read(child_management.indicator.counted), read(child_eye_care.indicator.counted)) == (managed, eyes)


def test_who_turns_seven_in_the_year_is_not_counted():
    turning = Record(Person(birth_date=date(2019, 12, 31)))
    year = calendar_year(2026)
    assert read_record(child_management.indicator.population, turning, on=year.last_day, period=year) is False
