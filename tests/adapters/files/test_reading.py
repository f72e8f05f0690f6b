"""What a clinic's file looks like when it comes, and how it is taken apart."""

import io
import struct
import zipfile
from datetime import date

import pytest
import xlsxwriter

from gongwei.adapters.files.headings import AmbiguousHeading, HeadingError, HeadingNotFound, MissingColumns
from gongwei.adapters.files.limits import FileTooLarge, Limits, UnreadableFile
from gongwei.adapters.files.records import Chunk, Records, read_records
from gongwei.adapters.files.rejects import write_rejects
from gongwei.catalog.headers import Column, Layout
from gongwei.catalog.headers.institutions import layout as institutions
from gongwei.catalog.headers.residents import layout as residents

VISITS = Layout(
    key="visits",
    title="随访",
    columns=(
        Column(key="name", title="姓名"),
        Column(key="document", title="身份证号", kind="document"),
        Column(key="visit_date", title="随访日期", kind="day"),
        Column(key="systolic", title="收缩压", kind="number", unit="mmHg"),
        Column(key="diastolic", title="舒张压", kind="number", unit="mmHg"),
        Column(key="pressure", title="血压", kind="pressure", keys=("systolic", "diastolic"), unit="mmHg"),
        Column(key="weight", title="体重", kind="number", unit="kg", synonyms=("体重目前",)),
        Column(key="target_weight", title="目标体重", kind="number", unit="kg", synonyms=("体重目标",)),
        Column(key="fasting_glucose", title="空腹血糖", kind="number", unit="mmol/L"),
        Column(key="rh", title="RH", kind="code", choices={"1": "阴性", "2": "阳性"}, by_label=True),
    ),
    needs=(("visit_date",), ("name", "document")),
)


def only(records: Records) -> Chunk:
    (chunk,) = records.chunks()
    return chunk


def workbook(*rows, merges=(), sheet="登记表"):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, cells in rows:
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    page.write_datetime(number - 1, column, cell, day)
                elif cell != "":
                    page.write(number - 1, column, cell)
        for first_row, first, last_row, last, text in merges:
            page.merge_range(first_row, first, last_row, last, text)
    return out.getvalue()


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-8", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_is_read_in_every_coding_and_with_every_delimiter(coding, mark):
    text = mark.join(["姓名", "性别", "出生日期"]) + "\r\n" + mark.join(["单玉兰", "女", "1949-01-01"]) + "\r\n"
    chunk = only(read_records(text.encode(coding), residents))
    assert chunk.values == {"name": ["单玉兰"], "sex": ["2"], "birth_date": [date(1949, 1, 1)]}


def test_row_numbers_are_those_a_spreadsheet_shows():
    text = "2026年居民登记表,,\n\n姓名,性别,出生日期\n\n王一,男,1950-1-2\n\n王二,女,1951-1-2\n,,\n"
    records = read_records(text.encode(), residents)
    assert (only(records).numbers, records.total) == ((5, 7), 2)


def test_row_numbers_of_a_workbook_count_from_its_first_row():
    data = workbook((3, ["居民表"]), (5, ["姓名", "性别"]), (8, ["王一", "男"]))
    assert only(read_records(data, residents)).numbers == (8,)


def test_merged_headings_are_read_with_what_stands_below_them():
    data = workbook(
        (3, ["", "", "收缩压", "舒张压", "目前", "目标", ""]),
        (4, ["王一", "", 135, 85, 61.5, 58, date(2026, 1, 3)]),
        merges=[
            (0, 0, 0, 6, "高血压患者随访登记表"),
            (1, 0, 2, 0, "姓名"),
            (1, 1, 2, 1, "身份证号"),
            (1, 2, 1, 3, "血压(mmHg)"),
            (1, 4, 1, 5, "体重（kg）"),
            (1, 6, 2, 6, "随访日期"),
        ],
    )
    records = read_records(data, VISITS)
    values = only(records).values
    assert records.headings.header_rows == (2, 3)
    assert (values["systolic"], values["diastolic"]) == ([135], [85])
    assert (values["weight"], values["target_weight"]) == ([61.5], [58])
    assert values["visit_date"] == [date(2026, 1, 3)]


def test_pressure_in_one_cell_becomes_two_values():
    chunk = only(read_records("姓名,随访日期,血压\n王一,2026/1/3,135／85\n王二,20260103,拒测\n".encode(), VISITS))
    assert (chunk.values["systolic"], chunk.values["diastolic"]) == ([135, None], [85, None])


def test_glucose_in_mg_per_dl_is_converted_and_said():
    records = read_records("姓名,随访日期,空腹血糖(mg/dL)\n王一,2026年1月3日,126\n".encode(), VISITS)
    assert only(records).values["fasting_glucose"] == [7.0]
    assert records.headings.notes == ("“空腹血糖(mg/dL)”按 ×0.0555556 换算为 mmol/L",)


def test_a_unit_without_conversion_is_refused():
    with pytest.raises(HeadingError, match="不能换算"):
        read_records("姓名,随访日期,收缩压(kg)\n王一,2026-01-03,126\n".encode(), VISITS)


