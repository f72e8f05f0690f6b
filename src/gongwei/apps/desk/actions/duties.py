"""Writes to who looks after whom: a duty, cover for an absence, a village that changes hands; all audited."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.actions import end_post, give_post
from gongwei.apps.accounts.queries import colleagues, post_of
from gongwei.apps.accounts.queries import user as find_user
from gongwei.apps.desk.models import Cover, Duty, Handover, ResidentDuty
from gongwei.apps.desk.queries import DOCTORS
from gongwei.apps.people.queries import Resident
from gongwei.domain.access import Role
from gongwei.domain.regions import area_of
from gongwei.domain.tongue import say

LENT = frozenset({Role.VILLAGE_DOCTOR, Role.CENTRE_DOCTOR})  # posts that a director may lend for some days
State = Handover.State


class NotADoctorHere(ValueError):
    """The user has no post as a doctor inside the area."""


class PostOutOfReach(ValueError):
    """The absent doctor's post is not one that a director may lend."""


class NotForYou(PermissionError):
    """A handover is taken or declined by the doctor to whom it was offered, and by nobody else."""


@transaction.atomic
def answer_for(
    *, area_code: int, doctor: UUID, from_date: date, by: Acting, at: datetime, resident: Resident | None = None
) -> Duty | ResidentDuty:
    """Let a doctor answer for a village, or for one resident in it, from a day on. Raises NotADoctorHere.

    Who answered before does so until that day; the same form sent twice changes nothing.
    """
    _doctor_here(doctor, by=by, on=from_date)
    kind = ResidentDuty if resident else Duty
    whose: dict[str, Any] = {"resident": resident} if resident else {"area_code": area_code}
    before = kind.objects.select_for_update().filter(to_date=None, **whose).first()
    if before is not None and before.doctor_id == doctor:
        return before
    if before is not None:
        before.to_date = max(from_date, before.from_date)
        before.save(update_fields=["to_date"])
    made = kind.objects.create(
        **whose | {"area_code": resident.area_code if resident else area_code}, doctor_id=doctor,
        from_date=from_date, recorded_at=at, recorded_by_id=by.user_id,
    )  # fmt: skip
    audit.record("duty.give", by=by, at=at, about=("user", doctor), detail={"area": made.area_code})
    return made


@transaction.atomic
def take_back(*, resident: Resident, on: date, by: Acting, at: datetime) -> None:
    """End that a resident has a doctor of their own: from that day on the village's doctor answers again."""
    row = ResidentDuty.objects.select_for_update().filter(resident=resident, to_date=None).first()
    if row is None:
        return
    row.to_date = max(on, row.from_date)
    row.save(update_fields=["to_date"])
    audit.record("duty.end", by=by, at=at, about=("user", row.doctor_id), detail={"area": row.area_code})


@transaction.atomic
def cover(*, absent: UUID, doctor: UUID, from_date: date, to_date: date, by: Acting, at: datetime) -> Cover:
    """Let a doctor do another's work up to `to_date`, with a post for those days where their own does not reach.

    Rights follow posts only, so that the days end by themselves. Raises NotADoctorHere, PostOutOfReach.
    """
    _doctor_here(doctor, by=by, on=from_date)
    theirs = [post for user, _name, post in colleagues(by, roles=DOCTORS, on=from_date) if user == absent]
    lent = min((post for post in theirs if Role(post.role) in LENT), key=lambda post: -post.area_id, default=None)
    if lent is None:
        raise PostOutOfReach(say("这位医生在本辖区没有可以代理的医生岗位，请由安全管理员设置岗位。"))
    same = {"absent_id": absent, "doctor_id": doctor, "from_date": from_date, "to_date": to_date}
    if standing := Cover.objects.filter(**same).first():
        return standing  # the same form, sent twice
    own = [post for user, _name, post in colleagues(by, roles=DOCTORS, on=from_date) if user == doctor]
    reached = any(lent.area_id in area_of(post.area_id) for post in own)
    post = None if reached else _lend(lent.role, lent.area_id, doctor, from_date, to_date, by, at)
    made = Cover.objects.create(
        **same, area_code=lent.area_id, post_id=post, recorded_at=at, recorded_by_id=by.user_id
    )  # fmt: skip
    detail = {"doctor": str(doctor), "from": from_date, "to": to_date}
    audit.record("cover.give", by=by, at=at, about=("user", absent), detail=detail)
    return made


