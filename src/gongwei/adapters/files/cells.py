"""What one cell says: a day, a number, a code, a document number … or why it cannot be read.

A reader takes a raw cell (text, number, date) and gives the value, None for a blank, or a Problem whose reason tells
the clinic what to mend. Values are stable in JSON except days, which are `date`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite
from typing import Any

from gongwei.adapters.files.headings import HALF_WIDTH, Match
from gongwei.catalog.headers.units import UnknownUnit, factor

Reader = Callable[[Any], Any]

BLANKS = frozenset(
    (
        "", "-", "--", "---", "—", "——", "/", "\\", ".", "<", ">", "《", "〈", "无", "空", "未测", "未查", "未检",
        "未做", "未测量", "未检测", "拒测", "拒查", "拒检", "拒绝", "不详", "未知", "null", "none", "nan", "n/a",
        "na", "#n/a",
    )
)  # fmt: skip
EXCEL_DAY_ZERO = date(1899, 12, 30)
EXCEL_SERIALS = range(61, 73_051)  # 1900-03-01 to 2099-12-31: before it Excel counts a day that never was
YEARS = range(1900, 2100)
DAY_TEXT = re.compile(
    r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$"
)
DAY_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?$")
SERIAL = re.compile(r"[0-9]{2,5}$")
MONTH_ONLY = re.compile(r"\d{4}(?:[-/.]|年)\d{1,2}月?$")
NUMBER = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*(\D*)$")
PRESSURE = re.compile(r"(\d{2,3})(?:\.0)?\s*[/\\-]\s*(\d{2,3})(?:\.0)?\s*(?:mmhg)?$")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+?\d+$")
SEPARATORS = re.compile(r"[、,，;；|/\s+]+")
CODE_AND_LABEL = re.compile(r"([0-9]{1,2})\s*[.、:：\-_) ]*\s*(\D.*)$")
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
BETWEEN_DIGITS = re.compile(r"[\s'’‘\"-]")
NOT_DIALLED = re.compile(r"[\s()'-]|^86(?=1\d{10}$)")
LONG_NUMBER = re.compile(r"\d{7,}")
NO_BRACKETS = str.maketrans("", "", "()")
EXACT_DIGITS = 10**15
DASHES = frozenset(("", "-", "--", "/", "—", "——"))
LETTERS = {full: half for full, half in HALF_WIDTH.items() if half is None or half == 0x20 or chr(half).isalnum()}
TO_CLEAN = re.compile(f"[{''.join(map(chr, LETTERS))}]")


@dataclass(frozen=True)
class Problem:
    """Say why a cell cannot be read and what would help."""

    reason: str


def reader_of(match: Match) -> Reader:
    """Give the function that reads the cells of a matched column."""
    column = match.column
    if column.kind == "number":
        return lambda cell: read_number(cell, key=column.key, unit=column.unit, times=match.factor)
    if column.kind in ("code", "codes"):
        book = CodeBook(column.choices, aliases=column.aliases, by_label=column.by_label)
        return book.read_one if column.kind == "code" else book.read_several
    if column.kind == "pressure":
        return lambda cell: read_pressure(cell, times=match.factor)
    return {"day": read_day, "document": read_document, "phone": read_phone}.get(column.kind, read_text)


def plain(cell: Any) -> str:
    """Give a cell as half-width text without blanks around it; 120.0 becomes 120."""
    if isinstance(cell, str):
        text = cell.strip()
        return text if text.isascii() else text.translate(HALF_WIDTH).strip()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_DIGITS:
        return str(int(cell))
    return "" if cell is None else str(cell)


def read_texts(column: Sequence[Any]) -> list[str | Problem | None]:
    """Read free text down a whole column, as `read_text` does: a clean column is told by one look at all of it."""
    if set(map(type, column)) == {str}:
        whole = " ".join(column)
        if whole.isprintable() and not TO_CLEAN.search(whole):
            return [None if (text := cell.strip()) in DASHES else text for cell in column]
    return list(map(read_text, column))


def read_text(cell: Any) -> str | Problem | None:
    """Read free text on one line; a lone dash counts as blank.

    Full-width letters and digits become half-width, punctuation stays: （演示） is part of a name.
    """
    if isinstance(cell, str):
        text = cell.strip() if cell.isascii() else cell.translate(LETTERS).strip()
    else:
        text = plain(cell)
    if not text.isprintable():
        text = " ".join(INVISIBLE.sub("", text).split())
    return None if text in DASHES else text


def read_day(cell: Any) -> date | Problem | None:
    """Read 2020-1-3, 2020/1/3, 2020.01.03, 20200103, 2020年1月3日, an Excel date or its serial number.

    A day without its day of month, or in an order that could be read in two ways, is a Problem.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = plain(cell).rstrip("'").lstrip("'")
    if isinstance(cell, float) and isfinite(cell):
        text = str(int(cell))  # the fraction is the time of day
    if text.lower() in BLANKS:
        return None
    if SERIAL.match(text) and int(text) in EXCEL_SERIALS:
        return EXCEL_DAY_ZERO + timedelta(days=int(text))
    if found := DAY_TEXT.match(text.replace(" ", "") if "年" in text else text) or DAY_DIGITS.match(text):
        return _day(text, *map(int, found.groups()))
    if MONTH_ONLY.match(text):
        return Problem(f"日期“{text}”缺少日")
    return Problem(f"日期“{text}”看不懂，请写成 2020-01-03 的样子")


