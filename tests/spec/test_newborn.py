"""Home visits to newborns, in examples (规范第三版 2017; danger signs of 卫办妇社发〔2012〕49号)."""

from datetime import date

import pytest

from gongwei.catalog.indicators.newborn_visits import indicator
from gongwei.catalog.programs.newborn import program
from gongwei.domain.evaluation import read_record
from gongwei.domain.period import calendar_year
from gongwei.domain.program import may_enrol
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import Scene

BORN, ON = date(2026, 5, 20), date(2026, 5, 27)
BABY = Person(birth_date=BORN, sex="2")
WELL = {
    "visit_date": "2026-05-27", "discharge_date": "2026-05-23", "gestation_weeks": 39, "mothers_illness": "1",
    "birth_institution": "市妇产科医院", "birth_modes": ["1"], "asphyxia": "1", "malformation": "1",
    "hearing_screen": "1", "disease_screen": ["2"], "bcg_given": True, "hepb1_given": True, "feeding": "1",
    "feeds_a_day": 8, "vomiting": "1", "stool": "1", "stools_a_day": 4, "birth_weight": 3.3, "child_weight": 3.4,
    "birth_length": 50, "temperature": 36.8, "child_heart_rate": 130, "child_respiration": 42, "complexion": "1",
    "jaundice": ["1"], "fontanelle": "1", "child_neck_mass": "1", "newborn_skin": ["1"], "cord": ["2"],
    "child_guidance": ["1", "2"],
    **{key: "1" for key in program.visit.fields if key.startswith("child_") and key.removeprefix("child_") in (
        "eyes", "ears", "nose", "mouth", "chest", "abdomen", "limbs", "anus", "breast", "spine", "genitals")},
}  # fmt: skip


def judged(on=ON, **changes):
    return program.judge(WELL | changes, person=BABY, on=on)


def test_a_well_newborn_goes_on_to_the_checks_at_a_health_centre_and_no_home_visit_is_due():
    decision = judged()
    assert (decision.rule, decision.due_date, decision.refer_to) == ("next", None, None)
    assert program.check(WELL, person=BABY, on=ON, today=ON) == []


@pytest.mark.parametrize(
    ("key", "edge", "short_of_it"),
    [
        ("temperature", 37.5, 37.4),
        ("temperature", 35.5, 35.6),
        ("child_heart_rate", 161, 160),
        ("child_heart_rate", 99, 100),
        ("child_respiration", 61, 60),
        ("child_respiration", 19, 20),
        ("jaundice", ["5"], ["2"]),
        ("fontanelle", "2", "4"),
    ],
)
def test_a_danger_is_referred_at_once_and_visited_within_three_days(key, edge, short_of_it):
    decision = judged(**{key: edge})
    assert (decision.rule, decision.advice_key, decision.refer_to, decision.days) == (
        "urgent", "refer now", "hospital", 3,
    )  # fmt: skip
    assert judged(**{key: short_of_it}).rule == "next"


@pytest.mark.parametrize(
    "finding", [{"jaundice": ["2", "3"]}, {"child_neck_mass": "2"}, {"cord": ["3"]}, {"disease_screen": ["3"]}]
)
def test_a_doubtful_finding_is_referred_and_asked_after_in_two_weeks(finding):
    decision = judged(**finding)
    assert (decision.rule, decision.refer_to, decision.days) == ("doubtful", "hospital", 14)


@pytest.mark.parametrize(
    ("risk", "none"),
    [
        ({"gestation_weeks": 36}, {"gestation_weeks": 37}),
        ({"birth_weight": 2.49}, {"birth_weight": 2.5}),
        ({"birth_modes": ["4", "5"]}, {"birth_modes": ["4"]}),
        ({"malformation": "2"}, {"malformation": "1"}),
        ({"asphyxia": "2"}, {"asphyxia": "1"}),
    ],
)
def test_a_newborn_at_high_risk_is_visited_more_often(risk, none):
    assert (judged(**risk).rule, judged(**risk).days) == ("high risk", 7)
    assert judged(**none).rule == "next"


def test_home_visits_end_with_the_twenty_eighth_day_when_the_childs_own_checks_begin():
    last, after = date(2026, 6, 16), date(2026, 6, 17)
    assert (judged(last, asphyxia="2").rule, judged(after, asphyxia="2").rule) == ("high risk", "next")
    assert judged(last, child_neck_mass="2").rule == "doubtful"
    later = judged(after, child_neck_mass="2")
    assert (later.rule, later.refer_to, later.due_date) == ("doubtful after", "hospital", None)


@pytest.mark.parametrize(
    "missing",
    [{"bcg_given": False}, {"hepb1_given": False}, {"hearing_screen": "2"}, {"hearing_screen": "3"},
     {"disease_screen": ["1"]}],
)  # fmt: skip
def test_parents_are_reminded_of_what_was_not_done(missing):
    assert judged(**missing).rule == "to make good"


def test_a_newborn_belongs_here_until_the_ninetieth_day():
    assert may_enrol(program, Scene(date(2026, 8, 17), BABY))
    assert not may_enrol(program, Scene(date(2026, 8, 18), BABY))


def test_who_left_hospital_after_the_visit_was_not_visited():
    problems = program.check(WELL | {"discharge_date": "2026-05-28"}, person=BABY, on=ON, today=date(2026, 6, 1))
    assert [(p.key, p.severity) for p in problems] == [("discharge_date", "hard")]


@pytest.mark.parametrize(
    ("home", "changes", "counted"),
    [("2026-05-20", {}, True), ("2026-05-19", {}, False), ("2026-05-23", {"cord": None}, False)],
)
def test_a_whole_record_within_seven_days_of_leaving_hospital_counts(home, changes, counted):
    values = WELL | {"program": "newborn", "discharge_date": home} | changes
    record = Record(BABY, visits=(Event(ON, values),))
    period, on = calendar_year(2026), date(2026, 12, 31)
    assert read_record(indicator.population, record, on=on, period=period) is True
    assert read_record(indicator.counted, record, on=on, period=period) is counted
