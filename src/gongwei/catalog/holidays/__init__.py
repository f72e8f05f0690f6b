"""Give China's public holidays and make-up workdays as the State Council's notices set them."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

FIRST_YEAR = 2019


class UnknownHolidays(ValueError):
    """Days are asked for of which no notice is in the table; the message says which years are."""


@dataclass(frozen=True)
class Holidays:
    """Days off with their names, and days that are worked though they are Saturday or Sunday; for whole years."""

    rest: dict[date, str]
    work: dict[date, str]
    years: range

    def covering(self, first: date, last: date) -> "Holidays":
        """Give itself if every day from `first` to `last` is known. Raises UnknownHolidays."""
        if first.year < self.years.start or last.year >= self.years.stop:
            known = f"{self.years.start} to {self.years.stop - 1}"
            raise UnknownHolidays(
                f"holidays are known for {known}, not from {first} to {last}: add the State Council's notice to "
                "catalog/holidays/days.csv, or judge these years alone"
            )
        return self


@cache
def holidays() -> Holidays:
    """Read the table of notices."""
    days: dict[str, dict[date, str]] = {"rest": {}, "work": {}}
    with files(__name__).joinpath("days.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            first, last = date.fromisoformat(row["first_date"]), date.fromisoformat(row["last_date"])
            for after in range((last - first).days + 1):
                days[row["kind"]][first + timedelta(days=after)] = row["name"]
    return Holidays(days["rest"], days["work"], range(FIRST_YEAR, max(days["work"]).year + 1))


def is_workday(day: date) -> bool:
    """Say whether a day is worked; beyond the notices, Monday to Friday are."""
    known = holidays()
    return day in known.work or (day.weekday() < 5 and day not in known.rest)
