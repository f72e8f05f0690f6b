"""Expressions: what a definition of the catalogue is made of.

An expression is an immutable tree. Nothing here is computed: `gongwei.domain.evaluation` reads a tree on one
person, `gongwei.domain.words` puts it in Chinese, and other readings walk the same nodes.

Truth has three values (Kleene): true, false and unknown. What makes a value unknown is said at each node.
An *atom* is a Compare, an IsIn or a flag Value. Where an atom lacks only values marked `absent="may"`, it is
false ("not met"); where it lacks any other value, it is unknown. And, Or and Not never see a missing `may`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any
from typing import Literal as OneOf

from gongwei.domain.codes import Codelist
from gongwei.domain.period import Period, RelativePeriod

Kind = OneOf["number", "code", "codes", "text", "day", "flag", "rows"]
Absent = OneOf["must", "may"]


class HasNoTruth(TypeError):
    """An expression is not yet true or false: join expressions with & | ~, never with and, or, not, if."""


@dataclass(frozen=True, eq=False)
class Expr:
    """A node of the tree. Operators build larger trees; `==` too, so nodes are told apart by identity."""

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise HasNoTruth(HasNoTruth.__doc__)

    def __and__(self, other: Expr) -> And:
        return And(_joined(And, self, other))

    def __or__(self, other: Expr) -> Or:
        return Or(_joined(Or, self, other))

    def __invert__(self) -> Not:
        return Not(self)

    def __lt__(self, other: object) -> Compare:
        return Compare("<", self, literal(other))

    def __le__(self, other: object) -> Compare:
        return Compare("<=", self, literal(other))

    def __gt__(self, other: object) -> Compare:
        return Compare(">", self, literal(other))

    def __ge__(self, other: object) -> Compare:
        return Compare(">=", self, literal(other))

    def __eq__(self, other: object) -> Compare:  # type: ignore[override]
        return Compare("==", self, literal(other))

    def __ne__(self, other: object) -> Compare:  # type: ignore[override]
        return Compare("!=", self, literal(other))

    def __add__(self, other: object) -> Arithmetic:
        return Arithmetic("+", self, literal(other))

    def __sub__(self, other: object) -> Arithmetic:
        return Arithmetic("-", self, literal(other))

    def __mul__(self, other: object) -> Arithmetic:
        return Arithmetic("*", self, literal(other))

    def __truediv__(self, other: object) -> Arithmetic:
        return Arithmetic("/", self, literal(other))

    def isin(self, *codes: str) -> IsIn:
        return IsIn(self, codes)

    def called(self, title: str, *, contrary: str = "") -> Named:
        return Named(title, self, contrary)


@dataclass(frozen=True, eq=False)
class Literal(Expr):
    """A constant: number, code, day or truth. Never unknown."""

    value: Any


@dataclass(frozen=True, eq=False)
class Parameter(Literal):
    """A constant that no source has confirmed: the city may settle it (domain/settling.py). Never unknown."""

    key: str
    title: str
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Value(Expr):
    """A named value of the row being read: a reading of a visit or a column of an event.

    Unknown when the row has no such key or None. A flag marked `may` is false when it is missing.
    """

    key: str
    title: str = ""
    unit: str = ""
    kind: Kind = "number"
    absent: Absent = "may"

    def but(self, **changes: Any) -> Any:
        """Give the same value with some attributes changed, as one programme needs it."""
        return replace(self, **changes)


@dataclass(frozen=True, eq=False)
class Attribute(Expr):
    """A person's attribute (sex, archived_date …). Unknown when the person has none."""

    key: str
    title: str = ""
    kind: Kind = "text"


@dataclass(frozen=True, eq=False)
class Age(Expr):
    """Whole years by birthdays: on the day of the event inside a frame, else on the last day of the period,
    else on the day asked for. Unknown without a birth date."""


@dataclass(frozen=True, eq=False)
class LivesHere(Expr):
    """True when the day lies in [resident_from, resident_to) and before the day of death. Never unknown."""


@dataclass(frozen=True, eq=False)
class Has(Expr):
    """True when a condition of the codelist began on the day or earlier. Never unknown."""

    codelist: Codelist


@dataclass(frozen=True, eq=False)
class Enrolled(Expr):
    """True when a spell [enrolled, ended) of the programme holds the day or, with a period, any of its days.

    Days after the as-of day and from the day of death on do not count. Never unknown.
    """

    program: str
    period: Period | RelativePeriod | None = None

    def any_day(self, period: Period | RelativePeriod) -> Enrolled:
        return replace(self, period=period)


@dataclass(frozen=True, eq=False)
class Owed(Expr):
    """How many of `most` services a year are owed: the parts of the period (4: quarters) that lie whole in one
    spell of the programme, alive, up to the as-of day; at least 1, at most `most`. Never unknown."""

    program: str
    period: RelativePeriod
    most: int


@dataclass(frozen=True, eq=False)
class Compare(Expr):
    """left op right, op one of < <= > >= == !=. An atom. Texts and days compare as in Python."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, eq=False)
class IsIn(Expr):
    """The one code, or any of the several codes, of `item` is among `codes`. An atom. An empty list is known."""

    item: Expr
    codes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class IsKnown(Expr):
    """True when `item` has a value (also a flag that is false). Never unknown."""

    item: Expr


@dataclass(frozen=True, eq=False)
class And(Expr):
    """False when a part is false, else unknown when a part is unknown, else true."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, eq=False)