def _day(text: str, year: int, month: int, day: int) -> date | Problem:
    try:
        read = date(year, month, day)
    except ValueError:
        return Problem(f"日期“{text}”不存在")
    return read if year in YEARS else Problem(f"日期“{text}”的年份不对")


MOST_DIGITS = 30  # what is longer measures nothing; Python itself reads no more than some thousands


def read_number(cell: Any, *, key: str = "", unit: str = "", times: float = 1.0) -> float | int | Problem | None:
    """Read a number, with its unit if written; the unit in the cell goes before the unit in the heading.

    A converted value is rounded to two places, since the conversion is no more exact than that.
    """
    if isinstance(cell, datetime | date):
        return Problem(f"“{cell}”是日期，不是数值")
    text = plain(cell).lower()
    if text in BLANKS:
        return None
    found = NUMBER.match(text)
    if not found:
        if text[0] in "<>≤≥":
            return Problem(f"“{text}”是一个范围，不是数值")
        return Problem(f"“{text}”不是数值")
    digits, written = found.groups()
    if len(digits) > MOST_DIGITS:
        return Problem(f"“{text[:MOST_DIGITS]}…”不是数值")
    if written.strip():
        try:
            times = factor(key=key, written=written.strip(), kept=unit)
        except UnknownUnit as error:
            return Problem(f"“{text}”：{error}")
    return _number(digits) if times == 1.0 else round(float(digits) * times, 2)


def _number(digits: str) -> float | int:
    return float(digits) if "." in digits and not digits.endswith(".0") else int(digits.split(".")[0])


def read_pressure(cell: Any, *, times: float = 1.0) -> tuple[int, int] | Problem | None:
    """Split “135/85” into the systolic and the diastolic pressure."""
    if isinstance(cell, datetime | date):
        return Problem(f"“{cell}”被 Excel 当成了日期，请把血压一列设成文本")
    text = plain(cell).lower()
    if text in BLANKS:
        return None
    if found := PRESSURE.match(text):
        high, low = (int(part) for part in found.groups())
        return (high, low) if times == 1.0 else (round(high * times), round(low * times))
    return Problem(f"血压“{text}”看不懂，请写成 135/85 的样子")


