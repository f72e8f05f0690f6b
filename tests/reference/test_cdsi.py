"""CDC's published cases for its immunization logic: what an engine must say of each patient.

Source: CDSi test cases for healthy patients 4.45, supporting data 4.64 (US government, public domain). The files are
read from `$CDSI_DATA`, or from the folder of planning material beside the checkout.
"""

import os
from functools import cache
from pathlib import Path

import pytest

from gongwei.adapters.cdsi import cases
from gongwei.adapters.cdsi.supporting_data import read_schedule
from gongwei.domain.immunization.schedule import Schedule

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
