"""Values that a department reports for a plan's row, where no record of ours measures it."""

from __future__ import annotations

import math
import uuid
from datetime import date, datetime

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.planning.models import ReportedValue
from gongwei.catalog.targets import plan_row, plans
from gongwei.domain.access import PLAN
from gongwei.domain.tongue import say

SHORTEST_EVIDENCE = 4


class NotYours(PermissionError):
    """The post may not report for that area."""


class UnusableReport(ValueError):
    """The report lacks something; the message says what to write."""


def report_value(
    *, row: str, area: int, year: int, value: float, evidence: str, by: Acting, on: date, at: datetime
) -> ReportedValue:
    """Write a value down with its evidence, in the row's unit; an earlier one for the same year is replaced.

    Raises UnknownPlanRow, UnusableReport and NotYours.
    """
    asked = plan_row(row)
    if PLAN not in by.rights.manages or area != by.area_code:
        raise NotYours(say("只有本地区负责规划的岗位可以报送数值，请切换岗位。"))
    if asked.indicators:
        raise UnusableReport(say("这一条由系统按记录计算，不接受报送。"))
    first = plans()[asked.document].first_year
    if not first <= year <= on.year:
        raise UnusableReport(say("年份应在 {first} 到 {last} 之间，请改年份。", first=first, last=on.year))
    if not math.isfinite(value):
        raise UnusableReport(say("数值应为数字，请重填。"))
    if len(evidence.strip()) < SHORTEST_EVIDENCE:
        raise UnusableReport(say("请写明依据：文件名称、文号或统计表的名称和日期。"))
    standing = ReportedValue.objects.filter(row=row, area_code=area, year=year, withdrawn_at=None)
    if same := standing.filter(value=value, evidence=evidence.strip(), user_id=by.user_id).first():
        return same  # the same form, sent twice
    standing.update(withdrawn_at=at)
    made = ReportedValue.objects.create(
        id=uuid.uuid4(), row=row, area_code=area, year=year, value=value, evidence=evidence.strip(),
        user_id=by.user_id, reported_at=at,
    )  # fmt: skip
    audit.record("value reported", by=by, at=at, about=("plan row", row), detail={"year": year, "value": value})
    return made


def withdraw_value(*, reported: ReportedValue, by: Acting, at: datetime) -> None:
    """Take a reported value back; it is kept, and no longer counts. Raises NotYours."""
    if PLAN not in by.rights.manages or reported.area_code != by.area_code:
        raise NotYours(say("只有本地区负责规划的岗位可以撤回数值，请切换岗位。"))
    if reported.withdrawn_at is not None:
        return  # the same form, sent twice
    reported.withdrawn_at = at
    reported.save(update_fields=["withdrawn_at"])
    audit.record("value withdrawn", by=by, at=at, about=("plan row", reported.row), detail={"year": reported.year})
