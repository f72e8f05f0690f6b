"""The catalogue in words: what the city does and counts can be read, with source, edition and what is unverified."""

import pytest

from gongwei.catalog.discovery import indicators, programs
from gongwei.domain.words import describe

HERE = 330102001051
TRY = "/catalogue/hypertension/"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(sign_in):
    """The administrator sees no health data, but the rules are everybody's."""
    return sign_in("system_admin", 330100000000)


def text(answer) -> str:
    return answer.content.decode()


def test_the_catalogue_lists_every_programme_and_indicator(reader) -> None:
    page = text(reader.get("/catalogue/"))
    for key, program in programs().items():
        assert f'href="/catalogue/{key}/"' in page
        assert program.title in page
    for key, indicator in indicators().items():
        assert f'href="/catalogue/indicators/{key}/"' in page
        assert indicator.title in page


def test_the_catalogue_sums_up_what_is_not_verified(reader) -> None:
    answer = reader.get("/catalogue/")
    shown = [words.unverified for _program, words in answer.context["programs"]]
    shown += [words.unverified for _indicator, words, _rows in answer.context["indicators"]]
    assert answer.context["unverified"] == sum(shown) > 0
    assert f"共有 {sum(shown)} 处未核实" in text(answer)


def test_whoever_is_not_signed_in_is_led_to_the_door(client, transactional_db) -> None:
    for address in ("/catalogue/", TRY, "/catalogue/indicators/archive_rate/"):
        assert client.get(address).url.startswith("/sign-in/")


@pytest.mark.parametrize("key", list(programs()))
def test_every_line_of_a_programme_stands_on_its_page(reader, key: str) -> None:
    answer = reader.get(f"/catalogue/{key}/")
    edition = answer.context["program"]
    shown = {(one.subject, one.said) for chapter in answer.context["chapters"] for one in chapter.statements}
    shown |= {(one.subject, one.said) for one, _meaning in answer.context["meanings"]}
    told = describe(edition, on=edition.since)
    lines = {line.text for part in told.parts if part.title != "历次版本" for line in part.lines}
    assert {f"{subject}：{said}" if subject else said for subject, said in shown} == lines


@pytest.mark.parametrize("key", list(programs()))
def test_the_summary_leads_to_every_unverified_statement(reader, key: str) -> None:
    answer = reader.get(f"/catalogue/{key}/")
    doubtful = answer.context["doubtful"]
    assert sum(chapter.unverified for chapter in doubtful) == answer.context["words"].unverified
    assert all(f'id="part-{chapter.number}"' in text(answer) for chapter in doubtful)


def test_a_field_stands_under_its_title_with_unit_limits_and_source(reader) -> None:
    page = text(reader.get(TRY))
    assert "<strong>收缩压（mmHg）</strong><br>必填；可录 50–300；通常 80–200；缺失时不作判定" in page
    assert "录入合理范围" in page


def test_the_subject_of_a_form_line_is_the_field(reader) -> None:
    for key, program in programs().items():
        titles = {f"{f.title}（{f.unit}）" if f.unit else f.title for f in program.visit.fields.values()}
        chapters = reader.get(f"/catalogue/{key}/?on={program.edition}").context["chapters"]
        form = [chapter for chapter in chapters if chapter.title.startswith("登记内容")]
        assert {one.subject for chapter in form for one in chapter.statements} == titles


def test_the_two_targets_stand_side_by_side(reader) -> None:
    (assessed, wide), (clinical, strict) = reader.get(TRY).context["meanings"]
    assert (assessed.subject, assessed.verified) == ("考核标准", True)
    assert (clinical.subject, clinical.verified) == ("临床目标（自 2025-01-01 起）", False)
    assert "收缩压 <140 mmHg" in wide
    assert "收缩压 <130 mmHg" in strict


def test_an_older_edition_is_read_by_its_day_and_says_that_it_is_old(reader) -> None:
    old, new = text(reader.get("/catalogue/elderly/?on=2024-12-31")), text(reader.get("/catalogue/elderly/"))
    assert "这是 2024-12-31 适用的旧版" in old
    assert "胸部 X 线片" in new
    assert "旧版" not in new
    assert 'href="?on=2017-02-28" aria-current="true"' in old


