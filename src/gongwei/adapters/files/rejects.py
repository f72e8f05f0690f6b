"""The file of rows not taken: the caller's own columns, row numbers and the reasons. Mended, it can be sent again."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from gongwei.adapters.files.delimited import inert

NUMBER, REASON = "行号", "原因"


def write_rejects(titles: Sequence[str], rows: Iterable[tuple[int, Sequence[Any], str]], *, excel: bool) -> bytes:
    """Write rows as (row number, cells, reason) under their own headings, in the kind of file they came in.

    Excel cells are all written as text, so that a number of 18 digits survives; text is UTF-8 with BOM, and a cell that
    a spreadsheet would take for a formula has an apostrophe before it, which `delimited` takes away again. A mended
    file of ours begins with a number and a reason already: they give way to the new ones.
    """
    old = 2 if tuple(titles[:2]) == (NUMBER, REASON) else 0
    lines = [
        (str(number), reason, *(_shown(cell) for cell in cells[old:]), *[""] * (len(titles) - max(len(cells), old)))
        for number, cells, reason in rows
    ]
    return (_workbook if excel else _text)([(NUMBER, REASON, *titles[old:]), *lines])


def _shown(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return f"{Decimal(repr(cell)):f}"  # the 15 digits that the spreadsheet knew, then noughts, as it shows them
    return str(cell)


def _text(lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(map(inert, lines))
    return out.getvalue().encode("utf-8-sig")


def _workbook(lines: Iterable[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_numbers": False, "constant_memory": True}) as book:
        sheet = book.add_worksheet("未导入的行")
        text = book.add_format({"num_format": "@"})
        for row, cells in enumerate(lines):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, text)
    return out.getvalue()
