"""Writes to enrolments, visits, referrals and calls: in the caller's transaction, by somebody, audited."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people import actions as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs.forms import Draft
from gongwei.apps.programs.models import Exposure
from gongwei.apps.programs.queries import open_enrolment, readable, tables_of
from gongwei.apps.programs.rows import CallRow, EnrolmentRow, ReferralRow, VisitRow
from gongwei.catalog.discovery import programs
from gongwei.domain.opening import opened
from gongwei.domain.program import Decision
from gongwei.domain.tongue import in_tongue, say

FACE_TO_FACE = ("1", "2", "")  # 门诊, 家庭; a form without the box is filled at the examination
REFER_NOW = 3  # the gravity of advice that cannot wait
ANSWER_WITHIN = timedelta(days=14)
State = ReferralRow.State
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

    def __init__(self, standing: VisitRow) -> None:
        self.standing = standing
        said = "{day} 已有一次随访记录，同一天只记一次：请打开那一次改正。"
        super().__init__(say(said, day=standing.visit_date.isoformat()))


class WrongStep(ValueError):
    """A referral does not go from its state to that one."""


class ResultMissing(ValueError):
    """A referral ends with an answer: write what the other institution found or advised."""


def enrol(*, resident: Resident, program: str, enrolled_date: date, by: Acting, at: datetime) -> EnrolmentRow:
    """Take a resident into a programme, whose first visit is due when the programme says. Raises AlreadyEnrolled."""
    tables = tables_of(program)
    made = tables.enrolment(
        resident=resident,
        program=program,
        enrolled_date=enrolled_date,
        institution_id=by.institution_id,
        area_code=resident.area_code,
        next_due_date=first_due(program, enrolled_date),
        recorded_at=at,
    )
    if not tables.new_enrolment.add(made):
        title = in_tongue(programs()[program].title)
        raise AlreadyEnrolled(say("{name} 已在“{program}”中，不必再次建卡。", name=resident.name, program=title))
    audit.record("program.enrol", by=by, at=at, about=("resident", resident.pk), detail={"program": program})
    return made


def first_due(program: str, enrolled_date: date) -> date:
    """Say by when somebody who is enrolled on a day must be seen."""
    return enrolled_date + timedelta(days=programs()[program].first_days)


def end_enrolments(*, resident: Resident, on: date, reason: str, by: Acting, at: datetime) -> int:
    """End every open enrolment of a resident, as after a death or a move away; gives how many."""
    found = (one.enrolment.objects.filter(resident=resident, ended_date=None) for one in readable(by))
    rows = [row for part in found for row in part]
    for row in rows:
        end_enrolment(enrolment=row, on=on, reason=reason, by=by, at=at)
    with connection.cursor() as cursor:  # and those that the post may not see, of which it learns nothing
        cursor.execute("SELECT gw_end_enrolments(%s, %s, %s, %s)", [resident.pk, on, reason, at])
    return len(rows)


def end_enrolment(*, enrolment: EnrolmentRow, on: date, reason: str, by: Acting, at: datetime) -> None:
    """End one enrolment with a reason: nothing of the programme is due any more. One that has ended stays as it is."""
    enrolment.refresh_from_db(from_queryset=type(enrolment).objects.select_for_update())
    if enrolment.ended_date is not None:
        return
    enrolment.ended_date, enrolment.end_reason = max(on, enrolment.enrolled_date), reason
    enrolment.next_due_date, enrolment.recorded_at = None, at
    enrolment.save(update_fields=["ended_date", "end_reason", "next_due_date", "recorded_at"])
    detail = {"program": enrolment.program, "reason": reason}
    audit.record("program.end", by=by, at=at, about=("resident", enrolment.resident_id), detail=detail)


def record_visit(
    *, visit_id: uuid.UUID, resident: Resident, draft: Draft, confirmed: Mapping[str, str], by: Acting, at: datetime
) -> VisitRow:
    """Save a visit, its next due day and the referral that it calls for.

    `visit_id` is chosen by who asks: the same form sent twice gives the same visit. `confirmed` maps keys to the
    unusual values that the doctor has looked at again. Raises NotAccepted, NotEnrolled or VisitOnThatDay.
    """
    decision = _accepted(draft, confirmed)
    enrolment = _enrolment_on(resident, draft.program.key, draft.day)
    visit = _visit(visit_id, resident, draft, decision, by=by, at=at)
    if not tables_of(visit.program).new_visit.add(visit):
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


def correct_visit(*, visit: VisitRow, draft: Draft, confirmed: Mapping[str, str], by: Acting, at: datetime) -> VisitRow:
    """Correct a saved visit, which is judged anew by the edition of its day; the former version is kept.

    A referral that nobody has taken up follows the new judgement. Raises as `record_visit` does.
    """
    decision = _accepted(draft, confirmed)
    enrolment = _enrolment_on(visit.resident, draft.program.key, draft.day)
    visit = type(visit).objects.select_related("resident").get(pk=visit.pk)  # behind the lock: as it stands now
    corrected = _visit(visit.pk, visit.resident, draft, decision, by=by, at=at)
    corrected.actor_id, corrected.institution_id = visit.actor_id, visit.institution_id
    if _said(corrected) == _said(visit):
        return visit  # the same form, sent twice
    _replace(corrected)
    follow_newest(enrolment)  # another day may make another visit the last one
    sent = tables_of(corrected.program).referral.objects.filter(Q(visit=corrected))
    waiting = sent.filter(state=State.OPEN).first()
    if waiting is not None and not decision.refer_to:
        step_referral(referral=waiting, to=State.CANCELLED, result="", by=by, on=draft.day, at=at)
    if decision.refer_to and not sent.exclude(state=State.CANCELLED).exists():
        _refer(corrected, decision, by=by, at=at)
    _open(visit.resident, decision, on=draft.day, by=by, at=at)
    audit.record("visit.correct", by=by, at=at, about=("visit", visit.pk), detail={"rule": decision.rule})
    return corrected


def _accepted(draft: Draft, confirmed: Mapping[str, str]) -> Decision:
    if draft.refused or draft.decision is None or draft.unconfirmed(confirmed):
        raise NotAccepted(NotAccepted.__doc__)
    return draft.decision


def _said(visit: VisitRow) -> dict[str, Any]:
    """Give all that a visit says, whether it stands sealed or not, less when it was written."""
    fields = (field.attname for field in visit._meta.concrete_fields)
    names = {name for name in fields if not name.endswith("_cipher")} - {"recorded_at", "changed_xid"}
    return {name: getattr(visit, name) for name in (*names, "readings", "confirmed")}


def _replace(visit: VisitRow) -> None:
    try:
        with transaction.atomic():
            visit.save(force_update=True)
    except IntegrityError as clash:
        raise VisitOnThatDay(_standing(visit)) from clash


def _standing(visit: VisitRow) -> VisitRow:
    return type(visit).objects.get(resident=visit.resident_id, program=visit.program, visit_date=visit.visit_date)


def _visit(
    visit_id: uuid.UUID, resident: Resident, draft: Draft, decision: Decision, *, by: Acting, at: datetime
) -> VisitRow:
    form, readings = draft.program.visit, dict(draft.readings)
    columns = {key: readings.pop(key) for key, field in form.fields.items() if field.column and key in readings}
    mode = columns.get("visit_mode", "")
    asked = columns.get("next_due_date")
    if "visit_class" in form.fields and decision.visit_class is not None:
        readings.setdefault("visit_class", decision.visit_class)
    guarded = {"counted": draft.program.in_the_clear(readings)} if draft.program.is_guarded else {}
    row: Any = tables_of(draft.program.key).visit
    return row(
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
        **guarded,
    )


def _enrolment_on(resident: Resident, program: str, day: date) -> EnrolmentRow:
    found = open_enrolment(resident, program, locked=True)  # two visits at once do not set each other back
    if found is None or day < found.enrolled_date:
        said = "{name} 在 {day} 还没有“{program}”的卡，请先建卡。"
        title = in_tongue(programs()[program].title)
        raise NotEnrolled(say(said, name=resident.name, day=day.isoformat(), program=title))
    return found


def _go_on(enrolment: EnrolmentRow, visit: VisitRow) -> None:
    """A visit entered late does not set back what a newer one has settled."""
    if enrolment.last_visit_date is not None and enrolment.last_visit_date > visit.visit_date:
        return
    enrolment.last_visit_date, enrolment.next_due_date = visit.visit_date, visit.next_due_date
    with connection.cursor() as cursor:
        cursor.execute(
            tables_of(visit.program).go_on, [enrolment.last_visit_date, enrolment.next_due_date, enrolment.pk]
        )


def follow_newest(enrolment: EnrolmentRow) -> None:
    """Let an open enrolment follow from its newest visit; without one the first is due."""
    visits = tables_of(enrolment.program).visit.objects.filter(
        resident=enrolment.resident_id, program=enrolment.program
    )
    newest = visits.order_by("-visit_date", "-recorded_at").first()
    enrolment.last_visit_date = newest.visit_date if newest else None
    enrolment.next_due_date = newest.next_due_date if newest else first_due(enrolment.program, enrolment.enrolled_date)
    enrolment.save(update_fields=["last_visit_date", "next_due_date"])


def _open(resident: Resident, decision: Decision, *, on: date, by: Acting, at: datetime) -> None:
    """Note the diagnoses that the doctor made at the visit, and take the patient into the programmes they lead to."""
    for one in opened(decision):
        people.diagnose(resident=resident, code=one.condition, onset_date=on, by=by, at=at)
        if one.program and open_enrolment(resident, one.program) is None:
            enrol(resident=resident, program=one.program, enrolled_date=on, by=by, at=at)


def _refer(visit: VisitRow, decision: Decision, *, by: Acting, at: datetime) -> ReferralRow:
    row: Any = tables_of(visit.program).referral
    made = row.objects.create(
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
    *, form_id: uuid.UUID, enrolment: EnrolmentRow, outcome: str, agreed_date: date | None, note: str, by: Acting,
    at: datetime,
) -> CallRow:  # fmt: skip
    """Note a call about a due visit and how it ended; what is due stays due until the visit.

    `form_id` is chosen where the form is opened: the same form sent twice is one call.
    """
    told = {
        "resident_id": enrolment.resident_id, "program": enrolment.program, "actor_id": by.user_id,
        "outcome": CallRow.Outcome(outcome), "agreed_date": agreed_date, "note": note,
        "area_code": enrolment.area_code, "recorded_at": at,
    }  # fmt: skip
    own = uuid.uuid5(enrolment.pk, str(form_id))  # nobody can name the call of another enrolment
    call, made = tables_of(enrolment.program).call.objects.get_or_create(pk=own, defaults=told)
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


def step_referral(*, referral: ReferralRow, to: str, result: str, by: Acting, on: date, at: datetime) -> ReferralRow:
    """Move a referral on: accepted, answered with a result, closed, or cancelled. Raises WrongStep, ResultMissing.

    The same step sent twice is one step.
    """
    referral.refresh_from_db(from_queryset=type(referral).objects.select_for_update())
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
    referral.save(force_update=True)
    audit.record("referral.step", by=by, at=at, about=("referral", referral.pk), detail={"to": state})
    return referral


def hand_over(*, resident: Resident, by: Acting) -> None:
    """Give the open enrolments to the institution that has the resident now."""
    for tables in readable(by):
        open_ones = tables.enrolment.objects.filter(resident=resident, ended_date=None)
        open_ones.filter(~Q(institution_id=resident.institution_id)).update(institution_id=resident.institution_id)
