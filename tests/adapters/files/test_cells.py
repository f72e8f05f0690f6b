"""How one cell is read: the traps that clinics' files have held so far."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwei.adapters.files.cells import (
    EXCEL_DAY_ZERO,
    CodeBook,
    Problem,
    read_day,
    read_document,
    read_number,
    read_phone,
    read_pressure,
    read_text,
)

SALT = CodeBook({"1": "轻", "2": "中", "3": "重"})
SYMPTOMS = CodeBook({"1": "无症状", "2": "头痛头晕", "9": "下肢水肿", "10": "其他"}, aliases={"头晕": "2"})
READERS = [
    read_text,
    read_day,
    read_number,
    read_phone,
    read_document,
    read_pressure,
    SALT.read_one,
    SYMPTOMS.read_several,
]


@pytest.mark.parametrize(
    "cell",
    [
        "2020-1-3", "2020/1/3", "2020.01.03", "20200103", "2020年1月3日", "２０２０－０１－０３", " 2020-01-03 ",
        "2020-01-03 08:30:00", "2020/1/3 0:00", 43833, 43833.0, 43833.354, "43833", 20200103.0,
        date(2020, 1, 3), datetime(2020, 1, 3, 8, 30),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_spelling(cell):
    assert read_day(cell) == date(2020, 1, 3)


@pytest.mark.parametrize("cell", ["2020-02-30", "1/3/2020", "20-1-3", "2020年1月", "昨天", "18990101", "2020-1-3-4"])
def test_a_day_that_is_doubtful_is_a_problem(cell):
    assert isinstance(read_day(cell), Problem)


@given(st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_from_each_way_to_write_it(day):
    serial = (day - EXCEL_DAY_ZERO).days
    written = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y.%m.%d}",
        float(serial),
    ]
    assert {read_day(cell) for cell in written} == {day}


@pytest.mark.parametrize("cell", ["", " ", "-", "—", "未测", "拒测", "＜", "<", "/", None])
def test_a_blank_is_missing_not_wrong(cell):
    assert read_number(cell) is None
    assert read_day(cell) is None
    assert read_pressure(cell) is None
    assert SALT.read_one(cell) is None


@pytest.mark.parametrize(
    ("cell", "value"), [("135", 135), ("１３５", 135), (135.0, 135), ("6.1", 6.1), ("6.1mmol/L", 6.1)]
)
def test_a_number_keeps_its_type(cell, value):
    read = read_number(cell, key="fasting_glucose", unit="mmol/L")
    assert (read, type(read)) == (value, type(value))


def test_the_unit_in_a_cell_goes_before_the_unit_in_the_heading():
    assert read_number("110mg/dL", key="fasting_glucose", unit="mmol/L") == 6.11
    assert read_number("6.1 mmol/L", key="fasting_glucose", unit="mmol/L", times=1 / 18) == 6.1
    assert read_number("1.68m", key="height", unit="cm") == 168


@pytest.mark.parametrize("cell", ["<3.9", "12O", "1,200", "6,1", "120/80", "高", date(2020, 1, 3), "6.1斗"])
def test_what_is_no_number_is_a_problem(cell):
    assert isinstance(read_number(cell, key="fasting_glucose", unit="mmol/L"), Problem)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("33010219490101001x", "33010219490101001X"),
        ("３３０１０２１９４９０１０１００１Ｘ", "33010219490101001X"),
        ("'330102 19490101 001X", "33010219490101001X"),
        (330102490101001.0, "330102490101001"),
    ],
)
def test_a_document_number_is_cleaned(cell, text):
    assert read_document(cell) == text


@pytest.mark.parametrize("cell", [330102194901010000.0, 330102194901010012, "3.30102E+17"])
def test_a_document_number_that_a_spreadsheet_rounded_is_refused(cell):
    assert "已丢失" in read_document(cell).reason


@pytest.mark.parametrize("cell", ["13812345678", 13812345678.0, "138-1234-5678", "+86 13812345678", "8613812345678"])
def test_a_phone_is_digits(cell):
    assert read_phone(cell) == "13812345678"


@pytest.mark.parametrize("cell", ["12345", "13812345678/13912345678", "不知道"])
def test_a_doubtful_phone_is_a_problem(cell):
    assert isinstance(read_phone(cell), Problem)


@pytest.mark.parametrize("cell", ["135/85", "135／85", "135-85", "135/85mmHg", " 135 / 85 "])
def test_pressure_is_split(cell):
    assert read_pressure(cell) == (135, 85)


@pytest.mark.parametrize("cell", ["2", 2.0, "02", "中", "2.中", "2 中", "2、中", " ２ "])
def test_a_code_is_read_by_number_or_label(cell):
    assert SALT.read_one(cell) == "2"


@pytest.mark.parametrize("cell", ["4", "特咸", "2.重"])
def test_a_code_outside_its_list_or_at_odds_with_its_label_is_a_problem(cell):
    assert isinstance(SALT.read_one(cell), Problem)


@pytest.mark.parametrize("cell", ["2,9", "头晕、下肢水肿", "2；9；2", "2.头痛头晕/9", "头痛头晕 下肢水肿"])
def test_several_codes_stand_in_one_cell(cell):
    assert SYMPTOMS.read_several(cell) == ["2", "9"]


def test_text_loses_what_cannot_be_seen():
    assert read_text(" 王\u200b一\n") == "王一"
    assert read_text("\x00王一") == "王一"


def test_text_keeps_its_punctuation_and_loses_wide_digits():
    assert read_text("清波街道（演示）１２　号") == "清波街道（演示）12 号"


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.none(), st.dates(), st.datetimes()))
def test_no_cell_whatever_makes_a_reader_fail(cell):
    for reader in READERS:
        reader(cell)
