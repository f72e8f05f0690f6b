"""Evaluation: reading an expression on one person in Python. This is the reference for every other reading."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import singledispatch
from itertools import pairwise
from typing import Any

from gongwei.domain.expr import (
    Age,
    And,
    Arithmetic,
    Attribute,
    Case,
    Compare,
    Enrolled,
    Expr,
    Frame,
    Has,
    HasNoTruth,
    IsIn,
    IsKnown,
    Literal,
    LivesHere,
    Named,
    Not,
    Or,
    Owed,
    Previous,
    Summary,
    Value,
)
from gongwei.domain.period import Period, RelativePeriod
from gongwei.domain.record import Event, Person, Record, Spell


@dataclass(frozen=True)
class Unknown:
    """The third truth value. `keys` names what is missing; no keys means that only `may` values are."""

    keys: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        raise HasNoTruth("unknown is neither true nor false; ask `is_true` or `is_false`")

    def __or__(self, other: Unknown) -> Unknown:
        return Unknown(self.keys | other.keys)


class PeriodNotGiven(ValueError):
    """The definition speaks of "the year": give the period for which it is read."""


@dataclass(frozen=True)
class Scene:
    """What an expression is read on: a person on a day, a row of values there, perhaps the whole record."""

    day: date
    person: Person = field(default_factory=Person)
    values: Mapping[str, Any] = field(default_factory=dict)
    previous: Scene | None = None
    record: Record | None = None
    period: Period | None = None
    # Named parts stand in several rules: each is worked out once for a scene.
    worked_out: dict[Named, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def age_day(self) -> date:
        """Inside an event and without a period the day itself, else the last day of the period."""
        return self.day if self.period is None else self.period.last_day

    def bound(self, period: Period | RelativePeriod) -> Period:
        """Put the indicator's own period where a definition says "the year"."""
        if isinstance(period, Period):
            return period
        if self.period is None:
            raise PeriodNotGiven(PeriodNotGiven.__doc__)
        return self.period

    def at(self, event: Event) -> Scene:
        """Look at one event of the person."""
        return Scene(day=event.day, person=self.person, values=event.values)


def is_true(expr: Expr, scene: Scene) -> bool:
    """Say whether the expression is certainly true."""
    return value_of(expr, scene) is True


def is_false(expr: Expr, scene: Scene) -> bool:
    """Say whether the expression is certainly false."""
    return value_of(expr, scene) is False


@singledispatch
def value_of(node: Expr, scene: Scene) -> Any:
    """Give the value of an expression on a scene, or Unknown."""
    raise TypeError(f"{type(node).__name__} is not a node that can be evaluated")


@value_of.register
def _(node: Literal, scene: Scene) -> Any:
    return node.value


@value_of.register
def _(node: Value, scene: Scene) -> Any:
    value = scene.values.get(node.key)
    if value is None:
        return _missing(node)
    if node.kind == "day" and isinstance(value, str):
        return date.fromisoformat(value)
    return value


@value_of.register
def _(node: Attribute, scene: Scene) -> Any:
    value = getattr(scene.person, node.key)
    return Unknown(frozenset({node.key})) if value is None else value


@value_of.register
def _(node: Age, scene: Scene) -> Any:
    years = scene.person.age_on(scene.age_day)
    return Unknown(frozenset({"age"})) if years is None else years


@value_of.register
def _(node: LivesHere, scene: Scene) -> bool:
    return scene.person.lives_here_on(scene.day)


@value_of.register
def _(node: Has, scene: Scene) -> bool:
    conditions = scene.record.conditions if scene.record else ()
    return any(c.day <= scene.day and c.values["code"] in node.codelist for c in conditions)


@value_of.register
def _(node: Enrolled, scene: Scene) -> bool:
    seen = Period(scene.day, scene.day + timedelta(days=1))
    if node.period is not None:
        whole = scene.bound(node.period)
        if scene.day < whole.start:
            return False
        seen = Period(whole.start, min(whole.stop, seen.stop))
    return any(start < seen.stop and stop > seen.start for start, stop in _spells(node.program, scene))


@value_of.register
def _(node: Owed, scene: Scene) -> int:
    parts = scene.bound(node.period).parts(node.most)
    spells = list(_spells(node.program, scene))
    whole = sum(any(start <= part.start and part.stop <= stop for start, stop in spells) for part in parts)
    return min(max(whole, 1), node.most)


def _spells(program: str, scene: Scene) -> list[tuple[date, date]]:
    """Give the person's spells in a programme as [start, stop), ended by death and by the as-of day."""
    end = min(scene.person.died_date or date.max, scene.day + timedelta(days=1))
    spells: tuple[Spell, ...] = scene.record.enrolments if scene.record else ()
    cut = [(s.start, min(s.stop or date.max, end)) for s in spells if s.program == program]
    return [(start, stop) for start, stop in cut if start < stop]


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


