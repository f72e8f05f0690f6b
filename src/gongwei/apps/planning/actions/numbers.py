"""Settling numbers of the rules that no source had confirmed: by the city, with a document, from a later day on."""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.planning.models import SettledNumber
from gongwei.apps.planning.queries.numbers import know, values, values_on
from gongwei.catalog.discovery import numbers
from gongwei.domain.access import NUMBERS
from gongwei.domain.settling import NotSettleable, check_values
from gongwei.domain.tongue import say

SHORTEST_SOURCE = 4
FARTHEST = timedelta(days=731)


class NotTheCitys(PermissionError):
    """The post may not settle numbers."""


class UnknownNumber(LookupError):
    """The catalogue has no open number of that key."""


def settle_number(
    *, key: str, settled: tuple[float, ...], since: date, source: str, by: Acting, on: date, at: datetime
) -> SettledNumber:
    """Settle a number from a day after today: the visits of a day are all judged alike.

    The same once more gives the row that stands; another value for the same day replaces it. Raises NotTheCitys,
    UnknownNumber and NotSettleable.
    """
    if NUMBERS not in by.rights.manages:
        raise NotTheCitys(say("只有市卫健委和市疾控的岗位可以核定规则里的数字，请切换岗位。"))
    if key not in numbers():
        raise UnknownNumber(key)
    if not on < since <= on + FARTHEST:
        raise NotSettleable(say("施行日期须在明天以后、两年以内：同一天的随访按同一个数字判定。"))
    if len(source.strip()) < SHORTEST_SOURCE:
        raise NotSettleable(say("请写明依据：文件名称和文号。"))
    check_values(numbers()[key], settled, values_on(since))
    low, high = settled[0], settled[1] if len(settled) == 2 else None
    before = SettledNumber.objects.select_for_update().filter(key=key, since_date=since, replaced_at=None).first()
    if before is not None:
        if values(before) == settled and before.source == source.strip():
            return before
        before.replaced_at = at
        before.save(update_fields=["replaced_at"])
    made = SettledNumber.objects.create(
        id=uuid.uuid4(), key=key, low=low, high=high, since_date=since, source=source.strip(), user_id=by.user_id,
        settled_at=at,
    )  # fmt: skip
    detail = {"values": list(settled), "since": since.isoformat()}
    audit.record("number settled", by=by, at=at, about=("number", key), detail=detail)
    transaction.on_commit(lambda: know(at=at, anew=True))
    return made
