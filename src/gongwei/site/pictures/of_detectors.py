"""Figures of how well detectors do: studies with known outbreaks, the alarm budget, and thresholds of influenza."""

import numpy as np

from gongwei.adapters.files.columns import Table
from gongwei.site.pictures.wish import MOST_LINES, MOST_PANELS, Wish, chosen
from gongwei.ui.figures.figure import GROUPS, Figure, Level, Line, Mark, Panel, Points, Spans

LEVELS = (("pre_epidemic", "expected"), ("medium", "limit"), ("high", "alarm"), ("very_high", "alarm"))


def trade_off(table: Table, wish: Wish) -> Figure:
    """Draw the curve of `study`: outbreaks found at each rate of false alarms, one line a method."""
    say, false, found = wish.say, table.numbers("fpr"), table.numbers("pod")
    groups, note = chosen(table, "method", wish, most=2 * MOST_LINES)
    marks = [_line(place, name, false, found, rows) for place, (name, rows) in enumerate(groups)]
    panel = Panel(title="", marks=marks, x="number", x_words=say["false alarms"], y_words=say["outbreaks found"])
    return Figure(title=wish.title or say["trade-off"], panels=[panel], note=note)


def at_equal(table: Table, wish: Wish) -> Figure:
    """Draw the table of `study`: each method's share of outbreaks found at the same rate of false alarms."""
    say, found = wish.say, table.numbers("pod")
    order = np.argsort(-found, kind="stable")
    span = Spans(lower=np.zeros(len(order)), upper=found[order], value=found[order], colour="main")
    names = table.texts("method")
    panel = Panel(title=say["outbreaks found"], marks=[span], x="number", rows=[names[row] for row in order])
    return Figure(title=wish.title or say["at equal"], panels=[panel])


def budget_curve(table: Table, wish: Wish) -> Figure:
    """Draw the curve of `alarm-budget`: how late outbreaks are heard at each number of alarms, and what was chosen."""
    say = wish.say
    alarms, late, taken = (table.numbers(name, missing=True) for name in ("alarms_per_week", "timeliness", "chosen"))
    methods, code = table.groups("method")
    groups, note = chosen(table, "series", wish, most=MOST_PANELS, weight=alarms)
    panels = []
    for name, rows in groups:
        own = [(place, method, rows[code[rows] == place]) for place, method in enumerate(methods)]
        lines = [_line(place, method, alarms, late, at) for place, method, at in own if at.size]
        marks: list[Mark] = [*lines]
        marks += [Points(name="", x=line.x, y=line.y, colour=line.colour, size=4) for line in lines]
        here = rows[taken[rows] > 0]
        marks.append(Points(name=say["chosen"], x=alarms[here], y=late[here], colour="ink", size=8))
        panels.append(
            Panel(title=name, marks=marks, x="number", x_words=say["alarms a week"], y_words=say["lateness"])
        )  # fmt: skip
    return Figure(title=wish.title or say["budget"], panels=panels, note=note)


def budget(table: Table, wish: Wish) -> Figure:
    """Draw what `alarm-budget` chose: alarms a week where it chose (the bar) and in the weeks held back (the point)."""
    say = wish.say
    alarms, held = (table.numbers(name, missing=True) for name in ("alarms_per_week", "held_back_per_week"))
    rows = [f"{name}（{method}）" for name, method in zip(table.texts("series"), table.texts("method"), strict=True)]
    span = Spans(lower=np.zeros(len(rows)), upper=alarms, value=held, colour="main")
    panel = Panel(title=say["alarms a week"], marks=[span], x="number", rows=rows)
    return Figure(title=wish.title or say["budget"], panels=[panel])


def seasons(table: Table, wish: Wish) -> Figure:
    """Draw `flu-threshold --weeks`: every season by its weeks, the last one stressed, and the thresholds."""
    say, rate = wish.say, table.numbers("rate", missing=True)
    groups, note = chosen(table, "season", wish, most=MOST_PANELS)
    marks: list[Mark] = []
    for place, (name, rows) in enumerate(groups):
        titled, colour = (name, "main") if place == len(groups) - 1 else (say["earlier seasons"], "seen")
        marks.append(Line(name=titled, x=np.arange(1, len(rows) + 1), y=rate[rows], colour=colour))
    marks += [
        Level(name=say[name], at=table.numbers(name)[0], colour=colour) for name, colour in LEVELS if table.has(name)
    ]
    panel = Panel(title="", marks=marks, x="number", x_words=say["week of the season"], y_words=say["rate"])
    return Figure(title=wish.title or say["seasons"], panels=[panel], note=note)


def thresholds(table: Table, wish: Wish) -> Figure:
    """Draw `flu-threshold`: from what rate on influenza is epidemic, and how intense."""
    rate = table.numbers("rate", missing=True)
    span = Spans(lower=np.zeros(len(rate)), upper=rate, value=rate, colour="main")
    panel = Panel(title=wish.say["rate"], marks=[span], x="number", rows=table.texts("threshold"))
    return Figure(title=wish.title or wish.say["seasons"], panels=[panel])


def _line(place: int, name: str, x: np.ndarray, y: np.ndarray, rows: np.ndarray) -> Line:
    at = rows[np.argsort(x[rows], kind="stable")]
    return Line(name=name, x=x[at], y=y[at], colour=str(place), dashed=place >= len(GROUPS))
