"""Figures of what has places: clusters of a scan on the plane and in time."""

import numpy as np

from gongwei.adapters.files.columns import Table
from gongwei.site.pictures.wish import MOST_LINES, NoPicture, Wish
from gongwei.ui.figures.figure import Figure, Mark, Panel, Points, Spans

BETWEEN_PLACES = ";"


def clusters(table: Table, wish: Wish) -> Figure:
    """Draw the output of `scan`: each cluster's days and, where the places are given, where it lies."""
    say = wish.say
    names, seen, mean, chance = (
        table.texts("cluster"), *(table.numbers(name) for name in ("observed", "expected", "p_value")),
    )  # fmt: skip
    shown = range(min(len(table), MOST_LINES))
    told = [f"{names[row]}：{seen[row]:.0f} / {mean[row]:.1f}，p {chance[row]:.3g}" for row in shown]
    panels = [_where(table, wish, told)] if wish.places else []
    if table.has("start") and any(table.texts("start")):
        begin, end = table.days("start")[shown], table.days("end")[shown]
        span = Spans(lower=begin, upper=end, colour="main")
        panels.append(Panel(title=say["time"], marks=[span], rows=told))
    if not panels:
        raise NoPicture("these clusters have no days: give --places PLACES (place,x,y) to draw where they lie")
    note = f"{len(shown)} of {len(table)} clusters are drawn" if len(table) > MOST_LINES else ""
    return Figure(title=wish.title or say["clusters"], panels=panels, note=note)


def _where(table: Table, wish: Wish, told: list[str]) -> Panel:
    assert wish.places is not None
    names = wish.places.texts("place")
    x, y = wish.places.numbers("x"), wish.places.numbers("y")
    at = {name: place for place, name in enumerate(names)}
    marks: list[Mark] = [Points(name=wish.say["place"], x=x, y=y, colour="mute", size=4)]
    for cluster, inside in enumerate(table.texts("places")[: len(told)]):
        unknown = [name for name in inside.split(BETWEEN_PLACES) if name not in at]
        if unknown:
            raise NoPicture(f"row {table.rows[cluster]}, column “places”: “{unknown[0]}” is not in --places")
        here = np.array([at[name] for name in inside.split(BETWEEN_PLACES)])
        marks.append(Points(name=told[cluster], x=x[here], y=y[here], colour=str(cluster), size=7))
    return Panel(title=wish.say["place"], marks=marks, x="number", square=True)
