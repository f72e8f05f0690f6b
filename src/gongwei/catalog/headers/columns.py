"""What a column of a clinic's file is: its key here, its official title, and what else clinics call it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Column:
    """Name one column. `kind` says how a cell is read:

    text, day, number, code (one), codes (several), document, phone, pressure ("135/85" gives the two `keys`).
    `synonyms` are as good as the title; `weak` ones (编号, 电话) give way when a better heading is present.
    `element` is the WS 365 data element, from one secondary file, so not verified. `by_label` refuses bare numbers
    where vendors number the same list in different ways. What a `lenient` column says in no words of its list is kept
    as the text that it is, and sends no row back.
    """

    key: str
    title: str
    kind: str = "text"
    synonyms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    element: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    by_label: bool = False
    lenient: bool = False
    keys: tuple[str, ...] = ()

    @property
    def fills(self) -> tuple[str, ...]:
        """Say which keys one cell of this column gives a value to."""
        return self.keys or (self.key,)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Describe one kind of file: its columns, which it cannot do without, and headings to leave alone.

    `needs` lists groups of keys; of each group at least one must have a column. `ignored` maps a heading to the reason
    why it is read past (年龄 is no birth date, 户主 is another person); such a column is reported, never guessed at.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    needs: tuple[tuple[str, ...], ...]
    ignored: Mapping[str, str] = field(default_factory=dict)

    def column(self, key: str) -> Column:
        """Find a column by its key, or raise KeyError."""
        return next(column for column in self.columns if column.key == key)
