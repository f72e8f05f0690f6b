"""What docs/security.md claims is proved by tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text()


def test_every_test_that_is_named_is_there() -> None:
    named = set(re.findall(r"`(tests/[\w/.]+)`", TEXT))
    assert len(named) > 15
    assert sorted(one for one in named if not (ROOT / one).is_file()) == []


def test_every_control_names_a_test_or_says_that_it_is_an_exception() -> None:
    rows = [line for line in TEXT.splitlines() if re.match(r"\| (V\d|8\.)", line)]
    assert len(rows) == 17 + 15
    assert [row for row in rows if "`tests/" not in row and "exception" not in row] == []
