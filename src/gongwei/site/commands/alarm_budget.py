"""`gongwei alarm-budget`: the method and threshold for each series that hear outbreaks earliest."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gongwei.site.tabular import Row

if TYPE_CHECKING:
    from gongwei.domain.detection.alarm_budget import Budget, Chosen

WORKS_AS = ("nobody",)
COLUMNS = ("series", "method", "cut", "alarms_per_week", "held_back_per_week", "pod", "timeliness")
CURVE = ("series", "method", "cut", "alarms_per_week", "pod", "timeliness", "chosen")


def add_parser(subparsers: Any) -> None:
    from gongwei.domain.detection.names import METHODS
    from gongwei.site.tabular import add_files

    made = subparsers.add_parser(
        "alarm-budget", help="按每周最多 N 个报警，为每个序列选方法和阈值（CSV：series,date,count）"
    )
    add_files(made, "FILE")
    made.add_argument("--per-week", type=float, required=True, metavar="N", help="所有序列合计每周最多几个报警")
    made.add_argument("--choose-weeks", type=int, default=52, help="用最近几周（留出部分之前）来选，默认 52")
    made.add_argument("--held-back-weeks", type=int, default=26, help="最后留出几周来验证，默认 26")
    made.add_argument("--rounds", type=int, default=40, help="每个序列放入几次暴发，默认 40")
    made.add_argument("--method", action="append", choices=METHODS, help="只试此方法，可重复；默认全部")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--curve", action="store_true", help="列出每个序列的全部选择，可交 plot 画图")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.detection.alarms import WrongSeries
    from gongwei.site.tabular import answered

    return answered(args, CURVE if args.curve else COLUMNS, lambda: _rows(args), WrongSeries)


def _rows(args: argparse.Namespace) -> Sequence[Row]:
    from gongwei.adapters.files.panels import panel
    from gongwei.domain.detection.alarm_budget import Budget, choose
    from gongwei.domain.detection.detectors import DETECTORS
    from gongwei.site.tabular import data_of

    _refuse_options(args)
    read = panel(data_of(args.file), weekly=True)
    for note in read.notes:
        print(f"gongwei alarm-budget: {note}", file=sys.stderr)
    budget = Budget(args.per_week, args.choose_weeks, args.held_back_weeks, args.rounds, args.seed)
    some = {name: DETECTORS[name] for name in args.method or DETECTORS}
    found = choose(read.counts, read.days, budget, detectors=some, tell=_tell)
    print(f"\r{_told(found, budget)}", file=sys.stderr)
    choose_from, held = budget.choose_from, budget.hold_back
    rows: list[Row] = []
    figures: Row
    for name, choice in zip(read.names, found.choices, strict=True):
        point = choice.point
        if args.curve:
            for each in choice.curve:
                figures = (each.alarms / choose_from, each.pod, each.timeliness, int(each == point))
                rows.append((name, each.method, each.cut, *figures))
        else:
            figures = (point.alarms / choose_from, choice.held_back / held, point.pod, point.timeliness)
            rows.append((name, point.method, point.cut, *figures))
    return rows


def _refuse_options(args: argparse.Namespace) -> None:
    from gongwei.adapters.files.columns import WrongTable

    if not 0 < args.per_week < float("inf"):
        raise WrongTable("--per-week is a number of alarms above 0")
    if min(args.choose_weeks, args.held_back_weeks, args.rounds) < 2:
        raise WrongTable("--choose-weeks, --held-back-weeks and --rounds are 2 or more")


def _tell(done: int, of: int) -> None:
    print(f"\r{done} / {of}", end="", file=sys.stderr, flush=True)


def _told(found: "Chosen", budget: "Budget") -> str:
    alarms = sum(choice.point.alarms for choice in found.choices) / budget.choose_from
    held = sum(choice.held_back for choice in found.choices) / budget.hold_back
    heard = sum(choice.point.timeliness for choice in found.choices) / len(found.choices)
    return (
        f"budget {budget.per_week:g} a week: {alarms:.2f} in the {budget.choose_from} weeks chosen from, {held:.2f} in "
        f"the {budget.hold_back} held back (the busiest of them {found.busiest}); steps taken back for these: "
        f"{found.taken_back}; mean lateness {heard:.2f} of an outbreak's length"
    )
