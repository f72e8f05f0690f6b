"""From a delivery to the child: its file beside the mother's, and what the delivery tells the first visit at home."""

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk import actions
from gongwei.apps.desk.views import chosen_id, posted, resident_or_404, villages
from gongwei.apps.people import actions as people_actions
from gongwei.apps.people import queries as people
from gongwei.apps.people.forms import check, resident_form
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import queries
from gongwei.apps.programs.queries.pregnancies import PROGRAM, pregnancy_of
from gongwei.domain.form_field import Problem
from gongwei.domain.program import Program
from gongwei.ui import forms

FEMALE = "2"
DELIVERED = "3"  # the sheet of a delivery
BORN_BY = {"1": "1", "3": "4"}  # of delivery_mode: 顺产, 剖宫; an assisted birth does not say by what
TWINS = "5"


@require_http_methods(["GET", "POST"])
@allow(writes=4)
def newborn(request: Request, resident_id: UUID) -> HttpResponse:
    """Register the child of a delivery, tied to its mother, and go on to the first visit at home."""
    mother = resident_or_404(resident_id)
    found = pregnancy_of(mother, by=request.acting)
    born = found.day("delivery_date") if found else None
    queries.note_reading([PROGRAM], about=("resident", mother.pk), by=request.acting, at=now())
    if born is None:
        messages.error(request, _("还没有分娩记录，登记分娩后再登记新生儿。"))
        return redirect("desk:mother", resident_id=mother.pk)
    form = resident_form(villages(request), new=True)
    if request.method == "GET":
        audit.record("phone.read", by=request.acting, at=now(), about=("resident", mother.pk))  # it stands in the form
        return _page(request, form, _start(mother, born), uuid.uuid4(), mother)
    raw, child_id = forms.posted(form, posted(request)), chosen_id(request, "resident_id")
    sent = check(form, raw, today=today())
    if sent.problems:
        return _page(request, form, raw, child_id, mother, sent.problems)
    told: dict[str, Any] = {"mother": mother, "born": born, "values": sent.values, "resident_id": child_id}
    try:
        child = actions.register_newborn(**told, by=request.acting, at=now(), on=today())
    except actions.BornOnAnotherDay as refused:
        return _page(request, form, raw, child_id, mother, (Problem("birth_date", "hard", str(refused)),))
    except people_actions.AlreadyRegistered as known:
        messages.warning(request, str(known))
        return redirect("desk:resident", resident_id=known.resident.pk)
    messages.success(request, _("已建立 %(name)s 的档案，请完成新生儿访视。") % {"name": child.name})
    return redirect("desk:record_visit", resident_id=child.pk, program=actions.NEWBORN)


def children_born(mother: Resident, born: date | None) -> list[Resident]:
    """List the children of a woman who were born on the day of a delivery."""
    return [one for one in people.relatives(mother, "child") if one.birth_date == born] if born else []


def mother_of(child: Resident, program: Program) -> Resident | None:
    """Give the mother whom the form of a newborn names; no other form does."""
    if program.key != actions.NEWBORN:
        return None
    return next((one for one in people.relatives(child, "parent") if one.sex == FEMALE), None)


def told_by_birth(request: Request, child: Resident, program: Program) -> dict[str, Any]:
    """Give what the record of the delivery tells a newborn's form, to who may read that record."""
    mother = mother_of(child, program)
    if mother is None:
        return {}
    visits = (one for one in queries.visits_of(mother, by=request.acting) if one.program == PROGRAM)
    deliveries = (one.readings for one in visits if one.readings.get("pregnancy_stage") == DELIVERED)
    told = next((one for one in deliveries if one.get("delivery_date") == child.birth_date.isoformat()), None)
    if told is None:
        return {}
    queries.note_reading([PROGRAM], about=("resident", mother.pk), by=request.acting, at=now())
    modes = [BORN_BY[told["delivery_mode"]]] if told.get("delivery_mode") in BORN_BY else []
    days = told.get("delivery_days")
    values = {
        "discharge_date": told.get("discharge_date"),
        "birth_institution": told.get("delivery_institution"),
        "gestation_weeks": days // 7 if days else None,
        "birth_modes": modes + [TWINS] * (told.get("live_births", 1) > 1),
    }
    return {key: value for key, value in values.items() if value}


def _start(mother: Resident, born: date) -> dict[str, Any]:
    """Begin the child's file where the mother lives."""
    return {
        "document_type": "none",
        "birth_date": born.isoformat(),
        "area_code": str(mother.area_code),
        "address": mother.address,
        "phone": people.phone_of(mother, masked=False),
        "resident_from": born.isoformat(),
        "archived_date": today().isoformat(),
    }


def _page(
    request: Request, form: Any, values: dict[str, Any], child_id: UUID, mother: Resident, problems: Any = ()
) -> HttpResponse:
    parts = forms.parts(form, values, problems=problems, read_by_rules=form.fields.keys())
    context = {"parts": parts, "resident_id": child_id, "mother": mother, "problems": problems}
    return render(request, "desk/resident_form.html", context, status=422 if problems else 200)
