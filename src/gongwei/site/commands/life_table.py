"""`gongwei life-table` and `gongwei premature`: how long a group lives, and who dies between 30 and 70."""

import argparse
from collections.abc import Sequence
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = ("group", "age_start", "mx", "qx", "lx", "Lx", "Tx", "ex", "lower", "upper", "note")
PREMATURE = ("group", "probability", "lower", "upper", "note")
FROM_30_TO_69 = tuple(range(30, 70, 5))


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files

    table = subparsers.add_parser("life-table", help="简略寿命表与期望寿命（CSV：group,age_start,deaths,population）")
    add_files(table, "FILE")
    table.add_argument("--level", type=float, default=0.95, help="置信水平，默认 0.95")
    table.add_argument("--radix", type=float, default=100_000, help="同时出生人数，默认 100000")
    early = subparsers.add_parser("premature", help="30–69 岁死亡概率 40q30（CSV：group,age_start,deaths,population）")
    add_files(early, "FILE")
    early.add_argument("--level", type=float, default=0.95, help="置信水平，默认 0.95")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.demography.life_table import NoLifeTable
    from gongwei.site.tabular import answered

    if args.command == "premature":
        return answered(args, PREMATURE, lambda: _premature(args))
    return answered(args, COLUMNS, lambda: _tables(args), NoLifeTable)


def _read(args: argparse.Namespace) -> tuple[list[str], tuple[int, ...], Any, Any]:
    """Read groups, ages, and arrays (groups, ages) of deaths and population; NaN where a group lacks an age."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable, read_table
    from gongwei.site.tabular import data_of

    if not 0 < args.level < 1:
        raise WrongTable("--level lies between 0 and 1")
    table = read_table(data_of(args.file))
    names, row = table.groups("group")
    age = table.numbers("age_start", lowest=0, whole=True)
    columns = [table.numbers(name, missing=True) for name in ("deaths", "population")]
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
            rows.append((name, "", *[None] * len(columns), reason))
        else:
            rows += [(name, age, *(each[place, band] for each in columns), "") for band, age in enumerate(ages)]
    return rows


def _premature(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable
    from gongwei.domain.demography.life_table import bounds_of_dying, probability_of_dying

    names, ages, deaths, population = _read(args)
    missing = [age for age in FROM_30_TO_69 if age not in ages]
    if missing:
        raise WrongTable(f"column “age_start”: no row begins at {missing[0]}; the bands are 30, 35 … 65")
    bands = [ages.index(age) for age in FROM_30_TO_69]
    died, lived = deaths[:, bands], population[:, bands]
    value = probability_of_dying(died, lived)
    lower, upper = bounds_of_dying(died, lived, confidence=args.level)
    notes = ["" if np.isfinite(one) else "a band is missing, has nobody, or more deaths than people" for one in value]
    return list(zip(names, value, lower, upper, notes, strict=True))
