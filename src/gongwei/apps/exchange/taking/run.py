"""Running a file through its import: reading ahead in a second thread, writing in one transaction."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from gongwei.adapters.files.headings import HeadingError, Headings, find_headings
from gongwei.adapters.files.records import Chunk, Records, records_of
from gongwei.adapters.files.rejects import write_rejects
from gongwei.adapters.files.tables import Sheet, read_sheets
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.exchange.taking.institutions import InstitutionImport
from gongwei.apps.exchange.taking.ledger import Ledger
from gongwei.apps.exchange.taking.residents import ResidentImport
from gongwei.apps.exchange.taking.visits import VisitImport
from gongwei.catalog.discovery import programs
from gongwei.catalog.headers import Layout
from gongwei.catalog.headers.institutions import layout as institutions
from gongwei.catalog.headers.residents import layout as residents
from gongwei.catalog.headers.visits import WORDS, visit_layout

SAMPLE_ROWS = 50
CLEAR_LEAD = 2  # columns: one alone, such as a glucose beside the pressure, does not tell programmes apart
Told = Callable[[int, int], None]


class Import(Protocol):
    """What each kind of file brings: reading that asks nothing of the database, and taking that writes."""

    def prepare(self, chunk: Chunk) -> list[Any]: ...

    def take(self, chunk: Chunk, read: list[Any]) -> None: ...


@dataclass(frozen=True)
class Kind:
    """A kind of file: its title, and how it is taken."""

    title: str
    importer: Callable[..., Import]


KINDS = {
    "residents": Kind("居民", ResidentImport),
    "visits": Kind("随访", VisitImport),
    "institutions": Kind("机构", InstitutionImport),
}


class UnknownKind(ValueError):
    """There is no import of that kind: residents, visits or institutions."""


@dataclass(frozen=True)
class Result:
    """What became of a file: its ledger, what was noted about its columns, and the rows to send back."""

    ledger: Ledger
    notes: tuple[str, ...]
    rejects: bytes | None
    excel: bool
    program: str


class ProgramNotNamed(ValueError):
    """A file of visits does not tell which programme it is of: name it."""


def layout_of(kind: str, program: str) -> Layout:
    """Give the columns of a kind of file. Raises UnknownKind."""
    if kind not in KINDS or (kind == "visits" and program not in programs()):
        raise UnknownKind(f"没有“{kind} {program}”这种导入".replace(" ”", "”"))
    if kind == "visits":
        return visit_layout(program)
    return {"residents": residents, "institutions": institutions}[kind]


def program_of(sheets: Sequence[Sheet], file_name: str) -> str:
    """Tell by the headings of a file of visits, and by its name, which programme it is of.

    Raises ProgramNotNamed when several fit, or a HeadingError when none does.
    """
    fitting: dict[str, int] = {}
    wrong: HeadingError | None = None
    for program in programs():
        try:
            fitting[program] = len(find_headings(sheets, visit_layout(program)).matches)
        except HeadingError as error:
            wrong = error
    if not fitting:
        raise wrong or ProgramNotNamed
    named = [program for program in fitting if _is_named(program, sheets, file_name)] or list(fitting)
    most = max(fitting[program] for program in named)
    best = [program for program in named if fitting[program] > most - CLEAR_LEAD]
    if len(best) > 1:
        titles = "、".join(f"{program}（{programs()[program].title}）" for program in best)
        raise ProgramNotNamed(f"看不出是哪一项服务的随访，请指明：{titles}")
    return best[0]


def _is_named(program: str, sheets: Sequence[Sheet], file_name: str) -> bool:
    """A title names a programme by a word of it; a cell below, such as one of 慢病类型, by nothing else."""
    titles = [file_name, *(sheet.name for sheet in sheets)]
    titles += [str(cell) for sheet in sheets if sheet.rows for cell in sheet.rows[0][1]]
    cells = {str(cell).strip() for sheet in sheets for _, row in sheet.rows[:SAMPLE_ROWS] for cell in row}
    words = WORDS.get(program, ())
    return any(word in title for word in words for title in titles) or not cells.isdisjoint(words)


def run(
    source: Path | bytes,
    *,
    kind: str,
    program: str,
    file_name: str,
    batch_id: uuid.UUID | None,
    by: Acting,
    on: date,
    at: datetime,
    tell: Told,
) -> Result:
    """Take a whole file in the caller's transaction and post; without a batch nothing is written (dry run).

    A file that is stopped half-way leaves nothing: the transaction is the caller's, and there is only one.
    Raises what reading raises: FileTooLarge, UnreadableFile, HeadingError.
    """
    sheets = read_sheets(source)
    if kind == "visits" and not program:
        program = program_of(sheets, file_name)
    records = records_of(sheets, layout_of(kind, program))
    ledger = Ledger(batch_id, by.area_code)
    more = {"program": program} if kind == "visits" else {}
    importer = KINDS[kind].importer(by=by, on=on, at=at, ledger=ledger, dry_run=batch_id is None, **more)
    tell(0, records.total)
    for chunk, read in _ahead(records, importer):
        importer.take(chunk, read)
        tell(ledger.read, records.total)
    if ledger.read != records.total:
        raise AssertionError(f"{records.total} rows were read, {ledger.read} are accounted for")
    excel = records.headings.sheet.excel
    rows = sorted(ledger.rejects, key=lambda row: row[0])
    rejects = write_rejects(records.headings.titles, rows, excel=excel) if rows else None
    said = (*notes(records.headings), *(f"{count} 行：{remark}" for remark, count in ledger.remarks.items()))
    return Result(ledger, said, rejects, excel, program)


def _ahead(records: Records, importer: Import) -> Iterator[tuple[Chunk, list[Any]]]:
    """Read and prepare each chunk while PostgreSQL is busy with the one before."""
    prepared = ((chunk, importer.prepare(chunk)) for chunk in records.chunks())
    with ThreadPoolExecutor(max_workers=1) as beside:
        waiting = beside.submit(next, prepared, None)
        while (ready := waiting.result()) is not None:
            waiting = beside.submit(next, prepared, None)
            yield ready


def notes(headings: Headings) -> tuple[str, ...]:
    """Say what the headings led to: units converted, columns not read and why."""
    unread = tuple(f"没有读取“{title}”：{reason}" for title, reason in headings.unread.items())
    sheet = (f"读取工作表“{headings.sheet.name}”",) if headings.sheet.name else ()
    return sheet + headings.notes + unread
