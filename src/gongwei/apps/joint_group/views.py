"""Pages of a street's joint group: the narrow list, one concern with its answers, meetings; and the centre's form."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.joint_group import actions, queries
from gongwei.apps.people.queries import resident as find_resident
from gongwei.apps.places.queries import place_name
from gongwei.catalog.codelists.joint_group import ASKED, ENDS, GROUNDS, MEMBERS, OUTCOMES, WHY
from gongwei.catalog.fields import joint_group as asked
from gongwei.domain.access import JOINT_GROUP, SHARING
from gongwei.domain.codes import UnknownCode
from gongwei.domain.form import Form
from gongwei.domain.period import add_months
from gongwei.ui import forms

TONES = {"done": "ok", "going_on": "info", "not_found": "warn", "impossible": "bad"}
YEAR = 12  # months of meetings that are listed


def _named(codes: Any, chosen: Any) -> str:
    return _("、").join(codes.name_of(code) for code in chosen)


def _row(one: queries.Concern, outcome: str | None = None) -> dict[str, Any]:
    """Set out what the group may know of one patient; nothing else is read."""
    told = one.told
    return {
        "one": one,
        "name": told["name"],
        "village": place_name(one.area_code),
        "why": WHY.name_of(one.why),
        "asked": _named(ASKED, told["asked"]),
        "asked_of": _named(MEMBERS, one.asked_of),
        "request": told.get("request", ""),
        "guardian": told["guardian"],
        "phone": told["phone"],
        "ground": GROUNDS.name_of(one.ground),
        "basis": told["basis"],
        "ended": ENDS.name_of(one.end_reason),
        "outcome": outcome and OUTCOMES.name_of(outcome),
        "tone": TONES.get(outcome or "", "plain"),
    }


@require_GET
@allow(manages=JOINT_GROUP)
def concerns(request: Request) -> HttpResponse:
    """List whom the centre asks to help with, or has asked."""
    ended = request.GET.get("state") == "ended"
    found = queries.concerns(ended=ended, by=request.acting, at=now())
    outcomes = queries.last_outcomes(found)
    context = {"rows": [_row(one, outcomes.get(one.pk)) for one in found], "ended": ended}
    return render(request, "joint_group/concerns.html", context)


@require_http_methods(["GET", "POST"])
@allow(manages=JOINT_GROUP)
def concern(request: Request, concern_id: UUID) -> HttpResponse:
    """Show one concern with the answers to it, and take another."""
    one = queries.concern(concern_id, by=request.acting, at=now())
    if one is None:
        raise Http404
    readings, values, problems = _posted(request, asked.answer)
    if readings is not None:
        try:
            form_id = _form_id(request, one.pk)
            actions.answer(answer_id=form_id, concern=one, readings=readings, by=request.acting, at=now())
            messages.success(request, _("已保存。"))
        except actions.NotShared as refusal:
            messages.error(request, str(refusal))
        return redirect("joint_group:concern", concern_id=one.pk)
    answers = [
        {"one": row, "member": MEMBERS.name_of(row.member), "outcome": OUTCOMES.name_of(row.outcome),
         "tone": TONES[row.outcome], "said": row.said}
        for row in queries.answers_of(one)
    ]  # fmt: skip
    may_end = SHARING in request.acting.rights.manages
    more = {"row": _row(one), "answers": answers, "ends": ENDS.names.items(), "may_end": may_end}
    return _page(request, "joint_group/concern.html", asked.answer, values, problems, **more)


@require_POST
@allow(manages=SHARING)
def end(request: Request, concern_id: UUID) -> HttpResponse:
    """End what is shared."""
    one = queries.concern(concern_id, by=request.acting, at=now())
    if one is None:
        raise Http404
    try:
        reason = request.POST.get("reason", "")
        actions.end_sharing(concern=one, reason=reason, on=today(), by=request.acting, at=now())
        messages.success(request, _("已结束共享，小组的清单里不再有这一条。"))
    except UnknownCode:
        messages.error(request, _("请选择结束共享的原因。"))
    except actions.NotShared as refusal:
        messages.error(request, str(refusal))
    return redirect("joint_group:concern", concern_id=one.pk)


@require_http_methods(["GET", "POST"])
@allow(manages=JOINT_GROUP)
def meetings(request: Request) -> HttpResponse:
    """List the meetings of a year, and take the minutes of another."""
    readings, values, problems = _posted(request, asked.meeting)
    if readings is not None:
        try:
            actions.hold_meeting(readings=readings, by=request.acting, at=now())
            messages.success(request, _("已保存。"))
        except actions.MetThatDay as refusal:
            messages.error(request, str(refusal))
        return redirect("joint_group:meetings")
    found = [
        {"one": one, "place": place_name(one.area_code), "members": _named(MEMBERS, one.members), "agreed": one.agreed}
        for one in queries.meetings(since=add_months(today(), -YEAR))
    ]
    return _page(request, "joint_group/meetings.html", asked.meeting, values, problems, meetings=found)


@require_http_methods(["GET", "POST"])
@allow(manages=SHARING)
def share(request: Request, resident_id: UUID) -> HttpResponse:
    """Tell the street's group of a patient, on a legal ground; what is shared already is shown instead."""
    one = find_resident(resident_id)
    if one is None:
        raise Http404
    standing = queries.open_concern_of(one)
    if standing is not None:
        return redirect("joint_group:concern", concern_id=standing.pk)
    readings, values, problems = _posted(request, asked.share)
    if readings is not None:
        sent: dict[str, Any] = {"concern_id": _form_id(request, one.pk), "patient": one, "readings": readings}
        try:
            made = actions.share(**sent, on=today(), by=request.acting, at=now())
        except actions.AlreadyShared as refusal:
            messages.warning(request, str(refusal))
            return redirect("joint_group:share", resident_id=one.pk)  # which shows what is shared
        messages.success(request, _("已共享给本街道综合管理小组。"))
        return redirect("joint_group:concern", concern_id=made.pk)
    return _page(request, "joint_group/share.html", asked.share, values, problems, resident=one)


def _posted(request: Request, form: Form) -> tuple[dict[str, Any] | None, dict[str, Any], list[Any]]:
    """Read a form: the readings, if it was sent and nothing is wrong; else what stands in it and what is wrong."""
    if request.method == "GET":
        return None, {}, []
    sent = {name: [str(value) for value in values] for name, values in request.POST.lists()}
    raw = forms.posted(form, sent)
    cleaned = form.clean(raw)
    problems = [*cleaned.problems, *form.check(cleaned.readings, on=today())]
    return (None if problems else cleaned.readings), raw, problems


def _form_id(request: Request, about: UUID) -> UUID:
    """Give the id of what is sent: the same form sent twice is one, and nobody can name a row of somebody else."""
    try:
        return uuid5(about, str(UUID(request.POST.get("form_id", ""))))
    except ValueError:
        return uuid4()


def _page(
    request: Request, template: str, form: Form, values: dict[str, Any], problems: list[Any], **more: Any
) -> HttpResponse:
    parts = forms.parts(form, values, problems=problems, read_by_rules=form.fields.keys())
    context = {"parts": parts, "problems": problems, "form_id": request.POST.get("form_id") or uuid4(), **more}
    return render(request, template, context, status=422 if problems else 200)
