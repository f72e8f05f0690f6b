"""A form as its official paper looks: questions in rows, visits in columns, numbered options with the code in a box.

What was not answered stays an empty box or line, so that a blank paper is the same paper without answers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Any

from gongwei.domain.expr import Expr
from gongwei.domain.form import Form, Repeat, Section, stands
from gongwei.domain.form_field import Choices, Field, Number, Text
from gongwei.domain.paper import Column
from gongwei.domain.record import Person
from gongwei.domain.scene import Scene
from gongwei.domain.tongue import in_tongue, say
from gongwei.ui import forms

BOXES = 3  # that a question with several answers has where it has none
LINES = 3  # that a list has on a blank paper
LONGEST_LIST = 30  # options; beyond, the name is written
NARROW = 22  # characters of options that fit into one of several columns; longer ones stand beside the question
OTHER_SYMPTOM = "symptom_other"  # of whichever list of symptoms stands before it


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What the paper does otherwise than the form.

    `joined` says what shares a row, by the key of its first; `phrases` how a line of a list is said; `placed` in which
    section something stands, by key or by the form's section; `beside` for which fields the paper has no box.
    """

    joined: Mapping[str, tuple[str, tuple[str, ...]]] = dataclasses.field(default_factory=dict)
    phrases: Mapping[str, str] = dataclasses.field(default_factory=dict)
    placed: Mapping[str, str] = dataclasses.field(default_factory=dict)
    beside: Callable[[Field], bool] = lambda _field: False


@dataclass(frozen=True)
class Answer:
    """What stands in a box or on a line; `before` separates it from the answer that it shares the cell with."""

    written: str
    boxed: bool = False
    before: str = ""


