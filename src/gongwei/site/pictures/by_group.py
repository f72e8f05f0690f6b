"""Figures of what has groups: rates and proportions with intervals, survivors and life expectancy."""

import numpy as np

from gongwei.adapters.files.columns import Table
from gongwei.site.pictures.wish import MOST_LINES, NoPicture, Wish, chosen
from gongwei.ui.figures.figure import Figure, Line, Mark, Panel, Spans

MOST_ROWS = 60


def intervals(table: Table, wish: Wish) -> Figure:
    """Draw the output of `rates`, `survey`, `attack` or `premature`: a point and its interval for each row."""
    say, column = wish.say, "value" if table.has("value") else "probability"
    groups, note = chosen(table, "group", wish, most=MOST_ROWS)
    at = np.concatenate([rows for _, rows in groups])
    names, kinds = table.texts("group", default=""), table.texts(_kind(table), default="")
    told = [f"{names[row]}（{kinds[row]}）" if len(set(kinds)) > 1 else names[row] for row in at]
    low, value, high = (table.numbers(name, missing=True)[at] for name in ("lower", column, "upper"))
    if np.isnan(value).all():
        raise NoPicture(f"column “{column}” has no number at all: what gave the table said why")
    panel = Panel(title="", marks=[Spans(lower=low, upper=high, value=value, colour="main")], x="number", rows=told)
    title = wish.title or say["values" if column == "value" else "premature"]
    return Figure(title=title, panels=[panel], note=note)


def _kind(table: Table) -> str:
    """Name the column that tells rows of one group apart."""
    return "kind" if table.has("kind") else "causes"


def survivors(table: Table, wish: Wish) -> Figure:
    """Draw the output of `life-table`: survivors by age, and the years that a newborn may expect."""
    say, ages = wish.say, table.numbers("age_start", missing=True)
    alive, years, low, high = (table.numbers(name, missing=True) for name in ("lx", "ex", "lower", "upper"))
    groups, note = chosen(table, "group", wish, most=MOST_LINES)
    lines: list[Mark] = []
    born: list[tuple[str, int]] = []
    for place, (name, rows) in enumerate(groups):
        at = rows[np.argsort(ages[rows])]
        at = at[~np.isnan(ages[at])]
        if at.size:
            lines.append(Line(name=name, x=ages[at], y=alive[at], colour=str(place)))
            born.append((name, int(at[0])))
    if not born:
        raise NoPicture("no group has a life table: what gave the table said why")
    first = [row for _, row in born]
    span = Spans(lower=low[first], upper=high[first], value=years[first], colour="main")
    panels = [
        Panel(title=say["survivors by age"], marks=lines, x="number", x_words=say["age"], y_words=say["survivors"]),
        Panel(title=say["life expectancy at birth"], marks=[span], x="number", rows=[name for name, _ in born]),
    ]
    return Figure(title=wish.title or say["survivors by age"], panels=panels, note=note)
