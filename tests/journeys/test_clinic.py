"""A clinic's day: who is due, a visit and what it decides, a referral and its answer."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.doctor import ROUTINE, Keyboard
from tests.journeys.window import Window

Open = Callable[..., Window]
DUE = "tbody tr"
DECISION = "#decision"
MOST_SECONDS = 13
VISITED: set[str] = set()  # a patient is visited once a day


def begin(one: Window, program: str = "hypertension") -> str:
    """Open the form for a patient whom no other journey has visited; gives the name."""
    form = f"a[href*='/visit/{program}/']"
    page = one.go("/residents/")
    for letter in "lwzcyxhsmjgqdftpkbrnaeo":
        with page.expect_response("**/residents/"):
            page.get_by_role("searchbox").fill(letter)
        expect(page.get_by_role("searchbox")).to_have_value(letter)
        ways = [link.get_attribute("href") or "" for link in page.locator(form).all()]
        free = [way for way in ways if way not in VISITED]
        if free:
            VISITED.add(free[0])
            one.go(free[0])
            expect(page.locator("#visit")).to_be_visible()
            return page.locator(".crumbs li").nth(1).inner_text()
    raise AssertionError(f"nobody in {program} is left to visit")


def fill_in(one: Window, **other: str) -> Keyboard:
    """Take over the last visit's habits, answer the rest, and wait for the judgement."""
    keys = Keyboard(one.page)
    keys.press("F2")
    keys.answer({**ROUTINE, **other})
    return keys


def show(one: Window, label: str) -> None:
    """Bring a field into the middle, as somebody does who looks once more."""
    one.page.get_by_label(label).evaluate("field => field.scrollIntoView({block: 'center'})")


def save(one: Window) -> None:
    one.page.get_by_role("button", name=re.compile("保存")).click()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_day_opens_on_who_is_due(window: Open, size: str) -> None:
    doctor = window("doctor", size)
    doctor.go("/")
    expect(doctor.page.get_by_role("heading", name="我的一天")).to_be_visible()
    assert doctor.page.locator(DUE).count() > 0
    doctor.looks_right("my-day")


def test_a_routine_visit_takes_thirteen_seconds_of_keys_and_explains_itself_before_it_is_saved(window: Open) -> None:
    doctor = window("doctor")
    name = begin(doctor)
    keys = fill_in(doctor)
    decision = doctor.page.locator(DECISION)
    expect(decision).to_contain_text("继续目前方案")
    expect(decision).to_contain_text("下次随访不晚于")
    show(doctor, "收缩压")
    doctor.looks_right("visit")
    doctor.page.get_by_role("button", name=re.compile("保存")).focus()
    with doctor.page.expect_navigation():
        keys.press("Control+Enter")
    print(f"\na routine visit: {keys.pressed} keys, {keys.seconds:.1f} s")
    assert keys.seconds <= MOST_SECONDS
    expect(doctor.page.get_by_text(f"已保存 {name} 的随访")).to_be_visible()
    assert doctor.page.locator("ol.timeline li").first.inner_text().count("2026-06-30") == 1


def test_the_form_is_filled_by_touch_on_a_phone(window: Open) -> None:
    doctor = window("doctor", "phone")
    name = begin(doctor)
    doctor.looks_right("visit")
    page = doctor.page
    for offer in page.locator("[data-take-over]").all():
        if offer.is_visible():
            offer.tap()
    for key, value in ROUTINE.items():
        field = page.locator(f"[name={key}]")
        if field.count() == 0 or not page.locator(f"[data-field]:has([name={key}])").first.is_visible():
            continue
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f"[name={key}][data-key='{value}']").tap()
        elif not field.input_value():
            field.fill(value)
    expect(page.locator("#verdict")).to_contain_text("继续目前方案")
    save(doctor)
    expect(page.get_by_text(f"已保存 {name} 的随访")).to_be_visible()


def test_a_danger_value_decides_alone_and_opens_an_urgent_referral(window: Open) -> None:
    doctor = window("doctor")
    name = begin(doctor)
    page = doctor.page
    page.get_by_label("收缩压").fill("190")
    expect(page.locator(DECISION)).to_contain_text("紧急转诊")
    page.get_by_label("收缩压").fill("")
    page.locator("[name=visit_mode]").first.focus()
    fill_in(doctor, systolic="190", diastolic="96", referral_reason="血压190/96", referral_to="上级医院")
    show(doctor, "收缩压")
    doctor.looks_right("danger")
    save(doctor)
    expect(page.get_by_text(f"已保存 {name} 的随访")).to_be_visible()
    page.goto(f"{doctor.city.address}/referrals/?state=open")
    row = page.locator(DUE, has_text=name).filter(has_text="紧急")
    expect(row).to_be_visible()
    doctor.looks_right("referrals")


