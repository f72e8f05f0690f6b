"""One indicator by doctor team: those under contract with each team, in a funnel and as a table, down to the people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.contracts.queries import Team, team, teams_by_id
from gongwei.apps.contracts.queries import teams as teams_in
from gongwei.apps.planning.queries.figures import team_figures
from gongwei.apps.reporting.queries import Member, team_members
from gongwei.apps.reporting.views.funnel import FAR, UNUSUAL, Place, Told, plot, told
from gongwei.apps.reporting.views.indicator import Asked, asked_about, framed, listed_people, sheet_of_people
from gongwei.apps.reporting.views.scoreboard import FIRST_YEAR
from gongwei.catalog.discovery import indicators, sensitivity_of
from gongwei.domain.access import Sensitivity
from gongwei.domain.demography.rates import Rate
from gongwei.domain.regions import VILLAGE
from gongwei.ui import tables

A_PAGE = 30


@dataclass(frozen=True)
class Row:
    """A team with its figure in the year and in the year before, and where it lies in the funnel."""

    team: Team
    rate: Rate | None
    before: Rate | None
    place: Place | None
    link: str


@require_GET
@allow(reads=2)
def teams(request: Request, key: str) -> HttpResponse:
    """Show an indicator's teams in an area, with the limits of chance where there are enough of them."""
    one = asked_about(request, key)
    if one is None:
        return render(request, "reporting/teams.html", {"indicator": indicators()[key]})
    may_see_people = request.acting.rights.may_read(Sensitivity.HEALTH)
    rows, found = _rows(one, opens=may_see_people)
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=len(rows), size=A_PAGE, parameters=one.parameters
    )
    context = framed(one) | {
        "years": range(one.fresh.day.year, FIRST_YEAR - 1, -1),
        "rows": rows[pager.start : pager.last],
        "pager": pager,
        "told": found,
        "far": found and found.outside(FAR),
        "unusual": found and found.outside(UNUSUAL),
        "chart": found and plot(one.indicator, found),
        "small": one.place.level == VILLAGE,
        "hidden": sensitivity_of(key) == Sensitivity.HIDDEN_HEALTH,
        "of_everybody": one.indicator.denominator == "population",
        "may_see_people": may_see_people,
        "counted_date": min(one.fresh.day, date(one.year, 12, 31)),
        "export": reverse("reporting:export_teams", args=[key]) + tables.address(one.parameters),
    }
    return render(request, "reporting/teams.html", context)


@require_GET
@allow(reads=2)
@exports("figures")
def export(request: Request, key: str) -> HttpResponse:
    """Hand out an indicator's teams in an area as an Excel file."""
    one = asked_about(request, key)
    if one is None:
        raise Http404
    headings = [
        _("签约团队"), _("机构"), _("年份"), _("分子"), _("分母"), f"{_('数值')}（{one.indicator.unit}）",
        _("区间下限"), _("区间上限"), _("位置"),
    ]  # fmt: skip
    rows = [
        (
            row.team.name, row.team.institution.name if row.team.institution else "", one.year,
            *(
                (row.rate.numerator, row.rate.denominator, row.rate.value, row.rate.lower, row.rate.upper)
                if row.rate else (None,) * 5
            ),
            str(row.place.words) if row.place else "",
        )
        for row in _rows(one, opens=False)[0]
    ]  # fmt: skip
    name = f"{key}-teams-{one.place.code}-{one.year}"
    listed = Listed(title=_(one.indicator.title), name=name, headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("indicator", key), detail=one.told)


@require_GET
@allow(reads=3)
def people(request: Request, key: str, team_id: UUID) -> HttpResponse:
    """List who stands below an indicator's line of those under contract with a team, as far as they lie in sight."""
    one, whose, found = _held(request, key, team_id)
    export = reverse("reporting:export_team_people", args=[key, team_id])
    return listed_people(request, one, found, export=export, team=whose)


@require_GET
@allow(reads=3)
@exports("persons")
def export_people(request: Request, key: str, team_id: UUID) -> HttpResponse:
    """Hand out who stands below an indicator's line in a team as an Excel file."""
    one, _whose, found = _held(request, key, team_id)
    listed = sheet_of_people(request, one, found)
    return hand_out(listed, by=request.acting, at=now(), about=("indicator", key), detail=one.told)


def _held(request: Request, key: str, team_id: UUID) -> tuple[Asked, Team, list[Member]]:
    """Read what is asked for; a team that serves none of the post's villages is not there."""
    one, whose = asked_about(request, key), team(team_id)
    if one is None or whose is None or not any(map(request.acting.holds, whose.villages)):
        raise Http404
    return one, whose, team_members(one.indicator, team_id, year=one.year, as_of=one.fresh.day)


def _rows(one: Asked, *, opens: bool) -> tuple[list[Row], Told | None]:
    """Give the teams of an area, the furthest from the whole first, then those without a figure; and their funnel.

    `opens` leads from a team to its people, else to the figures of its street.
    """
    key = one.indicator.key
    found = team_figures(key, within=one.place.code)
    standing = {each.pk: each for each in teams_in(one.place.code, on=one.fresh.day)}
    former = teams_by_id({team_id for team_id, year in found if year == one.year} - standing.keys())
    known = standing | former
    links = {pk: _link(one, each, opens=opens) for pk, each in known.items()}
    rates = [
        (str(team_id), known[team_id].name, links[team_id], rate)
        for (team_id, year), rate in found.items()
        if year == one.year and team_id in known
    ]
    funnel = told(rates, one.indicator)
    places = {place.code: place for place in funnel.places} if funnel else {}
    order = {code: turn for turn, code in enumerate(places)}
    rows = [
        Row(each, found.get((pk, one.year)), found.get((pk, one.year - 1)), places.get(str(pk)), links[pk])
        for pk, each in known.items()
    ]
    return sorted(rows, key=lambda row: (order.get(str(row.team.pk), len(order)), row.rate is None)), funnel


def _link(one: Asked, whose: Team, *, opens: bool) -> str:
    if opens:
        return reverse("reporting:team_people", args=[one.indicator.key, whose.pk]) + tables.address(one.parameters)
    street = {"year": str(one.year), "region": str(whose.area_code)}
    return reverse("reporting:indicator", args=[one.indicator.key]) + tables.address(street)
