"""Reading definitions on the whole city: each becomes a column of the residents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import singledispatch
from typing import Any

import ibis
import ibis.expr.types as ir

from gongwei.adapters.lake.compiler import Reading, Scene, compiled, of_the_record
from gongwei.adapters.lake.tables import ORDER, NotInLake, Tables
from gongwei.domain.expr import Age, And, Attribute, Enrolled, Expr, Frame, Has, LivesHere, Owed, Summary, Value, walk
from gongwei.domain.period import Period, RelativePeriod
from gongwei.domain.scene import PeriodNotGiven

FOR_EVER = date(9999, 12, 31)


class City:
    """The tables as they were known on a day, for a period if the definitions name one."""

    def __init__(self, tables: Tables, *, on: date, period: Period | None = None) -> None:
        self.tables = tables
        self.day = on if period is None else min(on, period.last_day)
        self.period = period

    def read(self, definitions: Mapping[str, Expr]) -> ir.Table:
        """Give `person`, `area_code` and a column for each definition, NULL where it is unknown.

        Nodes that are written alike are computed once. Raises NotInLake and PeriodNotGiven.
        """
        nodes = {repr(node): node for definition in definitions.values() for node in of_the_record(definition)}
        people, summaries = self.tables.residents, {}
        for number, (text, node) in enumerate(nodes.items()):
            found = {"person": f"p{number}", "value": f"v{number}", "named": f"n{number}"}
            summary = summarized(node, self)
            summary = summary.select(**{new: summary[old] for old, new in found.items() if old in summary.columns})
            people = people.left_join(summary, people.person == summary[f"p{number}"])
            summaries[text] = _after_join(node, number)
        scene = self._scene(people, summaries)
        columns = {name: compiled(definition, scene).value for name, definition in definitions.items()}
        kept = [one for one in ("person", "area_code", "team") if one in people.columns]
        return people.select(*kept, **columns)

    def _scene(self, people: ir.Table, made: Mapping[str, Any]) -> Scene:
        day = ibis.literal(self.day)
        age_day = day if self.period is None else ibis.literal(self.period.last_day)
        return Scene(people, day, age_day, self.period, {text: finish(people) for text, finish in made.items()})

    def bound(self, period: Period | RelativePeriod) -> Period:
        """Put the indicator's own period where a definition says "the year"."""
        if isinstance(period, Period):
            return period
        if self.period is None:
            raise PeriodNotGiven(PeriodNotGiven.__doc__)
        return self.period

    def events(self, frame: Frame, item: Expr | None = None) -> Scene:
        """Give the rows of a frame, with the person's attributes beside them where they are asked for."""
        rows = self.tables.by_name[frame.source]
        rows = rows.filter(rows.day <= self.day)
        if frame.period is not None:
            period = self.bound(frame.period)
            rows = rows.filter(rows.day >= period.start, rows.day < period.stop)
        nodes = [node for part in (frame.condition, item) if part is not None for node in walk(part)]
        asked = {node.key for node in nodes if isinstance(node, Value)} - {*ORDER}
        rows = rows.select("person", *ORDER, *sorted(asked & {*rows.columns}))  # a row is wide, a definition is not
        if any(isinstance(node, Age | Attribute | LivesHere) for node in nodes):
            rows = rows.inner_join(self.tables.residents, "person")
        for part in _parts(frame.condition):  # apart, so that DuckDB leaves out what fails one while it reads the file
            rows = rows.filter(compiled(part, _event(rows)).value)
        return _event(rows)

    def spells(self, program: str) -> ir.Table:
        """Give the spells of a programme as [start, stop), ended by death and by the as-of day."""
        rows, people = self.tables.enrolments, self.tables.residents
        rows = rows.filter(rows.program == program)
        rows = rows.inner_join(people.select("person", "died_date"), "person")
        end = ibis.least(
            rows.stop.fill_null(FOR_EVER), rows.died_date.fill_null(FOR_EVER), self.day + timedelta(days=1)
        )
        rows = rows.select("person", "start", stop=end)
        return rows.filter(rows.start < rows.stop)


