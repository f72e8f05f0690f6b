"""A move: a resident lives in another village from a day on, and all that is kept goes along."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import posted, resident_or_404, villages
from gongwei.apps.people import actions as people_actions
from gongwei.apps.people.forms import move_form
from gongwei.apps.people.queries import Resident, residences_of
from gongwei.apps.places.queries import place_name
from gongwei.apps.programs import actions
from gongwei.domain.form import Form
from gongwei.domain.form_field import Problem
from gongwei.ui import forms


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def move(request: Request, resident_id: UUID) -> HttpResponse:
    """Move a resident to another village of the post, or take in again who had left."""
    one, on = resident_or_404(resident_id), today()
    offered = villages(request)
    if request.method == "GET":
        form = move_form({code: name for code, name in offered.items() if code != one.area_code or one.resident_to})
        return _page(request, form, {"from_date": on.isoformat()}, one)
    form = move_form(offered)  # where the resident lives already, too: the same form may come twice
    raw = forms.posted(form, posted(request))
    cleaned = form.clean(raw)
    values = dict(cleaned.readings)
    problems = (*cleaned.problems, *form.check(values, on=on, today=on))
    if problems:
        return _page(request, form, raw, one, problems)
    try:
        people_actions.move(
            resident=one, to=int(values["area_code"]), address=values["address"],
            from_date=date.fromisoformat(values["from_date"]), by=request.acting, at=now(),
        )  # fmt: skip
    except (people_actions.NotAMove, people_actions.AlreadyRegistered) as refused:
        field = "from_date" if isinstance(refused, people_actions.NotAMove) else "area_code"
        return _page(request, form, raw, resident_or_404(one.pk), (Problem(field, "hard", str(refused)),))
    actions.hand_over(resident=one, by=request.acting)
    messages.success(request, _("%(name)s 已迁入 %(place)s。") % {"name": one.name, "place": place_name(one.area_code)})
    return redirect("desk:resident", resident_id=one.pk)


def _page(
    request: Request, form: Form, values: dict[str, Any], one: Resident, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    context = {
        "resident": one,
        "parts": forms.parts(form, values, problems=problems, read_by_rules=form.fields.keys()),
        "problems": problems,
        "residences": [(spell, place_name(spell.lived_in)) for spell in residences_of(one)],
    }
    return render(request, "desk/move.html", context, status=422 if problems else 200)
