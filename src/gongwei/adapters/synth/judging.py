"""A reading of programmes by columns: what the rules decide for many visits at once.

It walks the same expressions as `gongwei.domain.evaluation`, which is the reference; the tests compare them. So a
made visit carries the decision that the programme itself takes.
"""

import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import NEVER, Days, add_months, as_dates, day, months_between, months_on
from gongwei.adapters.synth.sheet import Sheet, picked
from gongwei.domain.elapsed import DaysAfter, Elapsed
from gongwei.domain.expr import (
    Age,
    And,
    Arithmetic,
    Attribute,
    Case,
    Compare,
    Expr,
    IsIn,
    IsKnown,
    Literal,
    Named,
    Not,
    Or,
    Previous,
    Value,
)
from gongwei.domain.form_field import Field
from gongwei.domain.growth import GrowthBand
from gongwei.domain.milestones import Milestone
from gongwei.domain.program import Program, Rule, Target

KNOWN, MUST, MAY = 0, 1, 2  # a value is there; lacks one that must be there; lacks only such that may be absent
OPERATORS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


@dataclass(frozen=True, slots=True)
class View:
    """Visits seen by rules: their days, people and answers, and the visits before them (same rows)."""

    day: Days
    birth: Days  # as recorded
    age: NDArray[np.int32]  # on that day, by birthdays
    sex: NDArray[np.int8]
    sheet: Sheet
    fields: Mapping[str, Field]
    before: "View | None" = None
    again: NDArray[np.bool_] | None = None  # whether there was a visit before

    def rows(self, chosen: NDArray) -> "View":
        """See some of the visits."""
        before = None if self.before is None else self.before.rows(chosen)
        again = None if self.again is None else self.again[chosen]
        sheet = picked(self.sheet, chosen)
        born, age, sex = self.birth[chosen], self.age[chosen], self.sex[chosen]
        return View(self.day[chosen], born, age, sex, sheet, self.fields, before, again)


@dataclass(frozen=True, slots=True)
class Cells:
    """A value for every visit, and whether it is known."""

    values: NDArray
    state: NDArray[np.int8]

    @property
    def true(self) -> NDArray[np.bool_]:
        return self.values.astype(bool) & (self.state == KNOWN)


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided. `rule` counts in the rules of the edition, -1 where a value is missing."""

    edition: NDArray[np.int8]
    rule: NDArray[np.int8]
    due: Days  # NEVER where nothing is due any more
    at_target: NDArray[np.int8]  # 1, 0, or -1 where it cannot be told
    clinical_at_target: NDArray[np.int8]
    visit_class: NDArray[np.object_]


def judge(program: Program, view: View) -> Judged:
    """Decide visits, each by the edition of its day; the due day of an undecided one is the visit's own."""
    since = np.array([day(edition.since) for edition in program.editions])
    edition = np.argmax(view.day[:, None] >= since, axis=1).astype(np.int8)
    count = len(view.day)
    made = Judged(
        edition,
        np.full(count, -1, dtype=np.int8),
        view.day.copy(),
        np.full(count, -1, dtype=np.int8),
        np.full(count, -1, dtype=np.int8),
        np.full(count, None, dtype=object),
    )
    for position, own in enumerate(program.editions):
        chosen = np.flatnonzero(edition == position)
        if len(chosen):
            _judge(own, replace(view.rows(chosen), fields=own.visit.fields), made, chosen)
    return made


def _judge(program: Program, view: View, made: Judged, chosen: NDArray) -> None:
    undecided = np.ones(len(chosen), dtype=bool)
    for position, rule in enumerate(program.rules):
        met = read(rule.condition, view)
        due = _next_due(rule, view)
        holds = undecided & met.true
        decided = holds & (due.state == KNOWN)
        made.rule[chosen[decided]] = position
        made.due[chosen[decided]] = due.values[decided]
        undecided &= ~holds & (met.state == KNOWN)
    made.at_target[chosen] = _reached(program.target, view)
    made.clinical_at_target[chosen] = _reached(program.clinical, view)
    if program.visit_class is not None:
        given = read(program.visit_class, view)
        told = given.state == KNOWN
        made.visit_class[chosen[told]] = given.values[told]


