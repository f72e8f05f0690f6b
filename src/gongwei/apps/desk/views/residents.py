"""Residents: found in one box, shown on one page, registered and corrected by one form."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.queries import choice_of, doctor_of, doctors, mail_in
from gongwei.apps.desk.views import (
    address_of,
    chosen_id,
    clock,
    door_of,
    hidden,
    next_page,
    posted,
    read_day,
    resident_or_404,
    story,
    text,
    villages,
)
from gongwei.apps.desk.views.cards import note_listing, offered
from gongwei.apps.desk.views.cards import rows as card_rows
from gongwei.apps.desk.views.duplicates import merged_notes
from gongwei.apps.desk.views.growth import curves
from gongwei.apps.desk.views.personal import facts_of
from gongwei.apps.desk.views.referrals import rows as referral_rows
from gongwei.apps.people import actions as people_actions
from gongwei.apps.people import queries as people
from gongwei.apps.people.forms import Checked, check, resident_form
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import actions, queries
from gongwei.apps.registries.queries import CardRow, cards_of
from gongwei.catalog.codelists.diagnoses import CONDITIONS, GUARDED_CONDITIONS
from gongwei.catalog.discovery import programs
from gongwei.domain.access import COVERING, MERGING, Sensitivity
from gongwei.domain.form import Form
from gongwei.domain.form_field import Problem
from gongwei.domain.program import Program
from gongwei.ui import forms
from gongwei.ui.formats import age


@require_http_methods(["GET", "POST"])
@allow(reads=3)
def find(request: Request) -> HttpResponse:
    """Find residents by whatever was typed into the one box; it is posted, so that no name stands in an address."""
    sought = request.POST.get("q", "").strip()[:60]
    found = people.find(sought, by=request.acting)
    taken = queries.open_programs([one.pk for one in found])
    on = today()
    rows = [
        {
            "resident": one,
            "age": age(one.birth_date, on),
            "phone": people.phone_of(one),
            "door": door_of(one),
            "programs": [(key, _(programs()[key].title)) for key in taken.get(one.pk, ())],
        }
        for one in found
    ]
    context = {
        "q": sought,
        "rows": rows,
        "most": people.MOST_FOUND,
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
    }
    partial = getattr(request, "htmx", False)
    return render(request, "desk/found.html" if partial else "desk/find.html", context)


@require_GET
@allow(reads=3)
def resident(request: Request, resident_id: UUID) -> HttpResponse:
    """Show a resident: who it is, what is due, how it went, what must follow; one merged away leads to who goes on."""
    one, on = people.resident(resident_id), today()
    if one is None:
        went_to = people.went_to(resident_id)
        if went_to is None:
            raise Http404
        return redirect("desk:resident", resident_id=went_to)
    care = queries.care_of(one, by=request.acting, at=now())
    conditions, guarded = people.conditions_of(one), people.guarded_conditions_of(one, by=request.acting, at=now())
    may_write = request.acting.rights.may_write(Sensitivity.HEALTH)
    gone = one.died_date is not None or one.resident_to is not None
    known = [(row.code, row.onset_date) for _title, row in conditions]
    known += [(row.code, row.onset_date) for _title, row in guarded]
    context = {
        "resident": one,
        "age": age(one.birth_date, on),
        "phone": people.phone_of(one),
        "document": people.document_of(one),
        "address": address_of(one),
        "gone": gone,
        "may_write": may_write,
        "merges": merged_notes(one),
        "may_merge": MERGING in request.acting.rights.manages,
        **_served(one, care.enrolments, on),
        "fitting": _fitting(request, one, known, care) if may_write and not gone else [],
        "conditions": conditions,
        "reasons": story.CHOSEN_REASONS.items(),
        "referrals": referral_rows(
            [row for row in care.referrals if row.state in queries.OPEN_STATES], by=request.acting
        ),
        "growth": curves(one, care.visits),
        "charts": story.charts(story.TRENDS, one, care.visits, on=on),
        **_told(request, one, care),
        "here": request.get_full_path(),
    }
    noted = {row.code for _title, row in conditions}
    aside = _aside(request, one, gone=gone, noted=noted)
    return render(request, "desk/resident.html", context | aside | {"guarded": guarded})


def _told(request: Request, one: Resident, care: queries.Care) -> dict[str, Any]:
    """Tell what happened on one line, or only one kind of it."""
    told = story.events(one, care=care, residences=people.residences_of(one))
    line = text(request, "line")
    return {"events": [event for event in told if line in ("", event.kind)], "kinds": story.kinds(told), "line": line}


def _aside(request: Request, one: Resident, *, gone: bool, noted: Collection[str]) -> dict[str, Any]:
    """Give what stands beside the record: the basic form, diagnoses to note, report cards, the household."""
    divides = COVERING in request.acting.rights.manages
    return {
        "personal": facts_of(one),
        "doctors": doctors(request.acting, on=today()) if divides and not gone else {},
        "diagnoses": {} if gone else _diagnoses(request, noted=noted),
        "hidden": hidden.offered(request, one),
        "cards": card_rows(_cards(request, one)),
        "reports": [] if gone else offered(request, one),
        "household": [(other, age(other.birth_date, today())) for other in people.household_of(one)],
    }


def _cards(request: Request, one: Resident) -> list[CardRow]:
    found = list(cards_of(one, by=request.acting))
    note_listing(request, found, about=("resident", one.pk))
    return found


def _fitting(request: Request, one: Resident, known: list[tuple[str, date]], care: queries.Care) -> list[Program]:
    return queries.suitable(one, conditions=known, care=care, on=today(), by=request.acting)


def _served(one: Resident, enrolments: list[queries.EnrolmentRow], on: date) -> dict[str, Any]:
    """Say in which programmes a resident is, and who answers for them."""
    choice = choice_of(one)
    return {
        "enrolments": [(row, programs()[row.program], clock(row.next_due_date, on)) for row in enrolments],
        "several": sum(row.ended_date is None for row in enrolments) > 1,
        "duty": doctor_of(one, on=on),
        "choice": choice,
        "mail": mail_in(choice),
    }


@require_POST
@allow(reads=3)
def numbers(request: Request, resident_id: UUID) -> HttpResponse:
    """Show document and telephone in full, and write down who looked."""
    one = resident_or_404(resident_id)
    audit.record("resident.numbers.read", by=request.acting, at=now(), about=("resident", one.pk))
    context = {"phone": people.phone_of(one, masked=False), "document": people.document_of(one, masked=False)}
    return render(request, "desk/numbers.html", context)


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def register(request: Request) -> HttpResponse:
    """Register a resident, and enrol at once in the programmes of the diagnoses."""
    form = resident_form(villages(request), new=True)
    if request.method == "GET":
        start = {"document_type": "01", "archived_date": today().isoformat()} | _only_village(request)
        return _form_page(request, form, start, resident_id=uuid.uuid4())
    raw = forms.posted(form, posted(request))
    sent = check(form, raw, today=today())
    resident_id = chosen_id(request, "resident_id")
    if sent.problems:
        return _form_page(request, form, raw, resident_id=resident_id, problems=sent.problems)
    try:
        made = people_actions.register(
            values=sent.values, resident_id=resident_id, by=request.acting, on=today(), at=now()
        )
    except people_actions.AlreadyRegistered as known:
        messages.warning(request, str(known))
        return redirect("desk:resident", resident_id=known.resident.pk)
    messages.success(request, _("已建立 %(name)s 的档案。") % {"name": made.name})
    return redirect("desk:resident", resident_id=made.pk)


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def correct(request: Request, resident_id: UUID) -> HttpResponse:
    """Correct a resident's data; a move carries all rows along, death or a move away ends what is due."""
    one = resident_or_404(resident_id)
    form = resident_form(villages(request), new=False)
    if request.method == "GET":
        return _form_page(request, form, _values_of(one), resident_id=one.pk, resident=one)
    raw = forms.posted(form, posted(request))
    sent = check(form, raw, today=today())
    if sent.problems:
        return _form_page(request, form, raw, resident_id=one.pk, resident=one, problems=sent.problems)
    try:
        changed = people_actions.correct(resident=one, values=sent.values, by=request.acting, on=today(), at=now())
    except people_actions.AlreadyRegistered as refused:
        problem = Problem("document_number", "hard", str(refused))
        return _form_page(request, form, raw, resident_id=one.pk, resident=one, problems=(problem,))
    _after_correction(request, one, sent, changed)
    messages.success(request, _("已保存。") if changed else _("没有改动。"))
    return redirect("desk:resident", resident_id=one.pk)


