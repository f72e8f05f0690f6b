"""The form of a resident's record: the same kind of definition as a visit's, so that page and checks agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongwei.apps.people.queries import CONTACT_PHONE
from gongwei.catalog.codelists.diagnoses import CONDITIONS
from gongwei.domain.codes import Codelist
from gongwei.domain.expr import known
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Choice, Choices, Day, Problem, Text
from gongwei.domain.identity import Card, UnreadableDocument, plain, read_card
from gongwei.domain.tongue import in_tongue, say

SEX = Codelist("性别", {"1": "男", "2": "女", "0": "未知", "9": "未说明"}, source="GB/T 2261.1-2003")
DOCUMENTS = Codelist("证件类型", {"01": "居民身份证", "03": "护照", "none": "无证件"}, source="WS 364.3")
CARD = "01"

document_number = Text("document_number", "证件号码", longest=30, note="身份证 18 位；15 位旧号自动补全")


def resident_form(villages: Mapping[int, str], *, new: bool) -> Form:
    """Lay out the form for a resident who lives in one of `villages` (code → name)."""
    village_codes = Codelist("村（社区）", {str(code): name for code, name in villages.items()})
    return Form(
        Section(
            "身份",
            Text("name", "姓名", required=True, longest=50),
            Choice("document_type", "证件类型", required=True, codes=DOCUMENTS),
            document_number.but(required=Choice("document_type", "证件类型", codes=DOCUMENTS).isin(CARD, "03")),
            Choice("sex", "性别", required=~known(document_number), codes=SEX, note="填了身份证号可不填"),
            Day("birth_date", "出生日期", required=~known(document_number), past=True, note="填了身份证号可不填"),
        ),
        Section(
            "住址与联系",
            Choice("area_code", "村（社区）", required=True, codes=village_codes),
            Text("address", "详细地址", required=True, longest=100, note="幢、单元、门牌"),
            Text("phone", "联系电话", longest=20),
            Day("resident_from", "居住起始日期", past=True, note="不填则为今天"),
        ),
        *(_sections_when_new() if new else _sections_when_known()),
    )


def move_form(villages: Mapping[int, str]) -> Form:
    """Lay out the form for a move to one of `villages` (code → name)."""
    codes = Codelist("村（社区）", {str(code): name for code, name in villages.items()})
    return Form(
        Section(
            "迁往何处",
            Choice("area_code", "迁入的村（社区）", required=True, codes=codes),
            Text("address", "详细地址", required=True, longest=100, note="幢、单元、门牌"),
            Day("from_date", "迁入日期", required=True, past=True),
        )
    )


def _sections_when_new() -> tuple[Section, ...]:
    return (
        Section(
            "慢性病与建档",
            Choices("conditions", "已诊断的慢性病", codes=CONDITIONS, required=known(Day("onset_date", "确诊日期"))),
            Day("onset_date", "确诊日期", past=True, required=known(Choices("conditions", "慢性病", codes=CONDITIONS))),
            Day("archived_date", "建档日期", past=True, required=False, note="填写后即为已建健康档案"),
        ),
    )


def _sections_when_known() -> tuple[Section, ...]:
    return (
        Section(
            "档案状态",
            Day("archived_date", "建档日期", past=True),
            Day("resident_to", "迁出日期", past=True, note="填写后停止各项随访"),
            Day("died_date", "死亡日期", past=True, note="填写后停止各项随访"),
        ),
    )


@dataclass(frozen=True)
class Checked:
    """A resident's data as they will be written, or the problems that stand against it."""

    values: dict[str, Any]
    problems: tuple[Problem, ...]


def check(form: Form, raw: Mapping[str, Any], *, today: date) -> Checked:
    """Read and check what was posted; an identity card completes sex and birth date, and must agree with them."""
    cleaned = form.clean(raw)
    values = dict(cleaned.readings)
    problems = [*cleaned.problems, *form.check(values, on=today, today=today)]
    if values.get("document_type") == CARD and values.get("document_number"):
        try:
            card = read_card(values["document_number"])
        except UnreadableDocument as unreadable:
            problems.append(Problem("document_number", "hard", f"{unreadable}。"))
        else:
            problems += _against_card(values, card)
            values |= {"document_number": card.number, "sex": card.sex, "birth_date": card.birth_date.isoformat()}
    if values.get("phone"):
        values["phone"], wrong = _phone(values["phone"])
        problems += wrong
    problems += _days_in_order(values)
    return Checked(values, tuple(problems))


def _against_card(values: Mapping[str, Any], card: Card) -> list[Problem]:
    problems = []
    if values.get("birth_date") not in (None, card.birth_date.isoformat()):
        said = say("出生日期与身份证号（{day}）不一致，请核对证件。", day=card.birth_date.isoformat())
        problems.append(Problem("birth_date", "hard", said))
    if values.get("sex") in ("1", "2") and values["sex"] != card.sex:
        said = say("性别与身份证号（{sex}）不一致，请核对证件。", sex=SEX.name_of(card.sex))
        problems.append(Problem("sex", "hard", said))
    return problems


def _phone(text: str) -> tuple[str, list[Problem]]:
    digits = plain(text)
    if digits.isdigit() and 7 <= len(digits) <= 20:
        return digits, []
    return text, [Problem("phone", "hard", say("联系电话应为 7–20 位数字（可含短横线），请改正。"))]


def check_contact(readings: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Check the telephone of a resident's contact as their own is checked, and give the readings with its digits."""
    if not readings.get(CONTACT_PHONE):
        return dict(readings), []
    digits, wrong = _phone(readings[CONTACT_PHONE])
    return {**readings, CONTACT_PHONE: digits}, [Problem(CONTACT_PHONE, one.severity, one.message) for one in wrong]


def _days_in_order(values: Mapping[str, Any]) -> list[Problem]:
    born = values.get("birth_date")
    titles = {
        "resident_from": "居住起始",
        "archived_date": "建档",
        "resident_to": "迁出",
        "died_date": "死亡",
        "onset_date": "确诊",
    }
    return [
        Problem(key, "hard", say("{title}日期早于出生日期 {born}，请改正。", title=in_tongue(title), born=born))
        for key, title in titles.items()
        if born and values.get(key) and values[key] < born
    ]
