"""What every command does when the machine says no: a folder that is none, a full disk, a reader who left, Ctrl-C."""

import os
import subprocess
import sys
from contextlib import nullcontext

import pytest
from django.db import ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

from gongwei.site import cli, postgres, roles

CHILD = ("vaccines", "plan", "--birth", "2025-01-31", "--on", "2026-03-01")
ASKED = (sys.executable, "-m", "gongwei", *CHILD)


def test_a_file_that_cannot_be_written_is_named_without_a_traceback(tmp_path, capsys):
    nowhere = tmp_path / "none" / "plan.svg"
    assert cli.main([*CHILD, "--svg", str(nowhere)]) == cli.NOT_DONE
    assert capsys.readouterr().err == f"gongwei vaccines: {nowhere}: No such file or directory\n"


def test_figures_that_cannot_be_written_are_told_the_same_way(tmp_path, capsys):
    counts = tmp_path / "counts.csv"
    counts.write_text("series,date,count\nA,2026-01-05,5\n")
    asked = ["detect", str(counts), "--method", "single-case", "--out", str(tmp_path)]
    assert cli.main(asked) == cli.NOT_DONE
    assert capsys.readouterr() == ("", f"gongwei detect: {tmp_path}: Is a directory\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /dev/full")
def test_a_full_disk_is_told():
    with open("/dev/full", "w") as full:
        ran = subprocess.run(ASKED, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (ran.returncode, ran.stderr) == (cli.NOT_DONE, "gongwei vaccines: 标准输出: No space left on device\n")


def test_a_reader_who_left_is_no_error():
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(ASKED, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (cli.READER_LEFT, b"")


def test_stopping_a_command_is_no_error(monkeypatch, capsys):
    def stopped(args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("gongwei.site.commands.synth.run", stopped)
    assert cli.main(["synth", "--out", "none"]) == cli.STOPPED
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("command", "fact"), [("indicators", UndefinedColumn), ("audit-verify", UndefinedTable)])
def test_a_command_on_a_database_without_its_tables_says_what_to_run(monkeypatch, capsys, command, fact):
    def asked(args: object) -> int:
        raise ProgrammingError from fact()

    monkeypatch.setattr(f"gongwei.site.commands.{command.replace('-', '_')}.run", asked)
    monkeypatch.setattr(postgres, "running", nullcontext)
    monkeypatch.setattr(roles, "ensure", lambda: None)
    assert cli.main([command]) == 1
    assert "请先运行 gongwei migrate" in capsys.readouterr().err
