"""Discovery: every file of a catalogue folder holds one definition under one fixed name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from gongwei.catalog import cards as card_folder
from gongwei.catalog import indicators as indicator_folder
from gongwei.catalog import lists as list_folder
from gongwei.catalog import packages as package_folder
from gongwei.catalog import programs as program_folder
from gongwei.catalog.settled import settled
from gongwei.domain.access import Sensitivity
from gongwei.domain.card import Card
from gongwei.domain.contract import Package
from gongwei.domain.indicator import Indicator, programs_read
from gongwei.domain.listing import Listing
from gongwei.domain.program import Program
from gongwei.domain.settling import OpenNumber, Settled, in_force, open_numbers, settle_indicator, settle_program


class MisnamedDefinition(ValueError):
    """The file's name is the definition's key: rename the file or mend the key."""


def programs() -> Mapping[str, Program]:
    """Give every programme in its newest edition, by key, with an edition for what the city has settled."""
    return _settled_programs(settled())


@cache
def written_programs() -> Mapping[str, Program]:
    """Give every programme as its file has it."""
    return _walk(program_folder, "program")


@cache
def cards() -> Mapping[str, Card]:
    """Give every report card by key."""
    return _walk(card_folder, "card")


@cache
def packages() -> Mapping[str, Package]:
    """Give every package of contracts by key."""
    return _walk(package_folder, "package")


@cache
def indicators() -> Mapping[str, Indicator]:
    """Give every indicator by key, as its file has it."""
    return _walk(indicator_folder, "indicator")


@cache
def listings() -> Mapping[str, Listing]:
    """Give every list of people by key."""
    return _walk(list_folder, "listing")


def indicators_on(day: date) -> Mapping[str, Indicator]:
    """Give every indicator by key, with the numbers that are in force on a day."""
    return _settled_indicators(tuple(sorted(in_force(settled(), day).values(), key=lambda one: one.key)))


def indicators_of(year: int, *, as_of: date) -> Mapping[str, Indicator]:
    """Give every indicator as it counts a year: by the numbers of its last day, or of the as-of day before that."""
    return indicators_on(min(as_of, date(year, 12, 31)))


@cache
def sensitivity_of(indicator: str) -> Sensitivity:
    """Give the class of what an indicator counts: that of the most guarded programme it looks at.

    Spells that are no programme's, as those of contracts, are of class 3.
    """
    read = programs_read(indicators()[indicator])
    classes = (one.sensitivity for key, one in written_programs().items() if key in read)
    return max(classes, default=Sensitivity.HEALTH)


@cache
def numbers() -> Mapping[str, OpenNumber]:
    """Give every number of the catalogue that is not verified, by key."""
    return MappingProxyType(open_numbers(written_programs().values(), indicators().values()))


@lru_cache(maxsize=8)
def _settled_programs(known: tuple[Settled, ...]) -> Mapping[str, Program]:
    return MappingProxyType({key: settle_program(one, known) for key, one in written_programs().items()})


@lru_cache(maxsize=16)
def _settled_indicators(known: tuple[Settled, ...]) -> Mapping[str, Indicator]:
    by_key = {one.key: one for one in known}
    return MappingProxyType({key: settle_indicator(one, by_key) for key, one in indicators().items()})


def _walk(folder: Any, name: str) -> Mapping[str, Any]:
    found = {}
    for module in sorted(iter_modules(folder.__path__), key=lambda m: m.name):
        definition = getattr(import_module(f"{folder.__name__}.{module.name}"), name)
        if definition.key != module.name:
            raise MisnamedDefinition(f"{module.name}: {definition.key}. {MisnamedDefinition.__doc__}")
        found[module.name] = definition
    return MappingProxyType(found)
