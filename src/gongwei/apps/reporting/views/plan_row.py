"""One row of a plan: its own words, what answers it, and the values that a department reports for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.planning.actions.values import NotYours, UnusableReport, report_value, withdraw_value
from gongwei.apps.planning.queries.figures import as_of, figures
from gongwei.apps.planning.queries.targets import by_year, measured, report, reports, told
from gongwei.apps.reporting.views.scoreboard import TONES, binding_words
from gongwei.catalog.discovery import indicators
from gongwei.catalog.regions import gazetteer
from gongwei.catalog.targets import UnknownPlanRow, plan_row, plans
from gongwei.domain.access import PLAN
from gongwei.domain.plan import STATES, PlanRow


@require_http_methods(["GET", "POST"])
@allow(reads=2)
def row(request: Request, key: str) -> HttpResponse:
    """Show a row of a plan; a department that answers for the area reports its value here."""
    try:
        one = plan_row(key)
    except UnknownPlanRow:
        raise Http404 from None
    written: dict[str, Any] = {}
    if request.method == "POST":
        written = {name: request.POST.get(name, "").strip() for name in ("year", "value", "evidence")}
        try:
            _report(request, one, written)
            messages.success(request, _("已登记 %(year)s 年的数值。") % {"year": written["year"]})
            return redirect("reporting:row", key=key)
        except UnusableReport as refusal:
            written["wrong"] = str(refusal)
        except NotYours as refusal:
            written |= {"wrong": str(refusal), "status": 403}
    status = written.get("status", 422) if written else 200
    return render(request, "reporting/plan_row.html", _page(request, one) | {"written": written}, status=status)


@require_GET
@allow(reads=2)
@exports("figures")
def export(request: Request, key: str) -> HttpResponse:
    """Hand out the values reported for a row in the post's area as an Excel file."""
    try:
        one = plan_row(key)
    except UnknownPlanRow:
        raise Http404 from None
    standing = reports([one.id], area=request.acting.area_code).get(one.id, [])
    headings = [_("编号"), _("条目"), _("年份"), _("数值"), _("单位"), _("依据"), _("报送人"), _("报送时间")]
    rows = (
        (one.id, one.title, each.year, each.value, one.unit, each.evidence, each.user.full_name, each.reported_at)
        for each in standing
    )
    listed = Listed(title=one.id, name=f"plan-row-{one.id}", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("plan row", one.id))


@require_POST
@allow(manages=PLAN)
def withdraw(request: Request, report_id: UUID) -> HttpResponse:
    """Take a reported value back."""
    found = report(report_id)
    if found is None:
        raise Http404
    try:
        withdraw_value(reported=found, by=request.acting, at=now())
        messages.success(request, _("已撤回 %(year)s 年的数值。") % {"year": found.year})
    except NotYours as refusal:
        messages.error(request, str(refusal))
    return redirect("reporting:row", key=found.row)


def _report(request: Request, one: PlanRow, written: dict[str, Any]) -> None:
    try:
        year, value = int(written["year"]), float(written["value"])
    except ValueError:
        raise UnusableReport(_("年份和数值都要填数字，例如 2025 和 72.5。")) from None
    report_value(
        row=one.id, area=request.acting.area_code, year=year, value=value, evidence=written["evidence"][:500],
        by=request.acting, on=today(), at=now(),
    )  # fmt: skip


def _page(request: Request, one: PlanRow) -> dict[str, Any]:
    fresh, place, plan = as_of(), gazetteer().region(request.acting.area_code), plans()[one.document]
    standing = reports([one.id], area=place.code)
    on = fresh.day if fresh else today()
    year = max((due for due in one.years if due <= on.year), default=on.year)
    rates = []
    if one.indicators:
        found = figures(level=place.level, within=place.code)
        judged = measured(one, place.code, year=year, found=found, on=on)
        rates = [(indicators()[key], found.get((key, place.code, year))) for key in one.indicators]
    else:
        judged = told(one, by_year(standing), year=year, on=on)
    return {
        "row": one,
        "plan": plan,
        "place": place,
        "year": year,
        "binding": binding_words(plan.binding(place.code), plan),
        "verdict": judged,
        "tone": TONES[judged.state],
        "state": _(STATES[judged.state]),
        "rates": rates,
        "export": reverse("reporting:export_row", args=[one.id]),
        "reports": standing.get(one.id, []),
        "may_report": PLAN in request.acting.rights.manages and not one.indicators and one.target is not None,
        "this_year": today().year,
    }
