"""A filled form as it looks on paper: every question in its section, boxes with their codes, the answers ticked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongwei.domain.form import Form, Repeat
from gongwei.domain.form_field import Field
from gongwei.domain.tongue import in_tongue
from gongwei.ui import forms


@dataclass(frozen=True)
class Box:
    """One code of a question, ticked or not."""

    code: str
    title: str
    ticked: bool


@dataclass(frozen=True)
class Question:
    """One line of the paper: boxes to tick, rows of a list, or what was written, with its unit."""

    title: str
    boxes: tuple[Box, ...] = ()
    written: str = ""
    unit: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One section of the paper."""

    title: str
    questions: tuple[Question, ...]


def sheets(form: Form, readings: Mapping[str, Any]) -> tuple[Sheet, ...]:
    """Lay a form out as on paper; without readings it is the blank one."""
    return tuple(
        Sheet(in_tongue(section.title), tuple(_question(field, readings.get(field.key)) for field in section.fields))
        for section in form.sections
    )


def _question(field: Field, value: Any) -> Question:
    title = in_tongue(field.title)
    if isinstance(field, Repeat):
        inner = field.form.fields.values()
        rows = value if isinstance(value, list) else []
        written = tuple(tuple(_written(one, row.get(one.key)) for one in inner) for row in rows)
        return Question(title, headings=tuple(in_tongue(one.title) for one in inner), rows=written)
    if options := forms.options(field, value):
        return Question(title, boxes=tuple(Box(one.key, one.title, one.chosen) for one in options))
    return Question(title, written=_written(field, value), unit=in_tongue(field.unit))


def _written(field: Field, value: Any) -> str:
    return "" if value is None else forms.said(field, value).removesuffix(in_tongue(field.unit)).strip()
