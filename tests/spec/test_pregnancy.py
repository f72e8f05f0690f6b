"""Pregnancy from booking to 42 days after birth, in examples (规范第三版 2017; 国卫办妇幼发〔2017〕35号)."""

from datetime import date, timedelta

import pytest

from gongwei.catalog.programs.pregnancy import program
from gongwei.domain.program import Undecided, may_enrol
from gongwei.domain.record import Person
from gongwei.domain.scene import Scene

LMP = date(2026, 1, 1)
MOTHER = Person(birth_date=date(1996, 5, 20), sex="2")
NO_RISK = {"risk_red": ["0"], "risk_orange": ["0"], "risk_yellow": ["0"], "risk_infectious": ["0"], "risk_colour": "1"}
BOOKED = {
    "pregnancy_stage": "1", "lmp": "2026-01-01", "booked_date": "2026-03-05",
    "gravidity": 2, "vaginal_births": 1, "caesareans": 0, "miscarriages": 0, "abortions": 0, "foetal_deaths": 0,
    "past_stillbirths": 0, "neonatal_deaths": 0, "birth_defects": 0, "pregnancy_past": ["1"],
    "pregnancy_family": ["1"], "pregnancy_personal": ["1"], "gynaecological_surgery": "1",
    "pregnancy_danger": ["0"], "systolic": 112, "diastolic": 70, "height": 162, "weight": 56,
    **{f"mother_{part}": "1" for part in ("heart", "lungs", "vulva", "vagina", "cervix", "uterus", "adnexa")},
    "haemoglobin": 124, "white_cells": 7.2, "platelets": 210, "pregnancy_abo": "1", "pregnancy_urine_protein": "1",
    "pregnancy_urine_glucose": "1", "pregnancy_urine_ketone": "1", "pregnancy_urine_blood": "1", "alt": 18, "ast": 20,
    "albumin": 42, "total_bilirubin": 9, "direct_bilirubin": 3, "creatinine": 50, "urea": 3.6, "hbsag": "1",
    "syphilis_tested": "1", "hiv_tested": "1", "pregnancy_guidance": ["1", "2", "6"], **NO_RISK,
}  # fmt: skip
CHECKED = {
    "pregnancy_stage": "2", "lmp": "2026-01-01", "booked_date": "2026-03-05", "pregnancy_danger": ["0"],
    "systolic": 114, "diastolic": 72, "weight": 60, "fundal_height": 24, "abdominal_girth": 88,
    "foetal_heart_rate": 142, "foetal_movement": "1", "haemoglobin": 118, "pregnancy_urine_protein": "1",
    "pregnancy_guidance": ["1", "7"], **NO_RISK,
}  # fmt: skip
DELIVERED = {
    "pregnancy_stage": "3", "lmp": "2026-01-01", "booked_date": "2026-03-05", "delivery_date": "2026-10-05",
    "delivery_place": "2", "delivery_mode": "1", "live_births": 1, "stillbirths": 0, "delivery_complications": ["0"],
    "antenatal_checks": 8, "discharge_date": "2026-10-08",
}  # fmt: skip
HOME = {
    "pregnancy_stage": "4", "lmp": "2026-01-01", "booked_date": "2026-03-05", "delivery_date": "2026-10-05",
    "discharge_date": "2026-10-08", "pregnancy_danger": ["0"], "systolic": 116, "diastolic": 74, "temperature": 36.7,
    "mother_general": "好", "mother_mood": "平稳", "mother_breasts": "1", "mother_lochia": "1", "mother_womb": "1",
    "mother_wound": "1", "mother_guidance": ["1", "4"], **NO_RISK,
}  # fmt: skip
DAY_42 = HOME | {"pregnancy_stage": "5", "mother_recovered": "1", "mother_outcome": "1"}
for key in ("temperature", *NO_RISK):
    DAY_42.pop(key)


def week(weeks, days=0):
    return LMP + timedelta(days=7 * weeks + days)


def judged(form, on, previous=None, **changes):
    return program.judge(form | changes, person=MOTHER, on=on, previous=previous, previous_on=LMP)


def problems(form, on, previous=None, **changes):
    values = {"visit_date": on.isoformat()} | form | changes
    return program.check(values, person=MOTHER, on=on, today=on, previous=previous)


@pytest.mark.parametrize(
    ("form", "on"),
    [(BOOKED, week(9)), (CHECKED, week(29)), (DELIVERED, date(2026, 10, 8)), (HOME, date(2026, 10, 12)),
     (DAY_42, date(2026, 11, 17))],
)  # fmt: skip
def test_each_sheet_of_the_paper_asks_for_its_own_boxes_and_a_filled_one_is_whole(form, on):
    assert problems(form, on) == []
    strangers = {"live_births": 1, "mother_heart": "1"}  # no sheet has both
    assert {p.severity for p in problems(form | strangers, on)} == {"hard"}


