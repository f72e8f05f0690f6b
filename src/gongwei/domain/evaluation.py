"""Evaluation: reading an expression on one person in Python. This is the reference for every other reading.

Each node becomes a function of a scene, made of those of its parts, once: a file or a page then asks only functions.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache, singledispatch
from itertools import pairwise
from typing import Any

from gongwei.domain.elapsed import DaysAfter, Elapsed
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
from gongwei.domain.period import Period, months_between
from gongwei.domain.record import Event, Person, Record, Spell
from gongwei.domain.scene import Scene, Unknown

Reading = Callable[[Scene], Any]
NODES = 20_000  # how many functions are kept: more than all nodes of the catalogue


def is_true(expr: Expr, scene: Scene) -> bool:
    """Say whether the expression is certainly true."""
    return value_of(expr, scene) is True


def is_false(expr: Expr, scene: Scene) -> bool:
    """Say whether the expression is certainly false."""
    return value_of(expr, scene) is False


def value_of(expr: Expr, scene: Scene) -> Any:
    """Give the value of an expression on a scene, or Unknown."""
    return reading(expr)(scene)


@lru_cache(maxsize=NODES)
def reading(node: Expr) -> Reading:
    """Give the function that reads an expression on a scene."""
    return made(node)


@singledispatch
def made(node: Expr) -> Reading:  # a node that lives in a module of its own registers its reading there
    raise TypeError(f"{type(node).__name__} is not a node that can be evaluated")


@made.register
def _(node: Literal) -> Reading:
    value = node.value
    return lambda scene: value


@made.register
def _(node: Value) -> Reading:
    key, missing, is_day = node.key, _missing(node), node.kind == "day"

    def read(scene: Scene) -> Any:
        value = scene.values.get(key)
        if value is None:
            return missing
        return date.fromisoformat(value) if is_day and isinstance(value, str) else value

    return read


@made.register
def _(node: Attribute) -> Reading:
    key, missing = node.key, Unknown(frozenset({node.key}))

    def read(scene: Scene) -> Any:
        value = getattr(scene.person, key)
        return missing if value is None else value

    return read


@made.register
def _(node: Age) -> Reading:
    missing = Unknown(frozenset({"age"}))

    def read(scene: Scene) -> int | Unknown:
        years = scene.person.age_on(scene.age_day)
        return missing if years is None else years

    return read


@made.register
def _(node: Elapsed) -> Reading:
    start, unit = reading(node.start), node.unit

    def read(scene: Scene) -> int | Unknown:
        since, day = start(scene), scene.age_day
        if isinstance(since, Unknown):
            return since
        if unit == "months":
            return months_between(since, day)
        return (day - since).days // (7 if unit == "weeks" else 1)

    return read


@made.register
def _(node: DaysAfter) -> Reading:
    start, distance = reading(node.start), timedelta(days=node.days)

    def read(scene: Scene) -> date | Unknown:
        day = start(scene)
        return day if isinstance(day, Unknown) else day + distance

    return read


@made.register
def _(node: LivesHere) -> Reading:
    return lambda scene: scene.person.lives_here_on(scene.day)


@made.register
def _(node: Has) -> Reading:
    def read(scene: Scene) -> bool:
        conditions = scene.record.conditions if scene.record else ()
        return any(c.day <= scene.day and c.values["code"] in node.codelist for c in conditions)

    return read


@made.register
def _(node: Enrolled) -> Reading:
    def read(scene: Scene) -> bool:
        seen = Period(scene.day, scene.day + timedelta(days=1))
        if node.period is not None:
            whole = scene.bound(node.period)
            if scene.day < whole.start:
                return False
            seen = Period(whole.start, min(whole.stop, seen.stop))
        return any(start < seen.stop and stop > seen.start for start, stop in _spells(node.program, scene))

    return read


@made.register
def _(node: Owed) -> Reading:
    def read(scene: Scene) -> int:
        parts = scene.bound(node.period).parts(node.most)
        spells = list(_spells(node.program, scene))
        whole = sum(any(start <= part.start and part.stop <= stop for start, stop in spells) for part in parts)
        return min(max(whole, 1), node.most)

    return read


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


@made.register
def _(node: Compare) -> Reading:
    compare, left, right = _COMPARE[node.op], reading(node.left), reading(node.right)

    def read(scene: Scene) -> bool | Unknown:
        one, other = left(scene), right(scene)
        unknown = _unknown(one, other)
        return compare(one, other) if unknown is None else _atom(unknown)

    return read


@made.register
def _(node: IsIn) -> Reading:
    item, codes = reading(node.item), node.codes

    def read(scene: Scene) -> bool | Unknown:
        value = item(scene)
        if isinstance(value, Unknown):
            return _atom(value)
        return any(code in codes for code in value) if isinstance(value, list | tuple) else value in codes

    return read


@made.register
def _(node: IsKnown) -> Reading:
    if isinstance(node.item, Value):
        key = node.item.key
        return lambda scene: scene.values.get(key) is not None
    item = reading(node.item)
    return lambda scene: not isinstance(item(scene), Unknown)


@made.register
def _(node: And) -> Reading:
    return _joined(node.parts, decisive=False)


@made.register
def _(node: Or) -> Reading:
    return _joined(node.parts, decisive=True)


def _joined(parts: tuple[Expr, ...], *, decisive: bool) -> Reading:
    """Ask part by part until one decides; what is unknown on the way counts only if none does."""
    readings = [reading(part) for part in parts]

    def read(scene: Scene) -> bool | Unknown:
        unknown: Unknown | None = None
        for part in readings:
            value = part(scene)
            if value is decisive:
                return decisive
            if isinstance(value, Unknown):
                unknown = value if unknown is None else unknown | value
        return not decisive if unknown is None else unknown

    return read


@made.register
def _(node: Not) -> Reading:
    item = reading(node.item)

    def read(scene: Scene) -> bool | Unknown:
        value = item(scene)
        return value if isinstance(value, Unknown) else not value

    return read


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


@made.register
def _(node: Arithmetic) -> Reading:
    work_out, left, right = _ARITHMETIC[node.op], reading(node.left), reading(node.right)

    def read(scene: Scene) -> Any:
        one, other = left(scene), right(scene)
        unknown = _unknown(one, other)
        if unknown is not None:
            return unknown
        if node.op == "/" and other == 0:
            return Unknown()
        return work_out(one, other)

    return read


@made.register
def _(node: Case) -> Reading:
    branches = [(reading(condition), reading(value)) for condition, value in node.branches]
    otherwise = reading(node.otherwise)

    def read(scene: Scene) -> Any:
        for condition, value in branches:
            met = condition(scene)
            if isinstance(met, Unknown):
                return met
            if met:
                return value(scene)
        return otherwise(scene)

    return read


@made.register
def _(node: Previous) -> Reading:
    item = reading(node.item)
    return lambda scene: scene.previous is not None and item(scene.previous) is True


@made.register
def _(node: Named) -> Reading:
    item = reading(node.item)

    def read(scene: Scene) -> Any:
        if node not in scene.worked_out:
            scene.worked_out[node] = item(scene)
        return scene.worked_out[node]

    return read


@made.register
def _(node: Summary) -> Reading:
    if node.kind == "count":
        return lambda scene: len(events_of(node.frame, scene))
    if node.kind == "exists":
        return lambda scene: bool(events_of(node.frame, scene))
    nothing = Unknown(frozenset({node.frame.source}))
    if node.kind == "longest_gap":
        return lambda scene: max(_gaps(events_of(node.frame, scene)), default=nothing)
    assert node.item is not None
    item = reading(node.item)

    def read(scene: Scene) -> Any:
        values = [item(scene.at(event)) for event in events_of(node.frame, scene)]
        return _picked(node.kind, values) if values else nothing

    return read


def _gaps(events: list[Event]) -> list[Any]:
    return [(after.day - before.day).days for before, after in pairwise(events)]


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
        holds = reading(frame.condition)
        seen = [e for e in seen if holds(scene.at(e)) is True]
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


def _unknown(left: Any, right: Any) -> Unknown | None:
    """Say what is missing on either side, None where both are known."""
    if isinstance(left, Unknown):
        return left | right if isinstance(right, Unknown) else left
    return right if isinstance(right, Unknown) else None


def _atom(unknown: Unknown) -> bool | Unknown:
    return unknown if unknown.keys else False
