"""Draw a figure with matplotlib as PNG or SVG: on a canvas of its own, without the library's state."""

import io
from functools import cache, partial
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import fontManager

from gongwei.ui.figures.figure import (
    COLOURS,
    Bars,
    Figure,
    Level,
    Line,
    Mark,
    Panel,
    Points,
    Ribbon,
    Spans,
    Values,
    colour_of,
    days_of,
    reach,
)

CHINESE = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei",
    "SimHei", "Noto Sans CJK JP", "Noto Serif CJK SC", "Noto Serif CJK JP", "Droid Sans Fallback",
)  # fmt: skip
STYLE: dict[Any, Any] = {
    "axes.edgecolor": "#8296a0", "axes.labelcolor": "#4c6066", "axes.spines.right": False, "axes.spines.top": False,
    "axes.titlesize": 11, "axes.titlelocation": "left", "font.size": 9.5, "text.color": COLOURS["ink"],
    "xtick.color": "#4c6066", "ytick.color": "#4c6066", "axes.grid": True, "grid.color": "#e4eae9",
    "axes.axisbelow": True, "legend.frameon": False, "svg.hashsalt": "gongwei", "axes.unicode_minus": False,
}  # fmt: skip
MARKERS = "os^Dv<>P"
DAYS = ["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"]
FIRST_DAYS = ["", "%Y", "%m-%d", "%m-%d", "%H:%M", "%H:%M"]
DRAWN_OVER = {"Bars": 1, "Ribbon": 2, "Level": 3, "Spans": 3, "Line": 4, "Points": 5}


@cache
def chinese_font() -> str | None:
    """Name a font of this machine that has Chinese, None if there is none."""
    there = {font.name for font in fontManager.ttflist}
    return next((name for name in CHINESE if name in there), None)


