"""`gongwei alarm-budget` from a file to choices, to alarms by them, and the errors on the way."""

import csv
import io

import numpy as np
import pytest

from gongwei.site.cli import main
from gongwei.site.tabular import WRONG_INPUT

QUICK = ("--choose-weeks", "20", "--held-back-weeks", "10", "--rounds", "5", "--method", "ears-c1", "--method", "ewma")


@pytest.fixture
def ask(tmp_path, capsys):
    def run(command: str, text: str, *options: str) -> tuple[int, list[dict[str, str]], str]:
        path = tmp_path / f"{command}.csv"
        path.write_text(text)
        code = main([command, str(path), *options])
        said = capsys.readouterr()
        return code, list(csv.DictReader(io.StringIO(said.out))), said.err

    return run


@pytest.fixture(scope="module")
def history() -> str:
    rng = np.random.default_rng(9)
    lines = [
        f"{name},{np.datetime64('2024-12-30') + 7 * week},{rng.poisson(mean)}"
        for name, mean in (("手足口病", 20), ("流行性腮腺炎", 3), ("布鲁氏菌病", 0.2))
        for week in range(95)
    ]
    return "series,date,count\n" + "\n".join(lines)


def test_every_series_is_given_a_method_and_a_cut_within_the_budget(ask, history):
    code, rows, said = ask("alarm-budget", history, "--per-week", "0.5", *QUICK)
    assert code == 0 and [row["series"] for row in rows] == ["手足口病", "流行性腮腺炎", "布鲁氏菌病"]
    assert sum(float(row["alarms_per_week"]) for row in rows) <= 0.5
    assert sum(float(row["held_back_per_week"]) for row in rows) <= 0.5
    assert "budget 0.5 a week" in said and "steps taken back" in said


def test_detect_judges_by_what_was_chosen(ask, history, tmp_path):
    plan = tmp_path / "chosen.csv"
    _, rows, _ = ask("alarm-budget", history, "--per-week", "0.5", *QUICK)
    ask("alarm-budget", history, "--per-week", "0.5", *QUICK, "--out", str(plan))
    code, judged, _ = ask("detect", history, "--budget", str(plan), "--last", "10")
    assert code == 0 and len(judged) == 30
    for row in rows:
        alarms = sum(int(each["alarm"]) for each in judged if each["series"] == row["series"])
        assert alarms == round(10 * float(row["held_back_per_week"]))
    other = ask("detect", history.replace("手足口病", "猩红热"), "--budget", str(plan))
    assert other[0] == WRONG_INPUT and "--budget says nothing of series “猩红热”" in other[2]


def test_a_curve_has_one_chosen_point_a_series(ask, history):
    _, rows, _ = ask("alarm-budget", history, "--per-week", "0.5", *QUICK, "--curve")
    assert sum(int(row["chosen"]) for row in rows) == 3 and rows[0]["method"] == "silent"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--per-week", "0", *QUICK), "--per-week is a number of alarms above 0"),
        (("--per-week", "1", "--rounds", "1"), "--rounds are 2 or more"),
        (("--per-week", "1"), "95 weeks: 52 to choose from and 26 held back need a year before them"),
    ],
)
def test_what_cannot_be_chosen_from_is_told(ask, history, options, said):
    code, rows, told = ask("alarm-budget", history, *options)
    assert code == WRONG_INPUT and rows == [] and said in told
