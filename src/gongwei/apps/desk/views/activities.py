"""Health education of a year against what is owed, and what supervision assistance found, reported and was told."""

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.activities import actions, queries
from gongwei.apps.activities.queries import Finding
from gongwei.apps.desk.views import chosen_id, posted, text
from gongwei.apps.places.queries import Institution, institutions
from gongwei.catalog.codelists.activities import ACTIVITIES, SUBJECTS
from gongwei.catalog.fields import activities as asked
from gongwei.domain.access import Sensitivity
from gongwei.domain.form import Form
from gongwei.domain.form_field import Problem
from gongwei.ui import forms, tables

LONGEST = 500  # characters of an answer
CORRECTION_REFUSED = (actions.AnotherInstitution, actions.DoneAlready, actions.ReasonMissing, actions.TooEarly)


@require_GET
@allow(reads=3)
def activities(request: Request) -> HttpResponse:
    """Show an institution's year: each duty with what is done of it, and what was held."""
    year, (chosen, others) = _year(request), _institutions(request)
    asked_for = {"year": str(year), "institution": str(chosen.pk) if chosen else ""}
    rows = queries.activities(chosen.pk, year) if chosen else []
    context = {
        **_frame(request, year),
        "institution": chosen,
        "mine": chosen and request.acting.institution_id in (chosen.pk, chosen.parent_id),
        "institutions": others,
        "standing": [(ACTIVITIES.name_of(one.duty.kind), one) for one in queries.standing(chosen, year)]
        if chosen
        else [],
        "rows": [(one, ACTIVITIES.name_of(one.kind)) for one in rows],
        "held": sum(one.withdrawn_at is None for one in rows),
        "export": reverse("desk:export_activities") + tables.address(asked_for),
    }
    return render(request, "desk/activities.html", context)


@require_GET
@allow(reads=3)
@exports("figures")
def export_activities(request: Request) -> HttpResponse:
    """Hand out an institution's activities of a year as an Excel file."""
    year, (chosen, _others) = _year(request), _institutions(request)
    held = queries.activities(chosen.pk, year, most=None) if chosen else []
    rows = [
        (
            one.held_date, ACTIVITIES.name_of(one.kind), one.title, one.place, one.attendance, one.copies, one.note,
            *_changed(one),
        )
        for one in held
    ]  # fmt: skip
    headings = [
        _("活动日期"), _("活动类别"), _("主题"), _("地点"), _("参加人数"), _("发放资料"), _("小结"),
        *_headings_of_change(),
    ]  # fmt: skip
    listed = Listed(title=_("健康教育"), name=f"activities-{year}", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "activities"), detail={"year": year})


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def hold(request: Request) -> HttpResponse:
    """Take an activity that was held."""
    return _form(
        request, asked.activity, _("登记活动"), actions.hold, "activity_id", "desk:activities", day="held_date"
    )


@require_GET
@allow(reads=3)
def findings(request: Request) -> HttpResponse:
    """List what was found in a year, with what was reported and answered."""
    year, state = _year(request), text(request, "state")
    shown = queries.findings(year, open_only=state == "open")
    reported, found = queries.reported(year)
    answers = queries.is_supervision(request.acting)
    context = {
        **_frame(request, year),
        "state": state,
        "rows": [_found(one, request.acting, answers=answers) for one in shown],
        "reported": reported,
        "found": found,
        "longest": LONGEST,
        "export": reverse("desk:export_findings") + tables.address({"year": str(year)}),
    }
    return render(request, "desk/findings.html", context)


@require_GET
@allow(reads=3)
@exports("persons")  # what was found is free text, and may name somebody all the same
def export_findings(request: Request) -> HttpResponse:
    """Hand out the findings of a year as an Excel file."""
    year = _year(request)
    rows = [
        (
            one.found_date, SUBJECTS.name_of(one.kind), one.institution.name, one.place, one.what, one.reported_date,
            one.answered_date, one.answer, *_changed(one),
        )
        for one in queries.findings(year, most=None)
    ]  # fmt: skip
    headings = [
        _("发现日期"), _("协管事项"), _("机构"), _("地点"), _("发现的情况"), _("报告日期"), _("答复日期"), _("答复"),
        *_headings_of_change(),
    ]  # fmt: skip
    listed = Listed(title=_("监督协管"), name=f"findings-{year}", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "findings"), detail={"year": year})


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def find(request: Request) -> HttpResponse:
    """Take a finding."""
    return _form(request, asked.finding, _("登记发现"), actions.find, "finding_id", "desk:findings", day="found_date")


