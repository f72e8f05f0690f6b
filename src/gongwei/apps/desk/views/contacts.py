"""Close contacts of a patient: who they are, how the screening of each stands, and who is still to be noted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk import actions
from gongwei.apps.desk.views import clock, door_of, resident_or_404
from gongwei.apps.people import queries as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import queries
from gongwei.catalog.codelists.tuberculosis import RELATION
from gongwei.domain.access import Sensitivity
from gongwei.ui.formats import age

SCREENING = "tb_contact"


@require_http_methods(["GET", "POST"])
@allow(reads=3)
def contacts(request: Request, resident_id: UUID) -> HttpResponse:
    """List the contacts of a patient, and look for more; what is sought is posted, so that no name is in an address."""
    one, on = resident_or_404(resident_id), today()
    noted = queries.contacts_of(one)
    known = {one.pk, *(row.resident_id for row in noted)}
    sought = request.POST.get("q", "").strip()[:60]
    found = people.find(sought, by=request.acting) if sought else []
    courses = queries.course_of([row.resident_id for row in noted], SCREENING)
    context = {
        "resident": one,
        "rows": [_row(row, courses.get(row.resident_id), on) for row in noted],
        "household": [_candidate(other, on) for other in people.household_of(one) if other.pk not in known],
        "found": [_candidate(other, on) for other in found if other.pk not in known],
        "q": sought,
        "relations": [(code, RELATION.name_of(code)) for code in RELATION],
        "exposures": queries.cases_of(one),
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
        "screening": SCREENING,
    }
    return render(request, "desk/contacts.html", context)


@require_POST
@allow(writes=3)
def add(request: Request, resident_id: UUID) -> HttpResponse:
    """Note one resident as a contact: the screening is due from today."""
    one, contact = resident_or_404(resident_id), _chosen(request)
    relation = request.POST.get("relation", "")
    if contact is None or relation not in RELATION:
        messages.error(request, _("请选择一位居民和与患者的关系。"))
        return redirect("desk:contacts", resident_id=one.pk)
    try:
        actions.note_contact(case=one, contact=contact, relation=relation, by=request.acting, at=now())
        messages.success(request, _("已登记密切接触者 %(name)s，请安排筛查。") % {"name": contact.name})
    except (actions.NotACase, actions.NotAContact) as refused:
        messages.error(request, str(refused))
    return redirect("desk:contacts", resident_id=one.pk)


def _chosen(request: Request) -> Resident | None:
    try:
        return people.resident(UUID(request.POST.get("contact", "")))
    except ValueError:
        return None


def _row(noted: queries.Exposure, course: Any, on: Any) -> dict[str, Any]:
    enrolment, visit = course or (None, None)
    return {
        "contact": noted.resident,
        "age": age(noted.resident.birth_date, on),
        "relation": RELATION.name_of(noted.relation),
        "since": noted.since_date,
        "visit": visit,
        "advice": _(visit.advice) if visit else "",
        "enrolled": enrolment is not None,
        "due": clock(enrolment.next_due_date, on) if enrolment else None,
    }


def _candidate(one: Resident, on: Any) -> tuple[Resident, str, tuple[str, str]]:
    return one, age(one.birth_date, on), door_of(one)
