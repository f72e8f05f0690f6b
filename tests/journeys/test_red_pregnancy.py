"""A pregnancy that is red from its booking: reported within its clock, seen five times, delivered, closed at 42 days.

Booked on the day of the city; each later sheet is written on its own day by a window that lives on that day.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from gongwei.catalog.codelists.pregnancy_risk import RED
from gongwei.catalog.discovery import programs
from tests.journeys.doctor import Keyboard
from tests.journeys.newcomer import FEMALE, enrol, register, save, write_dates
from tests.journeys.paper import A_DAY, pen_strokes
from tests.journeys.window import Window

Open = Callable[..., Window]
NAMES, ROW = {"desktop": "乔初红", "phone": "乔又红"}, "tbody tr"
SAVED = re.compile("已保存 乔.红 的")
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
CHECK = {
    "pregnancy_danger": "0", "systolic": "122", "diastolic": "78", "foetal_position": "1", "foetal_heart_rate": "142",
    "haemoglobin": "118", "pregnancy_urine_protein": "1", "pregnancy_guidance": "1",
}  # fmt: skip
AFTER = {
    "mother_general": "OK", "mother_mood": "OK",
    **{f"mother_{part}": "1" for part in ("breasts", "lochia", "womb", "wound")}, "mother_guidance": "4",
}  # fmt: skip
AT_HOME = AFTER | {  # the colour is kept, what it stands on is rated anew
    "pregnancy_danger": "0", "systolic": "116", "diastolic": "74", "temperature": "36.8", "risk_red": "1",
    "risk_orange": "0", "risk_yellow": "0",
}  # fmt: skip
RECOVERED = AFTER | {"mother_recovered": "1", "mother_outcome": "1"}
CHECKS = {  # after the norm's windows: weight, fundal height, girth, and from 28 weeks on what the mother feels
    "2026-08-12": {"weight": "58"},
    "2026-09-16": {"weight": "60", "fundal_height": "20", "abdominal_girth": "84"},
    "2026-11-11": {"weight": "63", "fundal_height": "27", "abdominal_girth": "90", "foetal_movement": "1"},
    "2027-01-06": {"weight": "66", "fundal_height": "33", "abdominal_girth": "97", "foetal_movement": "1"},
}
BIRTH = {"delivery_date": "2027-01-12", "discharge_date": "2027-01-15"}
DELIVERED = {
    "delivery_place": "2", "delivery_mode": "3", "live_births": "1", "stillbirths": "0", "delivery_complications": "0",
    "antenatal_checks": "9",
}  # fmt: skip
TOLD_AT, VISITED_AT, DAY_42 = "2027-01-15", "2027-01-20", "2027-02-23"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_red_pregnancy_is_reported_within_its_clock_and_followed_to_42_days(window: Open, size: str) -> None:
    village, doctor, name = window("village", size), window("doctor", size), NAMES[size]
    home, page = register(village, name, "1998-03-08", FEMALE), doctor.page
    enrol(page, home, "pregnancy")
    expect(page.get_by_role("link", name="首次产前检查（建册）")).to_have_attribute("aria-current", "page")
    _book(doctor)
    expect(page.get_by_text(SAVED).first).to_be_visible()
    _hidden_from(village, home)
    doctor.go("/mothers/")
    expect(page.locator(ROW).first).to_contain_text("红色")
    doctor.go(f"/mothers/?tab={RED}")
    expect(page.locator(ROW, has_text=name)).to_contain_text("应报未报")
    page.locator(ROW, has_text=name).get_by_role("link", name=name).click()
    assert EXPECTED in doctor.main()
    doctor.looks_right()
    _report(doctor)
    doctor.go(f"/mothers/?tab={RED}")
    expect(page.locator(ROW, has_text=name)).to_contain_text("已报告")
    doctor.looks_right()

    _follow_to_the_end(doctor, home)
    page.goto(home + "pregnancy/")
    assert [page.locator(ROW).count(), "不再安排" in doctor.main()] == [8, True]
    doctor.looks_right()
    doctor.go(f"/mothers/?tab={RED}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(name)).to_have_count(0)


def _hidden_from(village: Window, home: str) -> None:
    village.expected = {403}  # a village doctor does not read class 4
    village.page.goto(home + "pregnancy/")
    assert "风险颜色" not in village.page.content()
    village.page.goto(home)
    assert "孕产妇" not in village.main()


def _follow_to_the_end(doctor: Window, home: str) -> None:
    """Write the sheets from the second check to 42 days, each on its own day."""
    for day, found in CHECKS.items():
        doctor.on(day, "doctor")
        _write(doctor, home, CHECK | found, "每周随访到结案")
    doctor.on(TOLD_AT, "doctor")
    _write(doctor, home, DELIVERED, "1 周内到家产后访视", sheet="分娩", dates=BIRTH)
    doctor.on(VISITED_AT, "doctor")
    _write(doctor, home, AT_HOME, "每周随访到结案")
    doctor.on(DAY_42, "doctor")
    _write(doctor, home, RECOVERED, "结案")


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
    assert pressed <= paper


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


def _write(
    one: Window,
    home: str,
    answers: dict[str, str],
    advice: str,
    *,
    sheet: str = "",
    dates: dict[str, str] | None = None,
) -> None:
    """Write the sheet of the window's day, the one that is offered or the one named, with no more keys than strokes."""
    page, dates, keys = one.page, dates or {}, Keyboard(one.page)
    page.goto(f"{home}visit/pregnancy/")
    if sheet:
        page.get_by_role("link", name=sheet, exact=True).click()
        keys.pressed += 1
    expect(page.locator("#decision .panel").first).to_be_visible()
    write_dates(page, dates)
    keys.press("F2")
    keys.answer(answers)
    expect(page.locator("#decision")).to_contain_text(advice)
    if answers.keys().isdisjoint(CHECK):
        one.looks_right()  # the long sheet of a check was looked at when it was booked
    save(one, keys)
    pressed = keys.pressed + A_DAY * len(dates)
    paper = pen_strokes([programs()["pregnancy"]], answers) + A_DAY * len(dates)
    print(f"\n{advice}: {pressed} keys; on paper {paper} strokes; left {keys.left}")
    assert pressed <= paper
    expect(page.get_by_text(SAVED).first).to_be_visible()
