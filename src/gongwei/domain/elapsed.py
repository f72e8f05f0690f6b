"""Time passed since a day: what the stages of a service are told by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf

from gongwei.domain.expr import Attribute, Expr


@dataclass(frozen=True, eq=False)
class Elapsed(Expr):
    """Whole days, weeks or months from `start` to the day on which age is counted (expr.Age); below 0 before `start`.

    A month has passed on the same day of a later month, or on the 1st after a month that lacks the day. Weeks are
    rounded down, also below 0. Unknown where `start` is.
    """

    start: Expr
    unit: OneOf["days", "weeks", "months"]


@dataclass(frozen=True, eq=False)
class DaysAfter(Expr):
    """The day that lies `days` after `start`, before it when `days` is below 0. Unknown where `start` is."""

    start: Expr
    days: int


def days_since(start: Expr) -> Elapsed:
    """Count whole days since a day."""
    return Elapsed(start, "days")


def weeks_since(start: Expr) -> Elapsed:
    """Count whole weeks since a day."""
    return Elapsed(start, "weeks")


def months_since(start: Expr) -> Elapsed:
    """Count whole months since a day."""
    return Elapsed(start, "months")


def days_after(start: Expr, days: int) -> DaysAfter:
    """Give the day so many days after a day."""
    return DaysAfter(start, days)


birth_date = Attribute("birth_date", "出生日期", kind="day")
