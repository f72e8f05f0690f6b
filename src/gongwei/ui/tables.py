"""Lists of many rows: which columns, sorted by what, which page. Links keep every other parameter of the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Column:
    """One column: `sort` names its sort key ("" when it cannot be sorted); `kind` is "num" for figures."""

    title: str
    sort: str = ""
    kind: str = ""
    phone: bool = True


@dataclass(frozen=True)
class Heading:
    """A column as the table's head shows it: where a click leads, and how it is sorted now."""

    title: str
    kind: str
    phone: bool
    link: str
    sorted: str  # "ascending", "descending" or ""


@dataclass(frozen=True)
class PageLink:
    """One entry of the pager: a page with its address, the current page, or a gap."""

    page: int
    url: str = ""
    current: bool = False
    gap: bool = False


@dataclass(frozen=True)
class Pager:
    """Where one stands in a list: rows `first` to `last` of `total`."""

    page: int
    pages: int
    total: int
    first: int
    last: int
    previous: str
    next: str
    links: tuple[PageLink, ...]

    @property
    def start(self) -> int:
        """Count the rows before the page."""
        return max(self.first - 1, 0)


def address(parameters: Mapping[str, str], **changes: object) -> str:
    """Write the query string with some parameters changed; empty and None ones leave it."""
    merged = {**parameters, **changes}
    return "?" + urlencode({key: str(value) for key, value in merged.items() if value not in ("", None)})


def headings(columns: Sequence[Column], parameters: Mapping[str, str], sort: str) -> tuple[Heading, ...]:
    """Turn columns into headings. `sort` is the key in force, with a leading "-" when descending."""
    return tuple(_heading(column, parameters, sort) for column in columns)


def _heading(column: Column, parameters: Mapping[str, str], sort: str) -> Heading:
    in_force = bool(column.sort) and sort.lstrip("-") == column.sort
    descending = in_force and sort.startswith("-")
    turned = column.sort if not in_force or descending else f"-{column.sort}"
    return Heading(
        title=column.title,
        kind=column.kind,
        phone=column.phone,
        link=address(parameters, sort=turned, page=None) if column.sort else "",
        sorted=("descending" if descending else "ascending") if in_force else "",
    )


def chosen_sort(columns: Sequence[Column], asked: str, default: str) -> str:
    """Take the asked sort when a column offers it, else the default: an address cannot sort by what is not shown."""
    offered = {column.sort for column in columns if column.sort}
    return asked if asked.lstrip("-") in offered and not asked.startswith("--") else default


def chosen_page(asked: str | None) -> int:
    """Read the page number of an address; anything that is no positive whole number is page 1."""
    return int(asked) if asked and asked.isascii() and asked.isdigit() and 0 < int(asked) <= 1_000_000 else 1


def pager(*, page: int, total: int, size: int, parameters: Mapping[str, str]) -> Pager:
    """Lay out the pager. A page beyond the end is the last page; an empty list has one page."""
    pages = max(1, -(-total // size))
    page = min(page, pages)

    def link(number: int) -> str:
        return address(parameters, page=number)

    shown = sorted({1, pages, *range(max(1, page - 2), min(pages, page + 2) + 1)})
    links: list[PageLink] = []
    for number in shown:
        if links and number - links[-1].page > 1:
            links.append(PageLink(page=number - 1, gap=True))
        links.append(PageLink(page=number, url=link(number), current=number == page))
    return Pager(
        page=page,
        pages=pages,
        total=total,
        first=(page - 1) * size + 1 if total else 0,
        last=min(page * size, total),
        previous=link(page - 1) if page > 1 else "",
        next=link(page + 1) if page < pages else "",
        links=tuple(links),
    )