def read_document(cell: Any) -> str | Problem | None:
    """Read an identity or credit code as text: upper case, half-width, without blanks.

    A number that a spreadsheet has rounded is refused: its last digits are lost.
    """
    if isinstance(cell, str) and cell.isascii() and cell.isalnum() and cell[:1].isdigit():
        return cell.upper()  # nearly every cell: nothing to clean
    if isinstance(cell, int | float):
        if not abs(cell) < EXACT_DIGITS or cell != int(cell):
            return Problem("号码被存成了数字，末几位已丢失，请把这一列设成文本后重新填写")
        return str(int(cell))
    text = BETWEEN_DIGITS.sub("", plain(cell)).lower()
    if text in BLANKS:
        return None
    if SCIENTIFIC.match(text) and "e+" in text:
        return Problem(f"号码“{text}”被存成了科学计数，末几位已丢失，请把这一列设成文本后重新填写")
    text = text.replace("×", "x").replace("х", "x").upper()
    return text if text.translate(NO_BRACKETS).isalnum() else Problem(f"号码“{text}”里有不该有的符号")


def read_phone(cell: Any) -> str | Problem | None:
    """Read one telephone number as 7 to 20 digits, without +86, blanks and dashes."""
    text = plain(cell)
    if text.isdigit() and text.isascii() and 7 <= len(text) <= 12:
        return text  # nearly every cell
    if text.lower() in BLANKS:
        return None
    digits = NOT_DIALLED.sub("", text.removeprefix("+86"))
    if digits.isdigit() and digits.isascii() and 7 <= len(digits) <= 20:
        return digits
    if len(LONG_NUMBER.findall(text)) > 1:
        return Problem(f"一格里有几个电话“{text}”，请只留一个")
    return Problem(f"电话“{text}”应是 7 到 20 位数字")


class CodeBook:
    """Read codes of one list, written as number, as label, or as both (“1.男”)."""

    def __init__(
        self, choices: Mapping[str, str], *, aliases: Mapping[str, str] | None = None, by_label: bool = False
    ) -> None:
        self.choices = choices
        self.by_label = by_label
        self.by_name = {_label(label): code for code, label in choices.items()}
        self.by_name |= {_label(alias): code for alias, code in (aliases or {}).items()}
        self.shown = "、".join(f"{code} {label}" for code, label in list(choices.items())[:12])

    def read_one(self, cell: Any) -> str | Problem | None:
        """Read one code."""
        text = plain(cell)
        if text == "":
            return None
        code = self._code(text)
        if code is None:
            return None if text.lower() in BLANKS else Problem(f"“{text}”不在可选范围：{self.shown}")
        return code

    def read_several(self, cell: Any) -> list[str] | Problem | None:
        """Read several codes in one cell, separated by 、 , ; / or blanks, each once and in the order written."""
        text = plain(cell)
        if text == "":
            return None
        whole = self._code(text)
        parts = [text] if whole is not None else [part for part in SEPARATORS.split(text) if part]
        read: dict[str, None] = {}
        for part in parts:
            code = self.read_one(part)
            if isinstance(code, Problem):
                return code
            if code is not None:
                read[code] = None
        return list(read) or None

    def _code(self, text: str) -> str | Problem | None:
        if (named := self.by_name.get(_label(text))) is not None:
            return named
        if (numbered := self._numbered(text)) is not None:
            return Problem(f"“{text}”只有编号，各系统编号不同，请写文字：{self.shown}") if self.by_label else numbered
        if found := CODE_AND_LABEL.match(text):
            number, label = self._numbered(found.group(1)), self.by_name.get(_label(found.group(2)))
            if self.by_label or number is None or number == label:
                return label
            if label is not None:
                return Problem(f"“{text}”的编号和文字对不上：{self.shown}")
        return None

    def _numbered(self, text: str) -> str | None:
        """Find 1, 01 and 1.0 in a list that is numbered 1 or 01."""
        if text in self.choices:
            return text
        digits = text.removesuffix(".0")
        return next((form for form in (digits.lstrip("0") or "0", digits.zfill(2)) if form in self.choices), None)


def _label(text: str) -> str:
    return re.sub(r"[\s()（）/、.]", "", text.lower())
