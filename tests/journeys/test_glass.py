"""A record outside the doctor's area, opened in an emergency with a telephone's code, and reviewed by the bureau."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_administration import choose_password, give_post, make_user, posts_of, sign_in
from tests.journeys.test_second_factor import code, prove_by_password
from tests.journeys.window import Window

Open = Callable[..., Window]
REASON = "昏迷送来，需要知道用药和病史"


def bind(page: Page) -> str:
    """Bind a telephone on the page that asks for one; gives its secret."""
    page.get_by_role("link", name="绑定").click()
    prove_by_password(page)
    secret = page.locator("#totp_secret").inner_text()
    page.get_by_label("验证码").fill(code(secret, later=-1))
    page.get_by_role("button", name="绑定").click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    return secret


def number_of_somebody(window: Open) -> str:
    """Read a whole document number where a doctor corrects a record."""
    village = window("village")
    page = village.go("/today/")
    page.locator("tbody a[href^='/residents/']").first.click()
    page.goto(page.url.split("?")[0] + "edit/")
    return page.locator("[name=document_number]").input_value()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_record_is_opened_in_an_emergency_and_reviewed(window: Open, size: str) -> None:
    number, username = number_of_somebody(window), f"jijiu-{size}"
    admin, doctor = window("admin"), window("", size)
    first = make_user(admin.go("/users/"), username, "急救医生")
    give_post(posts_of(window, username), "区县疾控人员", "桐庐县")
    page = sign_in(doctor, username, first)
    choose_password(page, first)
    doctor.go("/glass/")
    expect(page.get_by_text("紧急查看必须使用第二因素")).to_be_visible()
    secret = bind(page)
    doctor.go("/glass/")
    page.get_by_label("验证码").fill(code(secret))
    page.get_by_role("button", name="确认").click()
    doctor.looks_right("glass")
    page.get_by_label("证件号码").fill(number)
    page.get_by_label("为什么必须现在看").fill(REASON)
    page.get_by_role("button", name="我有正当理由").click()
    expect(page.get_by_text(re.compile("每次打开都已记入审计"))).to_be_visible()
    doctor.looks_right()

    auditor = window("auditor", size)
    review = auditor.go("/glass/reviews/")
    expect(review.get_by_text(REASON).first).to_be_visible()
    auditor.looks_right()
    review.get_by_role("button", name="正当").first.click()
    expect(review.get_by_text("复核已保存")).to_be_visible()
    auditor.looks_right()
