"""Tuberculosis in examples: the first visit, the supervised treatment, the contacts (规范第三版 2017)."""

from datetime import date

import pytest

from gongwei.catalog.discovery import indicators, programs
from gongwei.domain.program import Undecided, may_enrol
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import Scene

ON = date(2026, 6, 30)
ADULT = Person.aged(40, on=ON)
first_visit, treatment, contact = (programs()[key] for key in ("tb_first_visit", "tuberculosis", "tb_contact"))
AT_HOME = {
    "visit_date": "2026-06-30", "tb_notice_date": "2026-06-28", "visit_mode": "2", "tb_patient_type": "1",
    "tb_sputum": "1", "tb_resistance": "2", "tb_first_symptoms": ["1"], "tb_school": "1", "tb_regimen": "2HRZE/4HR",
    "tb_usage": "1", "tb_drug_forms": ["1"], "tb_supervisor": "2", "tb_single_room": "1", "tb_ventilation": "1",
    "tb_contacts": 2, "cigarettes": 0, "alcohol": 0, "tb_pickup_place": "区定点医院", "tb_pickup_date": "2026-07-20",
    **{key: "1" for key in first_visit.visit.fields if key.startswith("tb_taught_")},
}  # fmt: skip


def test_a_whole_first_visit_has_nothing_against_it_and_leads_to_the_treatment():
    assert first_visit.check(AT_HOME, person=ADULT, on=ON) == []
    decision = first_visit.judge(AT_HOME, person=ADULT, on=ON)
    assert (decision.rule, decision.due_date) == ("supervise", None)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"tb_taught_sputum": "2"}, "not learnt"),
        ({"tb_school": "2"}, "school"),
        ({"tb_school": "3", "tb_taught_sputum": "2"}, "school"),
    ],
)
def test_a_pupil_is_told_to_the_authority_and_what_was_not_learnt_is_taught_again(changes, rule):
    assert first_visit.judge(AT_HOME | changes, person=ADULT, on=ON).rule == rule


def test_a_notice_after_the_visit_is_refused():
    problems = first_visit.check(AT_HOME | {"tb_notice_date": "2026-07-01"}, person=ADULT, on=ON, today=ON)
    assert {problem.key for problem in problems} == {"tb_notice_date"}


@pytest.mark.parametrize(
    ("readings", "rule", "days", "refer_to"),
    [
        ({"tb_month": 2, "tb_missed_doses": 0}, "intensive", 10, None),
        ({"tb_month": 3, "tb_missed_doses": 0}, "continuation", 30, None),
        ({"tb_month": 3, "tb_missed_doses": 1, "tb_miss_reason": "2"}, "missed", 14, None),
        ({"tb_month": 3, "tb_missed_doses": 6, "tb_miss_reason": "2"}, "missed", 14, None),
        ({"tb_month": 3, "tb_missed_doses": 7, "tb_miss_reason": "2"}, "missed a week", 14, "tb_hospital"),
        ({"tb_missed_doses": 3, "tb_usage": "2"}, "missed", 14, None),
        ({"tb_missed_doses": 4, "tb_usage": "2"}, "missed a week", 14, "tb_hospital"),
        ({"tb_missed_doses": 1, "tb_miss_reason": "1"}, "missed by reaction", 14, "tb_hospital"),
        ({"adverse": "2"}, "reaction", 14, "tb_hospital"),
        ({"new_complication": "2"}, "reaction", 14, "tb_hospital"),
        ({"danger_signs": ["haemoptysis"]}, "urgent", 14, "tb_hospital"),
        ({"danger_signs": ["none"], "tb_month": 1, "tb_missed_doses": 0}, "intensive", 10, None),
        ({"tb_stop_reason": "1"}, "stopped", 14, "tb_hospital"),
        ({"tb_stop_reason": "2"}, "closed", None, None),
        ({"tb_stop_reason": "1", "tb_outcome": "1"}, "closed", None, None),
        ({"tb_stop_reason": "1", "adverse": "2"}, "reaction", 14, "tb_hospital"),
    ],
)
def test_a_visit_is_decided_by_danger_reactions_the_end_and_missed_doses(readings, rule, days, refer_to):
    decision = treatment.judge(readings, person=ADULT, on=ON)
    assert (decision.rule, decision.days, decision.refer_to) == (rule, days, refer_to)


@pytest.mark.parametrize(
    ("readings", "missing"),
    [({"tb_month": 3}, "tb_missed_doses"), ({"tb_missed_doses": 0}, "tb_month")],
)
def test_a_visit_without_missed_doses_or_the_month_is_undecided(readings, missing):
    with pytest.raises(Undecided) as undecided:
        treatment.judge(readings, person=ADULT, on=ON)
    assert missing in undecided.value.missing


