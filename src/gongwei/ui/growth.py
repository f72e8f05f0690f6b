"""A child's growth curve: its measures over age among the lines of a growth standard, each line named at its end.

Lines differ in how they are broken, not only in colour, so that the chart reads on grey paper too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gongwei.domain.growth import DAYS_A_MONTH, LINES, STANDS_FROM, GrowthTable
from gongwei.domain.tongue import say
from gongwei.ui.charts import Chart
from gongwei.ui.formats import number

DRAWN = {-3: "dotted", -2: "dashed", 0: "solid", 2: "dashed", 3: "dotted"}
SPANS = (12, 24, 36, 60, 84)  # months that a chart may show
NARROW_END = 46  # pixels beside the chart for the names of the lines


@dataclass(frozen=True)
class Measure:
    """One measure: the age in days by which it is judged, and the value."""

    days: int
    value: float


def curve(
    chart_id: str, title: str, unit: str, table: GrowthTable, measures: Sequence[Measure], *, note: str = ""
) -> Chart:
    """Draw the measures, oldest first, over the months that hold them; those before term stand at the left edge."""
    last = max((one.days for one in measures), default=0) / DAYS_A_MONTH
    span = next((months for months in SPANS if last <= months), SPANS[-1])
    series = [_line(table, score, span) for score in DRAWN]
    series.append(
        {
            "type": "line",
            "name": title,
            "data": [[round(max(one.days, 0) / DAYS_A_MONTH, 2), one.value] for one in measures],
            "symbol": "circle",
            "symbolSize": 9,
            "lineStyle": {"width": 3, "color": "--jade"},
            "itemStyle": {"color": "--jade", "borderColor": "--surface", "borderWidth": 1},
            "z": 5,
        }
    )
    axis = {
        "axisLine": {"lineStyle": {"color": "--line-2"}},
        "axisLabel": {"color": "--ink-2", "hideOverlap": True},
        "splitLine": {"lineStyle": {"color": "--line"}},
        "nameTextStyle": {"color": "--ink-2"},
    }
    option = {
        "grid": {"left": 8, "right": NARROW_END, "top": 34, "bottom": 22, "containLabel": True},
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "xAxis": {"type": "value", "min": 0, "max": span, "interval": span / 6 if span > 12 else 2, **axis}
        | {"name": say("月龄"), "nameLocation": "middle", "nameGap": 26},
        "yAxis": {"type": "value", "name": unit, "scale": True, **axis},
        "series": series,
    }
    return Chart(id=chart_id, option=option, summary=_words(title, unit, table, measures), note=note)


def _line(table: GrowthTable, score: int, span: int) -> dict[str, object]:
    column = LINES.index(score)
    data: list[list[float | None]] = []
    for month in range(span + 1):
        row = round(month * DAYS_A_MONTH) - table.first
        if month == STANDS_FROM and table.jumps:
            data += [[float(month), round(float(table.dense[row - 1, column]), 2)], [float(month), None]]
        if row < len(table.dense):
            data.append([month, round(float(table.dense[row, column]), 2)])
    name = say("中位数") if score == 0 else f"{score:+d}SD".replace("-", "−")
    return {
        "type": "line",
        "name": name,
        "data": data,
        "symbol": "none",
        "silent": True,
        "lineStyle": {"width": 1.5 if score == 0 else 1, "type": DRAWN[score], "color": "--ink-2"},
        "itemStyle": {"color": "--ink-2"},
        "labelLayout": {"moveOverlap": "shiftY"},
        "endLabel": {"show": True, "formatter": "{a}", "color": "--ink-2", "fontSize": 11, "distance": 4},
    }


def _words(title: str, unit: str, table: GrowthTable, measures: Sequence[Measure]) -> str:
    if not measures:
        return say("没有测量值")
    last = measures[-1]
    said = say("{title} {n} 次，最近 {value} {unit}", title=title, n=len(measures), value=number(last.value), unit=unit)
    band = table.band(last.value, last.days)
    low, high = _between(band) if band else ("", "")
    return f"{said} {low}{high}".strip()


def _between(band: str) -> tuple[str, str]:
    edges = ("", "−3SD", "−2SD", "−1SD", "+1SD", "+2SD", "+3SD", "")
    low, high = edges[int(band) - 1], edges[int(band)]
    return (f"≥{low}" if low else "", f"<{high}" if high else "")
