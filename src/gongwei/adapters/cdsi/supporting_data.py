"""Reads CDC's supporting data 4.x: a folder of XML files, one per antigen, and one for the schedule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from xml.etree.ElementTree import Element

from gongwei.adapters.cdsi.vocabulary import UnreadElement, parse_known
from gongwei.adapters.cdsi.xml import text, texts
from gongwei.domain.immunization import schedule as terms
from gongwei.domain.immunization.dates import ALWAYS, NEVER, Span, forward, span

Made = TypeVar("Made")


class NoSupportingData(ValueError):
    """A folder of supporting data holds ScheduleSupportingData.xml and AntigenSupportingData files: name that one."""


@lru_cache(maxsize=4)
def read_schedule(folder: Path) -> terms.Schedule:
    """Read a folder of supporting data into a schedule.

    Raises `NoSupportingData`, `UnreadableXml`, and `UnreadElement` for data that say more than is read.
    """
    general = folder / "ScheduleSupportingData.xml"
    files = sorted(folder.glob("AntigenSupportingData*.xml"))
    if not general.is_file() or not files:
        raise NoSupportingData(f"{folder}: {NoSupportingData.__doc__}")
    antigens = [_read(file, _antigen) for file in files]
    schedule = _read(general, lambda root: _schedule(folder.name, root))
    return replace(schedule, antigens={antigen.name: antigen for antigen in antigens})


def _read(file: Path, of: Callable[[Element], Made]) -> Made:
    """Make something of a file's root; what stands where it cannot be read is told with the file."""
    root = parse_known(file)
    try:
        return of(root)
    except (ValueError, LookupError) as error:
        raise UnreadElement(f"{file.name}: {error}; {UnreadElement.__doc__}") from error


def _schedule(name: str, root: Element) -> terms.Schedule:
    return terms.Schedule(
        name=f"cdsi:{name}",
        antigens={},
        vaccine_groups=_vaccine_groups(root),
        associations=_associations(root),
        conflicts=_conflicts(root),
        add=forward,
    )


def _vaccine_groups(root: Element) -> tuple[terms.VaccineGroup, ...]:
    full = {
        text(one, "name")
        for one in root.iterfind("vaccineGroups/vaccineGroup")
        if text(one, "administerFullVaccineGroup") == "Yes"
    }
    return tuple(
        terms.VaccineGroup(name=name, antigens=tuple(texts(one, "antigen")), administer_full=name in full)
        for one in root.iter("vaccineGroupMap")
        if (name := text(one, "name"))
    )


def _associations(root: Element) -> dict[str, tuple[terms.Association, ...]]:
    return {
        text(one, "cvx"): tuple(
            terms.Association(
                antigen=text(part, "antigen"),
                begin_age=_span(part, "associationBeginAge"),
                end_age=_span(part, "associationEndAge"),
            )
            for part in one.iterfind("association")
        )
        for one in root.iter("cvxMap")
    }


def _conflicts(root: Element) -> dict[str, dict[str, terms.Conflict]]:
    made: dict[str, dict[str, terms.Conflict]] = {}
    for one in root.iter("liveVirusConflict"):
        made.setdefault(text(one, "current/cvx"), {})[text(one, "previous/cvx")] = terms.Conflict(
            begin=span(text(one, "conflictBeginInterval")),
            minimum_end=span(text(one, "minConflictEndInterval")),
            end=span(text(one, "conflictEndInterval")),
        )
    return made


def _antigen(root: Element) -> terms.Antigen:
    series = tuple(_series(one) for one in root.iterfind("series"))
    return terms.Antigen(
        name=series[0].antigen,
        series=series,
        immune_observations=frozenset(texts(root, "immunity/clinicalHistory/guidelineCode")),
        immune_births=tuple(_birth_immunity(one) for one in root.iterfind("immunity/dateOfBirth")),
        contraindications=tuple(
            _contraindication(one) for one in root.iterfind("contraindications/vaccineGroup/contraindication")
        ),
        vaccine_contraindications=tuple(
            _contraindication(one) for one in root.iterfind("contraindications/vaccine/contraindication")
        ),
    )


def _birth_immunity(one: Element) -> terms.BirthImmunity:
    month, day, year = text(one, "immunityBirthDate").split("/")
    return terms.BirthImmunity(
        before=date(int(year), int(month), int(day)).toordinal(),
        country=text(one, "birthCountry"),
        exclusions=frozenset(texts(one, "exclusion/exclusionCode")),
    )


def _contraindication(one: Element) -> terms.Contraindication:
    return terms.Contraindication(
        observation=text(one, "observationCode"),
        text=text(one, "contraindicationText"),
        begin_age=_span(one, "beginAge"),
        end_age=_span(one, "endAge"),
        codes=_choices(one, "contraindicatedVaccine"),
    )


def _series(one: Element) -> terms.Series:
    preference = text(one, "selectSeries/seriesPreference")
    return terms.Series(
        name=text(one, "seriesName"),
        antigen=text(one, "targetDisease"),
        vaccine_group=text(one, "vaccineGroup"),
        kind=terms.SeriesKind(text(one, "seriesType")),
        group=text(one, "selectSeries/seriesGroup"),
        equivalent_groups=_listed(text(one, "equivalentSeriesGroups")),
        genders=frozenset(texts(one, "requiredGender")),
        default=text(one, "selectSeries/defaultSeries") == "Yes",
        product_path=text(one, "selectSeries/productPath") == "Yes",
        priority=text(one, "selectSeries/seriesPriority") or "A",
        preference=int(preference) if preference.isdigit() else 99,
        minimum_age_to_start=_span(one, "selectSeries/minAgeToStart"),
        maximum_age_to_start=_span(one, "selectSeries/maxAgeToStart"),
        indications=tuple(_indication(part) for part in one.iterfind("indication")),
        guidance=tuple(texts(one, "seriesAdminGuidance")),
        doses=tuple(_dose(part) for part in one.iterfind("seriesDose")),
    )


