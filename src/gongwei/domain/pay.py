"""Pay by work done: services × price × coefficient of quality, added up for institutions, with what a change would do.

The plans of 2018 (000 三(三)1) and 2016 (002 三(四)2) ask for pay by workload and unit cost, joined to performance;
neither gives a formula. This one is ours: whoever decides a rule sees all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from gongwei.domain.tongue import say

CENT = Decimal("0.01")
MOST_PRICE = 10_000.0  # yuan for one service
NO_COEFFICIENT = 1.0


class UnusableRule(ValueError):
    """A price, goal or floor lies outside what can be: the message names it and says what to write."""


class Piece(StrEnum):
    """What one piece of a service is."""

    VISIT = "visit"
    SIGNED = "signed"  # a contract that began, anew or again; one that took the place of another in its term is none
    SERVED = "served"  # a year of a contract that ran to its end, of somebody who lived here until then


@dataclass(frozen=True)
class Service:
    """A service paid by the piece: visits of a programme, or contracts. `price` in yuan.

    Of visits all are, or those (not) face to face; `reading` and `answers` keep those that answered so, as the sheets
    of a pregnancy.
    """

    key: str
    title: str
    program: str
    price: float
    face_to_face: bool | None = None
    reading: str | None = None
    answers: tuple[str, ...] = ()
    piece: Piece = Piece.VISIT
    verified: bool = False


@dataclass(frozen=True)
class Quality:
    """How an indicator becomes a coefficient: 1 from `goal` on, in proportion below, never under `floor`.

    `goal` in the unit of the indicator (%).
    """

    program: str
    indicator: str
    goal: float
    floor: float
    verified: bool = False

    def coefficient(self, value: float | None) -> float:
        """Give the coefficient for a value; one that cannot be told costs nobody anything."""
        if value is None:
            return NO_COEFFICIENT
        return max(self.floor, min(1.0, value / self.goal))


@dataclass(frozen=True)
class PayRule:
    """What is paid: a price in yuan for each service, and the quality that each programme is measured by."""

    prices: Mapping[str, float]
    qualities: Mapping[str, Quality]

    def check(self) -> None:
        """Raise UnusableRule for the first price, goal or floor that cannot be."""
        for key, price in self.prices.items():
            if not 0 <= price <= MOST_PRICE:
                raise UnusableRule(say("{item}：单价应在 0 到 {most} 元之间。", item=key, most=int(MOST_PRICE)))
        for one in self.qualities.values():
            if not (0 < one.goal <= 100 and 0 <= one.floor <= 1):
                raise UnusableRule(
                    say("{item}：质量目标应在 0 到 100 之间，最低系数应在 0 到 1 之间。", item=one.program)
                )


@dataclass(frozen=True)
class Work:
    """So many services of one kind, by one institution or team (any key), with the quality of their programme."""

    unit: str
    service: Service
    services: int
    quality: float | None  # value of the programme's indicator where they were given, %


@dataclass(frozen=True)
class PayLine:
    """One line of a statement: services × price × coefficient = amount in yuan, to the fen."""

    unit: str
    service: Service
    services: int
    price: float
    quality: float | None
    coefficient: float
    amount: Decimal


@dataclass(frozen=True)
class Change:
    """What a unit gets under the rule in force and under a draft, in yuan."""

    unit: str
    now: Decimal
    then: Decimal

    @property
    def difference(self) -> Decimal:
        return self.then - self.now


def statement(work: Iterable[Work], rule: PayRule) -> list[PayLine]:
    """Pay every line of work by a rule; a service without a price is paid nothing, and stands there with 0."""
    lines = []
    for one in work:
        price = rule.prices.get(one.service.key, 0.0)
        quality = rule.qualities.get(one.service.program)
        coefficient = quality.coefficient(one.quality) if quality else NO_COEFFICIENT
        amount = Decimal(one.services) * Decimal(str(price)) * Decimal(str(round(coefficient, 4)))
        rounded = amount.quantize(CENT, rounding=ROUND_HALF_UP)
        lines.append(PayLine(one.unit, one.service, one.services, price, one.quality, coefficient, rounded))
    return lines


def totals(lines: Iterable[PayLine]) -> dict[str, Decimal]:
    """Add the lines of each unit."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        found[line.unit] += line.amount
    return dict(found)


def simulate(work: Iterable[Work], *, now: PayRule, draft: PayRule) -> list[Change]:
    """Compare a draft with the rule in force on the same work, who loses most first."""
    done = list(work)
    before, after = totals(statement(done, now)), totals(statement(done, draft))
    units = sorted(before.keys() | after.keys())
    changes = [Change(unit, before.get(unit, Decimal()), after.get(unit, Decimal())) for unit in units]
    return sorted(changes, key=lambda change: (change.difference, change.unit))


def quarter_months(start: date) -> tuple[date, date, date]:
    """Give the first days of a quarter's three months."""
    return start, start.replace(month=start.month + 1), start.replace(month=start.month + 2)
