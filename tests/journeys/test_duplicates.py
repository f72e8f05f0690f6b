"""Who stands twice: looked at side by side, merged from the keyboard, and taken apart again."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.window import Window

Open = Callable[..., Window]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_list_and_a_pair_are_readable(window: Open, size: str) -> None:
    operator = window("operator", size)
    page = operator.go("/duplicates/")
    operator.looks_right("duplicates")
    page.get_by_role("link", name="核对", exact=True).first.click()
    expect(page.get_by_role("heading", name="是同一个人吗")).to_be_visible()
    operator.looks_right("duplicate")


def test_a_pair_is_merged_from_the_keyboard_and_undone_on_the_residents_page(window: Open) -> None:
    operator = window("operator")
    page = operator.go("/duplicates/")
    page.get_by_role("link", name="核对", exact=True).first.click()
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("一份档案；需要时可在居民页面撤销")).to_be_visible()
    operator.go("/duplicates/?state=merged")
    page.locator("a.cell-lead").first.click()
    page.get_by_role("button", name="撤销这次合并").click()
    expect(page.get_by_text("已撤销合并，两份档案各自恢复")).to_be_visible()
    operator.go("/duplicates/?state=apart")
    expect(page.locator("a.cell-lead")).to_have_count(2)
