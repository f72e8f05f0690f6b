"""Finding a resident by whatever one knows, and what the resident's page tells."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from gongwei.domain.names import name_key
from tests.journeys.window import Window

Open = Callable[..., Window]
FOUND = "#found tbody tr"


def open_first(one: Window) -> str:
    """Open the page of the first who is due; gives the name."""
    page = one.go("/today/")
    link = page.locator("tbody a.cell-lead").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return name


def numbers(page: Page) -> tuple[str, str]:
    """Have the whole numbers shown, which is written down; gives document and phone."""
    page.get_by_role("button", name="显示完整号码").click()
    expect(page.locator("#numbers")).not_to_contain_text("*")
    document, phone = page.locator("#numbers dd").all_inner_texts()
    return document, phone


def test_a_resident_is_found_by_name_pinyin_initials_document_and_phone(window: Open) -> None:
    doctor = window("village")
    name = open_first(doctor)
    document, phone = numbers(doctor.page)
    key = name_key(name)
    page = doctor.go("/residents/")
    for asked in (name, key.pinyin, key.initials, document, phone):
        page.get_by_role("searchbox").fill(asked)
        expect(page.locator(FOUND, has_text=name).first).to_be_visible()
    doctor.looks_right("find")


def test_a_click_before_the_scripts_are_there_is_done_when_they_are(window: Open) -> None:
    doctor = window("village")
    open_first(doctor)
    held: list[Route] = []
    doctor.page.route("**/htmx-2*.js", lambda route: held.append(route))
    doctor.page.reload(wait_until="commit")
    doctor.page.get_by_role("button", name="显示完整号码").click()
    expect(doctor.page.locator("#numbers")).to_contain_text("*")
    held[0].continue_()
    expect(doctor.page.locator("#numbers")).not_to_contain_text("*")


def test_words_typed_before_the_scripts_are_there_are_looked_for(window: Open) -> None:
    doctor = window("village")
    name = open_first(doctor)
    held: list[Route] = []
    doctor.page.route("**/htmx-2*.js", lambda route: held.append(route))
    doctor.page.goto(doctor.city.address + "/residents/", wait_until="commit")
    doctor.page.get_by_role("searchbox").fill(name)
    held[0].continue_()
    expect(doctor.page.locator(FOUND, has_text=name).first).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_nobody_found_says_what_to_try(window: Open, size: str) -> None:
    doctor = window("village", size)
    page = doctor.go("/residents/")
    doctor.looks_right()
    page.get_by_role("searchbox").fill("无此人名")
    expect(page.locator("#found")).to_contain_text("没有找到")
    doctor.looks_right("nobody-found")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_page_of_a_resident_shows_programmes_trends_and_what_happened(window: Open, size: str) -> None:
    doctor = window("village", size)
    open_first(doctor)
    page = doctor.page
    expect(page.get_by_role("heading", name="在管项目")).to_be_visible()
    expect(page.locator("ol.timeline li").first).to_be_visible()
    expect(page.locator("canvas, .chart svg").first).to_be_visible()
    doctor.looks_right("resident")
    page.locator("ol.timeline a").first.click()
    expect(page.get_by_text("按规范版本")).to_be_visible()
    doctor.looks_right("saved-visit")


def test_a_new_resident_is_registered_and_enrolled(window: Open) -> None:
    doctor = window("village")
    page = doctor.go("/residents/new/")
    doctor.looks_right("register")
    page.get_by_label(re.compile("^姓名")).fill("仇新来")
    page.get_by_role("radio", name="无证件").check()
    page.get_by_role("radio", name="男", exact=True).check()
    page.get_by_label(re.compile("出生日期")).fill("1950-03-12")
    page.get_by_label(re.compile("详细地址")).fill("9幢1单元101室")
    page.get_by_role("button", name=re.compile("保存")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("仇新来")
    page.get_by_role("button", name="老年人健康管理").click()
    expect(page.locator("#visit")).to_be_visible()


def test_a_resident_of_another_street_is_not_there(window: Open) -> None:
    cdc, doctor = window("city-cdc"), window("village")
    cdc.go("/residents/").get_by_role("searchbox").fill("li")
    expect(cdc.page.locator(FOUND).first).to_be_visible()
    found = cdc.page.locator(f"{FOUND} a.cell-lead").all()
    doctor.expected = {404}
    hidden = 0
    for path in [link.get_attribute("href") or "" for link in found[:5]]:
        doctor.go(path)
        hidden += doctor.page.get_by_text("没有这个页面").count()
    assert hidden > 0
