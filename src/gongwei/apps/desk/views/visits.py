"""The visit form of any programme: laid out from its definition, judged while it is filled, saved once."""

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import chosen_id, next_page, posted, resident_or_404
from gongwei.apps.desk.views.newborns import mother_of, told_by_birth
from gongwei.apps.desk.views.sheets import begins, opened, sheets
from gongwei.apps.people import queries as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import actions, queries
from gongwei.apps.programs.forms import Before, Draft, deciding_keys, draft
from gongwei.catalog.discovery import programs
from gongwei.domain.access import Sensitivity
from gongwei.domain.destinations import DESTINATIONS
from gongwei.domain.form_field import Problem
from gongwei.domain.program import Program
from gongwei.ui import forms
from gongwei.ui.formats import age

TONES = ("ok", "warn", "bad", "bad")  # by gravity: go on, adjust, refer, refer now


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def record(request: Request, resident_id: UUID, program: str) -> HttpResponse:
    """Show the form; save what was sent, or show what stands against it."""
    return fill(request, resident_or_404(resident_id), _program_or_404(request, program))


def fill(request: Request, resident: Resident, newest: Program) -> HttpResponse:
    """Show or take the form of a programme that the post may write."""
    if request.method == "GET":
        begun = {"visit_date": today().isoformat()} | opened(request, resident, newest)
        values = begun | told_by_birth(request, resident, newest) | queries.lasting(resident, newest.visit)
        return _page(request, resident, newest, values=values, visit_id=uuid.uuid4())
    data = posted(request)
    visit_id = chosen_id(request, "visit_id")
    sent = _draft(resident, newest, data)
    confirmed = confirmations(data)
    if sent.refused or sent.unconfirmed(confirmed):
        return _page(request, resident, newest, values=_posted(newest, data), visit_id=visit_id, sent=sent)
    try:
        saved = actions.record_visit(
            visit_id=visit_id, resident=resident, draft=sent, confirmed=confirmed, by=request.acting, at=now()
        )
    except (actions.NotEnrolled, actions.VisitOnThatDay) as refusal:
        values = _posted(newest, data)
        return _page(request, resident, newest, values=values, visit_id=visit_id, sent=sent, refusal=refusal)
    return _saved(request, saved)


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def correct(request: Request, visit_id: UUID) -> HttpResponse:
    """Correct a saved visit; it is judged anew, and the former version is kept."""
    return amend(request, queries.visit(visit_id, by=request.acting))


def amend(request: Request, found: queries.VisitRow | None) -> HttpResponse:
    """Show or take the correction of a visit whose class the post writes; any other is as if it were not."""
    if found is None or not _may_write(request, found.program):
        raise Http404
    resident, newest = found.resident, programs()[found.program]
    if request.method == "GET":
        _note(request, found)
        return _page(request, resident, newest, values=_as_typed(found), visit_id=found.pk, corrected=found)
    data = posted(request)
    sent, confirmed = _draft(resident, newest, data), confirmations(data)
    refusal: Exception | None = None
    if not sent.refused and not sent.unconfirmed(confirmed):
        try:
            by = request.acting
            return _saved(request, actions.correct_visit(visit=found, draft=sent, confirmed=confirmed, by=by, at=now()))
        except (actions.NotEnrolled, actions.VisitOnThatDay) as refused:
            refusal = refused
    shown: dict[str, Any] = {"values": _posted(newest, data), "visit_id": found.pk, "sent": sent, "refusal": refusal}
    return _page(request, resident, newest, **shown, corrected=found)


def _as_typed(found: queries.VisitRow) -> dict[str, Any]:
    """Give a saved visit's values less what the rules worked out then: they work it out anew from what is corrected."""
    values = queries.described(found)
    before = queries.before(found.resident, found.program, found.visit_date)
    person = people.person_of(found.resident)
    judged = draft(found.program, values, person=person, today=today(), before=before).decision
    if judged is None:
        return values
    due = judged.due_date.isoformat() if judged.due_date else None
    worked_out = {"visit_class": judged.visit_class, "next_due_date": due}
    return {key: value for key, value in values.items() if worked_out.get(key) != value}


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request, resident_id: UUID) -> HttpResponse:
    """Hand out a resident's visits as an Excel file: what was decided, and all that was found, in words."""
    one = resident_or_404(resident_id)
    headings = [
        _("项目"), _("随访日期"), _("判定"), _("达标"), _("转往"), _("下次随访日期"), _("按规范版本"), _("医生"),
        _("机构"), _("内容"),
    ]  # fmt: skip
    found = queries.visits_of(one, by=request.acting)
    _note(request, *found)
    rows = (_exported(visit) for visit in found)
    listed = Listed(title=_("随访记录"), name="visits", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("resident", one.pk))


