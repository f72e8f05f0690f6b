"""Getting in, getting around, and being kept out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from gongwei.site.demo.people import FULL_NAMES
from tests.journeys.city import City
from tests.journeys.window import Window

Open = Callable[..., Window]
SEEN: set[str] = set()


def ways(window: Window) -> list[str]:
    """List where the side navigation leads."""
    links = window.page.locator("nav.sidenav a")
    return [link.get_attribute("href") or "" for link in links.all()]


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_stranger_sees_the_sign_in_page_and_nothing_else(window: Open, size: str) -> None:
    stranger = window(size=size)
    stranger.go("/")
    expect(stranger.page.get_by_role("heading", name="登录公卫")).to_be_visible()
    assert stranger.page.locator("nav.sidenav").count() == 0
    stranger.looks_right("sign-in")
    stranger.go("/users/")
    expect(stranger.page.get_by_role("heading", name="登录公卫")).to_be_visible()


def test_a_wrong_password_says_what_to_do(window: Open) -> None:
    stranger = window()
    stranger.go("/sign-in/")
    stranger.page.get_by_label("用户名").fill("village")
    stranger.page.get_by_label("密码").fill("wrong")
    stranger.page.get_by_role("button", name="登录").click()
    expect(stranger.page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    stranger.looks_right()


def test_the_greeting_names_a_login_for_every_role(city: City) -> None:
    greeting = city.greeting()
    assert [name for name in FULL_NAMES if name not in greeting] == []


@pytest.mark.parametrize("username", FULL_NAMES)
def test_every_way_of_a_role_opens(window: Open, username: str) -> None:
    desktop, phone = window(username), window(username, "phone")
    desktop.go("/")
    routes = ways(desktop)
    assert routes
    for route in routes:
        desktop.go(route)
        expect(desktop.page.get_by_role("heading", level=1)).to_be_visible()
        if route not in SEEN:  # who sees a page matters to what it holds, hardly to how it is built
            SEEN.add(route)
            desktop.looks_right()
            phone.go(route)
            phone.looks_right()


def test_a_page_of_another_role_is_refused_in_words(window: Open) -> None:
    doctor = window("village")
    doctor.expected = {403}
    doctor.go("/users/")
    expect(doctor.page.get_by_text("当前岗位不能使用这个页面")).to_be_visible()
    doctor.looks_right("refused")


def test_a_page_that_is_not_there_leads_back(window: Open) -> None:
    doctor = window("village", "phone")
    doctor.expected = {404}
    doctor.go("/residents/00000000-0000-4000-8000-000000000000/")
    expect(doctor.page.get_by_text("没有这个页面，或您看不到它")).to_be_visible()
    doctor.looks_right()
    doctor.page.get_by_role("link", name="回首页").click()
    expect(doctor.page.get_by_role("heading", level=1)).to_be_visible()


def test_the_site_speaks_english_on_request_and_chinese_again(window: Open) -> None:
    doctor = window()
    doctor.sign_in("doctor")
    doctor.page.get_by_role("button", name="English").click()
    expect(doctor.page.locator("html")).to_have_attribute("lang", "en")
    expect(doctor.page.get_by_role("button", name="Sign out")).to_be_visible()
    doctor.looks_right("english")
    doctor.page.get_by_role("button", name="中文").click()
    expect(doctor.page.get_by_role("button", name="退出")).to_be_visible()


def test_who_signs_out_is_out(window: Open) -> None:
    doctor = window()
    doctor.sign_in("director")
    doctor.page.get_by_role("button", name="退出").click()
    expect(doctor.page.get_by_role("heading", name="登录公卫")).to_be_visible()
    doctor.go("/")
    expect(doctor.page.get_by_role("heading", name="登录公卫")).to_be_visible()
