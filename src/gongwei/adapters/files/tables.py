"""A clinic's file as rows, numbered as the clinic sees them: Excel (.xlsx, .xls) or delimited text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongwei.adapters.files.delimited import read_text
from gongwei.adapters.files.limits import MEGABYTE, FileTooLarge, Limits, UnreadableFile
from gongwei.adapters.files.workbook import is_workbook, read_workbook

Row = tuple[int, tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Hold one table: its name ("" for text), whether it came from Excel, and its rows with their numbers.

    Rows are tuples of cells (text, numbers, dates; "" is blank); numbers count from 1 and include blank rows.
    """

    name: str
    excel: bool
    rows: tuple[Row, ...]


def read_sheets(source: Path | bytes, *, limits: Limits | None = None) -> tuple[Sheet, ...]:
    """Read every visible table of a file; what it is, is told by its content, never by its name.

    Raises FileTooLarge or UnreadableFile.
    """
    limits = limits or Limits()
    data = _bytes(source, limits)
    if not data.strip(b"\x00\r\n\t ,;"):
        raise UnreadableFile("文件是空的，请检查是否导出成功")
    excel = is_workbook(data)
    tables = read_workbook(data, limits=limits) if excel else read_text(data)
    return tuple(Sheet(name=name, excel=excel, rows=tuple(_limited(rows, limits))) for name, rows in tables)


def _bytes(source: Path | bytes, limits: Limits) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > limits.file_bytes:
        most = limits.file_bytes // MEGABYTE
        raise FileTooLarge(f"文件有 {size // MEGABYTE} MB，超过上限 {most} MB，请拆成几个文件")
    return source if isinstance(source, bytes) else source.read_bytes()


def _limited(rows: Iterable[Row], limits: Limits) -> Iterator[Row]:
    for number, cells in rows:
        if number > limits.rows:
            raise FileTooLarge(f"超过 {limits.rows} 行，请拆成几个文件")
        if len(cells) > limits.columns:
            raise FileTooLarge(f"第 {number} 行有 {len(cells)} 列，超过上限 {limits.columns} 列")
        yield number, cells