@require_POST
@allow(writes=3)
def enrol(request: Request, resident_id: UUID) -> HttpResponse:
    """Take a resident into a programme, and go on to the first visit."""
    one, key = resident_or_404(resident_id), request.POST.get("program", "")
    if key in queries.programs_for(request.acting):
        try:
            actions.enrol(resident=one, program=key, enrolled_date=today(), by=request.acting, at=now())
            messages.success(request, _("已加入“%(title)s”，请完成首次随访。") % {"title": _(programs()[key].title)})
            return redirect("desk:record_visit", resident_id=one.pk, program=key)
        except actions.AlreadyEnrolled as already:
            messages.warning(request, str(already))
    return redirect(next_page(request, reverse("desk:resident", args=[one.pk])))


@require_POST
@allow(writes=3)
def end_programme(request: Request, resident_id: UUID) -> HttpResponse:
    """End a programme for a resident, with the reason."""
    one = resident_or_404(resident_id)
    key = request.POST.get("program", "")
    enrolment = queries.open_enrolment(one, key) if key in queries.programs_for(request.acting) else None
    reason = request.POST.get("reason", "")
    if enrolment is not None and reason in story.CHOSEN_REASONS:
        actions.end_enrolment(enrolment=enrolment, on=today(), reason=reason, by=request.acting, at=now())
        messages.success(request, _("已结束“%s”，不再安排随访。") % _(programs()[enrolment.program].title))
    return redirect(next_page(request, reverse("desk:resident", args=[one.pk])))


