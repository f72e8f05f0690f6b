"""`gongwei scan`: clusters of cases in space and time."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = (
    "cluster", "places", "start", "end", "observed", "expected", "relative_risk", "score", "p_value",
)  # fmt: skip
BETWEEN_PLACES = ";"


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files, add_places

    made = subparsers.add_parser(
        "scan", help="时空聚集扫描（COUNTS：place[,date],count；PLACES：place,x,y[,population]）"
    )
    add_files(made, "COUNTS")
    add_places(made)
    made.add_argument("--method", choices=["permutation", "poisson"], default="permutation")
    made.add_argument("--replicates", type=int, default=999, help="模拟次数，默认 999")
    made.add_argument("--max-days", type=int, help="窗口最长几天，默认为全部的一半")
    made.add_argument("--max-share", type=float, default=0.5, help="一个圈最多含多少人口（或病例），默认 0.5")
    made.add_argument("--max-neighbours", type=int, help="一个圈最多含几个地点，默认不限")
    made.add_argument("--any-time", action="store_true", help="也找已经结束的聚集（默认只找持续到最后一天的）")
    made.add_argument("--tail", action="store_true", help="加一列 tail_p：由 Gumbel 尾部外推的 P 值")
    made.add_argument("--seed", type=int, default=1, help="随机数种子，默认 1")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.detection.scan import NothingToScan
    from gongwei.domain.detection.zones import WrongPlaces
    from gongwei.site.tabular import answered

    columns = (*COLUMNS, "tail_p") if args.tail else COLUMNS
    return answered(args, columns, lambda: _rows(args), NothingToScan, WrongPlaces)


def _rows(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.adapters.files.places import counts_by_place, read_places
    from gongwei.domain.detection.zones import circles
    from gongwei.site.tabular import data_of

    if args.replicates < 1 or args.seed < 0 or (args.max_days is not None and args.max_days < 1):
        raise WrongTable("--replicates and --max-days are 1 or more, --seed 0 or more")
    places = read_places(data_of(args.places))
    counts, days, notes = counts_by_place(data_of(args.counts), places)
    for note in notes:
        print(f"gongwei scan: {note}", file=sys.stderr)
    weight = places.population if args.method == "poisson" else counts.sum(axis=1)
    if weight is None:
        raise WrongTable("--method poisson needs the column “population” in --places; without it use permutation")
    zones = circles(
        places.x, places.y, weight, max_share=args.max_share, most=args.max_neighbours, sphere=places.sphere
    )  # fmt: skip
    found = _scan(args, counts, places.population, zones, _longest(args.max_days, days))
    for note in _notes(found, tail=args.tail):
        print(f"gongwei scan: {note}", file=sys.stderr)
    rows = [_row(place, one, places.names, days) for place, one in enumerate(found, 1)]
    return [(*row, one.tail_p) for row, one in zip(rows, found, strict=True)] if args.tail else rows


def _notes(found: Sequence[Any], *, tail: bool) -> Sequence[str]:
    """Say what empty cells mean."""
    if not found:
        return ("no circle has more cases than expected",)
    said = []
    if tail and any(one.tail_p != one.tail_p for one in found):  # not a number
        said.append("so few replicates were drawn, by choice or because many were louder, that tail_p is empty")
    if any(one.relative_risk == float("inf") for one in found):
        said.append("relative_risk is empty where every case is inside")
    return said


def _longest(max_days: int | None, days: Any) -> int | None:
    """Turn days into times: a window of weeks lasts as many whole weeks as fit, one at least."""
    if max_days is None or days is None or len(days) < 2:
        return None
    return max(max_days // int((days[1] - days[0]).astype(int)), min(max_days, 1))


def _scan(args: argparse.Namespace, counts: Any, population: Any, zones: Any, longest: int | None) -> Any:
    from gongwei.domain.detection.scan import Search, permutation_scan, poisson_scan
    from gongwei.site.tabular import progress

    search = Search(
        longest=longest, ends="any" if args.any_time else "now", replicates=args.replicates, seed=args.seed,
        tell=progress(),
    )  # fmt: skip
    if args.method == "poisson":
        return poisson_scan(counts, population, zones, search=search)
    return permutation_scan(counts, zones, search=search)


def _row(place: int, one: Any, names: Sequence[str], days: Any) -> Sequence[Any]:
    when = ("", "") if days is None else (str(days[one.first]), str(days[one.last]))
    inside = BETWEEN_PLACES.join(names[each] for each in one.places)
    figures = (one.observed, one.expected, one.relative_risk, one.score, one.p_value)
    return (place, inside, *when, *figures)
