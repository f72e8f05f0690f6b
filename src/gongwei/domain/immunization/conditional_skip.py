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
    DoseCountCondition,
)
from gongwei.domain.immunization.target_dose import ConditionDays, SkipDays, SkipSetDays

_COMPARE: dict[str, Callable[[int, int], bool]] = {"<": operator.lt, "=": operator.eq, ">": operator.gt}


class SkipView(NamedTuple):
    """What the conditions look at: the reference date (CONDSKIP-2), the doses, and series groups already complete."""

    reference: int
    doses: Sequence[Dose]
    valid_doses: Sequence[Dose]
    previous: Dose | None
    completed_groups: frozenset[str]
    add: Arithmetic


def can_skip(skips: tuple[SkipDays, ...], view: SkipView) -> bool:
    """Say whether the target dose can be skipped (Table 6-11)."""
    for skip in skips:
        met = [_set_met(one, view) for one in skip.sets]
        if met and (all(met) if skip.all_needed else any(met)):
            return True
    return False


def _set_met(a_set: SkipSetDays, view: SkipView) -> bool:
    """Read Table 6-10; a set holds only while it is in force."""
    if not a_set.since <= view.reference < a_set.until:
        return False
    met = (_condition_met(one, view) for one in a_set.conditions)
    return all(met) if a_set.all_needed else any(met)


def _condition_met(days: ConditionDays, view: SkipView) -> bool:
    condition = days.condition
    if isinstance(condition, AgeCondition):  # Table 6-6
        return days.begin <= view.reference < days.end
    if isinstance(condition, DoseCountCondition):  # Table 6-9, CONDSKIP-1
        doses = view.valid_doses if condition.valid_only else view.doses
        codes = condition.codes  # none named: every vaccine of the antigen
        count = sum(1 for one in doses if (not codes or one.code in codes) and days.begin <= one.day < days.end)
        return _COMPARE[condition.compare](count, condition.count)
    if isinstance(condition, CompletedSeriesCondition):  # Table 6-7
        return not condition.series_groups.isdisjoint(view.completed_groups)
    if view.previous is None:  # Table 6-8
        return False
    return view.reference >= view.add(view.previous.day, condition.length)
