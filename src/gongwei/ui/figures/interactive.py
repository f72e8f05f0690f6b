"""Write a figure as one HTML page that needs nothing else: ECharts' script, the options, and their words."""

import json
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

import numpy as np

from gongwei.ui.figures.figure import (
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

SYMBOLS = ("circle", "rect", "triangle", "diamond")
PAGE = "page.html"  # $-placeholders: echarts, language, note, options, sections, title


def interactive(figure: Figure, *, echarts: str, language: str = "zh-CN") -> str:
    """Write the page; `echarts` is the text of the library's script."""
    sections = "".join(_section(place, panel, figure.title) for place, panel in enumerate(figure.panels))
    options = json.dumps([option(panel) for panel in figure.panels], ensure_ascii=False, allow_nan=False)
    page = Template(files(__package__).joinpath(PAGE).read_text(encoding="utf-8"))
    return page.substitute(
        language=language, title=escape(figure.title), note=escape(figure.note), sections=sections, echarts=echarts,
        options=options.replace("<", "\\u003c"),
    )  # fmt: skip


def _section(place: int, panel: Panel, title: str) -> str:
    head = f"<h2>{escape(panel.title)}</h2>" if panel.title else ""
    drawn = f'id="panel-{place}" role="img" aria-label="{escape(panel.title or title)}" style="{_size(panel)}"'
    return f"<section>{head}<div {drawn}></div></section>"


def _size(panel: Panel) -> str:
    return (
        "aspect-ratio:1;max-height:92vh"
        if panel.square
        else f"height:{60 + 34 * len(panel.rows) if panel.rows else 320}px"
    )


def option(panel: Panel) -> dict[str, Any]:
    """Turn a panel into ECharts options."""
    series = [one for mark in panel.marks for one in _series(panel, mark)]
    names = list(dict.fromkeys(mark.name for mark in panel.marks if mark.name and not isinstance(mark, Level)))
    plain: dict[str, Any] = {
        "axisLabel": {"color": "#4c6066", "hideOverlap": True},
        "nameTextStyle": {"color": "#4c6066"},
    }
    x = {**plain, "type": "value", "scale": True, "name": panel.x_words, "nameLocation": "middle", "nameGap": 26}
    if panel.x == "day":
        x |= {"type": "time"} if panel.rows else {"type": "category", "data": [str(day) for day in days_of(panel)]}
    y = {**plain, "type": "value", "name": panel.y_words, "nameTextStyle": {"align": "left", "color": "#4c6066"}}
    if panel.rows:
        y |= {"type": "category", "data": list(panel.rows), "inverse": True}
    if panel.square:
        left, right, bottom, top = reach(panel)
        x, y = x | {"min": left, "max": right, "show": False}, y | {"min": bottom, "max": top, "show": False}
    top = (30 if len(names) > 1 else 0) + (0 if panel.rows or panel.square else 32) + 8
    return {
        "animation": False,
        "grid": {"left": 12, "right": 28, "top": top, "bottom": 34 if panel.x_words else 12, "containLabel": True},
        "legend": {"type": "scroll", "top": 0, "left": 0, "data": names, "show": len(names) > 1},
        "tooltip": {"renderMode": "richText", "trigger": "item" if panel.rows or panel.square else "axis"},
        "xAxis": x,
        "yAxis": y,
        "series": series,
    }


def _series(panel: Panel, mark: Mark) -> list[dict[str, Any]]:
    colour = colour_of(mark.colour)
    said: dict[str, Any] = {"name": mark.name, "itemStyle": {"color": colour}}
    if isinstance(mark, Line):
        style = {"color": colour, "width": 2, "type": "dashed" if mark.dashed else "solid"}
        step = {"step": "end"} if mark.steps else {}
        return [
            {
                **said,
                "type": "line",
                "data": _pairs(panel, mark.x, mark.y),
                "symbol": "none",
                "lineStyle": style,
                **step,
            }
        ]
    if isinstance(mark, Ribbon):
        return _ribbon(panel, mark, said)
    if isinstance(mark, Bars):
        return [
            {**said, "type": "bar", "stack": "bars", "data": _pairs(panel, mark.x, mark.y), "barCategoryGap": "12%"}
        ]
    if isinstance(mark, Points):
        return [_points(panel, mark, said)]
    if isinstance(mark, Spans):
        return _spans(panel, mark, said)
    return [_level(panel, mark, colour)]


def _pairs(panel: Panel, x: Values, y: Values) -> list[list[Any]]:
    return [[_plain(panel, one), _number(other)] for one, other in zip(x, y, strict=True)]


def _plain(panel: Panel, x: Any) -> Any:
    return str(np.datetime64(x, "D")) if panel.x == "day" else _number(x)


def _number(value: Any) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None


def _ribbon(panel: Panel, mark: Ribbon, said: dict[str, Any]) -> list[dict[str, Any]]:
    """Draw a band as ECharts knows it: an unseen line at its lower end, the rest stacked on it and filled."""
    wide = np.asarray(mark.upper, dtype=float) - np.asarray(mark.lower, dtype=float)
    line = {
        **said,
        "type": "line",
        "stack": mark.name,
        "stackStrategy": "all",
        "symbol": "none",
        "lineStyle": {"opacity": 0},
    }
    quiet = {**line, "tooltip": {"show": False}, "silent": True}
    filled = {**quiet, "areaStyle": {"color": said["itemStyle"]["color"], "opacity": 0.22}}
    return [quiet | {"data": _pairs(panel, mark.x, mark.lower)}, filled | {"data": _pairs(panel, mark.x, wide)}]


def _points(panel: Panel, mark: Points, said: dict[str, Any]) -> dict[str, Any]:
    symbol = SYMBOLS[int(mark.colour) % len(SYMBOLS)] if mark.colour.isdigit() else "circle"
    data: list[Any] = _pairs(panel, mark.x, mark.y)
    if mark.named:
        data = [{"value": pair, "name": name} for pair, name in zip(data, mark.named, strict=True)]
        said = {**said, "tooltip": {"formatter": "{b}\n{a}"}}  # what it is and belongs to; where it is one sees
    return {**said, "type": "scatter", "data": data, "symbol": symbol, "symbolSize": mark.size * 1.3, "z": 5}


def _spans(panel: Panel, mark: Spans, said: dict[str, Any]) -> list[dict[str, Any]]:
    """Draw the spans as one line that is broken after each, and the values as points on it."""
    data: list[list[Any]] = []
    for row, (low, high) in enumerate(zip(mark.lower, mark.upper, strict=True)):
        data += [[_plain(panel, low), row], [_plain(panel, high), row], ["-", "-"]]
    style = {"color": said["itemStyle"]["color"], "width": 3 if len(mark.value) else 9}
    line = {**said, "type": "line", "data": data, "symbol": "none", "lineStyle": style, "tooltip": {"show": False}}
    points = [[_plain(panel, one), row] for row, one in enumerate(mark.value)]
    return [line, {**said, "type": "scatter", "data": points, "symbolSize": 10, "z": 5}]


def _level(panel: Panel, mark: Level, colour: str) -> dict[str, Any]:
    along = "xAxis" if panel.rows else "yAxis"
    line = {"symbol": "none", "silent": True, "lineStyle": {"type": "dashed", "color": colour},
            "label": {"formatter": mark.name, "position": "insideEndTop", "color": colour}}  # fmt: skip
    return {"type": "line", "data": [], "markLine": {**line, "data": [{along: _number(mark.at)}]}}
