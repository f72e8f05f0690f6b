"""Vaccination records of a school or kindergarten as CSV: a child a row, the verdict of the entry check beside it.

Columns, in Chinese or English: 编号 id, 出生日期 birth, 性别 sex (男, 女, M, F), 标记 flags, and 接种记录 doses
("HepB@2019-05-02;BCG@2019-05-03"); flags ("hiv-positive;birth-weight=1900"). Sex and flags may be empty.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gongwei.adapters.files.delimited import rows_by_heading
from gongwei.adapters.files.limits import UnreadableFile
from gongwei.domain.immunization.entry_check import EntryCheck
from gongwei.domain.immunization.explanation import due_reason

_COLUMNS = {"编号": "id", "出生日期": "birth", "性别": "sex", "接种记录": "doses", "标记": "flags"}
_SEXES = {"男": "M", "女": "F", "M": "M", "F": "F", "1": "M", "2": "F"}
_VERDICTS = {"complete": "完成", "catch-up": "需补种", "exempt": "免种或超龄"}
RESULT_COLUMNS = ("结论", "缺种", "免种", "补种计划", "错误")


class UnreadableRecord(ValueError):
    """A row has a birth (2019-05-02), and doses written as vaccine@day parted by semicolons: mend that cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRecord:
    birth: date
    sex: str
    doses: tuple[tuple[str, date], ...]
    flags: tuple[str, ...]


def read_children(file: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Read the file as its header and rows; raises `UnreadableRecord` if it has no column of births."""
    try:
        header, rows = rows_by_heading(file)
    except UnreadableFile as error:
        raise UnreadableRecord(f"{file.name}: {error}; {UnreadableRecord.__doc__}") from None
    missing = {"birth", "doses"} - {_COLUMNS.get(name, name) for name in header}
    if missing:
        raise UnreadableRecord(f"{file.name}: no column {', '.join(sorted(missing))}; {UnreadableRecord.__doc__}")
    return header, rows


def child_of(row: Mapping[str, str]) -> ChildRecord:
    """Read one row; raises `UnreadableRecord` with the cell that cannot be read."""
    cells = {_COLUMNS.get(name, name): words.strip() for name, words in row.items()}
    sex = cells.get("sex", "")
    if sex and sex.upper() not in _SEXES:
        raise UnreadableRecord(f"sex: {sex[:10]!r}; write 男, 女, M or F")
    return ChildRecord(
        birth=_day(cells["birth"], "birth"),
        sex=_SEXES.get(sex.upper(), ""),
        doses=tuple(read_dose(word) for word in _parts(cells["doses"])),
        flags=tuple(_parts(cells.get("flags", ""))),
    )


def read_dose(words: str) -> tuple[str, date]:
    """Read one dose, "HepB@2025-01-31"; raises `UnreadableRecord`."""
    code, at, day = words.strip().partition("@")
    if not (code and at):
        raise UnreadableRecord(f"{words[:40]!r}: write the vaccine and its day, as HepB@2025-01-31")
    return code.strip(), _day(day.strip(), code)


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


def unreadable(error: Exception) -> dict[str, str]:
    """Say that a row could not be checked."""
    return {**dict.fromkeys(RESULT_COLUMNS, ""), "结论": "无法判定", "错误": str(error)}


def write_children(file: Path, header: list[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write the rows with the columns of the result behind their own."""
    columns = [*header, *(name for name in RESULT_COLUMNS if name not in header)]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _parts(words: str) -> Iterator[str]:
    return (word.strip() for word in words.replace("；", ";").split(";") if word.strip())


def _day(words: str, column: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise UnreadableRecord(f"{column}: {words[:20]!r} is no day; write 2019-05-02") from None
