"""What is written by hand in the three tables beside this file, read for the tests; the product is not asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LETTER = {
    "list": "L", "read": "R", "create": "N", "change": "C", "export": "X", "count": "O", "search": "S",
}  # fmt: skip


def _lines(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split()


def _rights() -> dict[str, dict[str, frozenset[str]]]:
    lines = list(_lines("truth.txt"))
    _role, _works_in, *classes = lines[0]
    rights = {}
    for role, levels, *cells in lines[1 : lines.index(["relation"])]:
        WORKS_IN[role] = levels.split(",")
        rights[role] = dict(zip(classes, (frozenset(cell) - {"-"} for cell in cells), strict=True))
    return rights


def _sight() -> dict[str, bool]:
    lines = list(_lines("truth.txt"))
    return {name: answer == "yes" for name, answer, *_why in lines[lines.index(["relation"]) + 1 :]}


WORKS_IN: dict[str, list[str]] = {}
RIGHTS = _rights()
SIGHT = _sight()
TABLES = {name: kind for name, kind, *more in _lines("tables.txt") if more != ["elsewhere"]}
ELSEWHERE = {name for name, _kind, *more in _lines("tables.txt") if more == ["elsewhere"]}
COUNTED = {name for name, _kind, *more in _lines("tables.txt") if more in (["lake"], ["told"])}


@dataclass(frozen=True)
class Route:
    """One way to ask: a method, an address, and what it does to rows of which class."""

    method: str
    address: str
    kind: str
    verb: str

    def __str__(self) -> str:
        return f"{self.method} {self.address} ({self.kind} {self.verb})"

    @property
    def parts(self) -> list[str]:
        return re.findall(r"<\w+:(\w+)>", self.address)


def routes() -> list[Route]:
    """List every method of every address."""
    return [
        Route(method, address.replace("(home)", ""), kind, verb)
        for methods, address, kind, verb in _lines("routes.txt")
        for method in methods.split(",")
    ]


def may(role: str, kind: str, verb: str) -> bool:
    """Say whether a role may do this to rows of a class in its sight."""
    return LETTER[verb] in RIGHTS[role][kind]


def relation(post: int, former: int, row: int) -> str:
    """Say where a row's area lies from a post's, by the digits of the two codes alone."""
    mine, its = _digits(post), _digits(row)
    if mine == its:
        return "own"
    if its.startswith(mine):
        return "child"
    if mine.startswith(its):
        return "parent"
    if its.startswith(_digits(former)):
        return "former"
    return "sibling" if len(mine) == len(its) and _above(mine) == _above(its) else "other"


def _digits(code: int) -> str:
    """The digits that name an area: 4 for a city, 6, 9 and 12 below."""
    text = str(code)
    return next(text[:width] for width in (4, 6, 9, 12) if set(text[width:]) <= {"0"})


def _above(digits: str) -> str:
    return digits[: {4: 0, 6: 4, 9: 6, 12: 9}[len(digits)]]


def sees(role: str, table: str, *, post: int, former: int, row: int) -> bool:
    """Say whether a post sees a row of a table that lies in an area."""
    kind = TABLES[table]
    return may(role, kind, "read") and (kind == "audit" or SIGHT[relation(post, former, row)])
