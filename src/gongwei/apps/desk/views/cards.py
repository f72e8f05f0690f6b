"""Report cards in the clinic: what must be told, what has come in, and what ends it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import Clock, address_of, chosen_id, clock, next_page, posted, resident_or_404, text
from gongwei.apps.desk.views.referrals import class_of
from gongwei.apps.people import queries as people
from gongwei.apps.places.queries import institutions
from gongwei.apps.programs.queries import referral
from gongwei.apps.registries import actions, queries
from gongwei.apps.registries.forms import hospital_form
from gongwei.apps.registries.queries import CardRow
from gongwei.catalog.discovery import cards, programs
from gongwei.domain.access import CARDS, Sensitivity
from gongwei.domain.card import OUTCOMES, RECEIVERS, Card
from gongwei.domain.form import Form
from gongwei.domain.form_field import Problem
from gongwei.ui import forms

State = queries.State
TONES = {State.WAITING: "warn", State.RETURNED: "bad", State.RECEIVED: "info", State.CLOSED: "mute"}


@dataclass(frozen=True)
class Row:
    """One card of a list, with its clock."""

    row: Any
    title: str
    tone: str
    due: Clock | None


@require_GET
@allow(reads=3)
def listing(request: Request) -> HttpResponse:
    """List the cards of the post's area, those that wait first."""
    state = text(request, "state") if text(request, "state") in State.values else ""
    counts = queries.counts(by=request.acting)
    waiting = sum(counts.get(one, 0) for one in queries.OPEN_STATES)
    tabs = [("", _("未结案"), waiting)] + [(one.value, _(one.label), counts.get(one, 0)) for one in State]
    parameters = f"?state={state}" if state else ""
    context = {
        "rows": rows(_listed(request, state)),
        "tabs": tabs,
        "state": state,
        "most": queries.MOST_SHOWN,
        "export": reverse("desk:export_cards") + parameters,
    }
    return render(request, "desk/cards.html", context)


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out the cards of one state, or those that are not closed, as an Excel file without what they say."""
    state = text(request, "state") if text(request, "state") in State.values else ""
    headings = [
        _("报告卡"),
        _("居民"),
        _("报告单位"),
        _("报告时间"),
        _("应报时间"),
        _("状态"),
        _("结果"),
        _("处理期限"),
    ]
    made = [
        (
            one.title, one.row.resident.name if one.row.resident else "",
            one.row.institution.name if one.row.institution else "", _minute(one.row.reported_at),
            _minute(one.row.due_at), _(one.row.get_state_display()),
            OUTCOMES.name_of(one.row.outcome) if one.row.outcome else "", one.row.answer_due_date,
        )
        for one in rows(_listed(request, state))
    ]  # fmt: skip
    listed = Listed(title=_("报告卡"), name="cards", headings=headings, rows=made)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "cards"))


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def report(request: Request, resident_id: UUID, kind: str) -> HttpResponse:
    """Fill a card about a resident; send it, or show what stands against it."""
    resident, card = resident_or_404(resident_id), card_or_404(kind)
    if not request.acting.rights.may_write(card.sensitivity):
        raise Http404
    slip = slip_form() if card.upward else None
    about = {"resident": resident, "card": card, "about": forms.parts(slip, {}) if slip else ()}
    if request.method == "GET":
        return card_page(request, card, first_values(request), card_id=uuid.uuid4(), more=about)
    data = posted(request)
    raw, readings, problems = read_card(card, data, person=people.person_of(resident))
    chosen = slip.clean(forms.posted(slip, data)) if slip else None
    if slip and chosen:
        wrong = [*chosen.problems, *slip.check(chosen.readings, on=today())]
        about["about"] = forms.parts(slip, forms.posted(slip, data), problems=wrong)
        problems = [*wrong, *problems]
    card_id = chosen_id(request, "card_id")
    if problems:
        return card_page(request, card, raw, card_id=card_id, problems=problems, more=about)
    upward = _slip(request, card, resident, chosen.readings) if chosen else None
    sent = actions.report(
        card=card, card_id=card_id, resident=resident, readings=readings, person=people.person_of(resident),
        by=request.acting, at=localtime(now()), upward=upward,
    )  # fmt: skip
    said = _("已送出“%(card)s”，比期限晚。") if sent.late else _("已送出“%(card)s”。")
    messages.success(request, said % {"card": _(card.title)})
    return redirect("desk:card", kind=card.key, card_id=sent.pk)


@require_GET
@allow(reads=3)
def look(request: Request, kind: str, card_id: UUID) -> HttpResponse:
    """Show a card of the post's area; reading one of class 4 or 5 is written down."""
    row = _row_or_404(request, kind, card_id)
    write_down_reading(request, row)
    may_step = CARDS in request.acting.rights.manages
    opens = programs().get(row.card.opens or "")
    context = shown(row) | {
        "steps": actions.STEPS.get(State(row.state), ()) if may_step else (),
        "outcomes": [(code, _(name)) for code, name in OUTCOMES.names.items()],
        "opens": opens if row.resident and row.outcome == "confirmed" else None,
        "may_enrol": request.acting.rights.may_write(row.card.sensitivity),
        "here": request.get_full_path(),
    }
    return render(request, "desk/card.html", context)