def _next_due(rule: Rule, view: View) -> Cells:
    if rule.at is None:
        return _known(view.day + rule.days if rule.days is not None else add_months(view.day, rule.months or 0))
    start = read(rule.at.start, view)
    begun = _as_days(start)
    due = np.full(len(view.day), NEVER, dtype=np.int32)
    for stone in reversed(rule.at.stones):
        first, last = _window(stone, begun)
        due = np.where(first > view.day, last, due)
    return Cells(due, start.state)


def _window(stone: Milestone, start: Days) -> tuple[Days, Days]:
    first = months_on(start, stone.months) + stone.days
    stop = months_on(start, stone.months + stone.open_months) + stone.days + stone.open_days
    return first, stop - 1


def _as_days(cells: Cells) -> Days:
    """Read days written as texts in a form as day counts; where there is none, the first day of all."""
    if cells.values.dtype.kind in "iu":
        return cells.values.astype(np.int32)
    texts = np.where(cells.state == KNOWN, cells.values, "1970-01-01").astype("datetime64[D]")
    return texts.astype(np.int32)


def _reached(target: Target | None, view: View) -> NDArray[np.int8]:
    if target is None:
        return np.full(len(view.day), -1, dtype=np.int8)
    cells = read(target.reached, view)
    told = (cells.state == KNOWN) & (view.day >= day(target.since))
    return np.where(told, cells.values.astype(bool), -1).astype(np.int8)


@singledispatch
def read(node: Expr, view: View) -> Cells:
    """Give the value of an expression at every visit."""
    raise TypeError(f"{type(node).__name__} is not a node of visit rules")


@read.register
def _(node: Literal, view: View) -> Cells:
    kind = object if isinstance(node.value, str) else None
    return _known(np.full(len(view.day), node.value, dtype=kind))


@read.register
def _(node: Value, view: View) -> Cells:
    column = view.sheet.get(node.key)
    derived = getattr(view.fields.get(node.key), "derived", None)
    if column is None and derived is not None:
        cells = read(derived, view)
        known = (cells.state == KNOWN) & _stands(view.fields[node.key], view)
        return Cells(cells.values, np.where(known, KNOWN, _missing(node)).astype(np.int8))
    if column is None:
        return Cells(np.zeros(len(view.day)), np.full(len(view.day), _missing(node), dtype=np.int8))
    if column.numbers is not None:
        values = column.numbers[column.positions]
    else:
        values = column.each(lambda value: value, float if node.kind in ("number", "flag") else object)
    return Cells(values, np.where(column.present, KNOWN, _missing(node)).astype(np.int8))


def _stands(field: Field, view: View) -> NDArray[np.bool_]:
    """Say at which visits a field stands on the form: always, unless its condition is certainly false."""
    if isinstance(field.asked, bool):
        return np.ones(len(view.day), dtype=bool)
    asked = read(field.asked, view)
    return (asked.state != KNOWN) | asked.values.astype(bool)


@read.register
def _(node: Attribute, view: View) -> Cells:
    if node.key == "birth_date":
        return _known(view.birth)
    if node.key != "sex":
        raise TypeError(f"{node.key} is not asked for by visit rules")
    return _known(np.where(view.sex == 0, "1", "2").astype(object))


@read.register
def _(node: Age, view: View) -> Cells:
    return _known(view.age)


