"""The published figures behind the made city, read from the files beside this one."""

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """Read one file of figures; its source stands in the README beside it."""
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
