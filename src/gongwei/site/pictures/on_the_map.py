"""Figures of what has places: clusters of a scan on the plane and in time, and where like values lie together."""

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.files.columns import Table
from gongwei.adapters.files.places import Places
from gongwei.site.pictures.wish import MOST_LINES, NoPicture, Wish
from gongwei.ui.figures.figure import Figure, Mark, Panel, Points, Spans

BETWEEN_PLACES = ";"
CONVINCING = 0.05
LIKE = {"high-high": "alarm", "low-low": "expected", "high-low": "limit", "low-high": "main", "": "mute"}


def clusters(table: Table, wish: Wish) -> Figure:
    """Draw the output of `scan`: each cluster's days and, where the places are given, where it lies.

    Drawn are the clusters with a p-value up to 0.05, and the loudest in any case.
    """
    say = wish.say
    seen, mean, chance = (table.numbers(name) for name in ("observed", "expected", "p_value"))
    shown = np.flatnonzero((chance <= CONVINCING) | (np.arange(len(table)) == 0))[:MOST_LINES]
    names = table.texts("cluster")
    told = [
        say["cluster seen"].format(
            name=names[row], seen=int(seen[row]), mean=f"{mean[row]:.1f}", p=f"{chance[row]:.3g}"
        )
        for row in shown
    ]
    panels = [_where(table, wish.places, wish, told, shown)] if wish.places else []
    if table.has("start") and any(table.texts("start")):
        begin, end = table.days("start")[shown], table.days("end")[shown] + 1
        rows = [names[row] for row in shown] if panels else told  # beside the map, whose legend tells the rest
        panels.append(Panel(title=say["time"], marks=[Spans(lower=begin, upper=end, colour="main")], rows=rows))
    if not panels:
        raise NoPicture("these clusters have no days: give --places PLACES (place,x,y) to draw where they lie")
    left_out = len(table) - len(shown)
    note = say["clusters left out"].format(left_out=left_out, limit=CONVINCING) if left_out else ""
    return Figure(title=wish.title or say["clusters"], panels=panels, note=note)


def _where(table: Table, places: Places, wish: Wish, told: list[str], shown: NDArray[np.intp]) -> Panel:
    everywhere = Points(name=wish.say["place"], x=places.x, y=places.y, colour="mute", size=4, named=places.names)
    marks: list[Mark] = [everywhere]
    inside = table.texts("places")
    for cluster, row in enumerate(shown):
        here = _found(table, places, "places", int(row), inside[row].split(BETWEEN_PLACES))
        names = [places.names[place] for place in here]
        x, y = places.x[here], places.y[here]
        marks.append(Points(name=told[cluster], x=x, y=y, colour=str(cluster), named=names))
    return Panel(title=wish.say["place"], marks=marks, x="number", square=True)


def _found(table: Table, places: Places, column: str, row: int, names: list[str]) -> NDArray[np.intp]:
    unknown = [name for name in names if name not in places.names]
    if unknown:
        raise NoPicture(f"row {table.rows[row]}, column “{column}”: “{unknown[0]}” is not in --places")
    return np.array([places.names.index(name) for name in names], dtype=np.intp)


def alike(table: Table, wish: Wish) -> Figure:
    """Draw the output of `moran --local`: which places lie among like ones, and which stand out."""
    if wish.places is None:
        raise NoPicture("local Moran statistics are drawn where the places lie: give --places PLACES (place,x,y)")
    kinds, at = table.texts("kind"), _found(table, wish.places, "place", 0, table.texts("place"))
    unknown = [kind for kind in kinds if kind not in LIKE]
    if unknown:
        raise NoPicture(f"column “kind”: “{unknown[0]}” is none of {'、'.join(LIKE)}")
    marks: list[Mark] = []
    for kind, colour in LIKE.items():
        here = at[[one == kind for one in kinds]]
        if here.size:
            x, y = wish.places.x[here], wish.places.y[here]
            names, size = [wish.places.names[place] for place in here], 7 if kind else 4
            marks.append(
                Points(name=wish.say[kind or "like chance"], x=x, y=y, colour=colour, size=size, named=names)
            )  # fmt: skip
    panel = Panel(title="", marks=marks, x="number", square=True)
    return Figure(title=wish.title or wish.say["alike"], panels=[panel])
