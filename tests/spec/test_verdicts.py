"""How a value stands to a target, by examples."""

from datetime import date

import pytest

from gongwei.catalog.targets import plan_row
from gongwei.domain.plan import Verdict, all_together, verdict

ROW = plan_row("001-I040")  # at least 70 % in 2025, base 72.51 in 2020
EARLY, MIDDLE, LATER = date(2025, 1, 1), date(2025, 6, 30), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("series", "year", "as_of", "state"),
    [
        ({2025: 71}, 2025, LATER, "reached"),
        ({2025: 70}, 2025, LATER, "reached"),
        ({2025: 69.99}, 2025, LATER, "behind"),
        ({2023: 90, 2024: 80, 2025: 69}, 2025, LATER, "behind"),
        ({2023: 90, 2024: 80}, 2025, LATER, "cannot-tell"),
        ({2025: None}, 2025, LATER, "cannot-tell"),
        ({2025: 71, 2026: 10}, 2026, LATER, "reached"),
        ({2025: 60, 2026: 90}, 2026, LATER, "behind"),
        ({2026: 90}, 2026, LATER, "cannot-tell"),
        ({2025: 71}, 2025, MIDDLE, "reached"),
        ({2024: 72}, 2024, EARLY, "reached"),
        ({2022: 60, 2023: 64, 2024: 67}, 2024, EARLY, "on-course"),
        ({2022: 60, 2023: 64, 2024: 67, 2025: 30}, 2025, MIDDLE, "on-course"),
        ({2022: 60, 2023: 61, 2024: 62}, 2024, EARLY, "behind"),
        ({2022: 75, 2023: 71, 2024: 68}, 2024, EARLY, "behind"),
        ({2023: 64, 2024: 67}, 2024, EARLY, "cannot-tell"),
        ({2022: 60, 2023: None, 2024: 67}, 2024, EARLY, "cannot-tell"),
        ({}, 2024, EARLY, "cannot-tell"),
    ],
)
def test_a_value_is_judged(series, year, as_of, state):
    found = verdict(ROW, series, year=year, as_of=as_of)
    assert found.state == state
    assert found.reason.endswith("。")


def test_a_report_on_a_past_year_stays_what_it_was():
    series = {2022: 60, 2023: 64, 2024: 67}
    later = verdict(ROW, series | {2025: 1.0}, year=2024, as_of=LATER)
    assert later == verdict(ROW, series, year=2024, as_of=EARLY)


def test_reaching_a_target_below_the_base_is_called_keeping_it():
    reason = verdict(ROW, {2025: 71}, year=2025, as_of=LATER).reason
    assert "72.51" in reason and "保持" in reason


@pytest.mark.parametrize(
    ("key", "value", "state"),
    [
        ("001-I034", 6.99, "reached"),  # below 7
        ("001-I034", 7, "behind"),
        ("001-I066", 195, "reached"),  # at most 195
        ("001-I098", 95, "behind"),  # above 95
        ("001-I045", 100, "reached"),  # equal to 100
        ("001-I045", 99.99, "behind"),
        ("001-I054", 10, "reached"),  # from 10 to 15
        ("001-I054", 15.1, "behind"),
        ("001-I085", 30, "reached"),  # up by 30, measured as the change
        ("001-I085", 29, "behind"),
    ],
)
def test_the_operator_decides(key, value, state):
    assert verdict(plan_row(key), {2025: value}, year=2025, as_of=LATER).state == state


def test_a_decline_is_measured_as_a_negative_change():
    row = plan_row("000-I027")
    assert verdict(row, {2020: -10.5}, year=2020, as_of=LATER).state == "reached"
    assert verdict(row, {2020: -9}, year=2020, as_of=LATER).state == "behind"


@pytest.mark.parametrize("key", ["001-I044", "001-I056", "002-I049", "004-I045", "001-I113", "002-I113"])
def test_a_target_in_words_is_left_to_the_department(key):
    row = plan_row(key)
    found = verdict(row, dict.fromkeys(row.years, 1.0), year=row.years[-1], as_of=LATER)
    assert found.state == "cannot-tell" and str(row.target) in found.reason


def test_a_fact_is_no_target():
    assert verdict(plan_row("001-I015"), {2025: 71}, year=2025, as_of=LATER).state == "no-target"
    assert verdict(None, {2025: 71}, year=2025, as_of=LATER).state == "no-target"


def test_a_share_is_not_expected_to_pass_a_hundred():
    series = {2022: 80, 2023: 90, 2024: 99}
    assert verdict(plan_row("001-I045"), series, year=2024, as_of=EARLY).state == "on-course"


def test_a_joint_target_stands_where_the_worse_indicator_stands():
    good, bad = Verdict("reached", "好。"), Verdict("behind", "差。")
    assert all_together({"高血压": good, "糖尿病": bad}) == Verdict("behind", "高血压：好。糖尿病：差。")
    assert all_together({"高血压": good, "糖尿病": good}).state == "reached"
