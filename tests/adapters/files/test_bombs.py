"""Workbooks made to exhaust memory, or to be something else besides: refused in words, before room is made for them."""

import io
import struct
import time
import zipfile
from collections.abc import Iterable

import pytest

from gongwei.adapters.files.headings import HeadingError
from gongwei.adapters.files.limits import FileTooLarge, Limits, UnreadableFile
from gongwei.adapters.files.records import read_records
from gongwei.adapters.files.tables import read_sheets
from gongwei.catalog.headers.residents import layout as residents

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = f"<worksheet {MAIN}><sheetData>{{}}</sheetData></worksheet>"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 64


def book(*sheets: str, shared: str = "", folder: str = "worksheets", before: bytes = b"") -> bytes:
    """A workbook as bare as the reader takes it, of sheets written by hand."""
    out = io.BytesIO()
    out.write(before)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}"/>' for n, _ in enumerate(sheets, 1))
        first = f'<Relationship Id="r1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{first}</Relationships>')
        opened = f'<workbook {MAIN} xmlns:r="{RELATION}">'
        archive.writestr("xl/workbook.xml", f"{opened}<sheets>{listed}</sheets></workbook>")
        where = "".join(
            f'<Relationship Id="r{n}" Type="{RELATION}/worksheet" Target="{folder}/sheet{n}.xml"/>'
            for n, _ in enumerate(sheets, 1)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{where}</Relationships>')
        for n, sheet in enumerate(sheets, 1):
            archive.writestr(f"xl/{folder}/sheet{n}.xml", sheet)
        if shared:
            archive.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{shared}</sst>")
    return out.getvalue()


def row(number: int | str, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>' if number else f"<row>{''.join(cells)}</row>"


def text(reference: str, said: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{said}</t></is></c>'


def refused(data: bytes, limits: Limits | None = None) -> str:
    """Read a file that must be refused within seconds, and give the words."""
    begun = time.monotonic()
    with pytest.raises((FileTooLarge, UnreadableFile, HeadingError)) as caught:
        read_records(data, residents, limits=limits)
    assert time.monotonic() - begun < 60
    return str(caught.value)


NAMED = row(1, text("A1", "姓名"), text("B1", "性别")) + row(2, text("A2", "王一"), text("B2", "男"))


def test_a_workbook_written_by_hand_is_read() -> None:
    """Or else the refusals below would prove nothing."""
    (chunk,) = read_records(book(SHEET.format(NAMED)), residents).chunks()
    assert chunk.values["name"] == ["王一"]


def test_cells_that_do_not_say_where_they_stand_are_read() -> None:
    words = [f'<c t="inlineStr"><is><t>{said}</t></is></c>' for said in ("姓名", "性别", "王一", "男")]
    (chunk,) = read_records(book(SHEET.format(row("", *words[:2]) + row("", *words[2:]))), residents).chunks()
    assert chunk.values["name"] == ["王一"]


def test_a_zip_that_unpacks_to_gigabytes_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.bin", "w") as member:
        for _ in range(100):
            member.write(b"\0" * 2**20)
    assert len(out.getvalue()) < 2**20
    assert "太大" in refused(out.getvalue(), Limits(unpacked_bytes=40 * 2**20))


@pytest.mark.parametrize("corner", ["XFD1048576", "A1048577", "SZ1048576"])
@pytest.mark.parametrize("folder", ["worksheets", "elsewhere"])
def test_one_cell_in_the_last_corner_is_not_given_room_wherever_the_sheet_is_kept(corner: str, folder: str) -> None:
    assert "请删去多余" in refused(book(SHEET.format(NAMED + row(3, text(corner, "x"))), folder=folder))


@pytest.mark.parametrize("tag", ["c", "x:c", "c\n"])
def test_a_corner_reached_by_counting_along_is_not_given_room(tag: str) -> None:
    wide = row(3, *[f"<{tag}><v>1</v></{tag.strip()}>"] * 400)
    deep = row(1_048_576, f"<{tag}><v>1</v></{tag.strip()}>")
    assert "请删去多余" in refused(
        book(SHEET.format(NAMED + wide + deep).replace("<worksheet", '<worksheet xmlns:x="x"'))
    )


def test_many_sheets_with_a_far_corner_each_are_counted_together() -> None:
    far = SHEET.format(NAMED + row(3, text("Z1000000", "x")))
    assert "请删去多余" in refused(book(far, far))


@pytest.mark.parametrize("cell", ['<c r="A{n}" t="s"><v>0</v></c>', "<c r='A{n}' s='1' t = 's' ><v> 0 </v></c>"])
def test_a_long_text_named_by_many_cells_is_not_copied(cell: str) -> None:
    many = "".join(row(n, cell.format(n=n)) for n in range(3, 1003))
    shared = f"<si><t>{'王' * 30_000}</t></si><si><t>x</t></si>"
    assert "太大" in refused(book(SHEET.format(NAMED + many), shared=shared), Limits(text_bytes=20 * 2**20))


def test_a_long_text_named_once_stands_beside_many_short_ones() -> None:
    cells = "".join(row(n, f'<c r="A{n}" t="s"><v>{int(n == 9)}</v></c>') for n in range(3, 2003))
    shared = f"<si><t>x</t></si><si><r><t>{'王' * 15_000}</t></r><r><t>{'王' * 15_000}</t></r></si>"
    data = book(SHEET.format(NAMED + cells), shared=shared)
    (sheet,) = read_sheets(data, limits=Limits(text_bytes=2**20))
    assert len(sheet.rows[8][1][0]) == 30_000


def test_a_text_without_end_is_refused() -> None:
    assert "太大" in refused(book(SHEET.format(NAMED + row(3, text("A3", "x" * 4_000_000)))))


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = {
    "laughs": f'<!DOCTYPE w [<!ENTITY l0 "ha">{LAUGHS}]>',
    "outside": '<!DOCTYPE w [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE w [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p; <!ENTITY l9 "x">]>',
}


@pytest.mark.parametrize("kind", ENTITIES)
def test_entities_neither_swell_nor_reach_outside(kind: str) -> None:
    data = book(ENTITIES[kind] + SHEET.format(NAMED + row(3, text("A3", "&l9;"), text("B3", "女"))))
    try:
        (sheet,) = read_sheets(data)
    except UnreadableFile:
        return
    said = str(sheet.rows)
    assert "root:" not in said and len(said) < 1000


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        PNG,
        PNG + "\n姓名,性别\n王一,男\n".encode(),
        book(SHEET.format(NAMED), before=PNG),
        b"GIF89a/*" + b"\0" * 40 + b"*/=1;",
        b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\xff" * 200,
        b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        zipped(**{"word/document.xml": b"<w/>"}),
        zipped(**{"../../etc/cron.d/x": b"* * * * * root x"}),
        b"PK\x05\x06" + b"\0" * 18,
        b"\x1f\x8b\x08" + b"\0" * 100,
        b"\0" * 5_000_000 + b"x",
        b'"' + b"a" * 3_000_000,
        b"," * 3_000_000,
        "姓名\ud800".encode("utf-8", "surrogatepass"),
    ],
    ids=range(15),
)
def test_what_is_also_or_only_something_else_is_no_table(data: bytes) -> None:
    assert refused(data)


def test_a_row_beyond_excels_last_is_refused_in_text_too() -> None:
    assert "1048576 行" in refused("姓名,性别\n".encode() + "王,男\n".encode() * 1_048_576)


# An .xls of one sheet: records in a stream, the stream in sectors of 512 bytes.
def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_book(texts: list[str], cells: Iterable[tuple[int, int, int]]) -> bytes:
    """An Excel 97 workbook: cells are (row, column, which text)."""
    body = b"".join(struct.pack("<HB", len(one), 1) + one.encode("utf-16-le") for one in texts)
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + record(0x42, struct.pack("<H", 1200))
    rest = record(0xFC, struct.pack("<II", len(texts), len(texts)) + body) + record(0x0A, b"")
    start = len(head) + len(rest) + 4 + 4 + 2 + 2 + 4
    sheet = record(0x85, struct.pack("<IHBB", start, 0, 2, 1) + "表1".encode("utf-16-le"))
    page = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    page += b"".join(record(0xFD, struct.pack("<HHHI", *cell[:2], 0, cell[2])) for cell in cells) + record(0x0A, b"")
    assert start == len(head) + len(sheet) + len(rest)
    stream = head + sheet + rest + page
    return compound(stream + b"\0" * (-len(stream) % 512) + b"\0" * max(0, 4096 - len(stream)))


def compound(stream: bytes) -> bytes:
    """Put a stream named Workbook into the sectors of a compound file."""
    stream += b"\0" * (-len(stream) % 512)
    sectors = len(stream) // 512
    tables = -(-(sectors + 1) // 127)
    chain = [n + 1 for n in range(sectors - 1)] + [0xFFFFFFFE] + [0xFFFFFFFE] + [0xFFFFFFFD] * tables
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    where = [sectors + 1 + n for n in range(tables)]
    assert tables <= 109
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, tables, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *where, *[0xFFFFFFFF] * (109 - tables))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        written = name.encode("utf-16-le") + b"\0\0"
        fixed = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, *[0xFFFFFFFF] * 2, child)
        return fixed + b"\0" * 36 + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 0, len(stream))
    return head + stream + folder.ljust(512, b"\0") + struct.pack(f"<{tables * 128}I", *chain)


def test_an_old_workbook_is_read() -> None:
    data = old_book(["姓名", "性别", "王一", "男"], [(0, 0, 0), (0, 1, 1), (1, 0, 2), (1, 1, 3)])
    (chunk,) = read_records(data, residents).chunks()
    assert chunk.values == {"name": ["王一"], "sex": ["1"]}


def test_an_old_workbook_whose_texts_swell_fails_alone() -> None:
    many = ((row, column, 0) for row in range(2, 50_000) for column in range(6))
    data = old_book(["王" * 4000, "姓名"], [(0, 0, 1), *many])
    assert len(data) < 5_000_000
    assert "打不开" in refused(data)
