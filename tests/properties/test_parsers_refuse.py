"""Every parser of what comes from outside either reads or refuses by its own error, whatever it is given."""

import io
import random
import zipfile
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.adapters.files.test_bombs import NAMED, SHEET, book

from gongwei.adapters.cdsi.supporting_data import NoSupportingData, read_schedule
from gongwei.adapters.cdsi.vocabulary import UnreadElement, parse_known
from gongwei.adapters.cdsi.xml import UnreadableXml, parse
from gongwei.adapters.files import cells
from gongwei.adapters.files.columns import WrongTable, read_table
from gongwei.adapters.files.headings import HeadingError
from gongwei.adapters.files.limits import FileTooLarge, UnreadableFile
from gongwei.adapters.files.panels import panel
from gongwei.adapters.files.records import read_records
from gongwei.adapters.vaccination import UnreadableRecord, child_of
from gongwei.catalog.headers.residents import layout as residents
from gongwei.catalog.regions import gazetteer
from gongwei.domain.addresses import AddressBook
from gongwei.domain.identity import (
    UnreadableCreditCode,
    UnreadableDocument,
    masked_for_staff,
    read_card,
    read_credit_code,
)
from gongwei.domain.institutions import likeness, read_name
from gongwei.domain.names import name_key

SOME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
# Texts as people and machines write them wrongly: any character, and what the parsers look for.
PIECES = st.sampled_from(
    [
        "2020", "-", "/", "年", "月", "13", "00", "E+", "1e999", "9" * 30, "9" * 5000, "nan", "姓名", ",", '"', "\n",
        "\0", "\u202e", "\ud800", "\U0010ffff", "\ud7ff", "𠮷", "阿依古丽·买买提", "上城区", "清波街道", "3301", "X",
        "x", "Ⅳ", "²", "٣", "０", " ", "<a>", "@", ";",
    ]
)  # fmt: skip
TEXT = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=8).map("".join), st.text("0123456789Xx", max_size=25))
CELL = st.one_of(
    TEXT, st.none(), st.booleans(), st.floats(), st.integers(),
    st.dates(), st.datetimes(), st.floats(1e14, 1e300),
)  # fmt: skip
REFUSED = (UnreadableFile, FileTooLarge, HeadingError)


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


LINES = st.lists(st.lists(TEXT, min_size=1, max_size=5).map(",".join), max_size=8).map("\n".join)


@SOME
@given(st.one_of(st.binary(max_size=300), LINES.map(lambda said: encoded("姓名,性别,出生日期,身份证号,电话\n" + said))))
def test_a_text_file_is_read_or_refused(data: bytes) -> None:
    try:
        for chunk in read_records(data, residents).chunks():
            assert len(chunk.numbers) == len(chunk.cells)
    except REFUSED as refused:
        assert str(refused)


@cache
def whole() -> bytes:
    return book(SHEET.format(NAMED), shared="<si><t>x</t></si>")


@FEW
@given(st.randoms(use_true_random=False))
def test_a_damaged_workbook_is_read_or_refused(chance: random.Random) -> None:
    data = bytearray(whole())
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(4, len(data))] = chance.randrange(256)
    try:
        list(
            read_records(bytes(data[: chance.choice((len(data), chance.randrange(30, len(data))))]), residents).chunks()
        )
    except REFUSED as refused:
        assert str(refused)


@FEW
@given(st.text("<>/=\"' crvst10A:ni&;#x", max_size=200))
def test_a_workbook_of_odd_xml_is_read_or_refused(inner: str) -> None:
    try:
        list(read_records(book(SHEET.replace("{}", NAMED + inner)), residents).chunks())
    except REFUSED as refused:
        assert str(refused)