class Or(Expr):
    """True when a part is true, else unknown when a part is unknown, else false."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, eq=False)
class Not(Expr):
    """Turns true and false; unknown stays unknown."""

    item: Expr


@dataclass(frozen=True, eq=False)
class Arithmetic(Expr):
    """left op right, op one of + - * /. Unknown when a side is unknown or when dividing by zero."""

    op: str
    left: Expr
    right: Expr


@dataclass(frozen=True, eq=False)
class Case(Expr):
    """The value of the first branch whose condition is true, else `otherwise`.

    Unknown when the condition of a branch is unknown and none before it is true.
    """

    branches: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr


@dataclass(frozen=True, eq=False)
class Previous(Expr):
    """The truth of `item` at the visit before. False at a first visit, and false where it was not known then:
    what was not measured then cannot be asked for now."""

    item: Expr


@dataclass(frozen=True, eq=False)
class Named(Expr):
    """`item` under a Chinese name by which the words speak of it, and `contrary` for when it does not hold.

    Its value is that of `item`.
    """

    title: str
    item: Expr
    contrary: str = ""


@dataclass(frozen=True, eq=False)
class Summary(Expr):
    """One value of an event frame; events are ordered by (date, recorded_at, id).

    count: their number. exists: whether there is one. (Neither is ever unknown.)
    first, last: `item` at the first or last event; unknown without events or where it is unknown there.
    last_known: `item` at the last event where it is known. min, max: of the known ones. Unknown if there is none.
    longest_gap: days between neighbouring events, the greatest; unknown with fewer than two events.
    """

    kind: OneOf["count", "exists", "first", "last", "last_known", "min", "max", "longest_gap"]
    frame: Frame
    item: Expr | None = None


@dataclass(frozen=True, eq=False)
class Frame:
    """A row per event of one person, up to the as-of day. It becomes a value only by a summary.

    `condition` keeps the events for which it is true (unknown drops an event), `period` those dated in it.
    """

    source: OneOf["visits", "observations", "conditions"]
    condition: Expr | None = None
    period: Period | RelativePeriod | None = None

    def where(self, condition: Expr) -> Frame:
        both = condition if self.condition is None else self.condition & condition
        return replace(self, condition=both)

    def during(self, period: Period | RelativePeriod) -> Frame:
        return replace(self, period=period)

    def count(self) -> Summary:
        return Summary("count", self)

    def exists(self) -> Summary:
        return Summary("exists", self)

    def first(self, item: Expr) -> Summary:
        return Summary("first", self, item)

    def last(self, item: Expr) -> Summary:
        return Summary("last", self, item)

    def last_known(self, item: Expr) -> Summary:
        return Summary("last_known", self, item)

    def min(self, item: Expr) -> Summary:
        return Summary("min", self, item)

    def max(self, item: Expr) -> Summary:
        return Summary("max", self, item)

    def longest_gap(self) -> Summary:
        return Summary("longest_gap", self)


def literal(value: object) -> Expr:
    """Take an expression as it is and anything else as a constant."""
    return value if isinstance(value, Expr) else Literal(value)


def known(item: Expr) -> IsKnown:
    """Say that a value is there."""
    return IsKnown(item)


def all_known(*items: Expr) -> And:
    """Say that every one of the values is there."""
    return And(tuple(IsKnown(item) for item in items))


def previous(item: Expr) -> Previous:
    """Say it of the visit before."""
    return Previous(item)


def cases(*branches: tuple[Expr, object], otherwise: object) -> Case:
    """Take the value of the first branch that is true."""
    return Case(tuple((condition, literal(value)) for condition, value in branches), literal(otherwise))


def walk(node: Expr | Frame) -> Iterator[Expr | Frame]:
    """Give the node and every node below it, frames included, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def children(node: Expr | Frame) -> Iterator[Expr | Frame]:
    """Give the nodes right below a node, in the order in which they are written."""
    # A form field is a leaf: what hangs on it (when it is required, how it is derived) is not part of the tree.
    if not is_dataclass(node) or isinstance(node, Value):
        return
    for part in fields(node):
        yield from _nodes(getattr(node, part.name))


def values_in(node: Expr | Frame) -> tuple[Value, ...]:
    """List the values that an expression reads, each key once, in the order of their first use."""
    found: dict[str, Value] = {}
    for part in walk(node):
        if isinstance(part, Value):
            found.setdefault(part.key, part)
    return tuple(found.values())


def _nodes(part: object) -> Iterator[Expr | Frame]:
    if isinstance(part, Expr | Frame):
        yield part
    elif isinstance(part, tuple):
        for element in part:
            yield from _nodes(element)


def _joined(kind: type[And] | type[Or], left: Expr, right: Expr) -> tuple[Expr, ...]:
    parts: tuple[Expr, ...] = ()
    for side in (left, right):
        if not isinstance(side, Expr):
            raise HasNoTruth(f"{side!r} is not an expression; compare it first")
        parts += side.parts if type(side) is kind else (side,)
    return parts


age = Age()
sex = Attribute("sex", "性别", kind="code")
area = Attribute("area_code", "现住址编码", kind="number")
archived_date = Attribute("archived_date", "建档日期", kind="day")
lives_here = LivesHere()


def has(codelist: Codelist) -> Has:
    """Say that the person has a condition of the list."""
    return Has(codelist)


def day(text: str) -> Literal:
    """Write a calendar day in a definition."""
    return Literal(date.fromisoformat(text))
