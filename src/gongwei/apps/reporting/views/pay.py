"""Pay: an area's statements of a quarter, down to the line, and the visits behind a line for who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.places.queries import institutions
from gongwei.apps.planning.actions.pay import NotDecidedHere, answer_objection, object_to
from gongwei.apps.planning.queries import pay as queries
from gongwei.apps.programs.queries import note_reading
from gongwei.apps.reporting.paid_visits import paid_for
from gongwei.apps.reporting.views.asking import asked
from gongwei.apps.reporting.views.lookup import trail
from gongwei.catalog.regions import gazetteer
from gongwei.catalog.services import SERVICES, sensitivity_of
from gongwei.domain.access import DUTIES, PLAN
from gongwei.domain.cohort import quarter_name, quarter_of
from gongwei.domain.pay import PayLine, Piece, UnusableRule, Work, statement, totals
from gongwei.domain.period import add_months
from gongwei.domain.regions import STREET, Region
from gongwei.ui import tables

A_PAGE = 30


@dataclass(frozen=True)
class Asked:
    """What a page of pay was asked for."""

    quarter: date
    place: Region

    @property
    def parameters(self) -> dict[str, str]:
        return {"quarter": self.quarter.isoformat(), "region": str(self.place.code)}


@require_GET
@allow(reads=2)
def pay(request: Request) -> HttpResponse:
    """Show the statements of an area's streets, or of one street line by line."""
    one = _asked(request)
    in_force = queries.rule_in_force(one.place.code, on=one.quarter)
    lines = queries.paid(queries.work_of_streets(one.place.code, one.quarter), on=one.quarter)
    context = {
        "asked": one,
        "quarter": quarter_name(one.quarter),
        "quarters": [(day.isoformat(), quarter_name(day)) for day in _quarters()],
        "in_force": in_force,
        "trail": [each for each in trail(one.place) if request.acting.holds(each.code)],
        "whole": sum(totals(lines).values(), Decimal()),
        "decides": PLAN in request.acting.rights.manages,
        "export": reverse("reporting:export_pay") + tables.address(one.parameters),
    }
    if one.place.level < STREET:
        return render(request, "reporting/pay.html", context | {"streets": _streets(lines)})
    rights = request.acting.rights
    context |= {
        "lines": [(line, rights.may_read(sensitivity_of(line.service))) for line in lines],
        "teams": _teams(one, queries.work_of_teams(one.place.code, one.quarter), in_force.rule),
        "objects": DUTIES in rights.manages and request.acting.area_code == one.place.code,
        "objections": [
            (each, SERVICES[each.service].title)
            for each in (queries.objections(one.place.code, one.quarter) if DUTIES in rights.manages else ())
            if each.service in SERVICES
        ],
    }
    return render(request, "reporting/pay.html", context)


@require_GET
@allow(reads=2)
@exports("figures")
def export(request: Request) -> HttpResponse:
    """Hand out every line of the statements of an area, as an Excel file."""
    one = _asked(request)
    headings = [_("单位"), _("服务"), _("数量"), _("单价（元）"), _("质量指标（%）"), _("质量系数"), _("金额（元）")]
    rows = [
        (
            _name(line.unit), _(line.service.title), line.services, line.price, line.quality,
            round(line.coefficient, 4), line.amount,
        )
        for line in queries.paid(queries.work_of_streets(one.place.code, one.quarter), on=one.quarter)
    ]  # fmt: skip
    name = f"pay-{quarter_name(one.quarter)}-{one.place.code}"
    listed = Listed(title=_("服务结算"), name=name, headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("pay", one.place.code), detail=one.parameters)


