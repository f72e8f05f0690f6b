"""Spans of time as schedules write them ("12 months - 4 days") and the two ways to add them to a day.

Days are proleptic ordinals (`date.toordinal()`): whole numbers compare and add fastest. Which arithmetic holds belongs
to the schedule. Source: CDC logic specification, chapter 3, CALCDT-1 to CALCDT-6; China: 国家免疫规划儿童免疫程序.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

# Before and after every real day: 1 January 1900 and 31 December 2999 of the specification's tables.
ALWAYS = date(1900, 1, 1).toordinal()
NEVER = date(2999, 12, 31).toordinal()

_TERM = re.compile(r"\s*([+-]?)\s*(\d+)\s*(year|month|week|day)s?\s*", re.IGNORECASE)
_IN_DAYS = {"week": 7, "day": 1}


class UnreadableSpan(ValueError):
    """A span is written as terms of years, months, weeks and days, such as "12 months - 4 days"."""


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """A length of time; `whole_months` are its years and months together. Made by `span`, which keeps one of each."""

    years: int
    months: int
    days: int
    text: str
    whole_months: int

    def __str__(self) -> str:
        return self.text


# How a schedule adds a span to a day: both are ordinals.
Arithmetic = Callable[[int, Span], int]


@cache
def span(text: str) -> Span:
    """Read a span from its words; an empty text is no span and raises `UnreadableSpan`."""
    amounts = {"year": 0, "month": 0, "day": 0}
    at = 0
    while at < len(text):
        term = _TERM.match(text, at)
        if term is None or (at > 0 and not term[1]):
            break
        unit = term[3].lower()
        signed = -int(term[2]) if term[1] == "-" else int(term[2])
        amounts["day" if unit in _IN_DAYS else unit] += signed * _IN_DAYS.get(unit, 1)
        at = term.end()
    if at < len(text) or not text.strip():
        raise UnreadableSpan(f"{text!r}: {UnreadableSpan.__doc__}")
    years, months = amounts["year"], amounts["month"]
    return Span(years, months, amounts["day"], text, years * 12 + months)


def forward(day: int, length: Span) -> int:
    """Add years, then months, then days; a day that does not exist becomes the first of the next month at once.

    CALCDT-1 to CALCDT-6: 31 March + 6 months = 1 October; 31 January 2000 + 6 months - 4 days = 27 July.
    """
    if length.years:
        day = _forward(day, length.years * 12)
    if length.months:
        day = _forward(day, length.months)
    return day + length.days


def clamp(day: int, length: Span) -> int:
    """Add years and months together, then days; a day that does not exist becomes the last of its month."""
    return (_clamped(day, length.whole_months) if length.whole_months else day) + length.days


@lru_cache(maxsize=1 << 17)
def _forward(day: int, months: int) -> int:
    year, month, number = _moved(day, months)
    if number > monthrange(year, month)[1]:
        year, month, number = (year + 1, 1, 1) if month == 12 else (year, month + 1, 1)
    return date(year, month, number).toordinal()


@lru_cache(maxsize=1 << 17)
def _clamped(day: int, months: int) -> int:
    year, month, number = _moved(day, months)
    return date(year, month, min(number, monthrange(year, month)[1])).toordinal()


def _moved(day: int, months: int) -> tuple[int, int, int]:
    was = date.fromordinal(day)
    index = was.year * 12 + was.month - 1 + months
    return index // 12, index % 12 + 1, was.day
