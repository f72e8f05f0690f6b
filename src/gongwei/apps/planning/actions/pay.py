"""Rules of pay decided by a district or the city, and objections to statements with their answers."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.planning.models import DecidedPay, PayObjection
from gongwei.catalog.services import SERVICES
from gongwei.domain.access import DUTIES, PLAN
from gongwei.domain.pay import PayRule, UnusableRule
from gongwei.domain.tongue import say

SHORTEST_WORDS = 4
FARTHEST = timedelta(days=731)


class NotDecidedHere(PermissionError):
    """The post may not decide pay there, or object to that statement."""


def decide_pay(*, rule: PayRule, since: date, source: str, by: Acting, on: date, at: datetime) -> DecidedPay:
    """Decide a rule for the post's area from a day after today; another for the same day takes its place.

    Raises NotDecidedHere and UnusableRule.
    """
    if PLAN not in by.rights.manages:
        raise NotDecidedHere(say("只有市、区县卫健部门的岗位可以决定服务单价，请切换岗位。"))
    rule.check()
    if rule.prices.keys() != SERVICES.keys():
        raise UnusableRule(say("每项服务都要有单价。"))
    if not on < since <= on + FARTHEST:
        raise UnusableRule(say("施行日期须在明天以后、两年以内，已完成的服务按原来的规则结算。"))
    if len(source.strip()) < SHORTEST_WORDS:
        raise UnusableRule(say("请写明依据：文件名称和文号。"))
    standing = DecidedPay.objects.filter(area_code=by.area_code, since_date=since, replaced_at=None)
    standing.update(replaced_at=at)
    qualities = {
        one.program: {"indicator": one.indicator, "goal": one.goal, "floor": one.floor}
        for one in rule.qualities.values()
    }
    made = DecidedPay.objects.create(
        id=uuid.uuid4(), area_code=by.area_code, prices=dict(rule.prices), qualities=qualities, since_date=since,
        source=source.strip(), user_id=by.user_id, decided_at=at,
    )  # fmt: skip
    audit.record("pay.decide", by=by, at=at, about=("pay", made.pk), detail={"since": since.isoformat()})
    return made


def object_to(*, area: int, quarter: date, service: str, words: str, by: Acting, at: datetime) -> PayObjection:
    """Write down what a centre holds against a line of its statement. Raises NotDecidedHere and UnusableRule."""
    if DUTIES not in by.rights.manages or by.area_code != area:
        raise NotDecidedHere(say("只有本中心可以对自己的结算单提出异议，请切换岗位。"))
    if service not in SERVICES:
        raise UnusableRule(say("请选择有异议的服务。"))
    made = PayObjection.objects.create(
        id=uuid.uuid4(), area_code=area, quarter_date=quarter, service=service, words=_said(words),
        user_id=by.user_id, raised_at=at,
    )  # fmt: skip
    audit.record("pay.object", by=by, at=at, about=("objection", made.pk), detail={"service": service})
    return made


def answer_objection(*, objection: PayObjection, answer: str, by: Acting, at: datetime) -> None:
    """Answer what a centre objected. Raises NotDecidedHere and UnusableRule."""
    if PLAN not in by.rights.manages or not by.holds(objection.area_code):
        raise NotDecidedHere(say("只有市、区县卫健部门的岗位可以答复异议，请切换岗位。"))
    objection.answer, objection.answered_by_id, objection.answered_at = _said(answer), by.user_id, at
    objection.save(update_fields=["answer", "answered_by_id", "answered_at"])
    audit.record("pay.answer", by=by, at=at, about=("objection", objection.pk))


def _said(text: str) -> str:
    if len(text.strip()) < SHORTEST_WORDS:
        raise UnusableRule(say("请写明情况，至少四个字。"))
    return text.strip()
