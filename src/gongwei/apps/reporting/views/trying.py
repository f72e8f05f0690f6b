"""Tries a programme's rules on values that nobody has measured: what would be advised, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from gongwei.catalog.explanation import OLDEST, WrongReading, explain
from gongwei.domain.form import Form
from gongwei.domain.form_field import Flag, Number
from gongwei.domain.program import Program
from gongwei.ui import forms

AGE = Number("age", "年龄", "岁", hard=(0, OLDEST), integer=True)
REPEATED = Flag("repeated", "上次随访也是这样", note="看连续两次时的规则")


@dataclass(frozen=True)
class Trial:
    """The form to try a programme with, and what came of it; `refused` says what to mend."""

    parts: tuple[forms.Part, ...]
    outcome: Mapping[str, Any] | None = None
    refused: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        return 422 if self.refused else 200


def tried(edition: Program, data: QueryDict | None, *, on: date) -> Trial:
    """Judge what was posted by an edition; where nothing was posted, offer the empty form."""
    form = _form(edition)
    raw = forms.posted(form, dict(data.lists() if data else ()))
    cleaned = form.clean(raw)
    readings = dict(cleaned.readings)
    age, repeated = readings.pop(AGE.key, None), readings.pop(REPEATED.key, False)
    parts = forms.parts(form, raw, problems=cleaned.problems, read_by_rules=set(form.fields))
    refused = tuple(problem.message for problem in cleaned.problems)
    if refused or data is None:
        return Trial(parts, refused=refused)
    if not readings:
        return Trial(parts, refused=(_("请至少填一项数值。"),))
    try:
        outcome = explain(edition.key, readings, age=age, on=on, previous=readings if repeated else None)
    except WrongReading as wrong:
        return Trial(parts, refused=tuple(line.partition(": ")[2] or line for line in str(wrong).splitlines()))
    return Trial(parts, outcome=outcome)


def _form(edition: Program) -> Form:
    """Ask for what the rules look at and a person can write down."""
    fields = edition.visit.fields
    looked_at = [fields[value.key] for value in edition.asked if value.key in fields]
    return Form(AGE, *(field.but(required=False) for field in looked_at if field.derived is None), REPEATED)
