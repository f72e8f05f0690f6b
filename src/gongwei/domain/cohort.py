"""Cohorts: people by the quarter in which they were enrolled, and where each of them stands in a later quarter.

After the quarterly cohort report of WHO HEARTS (Systems for monitoring, 2018): controlled, not controlled, missed
visit, lost to follow-up, died, transferred out; everybody stands in exactly one place, so a row adds up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongwei.domain.codes import Codelist
from gongwei.domain.period import Period, add_months

LOST_MONTHS = 12  # without a visit at the end of the quarter (WHO HEARTS 2018: lost to follow-up)


class Standing(StrEnum):
    """Where somebody stands at the end of a quarter."""

    CONTROLLED = "controlled"
    UNCONTROLLED = "uncontrolled"
    VISITED = "visited"
    MISSED = "missed"
    LOST = "lost"
    DIED = "died"
    MOVED = "moved"


STANDINGS = Codelist(
    "队列结果",
    {
        Standing.CONTROLLED: "达标",
        Standing.UNCONTROLLED: "未达标",
        Standing.VISITED: "来过，未能判断",
        Standing.MISSED: "本季未访",
        Standing.LOST: "失访",
        Standing.DIED: "死亡",
        Standing.MOVED: "迁出",
    },
)
DEFINITION = (
    "队列：按纳入管理的季度分组，每人只在一处，各列相加等于入组人数。",
    "达标、未达标：本季度内末次随访当日的考核标准；末次随访缺测量值、或项目没有达标标准的，为“来过，未能判断”。",
    "本季未访：仍在管，本季度没有随访记录，但近 12 个月内来过，或纳入不满 12 个月。",
    "失访：近 12 个月没有随访记录，或因死亡、迁出以外的原因结案。死亡、迁出：到本季度末已因此结案。",
)


@dataclass(frozen=True)
class Course:
    """One enrolment and its visits: (day, at target), oldest first; at target None: not told."""

    enrolled_date: date
    ended_date: date | None = None
    end_reason: str = ""
    visits: Sequence[tuple[date, bool | None]] = ()


def quarter_of(day: date) -> Period:
    """Give the calendar quarter that holds a day."""
    start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return Period(start, add_months(start, 3))


def quarter_name(start: date) -> str:
    """Name a quarter by its first day: 2026Q2."""
    return f"{start.year}Q{(start.month + 2) // 3}"


def standing(course: Course, quarter: Period) -> Standing | None:
    """Say where somebody stands at the end of a quarter; None: not enrolled by then.

    An end for a reason that is neither death nor moving counts as lost. Visits after the quarter are not known in it.
    """
    if course.enrolled_date >= quarter.stop:
        return None
    if course.ended_date is not None and course.ended_date < quarter.stop:
        return {"died": Standing.DIED, "moved": Standing.MOVED}.get(course.end_reason, Standing.LOST)
    seen = [visit for visit in course.visits if course.enrolled_date <= visit[0] < quarter.stop]
    if seen and seen[-1][0] >= quarter.start:
        told = seen[-1][1]
        return Standing.VISITED if told is None else Standing.CONTROLLED if told else Standing.UNCONTROLLED
    since = max([course.enrolled_date, *(day for day, _told in seen)])
    return Standing.LOST if since < add_months(quarter.stop, -LOST_MONTHS) else Standing.MISSED
