"""The register of class 5: who writes it enrols, follows up and ends here, by addresses that admit nobody else."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import referrals, resident_or_404, visits
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import actions, queries
from gongwei.catalog.discovery import programs
from gongwei.domain.access import Sensitivity
from gongwei.domain.program import Program

HIDDEN = Sensitivity.HIDDEN_HEALTH


@require_POST
@allow(writes=5)
def enrol(request: Request, resident_id: UUID, hidden_program: str) -> HttpResponse:
    """Take a resident into a programme of class 5, and go on to the first visit."""
    one, chosen = resident_or_404(resident_id), _hidden_or_404(hidden_program)
    try:
        actions.enrol(resident=one, program=chosen.key, enrolled_date=today(), by=request.acting, at=now())
    except actions.AlreadyEnrolled as already:
        messages.warning(request, str(already))
    return redirect("desk:hidden_record_visit", resident_id=one.pk, hidden_program=chosen.key)


@require_http_methods(["GET", "POST"])
@allow(writes=5)
def record(request: Request, resident_id: UUID, hidden_program: str) -> HttpResponse:
    """Show the form of a programme of class 5; save what was sent, or show what stands against it."""
    return visits.fill(request, resident_or_404(resident_id), _hidden_or_404(hidden_program))


@require_POST
@allow(writes=5)
def judge(request: Request, resident_id: UUID, hidden_program: str) -> HttpResponse:
    """Say what would follow from the form as it stands."""
    return visits.judged(request, resident_or_404(resident_id), _hidden_or_404(hidden_program))


@require_POST
@allow(writes=5)
def end(request: Request, resident_id: UUID, hidden_program: str) -> HttpResponse:
    """End a programme of class 5 for a resident who is lost or was enrolled in error."""
    one, chosen = resident_or_404(resident_id), _hidden_or_404(hidden_program)
    enrolment, reason = queries.open_enrolment(one, chosen.key), request.POST.get("reason", "")
    if enrolment is not None and reason in ("lost", "excluded"):
        actions.end_enrolment(enrolment=enrolment, on=today(), reason=reason, by=request.acting, at=now())
        messages.success(request, _("已结束“%s”，不再安排随访。") % _(chosen.title))
    return redirect("desk:resident", resident_id=one.pk)


@require_http_methods(["GET", "POST"])
@allow(writes=5)
def correct(request: Request, hidden_visit_id: UUID) -> HttpResponse:
    """Correct a visit of class 5; it is judged anew, and the former version is kept."""
    found = queries.visit(hidden_visit_id, by=request.acting)
    return visits.amend(request, found if found and programs()[found.program].sensitivity == HIDDEN else None)


@require_GET
@allow(reads=5)
def referral_list(request: Request) -> HttpResponse:
    """List the referrals of class 5 alone, by due day; no file is handed out of them."""
    return referrals.listing(request, only=HIDDEN)


@require_POST
@allow(writes=5)
def step_referral(request: Request, hidden_referral_id: UUID) -> HttpResponse:
    """Move a referral of class 5 on: accepted, answered, closed, cancelled."""
    found = queries.referral(hidden_referral_id, by=request.acting)
    return referrals.take_further(request, found if found and referrals.class_of(found) == HIDDEN else None)


def offered(request: Request, one: Resident) -> list[dict[str, Any]]:
    """Give the programmes of class 5 with whether a resident is in them, to who writes that class; else nothing."""
    if not request.acting.rights.may_write(HIDDEN):
        return []
    own = [program for program in programs().values() if program.sensitivity == HIDDEN]
    return [{"program": program, "open": queries.open_enrolment(one, program.key)} for program in own]


def _hidden_or_404(key: str) -> Program:
    found = programs().get(key)
    if found is None or found.sensitivity != HIDDEN:
        raise Http404
    return found
