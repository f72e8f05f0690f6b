"""The plan measured: from the city's figure down to the people behind it, where the post may see them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import load_workbook

from gongwei.catalog.discovery import indicators
from tests.journeys.window import Window

Open = Callable[..., Window]
CONTROL = "/plan/indicators/hypertension_control/?year=2025"
PLACES = "tbody a.cell-lead"


def open_indicator(one: Window) -> Page:
    page = one.go(CONTROL)
    expect(page.locator(PLACES).first).to_be_visible()
    return page


def go_down(page: Page) -> str:
    """Follow the area with the most people below the line; gives its name."""
    rows = page.locator("tbody tr")
    below = [int(row.locator("td[data-label='分母']").inner_text().replace(",", "")) for row in rows.all()]
    link = rows.nth(below.index(max(below))).locator("a.cell-lead")
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("navigation", name="路径")).to_contain_text(name)
    return name


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_scoreboard_shows_every_indicator_with_interval_target_and_verdict(window: Open, size: str) -> None:
    bureau = window("city-bureau", size)
    page = bureau.go("/")
    expect(page.get_by_role("heading", name="规划记分牌")).to_be_visible()
    assert page.locator(".measure").count() == len(indicators())
    assert "95% 区间" in page.locator(".measure").first.inner_text()
    bureau.looks_right("scoreboard")


def test_all_rows_of_the_five_documents_are_there(window: Open) -> None:
    page = window("city-bureau").go("/plan/")
    documents = page.get_by_role("navigation", name="文件").get_by_role("link").all()
    rows = 0
    for href in [link.get_attribute("href") or "" for link in documents]:
        page.goto(page.url.split("?")[0] + href)
        rows += page.locator("tbody tr").count()
    assert (len(documents), rows) == (5, 407)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_figure_opens_from_city_to_village(window: Open, size: str) -> None:
    bureau = window("city-bureau", size)
    page = open_indicator(bureau)
    assert page.locator(PLACES).count() == 13
    bureau.looks_right("indicator")
    for level in ("district", "street"):
        go_down(page)
        expect(page.locator(PLACES).first).to_be_visible()
        bureau.looks_right(f"indicator-{level}")
    go_down(page)
    expect(page.get_by_text("当前岗位看不到")).to_be_visible()


def test_who_reads_health_data_sees_the_people_behind_a_figure(window: Open) -> None:
    cdc = window("city-cdc")
    page = open_indicator(cdc)
    for _ in range(3):
        go_down(page)
    below = int(page.locator("dt", has_text="分母").locator("+ dd").inner_text())
    page.get_by_role("link", name="看是哪些人").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("名单")
    assert page.locator("tbody tr").count() == min(below, 25)
    cdc.looks_right("people-behind")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="在管项目")).to_be_visible()


def test_a_table_goes_to_excel_as_it_stands(window: Open, tmp_path: Path) -> None:
    page = open_indicator(window("city-bureau"))
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    cells = load_workbook(str(path)).get_sheet_by_index(0).to_python()
    text = "\n".join(str(cell) for row in cells for cell in row)
    for link in page.locator(PLACES).all():
        assert link.inner_text() in text


def test_a_value_is_reported_with_its_evidence_and_withdrawn(window: Open) -> None:
    bureau = window("city-bureau")
    page = bureau.go("/plan/")
    page.locator("tbody tr", has_text="待报送").first.locator("a.cell-lead").click()
    page.get_by_label("年份").fill("2025")
    page.get_by_label(re.compile("^数值")).fill("81.5")
    page.get_by_label(re.compile("依据")).fill("2025 年度统计公报")
    page.get_by_role("button", name="报送").click()
    expect(page.locator("tbody")).to_contain_text("2025 年度统计公报")
    bureau.looks_right("reported-value")
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_text("2025 年度统计公报")).to_have_count(0)


def test_a_district_sees_its_own_figures_and_reports_nothing_for_the_city(window: Open) -> None:
    district = window("district-bureau")
    page = district.go("/plan/")
    expect(page.locator(".page-head")).to_contain_text("区")
    district.looks_right("scoreboard-district")
    page.locator(".measure a").first.click()
    expect(page.locator(PLACES).first).to_be_visible()
    assert "杭州市" not in page.locator("tbody").inner_text()
