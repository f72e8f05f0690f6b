"""Five files as clinics export them: nothing is lost, nothing is guessed, and the same file again changes nothing."""

import io
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.exchange import actions
from gongwei.apps.people.models import Condition, Resident
from gongwei.apps.people.queries import personal_information_of
from gongwei.apps.programs.models import Visit
from tests.apps.exchange.files import HERE, card
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
WOMAN, MAN = card(serial=12), card(serial=13)


@pytest.fixture
def send(director, tmp_path):
    """Take a file twice and give what became of it at first, and what stands; the second time nothing may change."""

    def make(name: str, content: bytes, *, kind: str = "residents") -> tuple[dict[str, int], Any]:
        path = tmp_path / name
        path.write_bytes(content)
        counts: list[dict[str, int]] = []
        for _ in range(2):
            batch, result = actions.import_file(
                path, kind=kind, program="", dry_run=False, by=director, on=TODAY, at=NOW, tell=lambda *_: None
            )
            found = {key: count for key, count in result.ledger.counts.items() if count}
            assert batch is not None and sum(found.values()) == batch.read
            counts.append(found)
        first, again = counts
        standing = sum(first.get(key, 0) for key in ("created", "updated", "unchanged"))
        assert again == {key: count for key, count in (first | {"unchanged": standing}).items() if key in
                         ("unchanged", "rejected", "waiting")}  # fmt: skip
        with as_acting(director):
            return first, {one.name: one for one in Resident.objects.all()}

    return make


def workbook(write: Any) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    write(book, book.add_worksheet("导出"))
    book.close()
    return out.getvalue()


def test_a_text_of_tabs_in_gbk_with_a_title_and_signatures_below(send) -> None:
    lines = [
        "清波街道社区卫生服务中心居民健康档案（共 2 人）",
        "序号\t姓 名\t性别\t出生日期\t身份证号码\t联系电话（手机）\t家庭住址\t建档日期\t慢性病",
        f"1\t单玉山\t1.男\t1950年3月4日\t'{MAN}\t１３８０００００００１\t{HERE}１幢２号\t2020.1.3\t高血压，糖尿病",
        f"2\t王　秀英\t女\t19500304\t{WOMAN}\t+86 138-0000-0002\t{HERE}３幢\t2020/01/03\t无",
        "",
        "制表人：张三\t\t\t\t\t\t\t\t",
    ]
    counts, people = send("档案.txt", "\r\n".join(lines).encode("gbk"))
    assert counts["created"] == 2 and counts.get("rejected", 0) <= 1
    assert people["单玉山"].birth_date == date(1950, 3, 4) and people["单玉山"].document_hash


def test_a_workbook_with_merged_headings_numbers_as_numbers_and_excel_days(send, director) -> None:
    def write(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range("A1:I1", "居民健康档案导出")
        sheet.merge_range("A2:A3", "姓名")
        sheet.merge_range("B2:D2", "基本情况")
        sheet.merge_range("E2:F2", "家族史")
        sheet.merge_range("G2:I2", "其他")
        for column, title in enumerate(
            ["出生日期", "身份证号", "联系电话", "父亲", "母亲", "现住址", "文化程度", "血型"], start=1
        ):
            sheet.write(2, column, title)
        sheet.write(3, 0, "单玉山")
        sheet.write_datetime(3, 1, datetime(1950, 3, 4), day)
        for column, value in (
            (2, MAN),
            (3, 13800000001),
            (4, "高血压"),
            (5, "无"),
            (6, f"{HERE}1幢"),
            (7, "小学"),
            (8, "Ｏ"),
        ):
            sheet.write(3, column, value)

    counts, people = send("导出.xlsx", workbook(write))
    assert counts == {"created": 1}
    with as_acting(director):
        form = personal_information_of(people["单玉山"])
    assert form == {"family_father": ["2"], "family_mother": ["1"], "education": "8", "abo": "3"}


def test_codes_of_ws_365_under_element_names_and_numbers_that_excel_has_rounded(send, director) -> None:
    rows = [
        "本人姓名,性别代码,出生日期,身份证件类别代码,身份证件号码,本人电话号码,民族,婚姻状况类别代码,学历代码,现住址,既往患病种类代码",
        f"单玉山,1,19500304,01,{MAN},13800000001,01,20,70,{HERE}1幢,02",
        f"王秀英,2,19500304,01,9.90102E+17,13800000002,01,20,70,{HERE}1幢,",
        f"陈建国,1,19500304,01,{card()[:17]}{'1' if card()[17] != '1' else '2'},13800000003,01,20,70,{HERE}1幢,",
    ]
    counts, people = send("365.csv", b"\xef\xbb\xbf" + "\n".join(rows).encode())
    assert counts == {"created": 1, "rejected": 2}
    with as_acting(director):
        assert personal_information_of(people["单玉山"]) == {"nation": "01", "marital": "2", "education": "7"}
        assert list(Condition.objects.values_list("code", flat=True)) == ["hypertension"]


def test_a_table_of_groups_and_blanks_of_every_kind(send, director) -> None:
    rows = [
        "姓名;性别;出生日期;身份证号;电话;住址;人群分类;药物过敏史;残疾情况;职业;联系人;联系人电话",
        f"单玉山;男;1950-3-4;{MAN};—;{HERE}1幢;65岁及以上、高血压;青霉素、头孢;无;-;不详;无",
        f"王秀英;女;1950-3-4 00:00:00;{WOMAN.lower()};未测;{HERE}2幢;一般人群;否认;/;退休;单玉山;138 0000 0001",
        ";;;;;;;;;;;",
    ]
    counts, people = send("人群.csv", "\n".join(rows).encode("gb18030"))
    assert counts == {"created": 2}
    with as_acting(director):
        forms = {name: personal_information_of(one) for name, one in people.items()}
    assert forms["单玉山"] == {
        "health_labels": "65岁及以上、高血压", "disabilities": ["1"], "as_written": "药物过敏史：青霉素、头孢",
        "contact_name": "不详",
    }  # fmt: skip
    assert forms["王秀英"]["contact_phone"] == "13800000001" and forms["王秀英"]["as_written"] == "职业：退休"


def test_visits_of_two_programmes_in_one_sheet_with_pressure_in_one_cell(send, director) -> None:
    send("居民.csv", f"姓名,身份证号,现住址,慢性病\n单玉山,{MAN},{HERE},高血压、糖尿病\n".encode())
    rows = [
        "随访记录表",
        "姓名,身份证号,随访类别,随访日期,随访方式,血压(mmHg),空腹血糖(mmol/L),症状,随访医生",
        f"单玉山,{MAN},高血压患者随访,2026年6月1日,1.门诊,１５０／９５,,无症状,张医生",
        f"单玉山,{MAN},2型糖尿病患者随访,2026/6/1,门诊,135-85,7.5,无症状,张医生",
        f"单玉山,{MAN},肺结核患者随访,2026/6/2,门诊,135/85,,,张医生",
        f"单玉山,{MAN},高血压患者随访,2026-6-31,门诊,135/85,,,张医生",
    ]
    counts, _ = send("随访.csv", "\r\n".join(rows).encode("gbk"), kind="visits")
    assert counts == {"created": 2, "rejected": 2}
    with as_acting(director):
        assert sorted(Visit.objects.values_list("program", flat=True)) == ["diabetes", "hypertension"]
