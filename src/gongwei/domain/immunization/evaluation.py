"""6 Evaluate vaccine dose administered, and the way through a series of 4.4 (Figure 4-6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gongwei.domain.immunization.conditional_skip import SkipView, can_skip
from gongwei.domain.immunization.conflict import Statuses, conflicting_dose
from gongwei.domain.immunization.history import AntigenHistory, Dose, is_spoiled
from gongwei.domain.immunization.interval import interval_fault
from gongwei.domain.immunization.schedule import Schedule, Series, VaccineChoice
from gongwei.domain.immunization.target_dose import TargetDose, in_use, sound_days, targets_of
from gongwei.domain.immunization.verdicts import STATUS_OF, DoseStatus, Reason


class Evaluation(NamedTuple):
    """What one dose counts for in one series. `target` is the number of the target dose it was held against."""

    dose: Dose
    target: int
    status: DoseStatus
    reason: Reason


class SatisfiedTarget(NamedTuple):
    target: TargetDose
    dose: Dose


@dataclass(slots=True)
class EvaluatedSeries:
    """A patient series with its evaluated history; `position` is the target dose to satisfy next."""

    series: Series
    targets: tuple[TargetDose, ...]
    evaluations: list[Evaluation] = field(default_factory=list)
    satisfied: list[SatisfiedTarget] = field(default_factory=list)
    previous: Dose | None = None
    position: int = 0

    @property
    def valid_doses(self) -> list[Dose]:
        """Give the doses that count in this series, in order of time."""
        return [one.dose for one in self.satisfied]

    def satisfied_by(self, number: int) -> Dose | None:
        """Give the dose that satisfied the target dose of a number; None if it was skipped or is still open."""
        for one in reversed(self.satisfied):
            if one.target.number == number:
                return one.dose
        return None

    def all_valid(self) -> bool:
        """Say whether every dose held against the series was valid (SELECTB-2)."""
        return all(one.status is DoseStatus.VALID for one in self.evaluations)


class HistoryView(NamedTuple):
    """What an evaluation looks at besides the series: the antigen's doses, all doses, series groups complete."""

    schedule: Schedule
    patient: AntigenHistory
    antigen_doses: Sequence[Dose]
    all_doses: Sequence[Dose]
    completed_groups: frozenset[str]


def evaluate(view: HistoryView, series: Series) -> EvaluatedSeries:
    """Hold every dose of the antigen against the target doses of a series, in order of time."""
    made = EvaluatedSeries(series, targets_of(series))
    if not view.antigen_doses:
        return made
    statuses: Statuses = {}
    for dose in view.antigen_doses:
        target = _next_needed(view, made, dose)
        if target is None:
            status, reason, number = DoseStatus.EXTRANEOUS, Reason.SERIES_COMPLETE, 0
        else:
            plain = _is_plainly_valid(view, target, dose, made.previous, statuses)
            reason = Reason.NONE if plain else _fault(view, made, target, dose, statuses)
            status, number = STATUS_OF.get(reason, DoseStatus.NOT_VALID), target.number
            if status is DoseStatus.VALID:
                made.satisfied.append(SatisfiedTarget(target, dose))
                made.previous = dose
                if not target.recurring:
                    made.position += 1
            elif status is DoseStatus.NOT_VALID and reason is not Reason.INADVERTENT:  # CALCDTINT-1
                made.previous = dose
        statuses[dose.place] = status
        made.evaluations.append(Evaluation(dose, number, status, reason))
    return made


def _next_needed(view: HistoryView, made: EvaluatedSeries, dose: Dose) -> TargetDose | None:
    """Give the first target dose that cannot be skipped on the dose's day (6.2); 6.1 stops at a spoiled dose before."""
    targets, position = made.targets, made.position
    while position < len(targets):
        target = targets[position]
        skips = target.skips_evaluating
        if not skips or is_spoiled(dose) or not can_skip(skips, skip_view(view, made, dose.day)):
            return target
        made.position = position = position + 1
    return None


