"""Delimited text: UTF-8, UTF-16 (Excel's “Unicode text”) or GB18030 and so GBK; comma, tab or semicolon."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from gongwei.adapters.files.limits import UnreadableFile

SAMPLE_LINES = 30
# What a spreadsheet takes for the beginning of a formula; a number may begin so too.
FORMULA = re.compile(r"\s*[=+\-@\t\r](?!\d[\d.,]*\s*$)")
INERT = re.compile(r"""(?:^|[,;\t\n\r"])'\s*[=+\-@\t\r]""")


def read_text(data: bytes) -> Iterator[tuple[str, Iterator[tuple[int, tuple[Any, ...]]]]]:
    """Give the one table of a text file, with rows numbered as a spreadsheet would show them.

    Raises UnreadableFile when the bytes are in no coding known here, or a quotation mark never ends.
    """
    text = _decoded(data)
    inert_cells = INERT.search(text) is not None
    start = text.lstrip()[:200].lower()
    if start.startswith(("<html", "<!doctype", "<?xml", "<table", "<meta")):
        raise UnreadableFile("这是网页或 XML，不是真正的 Excel 文件，请用 Excel 打开后另存为 .xlsx 再导入")
    rows = _rows(text, _delimiter(text))
    yield "", ((number, tuple(map(_as_meant, cells))) for number, cells in rows) if inert_cells else rows


def rows_by_heading(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Read a CSV as its header and rows by heading, empty where a cell is missing. Raises UnreadableFile."""
    try:
        reader = csv.DictReader(io.StringIO(_decoded(file.read_bytes()), newline=""))
        rows = [{key: value or "" for key, value in row.items() if key} for row in reader]
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror}") from None
    except csv.Error as error:
        raise UnreadableFile(str(error)) from None
    return list(reader.fieldnames or ()), rows


def inert(cells: Iterable[str]) -> list[str]:
    """Put an apostrophe before each cell that a spreadsheet would calculate, as spreadsheets themselves do."""
    return [f"'{cell}" if FORMULA.match(cell) else cell for cell in cells]


def _as_meant(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell, 1) else cell


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _tried(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _tried(data, "gb18030")


def _tried(data: bytes, coding: str) -> str:
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"第 {line} 行附近的文字既不是 UTF-8 也不是 GBK，请另存为 UTF-8 的 CSV 或 .xlsx"
        ) from error


def _delimiter(text: str) -> str:
    """Choose the mark that gives the widest rows at the start of the file; a tie goes to the comma."""
    head = "\n".join(text[: 64 * 1024].splitlines()[:SAMPLE_LINES])

    def width(mark: str) -> int:
        try:
            return sum(len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=mark))
        except csv.Error:
            return 0

    return max((",", "\t", ";"), key=width)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            yield number, tuple(cells)
    except csv.Error as error:
        raise UnreadableFile(f"第 {number + 1} 行读不下去：引号可能没有成对，请检查后再导入") from error
