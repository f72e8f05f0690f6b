"""The rules in words, and the city's regions on any day."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from gongwei.catalog.discovery import indicators, programs
from tests.journeys.window import Window

Open = Callable[..., Window]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_programme_and_indicator_is_put_in_words_with_its_source(window: Open, size: str) -> None:
    bureau = window("city-bureau", size)
    page = bureau.go("/catalogue/")
    bureau.looks_right("catalogue")
    for definition in [*programs().values(), *indicators().values()]:
        page.goto(f"{bureau.city.address}/catalogue/")
        page.get_by_role("link", name=definition.title, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(definition.title)
        expect(page.locator("#content")).to_contain_text(definition.source)
        if size == "desktop" or definition.key in ("hypertension", "hypertension_control"):
            bureau.looks_right("catalogue-hypertension" if definition.key == "hypertension" else "")


def test_what_is_not_verified_says_so(window: Open) -> None:
    page = window("city-bureau").go("/catalogue/hypertension/")
    assert page.get_by_text("未核实").count() > 0


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_regions_open_from_city_to_village(window: Open, size: str) -> None:
    bureau = window("city-bureau", size)
    page = bureau.go("/regions/")
    expect(page.locator("#content")).to_contain_text("审图号")
    bureau.looks_right("regions")
    for name in ("上城区", "清波街道"):
        page.get_by_role("link", name=name, exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(name)
        bureau.looks_right()
    expect(page.locator("#content")).to_contain_text("清波门社区")


def test_an_abolished_district_is_found_by_its_old_name_and_on_an_old_day(window: Open) -> None:
    bureau = window("city-bureau")
    page = bureau.go("/regions/")
    page.get_by_label("名称或代码").fill("下城区")
    page.get_by_label("在哪一天").fill("2020-01-01")
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.locator("#content")).to_contain_text("拱墅区")
    bureau.looks_right("old-district")


def test_an_old_address_leads_to_the_place_of_today(window: Open) -> None:
    bureau = window("city-bureau")
    page = bureau.go("/regions/")
    page.get_by_label("地址").fill("杭州市江干区九堡街道九堡社区12幢")
    page.get_by_role("button", name="定位").click()
    expect(page.locator("#placed")).to_contain_text("上城区")
    page.get_by_label("地址").fill("上海市黄浦区南京东路1号")
    page.get_by_role("button", name="定位").click()
    expect(page.locator("#placed")).not_to_contain_text("上城区")
    bureau.looks_right()
