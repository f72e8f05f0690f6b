"""7 Forecast dates and reasons: is another dose needed, and when."""

from __future__ import annotations

from typing import NamedTuple

from gongwei.domain.immunization.conditional_skip import can_skip
from gongwei.domain.immunization.conflict import conflict_end
from gongwei.domain.immunization.dates import NEVER
from gongwei.domain.immunization.evaluation import EvaluatedSeries, HistoryView, skip_view
from gongwei.domain.immunization.interval import reference_day
from gongwei.domain.immunization.schedule import Interval
from gongwei.domain.immunization.target_dose import AgeDays, TargetDose, in_use
from gongwei.domain.immunization.verdicts import Reason, SeriesStatus


class Forecast(NamedTuple):
    """The forecast of one patient series; days are None when there is none to give.

    `bound_by` says what the earliest day waits for: age, interval, conflict, season, offer, or the last dose.
    """

    status: SeriesStatus
    reason: Reason = Reason.NONE
    target: TargetDose | None = None
    dose_number: int | None = None
    earliest: int | None = None
    recommended: int | None = None
    past_due: int | None = None
    latest: int | None = None
    unadjusted_past_due: int | None = None
    vaccines: tuple[str, ...] = ()
    priority: bool = False
    bound_by: str = ""


class Standing(NamedTuple):
    """What 7.2 and 7.3 found for the antigen: immunity, a contraindication, vaccines that must not be given."""

    immune: bool = False
    contraindicated: bool = False
    forbidden: frozenset[str] = frozenset()


_COMPLETE = Forecast(SeriesStatus.COMPLETE, Reason.COMPLETE)


def forecast(view: HistoryView, made: EvaluatedSeries, standing: Standing, assessed: int) -> Forecast:
    """Forecast the next target dose of a series on the day of assessment (7.1 to 7.6)."""
    targets, reference, position = made.targets, assessed, made.position
    while True:
        position = _skip(view, made, position, reference)
        if position >= len(targets):
            return _nothing_left(made, standing)
        target = targets[position]
        found = _forecast_target(view, made, standing, target, assessed)
        if not target.skips_forecasting or found.earliest is None:
            return found
        # 7.6: still needed on the earliest day on which it can be given?
        if _skip(view, made, position, found.earliest) == position:
            return found
        reference = found.earliest


def _skip(view: HistoryView, made: EvaluatedSeries, position: int, reference: int) -> int:
    """Pass over the target doses that can be skipped on the reference day (7.1)."""
    targets = made.targets
    while position < len(targets) and targets[position].skips_forecasting:
        if not can_skip(targets[position].skips_forecasting, skip_view(view, made, reference)):
            break
        position += 1
    return position


def _nothing_left(made: EvaluatedSeries, standing: Standing) -> Forecast:
    """Say why no target dose is left: all satisfied, or none was needed (Table 7-10)."""
    if made.satisfied:
        return _COMPLETE
    if standing.immune:
        return Forecast(SeriesStatus.IMMUNE, Reason.IMMUNE)
    return Forecast(SeriesStatus.NOT_RECOMMENDED, Reason.PAST_HISTORY)


def _forecast_target(
    view: HistoryView, made: EvaluatedSeries, standing: Standing, target: TargetDose, assessed: int
) -> Forecast:
    """Determine the need (Table 7-10, read from left to right) and generate the dates."""
    if standing.immune:
        return Forecast(SeriesStatus.IMMUNE, Reason.IMMUNE, target)
    if standing.contraindicated or _all_forbidden(target, standing):
        return Forecast(SeriesStatus.CONTRAINDICATED, Reason.CONTRAINDICATED, target)
    if target.season is not None and assessed > target.season.last:
        return Forecast(SeriesStatus.NOT_RECOMMENDED, Reason.PAST_SEASON, target)
    ages = target.ages_on(view.schedule.add, view.patient.birth, assessed)
    if assessed >= ages.maximum:
        return Forecast(SeriesStatus.AGED_OUT, Reason.AGED_OUT, target)
    intervals = _intervals(view, made, target, assessed)
    earliest, bound_by = _candidate_earliest(view, made, standing, target, ages, intervals)
    if earliest >= ages.maximum:
        return Forecast(SeriesStatus.AGED_OUT, Reason.CANNOT_FINISH, target)
    return _dates(view, made, standing, target, ages, intervals, earliest, bound_by)


