"""What an antigen's series look at, worked out once: so that a reading touches only what can matter to a patient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gongwei.domain.immunization.dates import ALWAYS
from gongwei.domain.immunization.schedule import (
    Antigen,
    CompletedSeriesCondition,
    Schedule,
    Series,
    SeriesDose,
    SeriesKind,
)


class Stake(NamedTuple):
    """How many doses of which vaccines a series needs before it can be selected."""

    codes: frozenset[str]
    needed: int


class Prepared(NamedTuple):
    """An antigen with its series in the order of evaluation: those that ask whether a group is complete come last.

    `watched` are vaccines whose doses matter to the antigen though they do not contain it (conflicts, intervals from
    the most recent of some vaccines), `noticed` those and the antigen's own; `observations` are all that its rules
    name; `plain` says that every series is relevant to everybody, `single` is the one series for all,
    `asks_for_completion` says that one asks for complete groups.
    """

    antigen: Antigen
    ordered: tuple[Series, ...]
    watched: frozenset[str]
    noticed: frozenset[str]
    observations: frozenset[str]
    born_before: int
    plain: bool
    single: Series | None
    asks_for_completion: bool
    stakes: Mapping[Series, Stake]

    def can_matter(self, series: Series, codes: Sequence[str]) -> bool:
        """Say whether a series could be selected, given the vaccines of all doses that contain the antigen.

        Beside a default, a series comes to nothing without a valid dose (SELECTSCORE-2), and one for evaluation only
        comes to nothing unless it is complete.
        """
        stake = self.stakes.get(series)
        if stake is None:
            return True
        return sum(1 for code in codes if code in stake.codes) >= stake.needed


@cache
def prepared(schedule: Schedule, name: str) -> Prepared:
    """Prepare an antigen of a schedule."""
    antigen = schedule.antigens[name]
    rules = (*antigen.contraindications, *antigen.vaccine_contraindications)
    watched = _watched(schedule, antigen)
    plain = not any(_is_for_some(series) for series in antigen.series)
    intervals = [one for series in antigen.series for dose in series.doses for one in dose.intervals]
    return Prepared(
        antigen=antigen,
        ordered=tuple(sorted(antigen.series, key=_asks_for_completion)),
        watched=watched,
        noticed=watched | _containing(schedule, antigen),
        observations=frozenset(
            {rule.observation for rule in rules}
            | antigen.immune_observations
            | {code for rule in antigen.immune_births for code in rule.exclusions}
            | {one.observation for series in antigen.series for one in series.indications}
            | {code for series in antigen.series for code in series.excluded_by}
            | {one.from_observation for one in intervals if one.from_observation}
        ),
        born_before=max((rule.before for rule in antigen.immune_births), default=0),
        asks_for_completion=any(_asks_for_completion(series) for series in antigen.series),
        stakes=_stakes(antigen),
        plain=plain,
        single=antigen.series[0] if plain and len(antigen.series) == 1 else None,
    )


def _stakes(antigen: Antigen) -> dict[Series, Stake]:
    """Give the stake of each series that cannot be selected on its own account."""
    with_default = {one.group for one in antigen.series if one.default and not _is_for_some(one)}
    made = {}
    for one in antigen.series:
        if one.kind is SeriesKind.RISK or one.default or one.group not in with_default:
            continue
        codes = frozenset(choice.code for dose in one.doses for choice in (*dose.preferable, *dose.allowable))
        skippable = any(dose.skips for dose in one.doses)
        evaluation_only = one.kind is SeriesKind.EVALUATION_ONLY
        made[one] = Stake(codes, len(one.doses) if evaluation_only and not skippable else 1)
    return made


def _containing(schedule: Schedule, antigen: Antigen) -> frozenset[str]:
    """Give the vaccines that contain an antigen, at some age."""
    return frozenset(
        code for code, parts in schedule.associations.items() if any(one.antigen == antigen.name for one in parts)
    )


def _watched(schedule: Schedule, antigen: Antigen) -> frozenset[str]:
    codes = {one.code for series in antigen.series for dose in series.doses for one in dose.preferable}
    codes |= _containing(schedule, antigen)
    conflicting = {other for code in codes for other in schedule.conflicts.get(code, ())}
    recent = {
        code
        for series in antigen.series
        for dose in series.doses
        for one in (*dose.intervals, *dose.allowable_intervals)
        for code in one.from_most_recent
    }
    return frozenset(conflicting | recent)


def _is_for_some(series: Series) -> bool:
    return bool(
        series.kind is SeriesKind.RISK
        or series.genders
        or series.excluded_by
        or series.born_from > ALWAYS
        or series.offered_from > ALWAYS
    )


def _asks_for_completion(series: Series) -> bool:
    return any(_dose_asks(dose) for dose in series.doses)


def _dose_asks(dose: SeriesDose) -> bool:
    return any(
        isinstance(condition, CompletedSeriesCondition)
        for skip in dose.skips
        for a_set in skip.sets
        for condition in a_set.conditions
    )
