"""A contact of a tuberculosis patient: noted with the case, screened, and due again in half a year."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.newcomer import enrol, fill_in, register, write_dates
from tests.journeys.window import Window

Open = Callable[..., Window]
NAMES = {"desktop": ("贺因", "贺邻"), "phone": ("贺源", "贺舍")}
FOUND, RECHECK = "2026-06-22", "2027-01-20"  # half a year on, and the last of the thirty days that it stays open
SAME_OFFICE = "3"
SCREENED = {"tb_relation": SAME_OFFICE, "tb_suspicious": "1", "tb_chest": "1", "tb_igra": "1"}
ROW = "tbody tr"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_contact_of_a_case_is_noted_screened_and_due_again_in_half_a_year(window: Open, size: str) -> None:
    doctor, (case, name) = window("village", size), NAMES[size]
    page = doctor.page
    contact = register(doctor, name, "1979-02-11")
    contacts = _found_with_tuberculosis(doctor, case)
    doctor.looks_right()
    page.locator("#q").fill(name)
    page.get_by_role("button", name="查找").click()
    chosen = page.locator("form[action$='/contacts/add/']", has_text=name).first
    chosen.locator("select[name=relation]").select_option(SAME_OFFICE)
    chosen.get_by_role("button", name="登记").click()
    expect(page.get_by_text(f"已登记密切接触者 {name}")).to_be_visible()
    expect(page.locator(ROW, has_text=name)).to_contain_text("未筛查")
    doctor.looks_right()
    page.locator(ROW, has_text=name).get_by_role("link", name="筛查").click()
    expect(page.locator("#visit")).to_be_visible()
    doctor.looks_right()
    write_dates(page, {"tb_contact_since": FOUND})
    page.locator("[name=tb_relation]").first.focus()
    fill_in(doctor, "tb_contact", SCREENED, dates=1)
    expect(page.get_by_text("按期复查").first).to_be_visible()
    page.goto(contact)
    expect(page.get_by_text(RECHECK).first).to_be_visible()
    expect(page.locator("ol.timeline li", has_text="加入")).to_contain_text("2026-06-30")  # the day of the city
    page.goto(contacts)
    expect(page.locator(ROW, has_text=name)).to_contain_text(RECHECK)
    doctor.looks_right()
    for address in (contact, f"{contact}visit/tb_contact/"):
        page.goto(address)
        doctor.looks_right()


def _found_with_tuberculosis(doctor: Window, name: str) -> str:
    """Register a patient with the diagnosis and its card; gives the address of the page of contacts."""
    page = doctor.page
    home = register(doctor, name, "1968-09-30")
    _diagnose(page, "tuberculosis")
    enrol(page, home, "tuberculosis")
    page.goto(home)
    page.locator("a[href$='/contacts/']").first.click()
    expect(page.get_by_role("heading", name="密切接触者", level=1)).to_be_visible()
    return page.url


def _diagnose(page: Page, code: str) -> None:
    page.get_by_text("登记诊断").click()
    page.locator("select[name=code]").select_option(code)
    page.locator("[name=onset_date]").fill(FOUND)
    with page.expect_navigation():
        page.get_by_role("button", name="登记", exact=True).click()
