"""Contracts with family doctors: packages of yearly services for a group of people, and what was done of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongwei.domain.evaluation import read_record
from gongwei.domain.expr import And, Enrolled, Expr, Frame, Literal
from gongwei.domain.period import Period, RelativePeriod, add_months
from gongwei.domain.record import Record

FAMILY_DOCTOR = "family_doctor"  # the key of the spells in which somebody has a contract
CONTRACT_END = "contract_end"  # and of the single days on which the term of one ended
EVERYBODY = Literal(True)
RENEWAL_DAYS = 60  # before the end a renewal is offered; the platform's default, not verified
signed = Enrolled(FAMILY_DOCTOR).called("有有效的家庭医生签约")


@dataclass(frozen=True, eq=False)
class Item:
    """One service of a package, so many `times` a year.

    `done` is the frame of records that are such a service: it counts by itself. Without one somebody writes down each
    time. `when` says for whom of the group it is (who is 80, say).
    """

    key: str
    title: str
    times: int = 1
    done: Frame | None = None
    when: Expr = EVERYBODY


@dataclass(frozen=True, eq=False)
class Package:
    """What a contract promises a group of people; `key_group` says that the city counts the group among the key ones.

    `group` tells from a record who belongs in it; Literal(False) where no record of class 3 tells.
    """

    key: str
    title: str
    group: Expr
    items: tuple[Item, ...]
    source: str
    since: date
    key_group: bool = True
    verified: bool = False

    def holds(self, record: Record, *, on: date) -> bool:
        """Say whether a person is certainly of the group on a day."""
        return read_record(self.group, record, on=on) is True

    def countable(self, period: Period | RelativePeriod) -> And:
        """Say in one expression that everything which counts by itself was done in a period, as often as agreed."""
        parts = (~one.when | (one.done.during(period).count() >= one.times) for one in self.items if one.done)
        return And(tuple(parts))


@dataclass(frozen=True)
class Standing:
    """How one item of a contract stands: `done` of `times` in the contract's year."""

    item: Item
    done: int
    times: int

    @property
    def fulfilled(self) -> bool:
        return self.done >= self.times


def contract_year(from_date: date, to_date: date, on: date) -> Period:
    """Give the year of the contract [from, to) that holds a day, counted from its first day; its last one after it."""
    start = from_date
    while (following := add_months(start, 12)) < to_date and following <= on:
        start = following
    return Period(start, min(add_months(start, 12), to_date))


def standings(
    packages: tuple[Package, ...], record: Record, *, period: Period, on: date, by_hand: dict[str, int]
) -> tuple[Standing, ...]:
    """Say of each item, once where packages share it, how often it was done in the period, up to a day.

    `by_hand` counts by key what somebody wrote down. What a package asks oftener counts.
    """
    items: dict[str, Item] = {}
    for package in packages:
        for item in package.items:
            applies = read_record(item.when, record, on=on, period=period) is True
            if applies and (item.key not in items or items[item.key].times < item.times):
                items[item.key] = item
    return tuple(Standing(item, _done(item, record, period, on, by_hand), item.times) for item in items.values())


def _done(item: Item, record: Record, period: Period, on: date, by_hand: dict[str, int]) -> int:
    noted = by_hand.get(item.key, 0)
    if item.done is None:
        return noted
    return noted + int(read_record(item.done.during(period).count(), record, on=on))
