"""Draw stacked bars: for each row, of how many parts it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongwei.domain.tongue import say
from gongwei.ui.charts import Chart, axis


@dataclass(frozen=True)
class Part:
    """One colour of the bars: a title and its value in each row."""

    title: str
    colour: str
    values: Sequence[int]


def stacked(chart_id: str, title: str, rows: Sequence[str], parts: Sequence[Part]) -> Chart:
    """Draw one horizontal bar for each row, its parts side by side; parts that are nowhere are left out."""
    shown = [part for part in parts if any(part.values)]
    option: Mapping[str, Any] = {
        "grid": {"left": 8, "right": 16, "top": 56, "bottom": 8, "containLabel": True},
        "legend": {"type": "scroll", "top": 0, "left": 0, "textStyle": {"color": "--ink-2"}},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "renderMode": "richText"},
        "xAxis": {"type": "value", **axis()},
        "yAxis": {"type": "category", "data": list(rows), "inverse": True, **axis()},
        "series": [
            {
                "type": "bar",
                "name": part.title,
                "stack": "all",
                "barMaxWidth": 22,
                "itemStyle": {"color": part.colour},
                "data": list(part.values),
            }
            for part in shown
        ],
    }
    said = say("；").join(say("{item}：{answer}", item=part.title, answer=sum(part.values)) for part in shown)
    return Chart(id=chart_id, option=option, summary=say("{item}：{answer}", item=title, answer=said))
