"""Cohort cards by doctor team: where those under contract with each team of a centre stand at the end of a quarter."""

from __future__ import annotations

from collections import Counter
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
from gongwei.apps.contracts.queries import Team, team, teams, teams_by_id
from gongwei.apps.planning.queries.months import counted_quarters
from gongwei.apps.reporting.cohorts import CohortMember, cohorts_of_teams
from gongwei.apps.reporting.views.cohorts import (
    Asked,
    Row,
    asked_for,
    by_cohort,
    in_cell,
    listed_people,
    sheet_of_people,
    together,
)
from gongwei.apps.reporting.views.lookup import trail
from gongwei.catalog.discovery import programs
from gongwei.catalog.services import COHORTS
from gongwei.domain.cohort import DEFINITION, STANDINGS, quarter_name, quarter_of
from gongwei.domain.regions import STREET
from gongwei.ui import tables


@dataclass(frozen=True)
class TeamRow(Row):
    """A team's people by standing."""

    team: Team


@require_GET
@allow(reads=3)
def team_cards(request: Request) -> HttpResponse:
    """Show where the people of each team of a centre stand, counted from the records as they are now."""
    one = _of_a_centre(request)
    if one is None:
        return render(request, "reporting/team_cohorts.html", {})
    context = {
        "asked": one,
        "quarter": quarter_name(one.quarter),
        "quarters": [(day.isoformat(), quarter_name(day)) for day in counted_quarters()],
        "programs": [programs()[key] for key in COHORTS],
        "trail": [each for each in trail(one.place) if request.acting.holds(each.code)],
        "standings": [STANDINGS.name_of(each) for each in STANDINGS],
        "rows": _rows(one),
        "definition": DEFINITION,
        "here": tables.address(one.parameters),
        "export": reverse("reporting:export_team_cohorts") + tables.address(one.parameters),
    }
    return render(request, "reporting/team_cohorts.html", context)


@require_GET
@allow(reads=3)
@exports("figures")
def export(request: Request) -> HttpResponse:
    """Hand out the teams of a centre with their people by standing as an Excel file."""
    one = _of_a_centre(request)
    if one is None:
        raise Http404
    headings = [
        _("签约团队"), *(STANDINGS.name_of(each) for each in STANDINGS), _("合计"), _("在管者达标率（%）"),
    ]  # fmt: skip
    rows = [
        (
            row.title, *(count for _key, _name, count in row.cells), row.total,
            None if row.controlled is None else round(row.controlled, 1),
        )
        for row in _rows(one)
    ]  # fmt: skip
    name = f"cohorts-teams-{one.program.key}-{quarter_name(one.quarter)}-{one.place.code}"
    listed = Listed(title=_("队列卡"), name=name, headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("cohorts", one.program.key), detail=one.told)


@require_GET
@allow(reads=3)
def team_card(request: Request, team_id: UUID) -> HttpResponse:
    """Show one team's people by the quarter of their enrolment."""
    one, whose, found = _of_team(request, team_id)
    grouped: dict[date, Counter[str]] = {}
    for person in found:
        grouped.setdefault(quarter_of(person.enrolled_date).start, Counter())[person.standing] += 1
    rows, here = by_cohort(one, grouped), tables.address(one.parameters)
    context = {
        "asked": one,
        "team": whose,
        "quarter": quarter_name(one.quarter),
        "standings": [STANDINGS.name_of(each) for each in STANDINGS],
        "rows": rows,
        "together": together(rows),
        "opens": reverse("reporting:team_cohort_people", args=[team_id]) + here,
        "cards": reverse("reporting:team_cohorts") + here,
        "definition": DEFINITION,
    }
    return render(request, "reporting/team_cohort.html", context)


@require_GET
@allow(reads=3)
def people(request: Request, team_id: UUID) -> HttpResponse:
    """List who stands in one cell of a team's row."""
    one, whose, found = _held(request, team_id)
    export = reverse("reporting:export_team_cohort_people", args=[team_id])
    return listed_people(request, one, found, export=export, team=whose)


@require_GET
@allow(reads=3)
@exports("persons")
def export_people(request: Request, team_id: UUID) -> HttpResponse:
    """Hand out who stands in one cell of a team's row as an Excel file."""
    one, _whose, found = _held(request, team_id)
    listed = sheet_of_people(one, found)
    return hand_out(listed, by=request.acting, at=now(), about=("cohorts", one.program.key), detail=one.told)


def _of_a_centre(request: Request) -> Asked | None:
    """Read what is asked for; teams are looked at within one street."""
    one = asked_for(request)
    return one if one is not None and one.place.level == STREET else None


def _held(request: Request, team_id: UUID) -> tuple[Asked, Team, list[CohortMember]]:
    one, whose, found = _of_team(request, team_id)
    return one, whose, in_cell(request, one, found)


def _of_team(request: Request, team_id: UUID) -> tuple[Asked, Team, list[CohortMember]]:
    one, whose = asked_for(request), team(team_id)
    if one is None or whose is None or not any(map(request.acting.holds, whose.villages)):
        raise Http404
    return one, whose, _found(one, whose.area_code).get(team_id, [])


def _found(one: Asked, street: int) -> dict[UUID, list[CohortMember]]:
    return cohorts_of_teams(one.program.key, street, quarter=quarter_of(one.quarter), on=one.as_of.date())


def _rows(one: Asked) -> list[TeamRow]:
    """Give a row for each team that stands or has people, by name."""
    found = _found(one, one.place.code)
    known = {each.pk: each for each in teams(one.place.code, on=one.as_of.date())}
    known |= teams_by_id(found.keys() - known.keys())
    return [
        TeamRow(each.name, str(each.pk), Counter(str(person.standing) for person in found.get(each.pk, [])), each)
        for each in sorted(known.values(), key=lambda each: (each.name, str(each.pk)))
    ]
