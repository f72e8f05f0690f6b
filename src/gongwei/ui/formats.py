"""How numbers, days and ages are written for people. Nothing here knows today: the day comes in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongwei.domain.tongue import say

MISSING = "—"


def number(value: float | None, digits: int | None = None) -> str:
    """Write 1112992 as 1,112,992 and 7.10 as 7.1; with `digits`, exactly that many decimals. None is a dash."""
    if value is None:
        return MISSING
    if digits is not None:
        return f"{value:,.{digits}f}"
    return f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def day(value: date | None) -> str:
    """Write a day as 2026-06-30; None is a dash."""
    return MISSING if value is None else value.isoformat()


def age(born: date | None, on: date) -> str:
    """Write the age as a Chinese clinic says it: 58岁; under 7 years 3岁2月; under a year 5月; under a month 12天.

    Counted by birthdays. An unknown birth date, or one after `on`, is a dash.
    """
    if born is None or born > on:
        return MISSING
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    years, rest = divmod(months, 12)
    if months < 1:
        return say("{days}天", days=(on - born).days)
    if years < 1:
        return say("{months}月", months=rest)
    if years < 7 and rest:
        return say("{years}岁{months}月", years=years, months=rest)
    return say("{years}岁", years=years)


@dataclass(frozen=True)
class Due:
    """How a due day stands against today. `days` counts from today: negative when overdue."""

    day: date
    days: int

    @property
    def state(self) -> str:
        """Name the state: overdue, today, soon (within seven days) or later."""
        if self.days < 0:
            return "overdue"
        if self.days == 0:
            return "today"
        return "soon" if self.days < 7 else "later"

    @property
    def tone(self) -> str:
        """Name the badge that goes with the state."""
        return {"overdue": "bad", "today": "warn", "soon": "info", "later": "mute"}[self.state]
