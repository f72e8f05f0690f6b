"""Who looks after whom: the doctor of each village and of single residents, cover for absences, handovers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongwei.apps.accounts.actions import ToOneself, WrongLevel
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk import actions, queries
from gongwei.apps.desk.views import next_page, read_day, resident_or_404, villages
from gongwei.apps.places.queries import place_name
from gongwei.apps.programs import queries as programs
from gongwei.domain.access import COVERING
from gongwei.domain.regions import STREET, level_of

REFUSED = (actions.NotADoctorHere, actions.PostOutOfReach, actions.NotForYou, ToOneself, WrongLevel)
LONGEST_COVER = timedelta(days=366)


@require_GET
@allow(reads=3)
def duties(request: Request) -> HttpResponse:
    """List the villages of the post with their doctor, who is away, and what changes hands."""
    on, small = today(), level_of(request.acting.area_code) >= STREET
    rows = queries.duties(on) if small else []
    of_village = {row.area_code: row for row in rows if row.resident_id is None}
    handed = queries.handovers() if small else []
    context = {
        "small": small,
        "place": place_name(request.acting.area_code),
        "villages": [(code, name, of_village.get(code)) for code, name in villages(request).items()] if small else [],
        "personal": [row for row in rows if row.resident_id],
        "covers": queries.covers(on) if small else [],
        "handed": [(row, place_name(row.area_code)) for row in handed],
        "doctors": queries.doctors(request.acting, on=on) if small else {},
        "divides": COVERING in request.acting.rights.manages,
        "me": request.acting.user_id,
    }
    return render(request, "desk/duties.html", context)


@require_POST
@allow(manages=COVERING)
def answer(request: Request) -> HttpResponse:
    """Let a doctor answer for a village, or for one resident, from today on."""
    code, doctor, whose = _village(request), _named(request, "doctor"), _named(request, "resident")
    resident = resident_or_404(whose) if whose else None
    if doctor is None or (code is None and resident is None):
        return _back(request, error=_("请选择村（社区）和医生。"))
    told: dict[str, Any] = {"area_code": resident.area_code if resident else code, "resident": resident}
    try:
        actions.answer_for(**told, doctor=doctor, from_date=today(), by=request.acting, at=now())
    except REFUSED as refused:
        return _back(request, error=str(refused))
    return _back(request, said=_("已安排责任医生。"))


@require_POST
@allow(manages=COVERING)
def take_back(request: Request, resident_id: UUID) -> HttpResponse:
    """Give a resident who has a doctor of their own back to the village's doctor, from today on."""
    one = resident_or_404(resident_id)
    actions.take_back(resident=one, on=today(), by=request.acting, at=now())
    messages.success(request, _("已收回，由村（社区）的责任医生负责。"))
    return redirect(next_page(request, reverse("desk:resident", args=[one.pk])))


@require_POST
@allow(manages=COVERING)
def cover(request: Request) -> HttpResponse:
    """Let a doctor do another's work for some days."""
    absent, doctor = _named(request, "absent"), _named(request, "doctor")
    first, last = read_day(request.POST.get("first", "")), read_day(request.POST.get("last", ""))
    if absent is None or doctor is None or absent == doctor:
        return _back(request, error=_("请选择请假的医生和另一位代理医生。"))
    if first is None or last is None or not today() <= first <= last <= first + LONGEST_COVER:
        return _back(request, error=_("请填写代理的起止日期：从今天起，不超过一年。"))
    days = {"from_date": first, "to_date": last + timedelta(days=1)}
    try:
        actions.cover(absent=absent, doctor=doctor, **days, by=request.acting, at=now())
    except REFUSED as refused:
        return _back(request, error=str(refused))
    return _back(request, said=_("已安排代理，期间的工作会出现在代理医生的“我的一天”。"))


@require_POST
@allow(manages=COVERING)
def end_cover(request: Request, cover_id: UUID) -> HttpResponse:
    """End a cover today, because the doctor is back."""
    if queries.cover(cover_id) is None:
        raise Http404
    actions.end_cover(cover_id=cover_id, on=today(), by=request.acting, at=now())
    return _back(request, said=_("代理已结束。"))


@require_POST
@allow(writes=3)
def offer(request: Request) -> HttpResponse:
    """Offer a village to another doctor: by its own doctor, or by who divides the work."""
    code, taker = _village(request), _named(request, "doctor")
    standing = queries.village_duty(code) if code is not None else None
    if code is None or taker is None or standing is None or standing.doctor_id == taker:
        return _back(request, error=_("请选择已有责任医生的村（社区）和另一位接收的医生。"))
    if standing.doctor_id != request.acting.user_id and COVERING not in request.acting.rights.manages:
        return _back(request, error=_("只有这个村（社区）的责任医生或中心主任可以提出交接。"))
    counts = programs.open_work(code, on=today())
    note = request.POST.get("note", "").strip()[:200]
    told: dict[str, Any] = {"area_code": code, "giver": standing.doctor_id, "taker": taker, "counts": counts}
    try:
        actions.hand_over(**told, note=note, by=request.acting, at=now())
    except REFUSED as refused:
        return _back(request, error=str(refused))
    return _back(request, said=_("已提出交接，等待对方接收。"))


@require_POST
@allow(writes=3)
def settle(request: Request, handover_id: UUID) -> HttpResponse:
    """Take or decline a village that was offered."""
    found = queries.handover(handover_id)
    if found is None:
        raise Http404
    try:
        if request.POST.get("answer") == "take":
            actions.take_over(handover=found, on=today(), by=request.acting, at=now())
            return _back(request, said=_("已接收，您现在是责任医生。"))
        actions.decline(handover=found, by=request.acting, at=now())
    except REFUSED as refused:
        return _back(request, error=str(refused))
    return _back(request, said=_("没有接收，责任医生不变。"))


def _village(request: Request) -> int | None:
    place = request.acting.place(request.POST.get("village", ""))
    return place.code if place else None


def _named(request: Request, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def _back(request: Request, *, said: str = "", error: str = "") -> HttpResponse:
    if said:
        messages.success(request, said)
    if error:
        messages.error(request, error)
    return redirect(next_page(request, reverse("desk:duties")))
