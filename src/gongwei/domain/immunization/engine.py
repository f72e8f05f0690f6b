"""4 The process: organize the history, evaluate and forecast every relevant series, select, and group.

What an antigen comes to depends only on birth, sex, the observations that its rules name, the day, and the doses that
contain it or that it watches. Children born on one day share much of that, so the last answers are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from gongwei.domain.immunization.best_series import Considered, best_series
from gongwei.domain.immunization.dates import ALWAYS, NEVER
from gongwei.domain.immunization.evaluation import Evaluation, HistoryView, evaluate
from gongwei.domain.immunization.forecast import Standing, forecast
from gongwei.domain.immunization.history import Dose, Observation, Patient, organize
from gongwei.domain.immunization.preparation import Prepared, prepared
from gongwei.domain.immunization.relevant_series import is_relevant
from gongwei.domain.immunization.schedule import Schedule, Series
from gongwei.domain.immunization.standing import standing_of
from gongwei.domain.immunization.target_dose import day_of
from gongwei.domain.immunization.vaccine_groups import GroupForecast, group_forecasts

KEPT = 1 << 16


class Assessment(NamedTuple):
    """Everything the schedule says about one patient on one day."""

    patient: Patient
    assessed: int
    doses: dict[str, list[Dose]]
    considered: dict[str, tuple[Considered, ...]]
    best: dict[str, tuple[Considered, ...]]
    groups: list[GroupForecast]


class AntigenHistory(NamedTuple):
    """All that the answer for one antigen depends on."""

    antigen: str
    birth: int
    sex: str
    country: str
    observations: tuple[Observation, ...]
    assessed: int
    doses: tuple[Dose, ...]
    watched: tuple[Dose, ...]


def assess(schedule: Schedule, patient: Patient, assessed: int, groups: Iterable[str] | None = None) -> Assessment:
    """Evaluate the history and forecast what is due on the day of assessment, for all vaccine groups or some.

    Raises `UnknownVaccine` and `ImpossibleDose`.
    """
    doses = organize(schedule, patient)
    everything = sorted(patient.doses)
    considered: dict[str, tuple[Considered, ...]] = {}
    best: dict[str, tuple[Considered, ...]] = {}
    found: list[GroupForecast] = []
    for group in schedule.vaccine_groups:
        if groups is not None and group.name not in groups:
            continue
        for name in group.antigens:
            ready = prepared(schedule, name)
            history = AntigenHistory(
                name,
                patient.birth,
                patient.sex,
                patient.country_of_birth,
                tuple(one for one in patient.observations if one.code in ready.observations),
                assessed,
                tuple(doses.get(name, ())),
                tuple(dose for dose in everything if dose.code in ready.watched) if ready.watched else (),
            )
            considered[name], best[name] = _antigen(schedule, history)
        found += group_forecasts(group, best, doses)
    return Assessment(patient, assessed, doses, considered, best, found)


@lru_cache(maxsize=KEPT)
def _antigen(schedule: Schedule, history: AntigenHistory) -> tuple[tuple[Considered, ...], tuple[Considered, ...]]:
    """Evaluate and forecast the relevant series of an antigen, and select the best of them."""
    ready = prepared(schedule, history.antigen)
    everything = tuple(sorted({*history.doses, *history.watched})) if history.watched else history.doses
    patient = Patient(
        birth=history.birth,
        sex=history.sex,
        doses=everything,
        observations=history.observations,
        country_of_birth=history.country,
    )
    standing = _standing(schedule, ready, patient, history.assessed)
    done: dict[Series, Considered] = {}
    for series in ready.ordered:
        if ready.plain or is_relevant(schedule, series, patient, history.assessed):
            complete = frozenset(one.series.group for one in done.values() if one.complete)
            view = HistoryView(schedule, patient, history.doses, everything, complete)
            done[series] = _consider(view, series, standing, history.assessed)
    considered = tuple(done[series] for series in ready.antigen.series if series in done)
    return considered, tuple(best_series(considered))


_NOTHING = Standing()


def _standing(schedule: Schedule, ready: Prepared, patient: Patient, assessed: int) -> Standing:
    if not patient.observations and patient.birth >= ready.born_before:
        return _NOTHING
    return standing_of(schedule, ready.antigen, patient, assessed)


def _consider(view: HistoryView, series: Series, standing: Standing, assessed: int) -> Considered:
    evaluated = evaluate(view, series)
    add, birth = view.schedule.add, view.patient.birth
    return Considered(
        series,
        evaluated,
        forecast(view, evaluated, standing, assessed),
        day_of(add, birth, series.minimum_age_to_start, ALWAYS),
        day_of(add, birth, series.maximum_age_to_start, NEVER),
    )


def dose_evaluations(found: GroupForecast) -> dict[int, list[Evaluation]]:
    """Give the evaluations of a group by the dose's place in the record, one for each antigen in it."""
    made: dict[int, list[Evaluation]] = {}
    for one in found.contained:
        for evaluation in one.evaluated.evaluations:
            made.setdefault(evaluation.dose.place, []).append(evaluation)
    return made