@require_POST
@allow(writes=3)
def diagnose(request: Request, resident_id: UUID) -> HttpResponse:
    """Note a long-term condition; one of class 4 only by who writes that class."""
    one, code = resident_or_404(resident_id), request.POST.get("code", "")
    onset = read_day(request.POST.get("onset_date", ""))
    if code not in _diagnoses(request) or onset is None or not one.birth_date <= onset <= today():
        messages.error(request, _("请选择诊断，并填写出生之后、今天以前的确诊日期。"))
    else:
        note = people_actions.diagnose_guarded if code in GUARDED_CONDITIONS else people_actions.diagnose
        note(resident=one, code=code, onset_date=onset, by=request.acting, at=now())
        messages.success(request, _("已登记诊断。"))
    return redirect("desk:resident", resident_id=one.pk)


def _diagnoses(request: Request, *, noted: Collection[str] = ()) -> dict[str, str]:
    """Name the diagnoses that the post may note, less those that stand."""
    if not request.acting.rights.may_write(Sensitivity.HEALTH):
        return {}
    guarded = request.acting.rights.may_write(Sensitivity.GUARDED_HEALTH)
    named = dict(CONDITIONS.names) | (dict(GUARDED_CONDITIONS.names) if guarded else {})
    return {code: _(title) for code, title in named.items() if code not in noted}


def _after_correction(request: Request, one: Resident, sent: Checked, changed: list[str]) -> None:
    ends = {"died_date": "died", "resident_to": "moved"}
    for column, reason in ends.items():
        if column in changed and sent.values.get(column):
            day = date.fromisoformat(sent.values[column])
            actions.end_enrolments(resident=one, on=day, reason=reason, by=request.acting, at=now())


def _form_page(
    request: Request,
    form: Form,
    values: dict[str, Any],
    *,
    resident_id: UUID,
    resident: Resident | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    context = {
        "parts": forms.parts(form, values, problems=problems, read_by_rules=form.fields.keys()),
        "resident_id": resident_id,
        "resident": resident,
        "problems": problems,
    }
    return render(request, "desk/resident_form.html", context, status=422 if problems else 200)


def _only_village(request: Request) -> dict[str, str]:
    held = villages(request)
    return {"area_code": str(next(iter(held)))} if len(held) == 1 else {}


def _values_of(one: Resident) -> dict[str, Any]:
    values = {
        "name": one.name,
        "document_type": one.document_type or "none",
        "document_number": people.document_of(one, masked=False),
        "sex": one.sex,
        "area_code": str(one.area_code),
        "address": one.address,
        "phone": people.phone_of(one, masked=False),
    }
    days = ("birth_date", "resident_from", "archived_date", "resident_to", "died_date")
    return values | {key: getattr(one, key).isoformat() for key in days if getattr(one, key)}