@dataclass(frozen=True)
class Cell:
    """One question of one visit. Not `asked`, it is struck through; `details` are written out beneath its answer."""

    asked: bool = True
    options: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    unit: str = ""
    details: tuple[tuple[str, str], ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Row:
    """One question with its cells; `legend` are the options that are too many to stand in every cell."""

    title: str
    cells: tuple[Cell, ...]
    legend: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One section of the paper."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Print:
    """A form that is being laid out: for each column its scene, that of the blank paper, and whether it is filled.

    In `words` the answers are told without their options.
    """

    scenes: tuple[tuple[Scene, Scene, bool], ...]
    layout: Layout
    words: bool = False

    @property
    def wide(self) -> bool:
        return len(self.scenes) == 1

    def answered(self, field: Field) -> bool:
        return any(field.key in told.values for told, _blank, _filled in self.scenes)

    def on_it(self, field: Field) -> bool:
        """Say whether the blank paper has the question, or somebody answered it."""
        return self.answered(field) or any(stands(field, blank) for _told, blank, _filled in self.scenes)

    def title_of(self, section: Section, field: Field) -> str:
        return self.layout.placed.get(field.key) or self.layout.placed.get(section.title) or section.title


NOTHING_ELSE = Layout()


def parts(
    form: Form, columns: Sequence[Column], *, person: Person, sheet: str = "", layout: Layout = NOTHING_ELSE
) -> tuple[Part, ...]:
    """Lay a form out in columns. What the paper has no box for follows at its end, where it was answered.

    The day of the visit is left out where it heads the columns.
    """
    which = form.sheets.which.key if form.sheets else ""
    chosen = {which: sheet} if which else {}
    scenes = (
        (
            Scene(one.day, person, {**chosen, **(one.entered.readings if one.entered else {})}),
            Scene(one.day, person, chosen),
            one.entered is not None,
        )
        for one in columns
    )
    laid = _Print(tuple(scenes), layout)
    heading = "" if any(one.title for one in columns if one.title != one.day.isoformat()) else "visit_date"
    standing = [
        (laid.title_of(section, field), field)
        for section in form.sections
        for field in section.fields
        if field.key not in (which, heading) and laid.on_it(field)
    ]
    own = groupby((one for one in standing if not layout.beside(one[1])), key=lambda one: one[0])
    other = [field for _title, field in standing if layout.beside(field) and laid.answered(field)]
    found = [_part(in_tongue(title), [field for _title, field in fields], laid) for title, fields in own]
    return (*found, *([_part(say("表外另记"), other, replace(laid, words=True))] if other else ()))


def _part(title: str, fields: Sequence[Field], laid: _Print) -> Part:
    """Lay a section out; one question of the same title needs no other."""
    rows = tuple(row for group in _groups(fields, laid.layout.joined) for row in _rows(group, laid))
    return Part("" if [row.title for row in rows] == [title] else title, rows)


@dataclass(frozen=True)
class _Group:
    """Fields that share a row: alternatives of one title, what stands beside each other in a cell, details."""

    title: str
    alternatives: tuple[Field, ...]
    others: tuple[Field, ...] = ()
    details: tuple[Field, ...] = ()

    @property
    def unit(self) -> str:
        """Give the unit of all that stands in the row; where they differ each answer has its own."""
        units = {one.unit for one in (self.alternatives[0], *self.others)}
        return in_tongue(units.pop()) if len(units) == 1 else ""


def _groups(fields: Sequence[Field], joined: Mapping[str, Any]) -> list[_Group]:
    by_key = {field.key: field for field in fields}
    shared = {other for key, (_t, others) in joined.items() if key in by_key for other in others}
    goals = {f"target_{key}" for key in by_key} & by_key.keys()
    rows: dict[str, list[Field]] = {}
    details: dict[str, list[Field]] = {}
    last = ""
    for field in fields:
        if field.key in shared | goals:
            continue
        if last and _details(field, rows[last][0]):
            details.setdefault(last, []).append(field)
            continue
        # Questions of one title that stand at different ages or stages take turns in one row.
        last = field.title if isinstance(field.asked, Expr) else field.key
        rows.setdefault(last, []).append(field)
    return [_group(these, by_key, joined, details.get(row, [])) for row, these in rows.items()]


def _details(field: Field, choice: Field) -> bool:
    """Say whether a field writes out what the choice before it ticks, and so stands in its box."""
    named = field.key.endswith("_text") or field.key in (f"{choice.key}_other", OTHER_SYMPTOM)
    return named and isinstance(field, Text) and _has_options(choice)


def _group(
    these: list[Field], by_key: Mapping[str, Field], joined: Mapping[str, Any], details: Sequence[Field]
) -> _Group:
    key, title = these[0].key, these[0].title
    name, keys = joined.get(key, (title, ()))
    others = [by_key[one] for one in keys if one in by_key]
    said = in_tongue(name if others else title)
    if (goal := by_key.get(f"target_{key}")) is not None:
        others, said = [*others, goal], say("{title} 现／目标", title=said)
    return _Group(said, tuple(these), tuple(others), tuple(details))


def _rows(group: _Group, laid: _Print) -> Iterator[Row]:
    field = group.alternatives[0]
    if isinstance(field, Repeat) and not laid.wide:
        yield from _lines(field, laid)
        return
    unit = "" if laid.wide or not group.unit else f"（{group.unit}）"
    options = () if laid.words or len(group.alternatives) > 1 else _options(field)
    legend = options if not laid.wide and sum(map(len, options)) > NARROW else ()
    cells = tuple(_cell(group, laid, number, listed=not legend) for number in range(len(laid.scenes)))
    yield Row(f"{group.title}{unit}", cells, legend)


def _cell(group: _Group, laid: _Print, number: int, *, listed: bool) -> Cell:
    told, _blank, filled = laid.scenes[number]
    answered = (one for one in group.alternatives if one.key in told.values)
    standing = (one for one in group.alternatives if stands(one, told))
    field = next(chain(answered, standing), None)
    if field is None:
        return Cell(asked=False)
    if isinstance(field, Repeat):
        return _table(field, told.values.get(field.key))
    if laid.words:
        told_of = [_written(one, told.values.get(one.key)) for one in (field, *group.others)]
        return Cell(answers=tuple(Answer(said, before="／" if number else "") for number, said in enumerate(told_of)))
    answers = list(_answers(field, told.values.get(field.key), unit=not group.unit))
    for other in group.others:
        first, *rest = _answers(other, told.values.get(other.key), unit=not group.unit)
        answers += [Answer(first.written, first.boxed, "／"), *rest]
    details = tuple(
        (in_tongue(one.title), forms.said(one, told.values[one.key]) if one.key in told.values else "")
        for one in group.details
        if one.key in told.values or laid.wide or not filled
    )
    unit = group.unit if laid.wide else ""
    return Cell(options=_options(field) if listed else (), answers=tuple(answers), unit=unit, details=details)


def _has_options(field: Field) -> bool:
    return 0 < len(forms.options(field, None)) <= LONGEST_LIST


def _options(field: Field) -> tuple[str, ...]:
    if not _has_options(field):
        return ()
    numbered = ((_number(field, one), one.title) for one in forms.options(field, None))
    return tuple(title if title.startswith(f"{number} ") else f"{number} {title}" for number, title in numbered)


def _number(field: Field, option: forms.Option) -> str:
    """Give the number that stands before an option: on a scale its points, else its place on the form."""
    return option.code if isinstance(field, Number) else option.key


def _answers(field: Field, value: Any, *, unit: bool) -> Iterator[Answer]:
    if not _has_options(field):
        yield Answer(f"{_written(field, value)} {in_tongue(field.unit)}".rstrip() if unit else _written(field, value))
        return
    chosen = [_number(field, one) for one in forms.options(field, value) if one.chosen]
    blank = BOXES if isinstance(field, Choices) and not chosen else 1
    for number, code in enumerate(chosen or [""] * blank):
        yield Answer(code, boxed=True, before="/" if number else "")


def _written(field: Field, value: Any) -> str:
    if value is None:
        return ""
    said = forms.said(field, value)
    if isinstance(field, Number):
        said = said.removeprefix(in_tongue(field.title)).removesuffix(in_tongue(field.unit)).strip()
    return said


def _table(field: Repeat, value: Any) -> Cell:
    inner = field.form.fields.values()
    rows = [tuple(_written(one, row.get(one.key)) for one in inner) for row in value or ()]
    rows += [("",) * len(field.form.fields)] * (min(LINES, field.most) - len(rows))
    return Cell(headings=tuple(_titled(one) for one in inner), rows=tuple(rows))


def _titled(field: Field) -> str:
    return f"{in_tongue(field.title)}（{in_tongue(field.unit)}）" if field.unit else in_tongue(field.title)


def _lines(field: Repeat, laid: _Print) -> Iterator[Row]:
    """Write a list across the columns: for each line one row of its name, one of the rest."""
    name, *rest = field.form.fields.values()
    listed = [told.values.get(field.key) or [] for told, _blank, _filled in laid.scenes]
    for number in range(max(min(LINES, field.most), *map(len, listed))):
        lines = [rows[number] if number < len(rows) else {} for rows in listed]
        named = tuple(Cell(answers=(Answer(_written(name, line.get(name.key))),)) for line in lines)
        yield Row(f"{in_tongue(name.title)} {number + 1}", named)
        if rest:
            phrase = laid.layout.phrases.get(field.key, "")
            usage = (_usage(phrase, rest, line) for line in lines)
            yield Row(say("用法用量"), tuple(Cell(answers=(Answer(one),)) for one in usage))


def _usage(phrase: str, rest: Sequence[Field], line: Mapping[str, Any]) -> str:
    told = {one.key: forms.said(one, line[one.key]) for one in rest if line.get(one.key) not in (None, "")}
    if told and phrase:
        return say(phrase, **{one.key: told.get(one.key, "") for one in rest})
    return " ".join(told.values())