def _lend(role: str, area_code: int, doctor: UUID, from_date: date, to_date: date, by: Acting, at: datetime) -> UUID:
    user = find_user(doctor)
    assert user is not None, "a colleague with a post is a user"
    return give_post(
        user=user, role=Role(role), area_code=area_code, from_date=from_date, to_date=to_date, by=by, at=at,
        institution_id=by.institution_id,
    ).pk  # fmt: skip


@transaction.atomic
def end_cover(*, cover_id: UUID, on: date, by: Acting, at: datetime) -> None:
    """End a cover with a day, and the post that was lent for it."""
    row = Cover.objects.select_for_update().filter(pk=cover_id).first()
    if row is None or row.to_date <= on:
        return
    post = post_of(row.post_id) if row.post_id else None
    if post is not None:
        end_post(post=post, on=on, by=by, at=at)
    if on <= row.from_date:
        row.delete()  # it had not begun
    else:
        row.to_date = on
        row.save(update_fields=["to_date"])
    audit.record("cover.end", by=by, at=at, about=("user", row.absent_id), detail={"on": on})


def hand_over(
    *, area_code: int, giver: UUID, taker: UUID, counts: tuple[int, int, int], note: str, by: Acting, at: datetime
) -> Handover:
    """Offer a village to another doctor with what is open in it: residents, overdue visits, referrals that wait."""
    _doctor_here(taker, by=by, on=timezone.localdate(at))
    residents, overdue, referrals = counts
    told = {
        "giver_id": giver, "taker_id": taker, "residents": residents, "overdue": overdue, "referrals": referrals,
        "note": note, "recorded_at": at, "recorded_by_id": by.user_id,
    }  # fmt: skip
    made, new = Handover.objects.get_or_create(area_code=area_code, state=State.OFFERED, defaults=told)
    if new:
        audit.record("handover.offer", by=by, at=at, about=("user", taker), detail={"area": area_code})
    return made


@transaction.atomic
def take_over(*, handover: Handover, on: date, by: Acting, at: datetime) -> None:
    """Take a village that was offered: its duty, and those of the giver for residents in it, go over. NotForYou."""
    if not _settle(handover, State.TAKEN, by=by, at=at):
        return
    answer_for(area_code=handover.area_code, doctor=handover.taker_id, from_date=on, by=by, at=at)
    personal = ResidentDuty.objects.filter(area_code=handover.area_code, doctor_id=handover.giver_id, to_date=None)
    for row in personal.select_related("resident"):
        answer_for(area_code=row.area_code, doctor=handover.taker_id, from_date=on, by=by, at=at, resident=row.resident)


@transaction.atomic
def decline(*, handover: Handover, by: Acting, at: datetime) -> None:
    """Leave a village that was offered with whoever has it. Raises NotForYou."""
    _settle(handover, State.DECLINED, by=by, at=at)


def _settle(handover: Handover, to: State, *, by: Acting, at: datetime) -> bool:
    """Settle an offer once; gives whether it was still open."""
    if handover.taker_id != by.user_id:
        raise NotForYou(say("只有接收的医生本人可以确认交接。"))
    handover.refresh_from_db(from_queryset=Handover.objects.select_for_update())
    if handover.state != State.OFFERED:
        return False
    handover.state, handover.settled_at = to, at
    handover.save(update_fields=["state", "settled_at"])
    detail = {"area": handover.area_code, "state": str(to)}
    audit.record("handover.settle", by=by, at=at, about=("user", handover.giver_id), detail=detail)
    return True


def _doctor_here(doctor: UUID, *, by: Acting, on: date) -> None:
    if doctor not in {user for user, _name, _post in colleagues(by, roles=DOCTORS, on=on)}:
        raise NotADoctorHere(say("请选择在本辖区有医生岗位的人。"))
