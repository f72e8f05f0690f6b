"""Days, months and half-open periods. No clock: every day is given by the caller."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise


class EmptyPeriod(ValueError):
    """A period must start before it stops: give the first day and the day after the last one."""


@dataclass(frozen=True)
class Period:
    """A run of days from `start` up to but not including `stop`."""

    start: date
    stop: date

    def __post_init__(self) -> None:
        if self.start >= self.stop:
            raise EmptyPeriod(f"{self.start} is not before {self.stop}; {EmptyPeriod.__doc__}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.stop

    @property
    def last_day(self) -> date:
        return self.stop - timedelta(days=1)

    def parts(self, count: int) -> tuple[Period, ...]:
        """Cut a year into `count` runs of whole months (4 gives the quarters)."""
        months = 12 // count
        edges = [add_months(self.start, months * n) for n in range(count + 1)]
        return tuple(Period(a, b) for a, b in pairwise(edges))


@dataclass(frozen=True)
class RelativePeriod:
    """A period that is named in a definition and bound only when the definition is read."""

    name: str


# The calendar year for which an indicator is read.
year = RelativePeriod("year")


def calendar_year(number: int) -> Period:
    """Give the whole calendar year as a period."""
    return Period(date(number, 1, 1), date(number + 1, 1, 1))


def add_months(day: date, months: int) -> date:
    """Move a day by whole months, clamped to the month's end (31 January + 1 month = 28 or 29 February)."""
    index = day.year * 12 + day.month - 1 + months
    return _clamped(index // 12, index % 12 + 1, day.day)


def months_between(start: date, day: date) -> int:
    """Count the whole months from `start` to `day`, below 0 before `start`; the 31st is the 1st after a short month."""
    return (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)


def months_on(start: date, months: int) -> date:
    """Give the first day on which so many whole months have passed."""
    moved = add_months(start, months)
    return moved if moved.day == start.day else moved + timedelta(days=1)


def years_between(birth_date: date, day: date) -> int:
    """Count the birthdays from birth to `day`; who is born on 29 February has it on 1 March otherwise."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def _clamped(year_number: int, month: int, day: int) -> date:
    return date(year_number, month, min(day, monthrange(year_number, month)[1]))
