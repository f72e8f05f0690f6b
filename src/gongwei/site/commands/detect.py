"""`gongwei detect`: which weeks or days of many series are out of the ordinary, by the method named."""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = ("series", "date", "observed", "expected", "threshold", "alarm", "score")
NEEDED = {
    "ears-c1": "7 known times before it",
    "ears-c2": "7 known times that end 2 before it",
    "ears-c3": "7 known times that end 4 before it",
    "cusum": "52 times before it",
    "ewma": "30 times before it",
    "glr-nb": "{years} years before it (--years)",
    "glr-poisson": "{years} years before it (--years)",
    "fixed": "a count",
    "single-case": "a count",
}
WEEKS_IN_A_YEAR = 52
LIMIT = re.compile(r"[0-9]{1,9},0*[1-9][0-9]{0,3}")
DEFAULT_ALPHA = {"ears-c1": 0.001, "ears-c2": 0.001, "ears-c3": 0.025}


def add_parser(subparsers: Any) -> None:
    from gongwei.domain.detection.names import METHODS
    from gongwei.site.tabular import add_files

    made = subparsers.add_parser("detect", help="从计数序列发现异常（CSV：series,date,count[,population]）")
    add_files(made, "FILE")
    made.add_argument("--method", choices=(*METHODS, "fixed", "single-case"), default="farrington-flexible")
    made.add_argument("--alpha", type=float, help="平常时误报的概率（Farrington 默认 0.05，EARS 默认 0.001）")
    made.add_argument("--years", type=int, default=5, help="回看几年，默认 5")
    made.add_argument("--half-window", type=int, help="同期前后各几周（Farrington 默认 3，移动百分位默认 2）")
    made.add_argument("--periods", type=int, default=10, help="一年分几个季节组，默认 10")
    made.add_argument("--threshold-method", choices=["nbPlugin", "muan", "delta"], default="nbPlugin")
    made.add_argument("--past-weeks", type=int, default=26, help="不用最近几周作历史，默认 26")
    made.add_argument("--weights-threshold", type=float, default=2.58, help="残差大于此值的周降低权重，默认 2.58")
    made.add_argument("--trend-p", type=float, default=1.0, help="趋势的 P 值小于此值才保留，1 为总是保留")
    made.add_argument("--limit", default="5,4", metavar="N,W", help="最近 W 周不足 N 例则不报警，默认 5,4")
    made.add_argument("--percentile", type=float, default=80.0, help="移动百分位法的百分位，默认 80")
    made.add_argument("--glr-limit", type=float, default=5.0, help="广义似然比达到此值即报警，默认 5")
    made.add_argument("--at-least", type=float, help="固定阈值法：达到此例数即报警")
    made.add_argument("--compat", choices=["R"], default=None, help="照搬 R 程序包的算法，只用于对照")
    made.add_argument("--budget", metavar="CHOSEN", help="按 alarm-budget 为每个序列选的方法和阈值判断")
    made.add_argument("--workdays", action="store_true", help="日序列：先除去星期、法定节假日与调休的影响")
    made.add_argument("--cumulative", action="store_true", help="count 是累计数：逐期相减，减少的是订正而不是病例")
    made.add_argument("--corrections", metavar="OUT", help="把累计数的订正写到此文件")
    made.add_argument("--last", type=int, metavar="N", help="只判断每个序列最后 N 个时点")
    made.add_argument("--population-column", metavar="C", help="人口列，默认 population（有则用）")


def run(args: argparse.Namespace) -> int:
    from gongwei.catalog.holidays import UnknownHolidays
    from gongwei.domain.detection.alarms import WrongSeries
    from gongwei.site.tabular import answered

    return answered(args, COLUMNS, lambda: _rows(args), WrongSeries, UnknownHolidays)


