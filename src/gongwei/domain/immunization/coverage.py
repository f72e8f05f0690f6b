"""Coverage of a birth cohort: who should have had a dose, who had it in time, who never came back, who was missed.

A child counts for a dose once its recommended day has come by the day of the reading; children for whom the vaccine is
contraindicated do not count. Source: 预防接种工作规范 (2023), 接种率监测; definitions unverified.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from gongwei.domain.immunization.due import Due, DueStatus, Reading
from gongwei.domain.immunization.evaluation import Evaluation
from gongwei.domain.immunization.target_dose import targets_of
from gongwei.domain.immunization.vaccine import Edition


class DoseCoverage(NamedTuple):
    """Counts of children: who should have had the dose, who has it valid, who had it in time."""

    antigen: str
    dose: int
    expected: int
    given: int
    timely: int

    @property
    def rate(self) -> float | None:
        """Give the share that has the dose (0 to 1); None if nobody should have it yet."""
        return self.given / self.expected if self.expected else None

    @property
    def timely_rate(self) -> float | None:
        """Give the share that had the dose in time (0 to 1); None if nobody should have it yet."""
        return self.timely / self.expected if self.expected else None


class _Child(NamedTuple):
    expected: bool
    given: bool
    timely: bool


def dose_coverage(edition: Edition, readings: Iterable[Reading], antigen: str, dose: int) -> DoseCoverage:
    """Count one dose of one antigen over a cohort's readings."""
    children = [_child(edition, reading, antigen, dose) for reading in readings]
    expected = [one for one in children if one.expected]
    return DoseCoverage(
        antigen, dose, len(expected), sum(one.given for one in expected), sum(one.timely for one in expected)
    )


def full_coverage(readings: Sequence[Reading]) -> float | None:
    """Give the share of children (0 to 1) of whom nothing of the programme is due or overdue; None for nobody."""
    return sum(fully_covered(one) for one in readings) / len(readings) if readings else None


def fully_covered(reading: Reading) -> bool:
    """Say whether nothing of the programme is due or overdue."""
    return not any(one.status in (DueStatus.DUE, DueStatus.OVERDUE) for one in reading.due)


def drop_out(first: DoseCoverage, last: DoseCoverage) -> float | None:
    """Give the share (0 to 1) of children with the first dose who lack the last one; None if nobody has the first."""
    return (first.given - last.given) / first.given if first.given else None


def missed_opportunities(reading: Reading) -> list[tuple[date, str]]:
    """Name the visits on which another vaccine was due and was not given, with that vaccine."""
    visits = sorted({date.fromordinal(one.dose.day) for one in reading.given})
    missed = []
    for one in reading.due:
        opened = one.recommended
        if one.status is DueStatus.OVERDUE and opened is not None:
            missed += [(day, one.code) for day in visits if day >= opened]
    return missed


def _child(edition: Edition, reading: Reading, antigen: str, dose: int) -> _Child:
    due = next((one for one in reading.due if one.vaccine.antigen.name == antigen), None)
    if due is None:
        return _Child(False, False, False)
    satisfied = next(
        (
            one.evaluation
            for one in reading.given
            if one.valid and one.evaluation and one.evaluation.target == dose and one.vaccine is due.vaccine
        ),
        None,
    )
    opens, closes = _window(edition, reading, due, dose)
    today = reading.on.toordinal()
    reached = opens is not None and opens <= today and due.status is not DueStatus.CONTRAINDICATED
    return _Child(satisfied is not None or reached, satisfied is not None, _in_time(satisfied, closes))


def _window(edition: Edition, reading: Reading, due: Due, dose: int) -> tuple[int | None, int | None]:
    """Give the day on which a dose is recommended by age and the day before which it is timely."""
    series = due.forecast.contained[0].series
    for target in targets_of(series):
        if target.number == dose:
            ages = target.ages_on(edition.schedule.add, reading.birth.toordinal(), reading.on.toordinal())
            return ages.earliest_recommended, ages.latest_recommended
    return None, None


def _in_time(satisfied: Evaluation | None, closes: int | None) -> bool:
    return satisfied is not None and (closes is None or satisfied.dose.day < closes)
