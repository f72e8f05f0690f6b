"""From definitions to Ibis: the reading of an expression on all residents at once.

`gongwei.domain.evaluation` is the reference: for every resident both give the same value, and both know the
same values as unknown. SQL has one NULL; the reference tells two unknowns apart: one that names what is missing,
and one that lacks only values marked `may`, which makes an atom false. So a Reading carries both.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce, singledispatch
from typing import Any

import ibis
import ibis.expr.types as ir

from gongwei.adapters.lake.tables import SAME_AS_DAY, NotInLake
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
    children,
)
from gongwei.domain.period import Period

OPERATORS = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
    "+": operator.add, "-": operator.sub, "*": operator.mul,
}  # fmt: skip
OF_THE_RECORD = (Summary, Has, Enrolled, Owed)


@dataclass(frozen=True)
class Reading:
    """A column that is NULL where unknown; `named` says whether such an unknown names what is missing.

    `sure`: the column is never NULL.
    """

    value: Any
    named: Any = False
    sure: bool = False

    @property
    def missing(self) -> Any:
        """Say where the value is unknown and names what is missing."""
        return False if self.sure or self.named is False else self.value.isnull() & self.named


@dataclass(frozen=True)
class Scene:
    """What an expression is read on: rows of persons, or of events when `summaries` is None."""

    row: ir.Table
    day: Any
    age_day: Any
    period: Period | None = None
    summaries: Mapping[str, Reading] | None = None


def of_the_record(node: Expr | Frame) -> Iterator[Expr]:
    """List the outermost nodes that look at a person's rows."""
    if isinstance(node, OF_THE_RECORD):
        yield node
        return
    for child in children(node):
        yield from of_the_record(child)


def _any(*flags: Any) -> Any:
    """Join flags by or, leaving out those that are never true."""
    live = [flag for flag in flags if flag is not False]
    return reduce(operator.or_, live) if live else False


def _named(readings: list[Reading]) -> Any:
    """Say, for a value that is unknown as soon as one part is, whether that names anything."""
    parts = [one for one in readings if not one.sure]
    if all(one.named is False for one in parts):
        return False
    return True if all(one.named is True for one in parts) else _any(*(one.missing for one in parts))


def _atom(value: Any, parts: list[Reading]) -> Reading:
    """An atom is false, not unknown, where nothing but `may` values is missing."""
    if all(one.sure for one in parts):
        return Reading(value, sure=True)
    named = _named(parts)
    if named is False:
        return Reading(value.fill_null(False), sure=True)
    if named is True:
        return Reading(value, named=True)
    return Reading(ibis.ifelse(value.isnull() & ~named, False, value), named=True)


@singledispatch
def compiled(node: Expr, scene: Scene) -> Reading:
    """Give the reading of an expression on every row of a scene; it raises NotInLake."""
    raise NotInLake(f"{type(node).__name__}: {NotInLake.__doc__}")


@compiled.register
def _(node: Literal, scene: Scene) -> Reading:
    return Reading(ibis.literal(node.value), sure=True)


@compiled.register
def _(node: Value, scene: Scene) -> Reading:
    column = _column(node, scene)
    if node.absent == "must":
        return Reading(column, named=True)
    return Reading(column.fill_null(False), sure=True) if node.kind == "flag" else Reading(column)


def _column(node: Value, scene: Scene) -> Any:
    key = "day" if node.key == SAME_AS_DAY else node.key
    if scene.summaries is not None or key not in scene.row.columns:
        raise NotInLake(f"{node.key}: {NotInLake.__doc__}")
    return scene.row[key]


@compiled.register
def _(node: Attribute, scene: Scene) -> Reading:
    return Reading(scene.row[node.key], named=True)


@compiled.register
def _(node: Age, scene: Scene) -> Reading:
    return Reading(_years(scene.row.birth_date, scene.age_day), named=True)


def _years(birth_date: Any, day: Any) -> Any:
    before = day.month() * 100 + day.day() < birth_date.month() * 100 + birth_date.day()
    return day.year() - birth_date.year() - before.cast("int32")


@compiled.register
def _(node: Elapsed, scene: Scene) -> Reading:
    start, day = compiled(node.start, scene), scene.age_day
    days = day.delta(start.value, unit="day")
    if node.unit == "days":
        return Reading(days, start.named, start.sure)
    if node.unit == "weeks":
        return Reading((days / 7).floor().cast("int64"), start.named, start.sure)
    months = (day.year() - start.value.year()) * 12 + day.month() - start.value.month()
    passed = months - (day.day() < start.value.day()).cast("int32")
    return Reading(passed, start.named, start.sure)


