"""9 Identify and evaluate vaccine group: from the best series of antigens to one forecast per vaccine group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gongwei.domain.immunization.best_series import Considered
from gongwei.domain.immunization.history import Dose
from gongwei.domain.immunization.schedule import SeriesKind, VaccineGroup
from gongwei.domain.immunization.verdicts import Reason, SeriesStatus


class GroupForecast(NamedTuple):
    """What is due of a vaccine group. Days are None when no dose is due; `starts` is the minimum age to start."""

    group: VaccineGroup
    kind: SeriesKind
    status: SeriesStatus
    contained: tuple[Considered, ...]
    starts: int
    reasons: tuple[Reason, ...] = ()
    dose_number: int | None = None
    earliest: int | None = None
    recommended: int | None = None
    past_due: int | None = None
    latest: int | None = None
    antigens: tuple[str, ...] = ()
    vaccines: tuple[str, ...] = ()


# Table 9-4, from left to right.
_FIRST_OF = (
    SeriesStatus.CONTRAINDICATED,
    SeriesStatus.AGED_OUT,
    SeriesStatus.NOT_RECOMMENDED,
    SeriesStatus.NOT_COMPLETE,
)


def blended_forecasts(
    group: VaccineGroup, best: Mapping[str, Sequence[Considered]], given: Sequence[Dose]
) -> list[GroupForecast]:
    """Blend the best series of the group's antigens, each series group for itself (FORECASTVG-1)."""
    blends: dict[tuple[SeriesKind, str], list[Considered]] = {}
    for antigen in group.antigens:
        for one in best.get(antigen, ()):
            blends.setdefault((one.series.kind, one.series.group), []).append(one)
    return [_blend(group, kind, contained, given) for (kind, _), contained in blends.items()]


def single_forecast(group: VaccineGroup, one: Considered) -> GroupForecast:
    """Give the forecast of a group that holds one series: its own (9.2)."""
    own = one.forecast
    return GroupForecast(
        group,
        one.series.kind,
        own.status,
        (one,),
        one.start_from,
        (own.reason,) if own.reason else (),
        own.dose_number,
        own.earliest,
        own.recommended,
        own.past_due,
        own.latest,
        (one.series.antigen,) if own.status is SeriesStatus.NOT_COMPLETE else (),
        own.vaccines,
    )


def _blend(group: VaccineGroup, kind: SeriesKind, contained: list[Considered], given: Sequence[Dose]) -> GroupForecast:
    status = _status(contained)
    reasons = tuple(dict.fromkeys(one.forecast.reason for one in contained if one.forecast.reason))
    starts = min(one.start_from for one in contained)
    if status is not SeriesStatus.NOT_COMPLETE:
        return GroupForecast(group, kind, status, tuple(contained), starts, reasons)
    due = [one.forecast for one in contained if one.forecast.earliest is not None]
    numbers = [one.dose_number for one in due if one.dose_number is not None]
    earliest = _earliest(contained, given)
    recommended = min(one.recommended for one in due if one.recommended is not None)
    past_due = min((one.past_due for one in due if one.past_due is not None), default=None)
    return GroupForecast(
        group=group,
        kind=kind,
        status=status,
        contained=tuple(contained),
        starts=starts,
        reasons=reasons,
        dose_number=min(numbers) if group.administer_full else max(numbers),  # FORECASTDN-2
        earliest=earliest,
        recommended=max(earliest, recommended),  # FORECASTVG-2
        past_due=None if past_due is None else max(earliest, past_due),  # FORECASTVG-3
        latest=min((one.latest for one in due if one.latest is not None), default=None),  # FORECASTVG-4
        antigens=tuple(one.series.antigen for one in contained if one.forecast.status is SeriesStatus.NOT_COMPLETE),
        vaccines=tuple(dict.fromkeys(code for one in due for code in one.vaccines)),  # FORECASTVG-9
    )


def _status(contained: Sequence[Considered]) -> SeriesStatus:
    """Read Table 9-4."""
    statuses = {one.forecast.status for one in contained}
    for status in _FIRST_OF:
        if status in statuses:
            return status
    return SeriesStatus.COMPLETE if SeriesStatus.COMPLETE in statuses else SeriesStatus.IMMUNE


def _earliest(contained: Sequence[Considered], given: Sequence[Dose]) -> int:
    """Give the earliest date of a group of several antigens (MULTIANTVG-1)."""
    days = [one.forecast.earliest for one in contained if one.forecast.earliest is not None]
    if any(one.forecast.priority for one in contained):  # FORECASTPRIORITY-1
        return max(min(days), max((dose.day for dose in given), default=min(days)))
    return max(days)
