"""4 The process: organize the history, evaluate and forecast every relevant series, select, and group.

What an antigen comes to depends only on birth, sex, the observations that its rules name, the day, and the doses that
contain it or that it watches. Answers are not kept: few children share a history, and keeping costs more than it saves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from gongwei.domain.immunization.best_series import Considered, best_series
from gongwei.domain.immunization.evaluation import Evaluation, HistoryView, evaluate
from gongwei.domain.immunization.forecast import Standing, forecast
from gongwei.domain.immunization.history import AntigenHistory, Dose, Organized, Patient, organize
from gongwei.domain.immunization.preparation import Prepared, prepared
from gongwei.domain.immunization.relevant_series import is_relevant
from gongwei.domain.immunization.schedule import Schedule, Series, VaccineGroup
from gongwei.domain.immunization.standing import standing_of
from gongwei.domain.immunization.vaccine_groups import GroupForecast, blended_forecasts, single_forecast


class GroupAnswer(NamedTuple):
    """What a vaccine group comes to: its forecasts, and the best series of its antigens."""

    forecasts: tuple[GroupForecast, ...]
    best: dict[str, list[Considered]]


class Assessment(NamedTuple):
    """Everything the schedule says about one patient on one day."""

    patient: Patient
    assessed: int
    answers: list[GroupAnswer]

    @property
    def groups(self) -> list[GroupForecast]:
        """Give the forecasts of all vaccine groups."""
        return [one for answer in self.answers for one in answer.forecasts]

    @property
    def best(self) -> dict[str, list[Considered]]:
        """Give the best series of every antigen."""
        return {name: best for answer in self.answers for name, best in answer.best.items()}


def assess(schedule: Schedule, patient: Patient, assessed: int, groups: Collection[str] | None = None) -> Assessment:
    """Evaluate the history and forecast what is due on the day of assessment, for all vaccine groups or some.

    Raises `UnknownVaccine` and `ImpossibleDose`.
    """
    history = organize(schedule, patient)
    codes = {dose.code for dose in patient.doses}
    answers = []
    for group, members in _members(schedule):
        if groups is None or group.name in groups:
            histories = [_history(ready, patient, assessed, history, codes) for ready in members]
            answers.append(_answer(schedule, group, histories))
    return Assessment(patient, assessed, answers)


@cache
def _members(schedule: Schedule) -> tuple[tuple[VaccineGroup, tuple[Prepared, ...]], ...]:
    return tuple(
        (group, tuple(prepared(schedule, name) for name in group.antigens)) for group in schedule.vaccine_groups
    )


_NO_DOSES: Sequence[Dose] = ()


def _history(ready: Prepared, patient: Patient, assessed: int, history: Organized, codes: set[str]) -> AntigenHistory:
    """Cut from the patient what matters to one antigen."""
    name = ready.antigen.name
    own = history.by_antigen.get(name, _NO_DOSES)
    observations = patient.observations
    if observations:
        observations = tuple([one for one in observations if one.code in ready.observations])
    seen = own
    if not ready.watched.isdisjoint(codes):
        seen = [dose for dose in history.doses if dose.code in ready.noticed]
    return AntigenHistory(
        name,
        patient.birth,
        patient.sex,
        patient.country_of_birth,
        observations,
        assessed,
        own,
        seen,
    )


def _answer(schedule: Schedule, group: VaccineGroup, histories: Sequence[AntigenHistory]) -> GroupAnswer:
    if len(histories) == 1:
        best_of_all = best_series(_antigen(schedule, histories[0]))
        forecasts = tuple([single_forecast(group, one) for one in best_of_all])
        return GroupAnswer(forecasts, {histories[0].antigen: best_of_all})
    best = {one.antigen: best_series(_antigen(schedule, one)) for one in histories}
    given = [dose for one in histories for dose in one.doses]
    return GroupAnswer(tuple(blended_forecasts(group, best, given)), best)


_NOTHING = Standing()
_NO_GROUPS: frozenset[str] = frozenset()


def _antigen(schedule: Schedule, history: AntigenHistory) -> tuple[Considered, ...]:
    """Evaluate and forecast the relevant series of an antigen."""
    ready = prepared(schedule, history.antigen)
    standing = _NOTHING
    if history.observations or history.birth < ready.born_before:
        standing = standing_of(schedule, ready.antigen, history, history.assessed)
    if ready.single is not None:
        view = HistoryView(schedule, history, history.doses, history.seen, _NO_GROUPS)
        return (_consider(view, ready.single, standing),)
    codes = [dose.code for dose in history.doses]
    done: dict[Series, Considered] = {}
    for series in ready.ordered:
        if ready.can_matter(series, codes) and (ready.plain or is_relevant(schedule, series, history)):
            complete = _NO_GROUPS
            if ready.asks_for_completion:
                complete = frozenset([one.series.group for one in done.values() if one.complete])
            view = HistoryView(schedule, history, history.doses, history.seen, complete)
            done[series] = _consider(view, series, standing)
    return tuple([done[series] for series in ready.antigen.series if series in done])


def _consider(view: HistoryView, series: Series, standing: Standing) -> Considered:
    """Evaluate and forecast one series."""
    evaluated = evaluate(view, series)
    found = forecast(view, evaluated, standing, view.patient.assessed)
    return Considered(series, evaluated, found, view.schedule.add, view.patient.birth)


def dose_evaluations(found: GroupForecast) -> dict[int, list[Evaluation]]:
    """Give the evaluations of a group by the dose's place in the record, one for each antigen in it."""
    made: dict[int, list[Evaluation]] = {}
    for one in found.contained:
        for evaluation in one.evaluated.evaluations:
            made.setdefault(evaluation.dose.place, []).append(evaluation)
    return made
