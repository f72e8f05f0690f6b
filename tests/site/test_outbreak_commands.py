"""`gongwei curve`, `growth`, `attack`, `chains` and `rt --si` on files: an outbreak from its list of cases to Rt."""

import csv
import io
from datetime import date, timedelta

import pytest

from gongwei.site.cli import main
from gongwei.site.tabular import WRONG_INPUT

CASES = (
    "case,infector,onset,group\n甲,,2026-11-02,一班\n乙,甲,2026-11-05,一班\n丙,甲,2026-11-06,二班\n"
    "丁,乙,2026-11-07,一班\n戊,乙,2026-11-05,二班\n己,,,二班\n"
)
ONSETS = CASES.replace("己,,,二班\n", "")


@pytest.fixture
def ask(tmp_path, capsys):
    def run(command: str, text: str, *options: str) -> tuple[int, list[dict[str, str]], str]:
        path = tmp_path / "in.csv"
        path.write_text(text)
        code = main([command, str(path), *options])
        said = capsys.readouterr()
        return code, list(csv.DictReader(io.StringIO(said.out))), said.err

    return run


def test_the_curve_has_a_row_a_day_and_group(ask):
    code, rows, _ = ask("curve", ONSETS)
    assert code == 0 and len(rows) == 2 * 6
    assert [row["count"] for row in rows if row["group"] == "一班"] == ["1", "0", "0", "1", "0", "1"]


def test_the_total_has_one_row_a_day_and_feeds_rt(ask):
    _, rows, _ = ask("curve", ONSETS, "--total")
    assert [row["count"] for row in rows] == ["1", "0", "0", "2", "1", "1"] and {row["group"] for row in rows} == {
        "all"
    }


def test_days_of_report_make_the_input_of_a_nowcast(ask):
    text = "onset,reported\n2026-11-02,2026-11-04\n2026-11-02,2026-11-03\n2026-11-02,2026-11-04\n"
    rows = [tuple(row.values()) for row in ask("curve", text, "--reports")[1]]
    assert rows == [("2026-11-02", "2026-11-03", "1"), ("2026-11-02", "2026-11-04", "2")]


def test_weeks_begin_on_monday(ask):
    _, rows, _ = ask("curve", "onset\n2026-11-08\n2026-11-09\n2026-11-22\n", "--every", "week")
    assert [(row["date"], row["count"]) for row in rows] == [
        ("2026-11-02", "1"),
        ("2026-11-09", "1"),
        ("2026-11-16", "1"),
    ]


def test_an_outbreak_that_doubles_every_three_days_is_told_to(ask):
    first = date(2026, 10, 1)
    daily = "\n".join(f"{first + timedelta(days=day)},{round(10 * 2 ** (day / 3))}" for day in range(15))
    _, (found,), _ = ask("growth", "date,count\n" + daily)
    assert float(found["doubling_days"]) == pytest.approx(3, abs=0.05) and found["end"] == "2026-10-15"
    assert ask("growth", "date,count\n" + daily, "--from", "2026-10-03", "--to", "2026-10-09")[1][0]["cases"] == "246"
    assert "--to 3.10.: write a day" in ask("growth", "date,count\n" + daily, "--to", "3.10.")[2]
    assert "needs four days or more" in ask("growth", "date,count\n" + daily, "--from", "2027-10-03")[2]
    assert "2026-10-05 is missing" in ask("growth", "date,count\n" + daily.replace("2026-10-05", "2026-10-25"))[2]
    assert "needs four days or more" in ask("growth", "date,count\n2026-10-01,4\n")[2]


def test_attack_rates_are_of_each_group_and_of_all(ask):
    _, rows, _ = ask("attack", "group,ill,at_risk,primary\n一班,6,40,1\n二班,3,42,1\n")
    values = {(row["group"], row["kind"]): float(row["value"]) for row in rows}
    assert values["一班", "attack"] == pytest.approx(6 / 40) and values["all", "secondary"] == pytest.approx(7 / 80)
    assert ask("attack", "group,ill,at_risk,primary\n一班,1,1,1\n")[1][1]["note"] == "nobody was at risk"
    assert "group “一班”: 60 fell ill of 40 at risk" in ask("attack", "group,ill,at_risk\n一班,60,40\n")[2]
    assert "row 2, column “ill”: “-1” is below 0" in ask("attack", "group,ill,at_risk\n一班,-1,40\n")[2]


