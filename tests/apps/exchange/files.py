"""Files as clinics send them, made for tests: numbers under an area code that does not exist."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

from gongwei.domain.identity import check_character

STREET, VILLAGE, NEXT_VILLAGE = 330102001000, 330102001051, 330102001053
HERE = "上城区清波街道清波门社区"
RESIDENT = ("姓名", "性别", "出生日期", "身份证号", "联系电话", "现住址", "建档日期")


def card(birth: date = date(1950, 3, 4), serial: int = 11) -> str:
    """An identity card of 18; an odd serial is a man's."""
    body = f"990102{birth:%Y%m%d}{serial:03d}"
    return body + check_character(body)


def resident(**more: Any) -> dict[str, Any]:
    """One row of a file of residents: a man born 1950-03-04, unless told otherwise."""
    row = {
        "姓名": "单玉山", "性别": "男", "出生日期": "1950-03-04", "身份证号": card(), "联系电话": "13800000001",
        "现住址": f"{HERE}1幢2号", "建档日期": "2020-01-03",
    }  # fmt: skip
    return row | more


def text(*rows: dict[str, Any]) -> bytes:
    """The rows as a CSV file, with the headings of all of them."""
    headings = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def saved(folder: Path, *rows: dict[str, Any], name: str = "居民.csv") -> Path:
    path = folder / name
    path.write_bytes(text(*rows))
    return path
