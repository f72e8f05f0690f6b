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
    made.add_argument("study", choices=["noufaily", "daily"], help="28 种周序列（2013）或 16 种日序列（2019）")
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
    if args.study == "daily":
        yield from _daily(args)
        return
    made = simulate(replicates=args.replicates, seed=args.seed)
    methods = args.method or list(DETECTORS)
    for done, name in enumerate(methods, start=1):
        print(f"\r{done} / {len(methods)} {name:<20}", end="", file=sys.stderr, flush=True)
        trial = tried(DETECTORS[name], made.quiet, made.struck, made.outbreak, made.days, list(JUDGED))
        yield from _table(args, name, trial, made.scenario)
    print(file=sys.stderr)


def _daily(args: argparse.Namespace) -> Iterator[Row]:
    """Try methods that take days as they are, and on counts from which workdays and holidays were taken out."""
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.domain.detection.names import ANY_STEP, WEEKLY
    from gongwei.domain.detection.noufaily_daily import SYNDROMES

    methods = args.method or [name for name in ANY_STEP if name != "glr-nb"]  # which takes minutes on days: ask for it
    if wrong := set(methods) & set(WEEKLY):
        raise WrongTable(f"--method {min(wrong)} takes weeks, not days")
    for done, name in enumerate(methods, start=1):
        for workdays in (False, True):
            print(f"\r{done} / {len(methods)} {name:<20}", end="", file=sys.stderr, flush=True)
            trials = [_on_days(args, name, place, workdays=workdays) for place in range(len(SYNDROMES))]
            told = f"{name} workdays" if workdays else name
            if args.by_scenario:
                for place, (trial, one) in enumerate(zip(trials, SYNDROMES, strict=True)):
                    about = (told, place + 1, one.alpha, one.phi, int(one.beta != 0), int(one.yearly > 0))
                    yield (*about, *_summary(trial, args.fpr))
            else:
                yield from _mean(told, [list(_table(args, told, trial, None)) for trial in trials])
    print(file=sys.stderr)


def _mean(name: str, tables: list[list[Row]]) -> Iterator[Row]:
    """Average the tables of the syndromes row by row, each syndrome having had its own cut; the cut is their median."""
    import numpy as np

    for rows in zip(*tables, strict=True):
        figures = np.array([row[1:] for row in rows], dtype=float)
        means = np.nanmean(figures, axis=0)
        cut = len(means) - len(SCORED) - 1
        means[cut] = np.median(figures[:, cut])
        yield (name, *means)


def _on_days(args: argparse.Namespace, name: str, place: int, *, workdays: bool) -> "Trial":
    from gongwei.domain.detection.detectors import DETECTORS
    from gongwei.domain.detection.noufaily_daily import SYNDROMES, simulate
    from gongwei.domain.detection.study import tried
    from gongwei.domain.detection.workdays import knowing_workdays

    made = simulate(SYNDROMES[place], replicates=args.replicates, seed=args.seed + place)
    rest = {day.item() for day in made.days[made.holiday]}
    detect = knowing_workdays(DETECTORS[name], rest) if workdays else DETECTORS[name]
    return tried(detect, made.quiet, made.struck, made.outbreak, made.days, list(made.judged))


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
