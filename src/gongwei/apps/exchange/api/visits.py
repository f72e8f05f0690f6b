"""Visits: read, and recorded as the visit form records them, judged by the rules of their day."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Header, Router, Status

from gongwei.adapters.row_ids import id_at
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.actions import KEY, KeyReused, take_key
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request
from gongwei.apps.exchange.api.doors import may
from gongwei.apps.exchange.api.errors import REFUSALS, Refusal, Refused, absent
from gongwei.apps.exchange.api.residents import seen
from gongwei.apps.exchange.api.schemas import Visits, VisitSent, VisitShown
from gongwei.apps.people import queries as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import actions, queries
from gongwei.apps.programs.forms import Draft, draft
from gongwei.apps.programs.queries import VisitRow
from gongwei.catalog.discovery import programs
from gongwei.domain.form_field import Problem
from gongwei.domain.program import NotInForce

router = Router(tags=["随访"])
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=8, max_length=80, pattern=f"^{KEY.pattern}$")]


@router.get("/residents/{uuid:resident_id}/visits", auth=may(reads=3), response={200: Visits, REFUSALS: Refused})
def visits(request: Request, resident_id: UUID) -> dict[str, Any]:
    """一位居民的全部随访，最近的在前。"""
    found = queries.visits_of(seen(resident_id), by=request.acting)
    return {"items": [_shown(one) for one in _noted(request, found)]}


@router.get("/visits/{uuid:visit_id}", auth=may(reads=3), response={200: VisitShown, REFUSALS: Refused})
def visit(request: Request, visit_id: UUID) -> dict[str, Any]:
    """一次随访：测得什么，按哪一版的哪条规则判断。"""
    return _shown(*_noted(request, [_visit(request, visit_id)]))


@router.post("/residents/{uuid:resident_id}/visits", auth=may(writes=3), response={201: VisitShown, REFUSALS: Refused})
def record(request: Request, resident_id: UUID, body: VisitSent, key: Key) -> Status:
    """记录一次随访：系统按当日规则判断并给出下次日期和转诊。同一个 Idempotency-Key 重发不会重复记录。"""
    acting = request.acting
    if not queries.may_read(body.program, acting):
        raise absent()  # for the post there is no such programme
    visit_id = id_at(now())
    written_id = once(request, key, acting, visit_id)
    written = (
        _record(visit_id, seen(resident_id), body, acting) if written_id == visit_id else _visit(request, written_id)
    )
    return Status(201, _shown(written))


def once(request: Request, key: str, acting: Acting, row_id: UUID) -> UUID:
    """Take the key for a row about to be written; another id is that of the row which the key wrote before."""
    asked = f"{request.method} {request.path}\n".encode() + request.body
    try:
        return take_key(key, asked, row_id=row_id, by=acting, at=now())
    except KeyReused as reused:
        raise Refusal(422, "idempotency_key_reused", str(reused)) from None


def _record(visit_id: UUID, resident: Resident, body: VisitSent, acting: Acting) -> VisitRow:
    sent = _draft(resident, body)
    confirmed = {key: str(value) for key, value in body.confirmed.items()}
    _refuse(sent, confirmed)
    try:
        return actions.record_visit(
            visit_id=visit_id, resident=resident, draft=sent, confirmed=confirmed, by=acting, at=now()
        )
    except actions.NotEnrolled as refusal:
        raise Refusal(422, "not_enrolled", str(refusal)) from None
    except actions.VisitOnThatDay as refusal:
        raise Refusal(409, "visit_on_that_day", str(refusal)) from None


def _draft(resident: Resident, body: VisitSent) -> Draft:
    """Check the types and ranges first: only what a form can hold goes on to the rules."""
    readings = _readings(body)
    person, day = people.person_of(resident), body.visit_date
    form = _edition(body.program, day)
    hard = [one for one in form.check(readings, on=day, person=person, today=today()) if one.severity == "hard"]
    if hard:
        raise _refused(hard)
    return draft(
        body.program,
        readings,
        person=person,
        today=today(),
        before=queries.before(resident, body.program, day),
    )


def _readings(body: VisitSent) -> dict[str, Any]:
    if "visit_date" in body.readings:
        raise _refused([Problem("visit_date", "hard", "日期请只写在 readings 之外的 visit_date。")])
    given = {key: value for key, value in body.readings.items() if value is not None}
    return {**given, "visit_date": body.visit_date.isoformat()}


def _edition(key: str, day: date) -> Any:
    try:
        return programs()[key].on(day).visit
    except NotInForce as too_early:
        raise Refusal(422, "not_in_force", str(too_early), fields={"visit_date": str(too_early)}) from None


def _refuse(sent: Draft, confirmed: dict[str, str]) -> None:
    """Say what stands against a visit: what cannot be, what decides and is not known, what is missing or doubtful."""
    hard = [problem for problem in sent.problems if problem.severity == "hard"]
    if hard:
        raise _refused(hard)
    if sent.decision is None:
        raise Refusal(422, "undecided", sent.missing_words, missing=sent.missing)
    missing = [problem for problem in sent.problems if problem.severity == "missing"]
    if missing:
        keys = [problem.key for problem in missing]
        raise Refusal(422, "incomplete", "有必填项未填，请补全。", fields=_fields(missing), missing=keys)
    doubts = sent.unconfirmed(confirmed)
    if doubts:
        said = "有不常见的值，请再核对一次；无误则在 confirmed 中写明该项和该值后重发。"
        raise Refusal(422, "unconfirmed", said, fields=_fields(doubts))


def _refused(problems: list[Problem]) -> Refusal:
    return Refusal(422, "refused_readings", "有不能接受的值，请按 fields 逐项改正。", fields=_fields(problems))


def _fields(problems: Any) -> dict[str, str]:
    return {f"readings.{problem.key}": problem.message for problem in problems}


def _noted(request: Request, found: list[VisitRow]) -> list[VisitRow]:
    if found:
        about = ("resident", found[0].resident_id)
        queries.note_reading((one.program for one in found), about=about, by=request.acting, at=now())
    return found


def _visit(request: Request, visit_id: UUID) -> VisitRow:
    found = queries.visit(visit_id, by=request.acting)
    if found is None:
        raise absent()
    return found


def _ordered(value: Any) -> Any:
    """Give keys in one order, whether they come from the request or from the database: the same answer each time."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _shown(one: VisitRow) -> dict[str, Any]:
    columns = [name for name in VisitShown.model_fields if name not in ("institution",)]
    return {
        **{name: getattr(one, name) for name in columns},
        "readings": _ordered(one.readings),
        "institution": one.institution.name if one.institution else None,
    }
