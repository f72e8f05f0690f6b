"""Contracts with family doctors: whose run out, what one resident was promised and got, and how a team covers."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.contracts import actions, queries
from gongwei.apps.contracts.forms import contract_form
from gongwei.apps.desk.views import chosen_id, clock, door_of, posted, resident_or_404, text
from gongwei.apps.desk.views.promises import Kept, groups_of, kept
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs.queries.histories import records
from gongwei.catalog.codelists.contracts import SIGN_WAY, STOP_REASON
from gongwei.catalog.discovery import packages
from gongwei.domain.access import Sensitivity
from gongwei.domain.form_field import Problem
from gongwei.ui import forms, tables
from gongwei.ui.formats import age

A_PAGE = 25
State = queries.State
TITLES = {
    queries.RENEW: gettext_lazy("60 天内到期"),
    queries.LAPSED: gettext_lazy("到期未续"),
    queries.WAITING: gettext_lazy("待办"),
    queries.CURRENT: gettext_lazy("有效签约"),
}
TONES = {
    State.SIGNED: "ok",
    State.WAITING: "warn",
    State.PRELIMINARY: "warn",
    State.ENDING: "warn",
    State.LAPSED: "bad",
}


@require_GET
@allow(reads=3)
def listing(request: Request) -> HttpResponse:
    """List contracts: those that run out within 60 days first, each with how it was kept."""
    chosen, on = _chosen_list(request), today()
    counts = queries.counts(today=on)
    parameters = {"w": chosen}
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=counts[chosen], size=A_PAGE, parameters=parameters
    )
    page = queries.page(queries.contracts(chosen, today=on), first=pager.start, size=A_PAGE)
    context = {
        "rows": _rows(page, on),
        "tabs": [(key, title, counts[key]) for key, title in TITLES.items()],
        "chosen": chosen,
        "pager": pager,
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
        "export": reverse("desk:export_contracts") + tables.address(parameters),
    }
    return render(request, "desk/contracts.html", context)


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out one list of contracts as an Excel file."""
    on, chosen = today(), _chosen_list(request)
    headings = [
        _("居民"),
        _("住址"),
        _("签约团队"),
        _("服务包"),
        _("状态"),
        _("签约日期"),
        _("生效日期"),
        _("到期日期"),
    ]
    found = queries.page(queries.contracts(chosen, today=on), first=0, size=MOST_ROWS + 1)
    rows = (
        (
            one.resident.name, " ".join(door_of(one.resident)), one.team.name, _titles(one.packages),
            _(one.get_state_display()), one.signed_date, one.from_date, one.to_date,
        )
        for one in found
    )  # fmt: skip
    listed = Listed(title=_("家庭医生签约"), name="contracts", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "contracts"))


@require_GET
@allow(reads=3)
def contract(request: Request, resident_id: UUID) -> HttpResponse:
    """Show a resident's contracts: what was promised, what was done of it, and what may be done next."""
    one, on = resident_or_404(resident_id), today()
    signed = queries.contracts_of(one)
    current = next((row for row in signed if row.state in queries.OPEN), None)
    record = records([one], since=on - timedelta(3 * 366))[one.pk]
    services = queries.services([current.pk]).get(current.pk, []) if current else []
    context = {
        "resident": one,
        "age": age(one.birth_date, on),
        "current": current,
        "packages": _titles(current.packages) if current else "",
        "sign_way": SIGN_WAY.name_of(current.sign_way) if current else "",
        "due": clock(current.to_date, on) if current else None,
        "offered": current is None or (current.to_date - on).days <= queries.RENEWAL_DAYS,
        "kept": kept(current, record, services, on=on) if current else None,
        "services": services,
        "earlier": [row for row in signed if row is not current],
        "groups": groups_of(one, record, by=request.acting, on=on),
        "steps": actions.STEPS.get(State(current.state), ()) if current else (),
        "reasons": [(code, STOP_REASON.name_of(code)) for code in STOP_REASON],
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
    }
    return render(request, "desk/contract.html", context)


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def sign(request: Request, resident_id: UUID) -> HttpResponse:
    """Sign a contract, renew it, or change it; the form offers what the record tells and what stood before."""
    one, on = resident_or_404(resident_id), today()
    teams = {str(team.pk): team for team in queries.teams(one.area_code, on=on)}
    stopped = _stopped(teams.values())
    form = contract_form({key: team.name for key, team in teams.items()}, stopped=stopped)
    if request.method == "GET":
        offer = _offer(request, one, teams, on)
        offer["packages"] = [key for key in offer["packages"] if key not in stopped]
        return _sign_page(request, one, form, offer, uuid.uuid4())
    raw = forms.posted(form, posted(request))
    cleaned = form.clean(raw)
    said, contract_id = cleaned.readings, chosen_id(request, "contract_id")
    problems = [*cleaned.problems, *form.check(said, on=on)]
    if problems:
        return _sign_page(request, one, form, raw, contract_id, problems)
    terms = actions.Terms(
        team=teams[said["team"]], packages=said["packages"], sign_way=said["sign_way"], signed_date=on,
        from_date=date.fromisoformat(said["from_date"]), years=said["years"],
    )  # fmt: skip
    try:
        actions.sign(contract_id=contract_id, resident=one, terms=terms, state=said["act"], by=request.acting, at=now())
    except (actions.AlreadySigned, actions.NotOffered, actions.NotServedHere) as refused:
        return _sign_page(request, one, form, raw, contract_id, [Problem("team", "hard", str(refused))])
    messages.success(request, _("已登记签约，有效期至 %(day)s。") % {"day": terms.to_date.isoformat()})
    return redirect("desk:contract", resident_id=one.pk)