def skip_view(view: HistoryView, made: EvaluatedSeries, reference: int) -> SkipView:
    """Give what the conditions of a skip look at on a reference day."""
    doses = [one.dose for one in made.evaluations]
    return SkipView(
        reference,
        view.patient.birth,
        doses,
        made.valid_doses,
        made.previous,
        view.completed_groups,
        view.schedule.add,
    )


def _is_plainly_valid(
    view: HistoryView, target: TargetDose, dose: Dose, previous: Dose | None, statuses: Statuses
) -> bool:
    """Say whether a dose is valid beyond doubt, as most are: its tables then need not be read one by one.

    Age and vaccine leave nothing to say on its day, the one interval from the previous dose is kept, and no vaccine
    conflicts with it. Every other dose goes through `_fault`, which gives the same answer for these as well.
    """
    schedule, day = view.schedule, dose.day
    if dose.volume is not None or dose.substandard or day > dose.expiry:
        return False
    spacing = target.spacing
    if target.intervals and (spacing is None or (previous is not None and day < schedule.add(previous.day, spacing))):
        return False
    for since, until in sound_days(schedule.add, target, view.patient.birth, dose.code):
        if since <= day < until:
            return dose.code not in schedule.conflicts or not conflicting_dose(schedule, dose, view.all_doses, statuses)
    return False


def _fault(view: HistoryView, made: EvaluatedSeries, target: TargetDose, dose: Dose, statuses: Statuses) -> Reason:
    """Find what keeps the dose from satisfying the target dose (Table 6-31): the first fault of Figure 6-1."""
    if is_spoiled(dose):  # Table 6-3
        return Reason.SUBSTANDARD
    if dose.code in target.inadvertent:  # Table 6-13
        return Reason.INADVERTENT
    note = _age_fault(view, target, dose)
    if note is Reason.TOO_OLD or note is Reason.TOO_YOUNG:
        return note
    if target.intervals:
        fault = interval_fault(view.schedule, view.patient, view.all_doses, made, target, dose)
        if fault is Reason.TOO_SOON:
            return fault
        note = fault or note
    if dose.code in view.schedule.conflicts and conflicting_dose(view.schedule, dose, view.all_doses, statuses):
        return Reason.CONFLICT
    return _vaccine_fault(view, target, dose) or note


def _age_fault(view: HistoryView, target: TargetDose, dose: Dose) -> Reason:
    """Read Table 6-15."""
    ages = target.ages_on(view.schedule.add, view.patient.birth, dose.day)
    if dose.day >= ages.maximum:
        return Reason.TOO_OLD
    if dose.day >= ages.minimum:
        return Reason.NONE
    return Reason.TOO_YOUNG if dose.day < ages.absolute_minimum else Reason.GRACE_PERIOD


def _vaccine_fault(view: HistoryView, target: TargetDose, dose: Dose) -> Reason:
    """Read Tables 6-26 and 6-29: the dose's vaccine must be preferable or else allowable."""
    add, birth = view.schedule.add, view.patient.birth
    preferable = target.preferable.get(dose.code, ())
    for one in preferable:
        if in_use(one, add, birth, dose.day) and _same_product(one, dose):
            low = dose.volume is not None and one.volume is not None and dose.volume < one.volume
            return Reason.LOW_VOLUME if low else Reason.NONE
    allowable = target.allowable.get(dose.code, ())
    for one in allowable:
        if in_use(one, add, birth, dose.day):
            return Reason.NONE
    return Reason.WRONG_VACCINE_AGE if preferable or allowable else Reason.WRONG_VACCINE


def _same_product(one: VaccineChoice, dose: Dose) -> bool:
    """Compare makers; a maker that the record does not name is not held against the dose."""
    return not one.maker or not dose.maker or one.maker == dose.maker
