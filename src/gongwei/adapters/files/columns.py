"""A table of figures for the methods: named columns of a CSV as arrays, every wrong cell named with its row and column.

Beside `records`, which reads what clinics export and forgives much: here a cell that cannot be read stops the reading.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.files.delimited import read_text
from gongwei.adapters.files.limits import UnreadableFile

EMPTY = frozenset({"", "na", "n/a", "nan", "null", "none", "."})
MOST_NAMED = 5


class WrongTable(ValueError):
    """The table cannot be used; the message names row, column and remedy."""


@dataclass(frozen=True)
class Table:
    """Columns of text as they stand in a file. `rows` are numbered as a spreadsheet shows them."""

    header: tuple[str, ...]
    cells: Mapping[str, Sequence[str]]
    rows: Sequence[int]

    def __len__(self) -> int:
        return len(self.rows)

    def has(self, name: str) -> bool:
        return name in self.cells

    def texts(self, name: str, *, default: str | None = None) -> list[str]:
        """Give a column as text. Raises WrongTable if it is not there, or an empty cell where none may be."""
        if name not in self.cells:
            if default is not None:
                return [default] * len(self)
            raise WrongTable(f"column “{name}” is missing; the file has {_listed(self.header)}. Add or rename it.")
        return [text.strip() for text in self.cells[name]]

    def groups(self, name: str) -> tuple[list[str], NDArray[np.intp]]:
        """Give a column's different texts in the order of the file, and each row's place among them; absent: one.

        Raises WrongTable for a cell without a name.
        """
        places: dict[str, int] = {}
        texts = self.texts(name, default="all")
        codes = [places.setdefault(text, len(places)) for text in texts]
        self._refuse(name, texts, np.array([not text for text in texts], dtype=bool), "has no name: fill it in")
        return list(places), np.array(codes, dtype=np.intp)

    def numbers(
        self, name: str, *, lowest: float | None = None, whole: bool = False, missing: bool = False
    ) -> NDArray[np.float64]:
        """Give a column as numbers; NaN for an empty cell where `missing` allows it.

        Raises WrongTable for text, infinity, a number below `lowest`, or a fraction where only whole numbers count.
        """
        texts = self.texts(name)
        values = np.array([_number(text) for text in texts], dtype=float)
        empty = np.array([text.lower() in EMPTY for text in texts], dtype=bool)
        self._refuse(name, texts, np.isnan(values) & ~empty | np.isinf(values), "is not a number: write digits only")
        if not missing:
            self._refuse(name, texts, empty, "is empty: write 0 if none was counted, or leave the row out")
        if lowest is not None:
            self._refuse(name, texts, values < lowest, f"is below {lowest:g}: correct it or leave the row out")
        if whole:
            known = ~np.isnan(values)
            self._refuse(name, texts, known & (values != np.round(values)), "is not a whole number: counts are whole")
        return values

    def days(self, name: str, *, missing: bool = False) -> NDArray[np.datetime64]:
        """Give a column as days (datetime64[D]), written 2026-11-23, 2026/11/23 or 20261123. Raises WrongTable.

        An empty cell is NaT where `missing` allows it.
        """
        texts = self.texts(name)
        found = np.array([_day(text) for text in texts], dtype="datetime64[D]")
        allowed = np.array([missing and text.lower() in EMPTY for text in texts], dtype=bool)
        self._refuse(name, texts, np.isnat(found) & ~allowed, "is not a day: write 2026-11-23")
        return found

    def refuse_empty(self) -> None:
        """Raise WrongTable if there is no row under the header."""
        if not len(self):
            raise WrongTable("the file has no rows under its header")

    def refuse(self, name: str, wrong: NDArray[np.bool_], why: str) -> None:
        """Raise WrongTable for the rows that are wrong, naming the first ones; `why` says the remedy."""
        self._refuse(name, self.texts(name), wrong, why)

    def refuse_repeated(self, name: str, keys: NDArray[Any], inside: str = "") -> None:
        """Raise WrongTable for rows whose key has come before, at the column `name`."""
        _, first = np.unique(keys, return_index=True)
        again = np.ones(len(keys), dtype=bool)
        again[first] = False
        self.refuse(name, again, f"stands twice{inside}: add the rows up")

    def out_of_order(self, name: str, days: NDArray[np.datetime64], series: NDArray[np.intp]) -> tuple[str, ...]:
        """Say which row is the first that comes after a later day of its series; nothing if all are in order."""
        by_series = np.argsort(series, kind="stable")
        back = (np.diff(series[by_series]) == 0) & (np.diff(days[by_series]).astype(int) < 0)
        places = np.sort(by_series[1:][back])
        if not places.size:
            return ()
        first = f"row {self.rows[places[0]]}, column “{name}”: {days[places[0]]} comes after a later day"
        return (f"{first}: rows were put in the order of their days",)

    def _refuse(self, name: str, texts: Sequence[str], wrong: NDArray[np.bool_], why: str) -> None:
        places = np.flatnonzero(wrong)
        if places.size:
            first = places[0]
            more = f" ({places.size - 1} more such rows)" if places.size > 1 else ""
            raise WrongTable(f"row {self.rows[first]}, column “{name}”: “{texts[first][:40]}” {why}{more}")


def read_table(source: Path | bytes) -> Table:
    """Read a CSV with a header row, in UTF-8, UTF-16 or GBK. Raises WrongTable if it is none."""
    data = source if isinstance(source, bytes) else source.read_bytes()
    try:
        _, lines = next(iter(read_text(data)))
        numbered = [(number, cells) for number, cells in lines if any(str(cell).strip() for cell in cells)]
    except UnreadableFile as error:
        raise WrongTable(str(error)) from error
    if not numbered:
        raise WrongTable("the file is empty: the first row names the columns")
    header = tuple(str(cell).strip() for cell in numbered[0][1])
    repeated = sorted({name for name in header if header.count(name) > 1 and name})
    if repeated:
        raise WrongTable(f"row {numbered[0][0]}: column “{repeated[0]}” stands twice; rename one")
    for number, cells in numbered[1:]:
        if len(cells) != len(header):
            raise WrongTable(f"row {number} has {len(cells)} cells, the header {len(header)}: check its commas")
    body = numbered[1:]
    columns = zip(*(cells for _, cells in body), strict=True) if body else ((),) * len(header)
    return Table(header, dict(zip(header, columns, strict=True)), [number for number, _ in body])


def write_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Write a CSV; None, NaN and infinity become empty cells, floats ten digits."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(columns)
    table.writerows([_shown(cell) for cell in row] for row in rows)
    return text.getvalue()


def _shown(cell: Any) -> Any:
    if isinstance(cell, np.generic):
        return _shown(cell.item())
    if cell is None or (isinstance(cell, float) and not np.isfinite(cell)):
        return ""
    return f"{cell:.10g}" if isinstance(cell, float) else cell


def _number(text: str) -> float:
    try:
        return float(text) if text.lower() not in EMPTY and "_" not in text else np.nan
    except ValueError:
        return np.nan


def _day(text: str) -> np.datetime64:
    plain = text.replace("/", "-").replace(".", "-")
    if len(plain) == 8 and plain.isascii() and plain.isdigit():
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    parts = plain.split("-")
    if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
        plain = f"{parts[0]:0>4}-{parts[1]:0>2}-{parts[2]:0>2}"
    else:
        return np.datetime64("NaT")
    try:
        return np.datetime64(plain, "D")
    except ValueError:
        return np.datetime64("NaT")


def _listed(names: Sequence[str]) -> str:
    shown = "、".join(f"“{name}”" for name in names[:MOST_NAMED])
    return shown + (" …" if len(names) > MOST_NAMED else "")