@pytest.mark.parametrize(
    ("on", "stage", "first", "last"),
    [
        (week(12, 6), "孕 16–20 周产前随访", week(16), week(20, 6)),
        (week(16), "孕 21–24 周产前随访", week(21), week(24, 6)),
        (week(24, 6), "孕 28–36 周产前随访", week(28), week(36, 6)),
        (week(28), "孕 37–40 周产前随访", week(37), week(40, 6)),
        (week(38), "分娩追踪", week(40), week(40, 6)),
    ],
)
def test_the_next_check_falls_into_the_next_window_of_weeks(on, stage, first, last):
    decision = judged(CHECKED, on)
    assert (decision.rule, decision.window.title) == ("next antenatal", stage)
    assert (decision.window.first_date, decision.window.last_date) == (first, last)


def test_weeks_are_counted_from_the_last_period_or_from_the_day_that_ultrasound_gives():
    whole = program.visit.complete(CHECKED, on=week(12, 6), person=MOTHER)
    assert (whole["pregnancy_weeks"], whole["pregnancy_days"], whole["edd"]) == (12, 6, "2026-10-08")
    corrected = CHECKED | {"edd_ultrasound": "2026-10-15"}
    whole = program.visit.complete(corrected, on=week(12, 6), person=MOTHER)
    assert (whole["pregnancy_weeks"], whole["pregnancy_days"], whole["edd"]) == (11, 6, "2026-10-15")
    assert judged(corrected, week(12)).window.first_date == week(17)


def test_without_the_last_period_the_day_of_ultrasound_suffices_and_without_both_nothing_is_decided():
    without = {key: value for key, value in CHECKED.items() if key != "lmp"}
    assert judged(without | {"edd_ultrasound": "2026-10-08"}, week(29)).rule == "next antenatal"
    with pytest.raises(Undecided, match="末次月经"):
        judged(without, week(29))


@pytest.mark.parametrize(
    ("key", "edge", "short_of_it"),
    [
        ("systolic", 160, 159),
        ("diastolic", 110, 109),
        ("foetal_heart_rate", 109, 110),
        ("foetal_heart_rate", 161, 160),
        ("foetal_movement", "2", "1"),
        ("pregnancy_danger", ["1"], ["0"]),
        ("pregnancy_danger", ["2", "3"], ["0"]),
    ],
)
def test_a_danger_goes_to_the_rescue_centre_at_once_whatever_else_is_missing(key, edge, short_of_it):
    decision = judged(CHECKED, week(30), **{key: edge})
    assert (decision.rule, decision.refer_to, decision.gravity) == ("urgent", "rescue_centre", 3)
    assert judged(CHECKED, week(30), **{key: short_of_it}).rule != "urgent"
    if key == "pregnancy_danger":
        assert program.judge({key: edge}, person=MOTHER, on=week(30)).rule == "urgent"


@pytest.mark.parametrize(
    ("key", "edge", "short_of_it"),
    [
        ("systolic", 140, 139),
        ("diastolic", 90, 89),
        ("pregnancy_urine_protein", "3", "2"),
        ("haemoglobin", 69, 70),
        ("fasting_glucose", 5.1, 5.0),
    ],
)
def test_raised_pressure_protein_severe_anaemia_and_sugar_are_referred_and_asked_after_in_two_weeks(
    key, edge, short_of_it
):
    decision = judged(CHECKED, week(30), **{key: edge})
    assert (decision.rule, decision.refer_to, decision.days) == ("abnormal", "hospital", 14)
    assert judged(CHECKED, week(30), **{key: short_of_it}).rule != "abnormal"


def test_anaemia_is_treated_and_looked_at_again_in_four_weeks():
    assert (judged(CHECKED, week(20), haemoglobin=109).rule, judged(CHECKED, week(20), haemoglobin=109).days) == (
        "anaemia", 28,
    )  # fmt: skip
    assert judged(CHECKED, week(20), haemoglobin=110).rule == "next antenatal"


@pytest.mark.parametrize(
    ("colour", "new", "to", "days", "again", "every"),
    [
        ("4", "red", "tertiary", 7, "red goes on", 7),
        ("3", "orange", "rescue_centre", 14, "orange goes on", 14),
        ("2", "yellow", "hospital", None, "next antenatal", None),
    ],
)
def test_a_new_colour_is_referred_by_its_level_and_then_followed_by_its_own_interval(
    colour, new, to, days, again, every
):
    first = judged(CHECKED, week(22), CHECKED, risk_colour=colour, special_care="1")
    assert (first.rule, first.refer_to) == (new, to)
    assert days is None or first.days == days
    then = judged(CHECKED, week(24), CHECKED | {"risk_colour": colour}, risk_colour=colour, special_care="1")
    assert (then.rule, then.refer_to) == (again, None)
    assert every is None or then.days == every


