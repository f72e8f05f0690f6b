"""Rows in the making: identifiers by the seed, texts with a canary in each, and where every canary was put."""

import random
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from gongwei.domain.identity import check_character

NOBODYS = "990102"  # an area code that no identity card bears


@dataclass(frozen=True)
class Planted:
    """Where a text that occurs once in the world was put."""

    table: str
    area_code: int


@dataclass
class Sowing:
    """The rows of a world by table, in the order in which keys allow them to be written."""

    rng: random.Random
    canary: bool
    planted: dict[str, Planted] = field(default_factory=dict)
    rows: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    people: int = 0

    def new_id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def text(self, words: str, table: str, area_code: int) -> str:
        """Give a text for a row; with canaries, one that stands nowhere else in the world."""
        if not self.canary:
            return words
        token = f"Q{b32encode(self.rng.randbytes(5)).decode()}Z"
        self.planted[token] = Planted(table, area_code)
        return f"{words}{token}"

    def number(self, digits: str, table: str, area_code: int) -> str:
        """Note a number that is a canary by itself."""
        self.planted[digits] = Planted(table, area_code)
        return digits

    def card(self, birth: str, area_code: int) -> str:
        """Make the number of an identity card that belongs to nobody."""
        body = f"{NOBODYS}{birth.replace('-', '')}{self.people % 1000:03d}"
        return self.number(body + check_character(body), "people_resident", area_code)

    def add(self, table: str, **columns: Any) -> None:
        self.rows.append((table, columns))

    def tables(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Give the rows of each table, tables in the order of their first row."""
        for name in dict.fromkeys(table for table, _row in self.rows):
            yield name, [row for table, row in self.rows if table == name]
