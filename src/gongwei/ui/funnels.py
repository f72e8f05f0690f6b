"""Draw a funnel: every place by its size and its rate, between the limits within which chance alone would keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongwei.domain.tongue import say
from gongwei.ui.charts import Chart, axis

WITHIN, UNUSUAL, FAR = "within", "unusual", "far"
MARKS = {WITHIN: ("--c3", "circle", 7), UNUSUAL: ("--warn", "diamond", 10), FAR: ("--bad", "triangle", 12)}
LIMITS = (("lower_998", "dotted"), ("lower_95", "dashed"), ("upper_95", "dashed"), ("upper_998", "dotted"))


@dataclass(frozen=True)
class Dot:
    """A place: how many people (below the line), its rate in the chart's unit, how far out, where a click leads."""

    title: str
    people: int
    value: float
    standing: str  # one of MARKS
    link: str = ""


def funnel_plot(
    chart_id: str,
    dots: Sequence[Dot],
    limits: Mapping[str, Sequence[tuple[int, float]]],
    *,
    overall: float,
    unit: str,
) -> Chart:
    """Draw places between limits; `limits` are (people, value) points of the four lines that LIMITS names."""
    option = {
        "grid": {"left": 8, "right": 16, "top": 34, "bottom": 28, "containLabel": True},
        "tooltip": {"trigger": "item", "renderMode": "richText"},
        "xAxis": {"type": "value", "name": say("分母"), "nameLocation": "middle", "nameGap": 26, **axis()},
        "yAxis": {"type": "value", "name": unit, "scale": True, **axis()},
        "series": [
            *(_line(limits[name], kind) for name, kind in LIMITS),
            *(_dots(standing, dots, unit) for standing in MARKS),
        ],
    }
    option["series"][1]["markLine"] = _middle(overall, unit)  # type: ignore[index]
    counts = {standing: sum(dot.standing == standing for dot in dots) for standing in MARKS}
    summary = say(
        "漏斗图：{n} 个地区，总体 {overall}；95% 限内 {within} 个，99.8% 限外 {far} 个，两者之间 {unusual} 个",
        n=len(dots), overall=f"{overall:.1f}{unit}", within=counts[WITHIN], unusual=counts[UNUSUAL], far=counts[FAR],
    )  # fmt: skip
    return Chart(id=chart_id, option=option, summary=summary)


def _line(points: Sequence[tuple[int, float]], kind: str) -> dict[str, Any]:
    return {
        "type": "line",
        "silent": True,
        "symbol": "none",
        "lineStyle": {"type": kind, "width": 1, "color": "--ink-2"},
        "data": [[people, round(value, 2)] for people, value in points],
        "tooltip": {"show": False},
    }


def _middle(overall: float, unit: str) -> dict[str, Any]:
    return {
        "symbol": "none",
        "silent": True,
        "lineStyle": {"type": "solid", "width": 1, "color": "--jade"},
        "label": {"formatter": f"{overall:.1f}{unit}", "position": "insideEndTop", "color": "--ink-2"},
        "data": [{"yAxis": round(overall, 2)}],
    }


def _dots(standing: str, dots: Sequence[Dot], unit: str) -> dict[str, Any]:
    colour, symbol, size = MARKS[standing]
    return {
        "type": "scatter",
        "symbol": symbol,
        "symbolSize": size,
        "itemStyle": {"color": colour, "opacity": 0.85},
        "data": [
            {
                "value": [dot.people, round(dot.value, 2)],
                "link": dot.link,
                "tooltip": {"formatter": f"{dot.title}\n{dot.value:.1f}{unit} / {dot.people:,}"},
            }
            for dot in dots
            if dot.standing == standing
        ],
    }
