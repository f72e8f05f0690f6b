"""Who lives together and who is kin, with what is due for each, as far as the post may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import Clock, clock, resident_or_404
from gongwei.apps.people import actions
from gongwei.apps.people import queries as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import queries
from gongwei.catalog.codelists.kin import KIN
from gongwei.catalog.discovery import programs
from gongwei.domain.access import Sensitivity
from gongwei.domain.sitting import short_title
from gongwei.ui.formats import age

Due = tuple[tuple[str, Clock | None], ...]  # programme and day


@dataclass(frozen=True)
class Member:
    """Somebody of the household or a relative, with the programmes that are open and when they are due."""

    resident: Resident
    age: str
    relation: str
    kin: bool
    due: Due


@require_GET
@allow(reads=3)
def household(request: Request, resident_id: UUID) -> HttpResponse:
    """Show the household and the kin of a resident with what is due for each."""
    one, on = resident_or_404(resident_id), today()
    kin = people.kin_of(one)
    ties = {relative.pk: relation for relation, relative in kin}
    together = people.household_of(one)
    apart = [relative for _relation, relative in kin if relative.pk not in {other.pk for other in together}]
    due = _due([one, *together, *apart], on)
    context = {
        "resident": one,
        "age": age(one.birth_date, on),
        "self": Member(one, age(one.birth_date, on), "", False, due.get(one.pk, ())),
        "together": [_member(other, ties, due, on) for other in together],
        "apart": [_member(other, ties, due, on) for other in apart],
        "relations": [(code, KIN.name_of(code)) for code in KIN],
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
    }
    return render(request, "desk/household.html", context)


@require_POST
@allow(writes=3)
def tie(request: Request, resident_id: UUID) -> HttpResponse:
    """Note that somebody is kin: of the household, or found by name or number."""
    one = resident_or_404(resident_id)
    found = _named(request)
    if len(found) != 1:
        wanted = _("没有找到这个人。") if not found else _("符合的不止一人，请用证件号或档案号查找。")
        messages.error(request, wanted)
        return redirect("desk:household", resident_id=one.pk)
    try:
        relation = request.POST.get("relation", "")
        actions.tie(resident=one, relative=found[0], relation=relation, by=request.acting, at=now())
        messages.success(request, _("已登记亲属关系。"))
    except actions.NoTie as refused:
        messages.error(request, str(refused))
    return redirect("desk:household", resident_id=one.pk)


@require_POST
@allow(writes=3)
def untie(request: Request, resident_id: UUID, relative_id: UUID) -> HttpResponse:
    """Remove the tie of two residents."""
    one = resident_or_404(resident_id)
    actions.untie(resident=one, relative=resident_or_404(relative_id), by=request.acting, at=now())
    messages.success(request, _("已删除亲属关系。"))
    return redirect("desk:household", resident_id=one.pk)


def _named(request: Request) -> list[Resident]:
    """Find whom the form names: a member of the household by id, else by what was typed."""
    try:
        chosen = people.resident(UUID(request.POST.get("relative", "")))
    except ValueError:
        return people.find(request.POST.get("q", "").strip()[:60], by=request.acting, most=2)
    return [chosen] if chosen is not None else []


def _member(one: Resident, ties: Mapping[UUID, str], due: Mapping[UUID, Due], on: date) -> Member:
    return Member(one, age(one.birth_date, on), ties.get(one.pk, ""), one.pk in ties, due.get(one.pk, ()))


def _due(residents: Iterable[Resident], on: date) -> dict[UUID, Due]:
    """Say for each in which programmes they are and when they are due; guarded ones lie in tables of their own."""
    found: dict[UUID, list[tuple[str, Clock | None]]] = {}
    for row in queries.open_rows([one.pk for one in residents]):
        said = short_title(programs()[row.program]), clock(row.next_due_date, on)
        found.setdefault(row.resident_id, []).append(said)
    return {key: tuple(rows) for key, rows in found.items()}