def test_a_rare_value_is_asked_once_more_and_an_impossible_one_refused(window: Open) -> None:
    doctor = window("doctor")
    doctor.expected = {422}
    name = begin(doctor)
    page = doctor.page
    fill_in(doctor, systolic="400")
    expect(page.locator(DECISION)).to_contain_text("超出可录范围")
    save(doctor)
    expect(page.get_by_role("alert")).to_contain_text("还没有保存")
    page.get_by_label("收缩压").fill("76")
    page.get_by_label("舒张压").fill("50")
    save(doctor)
    expect(page.get_by_role("alert")).to_contain_text("请再核对一次")
    doctor.looks_right("asked-again")
    page.get_by_role("button", name="确认无误，保存").click()
    expect(page.get_by_text(f"已保存 {name} 的随访")).to_be_visible()


def test_a_form_that_lacks_a_needed_value_names_it(window: Open) -> None:
    doctor = window("doctor")
    doctor.expected = {422}
    begin(doctor)
    expect(doctor.page.locator(DECISION)).to_contain_text("缺少收缩压、舒张压")
    save(doctor)
    expect(doctor.page.get_by_role("alert")).to_contain_text("还没有保存")
    doctor.looks_right()


@pytest.mark.parametrize("program", ["diabetes", "elderly"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_every_programme_has_its_form(window: Open, program: str, size: str) -> None:
    doctor = window("doctor", size)
    begin(doctor, program)
    doctor.looks_right(f"form-{program}")


def test_a_referral_ends_with_an_answer_and_not_before(window: Open) -> None:
    doctor = window("doctor")
    page = doctor.go("/referrals/?state=open")
    row = page.locator(DUE).first
    name = row.locator("a.cell-lead").inner_text()
    row.get_by_role("button", name="登记结果").click()
    expect(page.locator("#content")).to_contain_text("结果")
    page.goto(f"{doctor.city.address}/referrals/?state=open")
    row = page.locator(DUE, has_text=name).first
    row.get_by_role("button", name="已接诊").click()
    page.goto(f"{doctor.city.address}/referrals/?state=accepted")
    row = page.locator(DUE, has_text=name).first
    row.get_by_placeholder("接诊结果").fill("调整用药，一周后复测 138/84")
    row.get_by_role("button", name="登记结果").click()
    page.goto(f"{doctor.city.address}/referrals/?state=answered")
    page.locator(DUE, has_text=name).first.get_by_role("button", name="结束").click()
    page.goto(f"{doctor.city.address}/referrals/?state=closed")
    expect(page.locator(DUE, has_text=name).filter(has_text="一周后复测 138/84").first).to_be_visible()


def test_a_call_is_written_down_with_its_outcome(window: Open) -> None:
    doctor = window("village")
    page = doctor.go("/today/")
    row = page.locator(DUE, has=page.get_by_role("button", name="电话")).first
    row.get_by_role("button", name="电话").click()
    sheet = page.locator("#sheet")
    expect(sheet).to_be_visible()
    doctor.looks_right("call")
    sheet.get_by_role("button", name="无人接听").click()
    expect(page.locator(DUE).first).to_contain_text("无人接听")


def test_a_second_press_of_the_button_saves_nothing_more(window: Open) -> None:
    doctor = window("doctor")
    name = begin(doctor)
    fill_in(doctor)
    doctor.page.get_by_role("button", name=re.compile("保存")).dblclick()
    expect(doctor.page.get_by_text(f"已保存 {name} 的随访")).to_be_visible()
    today = doctor.page.locator("ol.timeline li", has_text="2026-06-30").filter(has_text="高血压")
    assert today.count() == 1


def test_a_slip_in_a_saved_visit_is_judged_again_before_it_is_saved(window: Open) -> None:
    doctor = window("doctor")
    name = begin(doctor)
    fill_in(doctor)
    save(doctor)
    page = doctor.page
    expect(page.get_by_text(f"已保存 {name} 的随访")).to_be_visible()
    page.locator("ol.timeline a", has_text="高血压").first.click()
    page.get_by_role("link", name="改正").click()
    page.get_by_label("收缩压").fill("156")
    expect(page.locator(DECISION)).to_contain_text("2026-07-14")
    doctor.looks_right()
    save(doctor)
    expect(page.get_by_text("下次随访 2026-07-14").first).to_be_visible()


def test_a_diagnosis_is_noted_and_a_programme_ends_with_its_reason(window: Open) -> None:
    doctor = window("doctor")
    begin(doctor)
    page = doctor.page
    page.locator(".crumbs a").nth(1).click()
    page.get_by_text("登记诊断").click()
    chosen = page.get_by_label("诊断", exact=True)
    chosen.select_option(label="恶性肿瘤")
    title = chosen.locator("option:checked").inner_text()
    page.get_by_label("确诊日期").fill("2026-06-01")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text=title).filter(has_text="2026-06").first).to_be_visible()

    ways = page.get_by_text("结束这个项目")
    before = ways.count()
    ways.first.click()
    doctor.looks_right()
    page.locator("tr.row-more button").first.click()
    expect(page.get_by_text("已结束 2026-06-30").first).to_be_visible()
    assert ways.count() == before - 1
