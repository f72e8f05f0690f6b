"""Editions of China's programme: every vaccine's file put together, today's or frozen on the day of an older one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

from gongwei.catalog.schedules import china
from gongwei.catalog.schedules.china import influenza
from gongwei.domain.immunization.dates import ALWAYS, NEVER, clamp, span
from gongwei.domain.immunization.schedule import (
    Ages,
    Association,
    Conflict,
    Interval,
    Schedule,
    Series,
    SeriesDose,
    VaccineChoice,
    VaccineGroup,
)
from gongwei.domain.immunization.vaccine import Edition, Vaccine

# The name of an edition, its title, and the last day on which it held as it stands (None: still in force).
EDITIONS: dict[str, tuple[str, date | None]] = {
    "nip-2026": ("国家免疫规划疫苗儿童免疫程序（2026年版）", None),
    "nip-2021": ("国家免疫规划疫苗儿童免疫程序（2021年版）", date(2024, 12, 31)),
}

# In the order in which a certificate lists them.
ORDER = ("hepb", "bcg", "polio", "dtap", "mmr", "je", "men", "hepa", "hpv")

# Injected live vaccines: on one day, or at least 28 days apart. For BCG this is 85 % sure (verified=False).
LIVE_INJECTED = ("BCG", "MMR", "MR", "JE-L", "HepA-L", "VarV")
IMMUNOGLOBULIN = "IG"
WAIT_FOR_LIVE = "28 days"
WAIT_AFTER_IMMUNOGLOBULIN = "3 months"
NOT_HINDERED = ("BCG",)


class NoSuchEdition(ValueError):
    """The editions are nip-2026 and nip-2021: name one of them."""


class NoSuchProduct(ValueError):
    """A choice of product is JE-L or JE-I, HepA-L or HepA-I: leave it out for other vaccines."""


INACTIVATED = frozenset({"JE-I", "HepA-I"})
PRODUCTS = INACTIVATED | {"JE-L", "HepA-L"}

Dated = TypeVar("Dated", Ages, Interval, VaccineChoice)


def edition(name: str, on: date, *, products: frozenset[str] = frozenset()) -> Edition:
    """Give an edition for a day (it decides the flu season), with the products that are preferred where two compete.

    Raises `NoSuchEdition`.
    """
    if name not in EDITIONS:
        raise NoSuchEdition(f"{name}: {NoSuchEdition.__doc__}")
    return _edition(name, influenza.season_of(on), products)


def edition_for(name: str, on: date, *, products: Iterable[str] = (), live_refused: bool = False) -> Edition:
    """Give an edition with the products asked for, or the inactivated ones where live vaccines are refused.

    Raises `NoSuchEdition` and `NoSuchProduct`.
    """
    wanted = frozenset(products) or (INACTIVATED if live_refused else frozenset())
    unknown = wanted - PRODUCTS
    if unknown:
        raise NoSuchProduct(f"{', '.join(sorted(unknown))}: {NoSuchProduct.__doc__}")
    return edition(name, on, products=wanted)


@cache
def vaccines() -> dict[str, Vaccine]:
    """Give the vaccines of every file by key, those of the programme first."""
    found = [import_module(f"{china.__name__}.{module.name}").vaccine for module in iter_modules(china.__path__)]
    return {one.key: one for one in sorted(found, key=lambda one: (not one.programme, _place(one.key), one.key))}


def _place(key: str) -> int:
    return ORDER.index(key) if key in ORDER else len(ORDER)


@cache
def _edition(name: str, season: int, products: frozenset[str]) -> Edition:
    title, last = EDITIONS[name]
    chosen = [influenza.of_season(season) if key == "influenza" else one for key, one in vaccines().items()]
    chosen = [_preferring(one, products) for one in chosen]
    if last is not None:
        chosen = [_frozen(one, last.toordinal()) for one in chosen]
    chosen = [one for one in chosen if one.antigen.series]
    return Edition(
        name=name, title=title, schedule=_schedule(name, chosen), vaccines={one.antigen.name: one for one in chosen}
    )


def _schedule(name: str, chosen: list[Vaccine]) -> Schedule:
    associations: dict[str, tuple[Association, ...]] = {IMMUNOGLOBULIN: ()}
    for one in chosen:
        for code in one.codes:
            associations[code] = (*associations.get(code, ()), Association(antigen=one.antigen.name))
    return Schedule(
        name=name,
        antigens={one.antigen.name: one.antigen for one in chosen},
        vaccine_groups=tuple(VaccineGroup(name=one.antigen.name, antigens=(one.antigen.name,)) for one in chosen),
        associations=associations,
        conflicts=_conflicts(),
        add=clamp,
    )


def _conflicts() -> dict[str, dict[str, Conflict]]:
    wait, after_globulin = span(WAIT_FOR_LIVE), span(WAIT_AFTER_IMMUNOGLOBULIN)
    between = Conflict(begin=span("1 day"), minimum_end=wait, end=wait)
    globulin = Conflict(begin=span("0 days"), minimum_end=after_globulin, end=after_globulin)
    made: dict[str, dict[str, Conflict]] = {}
    for impacted in LIVE_INJECTED:
        made[impacted] = {other: between for other in LIVE_INJECTED if other != impacted}
        if impacted not in NOT_HINDERED:
            made[impacted][IMMUNOGLOBULIN] = globulin
    return made


def _preferring(one: Vaccine, products: frozenset[str]) -> Vaccine:
    """Make the series of a preferred product the default of its antigen."""
    wanted = [way for way in one.antigen.series if way.doses[0].preferable[0].code in products]
    if not wanted or not wanted[0].product_path:
        return one
    ways = tuple(replace(way, default=way is wanted[0]) for way in one.antigen.series)
    return replace(one, antigen=replace(one.antigen, series=ways))


def _frozen(one: Vaccine, day: int) -> Vaccine:
    """Give the vaccine as it stood on a day, for all time."""
    ways = tuple(_frozen_series(way, day) for way in one.antigen.series if way.offered_from <= day)
    return replace(one, antigen=replace(one.antigen, series=ways))


def _frozen_series(way: Series, day: int) -> Series:
    return replace(way, doses=tuple(_frozen_dose(dose, day) for dose in way.doses))


def _frozen_dose(dose: SeriesDose, day: int) -> SeriesDose:
    return replace(
        dose,
        ages=_standing(dose.ages, day),
        intervals=_standing(dose.intervals, day),
        allowable_intervals=_standing(dose.allowable_intervals, day),
        preferable=_standing(dose.preferable, day),
        allowable=_standing(dose.allowable, day),
    )


def _standing(dated: tuple[Dated, ...], day: int) -> tuple[Dated, ...]:
    return tuple(replace(one, since=ALWAYS, until=NEVER) for one in dated if one.since <= day < one.until)
