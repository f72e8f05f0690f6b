"""`gongwei study`: compare detectors on simulated series whose outbreaks are known, at equal false alarms."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from gongwei.site.tabular import Row

if TYPE_CHECKING:
    from gongwei.domain.detection.study import Trial

WORKS_AS = ("nobody",)
SCORED = ("fpr", "pod", "sensitivity", "specificity", "ppv", "timeliness")
COLUMNS = ("method", "own_fpr", "own_pod", "cut", *SCORED)
SCENARIO = ("method", "scenario", "theta", "phi", "trend", "season", *COLUMNS[1:])
CURVE = ("method", "cut", *SCORED)


def add_parser(subparsers: Any) -> None:
    from gongwei.domain.detection.names import METHODS
    from gongwei.site.tabular import add_output

    made = subparsers.add_parser("study", help="用模拟序列比较各探测方法：同样误报率下谁更早、更准")
    made.add_argument("study", choices=["noufaily"], help="noufaily：28 种周序列，Noufaily 等 2013")
    made.add_argument("--method", action="append", choices=METHODS, help="只试此方法，可重复；默认全部")
    made.add_argument("--replicates", type=int, default=100, help="每种情形多少条序列，默认 100")
    made.add_argument("--fpr", type=float, default=0.01, help="在此误报率下比较，默认 0.01")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--by-scenario", action="store_true", help="逐种情形列出")
    made.add_argument("--curve", action="store_true", help="列出多个误报率下的结果，可交 plot 画图")
    add_output(made)


def run(args: argparse.Namespace) -> int:
    from gongwei.site.tabular import answered

    columns = SCENARIO if args.by_scenario else CURVE if args.curve else COLUMNS
    return answered(args, columns, lambda: list(_rows(args)))


def _rows(args: argparse.Namespace) -> Iterator[Row]:
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.domain.detection.detectors import DETECTORS
    from gongwei.domain.detection.noufaily import JUDGED, simulate
    from gongwei.domain.detection.study import tried

    if args.replicates < 1 or not 0 < args.fpr < 1:
        raise WrongTable("--replicates is 1 or more, --fpr lies between 0 and 1")
    made = simulate(replicates=args.replicates, seed=args.seed)
    methods = args.method or list(DETECTORS)
    for done, name in enumerate(methods, start=1):
        print(f"\r{done} / {len(methods)} {name:<20}", end="", file=sys.stderr, flush=True)
        trial = tried(DETECTORS[name], made.quiet, made.struck, made.outbreak, made.days, list(JUDGED))
        yield from _table(args, name, trial, made.scenario)
    print(file=sys.stderr)


def _table(args: argparse.Namespace, name: str, trial: "Trial", scenario: Any) -> Iterator[Row]:
    from gongwei.domain.detection.noufaily import SCENARIOS

    if args.curve:
        yield from ((name, cut, *_scored(scores)) for cut, scores in trial.curve())
    elif args.by_scenario:
        for place, each in enumerate(SCENARIOS):
            told = (name, place + 1, each.theta, each.phi, int(each.beta != 0), int(each.gamma1 != 0))
            yield (*told, *_summary(trial.of(scenario == place), args.fpr))
    else:
        yield (name, *_summary(trial, args.fpr))


def _summary(trial: "Trial", fpr: float) -> Row:
    own = trial.own()
    cut, scores = trial.at_equal(fpr)
    return own.fpr, own.pod, cut, *_scored(scores)


def _scored(scores: Any) -> Sequence[float]:
    return [getattr(scores, name) for name in SCORED]
