"""Writes to enrolments, visits, referrals and calls: in the caller's transaction, by somebody, audited."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.statements import Addition
from gongwei.apps.people import actions as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs.forms import Draft
from gongwei.apps.programs.models import CallAttempt, Enrolment, Exposure, Referral, Visit
from gongwei.apps.programs.queries import open_enrolment
from gongwei.catalog.discovery import programs
from gongwei.domain.opening import opened
from gongwei.domain.program import Decision
from gongwei.domain.tongue import in_tongue, say

FACE_TO_FACE = ("1", "2", "")  # 门诊, 家庭; a form without the box is filled at the examination
REFER_NOW = 3  # the gravity of advice that cannot wait
ANSWER_WITHIN = timedelta(days=14)
State = Referral.State
NEW_VISIT, NEW_ENROLMENT = Addition(Visit), Addition(Enrolment)
SAID = [field.attname for field in Visit._meta.concrete_fields if field.name not in ("recorded_at", "changed_xid")]
GO_ON = "UPDATE programs_enrolment SET last_visit_date = %s, next_due_date = %s WHERE id = %s"
STEPS = {
    State.OPEN: (State.ACCEPTED, State.ANSWERED, State.CANCELLED),
    State.ACCEPTED: (State.ANSWERED, State.CANCELLED),
    State.ANSWERED: (State.CLOSED,),
}


class AlreadyEnrolled(ValueError):
    """The resident is in the programme: open the record and go on from there."""


class NotEnrolled(ValueError):
    """The resident is not in the programme on that day: enrol first, then record the visit."""


class NotAccepted(ValueError):
    """The visit has problems or unconfirmed doubts: show them, let them be mended, and send it again."""


class VisitOnThatDay(ValueError):
    """The programme has a visit of the resident on that day already: correct it instead of adding another."""

    def __init__(self, standing: Visit) -> None:
        self.standing = standing
        said = "{day} 已有一次随访记录，同一天只记一次：请打开那一次改正。"
        super().__init__(say(said, day=standing.visit_date.isoformat()))


class WrongStep(ValueError):
    """A referral does not go from its state to that one."""


class ResultMissing(ValueError):
    """A referral ends with an answer: write what the other institution found or advised."""


def enrol(*, resident: Resident, program: str, enrolled_date: date, by: Acting, at: datetime) -> Enrolment:
    """Take a resident into a programme, whose first visit is due when the programme says. Raises AlreadyEnrolled."""
    made = Enrolment(
        resident=resident,
        program=program,
        enrolled_date=enrolled_date,
        institution_id=by.institution_id,
        area_code=resident.area_code,
        next_due_date=first_due(program, enrolled_date),
        recorded_at=at,
    )
    if not NEW_ENROLMENT.add(made):
        title = in_tongue(programs()[program].title)
        raise AlreadyEnrolled(say("{name} 已在“{program}”中，不必再次建卡。", name=resident.name, program=title))
    audit.record("program.enrol", by=by, at=at, about=("resident", resident.pk), detail={"program": program})
    return made


def first_due(program: str, enrolled_date: date) -> date:
    """Say by when somebody who is enrolled on a day must be seen."""
    return enrolled_date + timedelta(days=programs()[program].first_days)


def end_enrolments(*, resident: Resident, on: date, reason: str, by: Acting, at: datetime) -> int:
    """End every open enrolment of a resident, as after a death or a move away; gives how many."""
    rows = list(Enrolment.objects.filter(resident=resident, ended_date=None))
    for row in rows:
        end_enrolment(enrolment=row, on=on, reason=reason, by=by, at=at)
    return len(rows)


def end_enrolment(*, enrolment: Enrolment, on: date, reason: str, by: Acting, at: datetime) -> None:
    """End one enrolment with a reason: nothing of the programme is due any more. One that has ended stays as it is."""
    enrolment.refresh_from_db(from_queryset=Enrolment.objects.select_for_update())
    if enrolment.ended_date is not None:
        return
    enrolment.ended_date, enrolment.end_reason = max(on, enrolment.enrolled_date), reason
    enrolment.next_due_date, enrolment.recorded_at = None, at
    enrolment.save(update_fields=["ended_date", "end_reason", "next_due_date", "recorded_at"])
    detail = {"program": enrolment.program, "reason": reason}
    audit.record("program.end", by=by, at=at, about=("resident", enrolment.resident_id), detail=detail)


def record_visit(
    *, visit_id: uuid.UUID, resident: Resident, draft: Draft, confirmed: Mapping[str, str], by: Acting, at: datetime
) -> Visit:
    """Save a visit, its next due day and the referral that it calls for.

    `visit_id` is chosen by who asks: the same form sent twice gives the same visit. `confirmed` maps keys to the
    unusual values that the doctor has looked at again. Raises NotAccepted, NotEnrolled or VisitOnThatDay.
    """
    decision = _accepted(draft, confirmed)
    enrolment = _enrolment_on(resident, draft.program.key, draft.day)
    visit = _visit(visit_id, resident, draft, decision, by=by, at=at)
    if not NEW_VISIT.add(visit):
        standing = _standing(visit)
        if standing.pk == visit_id:
            return standing  # the same form, sent twice
        raise VisitOnThatDay(standing)
    _go_on(enrolment, visit)
    if decision.refer_to:
        _refer(visit, decision, by=by, at=at)
    _open(resident, decision, on=draft.day, by=by, at=at)
    audit.record("visit.record", by=by, at=at, about=("visit", visit.pk), detail={"rule": decision.rule})
    return visit


def correct_visit(*, visit: Visit, draft: Draft, confirmed: Mapping[str, str], by: Acting, at: datetime) -> Visit:
    """Correct a saved visit, which is judged anew by the edition of its day; the former version is kept.

    A referral that nobody has taken up follows the new judgement. Raises as `record_visit` does.
    """
    decision = _accepted(draft, confirmed)
    enrolment = _enrolment_on(visit.resident, draft.program.key, draft.day)
    visit = Visit.objects.select_related("resident").get(pk=visit.pk)  # behind the lock: as it stands now
    newest = enrolment.last_visit_date == visit.visit_date
    corrected = _visit(visit.pk, visit.resident, draft, decision, by=by, at=at)
    corrected.actor_id, corrected.institution_id = visit.actor_id, visit.institution_id
    if all(getattr(corrected, name) == getattr(visit, name) for name in SAID):
        return visit  # the same form, sent twice
    _replace(corrected)
    if newest:
        enrolment.last_visit_date = None
    _go_on(enrolment, corrected)
    waiting = Referral.objects.filter(visit=corrected, state=State.OPEN).first()
    if waiting is not None and not decision.refer_to:
        step_referral(referral=waiting, to=State.CANCELLED, result="", by=by, on=draft.day, at=at)
    if decision.refer_to and not Referral.objects.filter(visit=corrected).exclude(state=State.CANCELLED).exists():
        _refer(corrected, decision, by=by, at=at)
    _open(visit.resident, decision, on=draft.day, by=by, at=at)
    audit.record("visit.correct", by=by, at=at, about=("visit", visit.pk), detail={"rule": decision.rule})
    return corrected


def _accepted(draft: Draft, confirmed: Mapping[str, str]) -> Decision:
    if draft.refused or draft.decision is None or draft.unconfirmed(confirmed):
        raise NotAccepted(NotAccepted.__doc__)
    return draft.decision


def _replace(visit: Visit) -> None:
    try:
        with transaction.atomic():
            visit.save(force_update=True)
    except IntegrityError as clash:
        raise VisitOnThatDay(_standing(visit)) from clash


def _standing(visit: Visit) -> Visit:
    return Visit.objects.get(resident=visit.resident_id, program=visit.program, visit_date=visit.visit_date)


def _visit(
    visit_id: uuid.UUID, resident: Resident, draft: Draft, decision: Decision, *, by: Acting, at: datetime
) -> Visit:
    form, readings = draft.program.visit, dict(draft.readings)
    columns = {key: readings.pop(key) for key, field in form.fields.items() if field.column and key in readings}
    mode = columns.get("visit_mode", "")
    asked = columns.get("next_due_date")
    if "visit_class" in form.fields and decision.visit_class is not None:
        readings.setdefault("visit_class", decision.visit_class)
    return Visit(
        pk=visit_id,
        resident=resident,
        program=draft.program.key,
        edition=decision.edition,
        visit_date=draft.day,
        visit_mode=mode,
        face_to_face=mode in FACE_TO_FACE,
        actor_id=by.user_id,
        institution_id=by.institution_id,
        area_code=resident.area_code,
        rule=decision.rule,
        advice=decision.decided_by.do.title,
        refer_to=decision.refer_to or "",
        next_due_date=date.fromisoformat(asked) if asked else decision.due_date,
        at_target=decision.at_target,
        clinical_at_target=decision.clinical_at_target,
        readings=readings,
        confirmed={doubt.key: {"value": readings.get(doubt.key), "by": str(by.user_id)} for doubt in draft.doubts},
        recorded_at=at,
    )


def _enrolment_on(resident: Resident, program: str, day: date) -> Enrolment:
    found = open_enrolment(resident, program, locked=True)  # two visits at once do not set each other back
    if found is None or day < found.enrolled_date:
        said = "{name} 在 {day} 还没有“{program}”的卡，请先建卡。"
        title = in_tongue(programs()[program].title)
        raise NotEnrolled(say(said, name=resident.name, day=day.isoformat(), program=title))
    return found


def _go_on(enrolment: Enrolment, visit: Visit) -> None:
    """A visit entered late does not set back what a newer one has settled."""
    if enrolment.last_visit_date is not None and enrolment.last_visit_date > visit.visit_date:
        return
    enrolment.last_visit_date, enrolment.next_due_date = visit.visit_date, visit.next_due_date
    with connection.cursor() as cursor:
        cursor.execute(GO_ON, [enrolment.last_visit_date, enrolment.next_due_date, enrolment.pk])


def _open(resident: Resident, decision: Decision, *, on: date, by: Acting, at: datetime) -> None:
    """Note the diagnoses that the doctor made at the visit, and take the patient into the programmes they lead to."""
    for one in opened(decision):
        people.diagnose(resident=resident, code=one.condition, onset_date=on, by=by, at=at)
        if one.program and open_enrolment(resident, one.program) is None:
            enrol(resident=resident, program=one.program, enrolled_date=on, by=by, at=at)


def _refer(visit: Visit, decision: Decision, *, by: Acting, at: datetime) -> Referral:
    made = Referral.objects.create(
        resident_id=visit.resident_id,
        visit=visit,
        program=visit.program,
        refer_to=decision.refer_to or "",
        reason=decision.written_reasons,
        urgent=decision.gravity >= REFER_NOW,
        opened_date=visit.visit_date,
        due_date=visit.visit_date + ANSWER_WITHIN,
        area_code=visit.area_code,
        recorded_at=at,
    )
    audit.record("referral.open", by=by, at=at, about=("referral", made.pk), detail={"rule": decision.rule})
    return made


def record_call(
    *, form_id: uuid.UUID, enrolment: Enrolment, outcome: str, agreed_date: date | None, note: str, by: Acting,
    at: datetime,
) -> CallAttempt:  # fmt: skip
    """Note a call about a due visit and how it ended; what is due stays due until the visit.

    `form_id` is chosen where the form is opened: the same form sent twice is one call.
    """
    told = {
        "resident_id": enrolment.resident_id, "program": enrolment.program, "actor_id": by.user_id,
        "outcome": CallAttempt.Outcome(outcome), "agreed_date": agreed_date, "note": note,
        "area_code": enrolment.area_code, "recorded_at": at,
    }  # fmt: skip
    own = uuid.uuid5(enrolment.pk, str(form_id))  # nobody can name the call of another enrolment
    call, made = CallAttempt.objects.get_or_create(pk=own, defaults=told)
    if made:
        audit.record("call.record", by=by, at=at, about=("enrolment", enrolment.pk), detail={"outcome": outcome})
    return call


def note_exposure(
    *, contact: Resident, case: Resident, program: str, relation: str, since_date: date, by: Acting, at: datetime
) -> Exposure:
    """Note that somebody was in close contact with a case, once."""
    told = {"relation": relation, "since_date": since_date, "area_code": contact.area_code, "recorded_at": at}
    noted, made = Exposure.objects.get_or_create(resident=contact, case=case, program=program, defaults=told)
    if made:
        audit.record("exposure.note", by=by, at=at, about=("resident", contact.pk), detail={"program": program})
    return noted


def step_referral(*, referral: Referral, to: str, result: str, by: Acting, on: date, at: datetime) -> Referral:
    """Move a referral on: accepted, answered with a result, closed, or cancelled. Raises WrongStep, ResultMissing.

    The same step sent twice is one step.
    """
    referral.refresh_from_db(from_queryset=Referral.objects.select_for_update())
    if to == referral.state and result.strip() in ("", referral.result):
        return referral
    state = State(to) if to in State.values else State.OPEN  # to "open" nothing leads
    if state not in STEPS.get(State(referral.state), ()):
        said = "转诊现为“{now}”，不能改为“{then}”。请刷新页面查看最新状态。"
        raise WrongStep(say(said, now=in_tongue(State(referral.state).label), then=in_tongue(state.label)))
    if state == State.ANSWERED and not (result.strip() or referral.result):
        raise ResultMissing(say("请填写接诊结果：诊断、处理或建议，才能登记回复。"))
    referral.state, referral.result = state, result.strip() or referral.result
    referral.closed_date = on if state in (State.CLOSED, State.CANCELLED) else None
    referral.recorded_at = at
    referral.save(update_fields=["state", "result", "closed_date", "recorded_at"])
    audit.record("referral.step", by=by, at=at, about=("referral", referral.pk), detail={"to": state})
    return referral


def hand_over(*, resident: Resident) -> None:
    """Give the open enrolments to the institution that has the resident now."""
    open_ones = Enrolment.objects.filter(resident=resident, ended_date=None)
    open_ones.filter(~Q(institution_id=resident.institution_id)).update(institution_id=resident.institution_id)


def unite(*, stays: Resident, gone: Resident) -> list[dict[str, Any]]:
    """Let an open enrolment that both residents have begin with the earlier day and go on from the later visit.

    Called before the rows of `gone` are moved to `stays`, whose enrolment goes on. Gives what it said before and says
    now, for `part`.
    """
    others = {row.program: row for row in Enrolment.objects.filter(resident=gone, ended_date=None)}
    notes = []
    for row in Enrolment.objects.filter(resident=stays, ended_date=None, program__in=others):
        before, other = _course(row), others[row.program]
        row.enrolled_date = min(row.enrolled_date, other.enrolled_date)
        row.last_visit_date, row.next_due_date = _later(row, other)
        row.save(update_fields=list(COURSE))
        notes.append({"enrolment": str(row.pk), "program": row.program, "before": before, "after": _course(row)})
    return notes


def part(*, notes: Sequence[Mapping[str, Any]], gone: Resident, since: datetime) -> None:
    """Take united enrolments apart, when the rows of `gone` are back with it.

    An enrolment that has gone on since the merge is not put back: its last and next visit follow from the visits that
    stay with it. So do those of `gone`, if one of its visits was written anew since.
    """
    for note in notes:
        row = Enrolment.objects.filter(pk=note["enrolment"]).first()
        if row is not None:
            _put_back(row, note["before"], note["after"])
        if Visit.objects.filter(resident=gone, program=note["program"], recorded_at__gt=since).exists():
            for other in Enrolment.objects.filter(resident=gone, program=note["program"], ended_date=None):
                _recount(other)


COURSE = ("enrolled_date", "last_visit_date", "next_due_date")


def _course(row: Enrolment) -> dict[str, str | None]:
    days = {name: getattr(row, name) for name in COURSE}
    return {name: day.isoformat() if day else None for name, day in days.items()}


def _later(one: Enrolment, other: Enrolment) -> tuple[date | None, date | None]:
    """Give the last visit and the next due day of whichever was visited last; of none visited, the earlier due day."""
    if one.last_visit_date is None and other.last_visit_date is None:
        return None, min((day for day in (one.next_due_date, other.next_due_date) if day), default=None)
    newest = max((one, other), key=lambda row: row.last_visit_date or date.min)  # of two alike, the one that goes on
    return newest.last_visit_date, newest.next_due_date


def _put_back(row: Enrolment, before: Mapping[str, str | None], after: Mapping[str, str | None]) -> None:
    now = _course(row)
    if now["enrolled_date"] == after["enrolled_date"] and before["enrolled_date"]:
        row.enrolled_date = date.fromisoformat(before["enrolled_date"])
    went_on = any(now[name] != after[name] for name in ("last_visit_date", "next_due_date"))
    if not went_on:
        row.last_visit_date = _day(before["last_visit_date"])
        row.next_due_date = _day(before["next_due_date"]) if row.ended_date is None else None
    row.save(update_fields=list(COURSE))
    if went_on and row.ended_date is None:
        _recount(row)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _recount(row: Enrolment) -> None:
    """Let an open enrolment follow from its newest visit; without one the first is due."""
    visits = Visit.objects.filter(resident_id=row.resident_id, program=row.program)
    newest = visits.order_by("-visit_date", "-recorded_at").first()
    row.last_visit_date = newest.visit_date if newest else None
    row.next_due_date = newest.next_due_date if newest else first_due(row.program, row.enrolled_date)
    row.save(update_fields=["last_visit_date", "next_due_date"])