def _exported(one: queries.VisitRow) -> tuple[Any, ...]:
    program = programs()[one.program]
    sections = forms.facts(program.on(one.visit_date).visit, queries.described(one))
    found = (f"{name} {value}" for _title, facts in sections for name, value in facts)
    return (
        _(program.title),
        one.visit_date,
        _(one.advice),
        {True: _("达标"), False: _("未达标"), None: ""}[one.at_target],
        DESTINATIONS.name_of(one.refer_to) if one.refer_to else "",
        one.next_due_date,
        one.edition,
        one.actor.full_name if one.actor else "",
        one.institution.name if one.institution else "",
        _("；").join(found),
    )


def _saved(request: Request, saved: queries.VisitRow) -> HttpResponse:
    said = _("已保存 %(name)s 的随访：%(advice)s。下次随访 %(due)s。")
    if _is_hidden(saved.program):
        said = _("已保存。")  # a message travels on to the next page, and stays on its screen
    elif saved.next_due_date is None:
        said = _("已保存 %(name)s 的随访：%(advice)s。不再安排下次。")
    told = {"name": saved.resident.name, "advice": _(saved.advice), "due": saved.next_due_date}
    messages.success(request, said % told)
    return redirect(next_page(request, reverse("desk:resident", args=[saved.resident_id])))


@require_POST
@allow(writes=3)
def judge(request: Request, resident_id: UUID, program: str) -> HttpResponse:
    """Say what would follow from the form as it stands."""
    return judged(request, resident_or_404(resident_id), _program_or_404(request, program))


def judged(request: Request, resident: Resident, newest: Program) -> HttpResponse:
    """Judge what stands on the form of a programme that the post may write."""
    said = _decision(_draft(resident, newest, posted(request)))
    return render(request, "desk/decision.html", said | {"oob": True})


@require_GET
@allow(reads=3)
def visit(request: Request, visit_id: UUID) -> HttpResponse:
    """Show one saved visit: what was found, what was decided, by which edition."""
    found = queries.visit(visit_id, by=request.acting)
    if found is None:
        raise Http404
    _note(request, found)
    program = programs()[found.program].on(found.visit_date)
    context = {
        "visit": found,
        "resident": found.resident,
        "program": program,
        "sections": forms.facts(program.visit, queries.described(found)),
        "correction": _correction_link(found) if _may_write(request, found.program) else "",
        "confirmed": [_(program.visit.fields[key].title) for key in found.confirmed if key in program.visit.fields],
    }
    return render(request, "desk/visit.html", context)


def _program_or_404(request: Request, key: str) -> Program:
    """Give a programme that exists for the post."""
    found = queries.programs_for(request.acting).get(key)
    if found is None:
        raise Http404
    return found


def _note(request: Request, *shown: queries.VisitRow) -> None:
    if shown:
        about = ("resident", shown[0].resident_id)
        queries.note_reading((one.program for one in shown), about=about, by=request.acting, at=now())


def _posted(program: Program, data: dict[str, list[str]]) -> dict[str, Any]:
    return forms.posted(program.visit, data)


def confirmations(data: dict[str, list[str]]) -> dict[str, str]:
    """Read which unusual values were looked at again, by key."""
    pairs = (entry.partition("=") for entry in data.get("confirmed", []))
    return {key: value for key, _equals, value in pairs}


def _draft(resident: Resident, program: Program, data: dict[str, list[str]]) -> Draft:
    raw = _posted(program, data)
    return draft_of(resident, program.key, raw, _day(raw))


def draft_of(resident: Resident, program: str, raw: dict[str, Any], day: date) -> Draft:
    """Judge what was posted for a programme against what is known of the resident on that day."""
    enrolment = queries.open_enrolment(resident, program)
    return draft(
        program,
        raw,
        person=people.person_of(resident),
        today=today(),
        before=queries.before(resident, program, day),
        enrolled_date=enrolment.enrolled_date if enrolment else None,
    )


def _day(raw: dict[str, Any]) -> date:
    try:
        return date.fromisoformat(raw.get("visit_date", ""))
    except ValueError:
        return today()


