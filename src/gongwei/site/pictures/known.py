"""The kinds of tables that can be drawn, each known by the columns that it must have."""

from collections.abc import Callable
from dataclasses import dataclass

from gongwei.adapters.files.columns import Table
from gongwei.site.pictures import by_group, of_chains, of_detectors, on_the_map, over_time
from gongwei.site.pictures.wish import NoPicture, Wish
from gongwei.ui.figures.figure import Figure


@dataclass(frozen=True)
class Kind:
    """What gives such a table, the columns it has for certain, and what makes its figure."""

    given_by: str
    columns: tuple[str, ...]
    draw: Callable[[Table, Wish], Figure]


KINDS = (
    Kind("detect", ("series", "date", "observed", "expected", "threshold", "alarm"), over_time.detected),
    Kind("rt", ("start", "end", "mean", "q025", "q975"), over_time.reproduction),
    Kind("nowcast", ("reference_date", "reported", "estimate", "lower", "upper"), over_time.nowcast),
    Kind("scan", ("cluster", "places", "observed", "expected", "relative_risk", "p_value"), on_the_map.clusters),
    Kind("moran --local", ("place", "value", "around", "local", "kind"), on_the_map.alike),
    Kind("chains", ("case", "onset", "infector", "chain", "generation"), of_chains.chains),
    Kind("study", ("method", "own_fpr", "own_pod", "fpr", "pod"), of_detectors.at_equal),
    Kind("study --curve", ("method", "cut", "fpr", "pod"), of_detectors.trade_off),
    Kind(
        "alarm-budget --curve",
        ("series", "method", "alarms_per_week", "timeliness", "chosen"),
        of_detectors.budget_curve,
    ),
    Kind("alarm-budget", ("series", "method", "alarms_per_week", "held_back_per_week"), of_detectors.budget),
    Kind("flu-threshold --weeks", ("season", "week", "rate", "pre_epidemic"), of_detectors.seasons),
    Kind("flu-threshold", ("threshold", "rate", "median_weeks"), of_detectors.thresholds),
    Kind("life-table", ("group", "age_start", "lx", "ex", "lower", "upper"), by_group.survivors),
    Kind("rates, survey, attack", ("group", "value", "lower", "upper"), by_group.intervals),
    Kind("premature", ("group", "probability", "lower", "upper"), by_group.intervals),
    Kind("cases by day", ("date", "count"), over_time.epidemic_curve),
)


def figure_of(table: Table, wish: Wish) -> Figure:
    """Make the figure of a table. Raises NoPicture for one of no known kind, or without rows."""
    kind = next((kind for kind in KINDS if all(table.has(name) for name in kind.columns)), None)
    if kind is None:
        known = "; ".join(f"{kind.given_by}: {','.join(kind.columns)}" for kind in KINDS)
        raise NoPicture(f"columns {','.join(table.header)} are of no table that can be drawn. Known are {known}")
    if not len(table):
        raise NoPicture(f"the table of {kind.given_by} has no rows under its header: there is nothing to draw")
    return kind.draw(table, wish)
