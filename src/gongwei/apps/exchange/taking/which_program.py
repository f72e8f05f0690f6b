"""Which programme a row of a file of visits is of: what the row itself says, what the whole file is named after.

Each programme reads the rows that are its own under its own columns, as if they had come alone.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from gongwei.adapters.files.cells import SEPARATORS, plain
from gongwei.adapters.files.headings import HeadingError, Headings, Match, Spelled, find_headings, read_under, squash
from gongwei.adapters.files.records import Records, records_of, records_under
from gongwei.adapters.files.tables import Row, Sheet
from gongwei.catalog.discovery import programs
from gongwei.catalog.headers.visits import PROGRAM, WORDS, visit_layout
from gongwei.domain.program import Program

SAMPLE_ROWS = 50
CLEAR_LEAD = 2  # columns: one alone, such as a glucose beside the pressure, does not tell programmes apart
SAID_BY_ALL = {"visit_date", "visit_mode", "next_due_date", "referral_reason", "referral_to"}
NOT_NAMED = "没有写服务项目：请在这一行写明，或指明整个文件的服务项目"


class ProgramNotNamed(ValueError):
    """A file of visits does not tell which programme it is of: name it."""


GUARDED = (
    "“{title}”是受保护的服务，不从文件导入：文件在路上不密封，能导入的岗位也不都能看。"
    "请在居民页录入随访，或由对方系统用接口逐条上报。"
)


class GuardedVisits(ValueError):
    """A file holds visits of class 4 or 5, which are taken by the form and by the API alone."""


@dataclass(frozen=True)
class Part:
    """The rows of a file that one programme reads."""

    program: str
    records: Records


@dataclass(frozen=True)
class Parts:
    """A file of visits by programmes, and the rows that none reads: (row, why)."""

    parts: tuple[Part, ...]
    refused: tuple[tuple[Row, str], ...]
    headings: Headings

    @property
    def program(self) -> str:
        """Name the one programme that read the file, "" when several did."""
        return self.parts[0].program if len(self.parts) == 1 else ""

    @property
    def total(self) -> int:
        return sum(part.records.total for part in self.parts) + len(self.refused)


def parts_of(sheets: Sequence[Sheet], file_name: str, *, default: str) -> Parts:
    """Share the rows of a file out among programmes; `default` names that of the file, "" where nobody did.

    A column of service items goes before the default; one that says what somebody suffers from, behind it. Raises
    ProgramNotNamed, GuardedVisits, or a HeadingError when no programme finds its columns.
    """
    _refuse_guarded(sheets, file_name, default)
    default = _of_the_file(default)
    try:
        fitting = _fitting(sheets)
    except HeadingError:
        if not default:
            _refuse_guarded_columns(sheets)
        raise
    headings = max(fitting.values(), key=lambda one: len(one.matches))
    column = _column(headings)
    if column is None:
        return _whole(sheets, default or program_of(sheets, file_name))
    default = default or _only_titled(sheets, file_name)
    if _is_weak(column):
        default = default or (next(iter(fitting)) if len(fitting) == 1 else "")
        if default:
            return _whole(sheets, default)
    return _shared_out(headings, column, default=default)


def _whole(sheets: Sequence[Sheet], program: str) -> Parts:
    records = records_of(sheets, visit_layout(program))
    return Parts((Part(program, records),), (), records.headings)


def _shared_out(headings: Headings, column: Match, *, default: str) -> Parts:
    own: dict[str, list[Row]] = {}
    refused: list[tuple[Row, str]] = []
    for row in records_under(headings).rows:
        cell = row[1][column.index] if column.index < len(row[1]) else ""
        program, why = row_program(cell, default=default)
        if why:
            # What such a row says is not sent back either: whoever may import would read it.
            refused.append(((row[0], ()) if _guarded_title(plain(cell)) else row, why))
        else:
            own.setdefault(program, []).append(row)
    parts = []
    for program, rows in own.items():
        try:
            parts.append(Part(program, records_under(read_under(headings, visit_layout(program)), rows)))
        except HeadingError as wrong:
            refused += [(row, f"{programs()[program].title}：{wrong}") for row in rows]
    return Parts(tuple(parts), tuple(refused), headings)


def taken_from_files() -> dict[str, Program]:
    """Give the programmes whose visits are taken from files: of class 3, since a file is nowhere sealed on its way."""
    return {key: program for key, program in programs().items() if not program.is_guarded}


def _guarded_title(text: str) -> str:
    """Name the programme of class 4 or 5 that a text speaks of, "" where it speaks of none."""
    guarded = ((key, one.title) for key, one in programs().items() if one.is_guarded)
    return next((title for key, title in guarded if any(word in text for word in (title, *WORDS.get(key, ())))), "")


def _refuse_guarded(sheets: Sequence[Sheet], file_name: str, named: str) -> None:
    """Raise GuardedVisits for a file that is sent as a programme of class 4 or 5, or titled by it and by no other."""
    if found := _guarded_title(programs()[named].title if named in programs() else named):
        raise _guarded(found)
    found = next((title for text in _titles(sheets, file_name) if (title := _guarded_title(text))), "")
    if found and not any(_is_titled(program, sheets, file_name) for program in taken_from_files()):
        raise _guarded(found)


def _of_the_file(named: str) -> str:
    """Give the programme that whoever sent the file named, by its key or in words. Raises ProgramNotNamed."""
    if not named:
        return ""
    program, why = row_program(named, default="")
    if why:
        raise ProgramNotNamed(why)
    return program


def _guarded(title: str) -> GuardedVisits:
    return GuardedVisits(GUARDED.format(title=title) + "文件没有保留。")


def _refuse_guarded_columns(sheets: Sequence[Sheet]) -> None:
    """Raise GuardedVisits for a file whose columns speak of a programme of class 4 or 5."""
    found = {}
    for program in (one for one in programs().values() if one.is_guarded):
        with suppress(HeadingError):
            own = [match.column.key for match in find_headings(sheets, visit_layout(program.key)).matches]
            found[program.title] = len(program.visit.fields.keys() & set(own) - SAID_BY_ALL)
    if found and max(found.values()) >= CLEAR_LEAD:
        raise _guarded(max(found, key=found.__getitem__))


def _fitting(sheets: Sequence[Sheet]) -> dict[str, Headings]:
    """Find the headings of each programme that finds all it needs. Raises HeadingError when none does."""
    fitting: dict[str, Headings] = {}
    wrong: HeadingError | None = None
    spelled: Spelled = {}
    for program in taken_from_files():
        try:
            fitting[program] = find_headings(sheets, visit_layout(program), spelled=spelled)
        except HeadingError as error:
            wrong = error
    if wrong is not None and not fitting:
        raise wrong
    return fitting


def _column(headings: Headings) -> Match | None:
    return next((match for match in headings.matches if match.column.key == PROGRAM.key), None)


def _is_weak(match: Match) -> bool:
    return squash(match.heading) in map(squash, PROGRAM.weak)


def row_program(cell: Any, *, default: str) -> tuple[str, str]:
    """Say which programme a cell names, or why none: exactly one of the two is empty."""
    text = plain(cell)
    named = {program: None for part in SEPARATORS.split(text) if part for program in _named_by(part)}
    if len(named) == 1:
        return next(iter(named)), ""
    if not text:
        return default, "" if default else NOT_NAMED
    if default in named:
        return default, ""
    if guarded := _guarded_title(text):
        return "", GUARDED.format(title=guarded) + "这一行的内容不退回。"
    titles = "、".join(program.title for program in taken_from_files().values())
    said = "写了几项服务，请每行只写一项" if named else f"不是这里随访的服务项目（{titles}）"
    return "", f"“{text}”{said}"


def _named_by(text: str) -> Iterator[str]:
    for program, definition in taken_from_files().items():
        words = WORDS.get(program, (definition.title,))
        if text.lower() == program or any(word in text for word in words):
            yield program


def program_of(sheets: Sequence[Sheet], file_name: str) -> str:
    """Tell by the headings of a file of visits, and by its name, which programme it is of.

    Raises ProgramNotNamed when several fit, or a HeadingError when none does.
    """
    counts = {program: len(headings.matches) for program, headings in _fitting(sheets).items()}
    named = [program for program in counts if _is_named(program, sheets, file_name)] or list(counts)
    most = max(counts[program] for program in named)
    best = [program for program in named if counts[program] > most - CLEAR_LEAD]
    if len(best) > 1:
        titles = "、".join(f"{program}（{programs()[program].title}）" for program in best)
        raise ProgramNotNamed(f"看不出是哪一项服务的随访，请指明：{titles}")
    return best[0]


def _only_titled(sheets: Sequence[Sheet], file_name: str) -> str:
    titled = [program for program in taken_from_files() if _is_titled(program, sheets, file_name)]
    return titled[0] if len(titled) == 1 else ""


def _is_named(program: str, sheets: Sequence[Sheet], file_name: str) -> bool:
    """A title names a programme by a word of it; a cell below, such as one of 慢病类型, by nothing else."""
    cells = {str(cell).strip() for sheet in sheets for _, row in sheet.rows[:SAMPLE_ROWS] for cell in row}
    return _is_titled(program, sheets, file_name) or not cells.isdisjoint(WORDS.get(program, ()))


def _is_titled(program: str, sheets: Sequence[Sheet], file_name: str) -> bool:
    return any(word in title for word in WORDS.get(program, ()) for title in _titles(sheets, file_name))


def _titles(sheets: Sequence[Sheet], file_name: str) -> list[str]:
    titles = [file_name, *(sheet.name for sheet in sheets)]
    return titles + [str(cell) for sheet in sheets if sheet.rows for cell in sheet.rows[0][1]]