def test_rh_is_taken_by_label_alone():
    chunk = only(read_records("姓名,随访日期,RH\n王一,2026-01-03,阳性\n王二,2026-01-03,2\n".encode(), VISITS))
    assert chunk.values["rh"] == ["2", None]
    assert "只有编号" in chunk.problems[1][0]


def test_two_columns_for_one_thing_are_refused():
    with pytest.raises(AmbiguousHeading, match=r"B 列.*C 列"):
        read_records("姓名,身份证号,证件号码\n王一,1,2\n".encode(), residents)


def test_a_vague_heading_gives_way_to_an_exact_one():
    headings = read_records("姓名,编号,档案编号,电话,手机号\n王一,7,8,9,10\n".encode(), residents).headings
    assert {m.column.key: m.heading for m in headings.matches} == {
        "name": "姓名",
        "archive_no": "档案编号",
        "phone": "手机号",
    }
    assert headings.unread == {"编号": "已用“档案编号”一列", "电话": "已用“手机号”一列"}


def test_another_persons_columns_are_left_alone_and_reported():
    headings = read_records("姓名,性别,户主姓名,年龄,星座\n王一,男,王大,70,狮子\n".encode(), residents).headings
    assert headings.unread == {"户主姓名": "户主是另一个人", "年龄": "年龄不能代替出生日期", "星座": "不认识这个表头"}


def test_a_missing_column_is_named():
    with pytest.raises(MissingColumns, match="姓名"):
        read_records("身份证号,性别\n1,男\n".encode(), residents)


def test_a_file_without_headings_is_refused():
    with pytest.raises(HeadingNotFound, match="没有找到"):
        read_records("王一,男,70\n王二,女,71\n".encode(), residents)


def test_data_element_names_of_the_standard_are_headings_too():
    text = "本人姓名,性别代码,DE02.01.005.01,身份证件号码\n王一,1,19490101,\n"
    assert only(read_records(text.encode(), residents)).values["birth_date"] == [date(1949, 1, 1)]


def test_the_sheet_with_the_headings_is_found():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("说明").write(0, 0, "请填写第二张表")
        page = book.add_worksheet("机构")
        page.write_row(0, 0, ["机构名称", "类别", "地址"])
        page.write_row(1, 0, ["清波街道社区卫生服务中心（演示）", "社区卫生服务中心", "清波街道"])
    records = read_records(out.getvalue(), institutions)
    assert (records.headings.sheet.name, only(records).values["kind"]) == ("机构", ["centre"])


def test_headings_repeated_on_printed_pages_are_no_rows():
    text = "姓名,性别\n王一,男\n姓名,性别\n王二,女\n"
    assert only(read_records(text.encode(), residents)).values["name"] == ["王一", "王二"]


def test_cells_beyond_the_headings_are_a_problem_not_a_shift():
    chunk = only(read_records("姓名,现住址,性别\n王一,清波街道,1幢,男\n".encode(), residents))
    assert "多出几格" in chunk.problems[0][0]


def test_chunks_cover_all_rows_once():
    text = "姓名,性别\n" + "".join(f"王{n},男\n" for n in range(25))
    chunks = list(read_records(text.encode(), residents).chunks(size=10))
    assert [len(c.numbers) for c in chunks] == [10, 10, 5]
    assert [n for c in chunks for n in c.numbers] == list(range(2, 27))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空"),
        (b"<html><table><tr><td>\xd0\xd5\xc3\xfb</td></tr></table>", "网页"),
        (b"\x81\xff\xfe\x00\x81", "UTF-8"),
        (b"PK\x03\x04 broken", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "打不开"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(data, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read_records(data, residents)


def test_a_file_beyond_the_limits_is_refused():
    text = "姓名,性别\n" + "王一,男\n" * 20
    for limits in (Limits(file_bytes=10), Limits(rows=5), Limits(columns=1)):
        with pytest.raises(FileTooLarge):
            read_records(text.encode(), residents, limits=limits)


def test_a_workbook_that_lies_about_its_size_is_not_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    data = bytearray(packed.getvalue())
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 100)
    with pytest.raises(FileTooLarge):
        read_records(bytes(data), residents, limits=Limits(unpacked_bytes=1_000_000))


def test_one_cell_in_the_last_corner_of_a_sheet_is_not_given_room():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["姓名", "性别"])
        page.write(1_048_575, 16_383, "x")
    with pytest.raises(FileTooLarge, match="列"):
        read_records(out.getvalue(), residents)


@pytest.mark.parametrize("excel", [False, True])
def test_rejected_rows_come_back_mended_as_the_same_kind_of_file(excel):
    data = write_rejects(
        ["姓名", "身份证号", "出生日期"],
        [(7, ("王一", 330102194901010000.0, date(1949, 1, 1)), "身份证号：末几位已丢失"), (9, ("=1+1", ""), "缺")],
        excel=excel,
    )
    records = read_records(data, residents)
    assert records.headings.sheet.excel is excel
    assert records.headings.unread == {"行号": "只是行的顺序", "原因": "上次导入时写下的原因"}
    assert only(records).values["name"] == ["王一", "=1+1"]
    assert only(records).values["document"] == ["330102194901010000", None]
