"""Charts as ECharts options. Colours are names of CSS variables ("--jade"), looked up in the browser, so that one
option serves light and dark. Tooltips are drawn on the canvas: the security policy refuses inline styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil, floor, log10
from typing import Any

from gongwei.domain.tongue import say
from gongwei.ui.formats import number

CLASS_COLOURS = ("--c1", "--c2", "--c3", "--c4", "--c5")
LINE_COLOURS = ("--jade", "--info", "--warn", "--bad")
SYMBOLS = ("circle", "rect", "triangle", "diamond")


@dataclass(frozen=True)
class Swatch:
    """One class of a map's legend: its colour's name (c1 … c5, c0 for no figure), its words, how many areas."""

    colour: str
    words: str
    areas: int


@dataclass(frozen=True)
class Chart:
    """What a page needs to draw one chart: options, words for those who do not see it, and a note on the source."""

    id: str
    option: Mapping[str, Any]
    summary: str
    note: str = ""
    size: str = ""
    map: Mapping[str, str] | None = None
    legend: Sequence[Swatch] = ()

    @property
    def payload(self) -> dict[str, Any]:
        """Hand over what the browser's script reads."""
        return {"option": self.option} | ({"map": self.map} if self.map else {})


@dataclass(frozen=True)
class Line:
    """One series of a trend: a title and its (day, value) points, oldest first."""

    title: str
    points: Sequence[tuple[date, float]]


@dataclass(frozen=True)
class Band:
    """A range that is wanted: from `lower` (None: open) up to `upper` (None: open), in the unit of the chart.

    `line` names the series to which it belongs; without it, the first.
    """

    title: str
    lower: float | None = None
    upper: float | None = None
    line: str = ""


@dataclass(frozen=True)
class Area:
    """One area of a map: its key in the geometry, its name, its value (None: no figure), where a click leads."""

    key: str
    title: str
    value: float | None
    link: str = ""
    words: str = field(default="")


def trend(chart_id: str, lines: Sequence[Line], *, unit: str, bands: Sequence[Band] = (), size: str = "") -> Chart:
    """Draw measurements over time, each target as a dashed line with its words, the wanted range shaded."""
    series = [_line(position, line, bands) for position, line in enumerate(lines)]
    frame = _frame(unit)
    option = {
        **frame,
        "grid": {**frame["grid"], "right": 76 if bands else 16},
        "yAxis": {**frame["yAxis"], **_extent(lines, bands)},
        "legend": {"top": 0, "right": 0, "textStyle": {"color": "--ink-2"}, "show": len(lines) > 1},
        "xAxis": {
            "type": "time",
            **axis(),
            "axisLabel": {"formatter": "{yyyy}-{MM}", "color": "--ink-2", "hideOverlap": True},
        },
        "series": series,
    }
    return Chart(id=chart_id, option=option, summary=_trend_words(lines, unit), size=size)


def yearly(
    chart_id: str,
    title: str,
    values: Mapping[int, float],
    *,
    unit: str,
    bands: Sequence[Band] = (),
    running: int | None = None,
) -> Chart:
    """Draw one value a year as a line over whole years, each target as a dashed line; `running` is not over yet."""
    frame = _frame(unit)
    names = [say("{year} 至今", year=year) if year == running else str(year) for year in values]
    line = Line(title, [(date(year, 12, 31), value) for year, value in values.items()])
    series = _line(0, line, bands) | {"data": [round(value, 2) for value in values.values()]}
    option = {
        **frame,
        "grid": {**frame["grid"], "right": 76 if bands else 16},
        "xAxis": {"type": "category", "data": names, "boundaryGap": True, **axis()},
        "yAxis": {**frame["yAxis"], **_extent([line], bands)},
        "series": [series],
    }
    said = say("，").join(
        say("{year} 年 {value}", year=year, value=f"{number(round(value, 2))}{unit}") for year, value in values.items()
    )
    summary = say("{item}：{answer}", item=title, answer=said or say("没有数值"))
    return Chart(id=chart_id, option=option, summary=summary)


def _line(position: int, line: Line, bands: Sequence[Band]) -> dict[str, Any]:
    colour = LINE_COLOURS[position % len(LINE_COLOURS)]
    series: dict[str, Any] = {
        "type": "line",
        "name": line.title,
        "data": [[day.isoformat(), value] for day, value in line.points],
        "symbol": SYMBOLS[position % len(SYMBOLS)],
        "symbolSize": 7,
        "lineStyle": {"width": 2, "color": colour},
        "itemStyle": {"color": colour},
    }
    own = [band for band in bands if band.line == line.title or (not band.line and position == 0)]
    limits = [(band, limit) for band in own for limit in (band.lower, band.upper) if limit is not None]
    if limits:
        series["markLine"] = {
            "symbol": "none",
            "silent": True,
            "lineStyle": {"type": "dashed", "color": colour, "width": 1},
            "label": {"color": "--ink-2", "formatter": "{b}", "position": "end"},
            "data": [{"name": band.title, "yAxis": limit} for band, limit in limits],
        }
    return series


def _extent(lines: Sequence[Line], bands: Sequence[Band]) -> dict[str, float]:
    """Let the axis hold every value and every target, between round numbers."""
    shown = [value for line in lines for _, value in line.points]
    shown += [limit for band in bands for limit in (band.lower, band.upper) if limit is not None]
    if not shown:
        return {}
    span = max(max(shown) - min(shown), 1)
    power = 10 ** floor(log10(span / 4))
    step = next(power * size for size in (1, 2, 5, 10) if power * size * 4 >= span)
    return {"min": floor(min(shown) / step) * step, "max": ceil(max(shown) / step) * step, "interval": step}


