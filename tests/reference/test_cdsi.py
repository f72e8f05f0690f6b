"""CDC's published cases for its immunization logic: what an engine must say of each patient.

Source: CDSi test cases for healthy patients 4.45, supporting data 4.64 (US government, public domain). The files are
read from `$CDSI_DATA`, or from the folder of planning material beside the checkout.
"""

import os
import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from gongwei.adapters.cdsi import cases
from gongwei.adapters.cdsi.supporting_data import read_schedule
from gongwei.domain.immunization.engine import assess
from gongwei.domain.immunization.group_verdict import GroupVerdict, leading, verdict_of
from gongwei.domain.immunization.history import Dose
from gongwei.domain.immunization.schedule import DoseCountCondition, Schedule
from gongwei.domain.immunization.target_dose import in_use

DATA = Path(os.environ.get("CDSI_DATA", Path(__file__).parents[2] / ".." / "shared" / "data" / "cdsi"))
CASES = DATA / "healthy_cases_open_half.csv"
VERDICTS = ("Series_Status", "Forecast_#", "Earliest_Date", "Recommended_Date", "Past_Due_Date")

# A row names one reason where the dose has two faults, and the rows do not agree among themselves on which. We tell
# the first fault of Figure 6-1. 2020-0001: the dose of 2025-10-10 is at 17 months, below the absolute minimum age of
# 18 months - 4 days (Table 6-15), and its interval is too short as well; 2013-0227 has the same two faults and names
# the age. 2013-0823: interval (Tables 6-18, 6-21) and conflict (CONFLICT-3); 2013-0810 has both and names the interval.
TWO_FAULTS = {("2020-0001", "Evaluation_Reason_2"), ("2013-0823", "Evaluation_Reason_2")}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES.is_file(), reason="CDC's cases are absent: set CDSI_DATA to their folder"),
]


@cache
def schedule() -> Schedule:
    return read_schedule(DATA / "supporting-data-4.64")


def judged() -> list[tuple[dict[str, str], dict[str, str]]]:
    _, rows = cases.read_rows(CASES)
    return [(row, cases.evaluate_case(schedule(), row)) for row in rows]


def differing(columns: list[str]) -> list[tuple[str, str, str, str]]:
    return [
        (expected["CDC_Test_ID"], column, expected[column], ours[column])
        for expected, ours in judged()
        for column in columns
        if expected[column].strip().casefold() != ours[column].strip().casefold()
    ]


def test_every_open_case_agrees_on_series_forecast_and_dates():
    assert differing(list(VERDICTS)) == []


def test_every_dose_of_the_open_cases_has_the_published_status():
    assert differing([f"Evaluation_Status_{number}" for number in range(1, 8)]) == []


def test_reasons_agree_but_where_a_dose_has_two_faults():
    found = differing([f"Evaluation_Reason_{number}" for number in range(1, 8)])
    assert {(case, column) for case, column, _, _ in found} == TWO_FAULTS


def test_the_open_half_is_whole():
    assert len(judged()) == 525


def read_cases() -> list[cases.Case]:
    _, rows = cases.read_rows(CASES)
    return [cases.read_case(schedule(), row) for row in rows]


def said(case: cases.Case) -> GroupVerdict:
    return verdict_of(cases.assessment_of(schedule(), case), case.vaccine_group)


def altered(case: cases.Case, dice: random.Random) -> cases.Case:
    """Leave out a dose or move some of them, and read the patient on a later day: what no published case shows."""
    doses = list(case.patient.doses)
    if doses and dice.random() < 0.5:
        doses.pop(dice.randrange(len(doses)))
    elif doses:
        first, by = dice.randrange(len(doses)), dice.choice((-400, -28, -5, -4, -1, 1, 4, 28, 60, 400))
        moved = [one.day + (by if place >= first else 0) for place, one in enumerate(doses)]
        days = [min(max(case.patient.birth, day), case.assessed) for day in moved]
        doses = [one._replace(day=day) for one, day in zip(doses, days, strict=True)]
    later = case.assessed + dice.choice((0, 30, 200, 400, 1500))
    return replace(case, patient=replace(case.patient, doses=tuple(doses)), assessed=later)


def next_dose(case: cases.Case) -> Dose | None:
    """Give the dose that the forecast asks for, on its recommended day: a vaccine preferred for all that it is for."""
    told = leading(assess(schedule(), case.patient, case.assessed, {case.vaccine_group}).groups, case.assessed)
    if told is None or told.recommended is None:
        return None
    day, birth = max(case.assessed, told.recommended), case.patient.birth
    wanted = [one.forecast.target for one in told.contained if one.forecast.earliest is not None]
    usable = [
        {one.code: one.maker for one in target.dose.preferable if in_use(one, schedule().add, birth, day)}
        for target in wanted
        if target is not None
    ]
    shared = [code for code in usable[0] if all(code in one for one in usable)]
    return Dose(day, shared[0], len(case.patient.doses) + 1, usable[0][shared[0]]) if shared else None


def test_a_dose_given_as_the_forecast_says_is_valid_whatever_came_before():
    dice, checked = random.Random(5), 0
    published = read_cases()
    for case in [*published, *(altered(one, dice) for one in published)]:
        dose = next_dose(case)
        if dose is not None:
            doses = (*case.patient.doses, dose)
            after = replace(case, patient=replace(case.patient, doses=doses), assessed=dose.day)
            assert said(after).doses[dose.place][0] == "Valid", (case, dose, said(after).doses)
            checked += 1
    assert checked > 500


def test_the_order_of_a_records_columns_changes_nothing():
    dice = random.Random(6)
    for case in [altered(one, dice) for one in read_cases()]:
        doses = case.patient.doses
        if len({one.day for one in doses}) < len(doses):
            continue  # doses of one day keep their order in the record
        turned = replace(case, patient=replace(case.patient, doses=doses[::-1]))
        assert said(turned) == said(case)


def test_every_vaccine_that_the_data_name_is_mapped_to_antigens():
    known = schedule().associations
    doses = [dose for antigen in schedule().antigens.values() for series in antigen.series for dose in series.doses]
    named = {one.code for dose in doses for one in (*dose.preferable, *dose.allowable)}
    named |= {code for dose in doses for one in dose.intervals for code in one.from_most_recent}
    skips = [condition for dose in doses for skip in dose.skips for part in skip.sets for condition in part.conditions]
    named |= {code for one in skips if isinstance(one, DoseCountCondition) for code in one.codes}
    assert named - set(known) == set()