def printed(figure: Figure, *, form: Literal["png", "svg"], dots_per_inch: int = 150) -> bytes:
    """Draw the figure. The same figure gives the same bytes."""
    fonts = [name for name in (chinese_font(), "DejaVu Sans") if name]
    with mpl.rc_context({**STYLE, "font.family": "sans-serif", "font.sans-serif": fonts}):
        across = 1 if len(figure.panels) < 3 else 2
        down = -(-len(figure.panels) // across)
        high = [
            max(_height(panel) for panel in figure.panels[row * across : (row + 1) * across]) for row in range(down)
        ]
        canvas = Canvas(figsize=(5.6 * across + 2.4 / across, sum(high) + 0.9), layout="constrained")
        FigureCanvasAgg(canvas)
        places = canvas.subplots(down, across, squeeze=False, height_ratios=high).ravel()
        for axes, panel in zip(places, figure.panels, strict=False):
            _draw(axes, panel)
        for unused in places[len(figure.panels) :]:
            unused.set_axis_off()
        _legend(canvas)
        canvas.suptitle(figure.title, x=0.01, ha="left", fontsize=13, fontweight="bold")
        canvas.supxlabel(figure.note, x=0.01, ha="left", fontsize=8.5, color="#4c6066")
        made = io.BytesIO()
        unsaid: dict[str, Any] = {"Date": None} if form == "svg" else {"Software": None}
        canvas.savefig(made, format=form, dpi=dots_per_inch, metadata=unsaid)
    return made.getvalue()


def _height(panel: Panel) -> float:
    if panel.rows:
        return 0.7 + 0.32 * len(panel.rows)
    return 6.0 if panel.square else 2.9


def _legend(canvas: Canvas) -> None:
    """Name what is drawn once for all panels, beside them."""
    named: dict[str, Any] = {}
    for axes in canvas.axes:
        handles, labels = axes.get_legend_handles_labels()
        named |= {label: handle for label, handle in zip(labels, handles, strict=True) if label not in named}
    if len(named) > 1:
        canvas.legend(named.values(), named.keys(), loc="outside right upper", fontsize=8.5)


def _draw(axes: Axes, panel: Panel) -> None:
    if panel.x == "day":
        locator = AutoDateLocator(minticks=3, maxticks=8)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(
            ConciseDateFormatter(locator, formats=DAYS, zero_formats=FIRST_DAYS, show_offset=False)
        )
    stack: dict[Any, float] = {}
    for mark in panel.marks:
        _mark(axes, panel, mark, stack)
    axes.set(title=panel.title, xlabel=panel.x_words, ylabel=panel.y_words)
    if panel.rows:
        axes.set_yticks(range(len(panel.rows)), panel.rows)
        axes.set_ylim(len(panel.rows) - 0.5, -0.5)
    elif any(isinstance(mark, Bars) for mark in panel.marks):
        axes.set_ylim(bottom=0)
    if panel.square:
        left, right, bottom, top = reach(panel)
        axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal", xticks=[], yticks=[])


def _mark(axes: Axes, panel: Panel, mark: Mark, stack: dict[Any, float]) -> None:
    said: dict[str, Any] = {
        "label": mark.name or "_",
        "color": colour_of(mark.colour),
        "zorder": DRAWN_OVER[type(mark).__name__],
    }
    if isinstance(mark, Line):
        style = "--" if mark.dashed else "-"
        drawn = partial(axes.step, where="post") if mark.steps else axes.plot
        drawn(_along(panel, mark.x), mark.y, style, linewidth=1.6, **said)
    elif isinstance(mark, Ribbon):
        axes.fill_between(_along(panel, mark.x), mark.lower, mark.upper, alpha=0.22, linewidth=0, **said)
    elif isinstance(mark, Bars):
        _bars(axes, panel, mark, stack, said)
    elif isinstance(mark, Points):
        marker = MARKERS[int(mark.colour) % len(MARKERS)] if mark.colour.isdigit() else "o"
        axes.plot(_along(panel, mark.x), mark.y, marker, markersize=mark.size, **said)
    elif isinstance(mark, Spans):
        _spans(axes, panel, mark, said)
    else:
        _level(axes, panel, mark)


def _level(axes: Axes, panel: Panel, mark: Level) -> None:
    """Draw the line and write its name on it, at its end."""
    colour = colour_of(mark.colour)
    (axes.axvline if panel.rows else axes.axhline)(mark.at, linestyle=":", linewidth=1.3, color=colour, zorder=3)
    x, y = (mark.at, 1) if panel.rows else (1, mark.at)
    along = axes.get_xaxis_transform() if panel.rows else axes.get_yaxis_transform()
    axes.text(x, y, mark.name, transform=along, color=colour, fontsize=8, ha="right", va="bottom")


def _along(panel: Panel, x: Values) -> Any:
    return np.asarray(x, dtype="datetime64[D]" if panel.x == "day" else float)


def _bars(axes: Axes, panel: Panel, mark: Bars, stack: dict[Any, float], said: dict[str, Any]) -> None:
    if panel.x == "day":
        gaps = np.diff(days_of(panel)).astype(int)
        width: Any = np.timedelta64(int((gaps.min() if gaps.size else 1) * 21), "h")  # seven eighths of the step
    else:
        gaps = np.diff(np.unique(np.asarray(mark.x, dtype=float)))
        width = 0.875 * (gaps.min() if gaps.size else 1)
    below = [stack.get(x, 0.0) for x in mark.x]
    axes.bar(_along(panel, mark.x), mark.y, width=width, bottom=below, linewidth=0, **said)
    stack.update({x: base + y for x, y, base in zip(mark.x, mark.y, below, strict=True)})


def _spans(axes: Axes, panel: Panel, mark: Spans, said: dict[str, Any]) -> None:
    rows = np.arange(len(mark.lower))
    axes.hlines(
        rows, _along(panel, mark.lower), _along(panel, mark.upper), linewidth=2.6 if len(mark.value) else 7, **said
    )
    if len(mark.value):
        axes.plot(_along(panel, mark.value), rows, "o", markersize=6, color=said["color"], zorder=5)
