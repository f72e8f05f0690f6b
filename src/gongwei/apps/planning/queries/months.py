"""Cohorts and work as they were counted last night, added up inside an area."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Max, Sum

from gongwei.apps.planning.models import CohortCount
from gongwei.domain.regions import area_of

Cohorts = dict[date, dict[str, int]]  # people by quarter of enrolment and standing


def counted_at() -> datetime | None:
    """Say when cohorts were counted last; None: never, or nobody is enrolled here."""
    return CohortCount.objects.aggregate(last=Max("as_of"))["last"]


def counted_quarters() -> list[date]:
    """List the quarters whose cohorts are counted, newest first."""
    return sorted(CohortCount.objects.order_by().values_list("quarter_date", flat=True).distinct(), reverse=True)


def cohorts(program: str, quarter: date, *, within: int) -> Cohorts:
    """Add the cohorts of an area up, oldest first."""
    area = area_of(within)
    rows = CohortCount.objects.filter(
        program=program, quarter_date=quarter, area_code__gte=area.lo, area_code__lt=area.hi
    )
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for cohort, standing, people in rows.values_list("cohort_date", "standing").annotate(n=Sum("people")).order_by():
        found[cohort][standing] = people
    return dict(sorted(found.items()))


def standings_by_village(program: str, quarter: date, *, within: int) -> dict[int, dict[str, int]]:
    """Give people by village and standing, all cohorts together."""
    area = area_of(within)
    rows = CohortCount.objects.filter(
        program=program, quarter_date=quarter, area_code__gte=area.lo, area_code__lt=area.hi
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for village, standing, people in rows.values_list("area_code", "standing").annotate(n=Sum("people")).order_by():
        found[village][standing] = people
    return dict(found)
