"""Discovery: every file of a catalogue folder holds one definition under one fixed name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from gongwei.catalog import indicators as indicator_folder
from gongwei.catalog import programs as program_folder
from gongwei.domain.indicator import Indicator
from gongwei.domain.program import Program


class MisnamedDefinition(ValueError):
    """The file's name is the definition's key: rename the file or mend the key."""


@cache
def programs() -> Mapping[str, Program]:
    """Give every programme in its newest edition, by key."""
    return _walk(program_folder, "program")


@cache
def indicators() -> Mapping[str, Indicator]:
    """Give every indicator by key."""
    return _walk(indicator_folder, "indicator")


def _walk(folder: Any, name: str) -> Mapping[str, Any]:
    found = {}
    for module in sorted(iter_modules(folder.__path__), key=lambda m: m.name):
        definition = getattr(import_module(f"{folder.__name__}.{module.name}"), name)
        if definition.key != module.name:
            raise MisnamedDefinition(f"{module.name}: {definition.key}. {MisnamedDefinition.__doc__}")
        found[module.name] = definition
    return MappingProxyType(found)