def test_the_rate_of_doses_is_computed_and_more_than_due_is_refused():
    whole = treatment.visit.complete({"tb_doses_taken": 162, "tb_doses_due": 180}, on=ON)
    assert whole["tb_dose_rate"] == 90.0
    problems = treatment.check({"tb_doses_taken": 181, "tb_doses_due": 180}, person=ADULT, on=ON, asking=False)
    assert [p.key for p in problems if p.severity == "hard"] == ["tb_doses_taken"]


@pytest.mark.parametrize(
    ("readings", "rule", "due"),
    [
        ({"tb_suspicious": "1", "tb_chest": "1"}, "watch", date(2026, 11, 30)),
        ({"tb_suspicious": "2"}, "suspect", date(2026, 7, 7)),
        ({"tb_suspicious": "1", "tb_chest": "2"}, "suspect", date(2026, 7, 7)),
        ({"tb_suspicious": "1", "tb_chest": "1", "tb_igra": "2"}, "infected", date(2026, 7, 14)),
        ({"tb_suspicious": "1", "tb_chest": "1", "tb_tst": 10}, "infected", date(2026, 7, 14)),
        ({"tb_suspicious": "1", "tb_chest": "1", "tb_tst": 9.9}, "watch", date(2026, 11, 30)),
        ({"tb_suspicious": "1", "tb_chest": "3"}, "incomplete", date(2026, 7, 14)),
    ],
)
def test_a_contact_is_screened_and_looked_at_again_after_half_a_year_and_a_year(readings, rule, due):
    decision = contact.judge(readings | {"tb_contact_since": "2026-05-01"}, person=ADULT, on=ON)
    assert (decision.rule, decision.due_date) == (rule, due)


@pytest.mark.parametrize(("on", "due"), [(date(2026, 11, 1), date(2027, 5, 30)), (date(2027, 5, 1), None)])
def test_after_the_recheck_of_a_year_nothing_is_due(on, due):
    told = {"tb_suspicious": "1", "tb_chest": "1", "tb_contact_since": "2026-05-01"}
    assert contact.judge(told, person=ADULT, on=on).due_date == due


def test_patients_and_contacts_of_any_age_belong_in_their_programmes():
    child = Person.aged(3, on=ON)
    told = Record(child, conditions=(Event(ON, {"code": "tb_contact"}),))
    assert may_enrol(contact, Scene(ON, child, record=told))
    assert not may_enrol(treatment, Scene(ON, child, record=told))
    assert (first_visit.first_days, contact.first_days) == (3, 14)


def counted(key, record, year=2026):
    return indicators()[key].count(record, year=year, as_of=date(2026, 12, 31))


NOTIFIED = (Event(date(2026, 6, 28), {"code": "tuberculosis"}),)


@pytest.mark.parametrize(
    ("notice", "changes", "managed"),
    [("2026-06-27", {}, True), ("2026-06-26", {}, False), ("2026-06-28", {"tb_sputum": None}, False)],
)
def test_a_whole_first_visit_within_three_days_of_the_notice_is_management(notice, changes, managed):
    values = AT_HOME | {"program": "tb_first_visit", "tb_notice_date": notice} | changes
    record = Record(ADULT, conditions=NOTIFIED, visits=(Event(ON, values),))
    assert counted("tb_management", record) == (True, managed)
    assert counted("tb_management", record, year=2025) == (False, False)


@pytest.mark.parametrize(("taken", "regular"), [(162, True), (161, False)])
def test_nine_doses_in_ten_are_regular(taken, regular):
    ended = {"program": "tuberculosis", "tb_stop_reason": "1", "tb_doses_due": 180, "tb_doses_taken": taken}
    assert counted("tb_regular_treatment", Record(ADULT, visits=(Event(ON, ended),))) == (True, regular)
    lost = Record(ADULT, visits=(Event(ON, ended | {"tb_stop_reason": "3"}),))
    assert counted("tb_regular_treatment", lost) == (False, False)


@pytest.mark.parametrize(("chest", "screened"), [("1", True), ("2", True), ("3", False), (None, False)])
def test_a_contact_counts_as_screened_with_a_picture_of_the_chest(chest, screened):
    seen = Event(ON, {"program": "tb_contact", "tb_chest": chest})
    record = Record(ADULT, conditions=(Event(ON, {"code": "tb_contact"}),), visits=(seen,))
    assert counted("tb_contact_screening", record) == (True, screened)