@require_POST
@allow(writes=3)
def step(request: Request, finding_id: UUID) -> HttpResponse:
    """Report a finding, or write down the answer to it."""
    one = queries.finding(finding_id)
    if one is None:
        raise Http404
    words = request.POST.get("words", "").strip()[:LONGEST]
    try:
        if request.POST.get("step") == "report":
            actions.report(finding=one, on=today(), by=request.acting, at=now())
            messages.success(request, _("已报告。"))
        elif words:
            actions.answer(finding=one, words=words, on=today(), by=request.acting, at=now())
            messages.success(request, _("已登记答复。"))
        else:
            messages.error(request, _("请填写答复。"))
    except (actions.AnotherInstitution, actions.DoneAlready, actions.TooEarly) as refused:
        messages.error(request, str(refused))
    return redirect("desk:findings")


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def correct_activity(request: Request, activity_id: UUID) -> HttpResponse:
    """Correct an activity, or withdraw it."""
    return _correct(request, queries.activity(activity_id), asked.activity, _("更正活动"), "desk:activities")


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def correct_finding(request: Request, finding_id: UUID) -> HttpResponse:
    """Correct a finding, or withdraw it."""
    return _correct(request, queries.finding(finding_id), asked.finding, _("更正发现"), "desk:findings")


def _correct(request: Request, row: Any, plain: Form, title: str, back: str) -> HttpResponse:
    """Ask the form of a row again with the reason; withdraw the row where the page says so."""
    if row is None:
        raise Http404
    form, problems = asked.corrected(plain), []
    raw = {key: str(value) for key in plain.fields if (value := getattr(row, key)) not in (None, "")}
    if request.method == "POST":
        raw = raw if "withdraw" in request.POST else forms.posted(form, posted(request))
        try:
            problems = _change(request, row, form, raw)
            if not problems:
                return redirect(back)
        except CORRECTION_REFUSED as refused:
            messages.error(request, str(refused))
    context = {
        "title": title,
        "parts": forms.parts(form, raw, problems=problems, read_by_rules=form.fields.keys()),
        "problems": problems,
        "back": reverse(back),
        "corrected": row,
        "longest": asked.reason.longest,
    }
    return render(request, "desk/activity_form.html", context, status=422 if request.method == "POST" else 200)


def _change(request: Request, row: Any, form: Form, raw: dict[str, Any]) -> list[Problem]:
    """Withdraw or correct a row as the page asks; gives what stands in the way."""
    told = {"row": row, "by": request.acting, "at": now()}
    if "withdraw" in request.POST:
        actions.withdraw(reason=request.POST.get("why", "")[: asked.reason.longest], **told)
        messages.success(request, _("已撤销，不再计数。"))
        return []
    cleaned = form.clean(raw)
    problems = [*cleaned.problems, *form.check(cleaned.readings, on=today())]
    if not problems:
        said = dict(cleaned.readings)
        actions.correct(reason=said.pop("reason"), readings=said, **told)
        messages.success(request, _("已更正。"))
    return problems


def _form(request: Request, form: Form, title: str, act: Any, name: str, back: str, *, day: str) -> HttpResponse:
    raw = forms.posted(form, posted(request)) if request.method == "POST" else {day: today().isoformat()}
    form_id, problems = uuid.uuid4(), []
    if request.method == "POST":
        form_id = chosen_id(request, "form_id")
        cleaned = form.clean(raw)
        problems = [*cleaned.problems, *form.check(cleaned.readings, on=today())]
        if not problems:
            try:
                act(**{name: form_id}, readings=cleaned.readings, by=request.acting, at=now())
                messages.success(request, _("已保存。"))
                return redirect(back)
            except (actions.NoInstitution, actions.TooEarly) as refused:
                messages.error(request, str(refused))
    parts = forms.parts(form, raw, problems=problems, read_by_rules=form.fields.keys())
    context = {"title": title, "parts": parts, "problems": problems, "form_id": form_id, "back": reverse(back)}
    return render(request, "desk/activity_form.html", context, status=422 if request.method == "POST" else 200)


def _found(one: Finding, by: Acting, *, answers: bool) -> tuple[Finding, str, bool, bool]:
    """Give a row with its subject, and whether the post may report and correct it, or take the next step."""
    mine = queries.may_change(one, by)
    return one, SUBJECTS.name_of(one.kind), mine, mine or (answers and one.reported_date is not None)


def _headings_of_change() -> list[str]:
    return [_("撤销"), _("更正或撤销的原因")]


def _changed(one: Any) -> tuple[str, str]:
    return _("已撤销") if one.withdrawn_at else "", one.reason


def _frame(request: Request, year: int) -> dict[str, Any]:
    this = today().year
    may_write = request.acting.rights.may_write(Sensitivity.HEALTH) and request.acting.institution_id is not None
    return {"year": year, "years": (this, this - 1, this - 2), "may_write": may_write}


def _year(request: Request) -> int:
    """Read the year that was asked for; this year for anything that is none."""
    asked_for, this = text(request, "year", 4), today().year
    return int(asked_for) if asked_for.isdecimal() and date.min.year < int(asked_for) <= this else this


def _institutions(request: Request) -> tuple[Institution | None, list[Institution]]:
    """Give the institution that was asked for, else the post's own, else the first that has held something."""
    own, wanted = request.acting.institution_id, text(request, "institution", 36)
    known = queries.active(_year(request)) | ({own} if own else set())
    found = list(institutions().filter(pk__in=known))
    chosen = next((one for one in found if str(one.pk) == wanted), None)
    return chosen or next((one for one in found if one.pk == own), found[0] if found else None), found
