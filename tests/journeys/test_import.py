"""A clinic's file comes in: looked at first, then taken; what was sent back is mended; the batch is undone."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from gongwei.domain.identity import check_character
from tests.journeys.window import Window

Open = Callable[..., Window]
HEADINGS = ("姓名", "性别", "出生日期", "身份证号", "联系电话", "现住址", "建档日期")
VILLAGE = "杭州市上城区清波街道清波门社区"
DONE = 30_000  # ms that the worker may take


def card(serial: int) -> str:
    body = f"990102{date(1951, 5, 6):%Y%m%d}{serial:03d}"
    return body + check_character(body)


def row(name: str, number: str, address: str) -> list[str]:
    return [name, "男", "1951-05-06", number, "", address, "2026-06-30"]


def as_a_clinic_sends_it(*rows: list[str]) -> bytes:
    """A title above the headings, in GBK."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["居民健康档案登记表（六月）"], list(HEADINGS), *rows])
    return out.getvalue().encode("gb18030")


def send(page: Page, content: bytes) -> None:
    """Choose the file and have it looked at."""
    page.get_by_label("内容").select_option(label="居民")
    page.get_by_label("文件").set_input_files({"name": "六月.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="检查文件").click()
    expect(page.get_by_role("heading", name="检查结果")).to_be_visible()


def counts(page: Page) -> dict[str, int]:
    """Wait for the worker; gives what became of the rows."""
    expect(page.locator(".stats")).to_be_visible(timeout=DONE)
    labels, figures = page.locator(".stat__label").all_inner_texts(), page.locator(".stat__figure").all_inner_texts()
    return dict(zip(labels, map(int, figures), strict=True))


def test_a_file_is_looked_at_taken_mended_and_undone(window: Open) -> None:
    operator = window("operator")
    page = operator.go("/imports/")
    operator.looks_right("imports")
    good = [row("仇一", card(11), f"{VILLAGE}1幢1号"), row("仇二", card(13), f"{VILLAGE}1幢2号")]
    wrong, vague = row("仇三", card(15)[:-1] + "?", f"{VILLAGE}1幢3号"), row("仇四", card(17), "杭州市上城区")
    send(page, as_a_clinic_sends_it(*good, wrong, vague))
    looked_at = {"读入": 4, "新建": 2, "更新": 0, "不变": 0, "未导入": 1, "待核对": 1}
    assert counts(page) == looked_at
    operator.looks_right("import-checked")

    page.get_by_role("button", name="正式导入").click()
    expect(page.get_by_role("heading", name="导入结果")).to_be_visible()
    assert counts(page) == looked_at
    operator.looks_right("import-done")
    batch = page.url

    with page.expect_download() as download:
        page.get_by_role("link", name="下载未导入的行").click()
    rejects = list(csv.reader(io.StringIO(download.value.path().read_bytes().decode("utf-8-sig"))))
    assert "仇三" in rejects[-1] and rejects[-1] != wrong  # the row as it came, with its number and reason

    page.get_by_role("link", name="逐行核对").click()
    expect(page.get_by_text("仇四")).to_be_visible()
    operator.looks_right("import-waiting")
    page.get_by_label("住在哪个村").select_option(index=1)
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("没有等待核对的行")).to_be_visible()

    page.goto(f"{operator.city.address}/imports/")
    send(page, as_a_clinic_sends_it(*good))
    assert counts(page)["不变"] == 2

    page.goto(batch)
    page.get_by_text("撤销这一批").click()
    page.get_by_role("button", name="确认撤销").click()
    expect(page.locator("#content")).to_contain_text(re.compile("已撤销|不能撤销"))
    operator.looks_right()


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", "颜色,形状\n红,圆\n".encode()])
def test_a_file_that_is_no_register_is_refused_in_words(window: Open, content: bytes) -> None:
    operator = window("operator")
    operator.expected = {422, 400}
    page = operator.go("/imports/")
    page.get_by_label("内容").select_option(label="居民")
    page.get_by_label("文件").set_input_files({"name": "别的.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="检查文件").click()
    expect(page.locator(".panel--bad, .field__problem").first).to_be_visible(timeout=DONE)
    operator.looks_right()


def test_the_page_of_imports_fits_a_phone(window: Open) -> None:
    operator = window("operator", "phone")
    page = operator.go("/imports/")
    operator.looks_right("imports")
    page.locator("tbody a.cell-lead").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    operator.looks_right("import")
