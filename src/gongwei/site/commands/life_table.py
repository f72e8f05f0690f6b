"""`gongwei life-table`: how long a group lives."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = ("group", "age_start", "mx", "qx", "lx", "Lx", "Tx", "ex", "lower", "upper")


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files

    table = subparsers.add_parser("life-table", help="简略寿命表与期望寿命（CSV：group,age_start,deaths,population）")
    add_files(table, "FILE")
    table.add_argument("--level", type=float, default=0.95, help="置信水平，默认 0.95")
    table.add_argument("--radix", type=float, default=100_000, help="同时出生人数，默认 100000")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.demography.life_table import NoLifeTable
    from gongwei.site.tabular import answered

    return answered(args, COLUMNS, lambda: _tables(args), NoLifeTable)


def _read(args: argparse.Namespace) -> tuple[list[str], tuple[int, ...], Any, Any]:
    """Read groups, ages, and arrays (groups, ages) of deaths and population; NaN where a group lacks an age."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable, read_table
    from gongwei.site.tabular import data_of

    if not 0 < args.level < 1 or not 0 < args.radix < float("inf"):
        raise WrongTable("--level lies between 0 and 1, --radix above 0")
    table = read_table(data_of(args.file))
    names, row = table.groups("group")
    age = table.numbers("age_start", lowest=0, whole=True)
    deaths = table.numbers("deaths", lowest=0, whole=True, missing=True)
    columns = (deaths, table.numbers("population", lowest=0, missing=True))
    ages = tuple(int(one) for one in np.unique(age))
    arrays = [np.full((len(names), len(ages)), np.nan) for _ in columns]
    column = np.searchsorted(ages, age)
    table.refuse_repeated("age_start", row * len(ages) + column, " in its group")
    for array, values in zip(arrays, columns, strict=True):
        array[row, column] = values
    return names, ages, arrays[0], arrays[1]


def _tables(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    from gongwei.domain.demography.life_table import life_tables

    names, ages, deaths, population = _read(args)
    found = life_tables(deaths, population, ages, radix=args.radix)
    lower, upper = found.bounds(args.level)
    columns = (found.mx, found.qx, found.lx, found.Lx, found.Tx, found.ex, lower, upper)
    rows: list[Sequence[Any]] = []
    for place, (name, reason) in enumerate(zip(names, found.reasons, strict=True)):
        if reason:
            print(f"gongwei life-table: group “{name}” has no table: {reason}", file=sys.stderr)
            rows.append((name, "", *[None] * len(columns)))
        else:
            rows += [(name, age, *(each[place, band] for each in columns)) for band, age in enumerate(ages)]
    return rows
