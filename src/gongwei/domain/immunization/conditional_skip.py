"""6.2 Evaluate conditional skip; 7.1 and 7.6 read the same tables with another reference date."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import NamedTuple

from gongwei.domain.immunization.dates import Arithmetic
from gongwei.domain.immunization.history import Dose
from gongwei.domain.immunization.schedule import (
    AgeCondition,
    CompletedSeriesCondition,
    Condition,
    ConditionalSkip,
    DoseCountCondition,
    SkipSet,
)
from gongwei.domain.immunization.target_dose import in_age

_COMPARE: dict[str, Callable[[int, int], bool]] = {"<": operator.lt, "=": operator.eq, ">": operator.gt}


class SkipView(NamedTuple):
    """What the conditions look at: the reference date (CONDSKIP-2), the doses, and series groups already complete."""

    reference: int
    birth: int
    doses: Sequence[Dose]
    valid_doses: Sequence[Dose]
    previous: Dose | None
    completed_groups: frozenset[str]
    add: Arithmetic


def can_skip(skips: tuple[ConditionalSkip, ...], view: SkipView) -> bool:
    """Say whether the target dose can be skipped (Table 6-11)."""
    for skip in skips:
        met = [_set_met(one, view) for one in skip.sets]
        if met and (all(met) if skip.all_needed else any(met)):
            return True
    return False


def _set_met(a_set: SkipSet, view: SkipView) -> bool:
    """Read Table 6-10; a set holds only while it is in force."""
    if not a_set.since <= view.reference < a_set.until:
        return False
    met = (_condition_met(one, view) for one in a_set.conditions)
    return all(met) if a_set.all_needed else any(met)


def _condition_met(condition: Condition, view: SkipView) -> bool:
    if isinstance(condition, AgeCondition):  # Table 6-6
        return in_age(view.add, view.birth, condition.begin_age, condition.end_age, view.reference)
    if isinstance(condition, DoseCountCondition):  # Table 6-9
        doses = view.valid_doses if condition.valid_only else view.doses
        return _COMPARE[condition.compare](sum(_counts(condition, one, view) for one in doses), condition.count)
    if isinstance(condition, CompletedSeriesCondition):  # Table 6-7
        return not condition.series_groups.isdisjoint(view.completed_groups)
    if view.previous is None:  # Table 6-8
        return False
    return view.reference >= view.add(view.previous.day, condition.length)


def _counts(condition: DoseCountCondition, dose: Dose, view: SkipView) -> bool:
    """Read CONDSKIP-1 for one dose; where no vaccine type is named, every vaccine of the antigen counts."""
    return (
        (not condition.codes or dose.code in condition.codes)
        and condition.since <= dose.day < condition.until
        and in_age(view.add, view.birth, condition.begin_age, condition.end_age, dose.day)
    )
