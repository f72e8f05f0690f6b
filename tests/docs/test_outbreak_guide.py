"""The guide to an outbreak does what it says: its commands run in order, and the figures that it quotes come out."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from gongwei.site.cli import main

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"
BLOCK = re.compile(r"```(sh|text)\n(.*?)```", re.DOTALL)


def test_every_command_runs_and_every_quoted_line_comes_out(tmp_path, monkeypatch, capsys):
    for table in (GUIDES / "outbreak").glob("*.csv"):
        shutil.copy(table, tmp_path)
    monkeypatch.chdir(tmp_path)
    said, quoted = "", 0
    for kind, text in BLOCK.findall((GUIDES / "outbreak.md").read_text()):
        if kind == "sh":
            said = ""
            for line in text.strip().split("\n"):
                assert main(shlex.split(line)[1:]) == 0, line
                captured = capsys.readouterr()
                said += captured.out + captured.err
        else:
            for line in text.strip().split("\n"):
                assert line in said
                quoted += 1
    assert quoted == 5 and (tmp_path / "rt.png").stat().st_size > 10_000


def test_the_clusters_are_those_that_the_guide_tells(tmp_path):
    curve, clusters = tmp_path / "by_street.csv", tmp_path / "clusters.csv"
    assert main(["curve", str(GUIDES / "outbreak" / "cases.csv"), "--out", str(curve)]) == 0
    places = str(GUIDES / "outbreak" / "streets.csv")
    assert main(["scan", str(curve), "--places", places, "--max-days", "21", "--any-time", "--out", str(clusters)]) == 0
    first = clusters.read_text().split("\n")[1].split(",")
    assert (len(first[1].split(";")), first[2], first[3], first[4]) == (8, "2026-09-17", "2026-10-04", "21")
    assert float(first[5]) == pytest.approx(7.5, abs=0.05) and float(first[8]) < 0.05
