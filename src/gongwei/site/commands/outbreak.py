"""`gongwei curve`, `growth`, `attack` and `chains`: the first figures of an outbreak from its list of cases."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

WORKS_AS = ("nobody",)
COLUMNS = {
    "curve": ("date", "count", "group"),
    "growth": ("start", "end", "cases", "rate", "lower", "upper", "doubling_days"),
    "attack": ("group", "ill", "at_risk", "value", "lower", "upper", "kind", "note"),
    "chains": ("case", "onset", "infector", "chain", "generation", "infected", "serial_interval"),
}
INTERVAL = ("days", "pairs", "share")
REPORTS = ("reference_date", "report_date", "count")
MOST_DAYS = 20_000


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files

    curve = subparsers.add_parser("curve", help="流行曲线：由病例一览表按天或按周计数（CSV：onset[,group]）")
    curve.add_argument("--every", choices=["day", "week"], default="day", help="按天或按周（周一起），默认按天")
    kinds = curve.add_mutually_exclusive_group()
    kinds.add_argument("--total", action="store_true", help="不分组，只给合计")
    kinds.add_argument(
        "--reports", action="store_true", help="改为按发病日和报告日计数（列 reported），供 nowcast 使用"
    )
    growth = subparsers.add_parser("growth", help="增长率与倍增天数（CSV：date,count，每天一行）")
    growth.add_argument("--from", dest="since", metavar="DATE", help="只用这天起的数据")
    growth.add_argument("--to", dest="until", metavar="DATE", help="只用到这天（含）为止的数据")
    attack = subparsers.add_parser("attack", help="罹患率与续发率（CSV：group,ill,at_risk[,primary]）")
    linked = subparsers.add_parser("chains", help="传播链：代次、各病例的续发数、代间距（CSV：case,infector[,onset]）")
    linked.add_argument("--serial-interval", action="store_true", help="改为输出代间距分布，供 rt --si 使用")
    for made in (curve, growth, attack, linked):
        add_files(made, "FILE")
    for made in (growth, attack):
        made.add_argument("--level", type=float, default=0.95, help="置信水平，默认 0.95")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.detection.chains import NoInterval
    from gongwei.domain.detection.transmission import NoEstimate
    from gongwei.site.tabular import answered

    columns, make = COLUMNS[args.command], MAKERS[args.command]
    if args.command == "chains" and args.serial_interval:
        columns, make = INTERVAL, _pairs
    if args.command == "curve" and args.reports:
        columns, make = REPORTS, _reports
    return answered(args, columns, lambda: make(args), NoEstimate, NoInterval)


def _table(args: argparse.Namespace) -> Any:
    from gongwei.adapters.files.columns import WrongTable, read_table
    from gongwei.site.tabular import data_of

    if not 0 < getattr(args, "level", 0.95) < 1:
        raise WrongTable("--level lies between 0 and 1")
    table = read_table(data_of(args.file))
    table.refuse_empty()
    return table


def _curve(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    """Count cases by onset, days without any too, so that the curve has no gaps."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable

    table = _table(args)
    onset, (names, code) = table.days("onset"), table.groups("group")
    if args.total:
        names, code = ["all"], np.zeros_like(code)
    step = 7 if args.every == "week" else 1
    if step == 7:
        onset = onset - (onset.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    first, last = onset.min(), onset.max()
    if (last - first).astype(int) > MOST_DAYS:
        raise WrongTable(f"onsets from {first} to {last} are more than {MOST_DAYS} days apart: is a year wrong?")
    axis = np.arange(first, last + 1, np.timedelta64(step, "D"))
    counts = np.zeros((len(names), len(axis)), dtype=int)
    np.add.at(counts, (code, (onset - first).astype(int) // step), 1)
    return [(str(day), counts[row, at], name) for row, name in enumerate(names) for at, day in enumerate(axis)]


def _reports(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    """Count cases by the day they fell ill and the day they were reported."""
    import numpy as np

    table = _table(args)
    happened, reported = table.days("onset"), table.days("reported")
    pairs, counts = np.unique(np.column_stack([happened, reported]), axis=0, return_counts=True)
    return [(str(onset), str(day), int(count)) for (onset, day), count in zip(pairs, counts, strict=True)]


def _growth(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    from gongwei.adapters.files.daily import daily_counts
    from gongwei.domain.detection.transmission import growth

    axis, counts = daily_counts(_table(args))
    wanted = (axis >= _day(args.since, axis[0], "--from")) & (axis <= _day(args.until, axis[-1], "--to"))
    axis, counts = axis[wanted], counts[wanted]
    found = growth(counts, confidence=args.level)
    figures = (int(counts.sum()), found.rate, found.lower, found.upper, found.doubling_days)
    return [(str(axis[0]), str(axis[-1]), *figures)]


def _day(text: str | None, default: Any, option: str) -> Any:
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable

    try:
        return np.datetime64(text, "D") if text else default
    except ValueError:
        raise WrongTable(f"{option} {text}: write a day as 2026-11-23") from None


def _attack(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    """Give each group's rates and, of several groups, those of all together."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable
    from gongwei.domain.detection.attack import WrongOutbreak, attack_rate, secondary_attack_rate

    table = _table(args)
    names, code = table.groups("group")
    columns = [name for name in ("ill", "at_risk", "primary") if name != "primary" or table.has("primary")]
    sums = [np.bincount(code, table.numbers(name, lowest=0, whole=True)) for name in columns]
    if len(names) > 1:
        names, sums = [*names, "all"], [np.append(each, each.sum()) for each in sums]
    try:
        found = [("attack", attack_rate(*sums[:2], confidence=args.level))]
        if len(sums) == 3:
            found.append(("secondary", secondary_attack_rate(*sums, confidence=args.level)))
    except WrongOutbreak as error:
        raise WrongTable(f"group “{names[error.group]}”: {error}") from error
    return [
        (
            name,
            *(getattr(share, each)[place] for each in ("ill", "at_risk", "value", "lower", "upper")),
            kind,
            "" if share.at_risk[place] else "nobody was at risk",
        )
        for kind, share in found
        for place, name in enumerate(names)
    ]


def _links(args: argparse.Namespace) -> tuple[Any, list[str], list[str], Any]:
    """Read the links; onset in days, NaN where the file has none."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable
    from gongwei.domain.detection.chains import WrongLinks, chains

    table = _table(args)
    cases, infectors = table.texts("case"), table.texts("infector")
    table.refuse("case", np.array([not case for case in cases]), "is empty: give each case a name")
    onset = np.full(len(table), np.nan)
    if table.has("onset"):
        days = table.days("onset", missing=True)
        onset = np.where(np.isnat(days), np.nan, days.astype(int))
    try:
        return chains(cases, infectors), cases, infectors, onset
    except WrongLinks as error:
        raise WrongTable(f"row {table.rows[error.case]}: {error}") from error


def _chains(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    import numpy as np

    from gongwei.domain.detection.chains import serial_intervals

    found, cases, infectors, onset = _links(args)
    sizes = np.array(list(found.sizes.values()))
    print(
        f"gongwei chains: {len(cases)} cases in {len(sizes)} chains, the longest of {sizes.max()} cases and "
        f"{found.generation.max()} generations; {found.infected.mean():.2f} further cases each",
        file=sys.stderr,
    )
    between = serial_intervals(cases, infectors, onset)
    days = [None if np.isnan(day) else str(np.datetime64(int(day), "D")) for day in onset]
    roots = [cases[root] for root in found.root]
    return list(zip(cases, days, infectors, roots, found.generation, found.infected, between, strict=True))


def _pairs(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    import numpy as np

    from gongwei.domain.detection.chains import interval_of_pairs, serial_intervals

    _, cases, infectors, onset = _links(args)
    between = serial_intervals(cases, infectors, onset)
    share, left_out = interval_of_pairs(between)
    if left_out:
        print(
            f"gongwei chains: {left_out} pairs fell ill on the same day or in the other order and are left out",
            file=sys.stderr,
        )
    pairs = np.rint(share * (np.sum(between >= 1))).astype(int)
    return [(day, pairs[day], share[day]) for day in range(len(share))]


MAKERS = {"curve": _curve, "growth": _growth, "attack": _attack, "chains": _chains}
