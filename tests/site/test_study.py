"""`gongwei study`: a small run of the comparison, its table, its curve, and options that make no sense."""

import csv
import io

import pytest

from gongwei.site.cli import main
from gongwei.site.tabular import WRONG_INPUT


@pytest.fixture
def ask(capsys):
    def run(*options: str) -> tuple[int, list[dict[str, str]], str]:
        code = main(["study", "noufaily", "--replicates", "2", "--method", "ears-c2", *options])
        said = capsys.readouterr()
        return code, list(csv.DictReader(io.StringIO(said.out))), said.err

    return run


def test_methods_are_compared_at_the_false_alarms_asked_for(ask):
    code, rows, said = ask("--method", "historical-limits", "--fpr", "0.05")
    assert code == 0 and [row["method"] for row in rows] == ["ears-c2", "historical-limits"]
    assert all(0.03 < float(row["fpr"]) <= 0.05 and 0 < float(row["pod"]) <= 1 for row in rows)
    assert "2 / 2 historical-limits" in said


def test_the_same_seed_gives_the_same_figures_and_another_does_not(ask):
    assert ask()[1] == ask()[1] != ask("--seed", "2")[1]


def test_scenarios_and_curves_have_their_own_rows(ask):
    rows = ask("--by-scenario")[1]
    assert len(rows) == 28 and rows[4]["theta"] == "-2" and {row["trend"] for row in rows} == {"0", "1"}
    pods = [float(row["pod"]) for row in ask("--curve")[1]]
    assert pods == sorted(pods) and len(pods) == 11


def test_syndromes_of_days_are_tried_with_and_without_workdays(capsys):
    asked = ["study", "daily", "--replicates", "2", "--method", "ears-c1"]
    assert main(asked) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["method"] for row in rows] == ["ears-c1", "ears-c1 workdays"]
    assert all(0 < float(row["fpr"]) <= 0.01 for row in rows)
    assert main([*asked, "--by-scenario"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 33
    assert main(["study", "daily", "--method", "farrington"]) == WRONG_INPUT
    assert "--method farrington takes weeks, not days" in capsys.readouterr().err


@pytest.mark.parametrize("options", [("--fpr", "0"), ("--fpr", "1"), ("--replicates", "0")])
def test_options_that_make_no_sense_are_refused(ask, options):
    code, rows, said = ask(*options)
    assert code == WRONG_INPUT and rows == [] and "--fpr lies between 0 and 1" in said
