"""How large a file may be, and the two ways in which a file is refused as a whole."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Say how large a file may be. A whole county's residents fit; a file made to exhaust memory does not."""

    file_bytes: int = 200 * MEGABYTE
    unpacked_bytes: int = 2048 * MEGABYTE
    rows: int = 1_048_576
    columns: int = 500
    cells: int = 32_000_000  # places of a workbook's sheets, empty ones too
    text_bytes: int = 512 * MEGABYTE  # of a workbook's cells together


class FileTooLarge(ValueError):
    """The file is larger than the platform reads at once."""


class UnreadableFile(ValueError):
    """The file is no table that can be read; the text says what it looks like and what to do."""
