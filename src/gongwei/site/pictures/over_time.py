"""Figures of what has days: counts and alarms, reproduction numbers, nowcasts, epidemic curves."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.files.columns import Table
from gongwei.site.pictures.wish import MOST_LINES, MOST_PANELS, Wish, chosen
from gongwei.ui.figures.figure import Bars, Figure, Level, Line, Mark, Panel, Points, Ribbon


def detected(table: Table, wish: Wish) -> Figure:
    """Draw the output of `detect`: what was seen, expected and the threshold, each alarm a point."""
    say, days = wish.say, table.days("date")
    seen, expected, limit, alarm = (
        table.numbers(name, missing=True) for name in ("observed", "expected", "threshold", "alarm")
    )
    score = table.numbers("score", missing=True) if table.has("score") else alarm
    groups, note = chosen(table, "series", wish, most=MOST_PANELS, weight=np.maximum(score, 0))
    panels = []
    for name, rows in groups:
        at = rows[np.argsort(days[rows])]
        loud = at[alarm[at] > 0]
        marks: list[Mark] = [
            Bars(name=say["observed"], x=days[at], y=seen[at], colour="seen"),
            Line(name=say["expected"], x=days[at], y=expected[at], colour="expected"),
            Line(name=say["threshold"], x=days[at], y=limit[at], colour="limit", dashed=True),
        ]
        if loud.size:
            marks.append(Points(name=say["alarm"], x=days[loud], y=seen[loud], colour="alarm", size=5))
        panels.append(Panel(title=name, marks=marks, y_words=say["cases"]))
    return Figure(title=wish.title or say["detected"], panels=panels, note=note)


def reproduction(table: Table, wish: Wish) -> Figure:
    """Draw the output of `rt` on the last day of each window, with one secondary case marked."""
    say, days = wish.say, table.days("end")
    at = np.argsort(days)
    low, high, mean = (table.numbers(name, missing=True)[at] for name in ("q025", "q975", "mean"))
    marks: list[Mark] = [Ribbon(name="95 %", x=days[at], lower=low, upper=high, colour="main")]
    if table.has("q25") and table.has("q75"):
        inner = [table.numbers(name, missing=True)[at] for name in ("q25", "q75")]
        marks.append(Ribbon(name="50 %", x=days[at], lower=inner[0], upper=inner[1], colour="main"))
    marks += [Line(name="R", x=days[at], y=mean, colour="main"), Level(name="1", at=1, colour="alarm")]
    return Figure(title=wish.title or say["reproduction"], panels=[Panel(title="", marks=marks, y_words="R")])


def nowcast(table: Table, wish: Wish) -> Figure:
    """Draw the output of `nowcast`: what is reported, and where more is to come, what it is expected to become."""
    say, days = wish.say, table.days("reference_date")
    at = np.argsort(days)
    seen, mean, low, high = (
        table.numbers(name, missing=True)[at] for name in ("reported", "estimate", "lower", "upper")
    )
    still = ~(low == high)  # a whole row's interval is the count itself
    low, mean, high = (np.where(still, each, np.nan) for each in (low, mean, high))
    marks: list[Mark] = [
        Bars(name=say["reported"], x=days[at], y=seen, colour="seen"),
        Ribbon(name=say["interval"], x=days[at], lower=low, upper=high, colour="main"),
        Line(name=say["completed"], x=days[at], y=mean, colour="main"),
    ]
    panel = Panel(title="", marks=marks, y_words=say["cases"])
    return Figure(title=wish.title or say["nowcast"], panels=[panel])


def epidemic_curve(table: Table, wish: Wish) -> Figure:
    """Draw counts by day, the series or groups of a file on each other."""
    say, days, counts = wish.say, table.days("date"), table.numbers("count", lowest=0, missing=True)
    column = "series" if table.has("series") else "group"
    groups, note = chosen(table, column, wish, most=MOST_LINES, weight=counts)
    axis = np.unique(days)
    marks: list[Mark] = []
    for place, (name, rows) in enumerate(groups):
        total = np.bincount(np.searchsorted(axis, days[rows]), np.nan_to_num(counts[rows]), minlength=len(axis))
        titled = name if table.has(column) else say["cases"]
        marks.append(Bars(name=titled, x=_listed(axis), y=total, colour=str(place)))
    panel = Panel(title="", marks=marks, y_words=say["cases"])
    return Figure(title=wish.title or say["cases by day"], panels=[panel], note=note)


def _listed(days: NDArray[np.datetime64]) -> list[np.datetime64]:
    return list(days)
