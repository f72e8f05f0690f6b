"""Form parts: a domain form with values and problems in, what a template needs to draw it out.

A field stands in front when it must be filled, when a rule reads it, or when it is a list (medicines); the others
wait under "more", and those that hang on another answer appear with it, so that a visit meets only what it needs.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gongwei.domain.expr import Expr, values_in
from gongwei.domain.form import Form, Repeat, Section
from gongwei.domain.form_field import Choice, Choices, Day, Field, Flag, Number, Problem, Text
from gongwei.domain.tongue import in_tongue, listed, say

LIST_FROM = 14  # more options than this are a list to open, not segments
YES_NO = {"是": "是", "否": "否"}


@dataclass(frozen=True)
class Option:
    """One code that can be chosen, with the digits that choose it from the keyboard."""

    code: str
    title: str
    key: str
    alone: bool = False
    chosen: bool = False


@dataclass(frozen=True)
class Entry:
    """One field as the page shows it. `last` is the last visit's answer (JSON), only where it may be offered."""

    key: str
    title: str
    widget: str
    name: str
    must: bool
    waits: bool
    unit: str
    hint: str
    width: str
    value: Any
    longest: int
    whole: bool
    options: tuple[Option, ...]
    severity: str
    problem: str
    last: str = ""
    last_words: str = ""
    lines: tuple[tuple[Entry, ...], ...] = ()
    blank_line: tuple[Entry, ...] = ()
    most: int = 0


@dataclass(frozen=True)
class Part:
    """One section: fields in front, fields under "more", and in words what the last visit said."""

    title: str
    front: tuple[Entry, ...]
    more: tuple[Entry, ...]
    offers: str
    more_open: bool


def parts(
    form: Form,
    values: Mapping[str, Any],
    *,
    problems: Sequence[Problem] = (),
    last: Mapping[str, Any] | None = None,
    read_by_rules: Collection[str] = (),
) -> tuple[Part, ...]:
    """Lay out a form. `values` are readings or what was posted; `last` the readings of the visit before.

    Derived fields are not asked for, nor which sheet it is, nor a section that holds no other. `read_by_rules` names
    fields that decide something.
    """
    by_key = {problem.key.split(".")[0]: problem for problem in reversed(problems)}
    which = form.sheets.which if form.sheets else None
    asked = (Section(one.title, *(field for field in one.fields if field is not which)) for one in form.sections)
    laid_out = (_part(section, values, by_key, last or {}, read_by_rules) for section in asked)
    return tuple(part for part in laid_out if part.front or part.more)


def _part(
    section: Section,
    values: Mapping[str, Any],
    problems: Mapping[str, Problem],
    last: Mapping[str, Any],
    read_by_rules: Collection[str],
) -> Part:
    front: list[Entry] = []
    more: list[Entry] = []
    for field in section.fields:
        if field.derived is not None:
            continue
        place = front if _in_front(field, read_by_rules) else more
        entry = _entry(field, values.get(field.key), problems.get(field.key), last.get(field.key))
        waits = entry.waits and field.key not in read_by_rules
        place.append(replace(entry, waits=waits))
    offered = [f"{entry.title} {entry.last_words}" for entry in front if entry.last and entry.value in ("", [])]
    opened = any(entry.severity or entry.value not in (None, "", []) for entry in more)
    return Part(in_tongue(section.title), tuple(front), tuple(more), " · ".join(offered), opened)


def _in_front(field: Field, read_by_rules: Collection[str]) -> bool:
    return field.required is not False or field.key in read_by_rules or isinstance(field, Repeat)


def _asked_by_codes(field: Field) -> bool:
    """Say whether other answers decide if the field is asked at all (how many, since when), and no measurement."""
    if not isinstance(field.required, Expr):
        return False
    deciding = values_in(field.required)
    return bool(deciding) and all(isinstance(one, Choice | Choices | Flag | Text) for one in deciding)


def _entry(field: Field, value: Any, problem: Problem | None, last: Any, name: str = "") -> Entry:
    offered = last if field.carried and last not in (None, "", []) else None
    return Entry(
        key=field.key,
        title=in_tongue(field.title),
        widget=_widget(field),
        name=name or field.key,
        must=field.required is True,
        waits=_asked_by_codes(field) and not value and problem is None,
        unit=in_tongue(field.unit),
        hint=in_tongue(field.note),
        width=_width(field),
        value="" if value is None else value,
        longest=field.longest if isinstance(field, Text) else 40,
        whole=isinstance(field, Number) and field.integer,
        options=options(field, value),
        severity=problem.severity if problem else "",
        problem=problem.message if problem else "",
        last="" if offered is None else json.dumps(offered, ensure_ascii=False),
        last_words="" if offered is None else said(field, offered),
        lines=_lines(field, value),
        blank_line=_line(field, {}, "__n__") if isinstance(field, Repeat) else (),
        most=field.most if isinstance(field, Repeat) else 0,
    )


def _widget(field: Field) -> str:
    names = _names(field)
    if isinstance(field, Repeat):
        return "lines"
    if isinstance(field, Choices):
        return "many"
    if names:
        return "list" if len(names) > LIST_FROM else "one"
    if isinstance(field, Day):
        return "day"
    long_text = isinstance(field, Text) and field.longest > 100
    return "long" if long_text else "number" if isinstance(field, Number) else "text"


