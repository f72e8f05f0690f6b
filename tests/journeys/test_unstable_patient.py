"""An unstable patient after discharge: visited again, the street's group asked for help, its answer read."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from gongwei.catalog.discovery import programs
from tests.journeys.doctor import Keyboard
from tests.journeys.paper import pen_strokes
from tests.journeys.window import Window

Open = Callable[..., Window]
LEAD = "a.cell-lead"
# Two weeks on: threats in words only, so basically stable; as the keyboard chooses, 0 is "nothing".
ANSWERS = {
    "visit_mode": "2", "hospital": "0", "risk_level": "1", "danger_signs": "0", "mental_symptoms": "3", "insight": "2",
    "sleep": "1", "appetite": "1", "self_care_function": "1", "housework": "2", "productive_work": "2",
    "learning": "2", "social_contact": "2", "lock": "1", "lab_done": "1", "taking": "1", "mental_adverse": "1",
    "effect": "2", "rehabilitation": "1", "stability": "2",
}  # fmt: skip
FUNCTIONS = ("housework", "productive_work", "learning", "social_contact")
SETTLED = (
    ANSWERS
    | {"risk_level": "0", "mental_symptoms": "0", "insight": "1", "stability": "3"}
    | dict.fromkeys(FUNCTIONS, "1")
)
# The city has one such patient: seen at the desk, and on a phone two weeks later.
VISITS = {"desktop": ("2026-06-30", ANSWERS, "2 周时随访"), "phone": ("2026-07-14", SETTLED, "3 个月时随访")}


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_an_unstable_patient_is_visited_after_discharge_and_the_group_helps(window: Open, size: str) -> None:
    doctor, officer, (day, answers, advice) = window("", size), window("", size), VISITS[size]
    doctor.on(day, "doctor")
    officer.on(day, "street")
    page = doctor.go("/joint/")
    name = page.locator(LEAD).first.inner_text()
    doctor.looks_right()
    _visit(doctor, name, answers, advice)
    seen = officer.go("/joint/")
    officer.looks_right()
    seen.locator(LEAD, has_text=name).click()
    officer.looks_right()
    shown = officer.main()
    assert name in shown and not re.search("精神障碍|危险性评估|利培酮|自知力", shown)
    for field, value in (("member", "police"), ("outcome", "done")):
        seen.locator(f"[name={field}][value={value}]").check(force=True)
    seen.locator("[name=said]").fill("已护送复诊，家属签收")
    seen.get_by_role("button", name=re.compile("登记答复")).click()
    expect(seen.get_by_text("已保存。")).to_be_visible()
    doctor.go("/joint/")
    expect(page.locator("tbody tr", has_text=name)).to_contain_text("已落实")


def _visit(doctor: Window, name: str, answers: dict[str, str], advice: str) -> None:
    """Visit the patient at home with fewer keys than the paper takes strokes."""
    page = doctor.go("/residents/")
    with page.expect_response("**/residents/"):
        page.get_by_role("searchbox").fill(name)
    page.locator(LEAD, has_text=name).first.click()
    page.locator("a[href*='/visit/mental_disorder/']").first.click()
    expect(page.locator("#visit")).to_be_visible()
    keys = Keyboard(page)
    keys.answer(answers)
    expect(page.locator("#decision")).to_contain_text(advice)
    doctor.looks_right()
    page.get_by_role("button", name=re.compile("保存")).focus()
    with page.expect_navigation():
        keys.press("Control+Enter")
    paper = pen_strokes([programs()["mental_disorder"]], answers)
    print(f"\na visit to an unstable patient: {keys.pressed} keys, on paper {paper} strokes")
    assert keys.pressed <= paper
    expect(page.get_by_text(f"已保存 {name} 的随访")).to_be_visible()