@require_POST
@allow(manages=CARDS)
def step(request: Request, kind: str, card_id: UUID) -> HttpResponse:
    """Take a card further: received, sent back, closed with a result."""
    row = _row_or_404(request, kind, card_id)
    try:
        moved = actions.step(
            row=row,
            to=request.POST.get("to", ""),
            outcome=request.POST.get("outcome", ""),
            result=request.POST.get("result", "")[:500],
            by=request.acting,
            at=now(),
        )
        said = {"card": _(row.card.title), "state": _(State(moved.state).label)}
        messages.success(request, _("“%(card)s”：%(state)s。") % said)
    except (actions.WrongStep, actions.ResultMissing) as refusal:
        messages.error(request, str(refusal))
    return redirect(next_page(request, reverse("desk:cards")))


def rows(found: list[Any]) -> list[Row]:
    """Set cards out for a list."""
    on = today()
    return [
        Row(
            one,
            _(cards()[one.kind].title),
            TONES[State(one.state)],
            clock(one.answer_due_date, on) if one.state in queries.OPEN_STATES else None,
        )
        for one in found
    ]


def offered(request: Request, resident: people.Resident) -> list[Card]:
    """List the cards that the post may send about somebody."""
    rights, person = request.acting.rights, people.person_of(resident)
    return [one for one in cards().values() if rights.may_write(one.sensitivity) and one.concerns(person, on=today())]


def card_or_404(kind: str) -> Card:
    if kind not in cards():
        raise Http404
    return cards()[kind]


def slip_form() -> Form:
    """Lay out the choice of hospitals."""
    return hospital_form({str(one.pk): one.name for one in institutions().filter(kind="hospital")})


def _slip(request: Request, card: Card, one: people.Resident, chosen: dict[str, Any]) -> actions.Slip:
    """Say to which hospital, and what it must know to find and call the patient: what the paper slip says."""
    about = {
        "name": one.name, "sex": one.sex, "birth_date": one.birth_date.isoformat(), "archive_no": one.archive_no or "",
        "phone": people.phone_of(one, masked=False), "address": address_of(one),
    }  # fmt: skip
    try:
        carried = UUID(request.GET.get("referral", ""))
    except ValueError:
        carried = None
    known = referral(carried, by=request.acting) if carried else None
    of_it = known is not None and known.resident_id == one.pk and class_of(known) == card.sensitivity
    return actions.Slip(UUID(chosen["to_institution"]), about, known.pk if known and of_it else None)


def first_values(request: Request) -> dict[str, Any]:
    """Say what a new card begins with: today, and who fills it."""
    return {"known_date": today().isoformat(), "reporter": getattr(request.user, "full_name", "")}


def read_card(
    card: Card, data: dict[str, list[str]], *, person: Any
) -> tuple[dict[str, Any], dict[str, Any], list[Problem]]:
    """Read what was posted: as it stands, as readings, and what is wrong with it."""
    raw = forms.posted(card.form, data)
    cleaned = card.form.clean(raw)
    unreadable = {problem.key for problem in cleaned.problems}
    checked = card.check(cleaned.readings, today=today(), person=person)
    problems = [*cleaned.problems, *(one for one in checked if one.key not in unreadable and one.severity != "soft")]
    return raw, cleaned.readings, problems


def card_page(
    request: Request, card: Card, values: dict[str, Any], *, card_id: UUID, problems: list[Problem] | None = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form of a card."""
    context = {
        "parts": forms.parts(card.form, values, problems=problems or (), read_by_rules=card.form.fields.keys()),
        "problems": problems,
        "card_id": card_id,
        "clocks": list(card.clock_words),
        "to": RECEIVERS.name_of(card.to),
    }
    return render(request, "desk/record_card.html", context | (more or {}), status=422 if problems else 200)


def shown(row: CardRow) -> dict[str, Any]:
    """Set a card out for its page."""
    return {
        "row": row,
        "card": row.card,
        "sections": forms.facts(row.card.form, row.said),
        "tone": TONES[State(row.state)],
        "to": RECEIVERS.name_of(row.card.to),
        "outcome": OUTCOMES.name_of(row.outcome) if row.outcome else "",
        "due": clock(row.answer_due_date, today()) if row.state in queries.OPEN_STATES else None,
    }


def _listed(request: Request, state: str) -> list[CardRow]:
    """List cards, and write down that such of class 4 or 5 were shown: that there is one tells what somebody has."""
    found = list(queries.listed(state=state, by=request.acting))
    note_listing(request, found, about=("list", "cards"))
    return found


def note_listing(request: Request, found: Iterable[CardRow], *, about: tuple[str, UUID | str]) -> None:
    """Write into the audit, once for a page, that cards of class 4 or 5 were listed on it."""
    guarded = [cards()[one.kind].sensitivity for one in found if cards()[one.kind].sensitivity > Sensitivity.HEALTH]
    if guarded:
        detail = {"class": int(max(guarded)), "rows": len(guarded)}
        audit.record("card.read", by=request.acting, at=now(), about=about, detail=detail)


def write_down_reading(request: Request, row: CardRow) -> None:
    """Write into the audit that a card of class 4 or 5 was read."""
    if row.card.sensitivity > Sensitivity.HEALTH:
        detail = {"kind": row.kind, "class": int(row.card.sensitivity)}
        audit.record("card.read", by=request.acting, at=now(), about=("card", row.pk), detail=detail)


def _row_or_404(request: Request, kind: str, card_id: UUID) -> CardRow:
    found = queries.card_row(kind, card_id, by=request.acting)
    if found is None:
        raise Http404
    return found


def _minute(moment: Any) -> str:
    return localtime(moment).strftime("%Y-%m-%d %H:%M")
