"""A form that is several sheets on paper: which one is open, and the others beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongwei.apps.accounts.middleware import today
from gongwei.apps.accounts.policy import Request
from gongwei.apps.desk.views import text
from gongwei.apps.people.queries import Resident, person_of
from gongwei.apps.programs.queries import before
from gongwei.domain.form import Form
from gongwei.domain.program import Program


@dataclass(frozen=True)
class Sheet:
    """One sheet that can be opened."""

    code: str
    title: str
    open: bool


def opened(request: Request, resident: Resident, program: Program) -> dict[str, str]:
    """Give the answer that names the sheet asked for by the address, or the one to fill next; none without sheets."""
    if program.visit.sheets is None:
        return {}
    which, asked = program.visit.sheets.which, text(request, "sheet")
    if asked in which.codes:
        return {which.key: asked}
    last = before(resident, program.key, today())
    previous = last.readings if last else None
    return {which.key: program.visit.sheets.offered(on=today(), person=person_of(resident), previous=previous)}


def begins(form: Form, values: Mapping[str, Any]) -> bool:
    """Say whether the open sheet is the first of a new course."""
    return form.sheets is not None and form.sheets.begins(values)


def sheets(form: Form, values: Mapping[str, Any]) -> list[Sheet]:
    """List the sheets of a form, the open one marked."""
    if form.sheets is None:
        return []
    which = form.sheets.which
    return [Sheet(code, which.codes.name_of(code), code == values.get(which.key)) for code in which.codes]
