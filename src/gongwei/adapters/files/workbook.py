"""Excel workbooks, .xlsx and .xls, read by calamine after a look at what they would unpack to."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import python_calamine as calamine

from gongwei.adapters.files.bombs import BROKEN, refuse_bomb
from gongwei.adapters.files.limits import Limits, UnreadableFile
from gongwei.adapters.files.old_workbook import read_old, sheets_of

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_workbook(data: bytes) -> bool:
    """Tell by its first bytes whether a file is a workbook."""
    return data.startswith((ZIP, OLE))


def read_workbook(data: bytes, *, limits: Limits) -> Iterator[tuple[str, Iterator[tuple[int, tuple[Any, ...]]]]]:
    """Give each visible sheet's name and rows, numbered as Excel numbers them. Empty sheets are left out.

    Raises UnreadableFile for a broken or locked workbook, FileTooLarge for one that unpacks beyond the limit.
    """
    if not data.startswith(ZIP):
        for name, rows in read_old(data):
            yield name, _rows(rows)
        return
    refuse_bomb(data, limits)
    try:
        sheets = list(sheets_of(calamine.load_workbook(io.BytesIO(data))))
    except calamine.PasswordError as error:
        raise UnreadableFile("文件有密码，请去掉密码后再导入") from error
    except Exception as error:
        raise UnreadableFile(BROKEN) from error
    except BaseException as error:  # the reader is compiled: on some broken files it panics, outside Exception
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFile(BROKEN) from None
    for name, rows in sheets:
        yield name, _rows(rows)


def _rows(rows: Iterable[list[Any]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, cells in enumerate(rows, start=1):
        if True in cells or False in cells:  # 1 and 0 look the same to `in`, so only then look closer
            yield number, tuple(("是" if cell else "否") if isinstance(cell, bool) else cell for cell in cells)
        else:
            yield number, tuple(cells)