def _rows(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    import numpy as np

    read = _read(args)
    _refuse_options(args, read.counts.shape[1])
    judge = _judged(args, read.days)
    found = _chosen(args, read, judge) if args.budget else _method(args)(read, judge)
    _tell_unjudged(args, found, len(read.days))
    rows: list[Sequence[Any]] = []
    for place, name in enumerate(read.names):
        for column, at in enumerate(judge):
            if np.isnan(found.observed[place, column]):
                continue
            cells = [each[place, column] for each in (found.observed, found.expected, found.threshold)]
            score = found.score[place, column]
            rows.append((name, str(read.days[at]), *cells, int(found.alarm[place, column]), score))
    return rows


def _tell_unjudged(args: argparse.Namespace, found: Any, times: int) -> None:
    """Say how many known counts have too little past. Raises WrongTable if all of them have."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable

    known = ~np.isnan(found.observed)
    unjudged = int((known & np.isnan(found.score)).sum())
    needed = NEEDED.get(args.method, "{years} years and half a window before it").format(years=args.years)
    method = "what was chosen" if args.budget else args.method
    if unjudged == known.sum():
        raise WrongTable(f"no count can be judged: {method} needs {needed}; the file has {times} times")
    silenced = int(np.isposinf(found.threshold[known]).sum())
    if silenced and args.method == "farrington-flexible":
        fewest, weeks = args.limit.split(",")
        told = f"{silenced} counts have no threshold: fewer than {fewest} cases in {weeks} weeks are no alarm (--limit)"
        print(f"gongwei detect: {told}", file=sys.stderr)
    if unjudged:
        told = f"{unjudged} of {known.sum()} counts were not judged and have no threshold"
        print(f"gongwei detect: {told}: {method} needs {needed}", file=sys.stderr)


def _read(args: argparse.Namespace) -> Any:
    """Read the counts, tell what was filled in or corrected, and write the corrections down where they are wanted."""
    from gongwei.adapters.files.columns import write_table
    from gongwei.adapters.files.panels import panel
    from gongwei.domain.detection.names import WEEKLY
    from gongwei.site.tabular import data_of

    weekly = bool(args.budget) or args.method in WEEKLY
    read = panel(data_of(args.file), weekly=weekly, population=args.population_column, cumulative=args.cumulative)
    for note in read.notes:
        print(f"gongwei detect: {note}", file=sys.stderr)
    if args.corrections:
        Path(args.corrections).write_text(write_table(("series", "date", "correction"), read.corrections))
    return read


def _chosen(args: argparse.Namespace, read: Any, judge: list[int]) -> Any:
    """Judge each series by what `alarm-budget` chose for it."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable, read_table
    from gongwei.domain.detection.alarm_budget import SILENT, judged
    from gongwei.domain.detection.names import METHODS
    from gongwei.site.tabular import data_of

    table = read_table(data_of(args.budget))
    methods, cuts = table.texts("method"), table.numbers("cut", missing=True)
    table.refuse("method", ~np.isin(methods, [*METHODS, SILENT]), "is no method: give the output of alarm-budget")
    chosen = dict(zip(table.texts("series"), zip(methods, cuts, strict=True), strict=True))
    unknown = [name for name in read.names if name not in chosen]
    if unknown:
        raise WrongTable(f"--budget says nothing of series “{unknown[0]}”: run alarm-budget with it")
    return judged(read.counts, read.days, judge, [chosen[name] for name in read.names])


def _judged(args: argparse.Namespace, days: Any) -> list[int]:
    """Give the places to judge: the last ones, else all but the --years that teach a ratio its season."""
    if args.last:
        return list(range(len(days)))[-args.last :]
    taught = args.method in ("glr-nb", "glr-poisson")
    first = days[0] + round(args.years * 365.25) if taught else days[0]
    return [at for at, day in enumerate(days) if day >= first]


def _refuse_options(args: argparse.Namespace, times: int) -> None:
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.domain.detection.names import ANY_STEP

    checks = (
        (args.alpha is not None and not 0 < args.alpha < 1, "--alpha lies between 0 and 1"),
        (args.years < 1 or args.past_weeks < 0, "--years is 1 or more, --past-weeks 0 or more"),
        (not 1 <= args.periods <= WEEKS_IN_A_YEAR, f"--periods lies between 1 and {WEEKS_IN_A_YEAR}"),
        (not 0 <= (args.half_window or 0) < WEEKS_IN_A_YEAR / 2, "--half-window is 0 to 25 weeks"),
        (not args.weights_threshold > 0, "--weights-threshold is above 0"),
        (not 0 <= args.trend_p <= 1, "--trend-p lies between 0 and 1"),
        (not LIMIT.fullmatch(args.limit), "--limit is cases and weeks, two whole numbers: 5,4"),
        (args.last is not None and not 1 <= args.last <= times, f"--last lies between 1 and {times}"),
        (not 0 < args.percentile < 100, "--percentile lies between 0 and 100"),
        (not args.glr_limit > 0, "--glr-limit is above 0"),
        (args.corrections and not args.cumulative, "--corrections goes with --cumulative"),
        (args.workdays and (args.budget or args.method not in ANY_STEP), "--workdays goes with methods that take days"),
        (args.method == "fixed" and args.at_least is None, "--method fixed needs --at-least: so many cases alarm"),
    )
    for wrong, words in checks:
        if wrong:
            raise WrongTable(words)


def _method(args: argparse.Namespace) -> Callable[[Any, list[int]], Any]:
    from gongwei.domain.detection.detectors import columns
    from gongwei.domain.detection.names import WEEKLY
    from gongwei.domain.detection.workdays import on_workdays

    if args.method in ("farrington", "farrington-flexible"):
        return lambda read, judge: _farrington(args, read, judge)
    if args.method in WEEKLY:
        return lambda read, judge: _history(args, read, judge)
    if args.method in ("glr-nb", "glr-poisson"):
        return lambda read, judge: _ratio(args, read, judge)
    if args.workdays:
        return lambda read, judge: columns(
            on_workdays(lambda counts: _step_by_step(args, counts), read.counts, _kinds(read.days)), judge
        )
    return lambda read, judge: columns(_step_by_step(args, read.counts), judge)


def _ratio(args: argparse.Namespace, read: Any, judge: list[int]) -> Any:
    from gongwei.domain.detection.detectors import taught_by_the_past
    from gongwei.domain.detection.workdays import factors

    poisson, people = args.method == "glr-poisson", read.population
    if args.workdays:
        people = factors(read.counts, _kinds(read.days)) * (1 if people is None else people)
    return taught_by_the_past(read.counts, read.days, judge, limit=args.glr_limit, poisson=poisson, population=people)


def _kinds(days: Any) -> Any:
    """Name the kind of each day. Raises WrongTable for weeks, UnknownHolidays for days beyond the table of notices."""
    from gongwei.adapters.files.columns import WrongTable
    from gongwei.catalog.holidays import holidays
    from gongwei.domain.detection.workdays import kinds_of_days

    if len(days) > 1 and (days[1] - days[0]).astype(int) != 1:
        raise WrongTable("--workdays needs a row for each day; these are weeks")
    known = holidays().covering(days[0].item(), days[-1].item())
    return kinds_of_days(days, known.rest.keys(), known.work.keys())


def _farrington(args: argparse.Namespace, read: Any, judge: list[int]) -> Any:
    from gongwei.domain.detection.farrington import Flexible, farrington_flexible, original
    from gongwei.site.tabular import progress

    alpha, half = args.alpha or 0.05, args.half_window if args.half_window is not None else 3
    if args.method == "farrington":
        options = original(alpha=alpha, years=args.years, half_window=half)
    else:
        fewest, recent = (int(part) for part in args.limit.split(","))
        options = Flexible(
            alpha=alpha, years=args.years, half_window=half, periods=args.periods, threshold=args.threshold_method,
            past_weeks=args.past_weeks, weights_threshold=args.weights_threshold, trend_p=args.trend_p, fewest=fewest,
            recent=recent, compat=args.compat or "",
        )  # fmt: skip
    return farrington_flexible(
        read.counts, read.days, judge=judge, population=read.population, options=options, tell=progress()
    )


def _history(args: argparse.Namespace, read: Any, judge: list[int]) -> Any:
    from gongwei.domain.detection.history import historical_limits, moving_percentile

    if args.method == "historical-limits":
        return historical_limits(read.counts, read.days, judge=judge, years=args.years)
    half = args.half_window if args.half_window is not None else 2
    return moving_percentile(
        read.counts, read.days, judge=judge, percentile=args.percentile, years=args.years, half_window=half
    )


def _step_by_step(args: argparse.Namespace, counts: Any) -> Any:
    from gongwei.domain.detection.accumulating import cusum, ewma
    from gongwei.domain.detection.ears import ears
    from gongwei.domain.detection.fixed import fixed

    if args.method in ("fixed", "single-case"):
        return fixed(counts, at_least=args.at_least if args.method == "fixed" else 1)
    if args.method == "cusum":
        return cusum(counts)
    if args.method == "ewma":
        return ewma(counts)
    method = args.method.removeprefix("ears-").upper()
    return ears(counts, method=method, alpha=args.alpha or DEFAULT_ALPHA[args.method], compat=args.compat or "")
