"""A telephone and a security key, bound in the browser and used at the door."""

import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.journeys.test_administration import choose_password, give_post, make_user, posts_of, sign_in
from tests.journeys.window import Window

Open = Callable[..., Window]
PASS = "my own long pass phrase"


def code(secret: str, *, later: int = 0) -> str:
    """Give what the telephone shows: now, or a step of 30 seconds earlier or later, which the door takes too."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def new_doctor(window: Open, username: str, size: str) -> tuple[Window, Page]:
    """Make a centre's doctor with a password of their own; gives their window."""
    admin, theirs = window("admin"), window("", size)
    page = admin.go("/users/")
    first = make_user(page, username, "新医生")
    give_post(posts_of(window, username), "市疾控人员", "杭州市")
    opened = sign_in(theirs, username, first)
    choose_password(opened, first)
    return theirs, opened


def prove_by_password(page: Page) -> None:
    page.get_by_label("密码").fill(PASS)
    page.get_by_role("button", name="确认").click()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_telephone_is_bound_and_asked_for_at_the_door(window: Open, size: str) -> None:
    theirs, page = new_doctor(window, f"shouji-{size}", size)
    theirs.go("/factors/")
    theirs.looks_right("factors")
    page.get_by_role("link", name="绑定").click()
    theirs.looks_right()
    prove_by_password(page)
    expect(page.get_by_role("img", name="绑定用的二维码")).to_be_visible()
    theirs.looks_right("bind")
    secret = page.locator("#totp_secret").inner_text()
    page.get_by_label("验证码").fill("000000")
    page.get_by_role("button", name="绑定").click()
    expect(page.get_by_role("alert")).to_contain_text("验证码不对")
    page.get_by_label("验证码").fill(code(secret, later=-1))
    page.get_by_role("button", name="绑定").click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    assert page.locator(".codes li").count() == 10
    theirs.looks_right()

    theirs.go("/devices/")
    theirs.looks_right("devices")
    theirs.context.clear_cookies()
    sign_in(theirs, f"shouji-{size}", PASS)
    expect(page.get_by_role("heading", name="第二步验证")).to_be_visible()
    theirs.looks_right("second-step")
    page.get_by_label("验证码").fill(code(secret))
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="我的一天")).to_be_visible()


def test_a_security_key_is_added_used_and_removed(window: Open) -> None:
    theirs, page = new_doctor(window, "miyao", "desktop")
    browser = theirs.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})
    theirs.call_the_city_by_name()
    sign_in(theirs, "miyao", PASS)
    theirs.go("/factors/keys/new/")
    prove_by_password(page)
    page.get_by_label("名称").fill("办公室的密钥")
    theirs.looks_right()
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()

    theirs.context.clear_cookies()
    sign_in(theirs, "miyao", PASS)
    theirs.looks_right()
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.get_by_role("heading", name="我的一天")).to_be_visible()

    theirs.go("/factors/keys/")
    expect(page.get_by_text("办公室的密钥")).to_be_visible()
    theirs.looks_right()
    page.get_by_role("link", name="移除").click()
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.get_by_role("heading", name="移除“办公室的密钥”？")).to_be_visible()
    theirs.looks_right()
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("还没有安全密钥")).to_be_visible()
