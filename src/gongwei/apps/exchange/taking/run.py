"""Running a file through its import: reading ahead in a second thread, writing in one transaction."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from gongwei.adapters.files.records import Chunk, Records, records_of
from gongwei.adapters.files.rejects import write_rejects
from gongwei.adapters.files.tables import Sheet, read_sheets
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.exchange.taking.beside import writing_beside
from gongwei.apps.exchange.taking.institutions import InstitutionImport
from gongwei.apps.exchange.taking.ledger import Ledger
from gongwei.apps.exchange.taking.residents import ResidentImport
from gongwei.apps.exchange.taking.visits import VisitImport
from gongwei.apps.exchange.taking.which_program import Part, Parts, parts_of, taken_from_files
from gongwei.catalog.headers import Layout
from gongwei.catalog.headers.institutions import layout as institutions
from gongwei.catalog.headers.residents import layout as residents
from gongwei.catalog.headers.visits import visit_layout

Told = Callable[[int, int], None]


class Import(Protocol):
    """What each kind of file brings: reading that asks nothing of the database, and taking that writes."""

    def prepare(self, chunk: Chunk) -> list[Any]: ...

    def take(self, chunk: Chunk, read: list[Any]) -> None: ...

    def finish(self) -> None: ...


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


def layout_of(kind: str, program: str) -> Layout:
    """Give the columns of a kind of file. Raises UnknownKind."""
    if kind not in KINDS or (kind == "visits" and program not in taken_from_files()):
        raise UnknownKind(f"没有“{kind} {program}”这种导入".replace(" ”", "”"))
    if kind == "visits":
        return visit_layout(program)
    return {"residents": residents, "institutions": institutions}[kind]


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
    parts = _parts(read_sheets(source), kind, program, file_name)
    ledger = Ledger(batch_id, by.area_code, at)
    for (number, cells), why in parts.refused:
        ledger.rejected(number, cells, why)
    tell(0, parts.total)
    with writing_beside() as beside:
        for part in parts.parts:
            more = {"program": part.program} if part.program else {}
            importer = KINDS[kind].importer(by=by, on=on, at=at, ledger=ledger, dry_run=batch_id is None, **more)
            if isinstance(importer, VisitImport):
                importer.beside = beside
            for chunk, read in _ahead(part.records, importer):
                importer.take(chunk, read)
                tell(ledger.read, parts.total)
            importer.finish()
    if ledger.read != parts.total:
        raise AssertionError(f"{parts.total} rows were read, {ledger.read} are accounted for")
    excel = parts.headings.sheet.excel
    rows = sorted(ledger.rejects, key=lambda row: row[0])
    rejects = write_rejects(parts.headings.titles, rows, excel=excel) if rows else None
    said = (*notes(parts), *(f"{count} 行：{remark}" for remark, count in ledger.remarks.items()))
    return Result(ledger, said, rejects, excel, parts.program)


def _parts(sheets: Sequence[Sheet], kind: str, program: str, file_name: str) -> Parts:
    if kind == "visits":
        return parts_of(sheets, file_name, default=program)
    records = records_of(sheets, layout_of(kind, ""))
    return Parts((Part("", records),), (), records.headings)


def _ahead(records: Records, importer: Import) -> Iterator[tuple[Chunk, list[Any]]]:
    """Read and prepare each chunk while PostgreSQL is busy with the one before."""
    prepared = ((chunk, importer.prepare(chunk)) for chunk in records.chunks())
    with ThreadPoolExecutor(max_workers=1) as beside:
        waiting = beside.submit(next, prepared, None)
        while (ready := waiting.result()) is not None:
            waiting = beside.submit(next, prepared, None)
            yield ready


def notes(parts: Parts) -> tuple[str, ...]:
    """Say what the headings led to: units converted, columns that nobody read and why."""
    readings = [part.records.headings for part in parts.parts] or [parts.headings]
    converted = dict.fromkeys(note for headings in readings for note in headings.notes)
    unread = {
        title: reason
        for title, reason in readings[0].unread.items()
        if all(title in headings.unread for headings in readings)
    }
    sheet = (f"读取工作表“{parts.headings.sheet.name}”",) if parts.headings.sheet.name else ()
    return (*sheet, *converted, *(f"没有读取“{title}”：{reason}" for title, reason in unread.items()))
