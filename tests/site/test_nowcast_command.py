"""`gongwei nowcast` on files: reports in, completed counts out, its own past judged, wrong rows told."""

import csv
import io
from datetime import date, timedelta

import numpy as np
import pytest

from gongwei.site.cli import main
from gongwei.site.tabular import WRONG_INPUT

FIRST = date(2026, 6, 1)


def reports(rows: int = 80, step: int = 1, seed: int = 3) -> str:
    rng = np.random.default_rng(seed)
    lines = [
        f"{FIRST + timedelta(days=step * row)},{FIRST + timedelta(days=step * (row + delay))},{count}"
        for row in range(rows)
        for delay, count in enumerate(rng.poisson([20, 12, 6, 2]))
        if row + delay < rows
    ]
    return "reference_date,report_date,count\n" + "\n".join(lines) + "\n"


@pytest.fixture
def ask(tmp_path, capsys):
    def run(text: str | bytes, *options: str) -> tuple[int, list[dict[str, str]], str]:
        path = tmp_path / "in.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = main(["nowcast", str(path), *options])
        said = capsys.readouterr()
        return code, list(csv.DictReader(io.StringIO(said.out))), said.err

    return run


def test_recent_days_are_completed_and_old_ones_left(ask):
    code, rows, said = ask(reports())
    assert code == 0 and len(rows) == 80 and rows[0]["reported"] == rows[0]["estimate"] == rows[0]["upper"]
    today = {name: float(rows[-1][name]) for name in ("reported", "estimate", "lower", "upper")}
    assert today["reported"] < today["lower"] < today["estimate"] < today["upper"] and 30 < today["estimate"] < 50
    assert "delays of up to 3 days are counted" in said and "intervals" in said and "held the later count" in said


def test_rows_may_come_in_any_order(ask):
    head, *lines = reports().strip().split("\n")
    assert ask("\n".join([head, *lines[::-1]]))[1] == ask(reports())[1]


def test_a_file_of_gbk_reads_as_one_of_utf8(ask):
    noted = reports().replace("count\n", "count,注\n", 1)
    lines = [line if "count" in line else f"{line},按日" for line in noted.strip().split("\n")]
    assert ask("\n".join(lines).encode("gbk"))[1] == ask(reports())[1]


def test_the_past_is_judged_by_days_since_the_event(ask):
    _, rows, _ = ask(reports(), "--hindcast")
    assert [row["days_since"] for row in rows] == ["0", "1", "2"] and all(int(row["judged"]) > 50 for row in rows)
    assert all(0.85 < float(row["coverage"]) <= 1 for row in rows)


def test_weeks_are_read_as_weeks(ask):
    _, rows, said = ask(reports(step=7))
    assert len(rows) == 80 and rows[1]["reference_date"] == "2026-06-08" and "up to 21 days" in said


def test_reports_later_than_the_longest_delay_are_said(ask):
    assert "reports came later and are left out" in ask(reports(), "--max-delay", "2")[2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda text: text.replace("2026-06-01,2026-06-02", "2026-06-01,2026-05-30", 1),
            "is before its reference_date",
        ),
        (lambda text: text + "2026-06-01,2026-06-01,4\n", "stands twice for its reference_date"),
        (
            lambda text: text.replace("2026-06-01,", "2026-6-31,", 1),
            "row 2, column “reference_date”: “2026-6-31” is not a day",
        ),
        (lambda text: text.replace(",2026-06-03,", ",2026-06-03,-", 1), "is below 0"),
        (lambda text: text.replace(",2026-06-03,", ",2026-06-03,0.", 1), "is not a whole number"),
        (lambda text: text.replace(",2026-06-03,", ",2026-06-03,nan", 1), "is not a number"),
        (lambda text: text.replace("2026-06-01,2026", "1926-06-01,2026", 1), "is a year wrong"),
        (lambda text: text.split("\n")[0], "no rows"),
        (lambda text: "\n".join(text.split("\n")[:2]), "every report came on the day itself"),
        (lambda text: "\n".join(text.split("\n")[:4]), "are too few for delays of up to 2"),
        (lambda text: "", "the file is empty"),
    ],
)
def test_reports_that_cannot_be_completed_are_named(ask, change, said):
    code, rows, told = ask(change(reports()))
    assert code == WRONG_INPUT and rows == [] and said in told


def test_a_short_file_is_completed_and_says_when_an_interval_can_be_given(ask):
    code, rows, told = ask("\n".join(reports().split("\n")[:40]))
    assert code == 0 and "interval: its width is learnt from 22 days or more" in told
    assert rows[-1]["estimate"] and not rows[-1]["upper"]


def test_a_file_of_zeros_says_so(ask):
    zeros = "\n".join(line.rsplit(",", 1)[0] + ",0" for line in reports().strip().split("\n")[1:])
    assert "nothing was reported" in ask("reference_date,report_date,count\n" + zeros, "--max-delay", "3")[2]
