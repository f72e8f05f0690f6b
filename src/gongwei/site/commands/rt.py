"""`gongwei rt`: how many people one case infects, over time."""

import argparse
from collections.abc import Sequence
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = ("start", "end", "mean", "sd", "q025", "q25", "median", "q75", "q975")


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files

    made = subparsers.add_parser("rt", help="再生数 Rt（CSV：date,count，每天一行）")
    add_files(made, "FILE")
    made.add_argument("--si-mean", type=float, required=True, help="代间距均数（天，大于 1）")
    made.add_argument("--si-sd", type=float, required=True, help="代间距标准差（天）")
    made.add_argument("--window", type=int, default=7, help="几天一个窗口，默认 7")
    made.add_argument("--method", choices=["cori", "wallinga-teunis"], default="cori")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.detection.transmission import NoEstimate
    from gongwei.site.tabular import answered

    return answered(args, COLUMNS, lambda: _rows(args), NoEstimate)


def _rows(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable, read_table
    from gongwei.domain.detection.transmission import cori, serial_interval, wallinga_teunis
    from gongwei.site.tabular import data_of

    if args.window < 1:
        raise WrongTable("--window is 1 day or more")
    table = read_table(data_of(args.file))
    days, counts = table.days("date"), table.numbers("count", lowest=0, whole=True)
    table.refuse_repeated("date", days)
    if not len(days):
        raise WrongTable("the file has no rows under its header")
    axis = np.arange(days.min(), days.max() + 1)
    missing = np.setdiff1d(axis, days)
    if missing.size:
        raise WrongTable(f"column “date”: {missing[0]} is missing; give every day, 0 where nobody fell ill")
    order = np.argsort(days)
    interval = serial_interval(args.si_mean, args.si_sd, days=max(len(axis), int(args.si_mean + 12 * args.si_sd)))
    method = cori if args.method == "cori" else wallinga_teunis
    found = method(counts[order], interval, window=args.window)
    return [
        (str(axis[start]), str(axis[end]), mean, sd, *quantiles)
        for start, end, mean, sd, quantiles in zip(
            found.start, found.end, found.mean, found.sd, found.quantiles, strict=True
        )
    ]
