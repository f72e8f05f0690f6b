"""Care level, beds at home, rounds in homes for the old: the limits are the city's to settle."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.program import Undecided, may_enrol
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import Scene

ON = date(2026, 6, 30)
FIVE = ("eating", "grooming", "dressing", "toileting", "moving")


def judge(key, **readings):
    return programs()[key].judge(readings, person=Person.aged(80, on=ON), on=ON)


def points(*five, **more):
    return dict(zip(FIVE, five, strict=True)) | more


@pytest.mark.parametrize(
    ("readings", "grade", "rule", "days"),
    [
        (points(0, 0, 0, 0, 0), "1", "able", 365),
        (points(0, 3, 0, 0, 0), "1", "able", 365),
        (points(3, 1, 0, 0, 0), "2", "able", 365),
        (points(3, 0, 0, 5, 0), "2", "able", 365),
        (points(3, 1, 0, 5, 0), "3", "moderate", 183),
        (points(3, 0, 0, 10, 5), "3", "moderate", 183),
        (points(3, 1, 0, 10, 5), "4", "severe", 92),
        (points(5, 7, 5, 10, 10), "4", "severe", 92),
        (points(0, 0, 0, 0, 0, cognition="2"), "1", "moderate", 183),
    ],
)
def test_five_scores_make_the_grade_and_the_next_assessment(readings, grade, rule, days):
    program = programs()["care_level"]
    decision = judge("care_level", **readings)
    assert program.visit.complete(readings, on=ON)["self_care"] == grade
    assert (decision.rule, decision.days) == (rule, days)


def test_a_scale_with_a_gap_is_undecided():
    with pytest.raises(Undecided):
        judge("care_level", **{key: value for key, value in points(0, 0, 0, 0, 0).items() if key != "moving"})


@pytest.mark.parametrize(
    ("readings", "rule", "days"),
    [
        ({"bed_stage": "1", "bed_rounds": "1"}, "weekly", 7),
        ({"bed_stage": "2", "bed_rounds": "2"}, "fortnightly", 14),
        ({"bed_stage": "2", "bed_rounds": "3"}, "monthly", 30),
        ({"bed_stage": "2", "bed_rounds": "3", "nursing_change": "2"}, "unsettled", 7),
        ({"bed_stage": "2", "bed_rounds": "3", "pressure_sores": "2"}, "unsettled", 7),
        ({"bed_stage": "2", "bed_rounds": "3", "pressure_sores": "3"}, "worse", 7),
        ({"bed_stage": "2", "bed_rounds": "3", "nursing_change": "3"}, "worse", 7),
        ({"bed_stage": "3", "bed_rounds": "3", "nursing_change": "3"}, "closed", None),
        ({"bed_stage": "3", "heart_rate": 39}, "urgent", 7),
        ({"bed_stage": "2", "bed_rounds": "1", "temperature": 38.9}, "weekly", 7),
        ({"bed_stage": "2", "bed_rounds": "1", "temperature": 39}, "urgent", 7),
    ],
)
def test_a_bed_at_home_is_visited_by_its_plan_until_it_is_closed(readings, rule, days):
    decision = judge("home_bed", **readings)
    assert (decision.rule, decision.days) == (rule, days)


@pytest.mark.parametrize(
    ("readings", "rule", "days"),
    [
        ({"nursing_change": "1", "pressure_sores": "1"}, "stable", 92),
        ({"nursing_change": "2"}, "unsettled", 14),
        ({"pressure_sores": "3"}, "worse", 14),
        ({"systolic": 180}, "urgent", 14),
    ],
)
def test_the_residents_of_a_home_are_seen_each_quarter_or_sooner(readings, rule, days):
    decision = judge("nursing_home", **readings)
    assert (decision.rule, decision.days) == (rule, days)


@pytest.mark.parametrize(
    ("found", "suits"),
    [
        ({}, set()),
        ({"self_care": "2", "dwelling": "1"}, set()),
        ({"self_care": "3", "dwelling": "1"}, {"home_bed"}),
        ({"self_care": "4", "dwelling": "2"}, {"home_bed"}),
        ({"self_care": "1", "dwelling": "3"}, {"nursing_home"}),
        ({"self_care": "4", "dwelling": "4"}, {"home_bed", "nursing_home"}),
    ],
)
def test_who_is_offered_a_bed_or_a_round_follows_from_the_last_assessment(found, suits):
    person = Person(birth_date=date(1946, 1, 1))
    seen = (Event(date(2026, 3, 1), {"program": "care_level", **found}),) if found else ()
    scene = Scene(day=ON, person=person, record=Record(person, visits=seen))
    assert {key for key in ("home_bed", "nursing_home") if may_enrol(programs()[key], scene)} == suits
