"""What the made city's centre has shared with the joint group of its street, and what the group has done."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction

from gongwei.apps.accounts import queries as accounts
from gongwei.apps.accounts.acting import acting_as, as_acting
from gongwei.apps.joint_group import actions
from gongwei.apps.people import queries as people
from gongwei.site.demo.discharged import discharge_one

# The newest visit of each patient in sight says whether help is wanted.
WORTH = """SELECT resident_id, why FROM (
    SELECT DISTINCT ON (resident_id) resident_id, visit_date,
        CASE WHEN counted ? 'lost_reason' THEN 'lost' WHEN counted->>'stability' = '1' THEN 'unstable' END AS why
    FROM programs_guardedvisit WHERE program = 'mental_disorder' ORDER BY resident_id, visit_date DESC) newest
    WHERE why IS NOT NULL ORDER BY visit_date DESC, resident_id LIMIT %s"""
MOST = 4  # of a street, so that the list reads like one
SHARED: dict[str, dict[str, Any]] = {
    "unstable": {"asked": ["visit", "escort"], "asked_of": ["police", "committee"], "request": "协助护送住院治疗"},
    "lost": {"asked": ["search"], "asked_of": ["police", "committee"], "request": "请协助查找，联系不上已两周"},
}
TOLD = {"guardian": "王某（监护人）", "phone": "0571-00000000", "ground": "consent", "basis": "监护人书面同意"}
ANSWERED = {"member": "police", "outcome": "going_on", "said": "社区民警已上门，与家属约定本周送诊"}
MET = {
    "members": ["governance", "police", "civil_affairs", "disabled", "health"],
    "agreed": "通报下落待查和需护送的情况，落实监护人以奖代补；下季度联合走访。",
}


def share_some(*, on: date, at: datetime) -> int:
    """Share the newest unstable and lost patients of the street, answer one, hold a meeting; gives how many."""
    with transaction.atomic(), as_acting(_post("doctor")) as by:
        discharge_one(by=by, on=on, at=at)
        concerns = []
        for resident_id, why in _worth_sharing():
            patient = people.resident(resident_id)
            assert patient is not None
            readings = {"why": why, **SHARED[why], **TOLD}
            concern_id, shared_on = _id(resident_id, "concern"), on - timedelta(3)
            concerns.append(
                actions.share(concern_id=concern_id, patient=patient, readings=readings, on=shared_on, by=by, at=at)
            )
    with transaction.atomic(), as_acting(_post("street")) as by:
        for concern in concerns[:1]:
            answer_id = _id(concern.pk, "answer")
            actions.answer(answer_id=answer_id, concern=concern, readings=ANSWERED, by=by, at=at - timedelta(1))
        actions.hold_meeting(readings=MET | {"held_date": (on - timedelta(20)).isoformat()}, by=by, at=at)
    return len(concerns)


def _worth_sharing() -> list[tuple[UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute(WORTH, [MOST])
        return list(cursor.fetchall())


def _post(username: str) -> Any:
    user = accounts.user_named(username)
    assert user is not None
    return acting_as(user.assignments.all()[0])


def _id(of: UUID, name: str) -> UUID:
    return uuid5(of, name)