def test_chains_tell_who_began_and_how_far_it_went(ask):
    code, rows, said = ask("chains", CASES)
    by_case = {row["case"]: row for row in rows}
    assert code == 0 and (by_case["丁"]["chain"], by_case["丁"]["generation"]) == ("甲", "2")
    assert (by_case["乙"]["infected"], by_case["丁"]["serial_interval"], by_case["己"]["onset"]) == ("2", "2", "")
    assert "6 cases in 2 chains, the longest of 5 cases and 2 generations" in said


def test_the_observed_serial_interval_feeds_rt(ask, tmp_path):
    _, rows, said = ask("chains", CASES, "--serial-interval")
    assert {row["days"]: row["pairs"] for row in rows} == {"0": "0", "1": "0", "2": "1", "3": "1", "4": "1"}
    assert "1 pairs fell ill on the same day" in said
    interval = tmp_path / "interval.csv"
    interval.write_text("days,share\n" + "\n".join(f"{row['days']},{row['share']}" for row in rows))
    first = date(2026, 10, 1)
    daily = "date,count\n" + "\n".join(f"{first + timedelta(days=day)},{5 + day % 3}" for day in range(30))
    code, found, _ = ask("rt", daily, "--si", str(interval))
    assert code == 0 and len(found) == 23 and all(0.8 < float(row["mean"]) < 1.3 for row in found[5:])
    assert "give the serial interval once" in ask("rt", daily)[2]
    assert "give the serial interval once" in ask("rt", daily, "--si", str(interval), "--si-mean", "3")[2]
    interval.write_text("days,share\n0,.5\n1,.5\n")
    assert "row 2, column “days”: “0” cannot have a share" in ask("rt", daily, "--si", str(interval))[2]


def test_windows_without_cases_are_said_to_have_no_number(ask):
    first = date(2026, 10, 1)
    daily = "date,count\n" + "\n".join(f"{first + timedelta(days=day)},{4 * (day < 8)}" for day in range(20))
    _, _, said = ask("rt", daily, "--si-mean", "3", "--si-sd", "1.5", "--method", "wallinga-teunis", "--window", "3")
    assert "10 windows without cases have no number" in said


DAILY = "date,count\n" + "".join(f"2026-10-{day:02},{day % 4 + 1}\n" for day in range(1, 21))


@pytest.mark.parametrize("command", [("growth",), ("rt", "--si-mean", "3", "--si-sd", "1.5")])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text + "2026-10-03,1\n", "column “date”: “2026-10-03” stands twice"),
        (lambda text: text.replace("2026-10-07,4\n", ""), "2026-10-07 is missing; give every day, 0 where nobody"),
        (lambda text: text.replace("-02,3", "-02,drei"), "row 3, column “count”: “drei” is not a number"),
        (lambda text: text.replace("-02,3", "-02,-3"), "row 3, column “count”: “-3” is below 0"),
        (lambda text: text.replace("-02,3", "-02,3.5"), "row 3, column “count”: “3.5” is not a whole number"),
        (lambda text: text.replace("-02,3", "-02,NaN"), "row 3, column “count”: “NaN” is empty: write 0"),
        (lambda text: text.replace("-02,3", "-02,inf"), "row 3, column “count”: “inf” is not a number"),
        (lambda text: "\n".join(text.split("\n")[:2]), "day"),
        (lambda text: "date,count\n" + "".join(f"2026-10-{day:02},0\n" for day in range(1, 21)), "cases"),
    ],
)
def test_days_that_say_nothing_are_named(ask, command, change, said):
    code, rows, told = ask(command[0], change(DAILY), *command[1:])
    assert code == WRONG_INPUT and rows == [] and said in told


def test_days_may_come_in_any_order(ask):
    head, *lines = DAILY.strip().split("\n")
    assert ask("growth", "\n".join([head, *lines[::-1]]))[1] == ask("growth", DAILY)[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("甲,,", "甲,丁,"), "in a circle: 甲 ← 丁 ← 乙 ← 甲; mend one link"),
        (lambda text: text.replace("丙,甲", "丙,庚"), "row 4: infector 庚 is no case of the file"),
        (lambda text: text.replace("丙,甲", "乙,甲"), "row 4: case 乙 stands twice"),
        (lambda text: text.replace("2026-11-06", "6.11."), "row 4, column “onset”: “6.11.” is not a day"),
        (lambda text: text.replace("丙,", ",", 1), "row 4, column “case”: “” is empty"),
        (lambda text: text.replace("infector", "from"), "column “infector” is missing"),
        (lambda text: "case,infector\n", "no rows"),
    ],
)
def test_links_that_cannot_be_followed_are_named(ask, change, said):
    code, rows, told = ask("chains", change(CASES))
    assert code == WRONG_INPUT and rows == [] and said in told