def _width(field: Field) -> str:
    if isinstance(field, Choices | Repeat):
        return ""
    if isinstance(field, Choice | Flag) or _names(field):
        return "half" if len(_names(field)) <= 4 else ""
    return "third" if isinstance(field, Number | Day) else "half"


def _names(field: Field) -> Mapping[str, str]:
    if isinstance(field, Choice | Choices):
        return field.codes.names
    if isinstance(field, Number) and field.levels:
        return {str(points): name for points, name in field.levels.items()}  # the points are their keys
    return YES_NO if isinstance(field, Flag) else {}


def options(field: Field, value: Any) -> tuple[Option, ...]:
    """Give the codes that a field offers, those of the value chosen; a field without codes offers none."""
    names = _names(field)
    numbered = all(code.isdigit() and len(code) <= 2 for code in names)
    none = field.codes.none if isinstance(field, Choices) else None
    chosen = {str(one) for one in value} if isinstance(value, list) else {_as_posted(value)}
    others = [code for code in names if code != none]
    keys = {code: code if numbered else str(others.index(code) + 1) if code != none else "0" for code in names}
    return tuple(
        Option(code, in_tongue(title), keys[code], alone=code == none, chosen=code in chosen)
        for code, title in names.items()
    )


def _as_posted(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def _lines(field: Field, value: Any) -> tuple[tuple[Entry, ...], ...]:
    if not isinstance(field, Repeat) or not isinstance(value, list):
        return ()
    return tuple(_line(field, row, str(number)) for number, row in enumerate(value))


def _line(field: Repeat, row: Mapping[str, Any], number: str) -> tuple[Entry, ...]:
    return tuple(
        _entry(inner, row.get(inner.key), None, None, name=f"{field.key}-{number}-{inner.key}")
        for inner in field.form.fields.values()
    )


def said(field: Field, value: Any) -> str:
    """Write a reading in words: codes by their names, numbers with their unit, rows one after the other."""
    if isinstance(field, Choice):
        return field.codes.name_of(str(value))
    if isinstance(field, Choices) and isinstance(value, list):
        return listed(field.codes.name_of(str(code)) for code in value)
    if isinstance(field, Repeat) and isinstance(value, list):
        return say("；").join(_row_words(field, row) for row in value)
    if isinstance(field, Number) and field.levels and value in field.levels:
        return _level(field.levels[value], int(value))
    if isinstance(field, Number) and isinstance(value, int | float):
        return f"{value:g} {in_tongue(field.unit)}".strip()
    return in_tongue(_as_posted(value)) if isinstance(value, bool) else _as_posted(value)


def _level(name: str, points: int) -> str:
    return say("{name}（{points} 分）", name=in_tongue(name), points=points)


def _row_words(field: Repeat, row: Mapping[str, Any]) -> str:
    known = [inner for inner in field.form.fields.values() if row.get(inner.key) not in (None, "")]
    return " ".join(said(inner, row[inner.key]) for inner in known)


def posted(form: Form, data: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Gather what a page posted (name → values) into raw values by key: lists for several codes, rows for lines."""
    raw: dict[str, Any] = {}
    for key, field in form.fields.items():
        if isinstance(field, Repeat):
            raw[key] = _posted_rows(field, data)
        elif isinstance(field, Choices):
            raw[key] = [code for code in data.get(key, ()) if code]
        elif data.get(key):
            raw[key] = data[key][-1]
    return {key: value for key, value in raw.items() if value not in ("", [])}


def _posted_rows(field: Repeat, data: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    numbers = sorted({name.split("-")[1] for name in data if name.startswith(f"{field.key}-") and name.count("-") == 2})
    rows = []
    for number in numbers[: field.most + 1]:
        row = {inner: data.get(f"{field.key}-{number}-{inner}", [""])[-1] for inner in field.form.fields}
        if any(value.strip() for value in row.values()):
            rows.append(row)
    return rows


def worked_out(form: Form, readings: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write what was worked out from the answers, as (title, value in words); a code that says nothing is left out."""
    found = [field for field in form.fields.values() if field.derived is not None and field.key in readings]
    return [(in_tongue(field.title), said(field, readings[field.key])) for field in found if _says(field, readings)]


def is_scale(field: Field) -> bool:
    """Say whether the answers carry points."""
    return isinstance(field, Number) and bool(field.levels)


def _says(field: Field, readings: Mapping[str, Any]) -> bool:
    """An answer to a question of the form that was measured stands beside the others once the visit is saved."""
    if isinstance(field, Choice):
        return readings[field.key] != field.codes.none
    return not is_scale(field)


def facts(form: Form, readings: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Write saved readings for reading: sections with (title, value in words), unrecorded fields left out."""
    found = []
    for section in form.sections:
        lines = [
            (in_tongue(field.title), said(field, readings[field.key]))
            for field in section.fields
            if field.key in readings
        ]
        if lines:
            found.append((in_tongue(section.title), lines))
    return found
