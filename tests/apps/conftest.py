"""What several tests of the applications share."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.apps.desk.conftest import registered  # noqa: F401
from tests.apps.guarded import made_programs  # noqa: F401


@cache
def _unasked() -> frozenset[str]:
    """Name the indicators that no test of the applications mentions."""
    from gongwei.catalog.discovery import indicators

    written = "".join(source.read_text() for source in Path(__file__).parent.rglob("*.py"))
    return frozenset(key for key in indicators() if key not in written)


@pytest.fixture(autouse=True)
def only_indicators_that_are_asked_for() -> Iterator[None]:
    """Count in the lake what a test looks at: all indicators, of all years, take seconds each time."""
    from gongwei.apps.planning.actions import lake

    whole = lake.indicators_of

    def asked(year: int, *, as_of: date) -> dict[str, Any]:
        return {key: one for key, one in whole(year, as_of=as_of).items() if key not in _unasked()}

    with pytest.MonkeyPatch.context() as patch:  # of its own: a test may undo what it has patched itself
        patch.setattr(lake, "indicators_of", asked)
        yield
