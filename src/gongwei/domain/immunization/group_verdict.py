"""One answer for a vaccine group: the status of every dose, and one forecast where 9 may give several."""

from __future__ import annotations

from typing import NamedTuple

from gongwei.domain.immunization.dates import NEVER
from gongwei.domain.immunization.engine import Assessment, dose_evaluations
from gongwei.domain.immunization.evaluation import Evaluation
from gongwei.domain.immunization.schedule import SeriesKind
from gongwei.domain.immunization.vaccine_groups import GroupForecast
from gongwei.domain.immunization.verdicts import DoseStatus, Reason, SeriesStatus


class GroupVerdict(NamedTuple):
    """What to say of a vaccine group. `doses` gives status and reason by the dose's place in the record."""

    status: str
    doses: dict[int, tuple[str, str]]
    dose_number: int | None = None
    earliest: int | None = None
    recommended: int | None = None
    past_due: int | None = None


_BY_STATUS = (
    SeriesStatus.NOT_COMPLETE,
    SeriesStatus.COMPLETE,
    SeriesStatus.IMMUNE,
    SeriesStatus.CONTRAINDICATED,
    SeriesStatus.NOT_RECOMMENDED,
    SeriesStatus.AGED_OUT,
)
_OVER = (SeriesStatus.NOT_RECOMMENDED, SeriesStatus.AGED_OUT)
_BY_DOSE_STATUS = (DoseStatus.NOT_VALID, DoseStatus.SUBSTANDARD, DoseStatus.VALID, DoseStatus.EXTRANEOUS)
_UNSAID = (Reason.GRACE_PERIOD, Reason.LOW_VOLUME)


def leading(found: list[GroupForecast], assessed: int) -> GroupForecast | None:
    """Choose the forecast that speaks first: of series for this age before those for later in life, of series still
    open before those closed by age, then what is due before what is done, risk before standard, and by day.
    """
    return min(
        found,
        key=lambda one: (
            one.status in _OVER,
            one.starts > assessed,
            _BY_STATUS.index(one.status),
            one.kind is not SeriesKind.RISK,
            NEVER if one.earliest is None else one.earliest,
        ),
        default=None,
    )


def verdict_of(assessment: Assessment, group: str) -> GroupVerdict:
    """Give the answer for one vaccine group of an assessment."""
    one = leading([found for found in assessment.groups if found.group.name == group], assessment.assessed)
    if one is None:
        return GroupVerdict(SeriesStatus.NOT_RECOMMENDED, {})
    doses = _doses_elsewhere(assessment, group)
    doses.update({place: _said(found) for place, found in dose_evaluations(one).items()})
    return GroupVerdict(one.status, doses, one.dose_number, one.earliest, one.recommended, one.past_due)


def _doses_elsewhere(assessment: Assessment, group: str) -> dict[int, tuple[str, str]]:
    """Say of every dose what it counts for in the other vaccine groups."""
    names = dict.fromkeys(found.group.name for found in assessment.groups if found.group.name != group)
    by_name = [[found for found in assessment.groups if found.group.name == name] for name in names]
    leaders = [leading(found, assessment.assessed) for found in by_name]
    evaluations: dict[int, list[Evaluation]] = {}
    for one in leaders:
        for place, found in (dose_evaluations(one) if one else {}).items():
            evaluations.setdefault(place, []).extend(found)
    return {place: _said(found) for place, found in evaluations.items()}


def _said(evaluations: list[Evaluation]) -> tuple[str, str]:
    """Say one status for a dose of several antigens: the worst of them."""
    worst = min(evaluations, key=lambda one: _BY_DOSE_STATUS.index(one.status))
    return worst.status, "" if worst.reason in _UNSAID else worst.reason
