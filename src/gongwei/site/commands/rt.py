"""`gongwei rt`: how many people one case infects, over time."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

WORKS_AS = ("nobody",)
LONGEST_INTERVAL = 365
COLUMNS = ("start", "end", "mean", "sd", "q025", "q25", "median", "q75", "q975")


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files

    made = subparsers.add_parser("rt", help="再生数 Rt（CSV：date,count，每天一行）")
    add_files(made, "FILE")
    made.add_argument("--si-mean", type=float, help="代间距均数（天，大于 1）")
    made.add_argument("--si-sd", type=float, help="代间距标准差（天）")
    made.add_argument(
        "--si", metavar="INTERVAL", help="实测代间距 CSV：days,share（gongwei chains --serial-interval 的输出）"
    )
    made.add_argument("--window", type=int, default=7, help="几天一个窗口，默认 7")
    made.add_argument("--method", choices=["cori", "wallinga-teunis"], default="cori")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.detection.transmission import NoEstimate
    from gongwei.site.tabular import answered

    return answered(args, COLUMNS, lambda: _rows(args), NoEstimate)


def _rows(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable, read_table
    from gongwei.adapters.files.daily import daily_counts
    from gongwei.domain.detection.transmission import cori, wallinga_teunis
    from gongwei.site.tabular import data_of

    if args.window < 1:
        raise WrongTable("--window is 1 day or more")
    table = read_table(data_of(args.file))
    axis, counts = daily_counts(table)
    for note in table.out_of_order("date", table.days("date"), np.zeros(len(table), dtype=np.intp)):
        print(f"gongwei rt: {note}", file=sys.stderr)
    if not counts.any():
        raise WrongTable("column “count” has no cases on any day: nothing was transmitted that could be measured")
    method = cori if args.method == "cori" else wallinga_teunis
    found = method(counts, _interval(args, len(axis)), window=args.window)
    empty = int(np.isnan(found.mean).sum())
    if empty:
        print(f"gongwei rt: {empty} windows without cases have no number", file=sys.stderr)
    return [
        (str(axis[start]), str(axis[end]), mean, sd, *quantiles)
        for start, end, mean, sd, quantiles in zip(
            found.start, found.end, found.mean, found.sd, found.quantiles, strict=True
        )
    ]


def _interval(args: argparse.Namespace, days: int) -> Any:
    """Take the serial interval from its file, or make it from mean and deviation."""
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.adapters.files.daily import interval_by_day
    from gongwei.domain.detection.transmission import serial_interval
    from gongwei.site.tabular import data_of

    given = (args.si_mean is not None) + (args.si_sd is not None)
    if (args.si is None and given < 2) or (args.si is not None and given):
        raise WrongTable("give the serial interval once: --si-mean and --si-sd in days, or --si INTERVAL")
    if args.si is not None:
        return interval_by_day(data_of(args.si))
    if not (args.si_mean <= LONGEST_INTERVAL and args.si_sd <= LONGEST_INTERVAL):
        raise WrongTable(f"--si-mean and --si-sd are days, {LONGEST_INTERVAL} at most")
    return serial_interval(args.si_mean, args.si_sd, days=max(days, int(args.si_mean + 12 * args.si_sd)))
