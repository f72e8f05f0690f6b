"""What a picture shows, before anybody knows on what it is drawn: panels with marks on two axes.

Numbers may be NaN: nothing is drawn there. Days are datetime64[D] or `date`; colours are the house's, by their role.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

COLOURS = {
    "seen": "#9db3b8",
    "expected": "#1a5796",
    "limit": "#b96a12",
    "alarm": "#b0201a",
    "main": "#0a6c63",
    "mute": "#c9d4d6",
    "ink": "#14262a",
}
GROUPS = ("#0a6c63", "#b96a12", "#1a5796", "#b0201a", "#6b4a9c", "#7a7420", "#3f8fb5", "#8a5a44")
"""Colours of groups that stand beside each other, after which they begin again."""

Axis = Literal["day", "number"]
Values = Sequence[Any] | NDArray[Any]


def colour_of(name: str) -> str:
    """Give the colour of a role, or of the group whose place is written as a number."""
    return GROUPS[int(name) % len(GROUPS)] if name.isdigit() else COLOURS[name]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line through points; where y is NaN it is broken. `steps` holds each value until the next."""

    name: str
    x: Values
    y: Values
    colour: str
    dashed: bool = False
    steps: bool = False


@dataclass(frozen=True, kw_only=True)
class Ribbon:
    """A band between two lines."""

    name: str
    x: Values
    lower: Values
    upper: Values
    colour: str


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Upright bars; those of one panel stand on each other."""

    name: str
    x: Values
    y: Values
    colour: str


@dataclass(frozen=True, kw_only=True)
class Points:
    """Points, `size` points across; `named` are what each is, told where a page is pointed at."""

    name: str
    x: Values
    y: Values
    colour: str
    size: float = 7
    named: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Spans:
    """A span from lower to upper in each row of a panel that has `rows`, and a point at the value if there is one."""

    lower: Values
    upper: Values
    colour: str
    value: Values = ()
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Level:
    """A line across the whole panel at one height; in a panel of rows, upright."""

    name: str
    at: float
    colour: str


Mark = Line | Ribbon | Bars | Points | Spans | Level


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One pair of axes. With `rows` the y axis names them from the top; `square`: both axes have the same scale."""

    title: str
    marks: Sequence[Mark]
    x: Axis = "day"
    x_words: str = ""
    y_words: str = ""
    rows: Sequence[str] = ()
    square: bool = False


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A picture: its title, its panels, and what is said under it."""

    title: str
    panels: Sequence[Panel]
    note: str = ""


def reach(panel: Panel) -> tuple[float, float, float, float]:
    """Give left, right, bottom and top of a square panel's points, with a margin, as wide as high."""
    points = [mark for mark in panel.marks if isinstance(mark, Points) and len(mark.x)]
    xs = np.concatenate([np.asarray(mark.x, dtype=float) for mark in points])
    ys = np.concatenate([np.asarray(mark.y, dtype=float) for mark in points])
    half = 0.54 * max(np.ptp(xs), np.ptp(ys), 1e-9)
    x, y = (xs.max() + xs.min()) / 2, (ys.max() + ys.min()) / 2
    return x - half, x + half, y - half, y + half


def days_of(panel: Panel) -> NDArray[np.datetime64]:
    """Give every day that a panel of days shows, in order."""
    shown = [mark.x for mark in panel.marks if isinstance(mark, Line | Ribbon | Bars | Points)]
    shown += [each for mark in panel.marks if isinstance(mark, Spans) for each in (mark.lower, mark.upper)]
    return np.unique(np.concatenate([np.asarray(each, dtype="datetime64[D]") for each in shown]))