def _indication(one: Element) -> terms.Indication:
    return terms.Indication(
        observation=text(one, "observationCode/code"),
        text=text(one, "description"),
        begin_age=_span(one, "beginAge"),
        end_age=_span(one, "endAge"),
    )


def _dose(one: Element) -> terms.SeriesDose:
    season = one.find("seasonalRecommendation")
    start, last = (_day(season, "startDate"), _day(season, "endDate")) if season is not None else (None, None)
    return terms.SeriesDose(
        number=int(text(one, "doseNumber").removeprefix("Dose").strip()),
        ages=tuple(_ages(part) for part in one.iterfind("age") if len(part)),
        intervals=tuple(_interval(part) for part in one.iterfind("interval") if len(part)),
        allowable_intervals=tuple(_interval(part) for part in one.iterfind("allowableInterval") if len(part)),
        preferable=_choices(one, "preferableVaccine"),
        allowable=_choices(one, "allowableVaccine"),
        inadvertent=frozenset(texts(one, "inadvertentVaccine/cvx")),
        skips=tuple(_skip(part) for part in one.iterfind("conditionalSkip") if len(part)),
        recurring=text(one, "recurringDose") == "Yes",
        season=terms.Season(start=start, last=NEVER if last is None else last) if start or last else None,
    )


def _ages(one: Element) -> terms.Ages:
    since, until = _in_force(one)
    return terms.Ages(
        absolute_minimum=_span(one, "absMinAge"),
        minimum=_span(one, "minAge"),
        earliest_recommended=_span(one, "earliestRecAge"),
        latest_recommended=_span(one, "latestRecAge"),
        maximum=_span(one, "maxAge"),
        since=since,
        until=until,
    )


def _interval(one: Element) -> terms.Interval:
    since, until = _in_force(one)
    target = text(one, "fromTargetDose")
    return terms.Interval(
        from_previous=text(one, "fromPrevious") == "Y",
        from_target_dose=int(target) if target else None,
        from_most_recent=_listed(text(one, "fromMostRecent")),
        from_observation=text(one, "fromRelevantObs/code") or None,
        absolute_minimum=_span(one, "absMinInt"),
        minimum=_span(one, "minInt"),
        earliest_recommended=_span(one, "earliestRecInt"),
        latest_recommended=_span(one, "latestRecInt"),
        priority=text(one, "intervalPriority") == "override",
        since=since,
        until=until,
    )


def _choices(one: Element, tag: str) -> tuple[terms.VaccineChoice, ...]:
    return tuple(
        terms.VaccineChoice(
            code=text(part, "cvx"),
            begin_age=_span(part, "beginAge"),
            end_age=_span(part, "endAge"),
            maker=text(part, "mvx"),
            volume=float(text(part, "volume")) if text(part, "volume") else None,
            forecast=text(part, "forecastVaccineType") == "Y",
        )
        for part in one.iterfind(tag)
        if text(part, "cvx")
    )


def _skip(one: Element) -> terms.ConditionalSkip:
    context = text(one, "context").lower()
    return terms.ConditionalSkip(
        sets=tuple(_skip_set(part) for part in one.iterfind("set")),
        all_needed=text(one, "setLogic") == "AND",
        evaluating=context in ("evaluation", "both"),
        forecasting=context in ("forecast", "both"),
    )


def _skip_set(one: Element) -> terms.SkipSet:
    since, until = _in_force(one)
    return terms.SkipSet(
        conditions=tuple(_condition(part) for part in one.iterfind("condition")),
        all_needed=text(one, "conditionLogic") == "AND",
        since=since,
        until=until,
        text=text(one, "setDescription"),
    )


_COMPARE = {"greater than": ">", "equal to": "=", "less than": "<"}


def _condition(one: Element) -> terms.Condition:
    kind = text(one, "conditionType").lower()
    if kind == "age":
        return terms.AgeCondition(begin_age=_span(one, "beginAge"), end_age=_span(one, "endAge"))
    if kind == "completed series":
        return terms.CompletedSeriesCondition(series_groups=_listed(text(one, "seriesGroups")))
    if kind == "interval":
        return terms.IntervalCondition(length=span(text(one, "interval")))
    since, until = _day(one, "startDate"), _day(one, "endDate")
    return terms.DoseCountCondition(
        codes=_listed(text(one, "vaccineTypes")),
        compare=_COMPARE[text(one, "doseCountLogic").lower()],
        count=int(text(one, "doseCount")),
        valid_only=text(one, "doseType").lower() == "valid",
        begin_age=_span(one, "beginAge"),
        end_age=_span(one, "endAge"),
        since=ALWAYS if since is None else since,
        until=NEVER if until is None else until,
    )


def _listed(words: str) -> frozenset[str]:
    return frozenset(part.strip() for part in words.split(";") if part.strip() and part.strip() != "n/a")


def _in_force(one: Element) -> tuple[int, int]:
    """Give the half-open days in force: the data's cessation date is the last day."""
    since, last = _day(one, "effectiveDate"), _day(one, "cessationDate")
    return (ALWAYS if since is None else since, NEVER if last is None else last + 1)


def _span(one: Element, path: str) -> Span | None:
    words = text(one, path)
    return span(words) if words else None


def _day(one: Element | None, path: str) -> int | None:
    words = text(one, path) if one is not None else ""
    return date.fromisoformat(words).toordinal() if words else None
