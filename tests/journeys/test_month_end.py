"""A director's month-end: scoreboard, funnel, cohort, truth of records, statement of pay, task book."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.window import Window

Open = Callable[..., Window]
PEN_STROKES = 60  # a short sentence in the paper book of checks


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_director_closes_the_month(window: Open, size: str) -> None:
    director = window("director", size)
    page = director.go("/plan/")
    page.get_by_role("link", name="高血压患者血压控制率").click()
    page.get_by_role("link", name="漏斗图").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("漏斗图")
    expect(page.locator("tbody tr").first).to_be_visible()
    director.looks_right("funnel")
    page = director.go("/cohorts/")
    expect(page.locator("tbody tr").first).to_be_visible()
    director.looks_right("cohorts")
    page.locator("table").last.locator("a.cell-lead").first.click()
    page.locator("td a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("名单")
    page = director.go("/records/doubts/")
    director.looks_right("doubts")
    page.locator("tbody a.cell-lead").first.click()
    page.get_by_role("radio", name="有合理解释").check()
    words = "查过当天排班，属实"
    page.get_by_label("核对了什么，结果如何").fill(words)
    page.get_by_role("button", name="保存结果").click()
    expect(page.get_by_text("核对结果已保存")).to_be_visible()
    assert len(words) < PEN_STROKES
    page = director.go("/pay/")
    expect(page.get_by_role("heading", name="结算单")).to_be_visible()
    director.looks_right("pay")
    page.locator("tbody a.cell-lead").first.click()
    expect(page.get_by_text(re.compile("已记入审计"))).to_be_visible()
    page = director.go("/tasks/")
    expect(page.get_by_text("待复核").first).to_be_visible()
    director.looks_right("tasks")
