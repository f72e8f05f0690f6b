"""4 The process: organize the history, evaluate and forecast every relevant series, select, and group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from gongwei.domain.immunization.best_series import Considered, best_series
from gongwei.domain.immunization.evaluation import Evaluation, HistoryView, evaluate
from gongwei.domain.immunization.forecast import forecast
from gongwei.domain.immunization.history import Dose, Patient, organize
from gongwei.domain.immunization.relevant_series import relevant_series
from gongwei.domain.immunization.schedule import (
    Antigen,
    CompletedSeriesCondition,
    Schedule,
    Series,
    SeriesDose,
)
from gongwei.domain.immunization.standing import standing_of
from gongwei.domain.immunization.vaccine_groups import GroupForecast, group_forecasts


class Assessment(NamedTuple):
    """Everything the schedule says about one patient on one day."""

    patient: Patient
    assessed: int
    doses: dict[str, list[Dose]]
    considered: dict[str, list[Considered]]
    best: dict[str, list[Considered]]
    groups: list[GroupForecast]


def assess(schedule: Schedule, patient: Patient, assessed: int, groups: Iterable[str] | None = None) -> Assessment:
    """Evaluate the history and forecast what is due on the day of assessment, for all vaccine groups or some."""
    doses = organize(schedule, patient)
    wanted = [one for one in schedule.vaccine_groups if groups is None or one.name in groups]
    considered: dict[str, list[Considered]] = {}
    best: dict[str, list[Considered]] = {}
    for group in wanted:
        for name in group.antigens:
            considered[name] = _consider(schedule, schedule.antigens[name], patient, doses, assessed)
            best[name] = best_series(considered[name])
    found = [one for group in wanted for one in group_forecasts(group, best, doses)]
    return Assessment(patient, assessed, doses, considered, best, found)


def _consider(
    schedule: Schedule, antigen: Antigen, patient: Patient, doses: dict[str, list[Dose]], assessed: int
) -> list[Considered]:
    """Evaluate and forecast the relevant series; those that ask whether a group is complete come after it."""
    standing = standing_of(schedule, antigen, patient, assessed)
    everything = sorted(patient.doses)
    done: dict[Series, Considered] = {}
    relevant = relevant_series(schedule, antigen, patient, assessed)
    for series in sorted(relevant, key=_asks_for_completion):
        complete = frozenset(one.series.group for one in done.values() if one.complete)
        view = HistoryView(schedule, patient, doses.get(antigen.name, ()), everything, complete)
        evaluated = evaluate(view, series)
        done[series] = Considered(evaluated, forecast(view, evaluated, standing, assessed))
    return [done[series] for series in relevant]


def _asks_for_completion(series: Series) -> bool:
    return any(_dose_asks(dose) for dose in series.doses)


def _dose_asks(dose: SeriesDose) -> bool:
    return any(
        isinstance(condition, CompletedSeriesCondition)
        for skip in dose.skips
        for a_set in skip.sets
        for condition in a_set.conditions
    )


def dose_evaluations(found: GroupForecast) -> dict[int, list[Evaluation]]:
    """Give the evaluations of a group by the dose's place in the record, one for each antigen in it."""
    made: dict[int, list[Evaluation]] = {}
    for one in found.contained:
        for evaluation in one.evaluated.evaluations:
            made.setdefault(evaluation.dose.place, []).append(evaluation)
    return made
