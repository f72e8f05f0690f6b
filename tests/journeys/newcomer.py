"""Somebody without a card: registered, enrolled, and the first sheets filled by the keyboard alone."""

import re

from playwright.sync_api import Page, expect

from gongwei.catalog.discovery import programs
from tests.journeys.doctor import Keyboard
from tests.journeys.paper import A_DAY, pen_strokes
from tests.journeys.window import Window

MALE, FEMALE = "1", "2"


def register(one: Window, name: str, born: str, sex: str = MALE) -> str:
    """Register somebody without a document; gives the address of the page."""
    page = one.go("/residents/new/")
    page.get_by_label("姓名").fill(name)
    _choose(page, "document_type", "none")
    _choose(page, "sex", sex)
    page.locator("[name=birth_date]").fill(born)
    page.locator("[name=resident_from]").fill(born)
    page.locator("[name=address]").fill("1 幢 1 单元 101")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("保存|建档|登记")).last.click()
    return page.url


def _choose(page: Page, name: str, code: str) -> None:
    field = page.locator(f"select[name={name}]")
    if field.count():
        field.select_option(code)
    else:
        page.locator(f"[name={name}][value='{code}']").check(force=True)


def enrol(page: Page, address: str, program: str) -> None:
    page.goto(address)
    with page.expect_navigation():
        page.locator(f"button[name=program][value={program}]").click()
    expect(page.locator("#visit")).to_be_visible()


def write_dates(page: Page, dates: dict[str, str]) -> None:
    """Fill in dates, whose keys are counted as the strokes of a date on paper: `fill_in(…, dates=len(dates))`."""
    for name, day in dates.items():
        page.locator(f"[name={name}]").fill(day)


def fill_in(one: Window, program: str, answers: dict[str, str], *, dates: int = 0) -> None:
    """Answer by the keyboard alone, save, and hold the keys against the strokes of a pen."""
    keys = Keyboard(one.page)
    keys.press("F2")
    keys.answer(answers)
    save(one, keys)
    pressed, paper = keys.pressed + A_DAY * dates, pen_strokes([programs()[program]], answers) + A_DAY * dates
    print(f"\n{program}: {pressed} keys; on paper {paper} strokes; left {keys.left}")
    assert pressed <= paper


def save(one: Window, keys: Keyboard) -> None:
    one.page.get_by_role("button", name=re.compile("保存")).focus()
    with one.page.expect_navigation():
        keys.press("Control+Enter")
