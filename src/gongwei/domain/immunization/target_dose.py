"""Target doses: the doses of a series made ready to be held against a history, and their ages as days of a birth.

What depends on the schedule alone is prepared once; ages as days (CALCDTAGE) are kept by birth, for all born that day.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from gongwei.domain.immunization.dates import ALWAYS, NEVER, Arithmetic, Span
from gongwei.domain.immunization.schedule import (
    Ages,
    ConditionalSkip,
    Interval,
    Season,
    Series,
    SeriesDose,
    VaccineChoice,
)

Choices = dict[str, tuple[VaccineChoice, ...]]


class AgeDays(NamedTuple):
    """The ages of a dose as days; a recommended age that is not given is None, as 7.5 makes no assumption."""

    absolute_minimum: int
    minimum: int
    earliest_recommended: int | None
    latest_recommended: int | None
    maximum: int


NO_AGES = AgeDays(ALWAYS, ALWAYS, None, None, NEVER)


class TargetDose:
    """A series dose ready to be satisfied: vaccines by code, skips by use. Equal only to itself."""

    __slots__ = (
        "ages",
        "allowable",
        "dose",
        "flagged",
        "forecast_codes",
        "inadvertent",
        "intervals",
        "later_minimums",
        "number",
        "one_age",
        "preferable",
        "recurring",
        "season",
        "skips_evaluating",
        "skips_forecasting",
        "spacing",
    )

    def __init__(self, dose: SeriesDose, later: tuple[SeriesDose, ...]) -> None:
        self.dose = dose
        self.number = dose.number
        self.ages: tuple[Ages, ...] = dose.ages
        always = len(dose.ages) == 1 and (dose.ages[0].since, dose.ages[0].until) == (ALWAYS, NEVER)
        self.one_age: Ages | None = dose.ages[0] if always else None
        self.intervals: tuple[Interval, ...] = dose.intervals
        self.inadvertent = dose.inadvertent
        self.recurring = dose.recurring
        self.season: Season | None = dose.season
        self.preferable = _by_code(dose.preferable)
        self.allowable = _by_code(dose.allowable)
        self.skips_evaluating: tuple[ConditionalSkip, ...] = tuple(one for one in dose.skips if one.evaluating)
        self.skips_forecasting: tuple[ConditionalSkip, ...] = tuple(one for one in dose.skips if one.forecasting)
        self.flagged = tuple(one for choices in self.preferable.values() for one in choices if one.forecast)
        self.later_minimums = tuple({one.minimum for a_dose in later for one in a_dose.intervals if one.minimum})
        self.forecast_codes = tuple(dict.fromkeys(one.code for one in self.flagged)) or tuple(self.preferable)
        self.spacing = _only_spacing(dose)

    def ages_on(self, add: Arithmetic, birth: int, day: int) -> AgeDays:
        """Give the ages in force on a day, as days of a birth."""
        if self.one_age is not None:
            return age_days(add, self.one_age, birth)
        for ages in self.ages:
            if ages.since <= day < ages.until:
                return age_days(add, ages, birth)
        return NO_AGES


def _only_spacing(dose: SeriesDose) -> Span | None:
    """Give the minimum interval from the previous dose if nothing else, at no time, is asked of the intervals."""
    if len(dose.intervals) == 1:
        one = dose.intervals[0]
        if one.from_previous and (one.since, one.until) == (ALWAYS, NEVER):
            return one.minimum
    return None


def _by_code(choices: tuple[VaccineChoice, ...]) -> Choices:
    made: Choices = {}
    for one in choices:
        made[one.code] = (*made.get(one.code, ()), one)
    return made


@cache
def targets_of(series: Series) -> tuple[TargetDose, ...]:
    """Give the target doses of a series."""
    return tuple(TargetDose(dose, series.doses[place:]) for place, dose in enumerate(series.doses, start=1))


@lru_cache(maxsize=1 << 18)
def age_days(add: Arithmetic, ages: Ages, birth: int) -> AgeDays:
    """Turn ages into the days on which somebody born on a day reaches them.

    An absolute minimum age alone is the minimum as well: without it a forecast would name a day that is too young.
    """
    return AgeDays(
        day_of(add, birth, ages.absolute_minimum, ALWAYS),
        day_of(add, birth, ages.minimum or ages.absolute_minimum, ALWAYS),
        None if ages.earliest_recommended is None else add(birth, ages.earliest_recommended),
        None if ages.latest_recommended is None else add(birth, ages.latest_recommended),
        day_of(add, birth, ages.maximum, NEVER),
    )


Days = tuple[tuple[int, int], ...]


@lru_cache(maxsize=1 << 16)
def sound_days(add: Arithmetic, target: TargetDose, birth: int, code: str) -> Days:
    """Give the half-open days on which the age and a vaccine leave nothing to say (6.4, 6.8, 6.9).

    On other days, and for doses of a known volume, the tables are read one by one: these days only spare the reading.
    """
    made: Days = ()
    choices = (*target.preferable.get(code, ()), *target.allowable.get(code, ()))
    for place, ages in enumerate(target.ages or (Ages(),)):
        if code in target.inadvertent or any(_overlap(other, ages) for other in target.ages[:place]):
            continue  # of two that hold at once the earlier is the one to read
        days = age_days(add, ages, birth)
        begin, end = max(ages.since, days.minimum), min(ages.until, days.maximum)
        for one in choices:
            since = max(begin, one.since, day_of(add, birth, one.begin_age, ALWAYS))
            until = min(end, one.until, day_of(add, birth, one.end_age, NEVER))
            if since < until and not one.maker:
                made = (*made, (since, until))
    return made


def _overlap(one: Ages, other: Ages) -> bool:
    return one.since < other.until and other.since < one.until


def day_of(add: Arithmetic, birth: int, age: Span | None, otherwise: int) -> int:
    """Give the day on which an age is reached, or the assumed value if there is no such age."""
    return otherwise if age is None else add(birth, age)


def in_age(add: Arithmetic, birth: int, begin: Span | None, end: Span | None, day: int) -> bool:
    """Say whether a day lies from one age until before another."""
    return (begin is None or add(birth, begin) <= day) and (end is None or day < add(birth, end))


def in_use(choice: VaccineChoice, add: Arithmetic, birth: int, day: int) -> bool:
    """Say whether a vaccine may be given on a day: between its ages and its days."""
    if not choice.since <= day < choice.until:
        return False
    return choice.begin_age is choice.end_age is None or in_age(add, birth, choice.begin_age, choice.end_age, day)
