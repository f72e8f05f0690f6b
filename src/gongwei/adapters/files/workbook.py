"""Excel workbooks, .xlsx and .xls, read by calamine after a look at what they would unpack to."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import python_calamine as calamine

from gongwei.adapters.files.limits import FileTooLarge, Limits, UnreadableFile

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = "文件打不开：不是完整的 Excel 工作簿，请用 Excel 打开后另存为 .xlsx 再导入"
SLICE = 64 * 1024
REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")


def is_workbook(data: bytes) -> bool:
    """Tell by its first bytes whether a file is a workbook."""
    return data.startswith((ZIP, OLE))


def read_workbook(data: bytes, *, limits: Limits) -> Iterator[tuple[str, Iterator[tuple[int, tuple[Any, ...]]]]]:
    """Give each visible sheet's name and rows, numbered as Excel numbers them. Empty sheets are left out.

    Raises UnreadableFile for a broken or locked workbook, FileTooLarge for one that unpacks beyond the limit.
    """
    if data.startswith(ZIP):
        _refuse_bomb(data, limits)
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        sheets = [
            book.get_sheet_by_name(one.name)
            for one in book.sheets_metadata
            if one.visible == calamine.SheetVisibleEnum.Visible and one.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError as error:
        raise UnreadableFile("文件有密码，请去掉密码后再导入") from error
    except Exception as error:
        raise UnreadableFile(BROKEN) from error
    except BaseException as error:  # the reader is compiled: on some broken files it panics, outside Exception
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(BROKEN) from None
    for sheet in sheets:
        if sheet.start is not None:
            yield sheet.name, _rows(sheet.to_python(skip_empty_area=False))


def _rows(rows: Iterable[list[Any]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, cells in enumerate(rows, start=1):
        if True in cells or False in cells:  # 1 and 0 look the same to `in`, so only then look closer
            yield number, tuple(("是" if cell else "否") if isinstance(cell, bool) else cell for cell in cells)
        else:
            yield number, tuple(cells)


def _refuse_bomb(data: bytes, limits: Limits) -> None:
    """Unpack every member without keeping it: what a zip says of its size may be a lie.

    The reader also makes room for every cell up to the furthest, so one cell in the last corner counts as a bomb.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
        left = limits.unpacked_bytes
        for member in members:
            reach = Reach()
            for piece in _unpacked(data, member):
                left -= len(piece)
                if left < 0:
                    raise FileTooLarge("工作簿解压后太大，请拆成几个文件，或另存为只含一张表的 .xlsx")
                if member.filename.startswith("xl/worksheets/"):
                    reach.look_at(piece)
            if reach.row > limits.rows or reach.column > limits.columns:
                raise FileTooLarge(f"表格超过 {limits.rows} 行或 {limits.columns} 列，请删去多余的行列或拆成几个文件")
    except (zipfile.BadZipFile, zlib.error, IndexError) as error:
        raise UnreadableFile(BROKEN) from error


def _unpacked(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    head = member.header_offset
    name, extra = (int.from_bytes(data[head + at : head + at + 2], "little") for at in (26, 28))
    start = head + 30 + name + extra
    stop = start + member.compress_size
    if member.compress_type == zipfile.ZIP_STORED:
        yield data[start:stop]
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        for at in range(start, stop, SLICE):
            yield inflate.decompress(data[at : min(at + SLICE, stop)])
    else:
        raise UnreadableFile(BROKEN)


class Reach:
    """Find the furthest row and column that the pieces of a sheet's XML name."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.tail = b""

    def look_at(self, piece: bytes) -> None:
        """Read the next piece; a reference cut in two is seen with the piece that follows."""
        references = REFERENCE.findall(self.tail + piece)
        for letters in {letters for letters, _ in references}:
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            self.column = max(self.column, column)
        self.row = max(self.row, max((int(row) for _, row in references), default=0))
        self.tail = piece[-16:]
