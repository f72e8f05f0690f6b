"""Making users and posts, working in another post, and reading what was done."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.window import Window

Open = Callable[..., Window]


def make_user(page: Page, username: str, full_name: str) -> str:
    """Make a user on the open page of users; gives the first password."""
    page.get_by_label("用户名", exact=True).fill(username)
    page.get_by_label("姓名", exact=True).fill(full_name)
    page.get_by_role("button", name="新建").click()
    return page.locator(".panel--ok code").inner_text()


def give_post(page: Page, role: str, area: str) -> None:
    page.get_by_label("角色").select_option(label=role)
    page.get_by_label("地区").fill(area)
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_text("岗位已添加")).to_be_visible()


def posts_of(window: Open, username: str) -> Page:
    """Open a user's page as the one who gives posts."""
    security = window("security")
    page = security.go(f"/users/?q={username}")
    page.get_by_role("table").get_by_role("link").first.click()
    security.looks_right("user")
    return page


def sign_in(stranger: Window, username: str, password: str) -> Page:
    page = stranger.go("/sign-in/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    return page


def choose_password(page: Page, first: str) -> None:
    """Replace the first password on the page that it leads to."""
    page.get_by_label("当前密码").fill(first)
    page.get_by_label("新密码", exact=True).fill("my own long pass phrase")
    page.get_by_label("新密码（重复）").fill("my own long pass phrase")
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_text("新密码已保存")).to_be_visible()


def test_a_new_user_can_do_nothing_until_a_post_is_given_and_then_switch_between_two(window: Open) -> None:
    admin, stranger = window("admin"), window()
    page = admin.go("/users/")
    admin.looks_right("users")
    password = make_user(page, "xinren", "新人")
    stranger.expected = {403}
    theirs = sign_in(stranger, "xinren", password)
    expect(theirs.get_by_text("您还没有可用的岗位")).to_be_visible()
    stranger.looks_right()

    page = posts_of(window, "xinren")
    give_post(page, "区县疾控人员", "上城区")
    give_post(page, "市卫健委", "杭州市")

    stranger.expected = set()
    stranger.go("/")
    expect(theirs.get_by_text("请先把初始密码")).to_be_visible()
    stranger.looks_right()
    choose_password(theirs, password)
    stranger.go("/")
    expect(theirs.get_by_role("heading", name="我的一天")).to_be_visible()
    theirs.locator("header details.menu summary").click()
    stranger.looks_right("switch-post")
    theirs.locator("header .menu__sheet").get_by_role("button", name="市卫健委").click()
    expect(theirs.locator("header")).to_contain_text("市卫健委 · 杭州市")
    assert theirs.locator("nav.sidenav").get_by_text("我的一天").count() == 0


def test_a_deactivated_user_is_out_at_once(window: Open) -> None:
    admin, stranger = window("admin"), window()
    page = admin.go("/users/")
    password = make_user(page, "likai", "离开")
    give_post(posts_of(window, "likai"), "审计员", "杭州市")
    theirs = sign_in(stranger, "likai", password)
    choose_password(theirs, password)
    stranger.go("/")
    expect(theirs.get_by_role("heading", name="审计记录")).to_be_visible()
    admin.go("/users/?q=likai")
    page.get_by_role("link", name="离开").click()
    page.get_by_role("button", name="停用").click()
    expect(page.get_by_role("button", name="启用")).to_be_visible()
    stranger.expected = {403}
    stranger.go("/audit/")
    assert theirs.get_by_role("heading", name="审计记录").count() == 0


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_auditor_reads_who_did_what_and_who_was_refused(window: Open, size: str) -> None:
    doctor, auditor = window("village"), window("auditor", size)
    doctor.expected = {403}
    doctor.go("/audit/")
    page = auditor.go("/audit/?action=refused")
    expect(page.locator("tbody tr").first).to_contain_text("403")
    page.goto(f"{auditor.city.address}/audit/?username=admin")
    expect(page.locator("tbody tr").first).to_contain_text("演示·系统管理员")
    auditor.looks_right("audit")
    page.goto(f"{auditor.city.address}/audit/?action=nothing.like.this")
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    auditor.looks_right()


def test_a_password_is_reset_and_shown_once(window: Open) -> None:
    admin = window("admin")
    page = admin.go("/users/?q=operator")
    page.get_by_role("link", name="演示·数据管理员").click()
    page.get_by_role("link", name="用户与岗位").first.click()
    make_user(page, "wangji", "忘记")
    admin.go("/users/?q=wangji")
    page.get_by_role("link", name="忘记").click()
    page.get_by_role("button", name="重设密码").click()
    expect(page.get_by_role("heading", name="已重设密码")).to_be_visible()
    admin.looks_right()
