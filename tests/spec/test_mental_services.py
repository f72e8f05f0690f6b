"""Services around the follow-up of severe mental disorder: case plan, free medicine, rehabilitation."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.program import Undecided
from gongwei.domain.record import Person

ON = date(2026, 6, 30)
STEP = {"aim": "按时服药", "action": "每周送药上门", "who": "社区护士", "until": "2026-07-31"}


def judge(key, readings):
    return programs()[key].judge(readings, person=Person.aged(40, on=ON), on=ON)


@pytest.mark.parametrize(
    ("key", "readings", "rule", "days"),
    [
        ("mental_case", {"case_stage": "plan"}, "no plan yet", 14),
        ("mental_case", {"case_stage": "plan", "case_steps": [STEP]}, "review", 30),
        ("mental_case", {"case_stage": "review", "case_steps": [STEP]}, "review", 30),
        ("mental_case", {"case_stage": "close"}, "closed", None),
        ("mental_medicine", {"medicine_issue": "evaluate", "medicine_fitness": "keep"}, "next month", 30),
        ("mental_medicine", {"medicine_issue": "evaluate", "medicine_fitness": "change"}, "to change", 14),
        ("mental_medicine", {"medicine_issue": "evaluate", "medicine_fitness": "unfit"}, "to change", 14),
        ("mental_medicine", {"medicine_issue": "issue"}, "next month", 30),
        ("mental_medicine", {"medicine_issue": "stop", "medicine_fitness": "unfit"}, "stopped", None),
        ("mental_rehabilitation", {"rehab_state": "going_on", "rehab_days": 1}, "next month", 30),
        ("mental_rehabilitation", {"rehab_state": "going_on", "rehab_days": 0}, "absent", 14),
        ("mental_rehabilitation", {"rehab_state": "paused", "rehab_days": 8}, "absent", 14),
        ("mental_rehabilitation", {"rehab_state": "left", "rehab_days": 0}, "left", None),
    ],
)
def test_a_month_of_service_leads_to_the_next(key, readings, rule, days):
    decision = judge(key, readings)
    assert (decision.rule, decision.days, decision.refer_to) == (rule, days, None)


@pytest.mark.parametrize("key", ["mental_case", "mental_medicine", "mental_rehabilitation"])
def test_what_was_done_must_be_said(key):
    with pytest.raises(Undecided):
        judge(key, {})


@pytest.mark.parametrize("missing", ["aim", "action", "who", "until"])
def test_a_step_of_a_plan_says_what_for_who_and_until_when(missing):
    step = {key: value for key, value in STEP.items() if key != missing}
    readings = {"case_stage": "plan", "case_problems": ["medicine"], "case_steps": [step]}
    problems = programs()["mental_case"].check(readings, person=Person.aged(40, on=ON), on=ON)
    assert [problem.key for problem in problems if problem.key != "visit_date"] == [f"case_steps.0.{missing}"]


def test_medicine_is_issued_to_somebody():
    problems = programs()["mental_medicine"].check({"medicine_issue": "issue"}, person=Person.aged(40, on=ON), on=ON)
    assert {problem.key for problem in problems} >= {"medicines_issued", "received_by"}
