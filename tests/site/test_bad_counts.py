"""Counts as they come: what each command of the detectors says of a file that is wrong, odd or large."""

import csv
import io
from datetime import date, timedelta

import numpy as np
import pytest

from gongwei.domain.detection.names import METHODS, WEEKLY
from gongwei.site.cli import main
from gongwei.site.tabular import WRONG_INPUT

HEAD = "series,date,count\n"
ALL = (*METHODS, "fixed", "single-case")
WEEKS = 330


@pytest.fixture
def ask(tmp_path, capsys):
    def run(text: str | bytes, *options: str, command: str = "detect") -> tuple[int, list[dict[str, str]], str]:
        path = tmp_path / "in.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = main([command, str(path), *options, *(("--at-least", "5") if "fixed" in options else ())])
        said = capsys.readouterr()
        return code, list(csv.DictReader(io.StringIO(said.out))), said.err

    return run


def weeks(count_of, name: str = "A", many: int = WEEKS) -> list[str]:
    first = date(2020, 1, 6)
    return [f"{name},{first + timedelta(days=7 * week)},{count_of(week)}" for week in range(many)]


def made(week: int) -> int:
    return 4 + week * 7 % 5


@pytest.mark.parametrize(
    "command", [("detect",), ("detect", "--method", "glr-nb"), ("alarm-budget", "--per-week", "1")]
)
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A,2020-01-13,", ""),
        ("A,2020-01-13,-3", "row 3, column “count”: “-3” is below 0: correct it or leave the row out"),
        ("A,2020-01-13,3.5", "row 3, column “count”: “3.5” is not a whole number: counts are whole"),
        ("A,2020-01-13,三", "row 3, column “count”: “三” is not a number: write digits only"),
        ("A,2020-01-13,inf", "row 3, column “count”: “inf” is not a number"),
        ("A,2020-01-13,1e400", "row 3, column “count”: “1e400” is not a number"),
        ("A,2020-13-13,3", "row 3, column “date”: “2020-13-13” is not a day: write 2026-11-23"),
        ("A,2020-01-06,3", "row 3, column “date”: “2020-01-06” stands twice in its series: add the rows up"),
        ("A,2020-01-13", "row 3 has 2 cells, the header 3: check its commas"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_column_and_remedy(ask, command, row, said):
    lines = weeks(made)
    lines[1] = row
    code, rows, told = ask(HEAD + "\n".join(lines), *command[1:], command=command[0])
    if said:
        assert code == WRONG_INPUT and rows == [] and said in told
    else:
        assert code == 0 and "1 counts are missing (the first is 2020-01-13 of series “A”)" in told


@pytest.mark.parametrize("method", ALL)
def test_no_method_answers_one_point_with_a_silent_nothing(ask, method):
    code, rows, told = ask(HEAD + "A,2026-01-05,5\n", "--method", method)
    if method in ("fixed", "single-case"):
        assert code == 0 and rows[0]["alarm"] == "1" and rows[0]["threshold"] != ""
    else:
        assert code == WRONG_INPUT and f"no count can be judged: {method} needs" in told


@pytest.mark.parametrize("method", ALL)
def test_zeros_alarm_nowhere_and_nothing_is_a_number_that_is_none(ask, method):
    code, rows, told = ask(HEAD + "\n".join(weeks(lambda week: 0)), "--method", method, "--last", "3")
    assert code == 0 and [row["alarm"] for row in rows] == ["0", "0", "0"]
    assert "nan" not in ",".join(",".join(row.values()) for row in rows).lower() and "not judged" not in told


@pytest.mark.parametrize(
    "option",
    [("--half-window", "60"), ("--trend-p", "-1"), ("--weights-threshold", "nan"), ("--periods", "53"),
     ("--limit", "5,0")],
)  # fmt: skip
def test_an_option_beyond_its_range_is_named(ask, option):
    code, rows, told = ask(HEAD + "\n".join(weeks(made)), *option, "--last", "1")
    assert code == WRONG_INPUT and rows == [] and told.startswith(f"gongwei detect: {option[0]} ")


def test_long_work_tells_whoever_looks_on_how_far_it_is(ask, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert "1 / 2 \r2 / 2 \n" in ask(HEAD + "\n".join(weeks(made)), "--last", "2")[2].replace("\r1", "1")


def test_a_quiet_series_is_told_why_it_has_no_threshold(ask):
    _, rows, told = ask(HEAD + "\n".join(weeks(lambda week: 0)), "--last", "1")
    assert rows[0]["threshold"] == "" and "fewer than 5 cases in 4 weeks are no alarm (--limit)" in told


def test_the_first_row_out_of_order_is_named(ask):
    lines = weeks(made) + weeks(made, name="B")
    lines[400], lines[401] = lines[401], lines[400]
    _, rows, told = ask(HEAD + "\n".join(lines), "--last", "1")
    assert len(rows) == 2 and "row 403, column “date”: 2021-05-10 comes after a later day: rows were put in" in told


@pytest.mark.parametrize("method", ALL)
def test_the_order_of_rows_does_not_matter(ask, method):
    lines = weeks(made) + weeks(lambda week: 2 + week % 3, name="B")
    straight, turned = (
        sorted(map(tuple, (row.values() for row in ask(HEAD + "\n".join(each), "--method", method, "--last", "4")[1])))
        for each in (lines, lines[::-1])
    )
    assert straight == turned and len(straight) == 8


def test_what_was_not_judged_is_counted(ask):
    code, rows, told = ask(HEAD + "\n".join(weeks(made, many=20)), "--method", "ears-c1")
    assert code == 0 and "7 of 20 counts were not judged and have no threshold: ears-c1 needs 7 known" in told
    assert [row["threshold"] for row in rows[:7]] == [""] * 7 and all(row["threshold"] for row in rows[7:])


@pytest.mark.parametrize("method", WEEKLY)
def test_missing_weeks_are_said_and_the_rest_is_judged(ask, method):
    lines = weeks(made)
    code, rows, told = ask(HEAD + "\n".join(lines[:100] + lines[104:]), "--method", method, "--last", "2")
    assert code == 0 and len(rows) == 2 and "4 counts are missing" in told


def test_a_file_of_gbk_with_chinese_names_is_read(ask):
    text = HEAD + "\n".join(weeks(made, name="手足口病"))
    assert ask(text.encode("gbk"), "--last", "1")[1] == ask(text, "--last", "1")[1] != []


def test_days_between_weeks_are_named(ask):
    code, _, told = ask(HEAD + "\n".join([*weeks(made), "A,2020-01-15,4"]))
    assert code == WRONG_INPUT and "row 332, column “date”: “2020-01-15” is not a whole number of weeks" in told


def test_a_file_without_rows_or_columns_is_told_what_belongs_there(ask):
    assert "no rows under its header" in ask(HEAD)[2]
    assert "the file is empty: the first row names the columns" in ask("")[2]
    assert (
        "column “count” is missing; the file has “series”、“date”、“cases”"
        in ask("series,date,cases\nA,2026-01-05,1")[2]
    )


@pytest.mark.proof
def test_a_million_rows_are_judged(ask):
    counts = np.random.default_rng(1).poisson(5, (1_000, 1_000))
    days = [str(day) for day in np.datetime64("2023-01-01") + np.arange(1_000)]
    lines = (
        f"s{place},{day},{count}\n" for place in range(1_000) for day, count in zip(days, counts[place], strict=True)
    )
    code, rows, told = ask(HEAD + "".join(lines), "--method", "ears-c2", "--last", "1")
    assert code == 0 and len(rows) == 1_000 and told == "" and sum(row["alarm"] == "1" for row in rows) < 30
