"""Targets: what the plans ask of an area, and whether its figures or its reports answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongwei.apps.planning.models import ReportedValue
from gongwei.apps.planning.queries.figures import Figures, series
from gongwei.catalog.discovery import indicators
from gongwei.catalog.targets import plan_rows, targets_for
from gongwei.domain.plan import PlanRow, TargetInForce, Verdict, all_together, verdict

Reported = Mapping[str, Mapping[int, float]]  # by the plan's row and by year


@dataclass(frozen=True)
class Judged:
    """A target (None: there is none) and what a region's values say of it."""

    target: TargetInForce | None
    verdict: Verdict


def judged(indicator: str, region: int, *, year: int, found: Figures, on: date) -> list[Judged]:
    """Judge every target for an indicator that is in force in a region and year; without one, say so."""
    targets = targets_for(indicator, region, year)
    if not targets:
        return [Judged(None, verdict(None, {}, year=year, as_of=on))]
    return [Judged(one, measured(one.row, region, year=year, found=found, on=on)) for one in targets]


def together(indicator: str) -> tuple[str, ...]:
    """List an indicator with those that measure some plan's row beside it: a verdict on it may need them all."""
    beside = {key for row in plan_rows().values() if indicator in row.indicators for key in row.indicators}
    return tuple(sorted(beside | {indicator}))


def measured(row: PlanRow, region: int, *, year: int, found: Figures, on: date) -> Verdict:
    """Judge a plan's row by the indicators that measure it: all of them must answer."""
    verdicts = {
        indicators()[key].title: verdict(row, series(found, key, region), year=year, as_of=on) for key in row.indicators
    }
    return all_together(verdicts) if len(verdicts) > 1 else next(iter(verdicts.values()))


def told(row: PlanRow, reported: Reported, *, year: int, on: date) -> Verdict:
    """Judge a plan's row that no indicator measures by the values that were reported for it."""
    return verdict(row, reported.get(row.id, {}), year=year, as_of=on)


def reports(rows: Iterable[str], *, area: int) -> dict[str, list[ReportedValue]]:
    """List the values that stand reported for rows in an area, newest year first."""
    found: dict[str, list[ReportedValue]] = defaultdict(list)
    standing = ReportedValue.objects.filter(row__in=list(rows), area_code=area, withdrawn_at=None)
    for one in standing.select_related("user").order_by("-year", "-reported_at"):
        found[one.row].append(one)
    return dict(found)


def report(report_id: UUID) -> ReportedValue | None:
    return ReportedValue.objects.filter(pk=report_id, withdrawn_at=None).first()


def by_year(standing: Mapping[str, list[ReportedValue]]) -> Reported:
    """Give the value that counts for each row and year: the one reported last."""
    return {row: {one.year: one.value for one in reversed(values)} for row, values in standing.items()}