@value_of.register
def _(node: Compare, scene: Scene) -> bool | Unknown:
    left, right = value_of(node.left, scene), value_of(node.right, scene)
    unknown = _unknown(left, right)
    return _COMPARE[node.op](left, right) if unknown is None else _atom(unknown)


@value_of.register
def _(node: IsIn, scene: Scene) -> bool | Unknown:
    value = value_of(node.item, scene)
    if isinstance(value, Unknown):
        return _atom(value)
    return any(code in node.codes for code in (value if isinstance(value, list | tuple) else (value,)))


@value_of.register
def _(node: IsKnown, scene: Scene) -> bool:
    if isinstance(node.item, Value):
        return scene.values.get(node.item.key) is not None
    return not isinstance(value_of(node.item, scene), Unknown)


@value_of.register
def _(node: And, scene: Scene) -> bool | Unknown:
    values = [value_of(part, scene) for part in node.parts]
    return False if any(v is False for v in values) else _known_or(True, values)


@value_of.register
def _(node: Or, scene: Scene) -> bool | Unknown:
    values = [value_of(part, scene) for part in node.parts]
    return True if any(v is True for v in values) else _known_or(False, values)


@value_of.register
def _(node: Not, scene: Scene) -> bool | Unknown:
    value = value_of(node.item, scene)
    return value if isinstance(value, Unknown) else not value


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


@value_of.register
def _(node: Arithmetic, scene: Scene) -> Any:
    left, right = value_of(node.left, scene), value_of(node.right, scene)
    unknown = _unknown(left, right)
    if unknown is not None:
        return unknown
    if node.op == "/" and right == 0:
        return Unknown()
    return _ARITHMETIC[node.op](left, right)


@value_of.register
def _(node: Case, scene: Scene) -> Any:
    for condition, value in node.branches:
        met = value_of(condition, scene)
        if isinstance(met, Unknown):
            return met
        if met:
            return value_of(value, scene)
    return value_of(node.otherwise, scene)


@value_of.register
def _(node: Previous, scene: Scene) -> bool:
    return scene.previous is not None and is_true(node.item, scene.previous)


@value_of.register
def _(node: Named, scene: Scene) -> Any:
    if node not in scene.worked_out:
        scene.worked_out[node] = value_of(node.item, scene)
    return scene.worked_out[node]


@value_of.register
def _(node: Summary, scene: Scene) -> Any:
    events = events_of(node.frame, scene)
    if node.kind == "count":
        return len(events)
    if node.kind == "exists":
        return bool(events)
    if node.kind == "longest_gap":
        gaps = [(b.day - a.day).days for a, b in pairwise(events)]
        return max(gaps) if gaps else Unknown(frozenset({node.frame.source}))
    assert node.item is not None
    values = [value_of(node.item, scene.at(event)) for event in events]
    return _picked(node.kind, values) if values else Unknown(frozenset({node.frame.source}))


def _picked(kind: str, values: list[Any]) -> Any:
    if kind in ("first", "last"):
        return values[0] if kind == "first" else values[-1]
    known = [v for v in values if not isinstance(v, Unknown)]
    if not known:
        return values[-1]
    return {"last_known": known[-1], "min": min(known), "max": max(known)}[kind]


def events_of(frame: Frame, scene: Scene) -> list[Event]:
    """List the events of a frame in their order, up to the as-of day."""
    if scene.record is None:
        return []
    source: tuple[Event, ...] = getattr(scene.record, frame.source)
    seen = [e for e in source if e.day <= scene.day]
    if frame.period is not None:
        period = scene.bound(frame.period)
        seen = [e for e in seen if e.day in period]
    if frame.condition is not None:
        seen = [e for e in seen if is_true(frame.condition, scene.at(e))]
    return sorted(seen, key=lambda e: e.order)


def read_record(expr: Expr, record: Record, *, on: date, period: Period | None = None) -> Any:
    """Read an expression on a whole record as it was known on a day, for a period if the expression names one."""
    day = on if period is None else min(on, period.last_day)
    return value_of(expr, Scene(day=day, person=record.person, record=record, period=period))


def read_row(expr: Expr, values: Mapping[str, Any], *, person: Person, on: date) -> Any:
    """Read an expression on one row of values."""
    return value_of(expr, Scene(day=on, person=person, values=values))


def _missing(node: Value) -> bool | Unknown:
    if node.absent == "must":
        return Unknown(frozenset({node.key}))
    return False if node.kind == "flag" else Unknown()


def _unknown(*values: Any) -> Unknown | None:
    unknowns = [v for v in values if isinstance(v, Unknown)]
    return Unknown(frozenset().union(*(u.keys for u in unknowns))) if unknowns else None


def _known_or(truth: bool, values: list[Any]) -> bool | Unknown:
    unknown = _unknown(*values)
    return truth if unknown is None else unknown


def _atom(unknown: Unknown) -> bool | Unknown:
    return unknown if unknown.keys else False
