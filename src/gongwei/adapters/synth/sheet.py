"""The filled forms of many visits, column by column.

Every answer is kept as a position in a short list of values, so that a million answers are a small array, and text
(JSON) and typed columns are taken from the list instead of being written row by row.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gongwei.adapters.synth.texts import joined, taken

ABSENT = -1
BLOCK = 4096  # texts at most that are written for a block of answers
HIDDEN = "#"  # begins the keys of what is no answer of a form


@dataclass(frozen=True, slots=True)
class Column:
    """One answer per visit: a position in `values`, or ABSENT."""

    positions: NDArray[np.int32]
    values: tuple[Any, ...]
    numbers: NDArray[np.float64] | None = None  # the values, where they are numbers in steps

    def __getitem__(self, rows: NDArray) -> "Column":
        return replace(self, positions=self.positions[rows])

    @property
    def present(self) -> NDArray[np.bool_]:
        return self.positions != ABSENT

    def only(self, rows: NDArray[np.bool_]) -> "Column":
        """Leave the answer out of all other rows."""
        return replace(self, positions=np.where(rows, self.positions, ABSENT))

    def each(self, read: Any, dtype: type) -> NDArray:
        """Read every value of the list once and give the result for each row; absent rows repeat the last."""
        return np.array([read(value) for value in self.values], dtype=dtype)[self.positions]


def number(values: NDArray, span: tuple[int, int], *, decimals: int = 0) -> Column:
    """Keep numbers with so many decimals; `span` holds all of them, in units of the last decimal."""
    low, high = span
    steps = np.rint(np.asarray(values, dtype=float) * 10**decimals)
    listed = _steps(low, high, decimals)
    return Column((np.clip(steps, low, high) - low).astype(np.int32), *listed)


@cache
def _steps(low: int, high: int, decimals: int) -> tuple[tuple[int | float, ...], NDArray[np.float64]]:
    values = tuple(step if decimals == 0 else step / 10**decimals for step in range(low, high + 1))
    return values, np.array(values, dtype=float)


def chosen(positions: NDArray, values: Sequence[Any]) -> Column:
    """Keep answers chosen from a list."""
    return Column(positions.astype(np.int32), tuple(values))


Sheet = dict[str, Column]


def picked(sheet: Sheet, rows: NDArray) -> Sheet:
    """Take some visits, in that order."""
    return {key: column[rows] for key, column in sheet.items()}


def appended(sheets: Sequence[Sheet]) -> Sheet:
    """Put sheets below each other; they have the same columns."""
    return {key: _appended([sheet[key] for sheet in sheets]) for key in sheets[0]}


def _appended(columns: Sequence[Column]) -> Column:
    """Put columns below each other; their lists become one, in which every position is moved to its value's."""
    if all(column.values is columns[0].values or column.values == columns[0].values for column in columns):
        return replace(columns[0], positions=np.concatenate([column.positions for column in columns]))
    places: dict[str, int] = {}
    parts = []
    for column in columns:
        moved = [places.setdefault(json.dumps(value), len(places)) for value in column.values]
        parts.append(np.array([*moved, ABSENT], dtype=np.int32)[column.positions])
    return Column(np.concatenate(parts), tuple(json.loads(text) for text in places))


def answers(sheet: Sheet) -> Sheet:
    """Leave out what is no answer."""
    return {key: column for key, column in sheet.items() if not key.startswith(HIDDEN)}


def as_json(sheet: Sheet) -> pa.Array:
    """Write the readings of every visit as one JSON object, without the absent ones."""
    inner = joined(*(taken(texts, positions) for texts, positions in _blocks(answers(sheet))))
    return joined(pa.scalar("{"), pc.utf8_slice_codeunits(inner, 1), pa.scalar("}"))


def _blocks(sheet: Sheet) -> Iterator[tuple[list[str], NDArray[np.int64]]]:
    """Write `,"key":value` for the rows that have the answer, and neighbouring answers of few values as one.

    Taking one text for a block of answers is several times faster than joining them row by row.
    """
    texts, positions = [""], np.zeros(1, dtype=np.int64)
    for key, column in sheet.items():
        written = [f",{json.dumps(key)}:{_text(value)}" for value in column.values] + [""]
        own = np.where(column.present, column.positions, len(column.values)).astype(np.int64)
        if len(texts) > 1 and len(texts) * len(written) > min(BLOCK, len(own) + 1):
            yield texts, positions
            texts, positions = [""], np.zeros(1, dtype=np.int64)
        texts = [before + after for before in texts for after in written]
        positions = positions * len(written) + own
    yield texts, positions


def as_arrow(column: Column) -> pa.Array:
    """Write one answer as a typed column; lists and rows as JSON text."""
    values = [_plain(value) for value in column.values]
    listed = pa.array([*values, None])
    return listed.take(pa.array(np.where(column.present, column.positions, len(values))))


def _plain(value: Any) -> Any:
    return _text(value) if isinstance(value, list) else value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
