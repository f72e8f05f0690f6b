"""Writes of the joint group: sharing on a legal ground, answering, ending, meeting; audited, without names."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.joint_group.models import Answer, Concern, Meeting
from gongwei.apps.people.queries import Resident
from gongwei.catalog.codelists.joint_group import ENDS
from gongwei.domain.regions import STREET, ancestor
from gongwei.domain.tongue import say

TOLD = ("asked", "request", "guardian", "phone", "basis")


class AlreadyShared(ValueError):
    """The patient is shared with the group already: open that and go on from there."""


class NotShared(ValueError):
    """What was shared has ended: nobody answers to it or ends it again."""


class MetThatDay(ValueError):
    """The street's group has a meeting of that day already."""


def share(
    *, concern_id: uuid.UUID, patient: Resident, readings: Mapping[str, Any], on: date, by: Acting, at: datetime
) -> Concern:
    """Tell the street's group of a patient: the name, the guardian and the request, on the ground that is recorded.

    `readings` are those of the form `share`, checked. The same `concern_id` sent twice is one. Raises AlreadyShared.
    """
    made = Concern(
        pk=concern_id, patient=patient, area_code=patient.area_code, why=readings["why"], ground=readings["ground"],
        asked_of=readings["asked_of"], shared_date=on, user_id=by.user_id, recorded_at=at,
    )  # fmt: skip
    made.told = {"name": patient.name} | {key: readings[key] for key in TOLD if key in readings}
    standing = Concern.objects.filter(patient=patient, ended_date=None).first()
    if standing is not None:
        return _same(standing, concern_id, patient)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # the same form, sent twice at once; or somebody else's
        return _same(Concern.objects.get(patient=patient, ended_date=None), concern_id, patient)
    detail = {"class": 4, "why": made.why, "ground": made.ground}
    audit.record("joint.share", by=by, at=at, about=("resident", patient.pk), detail=detail)
    return made


def _same(standing: Concern, concern_id: uuid.UUID, patient: Resident) -> Concern:
    if standing.pk != concern_id:
        raise AlreadyShared(say("{name} 已共享给综合管理小组，请在原来那一条上继续。", name=patient.name))
    return standing


def answer(*, answer_id: uuid.UUID, concern: Concern, readings: Mapping[str, Any], by: Acting, at: datetime) -> Answer:
    """Write down what a member did about a concern; the same `answer_id` sent twice is one. Raises NotShared."""
    _standing(concern)
    made = Answer(
        pk=answer_id, concern=concern, area_code=concern.area_code, member=readings["member"],
        outcome=readings["outcome"], user_id=by.user_id, recorded_at=at,
    )  # fmt: skip
    made.said = readings["said"]
    if Answer.objects.filter(pk=answer_id).exists():
        return made
    made.save(force_insert=True)
    detail = {"member": made.member, "outcome": made.outcome}
    audit.record("joint.answer", by=by, at=at, about=("concern", concern.pk), detail=detail)
    return made


def end_sharing(*, concern: Concern, reason: str, on: date, by: Acting, at: datetime) -> None:
    """End what is shared, for one of the reasons; the group no longer finds it among what is open. Raises NotShared."""
    _standing(concern)
    concern.ended_date, concern.end_reason, concern.recorded_at = on, ENDS.read(reason), at
    concern.save(update_fields=["ended_date", "end_reason", "recorded_at"])
    audit.record("joint.end", by=by, at=at, about=("concern", concern.pk), detail={"reason": reason})


def _standing(concern: Concern) -> None:
    concern.refresh_from_db()
    if concern.ended_date is not None:
        raise NotShared(say("这一条已于 {day} 结束共享。", day=concern.ended_date.isoformat()))


def hold_meeting(*, readings: Mapping[str, Any], by: Acting, at: datetime) -> Meeting:
    """Write down a meeting of the post's street. Raises MetThatDay."""
    area, day = ancestor(by.area_code, STREET), date.fromisoformat(readings["held_date"])
    made = Meeting(area_code=area, held_date=day, members=readings["members"], user_id=by.user_id, recorded_at=at)
    made.agreed = readings["agreed"]
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as clash:
        raise MetThatDay(say("{day} 已登记过一次例会。", day=day.isoformat())) from clash
    audit.record("joint.meet", by=by, at=at, detail={"day": day.isoformat(), "members": len(made.members)})
    return made
