"""What a team still owes under its contracts in the years that run, the soonest to end first."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.contracts import queries
from gongwei.apps.desk.views import clock, door_of
from gongwei.apps.desk.views.promises import Kept, kept
from gongwei.apps.desk.views.teams import team_or_404
from gongwei.apps.programs.queries.histories import records
from gongwei.domain.contract import Standing
from gongwei.ui import tables
from gongwei.ui.formats import age

A_PAGE = 50  # contracts looked at: those that are kept whole drop out of the page
AT_ONCE = 500
LONGEST_YEAR = timedelta(366)


@require_GET
@allow(reads=3)
def owed(request: Request, team_id: UUID) -> HttpResponse:
    """List a team's contracts of which services are still owed, by the day on which their year ends."""
    team, on = team_or_404(request, team_id), today()
    ids = queries.due_this_year(team, today=on)
    pager = tables.pager(page=tables.chosen_page(request.GET.get("page")), total=len(ids), size=A_PAGE, parameters={})
    rows = [
        {
            "contract": one,
            "age": age(one.resident.birth_date, on),
            "door": door_of(one.resident),
            "due": clock(standing.period.stop, on),
            "owed": _left(standing),
        }
        for one, standing in _unkept(ids[pager.start : pager.last], on)
    ]
    context = {
        "team": team,
        "rows": rows,
        "pager": pager,
        "looked_at": pager.last - pager.start,
        "export": reverse("desk:export_owed", args=[team.pk]),
    }
    return render(request, "desk/owed.html", context)


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request, team_id: UUID) -> HttpResponse:
    """Hand out what a team still owes as an Excel file, a line for each service."""
    team, on = team_or_404(request, team_id), today()
    ids = queries.due_this_year(team, today=on)
    rows = (
        (
            one.resident.name, " ".join(door_of(one.resident)), standing.period.stop, _(row.item.title), row.done,
            row.times,
        )
        for start in range(0, len(ids), AT_ONCE)
        for one, standing in _unkept(ids[start : start + AT_ONCE], on)
        for row in _left(standing)
    )  # fmt: skip
    headings = [_("居民"), _("住址"), _("履约到期"), _("服务"), _("已做"), _("约定")]
    listed = Listed(title=_("未完成的签约服务"), name="services-owed", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("team", team.pk))


def _unkept(ids: Collection[UUID], on: date) -> Iterator[tuple[Any, Kept]]:
    """Give contracts with how they stand, less those of which nothing is owed."""
    found = queries.in_order(ids)
    told = records([one.resident for one in found], since=on - LONGEST_YEAR)
    services = queries.services(ids)
    for one in found:
        standing = kept(one, told[one.resident_id], services.get(one.pk, []), on=on)
        if standing.done < len(standing.rows):
            yield one, standing


def _left(standing: Kept) -> list[Standing]:
    return [row for row in standing.rows if not row.fulfilled]