@SOME
@given(CELL)
def test_a_cell_is_read_blank_or_a_problem_with_a_reason(cell: Any) -> None:
    kinds: list[tuple[Any, Any]] = [
        (cells.read_text, str), (cells.read_day, date), (cells.read_document, str), (cells.read_phone, str),
        (cells.read_pressure, tuple), (lambda one: cells.read_number(one, key="systolic", unit="mmHg"), int | float),
        (cells.CodeBook({"1": "男", "2": "女"}).read_one, str),
    ]  # fmt: skip
    for read, kind in kinds:
        found = read(cell)
        assert found is None or isinstance(found, kind) or (isinstance(found, cells.Problem) and found.reason)
    day = cells.read_day(cell)
    assert not isinstance(day, datetime)


@SOME
@given(TEXT)
def test_an_identity_number_is_read_or_refused(text: str) -> None:
    try:
        assert read_card(text).birth_date < date(2100, 1, 1)
    except UnreadableDocument as refused:
        assert str(refused)
    try:
        assert len(read_credit_code(text)) == 18
    except UnreadableCreditCode as refused:
        assert str(refused)
    assert isinstance(masked_for_staff(text), str)


@cache
def addresses() -> AddressBook:
    return AddressBook.of(gazetteer(), former={})


@SOME
@given(st.one_of(TEXT, st.lists(PIECES, max_size=200).map("".join)))
def test_an_address_is_placed_or_a_reason_is_given(text: str) -> None:
    found = addresses().match(text)
    assert found.code is not None or found.reason


@SOME
@given(TEXT, TEXT)
def test_any_name_has_a_key_and_a_likeness(one: str, other: str) -> None:
    assert isinstance(name_key(one).pinyin, str)
    read_name(one)
    assert 0 <= likeness(one, other) <= 1


TAGS = st.sampled_from(["series", "antigenSupportingData", "doseNumber", "interval", "minAge", "x", "conditionLogic"])


def element(tag: str, inside: str) -> str:
    return f"<{tag}>{inside}</{tag}>"


NODE = st.recursive(
    st.tuples(TAGS, TEXT).map(lambda one: f"<{one[0]}>{one[1]}</{one[0]}>"),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"
    ),
    max_leaves=15,
)


@SOME
@given(st.one_of(st.binary(max_size=200), NODE.map(encoded)))
def test_supporting_data_are_read_or_refused(tmp_path_factory: Any, content: bytes) -> None:
    folder: Path = tmp_path_factory.mktemp("cdsi")
    (folder / "ScheduleSupportingData.xml").write_text("<scheduleSupportingData/>")
    file = folder / "AntigenSupportingData- A.xml"
    file.write_bytes(content)
    for read in (lambda: parse(file), lambda: parse_known(file), lambda: read_schedule(folder)):
        try:
            read()
        except (UnreadableXml, UnreadElement, NoSupportingData) as refused:
            assert str(refused)


def test_xml_nested_a_hundred_thousand_deep_breaks_nothing(tmp_path: Path) -> None:
    file = tmp_path / "deep.xml"
    file.write_text("<series>" * 100_000 + "</series>" * 100_000)
    with suppress(UnreadableXml, UnreadElement):
        parse_known(file)


HEADED = st.sampled_from(["series,date,count", "date,count,population", "age,deaths,population", "series,date,count,x"])


@SOME
@given(st.one_of(st.binary(max_size=200), st.tuples(HEADED, LINES).map(lambda one: encoded("\n".join(one)))))
def test_a_table_of_a_method_is_read_or_refused(data: bytes) -> None:
    for read in (read_table, lambda it: panel(it, weekly=True), lambda it: panel(it, weekly=False)):
        try:
            read(data)
        except WrongTable as refused:
            assert str(refused)


@SOME
@given(TEXT, TEXT, TEXT)
def test_a_child_s_row_is_read_or_refused(birth: str, doses: str, sex: str) -> None:
    try:
        child_of({"birth": birth, "doses": doses, "sex": sex})
    except UnreadableRecord as refused:
        assert str(refused)


def test_a_zip_with_the_same_member_twice_is_read_or_refused() -> None:
    out = io.BytesIO(whole())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(""))
    try:
        list(read_records(out.getvalue(), residents).chunks())
    except REFUSED as refused:
        assert str(refused)
