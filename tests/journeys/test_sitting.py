"""A diabetic with hypertension comes once: one page, each question once, a record of each programme."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from gongwei.catalog.discovery import programs
from tests.journeys.doctor import ROUTINE, Keyboard
from tests.journeys.paper import pen_strokes
from tests.journeys.window import Window

Open = Callable[..., Window]
BOTH = ("diabetes", "hypertension")
ANSWERS = ROUTINE | {
    "height": "160", "fasting_glucose": "6.2", "foot_pulse": "1", "hypoglycaemia": "1", "staple_food": "300",
}  # fmt: skip
SEATED: set[str] = set()  # somebody sits down once a day


def who_has_both(one: Window) -> str:
    """Find somebody who is followed in both programmes; gives the address of the sitting."""
    page = one.go("/residents/")
    for letter in "lwzcyxhsmjgqdftpkbrnaeo":
        with page.expect_response("**/residents/"):
            page.get_by_role("searchbox").fill(letter)
        expect(page.get_by_role("searchbox")).to_have_value(letter)
        found = {program: _people(one, program) for program in BOTH}
        both = sorted((found["diabetes"] & found["hypertension"]) - SEATED, reverse=True)  # others begin with the first
        if both:
            SEATED.add(both[0])
            return f"/residents/{both[0]}/sitting/?program=hypertension&program=diabetes"
    raise AssertionError("nobody has both")


def _people(one: Window, program: str) -> set[str]:
    links = one.page.locator(f"a[href*='/visit/{program}/']").all()
    return {(link.get_attribute("href") or "").split("/")[2] for link in links}


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_diabetic_with_hypertension_is_asked_once_and_leaves_two_records(window: Open, size: str) -> None:
    doctor = window("doctor", size)
    way = who_has_both(doctor)
    page = doctor.go(way)
    expect(page.locator("#visit")).to_be_visible()
    expect(page.locator("#decision")).to_contain_text("还不能判定")
    assert page.locator("[name=systolic]").count() == 1
    doctor.looks_right("sitting")
    name = page.locator(".crumbs li").nth(1).inner_text()
    keys = Keyboard(page)
    keys.press("F2")
    keys.answer(ANSWERS)
    expect(page.locator("#decision")).to_contain_text("继续目前方案")
    page.get_by_role("button", name=re.compile("保存")).focus()
    with page.expect_navigation():
        keys.press("Control+Enter")
    paper = pen_strokes([programs()[key] for key in BOTH], ANSWERS)
    print(f"\nboth programmes at one sitting: {keys.pressed} keys, {keys.seconds:.1f} s; on paper {paper} strokes")
    assert keys.pressed <= paper
    expect(page.get_by_text(f"已保存 {name} 的 2 项随访")).to_be_visible()
    today = page.locator("ol.timeline li", has_text="2026-06-30")
    assert {"高血压", "糖尿病"} <= {word for word in ("高血压", "糖尿病") if today.filter(has_text=word).count()}
