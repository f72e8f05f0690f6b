"""A contract that runs out: found on the list, renewed with what stood before, and gone from the list."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.doctor import Keyboard
from tests.journeys.newcomer import register, save, write_dates
from tests.journeys.paper import A_DAY
from tests.journeys.window import Window

Open = Callable[..., Window]
NAMES = {"desktop": "约将满", "phone": "约又满"}
RENEW = "/contracts/?w=renew"
CHOSEN = "#content input[type=radio]:checked, #content input[type=checkbox]:checked"
BEGAN, ENDS, ENDS_AGAIN = "2025-07-20", "2026-07-20", "2027-07-20"  # runs out 20 days from the day of the city


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_contract_that_runs_out_is_renewed_with_what_stood_before(window: Open, size: str) -> None:
    doctor, name = window("village", size), NAMES[size]
    _signed_a_year_ago(doctor, name)
    page = doctor.go(RENEW)
    doctor.looks_right()
    left, row = _left(page), page.locator("tbody tr", has_text=name)
    expect(row).to_contain_text(ENDS)
    row.get_by_role("link", name="续签").click()
    doctor.looks_right()
    expect(page.locator("[name=from_date]")).to_have_value(ENDS)  # no day without a team, and none of two contracts
    paper = page.locator(CHOSEN).count() + A_DAY + len(page.locator("[name=years]").input_value())
    keys = Keyboard(page)
    with page.expect_navigation():
        keys.press("Control+Enter")
    print(f"\na renewal: {keys.pressed} keys; on paper {paper} strokes")
    assert keys.pressed <= paper
    expect(page.get_by_text(f"有效期至 {ENDS_AGAIN}").first).to_be_visible()
    doctor.looks_right()
    doctor.go(RENEW)
    assert _left(page) == left - 1
    expect(page.get_by_text(name)).to_have_count(0)


def _signed_a_year_ago(doctor: Window, name: str) -> None:
    page = doctor.page
    page.goto(register(doctor, name, "1956-05-01"))
    page.locator("a[href$='/contract/']").first.click()
    page.get_by_role("link", name="签约", exact=True).last.click()
    write_dates(page, {"from_date": BEGAN})
    save(doctor, Keyboard(page))
    expect(page.get_by_text(re.compile(f"有效期至 {ENDS}")).first).to_be_visible()


def _left(page: Page) -> int:
    return int(page.locator("nav.tabs [aria-current=page] .count").inner_text())
