"""Indicators: which people count below the line, which of them above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal as OneOf

from gongwei.domain.evaluation import read_record
from gongwei.domain.expr import Enrolled, Expr, IsIn, Owed, Summary, Value, walk
from gongwei.domain.period import calendar_year
from gongwei.domain.record import Record
from gongwei.domain.scene import Unknown


@dataclass(frozen=True, eq=False)
class Indicator:
    """A share of people in a calendar year, as known on an as-of day.

    `population` says who is below the line and `counted` who of them is above it. `unknown` says what becomes of
    a person for whom `counted` is unknown: "not counted" stays below the line, "excluded" leaves it. With
    `denominator="population"` the line stands under the yearly population table instead of registered residents;
    `population` still says among whom `counted` is looked for. A person counts once, at the place of residence
    at the end of the period (`place`). `notes` says what the city may set otherwise.
    """

    key: str
    title: str
    unit: str
    better: OneOf["higher", "lower", "neither"]
    population: Expr
    counted: Expr
    source: str
    owner: str
    period: OneOf["year"] = "year"
    unknown: OneOf["not counted", "excluded"] = "not counted"
    denominator: OneOf["residents", "population"] = "residents"
    place: OneOf["end of period"] = "end of period"
    verified: bool = True
    notes: tuple[str, ...] = ()

    def count(self, record: Record, *, year: int, as_of: date) -> tuple[bool, bool]:
        """Say whether the person counts below the line, and whether above it."""
        period = calendar_year(year)
        if as_of < period.start or read_record(self.population, record, on=as_of, period=period) is not True:
            return False, False
        counted = read_record(self.counted, record, on=as_of, period=period)
        if isinstance(counted, Unknown):
            return self.unknown == "not counted", False
        return True, bool(counted)


def programs_read(indicator: Indicator) -> frozenset[str]:
    """Name the programmes whose enrolments or visits an indicator looks at."""
    found: set[str] = set()
    for node in (*walk(indicator.population), *walk(indicator.counted)):
        if isinstance(node, Enrolled | Owed):
            found.add(node.program)
        found |= _named(node)
    return frozenset(found)


def readings_read(indicator: Indicator) -> dict[str, frozenset[str]]:
    """Name the keys that an indicator reads of visits, by the programme whose visits they are."""
    found: dict[str, frozenset[str]] = {}
    for node in (*walk(indicator.population), *walk(indicator.counted)):
        if isinstance(node, Summary) and node.frame.source == "visits":
            inside = list(walk(node))
            keys = frozenset(one.key for one in inside if isinstance(one, Value))
            for program in frozenset().union(*map(_named, inside)):
                found[program] = found.get(program, frozenset()) | keys
    return found


def _named(node: object) -> frozenset[str]:
    """Name the programmes by which a frame of visits is narrowed."""
    narrows = isinstance(node, IsIn) and isinstance(node.item, Value) and node.item.key == "program"
    return frozenset(node.codes) if narrows else frozenset()  # type: ignore[attr-defined]
