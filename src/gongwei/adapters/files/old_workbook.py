"""Excel 97 workbooks (.xls), read in a process of their own with little memory and time.

Their texts are shared as those of .xlsx are, but in records that nothing but a reader can follow: what such a file asks
for is not known before. So the reader may fail alone. Run as a module, this reads a file and writes its sheets.
"""

import io
import pickle
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import python_calamine as calamine

from gongwei.adapters.files.limits import MEGABYTE, UnreadableFile

BROKEN = "文件打不开：不是完整的 Excel 工作簿，请用 Excel 打开后另存为 .xlsx 再导入"
MOST_MEMORY, MOST_SECONDS = 2048 * MEGABYTE, 60
Cells = Iterator[tuple[str, list[list[Any]]]]


def sheets_of(book: calamine.CalamineWorkbook) -> Cells:
    """Give each visible sheet that holds anything, by name, with its rows from the first on."""
    for one in book.sheets_metadata:
        if one.visible == calamine.SheetVisibleEnum.Visible and one.typ == calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(one.name)
            if sheet.start is not None:
                yield one.name, sheet.to_python(skip_empty_area=False)


def read_old(data: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Read an .xls beside us. Raises UnreadableFile for one that is broken, locked, or asks for too much."""
    command = [sys.executable, "-m", __spec__.name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=2 * MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile(BROKEN) from error
    if done.returncode == 3:
        raise UnreadableFile("文件有密码，请去掉密码后再导入")
    if done.returncode != 0:
        raise UnreadableFile(BROKEN)
    return pickle.loads(done.stdout)  # type: ignore[no-any-return]  # our own process wrote it: cells only


def main() -> int:
    """Read a workbook from standard input and write its sheets; exit 3: it has a password."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        found = list(sheets_of(calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))))
    except calamine.PasswordError:
        return 3
    sys.stdout.buffer.write(pickle.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
