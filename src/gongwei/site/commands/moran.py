"""`gongwei moran`: do like values lie together, and where."""

import argparse
from collections.abc import Sequence
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = ("statistic", "expected", "z", "p_value", "places", "neighbours")
LOCAL = ("place", "value", "around", "local", "p_value", "kind")


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files, add_places

    made = subparsers.add_parser(
        "moran", help="空间自相关 Moran’s I 与局部 LISA（VALUES：place,value；PLACES：place,x,y）"
    )
    add_files(made, "VALUES")
    add_places(made)
    made.add_argument("--local", action="store_true", help="每个地点的局部统计量（LISA）")
    made.add_argument("--neighbours", type=int, default=5, help="几个最近的地点为邻，默认 5")
    made.add_argument("--permutations", type=int, default=999, help="置换次数，默认 999")
    made.add_argument("--alpha", type=float, default=0.05, help="局部统计量 P 值不大于此才归类，默认 0.05")
    made.add_argument("--seed", type=int, default=1, help="随机数种子，默认 1")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.detection.moran import NoMoran
    from gongwei.domain.detection.zones import WrongPlaces
    from gongwei.site.tabular import answered

    return answered(args, LOCAL if args.local else COLUMNS, lambda: _rows(args), NoMoran, WrongPlaces)


def _rows(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.adapters.files.places import read_places, values_of
    from gongwei.domain.detection.moran import local_moran, moran, neighbours
    from gongwei.site.tabular import data_of

    if args.permutations < 99 or args.seed < 0 or not 0 < args.alpha < 1:
        raise WrongTable("--permutations is 99 or more, --seed 0 or more, --alpha lies between 0 and 1")
    places = read_places(data_of(args.places))
    values = values_of(data_of(args.values), places)
    around = neighbours(places.x, places.y, count=args.neighbours, sphere=places.sphere)
    said = {"permutations": args.permutations, "seed": args.seed}
    if args.local:
        local = local_moran(values, around, alpha=args.alpha, **said)
        return list(zip(places.names, values, local.around, local.statistic, local.p_value, local.kind, strict=True))
    found = moran(values, around, **said)
    return [(found.statistic, found.expected, found.z, found.p_value, len(values), args.neighbours)]
