"""`gongwei flu-threshold`: from what rate on influenza is epidemic, and how intense, by past seasons."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORKS_AS = ("nobody",)
COLUMNS = ("threshold", "rate", "seasons", "median_weeks")
WEEKS = ("season", "week", "rate", "epidemic", "level", "pre_epidemic", "post_epidemic", "medium", "high", "very_high")
NAMES = ("pre-epidemic", "post-epidemic", "medium", "high", "very high")
MOST_SEASONS, WEEKS_IN_A_YEAR = 10, 53


def add_parser(subparsers: Any) -> None:
    from gongwei.site.tabular import add_files

    made = subparsers.add_parser("flu-threshold", help="流感流行阈值与强度分级，移动流行法（CSV：season,week,rate）")
    add_files(made, "FILE")
    made.add_argument("--first-week", type=int, default=40, help="监测季从第几周开始，默认 40")
    made.add_argument("--slope", type=float, default=2.8, help="每周所占比例低于此百分点即在流行期之外，默认 2.8")
    made.add_argument("--current", metavar="SEASON", help="当前监测季：不作历史，只按阈值分级")
    made.add_argument("--weeks", action="store_true", help="逐周列出是否在流行期、强度与阈值")


def run(args: argparse.Namespace) -> int:
    from gongwei.domain.detection.moving_epidemic import NoEpidemic
    from gongwei.site.tabular import answered

    return answered(args, WEEKS if args.weeks else COLUMNS, lambda: _rows(args), NoEpidemic)


def _rows(args: argparse.Namespace) -> Sequence[Sequence[Any]]:
    import numpy as np

    from gongwei.domain.detection.moving_epidemic import flu_thresholds

    names, weeks, rates = _seasons(args)
    past = [place for place, name in enumerate(names) if name != args.current][-MOST_SEASONS:]
    quiet = [names[place] for place in past if not np.nansum(rates[place]) > 0]
    if quiet:
        print(f"gongwei flu-threshold: {'、'.join(quiet)} had no rate above 0 and was left out", file=sys.stderr)
        past = [place for place in past if names[place] not in quiet]
    found = flu_thresholds(rates[past], slope=args.slope)
    limits = (found.pre, found.post, *found.intensity)
    if not args.weeks:
        return [(name, limit, len(past), found.length) for name, limit in zip(NAMES, limits, strict=True)]
    spans = dict(zip(past, found.epidemics, strict=True))
    rows: list[Sequence[Any]] = []
    for place, name in enumerate(names):
        for at, week in enumerate(weeks):
            inside = int(spans[place].first <= at <= spans[place].last) if place in spans else None
            if not np.isnan(rates[place, at]):
                rows.append((name, week, rates[place, at], inside, found.level(rates[place, at]), *limits))
    return rows


def _seasons(args: argparse.Namespace) -> tuple[list[str], list[int], "NDArray[Any]"]:
    """Read seasons in their order, and weeks in the season's: (seasons, weeks) rates, NaN for a missing week."""
    import numpy as np

    from gongwei.adapters.files.columns import WrongTable, read_table
    from gongwei.site.tabular import data_of

    if not 1 <= args.first_week <= WEEKS_IN_A_YEAR or not 0 < args.slope < 100:
        raise WrongTable("--first-week lies between 1 and 53, --slope between 0 and 100")
    table = read_table(data_of(args.file))
    table.refuse_empty()
    texts, week = table.texts("season"), table.numbers("week", lowest=1, whole=True)
    table.refuse("week", week > WEEKS_IN_A_YEAR, "is above 53: weeks are those of the calendar")
    rate = table.numbers("rate", lowest=0, missing=True)
    names = sorted(set(texts))
    if args.current is not None and args.current not in names:
        raise WrongTable(f"--current {args.current}: the file has {names[0]} to {names[-1]}")
    order = (week.astype(int) - args.first_week) % WEEKS_IN_A_YEAR
    season = np.array([names.index(text) for text in texts])
    table.refuse_repeated("week", season * WEEKS_IN_A_YEAR + order, " in its season")
    axis = np.unique(order)
    rates = np.full((len(names), len(axis)), np.nan)
    rates[season, np.searchsorted(axis, order)] = rate
    return names, [int((at + args.first_week - 1) % WEEKS_IN_A_YEAR + 1) for at in axis], rates
