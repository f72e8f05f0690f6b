"""Writes of report cards: sent by a clinic or a hospital, taken up, sent back, closed with a result."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people.queries import Resident, document_indexes
from gongwei.apps.registries.models import CardRow, CardState
from gongwei.apps.registries.queries import table_of
from gongwei.catalog.holidays import is_workday
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import OUTCOMES, Card
from gongwei.domain.record import Person
from gongwei.domain.tongue import in_tongue, say

State = CardState
STEPS = {
    State.WAITING: (State.RECEIVED, State.RETURNED),
    State.RETURNED: (State.WAITING,),
    State.RECEIVED: (State.CLOSED, State.RETURNED),
}


class WrongStep(ValueError):
    """A card does not go from its state to that one: look at it again, somebody else has moved it."""


class ResultMissing(ValueError):
    """A card ends with a result, and goes back with a reason: choose one and write it."""


class NotSent(PermissionError):
    """The card was not taken: the post belongs to no hospital, or its number is taken."""


@dataclass(frozen=True)
class Slip:
    """To which hospital a slip goes, what it says of the patient, and which referral it carries out."""

    to: uuid.UUID
    about: Mapping[str, Any]
    referral_id: uuid.UUID | None = None


def report(
    *, card: Card, card_id: uuid.UUID, resident: Resident, readings: Mapping[str, Any], person: Person, by: Acting,
    at: datetime, upward: Slip | None = None,
) -> CardRow:  # fmt: skip
    """Send a card about a resident in the post's sight. The same form sent twice is one card.

    `upward` is to whom a slip goes, with what the hospital must know of the patient.
    """
    table = table_of(card)
    known = table._default_manager.filter(pk=card_id).first()
    if known is not None:
        return known
    row = _made(card, card_id, readings, person, upward.about if upward else {}, at=at)
    if upward:
        row.to_institution_id, row.referral_id = upward.to, upward.referral_id
    row.resident, row.area_code, row.actor_id, row.institution_id = (
        resident, resident.area_code, by.user_id, by.institution_id,
    )  # fmt: skip
    row.save(force_insert=True)
    audit.record("card.send", by=by, at=at, about=("card", card_id), detail={"kind": card.key})
    return row


def send(
    *, card: Card, card_id: uuid.UUID, about: Mapping[str, Any], readings: Mapping[str, Any], person: Person,
    at: datetime,
) -> str:  # fmt: skip
    """Send a card, or one that came back, from the acting post's own hospital. Raises NotSent.

    `about` holds the person's name, document, telephone, street and address. Gives "sent", or "stands" for a card that
    is on its way already.
    """
    row = _made(card, card_id, readings, person, about, at=at)
    row.area_code = int(about["area_code"])
    said = {
        field.attname: _in_json(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname != "changed_xid"
    }
    number = about.get("document_number")
    hashes = document_indexes(about["document_type"], number) if number else []
    with connection.cursor() as cursor:
        statement = f"SELECT gw_send_{row._meta.db_table}(%s::jsonb, %s::bytea[])"
        cursor.execute(statement, [json.dumps(said), hashes])
        (answer,) = cursor.fetchone()
    if answer == "refused":
        raise NotSent(say("报告卡没有送出：本岗位没有所属医院，或编号已被占用。请联系系统管理员。"))
    return str(answer)


def _made(
    card: Card, card_id: uuid.UUID, readings: Mapping[str, Any], person: Person, about: Mapping[str, Any], *,
    at: datetime,
) -> CardRow:  # fmt: skip
    row = table_of(card)(id=card_id, kind=card.key, reported_at=at, recorded_at=at)
    row.known_at = card.known_at(readings, at.tzinfo)  # type: ignore[arg-type]
    clock = card.clock_for(readings, on=row.known_at.date(), person=person)
    row.due_at = clock.due_at(row.known_at, is_workday)
    row.answer_due_date = at.date() + timedelta(days=card.answer_days)
    row.person, row.said = dict(about), dict(readings)
    return row


def _in_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    return value.isoformat() if hasattr(value, "isoformat") else (str(value) if isinstance(value, uuid.UUID) else value)


def answer(*, row: CardRow, to: str, outcome: str = "confirmed", result: str = "", at: datetime) -> str:
    """Take a patient in who was sent to the acting post's own hospital, or answer the slip. Gives the state it is in.

    The programme's referral follows. Raises ResultMissing.
    """
    if to == State.CLOSED and not result.strip():
        raise ResultMissing(say("请写明诊断、治疗和下一步方案，才能回复。"))
    row.result = result.strip() if to == State.CLOSED else ""
    sealed = bytes(row.result_cipher) if row.result_cipher else None
    told = row.result if row.card.sensitivity == Sensitivity.HEALTH else ""  # the referral of another class is not told
    with connection.cursor() as cursor:
        statement = f"SELECT gw_answer_{row._meta.db_table}(%s, %s, %s, %s, %s, %s)"
        cursor.execute(statement, [row.pk, to, outcome, sealed, told, at])
        (state,) = cursor.fetchone()
    return str(state)


def step(*, row: CardRow, to: str, outcome: str = "", result: str = "", by: Acting, at: datetime) -> CardRow:
    """Take a card further: received, sent back with a reason, closed with a result. Raises WrongStep, ResultMissing.

    The same step sent twice is one step.
    """
    row = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if to == row.state:
        return row
    state = State(to) if to in State.values else State.WAITING
    if state not in STEPS.get(State(row.state), ()):
        said = "这张卡现为“{now}”，不能改为“{then}”。请刷新页面查看最新状态。"
        raise WrongStep(say(said, now=in_tongue(State(row.state).label), then=in_tongue(state.label)))
    ends = state in (State.CLOSED, State.RETURNED)
    if (ends and not result.strip()) or (state == State.CLOSED and outcome not in OUTCOMES):
        raise ResultMissing(say("请写明核实结果（退回的写明原因），才能登记。"))
    row.state, row.recorded_at = state, at
    if ends:
        row.result = result.strip()
    if state == State.RECEIVED:
        row.received_at = at
    if state == State.CLOSED:
        row.outcome, row.closed_at = outcome, at
    row.save(update_fields=["state", "recorded_at", "result_cipher", "received_at", "outcome", "closed_at"])
    audit.record("card.step", by=by, at=at, about=("card", row.pk), detail={"kind": row.kind, "to": state})
    return row
