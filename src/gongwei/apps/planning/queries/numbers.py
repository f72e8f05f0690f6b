"""What the city has settled for open numbers: read for the pages, and told to the catalogue of this process."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from gongwei.apps.planning.models import SettledNumber
from gongwei.catalog import settled as catalogue
from gongwei.catalog.discovery import numbers
from gongwei.domain.settling import OpenNumber, Settled

FRESH = timedelta(minutes=5)  # a number comes into force on a later day than it was settled: nobody waits for it
_told_at: datetime | None = None


def know(*, at: datetime, anew: bool = False) -> None:
    """Tell the catalogue of this process what is settled, unless it was told just now; `anew` tells it anyway."""
    global _told_at
    if not anew and _told_at is not None and _told_at.date() == at.date() and abs(at - _told_at) < FRESH:
        return
    catalogue.tell(_settled(SettledNumber.objects.filter(replaced_at=None)))
    _told_at = at


def _settled(rows: Iterable[SettledNumber]) -> list[Settled]:
    """Give rows as the domain reads them; a number that the catalogue has no more is left out."""
    ordered = sorted(rows, key=lambda row: (row.key, row.since_date))
    return [Settled(row.key, values(row), row.since_date, row.source) for row in ordered if row.key in numbers()]


def values(row: SettledNumber) -> tuple[float, ...]:
    """Give the one value, or the two ends of a range."""
    return (row.low,) if row.high is None else (row.low, row.high)


def history(key: str) -> list[SettledNumber]:
    """List all that was ever settled for a number, newest first."""
    rows = SettledNumber.objects.filter(key=key).select_related("user")
    return list(rows.order_by("-since_date", "-settled_at"))


def standing(*, on: date) -> dict[str, SettledNumber]:
    """Give the row that is in force for each number on a day."""
    rows = SettledNumber.objects.filter(replaced_at=None, since_date__lte=on).order_by("since_date")
    return {row.key: row for row in rows}


def coming(*, on: date) -> dict[str, SettledNumber]:
    """Give the row that comes into force next for each number after a day."""
    rows = SettledNumber.objects.filter(replaced_at=None, since_date__gt=on).order_by("-since_date")
    return {row.key: row for row in rows}


def values_on(day: date) -> dict[str, tuple[float, ...]]:
    """Give the values of every open number on a day, settled or the catalogue's own."""
    found: dict[str, OpenNumber] = dict(numbers())
    return {key: one.values for key, one in found.items()} | {key: values(row) for key, row in standing(on=day).items()}
