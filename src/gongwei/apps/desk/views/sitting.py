"""One sitting for several programmes of a resident: asked once, judged while it is filled, saved as a visit of each."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk import actions
from gongwei.apps.desk.views import chosen_id, next_page, posted, read_day, resident_or_404
from gongwei.apps.desk.views.visits import TONES, confirmations, draft_of
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import queries
from gongwei.apps.programs.actions import NotEnrolled, VisitOnThatDay
from gongwei.apps.programs.forms import Draft, deciding_keys
from gongwei.catalog.discovery import programs
from gongwei.domain.form_field import Problem
from gongwei.domain.program import Decision, NotInForce, Program
from gongwei.domain.sitting import Sitting, gravest_first, next_days, short_title
from gongwei.ui import forms
from gongwei.ui.formats import age

SOON = timedelta(days=30)  # what is due so soon is done along
NEXT = "next_due_date"


@dataclass(frozen=True)
class Sent:
    """A sitting that is not saved yet: a draft for each programme, and what they say together."""

    sitting: Sitting
    day: date
    drafts: tuple[Draft, ...]

    @property
    def decisions(self) -> list[Decision]:
        return [one.decision for one in self.drafts if one.decision is not None]

    @property
    def refused(self) -> bool:
        return any(one.refused for one in self.drafts)

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, each question once, under the question's name."""
        found: dict[tuple[str, str], Problem] = {}
        for one, program in zip(self.drafts, self.sitting.programs, strict=True):
            own = [Problem(key, "missing", one.missing_words) for key in one.missing]
            for problem in (*one.problems, *own):
                key, dot, rest = problem.key.partition(".")
                named = replace(problem, key=self.sitting.key_of(program, key) + dot + rest)
                found.setdefault((named.key, named.message), named)
        return list(found.values())

    def doubts(self, confirmed: Mapping[str, str]) -> list[tuple[str, Problem]]:
        """Unusual values that nobody has looked at again, as key=value."""
        if self.refused:
            return []
        asked = {d.key: (f"{d.key}={one.readings.get(d.key)}", d) for one in self.drafts for d in one.doubts}
        return list(asked.values()) if any(one.unconfirmed(confirmed) for one in self.drafts) else []


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def record(request: Request, resident_id: UUID) -> HttpResponse:
    """Show the questions of several programmes, each once; save a visit of each, all or none."""
    resident = resident_or_404(resident_id)
    if request.method == "GET":
        chosen = _chosen(request, resident, request.GET.getlist("program"))
        if len(chosen) == 1:
            return redirect("desk:record_visit", resident_id=resident.pk, program=chosen[0].key)
        sitting = _sitting(chosen, today())
        return _page(request, resident, sitting, values={"visit_date": today().isoformat()}, sitting_id=uuid.uuid4())
    data = posted(request)
    sent, sitting_id, confirmed = _read(request, resident, data), chosen_id(request, "sitting_id"), confirmations(data)
    values = forms.posted(sent.sitting.form, data)
    shown: dict[str, Any] = {"values": values, "sitting_id": sitting_id, "sent": sent}
    if sent.refused or sent.doubts(confirmed):
        return _page(request, resident, sent.sitting, **shown, confirmed=confirmed)
    try:
        saved = actions.record_sitting(
            sitting_id=sitting_id,
            resident=resident,
            drafts=sent.drafts,
            confirmed=confirmed,
            by=request.acting,
            at=now(),
        )
    except (NotEnrolled, VisitOnThatDay) as refusal:
        return _page(request, resident, sent.sitting, **shown, refusal=refusal)
    return _saved(request, resident, saved)


@require_POST
@allow(writes=3)
def judge(request: Request, resident_id: UUID) -> HttpResponse:
    """Say what would follow in each programme from the form as it stands."""
    resident = resident_or_404(resident_id)
    return render(request, "desk/decisions.html", _decided(_read(request, resident, posted(request))) | {"oob": True})


def _chosen(request: Request, resident: Resident, asked: Iterable[str]) -> list[Program]:
    """Give the programmes of the sitting: those named, else those that are due soon, else all that are open."""
    rows = [row for row in queries.enrolments_of(resident, by=request.acting) if row.ended_date is None]
    named = set(asked)
    soon = today() + SOON
    due = {row.program for row in rows if row.next_due_date and row.next_due_date <= soon}
    keys = named & {row.program for row in rows} or (due if len(due) > 1 else {row.program for row in rows})
    if not keys:
        raise Http404
    return [program for key, program in programs().items() if key in keys]


