"""HIV in examples: what a follow-up leads to, its edges, and the three nineties of one person."""

from datetime import date

import pytest

from gongwei.catalog.discovery import indicators, programs, sensitivity_of
from gongwei.domain.access import Sensitivity
from gongwei.domain.program import Undecided, may_enrol
from gongwei.domain.record import Event, Person, Record, Spell
from gongwei.domain.scene import Scene

ON = date(2026, 6, 30)
MAN, WOMAN = Person.aged(30, on=ON), Person(birth_date=date(1996, 1, 1), sex="2")
hiv = programs()["hiv"]
STEADY = {
    "visit_date": "2026-06-30", "visit_mode": "1", "hiv_party": "2", "hiv_stage": "1", "hiv_told": "2",
    "danger_signs": ["none"], "hiv_tb_screen": ["none"], "hiv_partner": "1", "hiv_treatment": "2",
    "hiv_start_date": "2025-01-10", "hiv_regimen": "1", "hiv_missed_doses": 0, "adverse": "1", "viral_load": 0,
}  # fmt: skip


def test_a_whole_follow_up_has_nothing_against_it():
    assert hiv.check(STEADY, person=Person(birth_date=date(1996, 1, 1), sex="1"), on=ON) == []


@pytest.mark.parametrize(
    ("changes", "rule", "days", "refer_to"),
    [
        ({}, "suppressed", 92, None),
        ({"viral_load": 999}, "suppressed", 92, None),
        ({"viral_load": 1000}, "failing", 30, "hiv_hospital"),
        ({"viral_load": None}, "suppressed", 92, None),
        ({"hiv_missed_doses": 1}, "suppressed", 92, None),
        ({"hiv_missed_doses": 2}, "unsteady", 30, None),
        ({"adverse": "2"}, "unsteady", 30, None),
        ({"hiv_treatment": "1"}, "untreated", 14, "hiv_hospital"),
        ({"hiv_treatment": "3", "viral_load": 50000}, "untreated", 14, "hiv_hospital"),
        ({"hiv_tb_screen": ["cough"], "hiv_treatment": "1"}, "tb suspected", 14, "tb_hospital"),
        ({"danger_signs": ["dyspnoea"], "hiv_tb_screen": ["cough"]}, "urgent", 14, "hiv_hospital"),
    ],
)
def test_the_gravest_decides(changes, rule, days, refer_to):
    readings = {key: value for key, value in (STEADY | changes).items() if value is not None}
    decision = hiv.judge(readings, person=MAN, on=ON)
    assert (decision.rule, decision.days, decision.refer_to) == (rule, days, refer_to)


def test_a_pregnant_woman_is_led_to_prevention_before_everything_but_danger():
    decision = hiv.judge(STEADY | {"hiv_pregnant": "2", "hiv_treatment": "1"}, person=WOMAN, on=ON)
    assert decision.rule == "pregnant"


def test_without_the_state_of_treatment_only_what_is_graver_decides():
    readings = {key: value for key, value in STEADY.items() if key != "hiv_treatment"}
    with pytest.raises(Undecided):
        hiv.judge(readings, person=MAN, on=ON)
    assert hiv.judge(readings | {"danger_signs": ["fever"]}, person=MAN, on=ON).rule == "urgent"


def test_nobody_belongs_in_it_by_the_diagnoses_that_lists_show():
    assert not may_enrol(hiv, Scene(ON, MAN))
    assert hiv.sensitivity == Sensitivity.HIDDEN_HEALTH and not hiv.verified


@pytest.mark.parametrize(
    ("readings", "aware", "treated", "suppressed"),
    [
        ({"hiv_told": "2", "hiv_treatment": "2", "viral_load": 999}, (1, 1), (1, 1), (1, 1)),
        ({"hiv_told": "2", "hiv_treatment": "2", "viral_load": 1000}, (1, 1), (1, 1), (1, 0)),
        ({"hiv_told": "2", "hiv_treatment": "2"}, (1, 1), (1, 1), (1, 0)),
        ({"hiv_told": "1", "hiv_treatment": "1"}, (1, 0), (1, 0), (0, 0)),
    ],
)
def test_the_three_nineties_of_one_person(readings, aware, treated, suppressed):
    visit = Event(date(2026, 3, 1), {"program": "hiv", "visit_date": "2026-03-01", **readings})
    record = Record(MAN, (Spell("hiv", date(2025, 1, 10)),), visits=(visit,))
    for key, sides in (("hiv_aware", aware), ("hiv_treated", treated), ("hiv_suppressed", suppressed)):
        counted = indicators()[key].count(record, year=2026, as_of=ON)
        assert tuple(map(int, counted)) == sides, key
        assert sensitivity_of(key) == Sensitivity.HIDDEN_HEALTH


@pytest.mark.parametrize(("infant", "sides"), [("1", (1, 0)), ("2", (1, 1)), ("3", (0, 0))])
def test_an_infant_without_a_result_is_not_counted(infant, sides):
    visit = Event(date(2026, 3, 1), {"program": "hiv", "visit_date": "2026-03-01", "hiv_infant": infant})
    record = Record(WOMAN, (Spell("hiv", date(2025, 1, 10)),), visits=(visit,))
    assert tuple(map(int, indicators()["hiv_mother_to_child"].count(record, year=2026, as_of=ON))) == sides
