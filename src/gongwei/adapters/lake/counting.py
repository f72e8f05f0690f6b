"""Counting: how many people of each village stand below and above an indicator's line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from gongwei.adapters.lake.reading import City
from gongwei.adapters.lake.tables import Tables, reading_columns
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import calendar_year


@dataclass(frozen=True)
class Count:
    """How many people of one village count below (`denominator`) and above (`numerator`) the line in a year."""

    indicator: str
    area_code: int
    year: int
    numerator: int
    denominator: int


def needed(indicators: Iterable[Indicator]) -> dict[str, str]:
    """This will list the keys of readings that indicators use, with the types of their columns."""
    return reading_columns(part for one in indicators for part in (one.population, one.counted))


def members(indicators: Iterable[Indicator], tables: Tables, *, year: int, as_of: date) -> ir.Table:
    """This will give a row for each resident, and two truths for each indicator: `KEY_below` and `KEY_above`.

    They are those of `Indicator.count`, the reference.
    """
    listed, period = tuple(indicators), calendar_year(year)
    definitions = {f"{one.key}_population": one.population for one in listed}
    definitions |= {f"{one.key}_counted": one.counted for one in listed}
    read = City(tables, on=as_of, period=period).read(definitions)
    begun = ibis.literal(as_of >= period.start)
    columns: dict[str, ir.Value] = {}
    for one in listed:
        counted, below = read[f"{one.key}_counted"], read[f"{one.key}_population"].fill_null(False) & begun
        if one.unknown == "excluded":
            below = below & counted.notnull()
        columns |= {f"{one.key}_below": below, f"{one.key}_above": below & counted.fill_null(False)}
    return read.select("person", "area_code", **columns)


def counts(indicators: Iterable[Indicator], tables: Tables, *, year: int, as_of: date) -> Iterator[Count]:
    """This will count every indicator in every village; villages where nobody counts are left out."""
    listed = tuple(indicators)
    people = members(listed, tables, year=year, as_of=as_of)
    sides = [f"{one.key}_{side}" for one in listed for side in ("below", "above")]
    villages = people.group_by("area_code").aggregate(**{side: people[side].sum() for side in sides})
    for row in villages.to_pyarrow().to_pylist():
        for one in listed:
            below, above = row[f"{one.key}_below"], row[f"{one.key}_above"]
            if below:
                yield Count(one.key, row["area_code"], year, above, below)
