"""Charts: what is drawn, in which class, and what is said to those who do not see it."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongwei.ui.charts import Area, Band, Line, area_map, class_breaks, trend, yearly

VALUES = st.lists(st.floats(0, 100).map(lambda value: round(value, 1)), max_size=40)


@given(VALUES)
def test_class_limits_rise_and_lie_inside_the_values(values: list[float]) -> None:
    limits = class_breaks(values)
    assert list(limits) == sorted(set(limits))
    assert len(limits) <= 4
    assert all(min(values) < limit <= max(values) for limit in limits)


@given(st.lists(st.one_of(st.none(), st.floats(0, 100).map(lambda value: round(value, 1))), max_size=40))
def test_every_area_of_a_map_is_counted_in_one_class(values: list[float | None]) -> None:
    areas = [Area(str(key), f"区{key}", value) for key, value in enumerate(values)]
    chart = area_map("m", areas, map_name="n", map_url="/m", title="率", unit="%", note="来源")
    assert sum(swatch.areas for swatch in chart.legend) == len(areas)
    assert json.loads(json.dumps(chart.payload)) is not None


def test_an_area_without_a_figure_says_so() -> None:
    chart = area_map("m", [Area("330102", "上城区", None)], map_name="n", map_url="/m", title="率", unit="%", note="")
    assert chart.option["series"][0]["data"][0]["tooltip"]["formatter"] == "上城区\n无数据"
    assert [swatch.words for swatch in chart.legend if swatch.areas] == ["无数据"]


def test_a_trend_tells_the_last_value_to_those_who_do_not_see_it() -> None:
    points = [(date(2026, 3, 1), 150), (date(2026, 6, 1), 138)]
    chart = trend("t", [Line("收缩压", points)], unit="mmHg", bands=[Band("目标 <140", upper=140)])
    assert chart.summary == "收缩压 2 次，最近 2026-06-01：138 mmHg"
    assert chart.option["series"][0]["markLine"]["data"] == [{"name": "目标 <140", "yAxis": 140}]


@given(st.lists(st.floats(30, 250).map(round), min_size=1, max_size=12), st.integers(60, 180))
def test_the_axis_holds_every_value_and_the_target(values: list[int], target: int) -> None:
    points = [(date(2026, 1, 1 + place), value) for place, value in enumerate(values)]
    axis = trend("t", [Line("收缩压", points)], unit="mmHg", bands=[Band("目标", upper=target)]).option["yAxis"]
    assert axis["min"] <= min(*values, target) <= max(*values, target) <= axis["max"]


def test_a_trend_without_points_says_that_nothing_was_measured() -> None:
    assert trend("t", [Line("体重", [])], unit="kg").summary == "没有测量值"


def test_a_value_a_year_is_drawn_over_whole_years_with_its_target_line():
    chart = yearly("t", "规范管理率", {2023: 41.237, 2024: 52.0}, unit="%", bands=[Band("≥70%", lower=70)])
    assert chart.option["xAxis"]["data"] == ["2023", "2024"]
    assert chart.option["series"][0]["data"] == [41.24, 52.0]
    assert chart.option["series"][0]["markLine"]["data"][0]["yAxis"] == 70
    assert chart.option["yAxis"]["min"] <= 41 and chart.option["yAxis"]["max"] >= 70
    assert chart.summary == "规范管理率：2023 年 41.24%，2024 年 52%"
