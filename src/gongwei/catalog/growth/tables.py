"""Read the lines of WS/T 423-2022 (annex B), by table and sex."""

import csv
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from gongwei.domain.growth import DAYS_A_MONTH, GrowthTable

SEVEN_YEARS = 84.0  # months: the standard is for children under seven
ENDS = {
    "weight": SEVEN_YEARS,
    "length": SEVEN_YEARS,
    "bmi": SEVEN_YEARS,
    "head": 37.0,
    "lying": 100.1,
    "standing": 130.1,
}
BY_LENGTH = ("lying", "standing")
JUMPS = ("length", "bmi")
LINES = ("minus3", "minus2", "minus1", "median", "plus1", "plus2", "plus3")


def _read() -> dict[str, Mapping[str, GrowthTable]]:
    with files("gongwei.catalog.growth").joinpath("wst423_2022.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {name: MappingProxyType({sex: _table(name, sex, rows) for sex in ("1", "2")}) for name in ENDS}


def _table(name: str, sex: str, rows: list[dict[str, str]]) -> GrowthTable:
    own = [row for row in rows if row["table"] == name and row["sex"] == sex]
    return GrowthTable(
        f"WS/T 423-2022 {name} {sex}",
        tuple(float(row["at"]) for row in own),
        tuple(tuple(float(row[line]) for line in LINES) for row in own),
        until=ENDS[name],
        steps=10 if name in BY_LENGTH else DAYS_A_MONTH,
        jumps=name in JUMPS,
    )


_TABLES = _read()
WEIGHT, LENGTH, BMI, HEAD = (_TABLES[name] for name in ("weight", "length", "bmi", "head"))
WEIGHT_FOR_LENGTH, WEIGHT_FOR_HEIGHT = _TABLES["lying"], _TABLES["standing"]
