"""Target doses: the doses of a series with every age turned into a day of one birth (CALCDTAGE, CALCDTSKIP, …).

They depend on nothing but schedule and birth, so they are made once for all children born on a day.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from gongwei.domain.immunization.dates import ALWAYS, NEVER, Span
from gongwei.domain.immunization.schedule import (
    AgeCondition,
    Ages,
    CompletedSeriesCondition,
    ConditionalSkip,
    DoseCountCondition,
    IntervalCondition,
    Schedule,
    Season,
    Series,
    SeriesDose,
    VaccineChoice,
)


class AgeDays(NamedTuple):
    """The ages of a dose as days; a recommended age that is not given is None, as 7.5 makes no assumption."""

    absolute_minimum: int
    minimum: int
    earliest_recommended: int | None
    latest_recommended: int | None
    maximum: int
    since: int
    until: int


NO_AGES = AgeDays(ALWAYS, ALWAYS, None, None, NEVER, ALWAYS, NEVER)


class VaccineDays(NamedTuple):
    choice: VaccineChoice
    begin: int
    end: int


class ConditionDays(NamedTuple):
    """A condition of a skip with the days of its ages, cut to the days in which doses count."""

    condition: AgeCondition | CompletedSeriesCondition | IntervalCondition | DoseCountCondition
    begin: int
    end: int


class SkipSetDays(NamedTuple):
    conditions: tuple[ConditionDays, ...]
    all_needed: bool
    since: int
    until: int


class SkipDays(NamedTuple):
    sets: tuple[SkipSetDays, ...]
    all_needed: bool


class TargetDose(NamedTuple):
    dose: SeriesDose
    number: int
    ages: tuple[AgeDays, ...]
    preferable: dict[str, tuple[VaccineDays, ...]]
    allowable: dict[str, tuple[VaccineDays, ...]]
    skips_evaluating: tuple[SkipDays, ...]
    skips_forecasting: tuple[SkipDays, ...]
    season: Season | None

    def ages_on(self, day: int) -> AgeDays:
        """Give the ages in force on a day."""
        ages = self.ages
        if len(ages) == 1:
            one = ages[0]
            return one if one.since <= day < one.until else NO_AGES
        for one in ages:
            if one.since <= day < one.until:
                return one
        return NO_AGES


class PatientSeries(NamedTuple):
    """A series with its target doses for one birth, and the days of the minimum and maximum age to start."""

    series: Series
    targets: tuple[TargetDose, ...]
    start_from: int
    start_before: int


@lru_cache(maxsize=1 << 16)
def patient_series(schedule: Schedule, series: Series, birth: int) -> PatientSeries:
    """Turn a series into the target doses of everybody born on a day."""
    born = Born(schedule, birth)
    targets = tuple(born.target(dose) for dose in series.doses)
    start_from = born.day(series.minimum_age_to_start, ALWAYS)
    return PatientSeries(series, targets, start_from, born.day(series.maximum_age_to_start, NEVER))


class Born:
    """One birth under one schedule: turns ages into days."""

    def __init__(self, schedule: Schedule, birth: int) -> None:
        self._add = schedule.add
        self._birth = birth

    def day(self, age: Span | None, otherwise: int) -> int:
        """Give the day on which an age is reached, or the assumed value if there is no such age."""
        return otherwise if age is None else self._add(self._birth, age)

    def day_or_none(self, age: Span | None) -> int | None:
        """Give the day on which an age is reached; None if there is no such age."""
        return None if age is None else self._add(self._birth, age)

    def target(self, dose: SeriesDose) -> TargetDose:
        """Turn one dose of a series into a target dose."""
        return TargetDose(
            dose=dose,
            number=dose.number,
            ages=tuple(self._ages(ages) for ages in dose.ages) or (NO_AGES,),
            preferable=self.vaccines(dose.preferable),
            allowable=self.vaccines(dose.allowable),
            skips_evaluating=tuple(self._skip(skip) for skip in dose.skips if skip.evaluating),
            skips_forecasting=tuple(self._skip(skip) for skip in dose.skips if skip.forecasting),
            season=dose.season,
        )

    def vaccines(self, choices: tuple[VaccineChoice, ...]) -> dict[str, tuple[VaccineDays, ...]]:
        """Give the choices by vaccine code, with the days between which each holds."""
        made: dict[str, tuple[VaccineDays, ...]] = {}
        for one in choices:
            begin, end = self.day(one.begin_age, ALWAYS), self.day(one.end_age, NEVER)
            days = VaccineDays(one, max(begin, one.since), min(end, one.until))
            made[one.code] = (*made.get(one.code, ()), days)
        return made

    def _ages(self, ages: Ages) -> AgeDays:
        return AgeDays(
            self.day(ages.absolute_minimum, ALWAYS),
            self.day(ages.minimum, ALWAYS),
            self.day_or_none(ages.earliest_recommended),
            self.day_or_none(ages.latest_recommended),
            self.day(ages.maximum, NEVER),
            ages.since,
            ages.until,
        )

    def _skip(self, skip: ConditionalSkip) -> SkipDays:
        sets = tuple(
            SkipSetDays(tuple(self._condition(one) for one in a.conditions), a.all_needed, a.since, a.until)
            for a in skip.sets
        )
        return SkipDays(sets, skip.all_needed)

    def _condition(
        self, condition: AgeCondition | CompletedSeriesCondition | IntervalCondition | DoseCountCondition
    ) -> ConditionDays:
        if isinstance(condition, AgeCondition | DoseCountCondition):
            begin, end = self.day(condition.begin_age, ALWAYS), self.day(condition.end_age, NEVER)
            if isinstance(condition, DoseCountCondition):
                begin, end = max(begin, condition.since), min(end, condition.until)
            return ConditionDays(condition, begin, end)
        return ConditionDays(condition, ALWAYS, NEVER)
