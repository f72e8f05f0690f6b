"""A pregnancy that is red from its booking: judged, owed a report with a clock, reported, and first on the list."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from gongwei.catalog.codelists.pregnancy_risk import RED
from gongwei.catalog.discovery import programs
from tests.journeys.doctor import Keyboard
from tests.journeys.newcomer import FEMALE, enrol, register, save, write_dates
from tests.journeys.paper import A_DAY, pen_strokes
from tests.journeys.window import Window

Open = Callable[..., Window]
NAME, ROW = "乔初红", "tbody tr"
DATES = {"lmp": "2026-04-15", "booked_date": "2026-06-30"}
PAST = ("miscarriages", "abortions", "foetal_deaths", "past_stillbirths", "neonatal_deaths", "birth_defects")
BODY = ("heart", "lungs", "vulva", "vagina", "cervix", "uterus", "adnexa")
BLOOD = {"haemoglobin": "121", "white_cells": "7", "platelets": "212", "pregnancy_abo": "1"}
URINE = [f"pregnancy_urine_{part}" for part in ("protein", "glucose", "ketone", "blood")]
ORGANS = {
    "alt": "17", "ast": "19", "albumin": "42", "total_bilirubin": "9", "direct_bilirubin": "3", "creatinine": "48",
    "urea": "3", "hbsag": "1", "syphilis_tested": "1", "hiv_tested": "1",
}  # fmt: skip
BOOKED = {
    "gravidity": "1", "vaginal_births": "0", "caesareans": "0", **dict.fromkeys(PAST, "0"), "pregnancy_past": "1",
    "pregnancy_family": "1", "pregnancy_personal": "1", "gynaecological_surgery": "1", "pregnancy_danger": "0",
    "systolic": "118", "diastolic": "76", "height": "161", "weight": "56",
    **{f"mother_{part}": "1" for part in BODY}, **BLOOD, **dict.fromkeys(URINE, "1"), **ORGANS,
}  # fmt: skip
RATED = {
    "risk_red": "1", "risk_orange": "0", "risk_yellow": "0", "risk_infectious": "0", "risk_colour": RED,
    "pregnancy_guidance": "1",
}  # fmt: skip
ASKED_OF_RED = {"special_care": "1"}
EXPECTED = (
    "2027-01-20"  # the paper has boxes for this day, for weeks and days, and for the BMI; the platform works it out
)
WORKED_OUT = A_DAY + len("10" + "6" + "216")


def test_a_pregnancy_red_at_booking_is_reported_within_its_clock_and_stands_first(window: Open) -> None:
    village, doctor = window("village"), window("doctor")
    home, page = register(village, NAME, "1998-03-08", FEMALE), doctor.page
    enrol(page, home, "pregnancy")
    expect(page.get_by_role("link", name="首次产前检查（建册）")).to_have_attribute("aria-current", "page")
    doctor.looks_right()
    _book(doctor)
    expect(page.get_by_text(re.compile(f"已保存 {NAME} 的")).first).to_be_visible()
    village.expected = {403}  # a village doctor does not read class 4
    village.page.goto(home + "pregnancy/")
    assert "风险颜色" not in village.page.content()
    village.page.goto(home)
    assert "孕产妇" not in village.main()

    doctor.go("/mothers/")
    expect(page.locator(ROW).first).to_contain_text("红色")
    doctor.go(f"/mothers/?tab={RED}")
    expect(page.locator(ROW, has_text=NAME)).to_contain_text("应报未报")
    page.locator(ROW, has_text=NAME).get_by_role("link", name=NAME).click()
    assert EXPECTED in doctor.main()
    doctor.looks_right()
    _report(doctor)
    for size in ("desktop", "phone"):
        looks = window("doctor", size)
        looks.go(f"/mothers/?tab={RED}")
        expect(looks.page.locator(ROW, has_text=NAME)).to_contain_text("已报告")
        looks.looks_right()
        for way in ("pregnancy/", "visit/pregnancy/?sheet=1"):
            looks.page.goto(home + way)
            looks.looks_right()


def _book(doctor: Window) -> None:
    """Fill the sheet of the first check by the keyboard: dates first, the rest in the order of the paper."""
    page, keys = doctor.page, Keyboard(doctor.page)
    write_dates(page, DATES)
    page.locator("[name=gravidity]").focus()
    keys.answer(BOOKED | RATED)
    expect(page.locator("#decision")).to_contain_text("24 小时内报告")
    page.locator("[name=special_care]").first.focus()  # asked since the colour was chosen
    keys.answer(ASKED_OF_RED)
    doctor.looks_right()
    save(doctor, keys)
    answers = BOOKED | RATED | ASKED_OF_RED
    pressed = keys.pressed + A_DAY * len(DATES)
    paper = pen_strokes([programs()["pregnancy"]], answers) + A_DAY * len(DATES) + WORKED_OUT
    print(f"\na booking: {pressed} keys; on paper {paper} strokes; left {keys.left}")
    assert pressed <= paper + len(keys.left)


def _report(doctor: Window) -> None:
    page = doctor.page
    page.get_by_role("link", name="报告高危").click()
    doctor.looks_right()
    page.locator("[name=known_date]").fill("2026-06-30")
    page.locator("[name=reporter]").fill("演示医生")
    page.locator("[name=reported_colour][value='4']").check(force=True)
    page.locator("[name=risk_findings]").fill("肺动脉高压")
    page.locator("[name=where_now][value='3']").check(force=True)
    page.locator("[name=went_to]").fill("市妇产科医院")
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("送出")).click()
