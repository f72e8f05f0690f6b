"""Teams of family doctors: whom they serve, what they have signed, and what runs out."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.contracts import actions, queries
from gongwei.apps.contracts.forms import team_form
from gongwei.apps.desk.views import chosen_id, posted, villages
from gongwei.apps.places.queries import place_name
from gongwei.catalog.codelists.contracts import TEAM_ROLE
from gongwei.catalog.discovery import packages
from gongwei.domain.access import Sensitivity
from gongwei.domain.form import Form
from gongwei.domain.form_field import Problem
from gongwei.ui import forms


@require_GET
@allow(reads=3)
def teams(request: Request) -> HttpResponse:
    """List the teams that serve the post's villages."""
    found = queries.teams(request.acting.area_code, on=today())
    rows = [(team, place_name(team.area_code), members(team)) for team in found]
    own = request.acting.institution_id
    stopped = queries.stopped(own)
    offered = [(key, _(one.title), stopped.get(key)) for key, one in packages().items()] if own else []
    may_write = request.acting.rights.may_write(Sensitivity.HEALTH)
    context = {"rows": rows, "offered": offered, "may_write": may_write}
    return render(request, "desk/teams.html", context)


@require_GET
@allow(reads=3)
def team(request: Request, team_id: UUID) -> HttpResponse:
    """Show one team: its villages with how many have signed, its packages, and what runs out."""
    found, on = team_or_404(request, team_id), today()
    covered = [(place_name(one.village).rsplit(" ", 1)[-1], one, _share(one)) for one in _covered(found, on)]
    counted = queries.by_package(found, today=on)
    context = {
        "team": found,
        "place": place_name(found.area_code),
        "members": members(found),
        "coverage": covered,
        "people": sum(one.people for _name, one, _rate in covered),
        "signed": sum(one.signed for _name, one, _rate in covered),
        "packages": [(_(packages()[key].title), count) for key, count in counted.items() if key in packages()],
        "counts": queries.counts(today=on, team=found),
    }
    return render(request, "desk/team.html", context)


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def found_team(request: Request) -> HttpResponse:
    """Found a team for villages of the post."""
    form = team_form(villages(request))
    if request.method == "GET":
        return _page(request, form, {}, uuid.uuid4())
    raw = forms.posted(form, posted(request))
    cleaned, team_id = form.clean(raw), chosen_id(request, "team_id")
    problems = [*cleaned.problems, *form.check(cleaned.readings, on=today())]
    if problems:
        return _page(request, form, raw, team_id, problems)
    said = cleaned.readings
    try:
        made = actions.found_team(
            team_id=team_id, name=said["name"], villages=[int(code) for code in said["villages"]],
            members=said["members"], on=today(), by=request.acting, at=now(),
        )  # fmt: skip
    except actions.NotServedHere as refused:
        return _page(request, form, raw, team_id, [Problem("villages", "hard", str(refused))])
    messages.success(request, _("已建立团队 %(name)s。") % {"name": made.name})
    return redirect("desk:team", team_id=made.pk)


@require_POST
@allow(writes=3)
def offer(request: Request, package: str) -> HttpResponse:
    """Stop signing a package at the post's institution, or sign it again."""
    if package not in packages():
        raise Http404
    offered = bool(request.POST.get("offered"))
    try:
        actions.offer(package=package, offered=offered, on=today(), by=request.acting, at=now())
        messages.success(request, _("已恢复签约。") if offered else _("已停办，不再签；已签的照常履约。"))
    except actions.NoInstitution as refused:
        messages.error(request, str(refused))
    return redirect("desk:teams")


def team_or_404(request: Request, team_id: UUID) -> queries.Team:
    """Give a team that serves a village of the post."""
    found = queries.team(team_id)
    if found is None or not any(request.acting.holds(village) for village in found.villages):
        raise Http404
    return found


def members(team: queries.Team) -> str:
    """Name the members with their roles."""
    return _("、").join(f"{one['name']}（{TEAM_ROLE.name_of(one['role'])}）" for one in team.members)


def _covered(found: queries.Team, on: Any) -> list[queries.Coverage]:
    return queries.coverage(found, today=on)


def _share(one: queries.Coverage) -> str:
    return f"{100 * one.signed / one.people:.1f}%" if one.people else "—"


def _page(request: Request, form: Form, values: dict[str, Any], team_id: UUID, problems: Any = ()) -> HttpResponse:
    parts = forms.parts(form, values, problems=problems, read_by_rules=form.fields.keys())
    context = {"parts": parts, "problems": problems, "team_id": team_id}
    return render(request, "desk/team_form.html", context, status=422 if problems else 200)