@read.register
def _(node: Elapsed, view: View) -> Cells:
    start = read(node.start, view)
    since = _as_days(start)
    if node.unit == "months":
        return Cells(months_between(since, view.day), start.state)
    return Cells((view.day - since) // (7 if node.unit == "weeks" else 1), start.state)


@read.register
def _(node: DaysAfter, view: View) -> Cells:
    start = read(node.start, view)
    moved = as_dates(_as_days(start) + np.int32(node.days))
    return Cells(moved.astype(str).astype(object), start.state)  # as days are written in a form


@read.register
def _(node: GrowthBand, view: View) -> Cells:
    value, at = read(node.value, view), read(node.at, view)
    band = np.zeros(len(view.day), dtype=np.int8)
    for code, own in (("1", view.sex == 0), ("2", view.sex == 1)):
        band[own] = node.by_sex[code].bands(value.values[own].astype(float), at.values[own].astype(float))
    known = (value.state == KNOWN) & (at.state == KNOWN) & (band > 0)
    return Cells(band.astype(str).astype(object), np.where(known, KNOWN, MAY).astype(np.int8))


@read.register
def _(node: Compare, view: View) -> Cells:
    left, right = read(node.left, view), read(node.right, view)
    return _atom(OPERATORS[node.op](left.values, right.values).astype(bool), _both(left, right))


@read.register
def _(node: IsIn, view: View) -> Cells:
    column = view.sheet.get(node.item.key) if isinstance(node.item, Value) else None
    if column is None:
        cells = read(node.item, view)
        return _atom(np.isin(cells.values, node.codes), cells.state)
    missing = np.where(column.present, KNOWN, _missing(node.item)).astype(np.int8)  # type: ignore[arg-type]
    return _atom(column.each(lambda value: _among(value, node.codes), bool), missing)


@read.register
def _(node: IsKnown, view: View) -> Cells:
    if isinstance(node.item, Value) and node.item.key in view.sheet:
        return _known(view.sheet[node.item.key].present)
    return _known(read(node.item, view).state == KNOWN)


@read.register
def _(node: And, view: View) -> Cells:
    parts = [read(part, view) for part in node.parts]
    false = np.any([(part.state == KNOWN) & ~part.values.astype(bool) for part in parts], axis=0)
    return Cells(~false, np.where(false, KNOWN, _worst(parts)).astype(np.int8))


@read.register
def _(node: Or, view: View) -> Cells:
    parts = [read(part, view) for part in node.parts]
    true = np.any([part.true for part in parts], axis=0)
    return Cells(true, np.where(true, KNOWN, _worst(parts)).astype(np.int8))


@read.register
def _(node: Not, view: View) -> Cells:
    cells = read(node.item, view)
    return Cells(~cells.values.astype(bool), cells.state)


@read.register
def _(node: Arithmetic, view: View) -> Cells:
    left, right = read(node.left, view), read(node.right, view)
    state = _both(left, right)
    if node.op != "/":
        return Cells(OPERATORS[node.op](left.values, right.values), state)
    zero = right.values == 0
    values = left.values / np.where(zero, 1, right.values)
    return Cells(values, np.where((state == KNOWN) & zero, MAY, state).astype(np.int8))


@read.register
def _(node: Case, view: View) -> Cells:
    last = read(node.otherwise, view)
    values, state = last.values.astype(object), last.state.copy()
    for condition, value in reversed(node.branches):
        met, own = read(condition, view), read(value, view)
        values = np.where(met.true, own.values, values)
        state = np.where(met.true, own.state, np.where(met.state == KNOWN, state, met.state))
    numeric = all(isinstance(item, int | float) for item in values[state == KNOWN])
    return Cells(np.where(state == KNOWN, values, 0).astype(float if numeric else object), state.astype(np.int8))


@read.register
def _(node: Previous, view: View) -> Cells:
    if view.before is None or view.again is None:
        return _known(np.zeros(len(view.day), dtype=bool))
    return _known(view.again & read(node.item, view.before).true)


@read.register
def _(node: Named, view: View) -> Cells:
    return read(node.item, view)


def _known(values: NDArray) -> Cells:
    return Cells(values, np.zeros(len(values), dtype=np.int8))


def _missing(node: Value) -> int:
    return MUST if node.absent == "must" else KNOWN if node.kind == "flag" else MAY


def _atom(values: NDArray[np.bool_], state: NDArray[np.int8]) -> Cells:
    """Read an atom that lacks only what may be absent as false."""
    return Cells(values & (state == KNOWN), np.where(state == MUST, MUST, KNOWN).astype(np.int8))


def _both(left: Cells, right: Cells) -> NDArray[np.int8]:
    return np.asarray(_worst([left, right]), dtype=np.int8)


def _worst(parts: list[Cells]) -> NDArray[np.int8]:
    """Say what is missing in all parts together: what must be there counts more."""
    must = np.any([part.state == MUST for part in parts], axis=0)
    may = np.any([part.state == MAY for part in parts], axis=0)
    return np.where(must, MUST, np.where(may, MAY, KNOWN)).astype(np.int8)


def _among(value: Any, codes: tuple[str, ...]) -> bool:
    return any(code in codes for code in (value if isinstance(value, list) else [value]))