def test_a_colour_from_before_the_birth_is_kept_by_its_sheet_and_is_not_new_after_it():
    kept = DELIVERED | {"risk_colour": "4", "risk_infectious": ["0"], "special_care": "1"}
    assert problems(kept, date(2026, 10, 8), CHECKED | {"risk_colour": "4"}) == []
    assert judged(HOME, date(2026, 10, 12), kept, risk_colour="4", special_care="1").rule == "red goes on"
    assert judged(HOME, date(2026, 10, 12), DELIVERED, risk_colour="4", special_care="1").rule == "red"


def test_a_colour_of_the_pregnancy_before_does_not_hide_that_of_this_one():
    assert judged(BOOKED, week(9), HOME | {"risk_colour": "4"}, risk_colour="4").rule == "red"


def test_an_infectious_disease_goes_to_its_hospital_also_beside_another_colour():
    decision = judged(CHECKED, week(22), CHECKED, risk_infectious=["2"])
    assert (decision.rule, decision.refer_to, decision.days) == ("violet", "designated", 14)
    assert judged(CHECKED, week(22), CHECKED, risk_infectious=["2"], risk_colour="4").rule == "red"
    assert judged(CHECKED, week(24), CHECKED | {"risk_infectious": ["2"]}, risk_infectious=["2"]).refer_to is None


@pytest.mark.parametrize(
    ("changes", "floor", "nationally"),
    [
        ({}, "1", "1"),
        ({"risk_yellow": ["1"]}, "2", "2"),
        ({"risk_orange": ["19"], "risk_yellow": ["1"]}, "3", "3"),
        ({"risk_red": ["1"], "risk_orange": ["1"]}, "4", "4"),
        ({"haemoglobin": 111}, "1", "1"),
        ({"haemoglobin": 110}, "2", "2"),
        ({"haemoglobin": 60}, "3", "3"),
        ({"haemoglobin": 40}, "4", "4"),
        ({"platelets": 100}, "2", "2"),
        ({"platelets": 50}, "3", "3"),
        ({"platelets": 30}, "3", "3"),
        ({"platelets": 29}, "4", "4"),
        ({"weight": 65.6}, "1", "1"),  # BMI 25.0
        ({"weight": 65.9}, "2", "2"),  # 25.1
        ({"weight": 73.5}, "3", "3"),  # 28.0
        ({"weight": 48.3}, "2", "2"),  # 18.4
        ({"systolic": 140}, "2", "2"),
        ({"hbsag": "2"}, "2", "2"),
        ({"fasting_glucose": 6.9}, "1", "1"),
        ({"fasting_glucose": 7.0}, "2", "2"),
        ({"height": 144, "weight": 46}, "2", "1"),
        ({"caesareans": 3}, "4", "3"),
        ({"risk_red": ["25"]}, "4", "3"),
        ({"risk_yellow": ["17"]}, "2", "4"),
        ({"risk_yellow": ["16"]}, "2", "3"),
        ({"risk_yellow": ["18"]}, "2", "3"),
    ],
)
def test_items_and_numbers_give_the_lowest_colour_and_a_border_takes_the_higher(changes, floor, nationally):
    whole = program.visit.complete(BOOKED | changes, on=week(9), person=MOTHER)
    assert (whole["risk_floor"], whole["risk_floor_national"]) == (floor, nationally)


@pytest.mark.parametrize(("age", "floor"), [(18, "2"), (19, "1"), (34, "1"), (35, "2"), (39, "2"), (40, "3")])
def test_the_age_gives_a_colour_too(age, floor):
    person = Person.aged(age, on=week(9), sex="2")
    assert program.visit.complete(BOOKED, on=week(9), person=person)["risk_floor"] == floor


def test_a_colour_never_sinks_in_silence():
    below = problems(BOOKED, week(9), risk_red=["1"], risk_colour="3", special_care="1")
    assert [(p.key, p.severity) for p in below] == [("risk_colour", "soft")]
    sunk = problems(CHECKED, week(22), CHECKED | {"risk_colour": "3"}, risk_colour="2", special_care="1")
    assert [(p.key, p.severity) for p in sunk] == [("risk_colour", "soft")]
    assert problems(CHECKED, week(22), CHECKED | {"risk_colour": "3"}, risk_colour="4", special_care="1") == []
    assert problems(BOOKED, week(9), HOME | {"risk_colour": "4"}) == []  # another pregnancy


