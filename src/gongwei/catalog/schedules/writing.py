"""The few words in which a vaccine's file is written: series, doses, intervals, vaccines, and when one is skipped.

Ages and intervals are texts such as "6 months"; `before` is the age by which a dose is timely ("complete before"),
which says nothing about whether it counts. The minimum age is the listed age, as the programme has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongwei.domain.immunization.dates import ALWAYS, NEVER, Span, span
from gongwei.domain.immunization.schedule import (
    AgeCondition,
    Ages,
    Antigen,
    Condition,
    ConditionalSkip,
    Contraindication,
    DoseCountCondition,
    Indication,
    Interval,
    Season,
    Series,
    SeriesDose,
    SeriesKind,
    SkipSet,
    VaccineChoice,
)

NIP_2026 = "国家免疫规划儿童免疫程序及说明（2026年版），国疾控卫免发〔2026〕16号"
LEAFLETS = "疫苗说明书与非免疫规划疫苗参考程序（平台默认，待核实，可由本市调整）"

# Days from which an edition holds.
DTAP_2025 = date(2025, 1, 1).toordinal()
HPV_2025 = date(2025, 11, 10).toordinal()
EDITION_2026 = date(2026, 6, 17).toordinal()


def _span(text: str | None) -> Span | None:
    return span(text) if text else None


def ages(
    minimum: str,
    before: str | None = None,
    *,
    absolute: str | None = None,
    maximum: str | None = None,
    since: int = ALWAYS,
    until: int = NEVER,
) -> Ages:
    """Write the ages of a dose; `absolute` is earlier than the listed age where another product allows it."""
    return Ages(
        absolute_minimum=_span(absolute or minimum),
        minimum=_span(minimum),
        earliest_recommended=_span(minimum),
        latest_recommended=_span(before),
        maximum=_span(maximum),
        since=since,
        until=until,
    )


def after(length: str, *, of_dose: int | None = None, before: str | None = None, since: int = ALWAYS) -> Interval:
    """Write an interval from the previous dose, or from a dose by its number."""
    return Interval(
        from_previous=of_dose is None,
        from_target_dose=of_dose,
        absolute_minimum=span(length),
        minimum=span(length),
        latest_recommended=_span(before),
        since=since,
    )


def given(
    code: str, begin: str | None = None, end: str | None = None, *, since: int = ALWAYS, until: int = NEVER
) -> VaccineChoice:
    """Write a vaccine that counts for a dose between two ages and two days."""
    return VaccineChoice(code=code, begin_age=_span(begin), end_age=_span(end), forecast=True, since=since, until=until)


def dose(
    number: int,
    when: Ages | tuple[Ages, ...],
    *vaccines: VaccineChoice,
    intervals: tuple[Interval, ...] = (),
    counting: tuple[VaccineChoice, ...] = (),
    skip: tuple[SkipSet, ...] = (),
    season: Season | None = None,
    recurring: bool = False,
) -> SeriesDose:
    """Write a dose: `vaccines` are advised, the first one first; `counting` are others that count if given."""
    return SeriesDose(
        number=number,
        ages=when if isinstance(when, tuple) else (when,),
        intervals=intervals,
        preferable=vaccines,
        allowable=counting,
        skips=(ConditionalSkip(sets=skip),) if skip else (),
        season=season,
        recurring=recurring,
    )


def when_all(text: str, *conditions: Condition) -> SkipSet:
    """Write a reason to pass over a dose: all conditions hold."""
    return SkipSet(conditions=conditions, all_needed=True, text=text)


def from_age(age: str) -> AgeCondition:
    """Write the condition that an age is reached."""
    return AgeCondition(begin_age=span(age))


def more_than(count: int, *codes: str, begin: str | None = None) -> DoseCountCondition:
    """Write the condition that more valid doses than a number were given, of some vaccines or of any."""
    return DoseCountCondition(codes=frozenset(codes), compare=">", count=count, valid_only=True, begin_age=_span(begin))


def series(
    antigen: str,
    name: str,
    *doses: SeriesDose,
    kind: SeriesKind = SeriesKind.STANDARD,
    default: bool = False,
    preference: int = 1,
    product: bool = False,
    genders: Iterable[str] = (),
    needs: str | None = None,
    excluded_by: Iterable[str] = (),
    born_from: int = ALWAYS,
    offered_from: int = ALWAYS,
    start_before: str | None = None,
) -> Series:
    """Write a series of doses; `needs` is the observation that calls for it, `start_before` an age."""
    return Series(
        name=name,
        antigen=antigen,
        vaccine_group=antigen,
        doses=doses,
        kind=SeriesKind.RISK if needs else kind,
        genders=frozenset(genders),
        default=default,
        product_path=product,
        preference=preference,
        indications=(Indication(observation=needs),) if needs else (),
        excluded_by=frozenset(excluded_by),
        born_from=born_from,
        offered_from=offered_from,
        maximum_age_to_start=_span(start_before),
    )


def forbidden(
    observation: str, text: str, english: str, *codes: str, begin: str | None = None, end: str | None = None
) -> Contraindication:
    """Write what forbids the vaccine, or only the products in `codes`, in both languages."""
    return Contraindication(
        observation=observation,
        text=text,
        english=english,
        begin_age=_span(begin),
        end_age=_span(end),
        codes=tuple(VaccineChoice(code=code) for code in codes),
    )


def forbidden_by_hiv(
    text: str, english: str, *codes: str, unknown: tuple[str, str] | None = None
) -> tuple[Contraindication, ...]:
    """Write that a live product is for neither children with HIV nor those whose infection is unknown, with symptoms
    or without; `unknown` are the words for the latter where they differ.
    """
    told, in_english = unknown or (f"HIV感染状况不详：{text}", f"while infection with HIV is unknown: {english}")
    return (
        forbidden("hiv-positive", f"HIV感染者{text}", f"for children with HIV: {english}", *codes),
        forbidden("hiv-unknown", told, in_english, *codes),
    )


def antigen(name: str, *ways: Series, forbids: tuple[Contraindication, ...] = ()) -> Antigen:
    """Write an antigen with its series and what forbids it."""
    return Antigen(
        name=name,
        series=ways,
        contraindications=tuple(one for one in forbids if not one.codes),
        vaccine_contraindications=tuple(one for one in forbids if one.codes),
    )
