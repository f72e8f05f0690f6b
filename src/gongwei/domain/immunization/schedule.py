"""A schedule as data: antigens, their series, the doses of each, and what a dose asks for.

The terms are those of CDC's logic specification 4.5 and its supporting data. Spans are `dates.Span`, days are
ordinals, `None` is "not given": the assumed value is the one of the specification's attribute tables. Vaccine types
are codes (CVX in CDC's data, the programme's own in China's). Periods in force are half-open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongwei.domain.immunization.dates import ALWAYS, NEVER, Arithmetic, Span


class SeriesKind(StrEnum):
    STANDARD = "Standard"
    RISK = "Risk"
    EVALUATION_ONLY = "Evaluation Only"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ages:
    """The ages of a dose (6.4, 7.5), in force for days of administration from `since` until before `until`."""

    absolute_minimum: Span | None = None
    minimum: Span | None = None
    earliest_recommended: Span | None = None
    latest_recommended: Span | None = None
    maximum: Span | None = None
    since: int = ALWAYS
    until: int = NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An interval of a dose from one earlier event (6.5, 6.6); exactly one of the four `from_` fields says which."""

    from_previous: bool = False
    from_target_dose: int | None = None
    from_most_recent: frozenset[str] = frozenset()
    from_observation: str | None = None
    absolute_minimum: Span | None = None
    minimum: Span | None = None
    earliest_recommended: Span | None = None
    latest_recommended: Span | None = None
    priority: bool = False
    since: int = ALWAYS
    until: int = NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class VaccineChoice:
    """A vaccine that a dose may be given with, between two ages (6.8, 6.9) and two days; volume in millilitres."""

    code: str
    begin_age: Span | None = None
    end_age: Span | None = None
    maker: str = ""
    volume: float | None = None
    forecast: bool = False
    since: int = ALWAYS
    until: int = NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeCondition:
    begin_age: Span | None = None
    end_age: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletedSeriesCondition:
    series_groups: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalCondition:
    length: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseCountCondition:
    """How many doses of some vaccines were given between two ages and two days; `compare` is <, = or >."""

    codes: frozenset[str]
    compare: str
    count: int
    valid_only: bool
    begin_age: Span | None = None
    end_age: Span | None = None
    since: int = ALWAYS
    until: int = NEVER


Condition = AgeCondition | CompletedSeriesCondition | IntervalCondition | DoseCountCondition


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipSet:
    conditions: tuple[Condition, ...]
    all_needed: bool = False
    since: int = ALWAYS
    until: int = NEVER
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalSkip:
    """When a dose need not be given (6.2), in evaluation, in forecast, or in both."""

    sets: tuple[SkipSet, ...]
    all_needed: bool = False
    evaluating: bool = True
    forecasting: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """The days between which a dose is recommended; `last` is itself included, as in Table 7-10."""

    start: int | None = None
    last: int = NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDose:
    number: int
    ages: tuple[Ages, ...] = ()
    intervals: tuple[Interval, ...] = ()
    allowable_intervals: tuple[Interval, ...] = ()
    preferable: tuple[VaccineChoice, ...] = ()
    allowable: tuple[VaccineChoice, ...] = ()
    inadvertent: frozenset[str] = frozenset()
    skips: tuple[ConditionalSkip, ...] = ()
    recurring: bool = False
    season: Season | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication:
    """A patient observation that makes a risk series relevant, between two ages (5.1)."""

    observation: str
    text: str = ""
    begin_age: Span | None = None
    end_age: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Series:
    """One way to immunity. Two series are the same only if they are one object, so it hashes at once.

    Three fields are not the specification's; programmes that begin on a day for those born from a day need them:
    `born_from`, `offered_from` (no forecast before it), and `excluded_by`, observations that call for another series.
    """

    name: str
    antigen: str
    vaccine_group: str
    doses: tuple[SeriesDose, ...]
    kind: SeriesKind = SeriesKind.STANDARD
    group: str = "1"
    equivalent_groups: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    default: bool = False
    product_path: bool = False
    priority: str = "A"
    preference: int = 99
    minimum_age_to_start: Span | None = None
    maximum_age_to_start: Span | None = None
    indications: tuple[Indication, ...] = ()
    guidance: tuple[str, ...] = ()
    born_from: int = ALWAYS
    offered_from: int = ALWAYS
    excluded_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthImmunity:
    """Immunity presumed of those born before a day (7.2), in a country if one is named."""

    before: int
    country: str = ""
    exclusions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contraindication:
    """An observation that forbids an antigen, or only the vaccines in `codes` (7.3), between two ages.

    `codes` gives to each vaccine its own begin and end age.
    """

    observation: str
    text: str = ""
    english: str = ""
    begin_age: Span | None = None
    end_age: Span | None = None
    codes: tuple[VaccineChoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Antigen:
    name: str
    series: tuple[Series, ...]
    immune_observations: frozenset[str] = frozenset()
    immune_births: tuple[BirthImmunity, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    vaccine_contraindications: tuple[Contraindication, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VaccineGroup:
    name: str
    antigens: tuple[str, ...]
    administer_full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """How long a vaccine spoils another given after it (6.7)."""

    begin: Span
    minimum_end: Span
    end: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """An antigen that a vaccine contains, for doses given between two ages (4.2)."""

    antigen: str
    begin_age: Span | None = None
    end_age: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Schedule:
    """Everything that one edition of a schedule says, and how it adds months to days.

    `conflicts` gives for an impacted vaccine the conflict with each conflicting one.
    """

    name: str
    antigens: Mapping[str, Antigen]
    vaccine_groups: tuple[VaccineGroup, ...]
    associations: Mapping[str, tuple[Association, ...]]
    conflicts: Mapping[str, Mapping[str, Conflict]]
    add: Arithmetic
