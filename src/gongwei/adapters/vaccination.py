"""Vaccination records of a school or kindergarten: a child a row, the verdict of the entry check beside it.

The file is what the school has: Excel, or text in UTF-8 or GBK. Columns, in Chinese or English: 编号 id, 出生日期
birth, 性别 sex (男, 女, M, F), 标记 flags ("hiv-positive;birth-weight=1900") and 接种记录 doses
("HepB@2019-05-02;BCG@2019-05-03"). Sex and flags may be empty. A title may stand above the headings.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from gongwei.adapters.files.cells import Problem, plain, read_day
from gongwei.adapters.files.export import workbook
from gongwei.adapters.files.limits import FileTooLarge, UnreadableFile
from gongwei.adapters.files.tables import Sheet, read_sheets
from gongwei.domain.immunization.due import ImpossibleBirth, ImpossibleFlag
from gongwei.domain.immunization.entry_check import EntryCheck
from gongwei.domain.immunization.explanation import due_reason
from gongwei.domain.immunization.flags import UnknownFlag
from gongwei.domain.immunization.history import ImpossibleDose, UnknownVaccine

_KEYS = {"编号": "id", "出生日期": "birth", "性别": "sex", "接种记录": "doses", "标记": "flags"}
_TITLES = {key: title for title, key in _KEYS.items()}
_SEXES = {"男": "M", "女": "F", "M": "M", "F": "F", "1": "M", "2": "F"}
_VERDICTS = {"complete": "完成", "catch-up": "需补种", "exempt": "免种或超龄"}
# The column to which a refusal by the reading belongs.
_COLUMN_OF: dict[type[Exception], str] = {
    ImpossibleBirth: "birth",
    ImpossibleDose: "doses",
    UnknownVaccine: "doses",
    UnknownFlag: "flags",
    ImpossibleFlag: "flags",
}
_BETWEEN = re.compile(r"[;；,，、\n]|\s+(?=[\d/-]*[A-Za-z])")  # a blank before a name; one before a time of day is none
RESULT_COLUMNS = ("结论", "缺种", "免种", "补种计划", "错误")
TITLE_ROWS = 10


class UnreadableRecord(ValueError):
    """A row has a birth (2019-05-02), and doses written as vaccine@day parted by semicolons: mend that cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRecord:
    birth: date
    sex: str
    doses: tuple[tuple[str, date], ...]
    flags: tuple[str, ...]


class ChildRow(NamedTuple):
    """One row as it stands: its sheet ("" in text), its number as a spreadsheet shows it, its cells by heading."""

    sheet: str
    number: int
    cells: dict[str, Any]


class School(NamedTuple):
    """A school's file: its headings in order, and the rows of every sheet that has them."""

    header: tuple[str, ...]
    rows: tuple[ChildRow, ...]


def read_school(file: Path) -> School:
    """Read a school's file; raises `UnreadableRecord` if no sheet has columns of births and doses."""
    try:
        sheets = read_sheets(file)
    except OSError as error:
        raise UnreadableRecord(f"{file}：读不出来（{error.strerror}），请检查文件") from None
    except (FileTooLarge, UnreadableFile) as error:
        raise UnreadableRecord(f"{file}：{error}") from None
    header: dict[str, None] = {}
    rows: list[ChildRow] = []
    for sheet in sheets:
        top = _heading_row(sheet)
        if top is None:
            continue
        titles = [plain(cell) for cell in sheet.rows[top][1]]
        header.update(dict.fromkeys(title for title in titles if title))
        for number, cells in sheet.rows[top + 1 :]:
            if any(plain(cell) for cell in cells):
                named = {title: cell for title, cell in zip(titles, cells, strict=False) if title}
                rows.append(ChildRow(sheet.name, number, named))
    if not header:
        raise UnreadableRecord(f"{file.name}：前{TITLE_ROWS}行没有同时含“出生日期”和“接种记录”两列的表头，请补上")
    return School(tuple(header), tuple(rows))


def _heading_row(sheet: Sheet) -> int | None:
    """Find the row that names the columns; titles may stand above it."""
    for place, (_, cells) in enumerate(sheet.rows[:TITLE_ROWS]):
        keys = {_KEYS.get(plain(cell), plain(cell)) for cell in cells}
        if {"birth", "doses"} <= keys:
            return place
    return None


def child_of(row: Mapping[str, Any]) -> ChildRecord:
    """Read one row's cells; raises `UnreadableRecord` with the column and the text that cannot be read."""
    cells = {_KEYS.get(title, title): cell for title, cell in row.items()}
    sex = plain(cells.get("sex")).upper()
    if sex and sex not in _SEXES:
        raise UnreadableRecord(f"“性别”列：{sex[:10]!r}，请写男、女、M 或 F")
    birth = read_day(cells.get("birth"))
    if not isinstance(birth, date):
        raise UnreadableRecord(f"“出生日期”列：{birth.reason if isinstance(birth, Problem) else '空着，请填写'}")
    try:
        doses = tuple(read_dose(word) for word in _parts(plain(cells.get("doses"))))
    except UnreadableRecord as error:
        raise UnreadableRecord(f"“接种记录”列：{error}") from None
    return ChildRecord(
        birth=birth, sex=_SEXES.get(sex, ""), doses=doses, flags=tuple(_parts(plain(cells.get("flags"))))
    )


def read_dose(words: str) -> tuple[str, date]:
    """Read one dose, "HepB@2025-01-31"; raises `UnreadableRecord`."""
    code, at, day = words.strip().partition("@")
    if not (code and at):
        raise UnreadableRecord(f"{words[:40]!r}：请写成“疫苗@日期”，如 HepB@2025-01-31")
    found = read_day(day.strip())
    if not isinstance(found, date):
        raise UnreadableRecord(f"{code[:20]}：{found.reason if isinstance(found, Problem) else '缺少日期'}")
    return code.strip(), found


def told(check: EntryCheck, observed: frozenset[str]) -> dict[str, str]:
    """Say the verdict of one child in the columns of the result."""
    return {
        "结论": _VERDICTS[check.verdict],
        "缺种": "；".join(f"{one.vaccine.title}第{one.dose}剂" for one in check.missing),
        "免种": "；".join(f"{one.vaccine.title}：{due_reason(one, observed)}" for one in check.exempt),
        "补种计划": "；".join(
            f"{visit.day} " + "、".join(f"{dose.title}第{dose.dose}剂" for dose in visit.doses)
            for visit in check.visits
        ),
        "错误": "",
    }


def unreadable(row: ChildRow, error: Exception) -> dict[str, str]:
    """Say that a row could not be checked: in which row and column, and what to mend."""
    key = _COLUMN_OF.get(type(error))
    column = f"“{_TITLES[key]}”列：" if key else ""
    sheet = f"表“{row.sheet}”" if row.sheet else ""
    said = f"{sheet}第{row.number}行，{column}{error}"
    return {**dict.fromkeys(RESULT_COLUMNS, ""), "结论": "无法判定", "错误": said}


def write_school(file: Path, header: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the rows with the columns of the result behind their own: an Excel file if its name says so, else text."""
    columns = [*header, *(name for name in RESULT_COLUMNS if name not in header)]
    shown = [[row.get(name, "") for name in columns] for row in rows]
    if file.suffix.lower() == ".xlsx":
        file.write_bytes(workbook("入学查验", columns, shown))
        return
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([[cell if isinstance(cell, str) else plain(cell) for cell in row] for row in shown])


def _parts(words: str) -> Iterator[str]:
    return (word.strip() for word in _BETWEEN.split(words) if word.strip())
