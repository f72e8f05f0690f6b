"""`gongwei nowcast`: what recent counts will have become when everything is reported."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = ("reference_date", "reported", "estimate", "lower", "upper")
HINDCAST = ("days_since", "judged", "inside", "coverage")


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files

    made = subparsers.add_parser("nowcast", help="报告延迟补全（CSV：reference_date,report_date,count，新增报告数）")
    add_files(made, "FILE")
    made.add_argument("--max-delay", type=int, metavar="DAYS", help="最长报告延迟（天），默认到 99%% 的报告为止")
    made.add_argument("--history", type=int, metavar="DAYS", help="用最近多少天估计延迟分布，默认最长延迟的三倍")
    made.add_argument("--level", type=float, default=0.95, help="区间水平，默认 0.95")
    made.add_argument("--hindcast", action="store_true", help="改为输出回顾检验：各天的区间覆盖率")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.detection.nowcast import NoNowcast
    from gongwei.site.tabular import answered

    return answered(args, HINDCAST if args.hindcast else COLUMNS, lambda: _rows(args), NoNowcast)


def _rows(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.adapters.files.triangles import triangle
    from gongwei.domain.detection.nowcast import nowcast
    from gongwei.site.tabular import data_of

    if not 0 < args.level < 1 or (args.max_delay or 1) < 1 or (args.history or 1) < 1:
        raise WrongTable("--level lies between 0 and 1, --max-delay and --history are 1 day or more")
    read = triangle(data_of(args.file), most=args.max_delay)
    history = max(args.history // read.step, 1) if args.history else None
    found = nowcast(read.reports, history=history, confidence=args.level)
    past = found.hindcast
    for note in (*read.notes, _told(past, args.level), *_open(found, len(read.days))):
        print(f"gongwei nowcast: {note}", file=sys.stderr)
    if args.hindcast:
        shares = [int(inside) / int(of) if of else None for of, inside in zip(past.judged, past.inside, strict=True)]
        return [
            (age * read.step, int(of), int(inside), share)
            for age, (of, inside, share) in enumerate(zip(past.judged, past.inside, shares, strict=True))
        ]
    return list(zip(map(str, read.days), found.reported, found.estimate, found.lower, found.upper, strict=True))


def _told(past: Any, level: float) -> str:
    """Say how intervals of this width did on earlier days of the same file."""
    judged = int(past.judged.sum())
    if not judged:
        return "no earlier nowcast can be judged yet: give more days to have the coverage measured"
    return f"of {judged} earlier {level:.0%} intervals {past.coverage:.1%} held the later count"


def _open(found: Any, days: int) -> Iterator[str]:
    """Say which rows have no estimate, and which no interval, with the reason."""
    import numpy as np

    from gongwei.domain.detection.nowcast import days_for_interval

    if unknown := int(np.isnan(found.estimate).sum()):
        yield f"the last {unknown} rows have no estimate: nothing was ever reported as early"
    if open_ended := int(np.isnan(found.upper).sum()) - unknown:
        needed = days_for_interval(len(found.delay))
        yield f"{open_ended} rows have no interval: its width is learnt from {needed} days or more, these are {days}"