def _parts(condition: Expr | None) -> Iterator[Expr]:
    """Take apart what must be true: a row stays when every part is true."""
    if isinstance(condition, And):
        for part in condition.parts:
            yield from _parts(part)
    elif condition is not None:
        yield condition


def _event(rows: ir.Table) -> Scene:
    return Scene(rows, rows.day, rows.day)


def _after_join(node: Expr, number: int) -> Any:
    """Say what a person without any row has: no events, not enrolled, one service owed, or unknown."""
    nothing = {Summary: 0, Owed: 1}.get(type(node), False)
    if isinstance(node, Summary) and node.kind == "exists":
        nothing = False

    def finish(people: ir.Table) -> Reading:
        value = people[f"v{number}"]
        if isinstance(node, Summary) and node.kind not in ("count", "exists"):
            return Reading(value, named=people[f"n{number}"].fill_null(True))
        return Reading(value.fill_null(nothing), sure=True)

    return finish


@singledispatch
def summarized(node: Expr, city: City) -> ir.Table:
    """Give a person's value of a node as a table: person, value, and for some `named`."""
    raise NotInLake(f"{type(node).__name__}: {NotInLake.__doc__}")


def _persons(rows: ir.Table) -> ir.Table:
    return rows.select("person").distinct().mutate(value=True)


@summarized.register
def _(node: Has, city: City) -> ir.Table:
    rows = city.tables.conditions
    return _persons(rows.filter(rows.day <= city.day, rows.code.isin(list(node.codelist))))


@summarized.register
def _(node: Enrolled, city: City) -> ir.Table:
    rows = city.spells(node.program)
    if node.period is None:
        return _persons(rows.filter(rows.start <= city.day, rows.stop > city.day))
    whole = city.bound(node.period)
    stop = min(whole.stop, city.day + timedelta(days=1))
    return _persons(rows.filter(rows.start < stop, rows.stop > whole.start, ibis.literal(city.day >= whole.start)))


@summarized.register
def _(node: Owed, city: City) -> ir.Table:
    rows = city.spells(node.program)
    parts = city.bound(node.period).parts(node.most)
    wholes = {
        f"part{number}": ((rows.start <= part.start) & (rows.stop >= part.stop)).any()
        for number, part in enumerate(parts)
    }
    by_person = rows.group_by("person").aggregate(**wholes)
    count = sum((by_person[name].cast("int32") for name in wholes), start=ibis.literal(0))
    return by_person.select("person", value=count.clip(1, node.most))


@summarized.register
def _(node: Summary, city: City) -> ir.Table:
    scene = city.events(node.frame, node.item)
    rows = scene.row
    if node.kind == "count":
        return rows.group_by("person").aggregate(value=rows.count())
    if node.kind == "exists":
        return _persons(rows)
    if node.kind == "longest_gap":
        return _longest_gap(rows)
    assert node.item is not None
    item = compiled(node.item, scene)
    return _picked(node.kind, rows.select("person", *ORDER, value=item.value, named=item.named))


def _longest_gap(rows: ir.Table) -> ir.Table:
    before = rows.day.lag().over(ibis.window(group_by="person", order_by=ORDER))
    gaps = rows.select("person", gap=rows.day.delta(before, unit="day"))
    longest = gaps.group_by("person").aggregate(value=gaps.gap.max())
    return longest.mutate(named=True)


def _picked(kind: str, rows: ir.Table) -> ir.Table:
    """Take one value a person; `named` is asked for only where that is unknown. Far cheaper than ranking the rows."""
    place = {part: rows[part] for part in ORDER}
    last = ibis.struct(place)
    by_person = rows.group_by("person")
    if kind in ("min", "max"):
        value = rows.value.min() if kind == "min" else rows.value.max()
        return by_person.aggregate(value=value, named=rows.named.argmax(last))
    both = ibis.struct({"value": rows.value, "named": rows.named})
    if kind == "first":
        taken = both.argmin(last)
    elif kind == "last_known":  # a known one wins over any unknown
        taken = both.argmax(ibis.struct({"known": rows.value.notnull(), **place}))
    else:
        taken = both.argmax(last)
    found = by_person.aggregate(taken=taken)
    return found.select("person", value=found.taken["value"], named=found.taken["named"])
