"""`gongwei premature`: the probability of dying between 30 and 70, of all deaths of a file or of named causes."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = ("group", "probability", "lower", "upper", "causes")  # causes only where the file has them
BANDS = tuple(range(30, 70, 5))
WRONG_BAND = "a band is missing, has nobody, or more deaths than people"


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files

    made = subparsers.add_parser(
        "premature", help="30–69 岁死亡概率 40q30（CSV：group,age_start[,cause],deaths,population）"
    )
    add_files(made, "FILE")
    made.add_argument("--level", type=float, default=0.95, help="置信水平，默认 0.95")
    made.add_argument(
        "--causes", action="append", choices=["who", "plan-2018"], metavar="KEY",
        help="有 cause 列（ICD-10）时的死因口径：who 四类，plan-2018 只含脑血管疾病的四类；默认两种都给",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    from gongwei.site.tabular import answered

    return answered(args, COLUMNS, lambda: _rows(args))


def _rows(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    from gongwei.adapters.files.columns import WrongTable, read_table
    from gongwei.catalog.premature_causes import PREMATURE_CAUSES
    from gongwei.site.tabular import data_of

    if not 0 < args.level < 1:
        raise WrongTable("--level lies between 0 and 1")
    table = read_table(data_of(args.file))
    if not table.has("cause"):
        if args.causes:
            raise WrongTable("--causes needs the column “cause” with the underlying cause in ICD-10")
        return _probabilities(args, table, range(len(table)))
    categories = _categories(table)
    rows: list[Sequence[Any]] = []
    for key in args.causes or PREMATURE_CAUSES:
        counted = [row for row, code in enumerate(categories) if code and code in PREMATURE_CAUSES[key]]
        rows += [(*row, key) for row in _probabilities(args, table, counted, causes=key)]
    return rows


def _categories(table: Any) -> list[str]:
    """Read every cause, "" for a row that only gives people; say how many deaths have none that is defined."""
    import numpy as np

    from gongwei.catalog.premature_causes import ILL_DEFINED
    from gongwei.domain.demography.causes import UnknownCause, category_of

    found, wrong = [], np.zeros(len(table), dtype=bool)
    for row, text in enumerate(table.texts("cause")):
        try:
            found.append(category_of(text) if text else "")
        except UnknownCause:
            wrong[row] = True
    table.refuse("cause", wrong, "is no ICD-10 code: write the underlying cause as in I63.9")
    deaths, ages = table.numbers("deaths", lowest=0), table.numbers("age_start", lowest=0, whole=True)
    nameless = np.array([not code for code in found]) & (deaths > 0)
    table.refuse("cause", nameless, "is empty though people died: give the cause, R99 if unknown")
    within = (ages >= BANDS[0]) & (ages < BANDS[-1] + 5)
    unclear = np.array([code in ILL_DEFINED if code else False for code in found]) & within
    if deaths[unclear].sum():
        print(
            f"gongwei premature: {deaths[unclear].sum():.0f} of {deaths[within].sum():.0f} deaths at 30–69 have an "
            "ill-defined cause (R00–R99) and count under no definition",
            file=sys.stderr,
        )
    return found


def _probabilities(
    args: argparse.Namespace, table: Any, counted: Iterable[int], causes: str = ""
) -> Sequence[Sequence[Any]]:
    """Compute one probability a group from the deaths of the rows that count."""
    import numpy as np

    from gongwei.domain.demography.life_table import bounds_of_dying, probability_of_dying

    names, died, people = _bands(table, counted)
    value = probability_of_dying(died, people)
    lower, upper = bounds_of_dying(died, people, confidence=args.level)
    for name in np.array(names)[~np.isfinite(value)]:
        said = f"group “{name}” {causes}".strip()
        print(f"gongwei premature: {said} has no probability: {WRONG_BAND}", file=sys.stderr)
    return list(zip(names, value, lower, upper, strict=True))


def _bands(table: Any, counted: Iterable[int]) -> tuple[list[str], Any, Any]:
    """Give deaths and people as (groups, bands 30 … 65), NaN where a group lacks a band or a number."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable

    names, group = table.groups("group")
    ages = table.numbers("age_start", lowest=0, whole=True)
    deaths = table.numbers("deaths", lowest=0, whole=True, missing=True)
    people = table.numbers("population", lowest=0, missing=True)
    missing = [age for age in BANDS if age not in ages]
    if missing:
        raise WrongTable(f"column “age_start”: no row begins at {missing[0]}; the bands are 30, 35 … 65")
    if not table.has("cause"):
        table.refuse_repeated("age_start", group * 1000 + ages, " in its group")
    band = np.searchsorted(BANDS, ages)
    kept = np.flatnonzero(np.isin(ages, BANDS))
    lived = np.full((len(names), len(BANDS)), np.nan)
    lived[group[kept], band[kept]] = people[kept]
    other = np.zeros(len(table), dtype=bool)
    other[kept] = ~np.isclose(people[kept], lived[group[kept], band[kept]], rtol=0, equal_nan=True)
    table.refuse("population", other, "differs from another row of its group and age: all causes share the same people")
    died = np.where(np.isnan(lived), np.nan, 0.0)
    inside = kept[np.isin(kept, list(counted))]
    np.add.at(died, (group[inside], band[inside]), deaths[inside])
    return names, died, lived