@require_GET
@allow(reads=3)
def visits(request: Request) -> HttpResponse:
    """List the visits or contracts behind one line of a street's statement, to who may read their class."""
    one, service = _asked(request), SERVICES.get(asked(request, "service"))
    if service is None or one.place.level < STREET or not request.acting.rights.may_read(sensitivity_of(service)):
        raise Http404
    page = tables.chosen_page(request.GET.get("page"))
    area, months = one.place.area, (one.quarter, add_months(one.quarter, 3))
    rows, total = paid_for(service, area=area, between=months, first=(page - 1) * A_PAGE, size=A_PAGE)
    detail = {"rows": len(rows), "service": service.key, **one.parameters}
    audit.record("people.listed", by=request.acting, at=now(), about=("pay", one.place.code), detail=detail)
    if service.piece is Piece.VISIT:
        shown = [service.program] * len(rows)
        note_reading(shown, about=("pay", str(one.place.code)), by=request.acting, at=now())
    pager = tables.pager(page=page, total=total, size=A_PAGE, parameters=one.parameters | {"service": service.key})
    context = {
        "asked": one,
        "quarter": quarter_name(one.quarter),
        "service": service,
        "of_visits": service.piece is Piece.VISIT,
        "rows": rows,
        "pager": pager,
        "back": reverse("reporting:pay") + tables.address(one.parameters),
    }
    return render(request, "reporting/pay_visits.html", context)


@require_POST
@allow(manages=DUTIES)
def object_against(request: Request) -> HttpResponse:
    """Take a centre's objection to a line of its own statement."""
    one = _asked(request)
    told = {"service": asked(request, "service"), "words": asked(request, "words", longest=500)}
    try:
        object_to(area=one.place.code, quarter=one.quarter, **told, by=request.acting, at=now())
    except (NotDecidedHere, UnusableRule) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("异议已提交，答复会显示在结算单上。"))
    return redirect(reverse("reporting:pay") + tables.address(one.parameters))


@require_POST
@allow(manages=PLAN)
def answer(request: Request, objection_id: UUID) -> HttpResponse:
    """Take the answer to an objection."""
    one = queries.objection(objection_id)
    if one is None:
        raise Http404
    try:
        answer_objection(objection=one, answer=asked(request, "words", longest=500), by=request.acting, at=now())
    except (NotDecidedHere, UnusableRule) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("答复已保存。"))
    where = {"quarter": one.quarter_date.isoformat(), "region": str(one.area_code)}
    return redirect(reverse("reporting:pay") + tables.address(where))


def _quarters() -> list[date]:
    return queries.counted_quarters_of_work() or [quarter_of(today()).start]


def _asked(request: Request) -> Asked:
    """Read the quarter, by default the last whole one, and an area of the post."""
    known, place = _quarters(), request.acting.place(asked(request, "region") or str(request.acting.area_code))
    if place is None:
        raise Http404
    days = {day.isoformat(): day for day in known}
    over = [day for day in known if add_months(day, 3) <= today()]
    return Asked(days.get(asked(request, "quarter"), (over or known)[0]), place)


def _name(unit: str) -> str:
    place = gazetteer().by_code.get(int(unit))
    return place.name if place else unit


def _streets(lines: Sequence[PayLine]) -> list[tuple[str, str, int, Decimal]]:
    """Give code, name, services and amount of each street, the largest first."""
    services: dict[str, int] = {}
    for line in lines:
        services[line.unit] = services.get(line.unit, 0) + line.services
    paid = totals(lines)
    rows = [(unit, _name(unit), services[unit], amount) for unit, amount in paid.items()]
    return sorted(rows, key=lambda row: -row[3])


def _teams(one: Asked, work: Sequence[Work], rule: Any) -> list[tuple[str, int, Decimal]]:
    """Give name, services and amount of each institution inside a street."""
    names = {str(each.pk): each.name for each in institutions(within=one.place.code)}
    paid, services = totals(statement(work, rule)), dict[str, int]()
    for each in work:
        services[each.unit] = services.get(each.unit, 0) + each.services
    rows = [(names.get(unit, _("其他机构")), services[unit], amount) for unit, amount in paid.items()]
    return sorted(rows, key=lambda row: -row[2])