def _page(
    request: Request,
    resident: Resident,
    newest: Program,
    *,
    values: dict[str, Any],
    visit_id: UUID,
    sent: Draft | None = None,
    corrected: queries.VisitRow | None = None,
    refusal: Exception | None = None,
) -> HttpResponse:
    program = sent.program if sent else newest.on(corrected.visit_date if corrected else today())
    last = queries.before(resident, program.key, _day(values))
    if last is not None:
        queries.note_reading([program.key], about=("resident", resident.pk), by=request.acting, at=now())
    context = {
        "resident": resident,
        "age": age(resident.birth_date, today()),
        "program": program,
        "noun": _(program.visit.fields["visit_date"].title.removesuffix("日期")),  # 随访, or 体检 where it is one
        "parts": forms.parts(
            program.visit.standing(values, on=_day(values), person=people.person_of(resident)),
            values,
            problems=_problems(sent),
            last=None if last is None or begins(program.visit, values) else last.readings,
            read_by_rules=deciding_keys(program),
        ),
        "last": _last(program, last),
        "sheets": sheets(program.visit, values),
        "visit_id": visit_id,
        "corrected": corrected,
        "refusal": refusal,
        "next": next_page(request, ""),
        **_beside(resident, program),
        "enrolled": queries.open_enrolment(resident, program.key),
        "doubts": _doubts(sent),
        "sent": sent,
        **(_decision(sent) if sent else {}),
    }
    return render(request, "desk/record_visit.html", context, status=422 if sent else 200)


def _beside(resident: Resident, program: Program) -> dict[str, Any]:
    """Give the mother of a newborn, and the addresses that a form sends to: a programme of class 5 has its own."""
    return {"mother": mother_of(resident, program), **_links(resident, program)}


def _links(resident: Resident, program: Program) -> dict[str, str]:
    about = [resident.pk, program.key]
    if _is_hidden(program.key):
        return {"judge_link": reverse("desk:hidden_judge", args=about),
                "enrol_link": reverse("desk:hidden_enrol", args=about)}  # fmt: skip
    return {"judge_link": reverse("desk:judge", args=about), "enrol_link": reverse("desk:enrol", args=[resident.pk]),
            "blank": reverse("desk:blank", args=about)}  # fmt: skip


def _correction_link(found: queries.VisitRow) -> str:
    route = "desk:hidden_correct_visit" if _is_hidden(found.program) else "desk:correct_visit"
    return reverse(route, args=[found.pk])


def _is_hidden(program: str) -> bool:
    return programs()[program].sensitivity == Sensitivity.HIDDEN_HEALTH


def _may_write(request: Request, program: str) -> bool:
    return request.acting.rights.may_write(programs()[program].sensitivity)


def _problems(sent: Draft | None) -> list[Problem]:
    if sent is None:
        return []
    own = [Problem(key, "missing", sent.missing_words) for key in sent.missing]
    return [*sent.problems, *own]


def _doubts(sent: Draft | None) -> list[tuple[str, Problem]]:
    """Doubts that pressing the button once more confirms, as key=value: another value is asked again."""
    if sent is None or sent.refused:
        return []
    return [(f"{doubt.key}={sent.readings.get(doubt.key)}", doubt) for doubt in sent.doubts]


def _decision(sent: Draft) -> dict[str, Any]:
    needed = [*sent.missing, *(problem.key for problem in sent.problems if problem.severity == "missing")]
    decision = sent.decision
    tone = TONES[decision.gravity] if decision else "info"
    # What is still empty may say worse.
    unfinished = tone == "ok" and not deciding_keys(sent.program).isdisjoint(needed)
    return {
        "decision": decision,
        "tone": "info" if unfinished else tone,
        "unfinished": unfinished,
        "undecided": sent.missing_words,
        "hard": [problem for problem in sent.problems if problem.severity == "hard"],
        "soft": sent.doubts,
        "worked_out": forms.worked_out(sent.program.visit, sent.readings),
        "needed": " ".join(dict.fromkeys(needed)),
    }


def _last(program: Program, last: Before | None) -> dict[str, Any] | None:
    """Sum up the visit before: what decided it, beside the form and never in its boxes."""
    if last is None:
        return None
    readings, deciding = last.readings, deciding_keys(program)
    shown = [field for key, field in program.visit.fields.items() if key in deciding and key in readings]
    # The answers of a scale are told by what they add up to.
    facts = [(_(field.title), forms.said(field, readings[field.key])) for field in shown if not forms.is_scale(field)]
    facts += [one for one in forms.worked_out(program.visit, readings) if one not in facts]
    return {"day": last.day, "facts": facts}
