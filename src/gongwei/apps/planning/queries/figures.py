"""Figures: the villages' counts added up to an area of any level, as rates with their interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connections

from gongwei.apps.planning.models import IndicatorCount, LakeState
from gongwei.catalog.discovery import indicators
from gongwei.domain.demography.rates import Rate, crude_rate
from gongwei.domain.regions import SPAN, area_of

PER = {"%": 100.0, "‰": 1000.0}
ADDED_UP = """SELECT indicator, area_code - area_code %% %s AS region, year, sum(numerator), sum(denominator)
    FROM planning_indicatorcount WHERE area_code >= %s AND area_code < %s
        AND (%s::text[] IS NULL OR indicator = ANY (%s))
    GROUP BY 1, 2, 3"""

OF_TEAMS = """SELECT indicator, team_id, year, numerator, denominator FROM planning_teamcount
    WHERE area_code >= %s AND area_code < %s AND indicator = %s"""

Figures = Mapping[tuple[str, int, int], Rate]  # by indicator, region, year


@dataclass(frozen=True)
class AsOf:
    """Up to when the figures know the records, and for which day ages and services owed are counted."""

    moment: datetime
    day: date


def as_of(*, using: str = "default") -> AsOf | None:
    """Say how fresh the figures are; None: nothing has been counted yet."""
    state = LakeState.objects.using(using).first()
    return AsOf(state.as_of, state.counted_date) if state else None


def figures(*, level: int, within: int, only: Sequence[str] | None = None, using: str = "default") -> Figures:
    """Add the counts inside an area up to one level, all years; an area without a count is absent."""
    wanted = None if only is None else list(only)
    area = area_of(within)
    with connections[using].cursor() as cursor:
        cursor.execute(ADDED_UP, [SPAN[level], area.lo, area.hi, wanted, wanted])
        rows = cursor.fetchall()
    known = indicators()
    return {
        (key, region, year): crude_rate(int(above), int(below), per=PER[known[key].unit])
        for key, region, year, above, below in rows
        if key in known
    }


def team_figures(indicator: str, *, within: int) -> Mapping[tuple[UUID, int], Rate]:
    """Give an indicator's rates by doctor team and year, of the teams inside an area; a team without a count is absent.

    The people are those under contract with the team on the day up to which a year is counted.
    """
    area, per = area_of(within), PER[indicators()[indicator].unit]
    with connections["default"].cursor() as cursor:
        cursor.execute(OF_TEAMS, [area.lo, area.hi, indicator])
        rows = cursor.fetchall()
    return {(team, year): crude_rate(above, below, per=per) for _key, team, year, above, below in rows}


def series(found: Figures, indicator: str, region: int) -> dict[int, float]:
    """Give an indicator's values by year in its unit, oldest first; a year without a value is absent."""
    years = {
        year: rate.value
        for (key, place, year), rate in found.items()
        if (key, place) == (indicator, region) and rate.value is not None
    }
    return dict(sorted(years.items()))


def village_counts(village: int, *, using: str = "default") -> dict[tuple[str, int], tuple[int, int]]:
    """Give the counts of one village as they stand: numerator and denominator by indicator and year."""
    rows = IndicatorCount.objects.using(using).filter(area_code=village)
    return {(one.indicator, one.year): (one.numerator, one.denominator) for one in rows}


def counted_villages(*, using: str = "default") -> list[int]:
    """List the villages that have counts, by code."""
    return list(
        IndicatorCount.objects.using(using).values_list("area_code", flat=True).distinct().order_by("area_code")
    )