def _trend_words(lines: Sequence[Line], unit: str) -> str:
    said = [
        say("{title} {n} 次，最近 {day}：{value} {unit}", title=line.title, n=len(line.points), unit=unit,
            day=line.points[-1][0], value=number(line.points[-1][1]))
        for line in lines
        if line.points
    ]  # fmt: skip
    return say("；").join(said) or say("没有测量值")


def class_breaks(values: Sequence[float], most: int = 5) -> tuple[float, ...]:
    """Choose the limits between at most `most` classes so that each holds about as many areas; no values, no limits."""
    ranked = sorted(values)
    cuts = [ranked[len(ranked) * step // most] for step in range(1, most)] if ranked else []
    rounded = {round(cut, 1) for cut in cuts}
    return tuple(sorted(cut for cut in rounded if ranked[0] < cut <= ranked[-1]))


def area_map(
    chart_id: str,
    areas: Sequence[Area],
    *,
    map_name: str,
    map_url: str,
    title: str,
    unit: str,
    note: str,
    breaks: Sequence[float] | None = None,
) -> Chart:
    """Colour areas by class, with a legend in words; an area without a figure is grey and says so.

    `note` names the source of figures and borders, the map review number, and 示意边界 where borders are schematic.
    The geometry's features carry their area's key in the property `code`.
    """
    known = [area.value for area in areas if area.value is not None]
    classes = _classes(class_breaks(known) if breaks is None else tuple(breaks), unit)
    data = [_area(area, unit) for area in areas]
    option = {
        "tooltip": {"renderMode": "richText", "trigger": "item"},
        "visualMap": {
            "type": "piecewise",
            "show": False,  # the legend is markup, so that it wraps on a phone and is read aloud
            "pieces": [_piece(one) for one in classes],
            "outOfRange": {"color": "--c0"},
        },
        "series": [{**_map_series(), "map": map_name, "name": title, "data": data}],
    }
    return Chart(
        id=chart_id,
        option=option,
        summary=say(
            "{title}：{n} 个地区有数据，{rest} 个没有", title=title, n=len(known), rest=len(areas) - len(known)
        ),
        note=note,
        size="chart--map",
        map={"name": map_name, "url": map_url},
        legend=_legend(classes, areas),
    )


def _map_series() -> dict[str, Any]:
    label = {"color": "--ink", "fontSize": 12, "textBorderColor": "--surface", "textBorderWidth": 3}
    return {
        "type": "map",
        "nameProperty": "code",
        "itemStyle": {"borderColor": "--surface", "areaColor": "--c0"},
        "label": {"show": True, **label},
        "labelLayout": {"hideOverlap": True},
        "emphasis": {"itemStyle": {"areaColor": "--warn-soft"}, "label": {"color": "--ink"}},
        "select": {"disabled": True},
    }


def _area(area: Area, unit: str) -> dict[str, Any]:
    value = "无数据" if area.value is None else f"{number(area.value)}{unit}"
    return {
        "name": area.key,
        "value": area.value,
        "link": area.link,
        "label": {"formatter": area.title},
        "tooltip": {"formatter": f"{area.title}\n{area.words or value}"},
    }


@dataclass(frozen=True)
class _Class:
    lower: float | None
    upper: float | None
    colour: str
    words: str

    def holds(self, value: float | None) -> bool:
        above = value is not None and (self.lower is None or value >= self.lower)
        return above and (self.upper is None or value < self.upper)  # type: ignore[operator]


def _classes(limits: Sequence[float], unit: str) -> list[_Class]:
    edges = [None, *limits, None]
    colours = CLASS_COLOURS[-(len(edges) - 1) :] if limits else CLASS_COLOURS[2:3]
    return [
        _Class(lower, upper, colour, _range_words(lower, upper, unit))
        for lower, upper, colour in zip(edges, edges[1:], colours, strict=False)
    ]


def _range_words(lower: float | None, upper: float | None, unit: str) -> str:
    if lower is None and upper is None:
        return say("有数据")
    if lower is None:
        return f"< {number(upper)}{unit}"
    return f"≥ {number(lower)}{unit}" if upper is None else f"{number(lower)}–{number(upper)}{unit}"


def _piece(one: _Class) -> dict[str, Any]:
    edges = {"gte": -1e12 if one.lower is None else one.lower, "lt": 1e12 if one.upper is None else one.upper}
    return {"label": one.words, "color": one.colour, **edges}


def _legend(classes: Sequence[_Class], areas: Sequence[Area]) -> tuple[Swatch, ...]:
    shown = [Swatch(one.colour.lstrip("-"), one.words, sum(one.holds(area.value) for area in areas)) for one in classes]
    unknown = sum(area.value is None for area in areas)
    return (*shown, *([Swatch("c0", "无数据", unknown)] if unknown else []))


def _frame(unit: str) -> dict[str, Any]:
    return {
        "grid": {"left": 8, "right": 16, "top": 34, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "yAxis": {"type": "value", "name": unit, "scale": True, **axis()},
    }


def axis() -> dict[str, Any]:
    return {
        "axisLine": {"lineStyle": {"color": "--line-2"}},
        "axisLabel": {"color": "--ink-2"},
        "splitLine": {"lineStyle": {"color": "--line"}},
        "nameTextStyle": {"color": "--ink-2"},
    }
