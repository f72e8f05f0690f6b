"""The methods on the command line: a CSV in, figures out, and wrong cells told by row and column."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from gongwei.site.cli import main
from gongwei.site.tabular import WRONG_INPUT

DATA = Path(__file__).parents[1] / "reference" / "data"


@pytest.fixture
def ask(tmp_path, capsys):
    def run(command: str, text: str | bytes, *options: str) -> tuple[int, list[dict[str, str]], str]:
        path = tmp_path / "in.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = main([command, str(path), *options])
        said = capsys.readouterr()
        return code, list(csv.DictReader(io.StringIO(said.out))), said.err

    return run


BANDS = "group,age_start,events,population\nA,0,120,1000\nA,15,30,2000\nB,15,44,2500\nB,0,15,900\n"


def test_rates_of_groups_come_with_their_intervals(ask):
    code, rows, _ = ask("rates", BANDS, "--per", "1000")
    assert code == 0 and [row["group"] for row in rows] == ["A", "B"] and float(rows[0]["value"]) == 50
    _, rows, _ = ask("rates", BANDS, "--method", "dsr", "--standard", "china2010")
    assert float(rows[0]["lower"]) < float(rows[0]["value"]) < float(rows[0]["upper"]) and rows[0]["note"] == ""
    _, rows, _ = ask("rates", BANDS, "--method", "isr", "--standard", "A", "--per", "1")
    assert float(rows[0]["value"]) == pytest.approx(0.05)


def test_a_file_of_gbk_reads_as_one_of_utf8(ask):
    text = "group,events,population\n上城,12,1000\n"
    assert ask("rates", text.encode("gbk"))[1] == ask("rates", text)[1]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (BANDS.replace("30,2000", "x3,2000"), "row 3, column “events”: “x3” is not a number"),
        (BANDS.replace("30,2000", "-3,2000"), "row 3, column “events”: “-3” is below 0"),
        (BANDS.replace("30,2000", "3.5,2000"), "row 3, column “events”: “3.5” is not a whole number"),
        (BANDS.replace("30,2000", ",2000"), "row 3, column “events”: “” is empty"),
        (BANDS.replace("30,2000", "30"), "row 3 has 3 cells, the header 4"),
        (BANDS.replace("events", "cases"), "column “events” is missing"),
        (BANDS.replace("age_start", "group"), "column “group” stands twice"),
        ("", "the file is empty"),
        (BANDS + "A,15,1,1\n", "an age group stands twice"),
    ],
)
def test_what_cannot_be_used_is_named_by_row_and_column(ask, wrong, said):
    code, rows, told = ask("rates", wrong, "--method", "dsr")
    assert code == WRONG_INPUT and rows == [] and said in told


def test_a_life_table_has_a_row_a_band_and_a_reason_where_there_is_none(ask):
    lines = [f"A,{age},{10 + age},{10_000 - 50 * age}" for age in (0, 1, *range(5, 90, 5))]
    broken = [line.replace("A,", "B,", 1) for line in lines[:-1]]
    code, rows, said = ask("life-table", "\n".join(["group,age_start,deaths,population", *lines, *broken]))
    assert code == 0 and len(rows) == len(lines) + 1
    assert float(rows[0]["lower"]) < float(rows[0]["ex"]) < float(rows[0]["upper"])
    assert list(rows[0]) == ["group", "age_start", "mx", "qx", "lx", "Lx", "Tx", "ex", "lower", "upper"]
    assert rows[-1]["group"] == "B" and rows[-1]["ex"] == "" and "group “B” has no table: age 85: band missing" in said


@pytest.mark.parametrize("command", ["life-table", "premature"])
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,30,-1,1000", "row 3, column “deaths”: “-1” is below 0"),
        ("A,30,1.5,1000", "row 3, column “deaths”: “1.5” is not a whole number"),
        ("A,30,1,-1000", "row 3, column “population”: “-1000” is below 0"),
        (",30,1,1000", "row 3, column “group”: “” has no name: fill it in"),
    ],
)
def test_impossible_deaths_and_people_are_named(ask, command, row, said):
    lines = [f"A,{age},3,1000" for age in range(0, 90, 5)]
    code, rows, told = ask(command, "\n".join(["group,age_start,deaths,population", lines[0], row, *lines[1:]]))
    assert code == WRONG_INPUT and rows == [] and said in told


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("rt", ("--si-mean", "nan", "--si-sd", "1"), "--si-mean and --si-sd are days, 365 at most"),
        ("rt", ("--si-mean", "1e9", "--si-sd", "1"), "--si-mean and --si-sd are days, 365 at most"),
        ("life-table", ("--radix", "nan"), "--radix above 0"),
        ("rates", (), "no rows under its header"),
    ],
)
def test_options_and_files_that_say_nothing_are_refused(ask, command, options, said):
    text = "date,count\n2026-01-01,3\n" if command == "rt" else "group,age_start,events,deaths,population\n"
    code, rows, told = ask(command, text, *options)
    assert code == WRONG_INPUT and rows == [] and said in told


def test_premature_death_is_one_probability_a_group(ask):
    deaths = (30, 45, 70, 120, 210, 380, 640, 1050)
    lines = [f"{30 + 5 * place},{each},100000" for place, each in enumerate(deaths)]
    code, rows, _ = ask("premature", "\n".join(["age_start,deaths,population", *lines]))
    assert code == 0 and float(rows[0]["probability"]) == pytest.approx(0.11950012, abs=1e-8)
    assert "no row begins at 65" in ask("premature", "\n".join(["age_start,deaths,population", *lines[:-1]]))[2]


def test_a_survey_is_estimated_from_its_file(capsys):
    design = ["--strata", "level", "--weight", "weight", "--fpc", "drawn_from", "--json"]
    value = ["--estimate", "proportion", "--value", "target_met", "--interval", "wilson"]
    assert main(["survey", str(DATA / "apistrat.csv"), *value, *design]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["lower"], found["upper"]) == (pytest.approx(0.77481459), pytest.approx(0.87063756))
    assert (
        main(["survey", str(DATA / "apistrat.csv"), "--estimate", "ratio", "--value", "tested", *design]) == WRONG_INPUT
    )
    assert "NUMERATOR/DENOMINATOR" in capsys.readouterr().err


def weekly(count_of, weeks: int = 320, name: str = "A") -> str:
    first = date(2019, 12, 30)
    return "\n".join(f"{name},{first + timedelta(days=7 * week)},{count_of(week)}" for week in range(weeks))


HEAD = "series,date,count\n"


def test_an_outbreak_is_detected_and_a_quiet_series_is_not(ask):
    text = HEAD + weekly(lambda week: 40 if week == 319 else 5) + "\n" + weekly(lambda week: 5, name="B")
    code, rows, _ = ask("detect", text, "--last", "2")
    assert code == 0 and [(row["series"], row["alarm"]) for row in rows] == [
        ("A", "0"),
        ("A", "1"),
        ("B", "0"),
        ("B", "0"),
    ]
    assert float(rows[1]["score"]) > 1 > float(rows[3]["score"])


HEARING = ["farrington", "moving-percentile", "historical-limits", "ears-c2", "cusum", "ewma", "glr-nb", "glr-poisson"]


@pytest.mark.parametrize("method", HEARING)
def test_every_method_hears_a_great_outbreak(ask, method):
    _, rows, _ = ask(
        "detect", HEAD + weekly(lambda week: 90 if week == 319 else 5 + week % 2), "--method", method, "--last", "1"
    )
    assert rows[-1]["alarm"] == "1"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text + "\nA,2020-01-06,4", "stands twice in its series"),
        (lambda text: text + "\nA,2026-02-17,4", "is not a whole number of weeks from 2019-12-30"),
        (lambda text: text.replace("2019-12-30", "2019-13-30"), "row 2, column “date”: “2019-13-30” is not a day"),
        (lambda text: text.replace(",5", ",-5", 1), "row 2, column “count”: “-5” is below 0"),
        (lambda text: text.replace(",5", ",5.5", 1), "is not a whole number"),
        (lambda text: HEAD, "no rows under its header"),
    ],
)
def test_series_that_cannot_be_judged_are_named(ask, change, said):
    code, rows, told = ask("detect", change(HEAD + weekly(lambda week: 5)))
    assert code == WRONG_INPUT and rows == [] and said in told


def test_a_number_of_cases_or_a_single_one_may_be_the_threshold(ask):
    text = HEAD + "A,2026-11-21,0\nA,2026-11-22,1\nA,2026-11-23,3"
    assert [row["alarm"] for row in ask("detect", text, "--method", "single-case")[1]] == ["0", "1", "1"]
    assert [row["alarm"] for row in ask("detect", text, "--method", "fixed", "--at-least", "3")[1]] == ["0", "0", "1"]
    assert "--method fixed needs --at-least" in ask("detect", text, "--method", "fixed")[2]


TOTALS = "".join(f"A,2026-03-{day:02},{total}\n" for day, total in enumerate([9, 10, 12, 15, 11, 13, 13, 40], start=1))


def test_a_total_that_falls_is_a_correction_and_never_cases(ask, tmp_path):
    kept = tmp_path / "corrections.csv"
    options = ("--method", "fixed", "--at-least", "5", "--cumulative", "--corrections", str(kept))
    code, rows, told = ask("detect", HEAD + TOTALS, *options)
    assert code == 0 and [row["observed"] for row in rows] == ["1", "2", "3", "2", "0", "27"]
    assert "A, 2026-03-05: the total fell by 4, a correction, not cases" in told and rows[-1]["alarm"] == "1"
    assert kept.read_text() == "series,date,correction\nA,2026-03-05,-4\n"
    assert "one cumulative total says nothing" in ask("detect", HEAD + "A,2026-03-01,9", *options)[2]


def daily(count_of, first: date = date(2026, 1, 1), days: int = 300) -> str:
    return "\n".join(f"A,{first + timedelta(days=day)},{count_of(first + timedelta(days=day))}" for day in range(days))


def test_on_a_sunday_a_count_of_a_workday_is_heard_by_who_knows_the_workdays(ask):
    def count(day: date) -> int:
        closed = day.weekday() >= 5 or (day.month == 10 and day.day <= 7)
        return (12 if closed and day != date(2026, 10, 25) else 60) + day.toordinal() * 7 % 5

    text = HEAD + daily(count)
    for method in ("ears-c1", "ears-c2", "ewma", "glr-nb"):
        taught = daily(count, date(2025, 1, 1), 665) if method == "glr-nb" else daily(count)
        heard = [
            next(row["alarm"] for row in ask("detect", HEAD + taught, "--method", method, *options, "--last", "3")[1])
            for options in ((), ("--workdays",))
        ]
        assert heard == ["0", "1"], method
    code, rows, _ = ask("detect", text, "--method", "ears-c2", "--workdays", "--last", "1")
    assert code == 0 and rows[0]["alarm"] == "0" and float(rows[0]["expected"]) == pytest.approx(62, rel=0.2)
    far = ask("detect", HEAD + daily(count, date(2026, 12, 1), 60), "--method", "ears-c1", "--workdays")
    assert far[0] == WRONG_INPUT and "holidays are known for 2019 to 2026" in far[2]
    assert "these are weeks" in ask("detect", HEAD + weekly(lambda week: 5), "--method", "ewma", "--workdays")[2]
    assert "goes with methods that take days" in ask("detect", HEAD + weekly(lambda week: 5), "--workdays")[2]


def test_missing_weeks_are_left_out_and_said(ask):
    lines = weekly(lambda week: 5).split("\n")
    code, rows, told = ask("detect", HEAD + "\n".join(lines[:50] + lines[60:]), "--last", "1")
    assert code == 0 and len(rows) == 1 and "10 counts are missing (the first is " in told


def test_rows_may_come_in_any_order(ask):
    lines = weekly(lambda week: week % 7).split("\n")
    assert ask("detect", HEAD + "\n".join(lines[::-1]))[1] == ask("detect", HEAD + "\n".join(lines))[1]
