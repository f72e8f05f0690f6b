"""`gongwei survey`: means, proportions and ratios of a sample survey with the error of its design."""

import argparse
from collections.abc import Sequence
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = ("group", "value", "standard_error", "lower", "upper", "rows", "design_effect", "note")
YES, NO = frozenset({"1", "yes", "true", "是", "y"}), frozenset({"0", "no", "false", "否", "n"})


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files

    made = subparsers.add_parser("survey", help="抽样调查：均数、比例、比值（分层、整群、加权）")
    add_files(made, "FILE")
    made.add_argument("--estimate", choices=["mean", "proportion", "ratio"], required=True)
    made.add_argument("--value", required=True, metavar="C", help="变量列；ratio 写成 分子/分母 两列")
    for option, words in (
        ("--by", "按此列分组"), ("--strata", "层"), ("--cluster", "整群（第一阶段单位）"), ("--weight", "权重"),
        ("--fpc", "每层总体的第一阶段单位数"),
    ):  # fmt: skip
        made.add_argument(option, metavar="C", help=words)
    made.add_argument("--interval", choices=["logit", "beta", "wilson"], default="logit", help="比例的区间")
    made.add_argument("--level", type=float, default=0.95, help="置信水平，默认 0.95")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.sampling.design import WrongDesign
    from gongwei.site.tabular import answered

    return answered(args, COLUMNS, lambda: _rows(args), WrongDesign)


def _rows(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable, read_table
    from gongwei.domain.sampling.design import design
    from gongwei.site.tabular import data_of

    if not 0 < args.level < 1:
        raise WrongTable("--level lies between 0 and 1")
    table = read_table(data_of(args.file))
    table.refuse_empty()
    sample = design(
        len(table),
        weight=_weights(table, args.weight) if args.weight else None,
        stratum=_named(table, args.strata) if args.strata else None,
        cluster=_named(table, args.cluster) if args.cluster else None,
        drawn_from=table.numbers(args.fpc, lowest=1) if args.fpc else None,
    )
    estimate = _estimate(args, table, sample)
    by = np.array(table.texts(args.by) if args.by else ["all"] * len(table))
    found = [(name, estimate(by == name)) for name in dict.fromkeys(by.tolist())]
    return [
        (name, one.value, one.standard_error, one.lower, one.upper, one.rows, one.design_effect, one.reason)
        for name, one in found
    ]


def _weights(table: Any, name: str) -> Any:
    weights = table.numbers(name)
    table.refuse(name, weights <= 0, "is no weight: it must be above 0; leave rows out that stand for nobody")
    return weights


def _named(table: Any, name: str) -> list[str]:
    """Give a row's stratum or cluster; a row without one was drawn from nowhere. Raises WrongTable."""
    names, places = table.groups(name)
    return [names[place] for place in places]


def _estimate(args: argparse.Namespace, table: Any, sample: Any) -> Any:
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.domain.sampling.survey import mean, proportion, ratio

    if args.estimate == "ratio":
        above, slash, below = args.value.partition("/")
        if not slash:
            raise WrongTable(f"--value {args.value}: for a ratio write two columns, NUMERATOR/DENOMINATOR")
        pair = (table.numbers(above, missing=True), table.numbers(below, missing=True))
        return lambda within: ratio(*pair, sample, within=within, confidence=args.level)
    if args.estimate == "mean":
        values = table.numbers(args.value, missing=True)
        return lambda within: mean(values, sample, within=within, confidence=args.level)
    yes = _yes(table, args.value)
    return lambda within: proportion(yes, sample, within=within, interval=args.interval, confidence=args.level)


def _yes(table: Any, name: str) -> Any:
    """Read yes and no, in words or as 1 and 0; an empty cell is unknown. Raises WrongTable for anything else."""
    import numpy as np

    from gongwei.adapters.files.columns import EMPTY

    texts = [text.lower() for text in table.texts(name)]
    known = np.array([text in YES or text in NO for text in texts])
    empty = np.array([text in EMPTY for text in texts])
    table.refuse(name, ~known & ~empty, "is neither yes nor no: write 1 or 0")
    return np.where(empty, np.nan, np.array([text in YES for text in texts], dtype=float))
