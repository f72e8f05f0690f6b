"""The desk of a hospital's public-health office: what it has reported, and what it reports now.

The office sees no register. It names the person on the card, and what it sent is all that it gets to see again.
"""

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import chosen_id, posted
from gongwei.apps.desk.views.cards import (
    card_or_404,
    card_page,
    first_values,
    read_card,
    rows,
    shown,
    write_down_reading,
)
from gongwei.apps.people.forms import check
from gongwei.apps.places.queries import place_name, region_names
from gongwei.apps.registries import actions, queries
from gongwei.apps.registries.forms import person_form
from gongwei.catalog.discovery import cards
from gongwei.domain.access import HOSPITAL
from gongwei.domain.form import Form
from gongwei.domain.record import Person
from gongwei.domain.regions import STREET, level_of
from gongwei.ui import forms


@require_GET
@allow(manages=HOSPITAL)
def desk(request: Request) -> HttpResponse:
    """Show what the hospital may report, and what became of what it has sent."""
    found = queries.sent()
    context = {
        "offered": [one for one in cards().values() if one.by_hospitals],
        "rows": [(one, one.row.person.get("name", "")) for one in rows(found)],
        "incoming": [(one, one.row.person.get("name", "")) for one in rows(queries.incoming())],
        "returned": sum(one.state == queries.State.RETURNED for one in found),
    }
    return render(request, "desk/hospital.html", context)


@require_http_methods(["GET", "POST"])
@allow(manages=HOSPITAL)
def send(request: Request, kind: str) -> HttpResponse:
    """Fill a card about a patient; send it, or show what stands against it."""
    card = card_or_404(kind)
    if not card.by_hospitals:
        raise Http404
    if request.method == "GET":
        return _page(request, card, first_values(request), {}, card_id=uuid.uuid4())
    return _sent(request, card, chosen_id(request, "card_id"))


@require_http_methods(["GET", "POST"])
@allow(manages=HOSPITAL)
def look(request: Request, kind: str, card_id: UUID) -> HttpResponse:
    """Show a card that the hospital has sent; one that came back is completed here and sent again."""
    row = queries.sent_card(kind, card_id)
    if row is None:
        raise Http404
    if row.state != queries.State.RETURNED:
        return render(request, "desk/hospital_card.html", shown(row) | {"about": forms.facts(_form(), row.person)})
    if request.method == "GET":
        return _page(request, row.card, row.said, row.person, card_id=card_id, reason=row.result)
    return _sent(request, row.card, card_id, reason=row.result)


@require_http_methods(["GET", "POST"])
@allow(manages=HOSPITAL)
def incoming(request: Request, kind: str, card_id: UUID) -> HttpResponse:
    """Show a slip addressed to the hospital, take the patient in, answer it; reading class 4 is written down."""
    row = queries.incoming_card(kind, card_id)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            to, result = request.POST.get("to", ""), request.POST.get("result", "")[:1000]
            actions.answer(row=row, to=to, result=result, at=now())
            messages.success(request, _("已登记。"))
        except actions.ResultMissing as refusal:
            messages.error(request, str(refusal))
        return redirect("desk:incoming_card", kind=kind, card_id=card_id)
    write_down_reading(request, row)
    return render(request, "desk/incoming_card.html", shown(row) | {"patient": row.person})


def _sent(request: Request, card: Any, card_id: UUID, *, reason: str = "") -> HttpResponse:
    data, form = posted(request), _form()
    about = check(form, forms.posted(form, data), today=today())
    raw, readings, problems = read_card(card, data, person=Person())
    if problems or about.problems:
        values = forms.posted(form, data)
        wrong = {"problems": problems, "about_problems": list(about.problems)}
        return _page(request, card, raw, values, card_id=card_id, reason=reason, **wrong)
    person = Person(birth_date=date.fromisoformat(about.values["birth_date"]), sex=about.values.get("sex"))
    try:
        actions.send(
            card=card, card_id=card_id, about=about.values, readings=readings, person=person, at=localtime(now())
        )
    except actions.NotSent as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已送出“%(card)s”。") % {"card": _(card.title)})
    return redirect("desk:hospital")


def _form() -> Form:
    return person_form({code: place_name(code) for code in region_names() if level_of(code) == STREET})


def _page(
    request: Request, card: Any, values: dict[str, Any], about: dict[str, Any], *, card_id: UUID, reason: str = "",
    problems: Any = (), about_problems: Any = (),
) -> HttpResponse:  # fmt: skip
    form = _form()
    more = {
        "card": card,
        "hospital": True,
        "reason": reason,
        "about": forms.parts(form, about, problems=about_problems, read_by_rules=form.fields.keys()),
    }
    return card_page(request, card, values, card_id=card_id, problems=[*about_problems, *problems], more=more)