@compiled.register
def _(node: DaysAfter, scene: Scene) -> Reading:
    start = compiled(node.start, scene)
    return Reading(start.value + ibis.interval(days=node.days), start.named, start.sure)


@compiled.register
def _(node: LivesHere, scene: Scene) -> Reading:
    row, day = scene.row, scene.day
    came = (row.resident_from <= day).fill_null(True)
    stayed = (row.resident_to > day).fill_null(True)
    alive = (row.died_date > day).fill_null(True)
    return Reading(came & stayed & alive, sure=True)


@compiled.register(Summary)
@compiled.register(Has)
@compiled.register(Enrolled)
@compiled.register(Owed)
def _(node: Expr, scene: Scene) -> Reading:
    if scene.summaries is None:
        raise NotInLake(f"{type(node).__name__} inside an event: {NotInLake.__doc__}")
    return scene.summaries[repr(node)]


@compiled.register
def _(node: Compare, scene: Scene) -> Reading:
    left, right = compiled(node.left, scene), compiled(node.right, scene)
    return _atom(OPERATORS[node.op](left.value, right.value), [left, right])


@compiled.register
def _(node: IsIn, scene: Scene) -> Reading:
    item = compiled(node.item, scene)
    if isinstance(item.value, ir.ArrayValue):
        found = reduce(operator.or_, [item.value.contains(code) for code in node.codes], ibis.literal(False))
        return _atom(ibis.ifelse(item.value.isnull(), None, found), [item])
    return _atom(item.value.isin(node.codes), [item])


@compiled.register
def _(node: IsKnown, scene: Scene) -> Reading:
    if isinstance(node.item, Value):  # a flag that may be absent reads as false, but is not known
        return Reading(_column(node.item, scene).notnull(), sure=True)
    return Reading(compiled(node.item, scene).value.notnull(), sure=True)


@compiled.register(And)
@compiled.register(Or)
def _(node: And | Or, scene: Scene) -> Reading:
    parts = [compiled(part, scene) for part in node.parts]
    joined = reduce(operator.and_ if isinstance(node, And) else operator.or_, [part.value for part in parts])
    return Reading(joined, named=_named(parts), sure=all(part.sure for part in parts))


@compiled.register
def _(node: Not, scene: Scene) -> Reading:
    item = compiled(node.item, scene)
    # Not `~`: of that, Ibis 12 writes `NOT x IS NULL`, which SQL reads as NOT (x IS NULL).
    return Reading(item.value == ibis.literal(False), named=item.named, sure=item.sure)


@compiled.register
def _(node: Arithmetic, scene: Scene) -> Reading:
    left, right = compiled(node.left, scene), compiled(node.right, scene)
    if node.op == "/":  # by zero: unknown, but nothing is missing
        return Reading(left.value / right.value.nullif(0), named=_any(left.missing, right.missing))
    parts = [left, right]
    value = OPERATORS[node.op](left.value, right.value)
    return Reading(value, named=_named(parts), sure=all(part.sure for part in parts))


@compiled.register
def _(node: Case, scene: Scene) -> Reading:
    chosen = compiled(node.otherwise, scene)
    for condition, value in reversed(node.branches):
        asked, then = compiled(condition, scene), compiled(value, scene)
        named = _branch(asked, asked.named, then.named, chosen.named)
        chosen = Reading(
            _branch(asked, None, then.value, chosen.value), named, asked.sure and then.sure and chosen.sure
        )
    return chosen


def _branch(asked: Reading, unknown: Any, then: Any, otherwise: Any) -> Any:
    """Choose by a condition of three values."""
    if unknown is not None and all(flag is then for flag in (unknown, otherwise)):
        return then
    chosen = ibis.ifelse(asked.value, then, otherwise)
    return chosen if asked.sure else ibis.ifelse(asked.value.isnull(), unknown, chosen)


@compiled.register
def _(node: Previous, scene: Scene) -> Reading:
    return Reading(ibis.literal(False), sure=True)  # a record is not a visit: there is none before it


@compiled.register
def _(node: Named, scene: Scene) -> Reading:
    return compiled(node.item, scene)
