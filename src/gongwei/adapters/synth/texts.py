"""Columns of text built without a loop over rows: by taking from short lists, and by writing digits side by side."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def taken(values: Sequence[str | None] | pa.Array, positions: NDArray) -> pa.Array:
    """Take texts by position from a short list."""
    listed = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    return listed.take(pa.array(positions))


def joined(*columns: pa.Array) -> pa.Array:
    """Join columns of text row by row."""
    return pc.binary_join_element_wise(*columns, "")


def where(present: NDArray[np.bool_], column: pa.Array) -> pa.Array:
    """Keep the values of the rows that have one; the others become null."""
    return pc.if_else(pa.array(present), column, pa.scalar(None, column.type))


FOURS = np.frombuffer(b"".join(b"%04d" % number for number in range(10_000)), dtype=np.uint32)


def digits(numbers: NDArray, width: int) -> NDArray[np.uint8]:
    """Write whole numbers in ASCII digits with leading zeros, one row each; four digits are written at a time."""
    groups = -(-width // 4)
    written = np.empty((len(numbers), groups), dtype=np.uint32)
    rest = numbers.astype(np.int64)
    for group in range(groups - 1, -1, -1):
        higher = rest // 10_000
        written[:, group] = FOURS[rest - higher * 10_000]
        rest = higher
    return written.view(np.uint8)[:, groups * 4 - width :]


def fixed(characters: NDArray[np.uint8]) -> pa.Array:
    """Read the rows of an array of ASCII characters as texts of equal length."""
    rows, width = characters.shape
    offsets = np.arange(rows + 1, dtype=np.int64) * width
    data = np.ascontiguousarray(characters)
    wide = pa.Array.from_buffers(pa.large_string(), rows, [None, pa.py_buffer(offsets), pa.py_buffer(data)])
    return wide.cast(pa.string())


def identifiers(ids: NDArray[np.uint8], positions: NDArray | None = None) -> pa.Array:
    """Make a column of UUIDs (16 bytes) from all ids, or from those at the positions; -1 is null."""
    chosen = ids if positions is None else ids[positions]
    column = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(16), len(chosen), [None, pa.py_buffer(np.ascontiguousarray(chosen))]
    )
    return column if positions is None else where(positions >= 0, column)


def hexadecimal(ids: NDArray[np.uint8]) -> pa.Array:
    """Write identifiers as 32 hexadecimal digits."""
    alphabet = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
    return fixed(alphabet[np.stack([ids >> 4, ids & 15], axis=-1).reshape(len(ids), 32)])


def hexadecimals(ids: pa.FixedSizeBinaryArray) -> pa.Array:
    """Write a column of UUIDs in the usual form, 8-4-4-4-12; null stays null."""
    present = ids.is_valid().to_numpy(zero_copy_only=False)
    plain = np.frombuffer(ids.buffers()[1], dtype=np.uint8).reshape(-1, 16)[ids.offset : ids.offset + len(ids)]
    digits = hexadecimal(plain)
    parts = [pc.utf8_slice_codeunits(digits, start, stop) for start, stop in ((0, 8), (8, 12), (12, 16), (16, 20))]
    whole = pc.binary_join_element_wise(*parts, pc.utf8_slice_codeunits(digits, 20), "-")
    return where(present, whole)


def dates(days: NDArray[np.int32], present: NDArray[np.bool_] | None = None) -> pa.Array:
    """Make a column of dates from days since 1970-01-01; absent ones are null."""
    column = pa.array(days.astype(np.int32)).view(pa.date32())
    return column if present is None else where(present, column)


def moments(days: NDArray, seconds: NDArray) -> pa.Array:
    """Make a column of moments (UTC, microseconds) from days and seconds after midnight UTC, 08:00 in China."""
    return pa.array((days.astype(np.int64) * 86_400 + seconds) * 1_000_000).view(pa.timestamp("us", tz="UTC"))