def test_a_raised_colour_asks_whether_the_case_is_managed():
    assert [p.key for p in problems(CHECKED, week(22), risk_colour="2")] == ["special_care"]


def test_from_twenty_weeks_on_the_child_is_measured_and_from_twenty_eight_its_movement_asked():
    bare = {key: value for key, value in CHECKED.items() if not key.startswith(("foetal_", "fundal", "abdominal"))}
    assert problems(bare, week(19, 6)) == []
    assert [p.key for p in problems(bare, week(20))] == ["fundal_height", "abdominal_girth", "foetal_heart_rate"]
    assert [p.key for p in problems(bare, week(28))][-1] == "foetal_movement"


@pytest.mark.parametrize(
    ("told", "rule", "due"),
    [
        (date(2026, 10, 5), "home visit", date(2026, 10, 15)),
        (date(2026, 10, 8), "home visit", date(2026, 10, 15)),
        (date(2026, 10, 9), "home visit late", date(2026, 10, 11)),
    ],
)
def test_the_home_visit_is_due_within_seven_days_of_leaving_hospital(told, rule, due):
    decision = judged(DELIVERED, told)
    assert (decision.rule, decision.due_date) == (rule, due)


def test_while_the_mother_is_in_hospital_the_home_visit_is_counted_from_the_birth():
    still_there = {key: value for key, value in DELIVERED.items() if key != "discharge_date"}
    assert judged(still_there, date(2026, 10, 5)).due_date == date(2026, 10, 12)


def test_after_the_home_visit_the_check_at_42_days_is_due_and_closes():
    decision = judged(HOME, date(2026, 10, 12), DELIVERED)
    assert (decision.window.first_date, decision.due_date) == (date(2026, 11, 16), date(2026, 11, 30))
    assert judged(HOME, date(2026, 11, 16), DELIVERED).rule == "day 42 late"
    assert (judged(DAY_42, date(2026, 11, 17)).rule, judged(DAY_42, date(2026, 11, 17)).due_date) == ("close", None)
    assert judged(DAY_42, date(2026, 11, 17), mother_recovered="2").refer_to == "hospital"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [({"temperature": 37.4}, "day 42"), ({"temperature": 37.5}, "abnormal"), ({"temperature": 38.5}, "urgent"),
     ({"epds": 12}, "day 42"), ({"epds": 13}, "abnormal"), ({"mother_lochia": "2"}, "abnormal"),
     ({"pregnancy_danger": ["9"]}, "urgent")],
)  # fmt: skip
def test_fever_lochia_and_low_mood_after_birth_are_referred(changes, rule):
    assert judged(HOME, date(2026, 10, 12), DELIVERED, **changes).rule == rule


def test_a_pregnancy_that_ends_is_closed_and_the_next_begins_with_a_booking():
    ended = {"pregnancy_stage": "6", "lmp": "2026-01-01", "booked_date": "2026-03-05",
             "pregnancy_ended_date": "2026-04-02", "pregnancy_ended_how": "1"}  # fmt: skip
    assert (judged(ended, date(2026, 4, 6)).rule, judged(ended, date(2026, 4, 6)).due_date) == ("close", None)
    offered = program.visit.sheets.offered
    sheets = [offered(on=LMP, person=MOTHER, previous=one) for one in (None, BOOKED, CHECKED, DELIVERED, HOME, DAY_42)]
    assert sheets == ["1", "2", "2", "4", "5", "1"]
    assert offered(on=LMP, person=MOTHER, previous=ended) == "1"


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"lmp": "2026-07-24"}, "lmp"), ({"lmp": "2025-09-01"}, "lmp"), ({"booked_date": "2026-07-24"}, "booked_date")],
)
def test_days_that_cannot_be_are_refused(changes, key):
    assert (key, "hard") in [(p.key, p.severity) for p in problems(CHECKED, week(29), **changes)]


def test_who_leaves_hospital_before_the_birth_is_asked_again():
    wrong = problems(DELIVERED, date(2026, 10, 9), discharge_date="2026-10-04")
    assert [(p.key, p.severity) for p in wrong] == [("discharge_date", "hard")]


@pytest.mark.parametrize(
    ("person", "belongs"),
    [(MOTHER, True), (Person(birth_date=date(1996, 5, 20), sex="1"), False),
     (Person.aged(11, on=LMP, sex="2"), False), (Person.aged(12, on=LMP, sex="2"), True),
     (Person.aged(61, on=LMP, sex="2"), False)],
)  # fmt: skip
def test_women_may_be_booked_from_twelve_to_sixty(person, belongs):
    assert may_enrol(program, Scene(LMP, person)) is belongs