def _sitting(chosen: Iterable[Program], on: date) -> Sitting:
    editions = []
    for program in chosen:
        try:
            editions.append(program.on(on))
        except NotInForce:
            editions.append(program.editions[-1])
    return Sitting(tuple(editions))


def _read(request: Request, resident: Resident, data: dict[str, list[str]]) -> Sent:
    """Judge what was posted for every programme, with one next day for those that follow the common one."""
    on = today()
    day = min(read_day("".join(data.get("visit_date", [])[-1:])) or on, on)
    sitting = _sitting(_chosen(request, resident, data.get("program", [])), day)
    raw = forms.posted(sitting.form, data)
    answers = {one.key: sitting.answers(one, raw, on=day) for one in sitting.programs}
    drafts = [draft_of(resident, key, told, day) for key, told in answers.items()]
    decisions = [one.decision for one in drafts if one.decision is not None]
    chosen = read_day(str(raw.get(NEXT, "")))
    if len(decisions) == len(drafts):
        days = next_days(decisions, on=day, chosen=chosen)
        own = {one.program.key: one.due_date for one in decisions}
        moved = {key: {NEXT: to.isoformat()} for key, to in days.items() if to is not None and to != own[key]}
        drafts = [draft_of(resident, key, told | moved.get(key, {}), day) for key, told in answers.items()]
    return Sent(sitting, day, tuple(drafts))


def _decided(sent: Sent) -> dict[str, Any]:
    titles = {one.key: short_title(one) for one in sent.sitting.programs}
    days = {one.program.key: one.readings.get(NEXT) or _iso(one.decision) for one in sent.drafts}
    told = [
        {"decision": one, "title": titles[one.program.key], "tone": TONES[one.gravity], "day": days[one.program.key]}
        for one in gravest_first(sent.decisions)
    ]
    open_ones = [(titles[one.program.key], one.missing_words) for one in sent.drafts if one.decision is None]
    problems = sent.problems
    return {
        "told": told,
        "undecided": open_ones,
        "hard": [one for one in problems if one.severity == "hard"],
        "soft": [one for one in problems if one.severity == "soft"],
        "needed": " ".join(one.key for one in problems if one.severity == "missing"),
    }


def _iso(decision: Decision | None) -> str:
    return decision.due_date.isoformat() if decision and decision.due_date else ""


def _page(
    request: Request, resident: Resident, sitting: Sitting, *, values: dict[str, Any], sitting_id: UUID,
    sent: Sent | None = None, refusal: Exception | None = None, confirmed: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    before = {one.key: queries.before(resident, one.key, sent.day if sent else today()) for one in sitting.programs}
    shown = [key for key, one in before.items() if one]
    queries.note_reading(shown, about=("resident", resident.pk), by=request.acting, at=now())
    last = sitting.remembered({key: one.readings for key, one in before.items() if one})
    deciding = {sitting.key_of(one, key) for one in sitting.programs for key in deciding_keys(one)}
    chosen = {one.key for one in sitting.programs}
    others = [row.program for row in queries.enrolments_of(resident, by=request.acting) if row.ended_date is None]
    context = {
        "resident": resident,
        "age": age(resident.birth_date, today()),
        "chosen": sitting.programs,
        "titles": _("、").join(_(one.title) for one in sitting.programs),
        "addable": [(_(programs()[key].title), [*chosen, key]) for key in others if key not in chosen],
        "removable": [(_(one.title), [key for key in chosen if key != one.key]) for one in sitting.programs],
        "parts": forms.parts(
            sitting.form, values, problems=sent.problems if sent else (), last=last, read_by_rules=deciding
        ),
        "sitting_id": sitting_id,
        "refusal": refusal,
        "doubts": sent.doubts(confirmed or {}) if sent else [],
        "sent": sent,
        "next": next_page(request, ""),
        **(_decided(sent) if sent else {}),
    }
    return render(request, "desk/sitting.html", context, status=422 if sent else 200)


def _saved(request: Request, resident: Resident, saved: list[queries.VisitRow]) -> HttpResponse:
    count, days = len(saved), [one.next_due_date for one in saved if one.next_due_date]
    said = _("已保存 %(name)s 的 %(count)s 项随访。下次 %(due)s。")
    told = {"name": resident.name, "count": count, "due": min(days) if days else _("不再安排")}
    messages.success(request, said % told)
    return redirect(next_page(request, reverse("desk:resident", args=[resident.pk])))