@pytest.mark.parametrize(("on", "said"), [
    ("2016-01-01", "2017-02-28 起施行"), ("x", "不是日期"), ("2024-02-30", "不是日期"),
])  # fmt: skip
def test_a_day_that_cannot_be_is_answered_with_what_to_write(reader, on: str, said: str) -> None:
    answer = reader.get("/catalogue/elderly/", {"on": on})
    assert answer.status_code == 400
    assert said in text(answer)


@pytest.mark.parametrize("address", ["/catalogue/nothing/", "/catalogue/indicators/nothing/"])
def test_an_unknown_definition_is_not_found(reader, address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize("key", list(indicators()))
def test_an_indicator_shows_what_is_counted_and_which_plan_rows_name_it(reader, key: str) -> None:
    answer = reader.get(f"/catalogue/indicators/{key}/")
    page = text(answer)
    assert "<strong>分子</strong>" in page
    assert "<strong>分母</strong>" in page
    assert all(row.id in page and key in row.indicators for _plan, row in answer.context["rows"])


def test_a_plan_row_shows_its_target_as_printed_and_its_document(reader) -> None:
    page = text(reader.get("/catalogue/indicators/hypertension_standard_management/"))
    assert "≥70%" in page
    assert "约束 " in page


def test_the_figures_are_linked_for_those_who_may_read_them(sign_in) -> None:
    address, link = "/catalogue/indicators/hypertension_control/", "/plan/indicators/hypertension_control/"
    assert link in text(sign_in("city_bureau", 330100000000).get(address))
    assert link not in text(sign_in("system_admin", 330100000000).get(address))


def test_an_indicator_that_no_plan_names_says_so(reader) -> None:
    named = {key for key in indicators() if reader.get(f"/catalogue/indicators/{key}/").context["rows"]}
    assert named < set(indicators())
    silent = min(set(indicators()) - named)
    assert "五份规划都没有写到这项指标" in text(reader.get(f"/catalogue/indicators/{silent}/"))


def test_the_rules_can_be_tried(reader) -> None:
    answer = reader.post(TRY, {"systolic": "190", "age": "60"}, headers={"HX-Request": "true"})
    assert "收缩压 190 mmHg（≥180 mmHg）" in text(answer)
    assert "<html" not in text(answer)


def test_a_rule_that_looks_back_can_be_tried(reader) -> None:
    values = {"systolic": "150", "diastolic": "80", "age": "60", "danger_signs": "none", "new_complication": "1"}
    once = text(reader.post(TRY, values))
    twice = text(reader.post(TRY, values | {"repeated": "是"}))
    assert "结合服药依从性调整用药，2 周内随访。" in once
    assert "上次收缩压 150 mmHg" in twice


def test_a_missing_value_is_named_when_a_rule_is_tried(reader) -> None:
    answer = reader.post(TRY, {"diastolic": "80", "age": "60"})
    assert answer.status_code == 200
    assert "缺少收缩压" in text(answer)


@pytest.mark.parametrize(("values", "said"), [
    ({"systolic": "abc"}, "不是数字"), ({"systolic": "999"}, "超出可录范围"),
    ({"age": "200", "systolic": "120"}, "年龄 200"),
    ({}, "请至少填一项"), ({"age": "60"}, "请至少填一项"), ({"systolic": "120", "danger_signs": "zzz"}, "没有“zzz”"),
    ({"systolic": "120", "on": "2016-01-01"}, "起施行"), ({"systolic": "120", "on": "9999-12-31"}, "太远"),
    ({"systolic": "1" * 5000}, "不是数字"),
])  # fmt: skip
def test_wrong_values_are_refused_with_what_to_do(reader, values: dict[str, str], said: str) -> None:
    answer = reader.post(TRY, values)
    assert answer.status_code in (400, 422)
    assert said in text(answer)
