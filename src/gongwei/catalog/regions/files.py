"""Read the data files of this package, whether it lies in a folder or in a zip."""

import csv
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

_HERE = files("gongwei.catalog.regions")


def rows(name: str) -> Iterator[dict[str, str]]:
    """Read a CSV file of this package row by row."""
    with _HERE.joinpath(name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def geojson(name: str) -> dict[str, Any]:
    """Read a GeoJSON file of this package."""
    return json.loads(_HERE.joinpath(name).read_text(encoding="utf-8"))
