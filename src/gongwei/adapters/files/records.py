"""The rows below the headings, read column by column and handed over in chunks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongwei.adapters.files.cells import Problem, read_text, read_texts, reader_of
from gongwei.adapters.files.headings import Headings, Match, find_headings
from gongwei.adapters.files.limits import Limits
from gongwei.adapters.files.tables import Row, Sheet, read_sheets
from gongwei.catalog.headers.columns import Layout

CHUNK_ROWS = 4_000  # small enough that reading runs beside writing also in a file of a clinic
ColumnReader = Callable[[Sequence[Any]], list[Any]]
WRITTEN = "written"  # the key under which a lenient column gives what it could not read
REPEATING = frozenset({"day", "number", "code", "codes", "pressure"})


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """Hold some rows of a file, read: `values` has a list for each key, one item per row, None where absent.

    `numbers` are the row numbers in the file, `cells` the rows as they stood; `problems` maps the place of a row in
    this chunk to all that is wrong with it.
    """

    numbers: tuple[int, ...]
    cells: tuple[tuple[Any, ...], ...]
    values: Mapping[str, Sequence[Any]]
    problems: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Records:
    """Hold a file whose headings are understood; `chunks` reads its rows, as often as asked."""

    headings: Headings
    rows: tuple[Row, ...]

    @property
    def total(self) -> int:
        return len(self.rows)

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """Read the rows below the headings. Blank rows and repeated headings (printed pages) are no rows."""
        readers = [(match, _by_column(reader_of(match), match.column.kind)) for match in self.headings.matches]
        for start in range(0, self.total, size):
            yield _read(self.rows[start : start + size], self.headings, readers)


def read_records(source: Path | bytes, layout: Layout, *, limits: Limits | None = None) -> Records:
    """Open a clinic's file of the kind `layout`.

    Raises FileTooLarge, UnreadableFile, or a HeadingError: each says in Chinese what to do.
    """
    return records_of(read_sheets(source, limits=limits), layout)


def records_of(sheets: Sequence[Sheet], layout: Layout) -> Records:
    """Find the headings of the kind `layout` in sheets that have been read. Raises a HeadingError."""
    return records_under(find_headings(sheets, layout))


def records_under(headings: Headings, rows: Sequence[Row] | None = None) -> Records:
    """Take the rows below headings, or only some of them."""
    return Records(headings=headings, rows=tuple(_data_rows(headings) if rows is None else rows))


def _data_rows(headings: Headings) -> Iterator[Row]:
    header_rows = frozenset(headings.header_rows)
    repeated = {cells for number, cells in headings.sheet.rows if number in header_rows}
    for number, cells in headings.sheet.rows:
        if number > headings.header_rows[-1] and cells not in repeated and any(map(_filled, cells)):
            yield number, cells


def _filled(cell: Any) -> bool:
    return cell != "" and (not isinstance(cell, str) or not cell.isspace())


def _read(rows: Sequence[Row], headings: Headings, readers: Sequence[tuple[Match, ColumnReader]]) -> Chunk:
    width = len(headings.titles)
    problems: dict[int, list[str]] = {}
    lines = [cells if len(cells) == width else _fitted(cells, width) for _, cells in rows]
    for place, (_, cells) in enumerate(rows):
        if len(cells) > width and any(map(_filled, cells[width:])):
            problems.setdefault(place, []).append("这一行比表头多出几格，请检查是否多了分隔符")
    columns = list(zip(*lines, strict=True))
    values: dict[str, Sequence[Any]] = {}
    for match, reader in readers:
        read = reader(columns[match.index])
        if Problem in set(map(type, read)):
            for place, value in enumerate(read):
                if type(value) is Problem:
                    read[place] = {WRITTEN: read_text(columns[match.index][place])} if match.column.lenient else None
                    if not match.column.lenient:
                        problems.setdefault(place, []).append(f"{match.heading}：{value.reason}")
        values |= _by_key(match.column.fills, read)
    return Chunk(
        numbers=tuple(number for number, _ in rows),
        cells=tuple(cells for _, cells in rows),
        values=values,
        problems={place: tuple(reasons) for place, reasons in problems.items()},
    )


def _by_key(keys: tuple[str, ...], read: list[Any]) -> dict[str, Sequence[Any]]:
    if len(keys) == 1:
        return {keys[0]: read}
    return {key: [pair and pair[part] for pair in read] for part, key in enumerate(keys)}


def _fitted(cells: tuple[Any, ...], width: int) -> tuple[Any, ...]:
    return cells[:width] + ("",) * (width - len(cells))


class _Remembered(dict[Any, Any]):
    """Keep what each distinct cell was read as: days, codes and measurements repeat all through a file."""

    def __init__(self, reader: Callable[[Any], Any]) -> None:
        super().__init__()
        self.reader = reader

    def __missing__(self, cell: Any) -> Any:
        value = self[cell] = self.reader(cell)
        return value


def _by_column(reader: Callable[[Any], Any], kind: str) -> ColumnReader:
    if reader is read_text:
        return read_texts
    one = _Remembered(reader).__getitem__ if kind in REPEATING else reader
    return lambda column: list(map(one, column))
