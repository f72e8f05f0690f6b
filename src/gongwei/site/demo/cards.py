"""Report cards of the made city: what its hospital has told of residents of the busy street, and slips sent up."""

import uuid
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

from gongwei.apps.accounts.acting import Acting, acting_as, as_acting
from gongwei.apps.accounts.queries import user_named
from gongwei.apps.people import queries as people
from gongwei.apps.programs.queries import referral_page, referrals
from gongwei.apps.registries import actions, queries
from gongwei.catalog.discovery import cards
from gongwei.domain.regions import STREET, ancestor

DISCHARGED = (
    ("脑梗死恢复期", "2", ["3", "2"], "肢体功能锻炼，每周 2 次；阿司匹林 100 mg 每日 1 次"),
    ("2 型糖尿病，血糖控制不佳", "1", ["2", "5"], "门冬胰岛素 30，早晚餐前；2 周后复查空腹血糖"),
    ("股骨颈骨折术后", "3", ["1", "4"], "术后 14 天拆线，3 个月内避免负重"),
    ("慢性阻塞性肺疾病急性加重", "1", ["2"], "噻托溴铵每日 1 吸，戒烟，1 个月后门诊随访"),
)
TOLD, SENT_UP = 12, 4  # cards that the hospital sends, and slips sent up to it
FIRST_STEPS = ("", "", "received", "closed")  # what the clinic has done with them so far, in turn


def post_of(username: str) -> Acting:
    """Give the post of one of the demo's users."""
    user = user_named(username)
    assert user is not None, "the demo's users are made first"
    return acting_as(user.assignments.all()[0])


def make_cards(*, village: int, as_of: date, at: datetime) -> int:
    """Send the cards once, by the actions that pages use; gives how many."""
    hospital, doctor = post_of("hospital"), post_of("doctor")
    with as_acting(doctor):
        if queries.counts(by=doctor):
            return 0
        known = people.of_area(ancestor(village, STREET), after=None, most=400)[::29][:TOLD]
        told = [(people.person_of(one), _about(one)) for one in known]
        slips = referral_page(referrals(state="open"), first=0, size=SENT_UP)
    for number, ((person, about), case) in enumerate(zip(told, cycle(DISCHARGED), strict=False)):
        diagnosis, why, wishes, plan = case
        readings = {
            "known_date": (as_of - timedelta(number // 2)).isoformat(), "known_time": "07:30",
            "reporter": "演示·医院公卫科", "diagnosis": diagnosis, "why_down": why, "wishes": wishes, "plan": plan,
        }  # fmt: skip
        with as_acting(hospital):
            actions.send(
                card=cards()["discharge"], card_id=uuid.UUID(int=number + 1, version=4), about=about,
                readings=readings, person=person, at=at - timedelta(days=number // 2),
            )  # fmt: skip
    _take_up(doctor, at)
    for one in slips:
        _send_up(one, hospital, doctor, as_of, at)
    return len(told) + len(slips)


def _about(one: Any) -> dict[str, Any]:
    return {
        "name": one.name, "document_type": one.document_type, "document_number": people.document_of(one, masked=False),
        "phone": people.phone_of(one, masked=False), "area_code": str(ancestor(one.area_code, STREET)),
        "address": one.address, "sex": one.sex, "birth_date": one.birth_date.isoformat(),
    }  # fmt: skip


def _take_up(doctor: Acting, at: datetime) -> None:
    with as_acting(doctor):
        waiting = queries.listed(state="waiting", by=doctor)
        for row, done in zip(waiting, cycle(FIRST_STEPS), strict=False):
            if done:
                actions.step(row=row, to="received", by=doctor, at=at)
            if done == "closed":
                result = "已上门访视，伤口愈合好，已纳入随访"
                actions.step(row=row, to="closed", outcome="confirmed", result=result, by=doctor, at=at)


def _send_up(one: Any, hospital: Acting, doctor: Acting, as_of: date, at: datetime) -> None:
    assert hospital.institution_id is not None, "the demo's hospital office belongs to a hospital"
    readings = {
        "known_date": as_of.isoformat(), "known_time": "07:40", "reporter": "演示·中心医生",
        "impression": "请上级医院明确诊断", "reason": one.reason,
    }  # fmt: skip
    with as_acting(doctor):
        actions.report(
            card=cards()["referral"], card_id=uuid.uuid5(one.pk, "slip"), resident=one.resident, readings=readings,
            person=people.person_of(one.resident), by=doctor, at=at,
            upward=actions.Slip(hospital.institution_id, _about(one.resident), one.pk),
        )  # fmt: skip