@require_POST
@allow(writes=3)
def step(request: Request, contract_id: UUID) -> HttpResponse:
    """Move a contract on: signed, refused, ended for a reason."""
    found = _contract_or_404(contract_id)
    to, reason = request.POST.get("to", ""), request.POST.get("reason", "")
    try:
        actions.step(contract=found, to=to, reason=reason, on=today(), by=request.acting, at=now())
        messages.success(request, _("已保存。"))
    except (actions.WrongStep, actions.ReasonMissing) as refused:
        messages.error(request, str(refused))
    return redirect("desk:contract", resident_id=found.resident_id)


@require_POST
@allow(writes=3)
def serve(request: Request, contract_id: UUID) -> HttpResponse:
    """Write down a service that no visit tells of."""
    found = _contract_or_404(contract_id)
    promised = {item.key for key in found.packages if key in packages() for item in packages()[key].items}
    item = request.POST.get("item", "")
    if found.state != State.SIGNED or item not in promised:
        messages.error(request, _("这份签约没有这一项服务，或已不在有效期内。"))
    else:
        note = request.POST.get("note", "").strip()[:200]
        actions.serve(contract=found, item=item, on=today(), note=note, by=request.acting, at=now())
        messages.success(request, _("已登记服务。"))
    return redirect("desk:contract", resident_id=found.resident_id)


def _stopped(teams: Iterable[queries.Team]) -> set[str]:
    """Name the packages that no team's institution signs any more."""
    gone = [set(queries.stopped(one)) for one in {team.institution_id for team in teams}]
    return set.intersection(*gone) if gone else set()


def _rows(page: list[Any], on: date) -> list[dict[str, Any]]:
    told = records([one.resident for one in page], since=on - timedelta(366))
    services = queries.services([one.pk for one in page])
    return [
        {
            "contract": one,
            "age": age(one.resident.birth_date, on),
            "door": door_of(one.resident),
            "packages": _titles(one.packages),
            "tone": TONES.get(State(one.state), "mute"),
            "due": clock(one.to_date, on),
            "kept": _of(kept(one, told[one.resident_id], services.get(one.pk, []), on=on)),
        }
        for one in page
    ]


def _of(standing: Kept) -> str:
    return f"{standing.done}/{len(standing.rows)}"


def _titles(keys: list[str]) -> str:
    return _("、").join(_(packages()[key].title) for key in keys if key in packages())


def _chosen_list(request: Request) -> str:
    chosen = text(request, "w")
    return chosen if chosen in queries.LISTS else queries.RENEW


def _contract_or_404(contract_id: UUID) -> Any:
    found = queries.contract(contract_id)
    if found is None:
        raise Http404
    return found


def _offer(request: Request, one: Resident, teams: dict[str, Any], on: date) -> dict[str, Any]:
    """Fill in what stood before, else what the record tells: a renewal is one key."""
    current = queries.open_contract(one)
    if current is not None:
        team, start = str(current.team_id), max(current.to_date, on)
        chosen, way = current.packages, current.sign_way
    else:
        record = records([one], since=on)[one.pk]
        groups = groups_of(one, record, by=request.acting, on=on)
        team, start = next(iter(teams), ""), on
        chosen, way = [key for key, _title in groups] or ["general"], "1"
    return {
        "act": "signed", "team": team, "packages": chosen, "sign_way": way, "from_date": start.isoformat(), "years": 1,
    }  # fmt: skip


def _sign_page(
    request: Request, one: Resident, form: Any, values: dict[str, Any], contract_id: UUID, problems: Any = ()
) -> HttpResponse:
    parts = forms.parts(form, values, problems=problems, read_by_rules=form.fields.keys())
    context = {
        "parts": parts,
        "resident": one,
        "problems": problems,
        "contract_id": contract_id,
        "current": queries.open_contract(one),
    }
    return render(request, "desk/contract_form.html", context, status=422 if problems else 200)
