"""The lines of my day, with every word and link ready: a page draws them by the hundred thousand a morning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.desk.queries import Charge
from gongwei.apps.desk.views import Clock, clock, door_of
from gongwei.apps.people import queries as people
from gongwei.apps.programs import queries
from gongwei.catalog.discovery import programs
from gongwei.domain.sitting import short_title
from gongwei.ui.formats import age

NOBODY = UUID(int=0)
A_WEEK = timedelta(days=7)  # as far as my day looks


@dataclass(frozen=True)
class Line:
    """One line of the day: an enrolment that is due, and what helps to act on it."""

    enrolment: queries.EnrolmentRow
    name: str
    sex: str
    age: str
    phone: str
    village: str
    door: str
    program: str
    beside: tuple[str, ...]  # other programmes that are due: one sitting serves them all
    whose: str  # the absent doctor whose work it is
    due: Clock | None
    last_day: str
    last_words: str
    call: queries.CallRow | None
    person_link: str
    visit_link: str
    call_link: str


def lines(
    shown: list[queries.EnrolmentRow], on: date, *, here: str = "", by: Acting | None = None,
    charge: Charge | None = None,
) -> list[Line]:  # fmt: skip
    """Make the lines of some enrolments; the visit form leads back to `here`, and `charge` tells whose they are."""
    visits = queries.last_visits(shown)
    calls = queries.last_calls(shown)
    together = queries.due_together({one.resident_id for one in shown}, before=on + A_WEEK, by=by)
    back = f"next={quote(here)}"
    return [
        _line(
            one,
            on,
            visits.get(key),
            calls.get(key),
            together.get(one.resident_id, ()),
            back,
            whose=charge.owner_of(one) if charge else "",
        )
        for one in shown
        for key in [(one.resident_id, one.program)]
    ]


def _line(
    one: queries.EnrolmentRow, on: date, last: queries.VisitRow | None, call: queries.CallRow | None,
    together: Sequence[str], back: str, *, whose: str,
) -> Line:  # fmt: skip
    person = one.resident
    village, door = door_of(person)
    return Line(
        enrolment=one,
        name=person.name,
        sex=_sex(person.sex),
        age=age(person.birth_date, on),
        phone=people.phone_of(person),
        village=village,
        door=door,
        program=short_title(programs()[one.program]),
        beside=tuple(short_title(programs()[other]) for other in together if other != one.program),
        whose=whose,
        due=clock(one.next_due_date, on),
        last_day=last.visit_date.isoformat() if last else "",
        last_words=_measured(last) if last else "",
        call=call,
        person_link=_link("desk:resident", person.pk),
        visit_link=_way(person.pk, one.program, together) + back,
        call_link=_link("desk:call", one.pk),
    )


def _way(person: UUID, program: str, together: Sequence[str]) -> str:
    """Lead to the programme's form, or to one sitting where several are due."""
    if together:
        return f"{_link('desk:sitting', person)}?{''.join(f'program={one}&' for one in together)}"
    return _link("desk:record_visit", person, program) + "?"


def _link(route: str, one: UUID, *more: str) -> str:
    return _address(route, *more).replace(str(NOBODY), str(one))


@cache
def _address(route: str, *more: str) -> str:
    """Write an address for nobody: reversing it for every line would take as long as the line."""
    return reverse(route, args=[NOBODY, *more])


def _sex(code: str) -> str:
    return {"1": _("男"), "2": _("女")}.get(code) or _("性别未知")


def _measured(visit: queries.VisitRow) -> str:
    """Say what the visit found, pressure and sugar before whether they are at their target."""
    said, readings = [], visit.readings
    if systolic := readings.get("systolic"):
        said.append(f"{systolic}/{readings.get('diastolic') or '—'}")
    if glucose := readings.get("fasting_glucose"):
        said.append(f"{_('血糖')} {glucose}")
    if visit.at_target is not None:
        said.append(_("达标") if visit.at_target else _("未达标"))
    return " ".join(said)
