"""Queries are compiled once, and kept as text for the next process."""

from datetime import date

import pytest

from gongwei.adapters.lake import counting
from gongwei.adapters.lake.counting import tally
from gongwei.catalog.discovery import indicators

ALL = tuple(indicators().values())
DAY, NEXT_DAY = date(2026, 6, 30), date(2026, 7, 1)


@pytest.fixture
def compiled(monkeypatch):
    """The years compiled since, by a process that remembers nothing."""
    years, really = [], counting._compiled

    def noting(listed, year, as_of):
        years.append(year)
        return really(listed, year, as_of)

    monkeypatch.setattr(counting, "_compiled", noting)
    tally.cache_clear()
    yield years
    tally.cache_clear()


def asked(folder, *, year=2026, as_of=DAY, of=ALL):
    tally.cache_clear()
    return tally(of, year=year, as_of=as_of, kept=folder / "queries")


def test_the_next_process_reads_the_text_that_was_kept(tmp_path, compiled):
    first = asked(tmp_path)
    assert asked(tmp_path) == first == tally(ALL, year=2026, as_of=DAY)
    assert compiled == [2026, 2026]  # once to keep, once for the comparison


def test_a_new_day_compiles_the_running_year_alone(tmp_path, compiled):
    for day in (DAY, NEXT_DAY):
        for year in (2025, 2026):
            asked(tmp_path, year=year, as_of=day)
    assert compiled == [2025, 2026, 2026]
    assert len(list((tmp_path / "queries").iterdir())) == 2  # yesterday's text is gone


def test_other_definitions_are_compiled_anew(tmp_path, compiled):
    assert asked(tmp_path) != asked(tmp_path, of=ALL[:-1])
    assert compiled == [2026, 2026]


def test_a_changed_compiler_does_not_read_old_texts(tmp_path, compiled, monkeypatch):
    asked(tmp_path)
    monkeypatch.setattr(counting.ibis, "__version__", "another")
    asked(tmp_path)
    assert compiled == [2026, 2026]