def _all_forbidden(target: TargetDose, standing: Standing) -> bool:
    """Read Table 7-7: every preferable vaccine is contraindicated."""
    return bool(standing.forbidden and target.preferable) and standing.forbidden.issuperset(target.preferable)


def _intervals(
    view: HistoryView, made: EvaluatedSeries, target: TargetDose, assessed: int
) -> list[tuple[Interval, int]]:
    """Pair the intervals in force with the day from which each runs; those without such a day say nothing."""
    found = []
    for one in target.intervals:
        if one.since <= assessed < one.until:
            reference = reference_day(one, view.patient, view.all_doses, made)
            if reference is not None:
                found.append((one, reference))
    return found


def _candidate_earliest(
    view: HistoryView,
    made: EvaluatedSeries,
    standing: Standing,
    target: TargetDose,
    ages: AgeDays,
    intervals: list[tuple[Interval, int]],
) -> tuple[int, str]:
    """Give the latest of the dates of FORECASTDTCAN-1, and which of them it is."""
    add = view.schedule.add
    earliest, bound_by = max(ages.minimum, view.patient.birth), "age"
    for one, reference in intervals:
        if one.minimum is not None and (day := add(reference, one.minimum)) > earliest:
            earliest, bound_by = day, "interval"
    if made.series.offered_from > earliest:
        earliest, bound_by = made.series.offered_from, "offer"
    if view.all_doses:
        wanted = [
            code for code in target.forecast_codes if code in view.schedule.conflicts and code not in standing.forbidden
        ]
        if wanted and (day := conflict_end(view.schedule, wanted, view.all_doses, earliest)) > earliest:
            earliest, bound_by = day, "conflict"
    if target.season is not None and target.season.start is not None and target.season.start > earliest:
        earliest, bound_by = target.season.start, "season"
    if made.evaluations and (day := made.evaluations[-1].dose.day) > earliest:
        earliest, bound_by = day, "dose"
    return earliest, bound_by


def _dates(
    view: HistoryView,
    made: EvaluatedSeries,
    standing: Standing,
    target: TargetDose,
    ages: AgeDays,
    intervals: list[tuple[Interval, int]],
    earliest: int,
    bound_by: str,
) -> Forecast:
    """Generate dates and vaccines (FORECASTDT-1 to -6, FORECASTRECVAC-1, FORECASTDN-1)."""
    add = view.schedule.add
    recommended = ages.earliest_recommended
    if recommended is None:
        days = [add(day, one.earliest_recommended) for one, day in intervals if one.earliest_recommended]
        recommended = max(days, default=earliest)
    past_due = ages.latest_recommended
    if past_due is None:
        days = [add(day, one.latest_recommended) for one, day in intervals if one.latest_recommended]
        past_due = max(days, default=None)
    if past_due is not None:
        past_due -= 1
    adjusted = max(earliest, recommended)
    return Forecast(
        status=SeriesStatus.NOT_COMPLETE,
        target=target,
        dose_number=_dose_number(made),
        earliest=earliest,
        recommended=adjusted,
        past_due=None if past_due is None else max(earliest, past_due),
        latest=ages.maximum - 1 if ages.maximum < NEVER else None,
        unadjusted_past_due=past_due,
        vaccines=_recommended_vaccines(view, target, standing, earliest, adjusted),
        priority=bool(target.intervals) and all(one.priority for one in target.intervals),
        bound_by=bound_by,
    )


def _dose_number(made: EvaluatedSeries) -> int:
    """Count the satisfied target doses of the series, or of the season if the dose has one (FORECASTDN-1)."""
    count = 0
    for one in made.satisfied:
        start = one.target.season.start if one.target.season else None
        if start is None or one.dose.day >= start:
            count += 1
    return count + 1


def _recommended_vaccines(
    view: HistoryView, target: TargetDose, standing: Standing, earliest: int, recommended: int
) -> tuple[str, ...]:
    """Name the vaccines that fit on the earliest or the recommended day (FORECASTRECVAC-1)."""
    add, birth = view.schedule.add, view.patient.birth
    named = []
    for one in target.flagged:
        wanted = one.code not in standing.forbidden and one.code not in named
        if wanted and (in_use(one, add, birth, earliest) or in_use(one, add, birth, recommended)):
            named.append(one.code)
    return tuple(named)
