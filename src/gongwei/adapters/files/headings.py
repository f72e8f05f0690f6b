"""Finding the heading row of a table and saying which of our columns stands where."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongwei.adapters.files.tables import Row, Sheet
from gongwei.catalog.headers.columns import Column, Layout
from gongwei.catalog.headers.units import KNOWN, UnknownUnit, factor

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0xFEFF: None}
SEARCHED_ROWS = 30
DEEPEST = 3
NOISE = re.compile(r"[\s()\[\]【】{}<>《》“”\"'、,，.。:;*★#_/\\|·-]+")
BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
UNIT_AT_END = re.compile(
    "(?:" + "|".join(sorted((re.escape(u) for u in KNOWN if len(u) > 1), key=len, reverse=True)) + ")$"
)


class HeadingError(ValueError):
    """The headings cannot be used as they are; the text says which and what to do."""


class HeadingNotFound(HeadingError):
    """No row of the file looks like the headings of the kind of file expected."""


class AmbiguousHeading(HeadingError):
    """Two columns claim to be the same thing."""


class MissingColumns(HeadingError):
    """A column is absent without which no row can be taken."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """Say that the file's column `index`, headed `heading`, is our `column`, times `factor` if in another unit."""

    index: int
    heading: str
    column: Column
    factor: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Headings:
    """Hold what the headings of one sheet mean.

    `titles` are the file's own headings, one per column. `matches` are the columns that are read, `unread` the others,
    with the reason. `header_rows` are the numbers of the rows the headings stand in; data follow after the last.
    """

    sheet: Sheet
    titles: tuple[str, ...]
    matches: tuple[Match, ...]
    unread: Mapping[str, str]
    header_rows: tuple[int, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Say in words which columns are converted from another unit."""
        return tuple(f"“{m.heading}”按 ×{m.factor:.6g} 换算为 {m.column.unit}" for m in self.matches if m.factor != 1.0)


def squash(text: str) -> str:
    """Reduce a heading to what is compared: half-width, lower case, without blanks and punctuation."""
    return NOISE.sub("", text.translate(HALF_WIDTH).lower())


Spelled = dict[str, tuple[tuple[str, str], ...]]  # by a cell's text, the ways to read it, as (name, unit)


def find_headings(sheets: Iterable[Sheet], layout: Layout, *, spelled: Spelled | None = None) -> Headings:
    """Choose the sheet and rows that hold the headings of `layout`, title rows above and merged cells allowed.

    Who seeks several layouts in one file gives the same `spelled` to each search, so that a cell is spelled once. It
    ends with the file: the rows looked through are people's.

    Raises HeadingNotFound, AmbiguousHeading, MissingColumns; or UnknownUnit when a heading names a unit without
    conversion.
    """
    names = _Names(layout, {} if spelled is None else spelled)
    best: tuple[int, int] | None = None
    found: tuple[Sheet, Sequence[Row]] | None = None
    for sheet in sheets:
        score, rows = _best_window(sheet, names)
        if rows and (best is None or score > best):
            best, found = score, (sheet, rows)
    if found is None:
        expected = "、".join(column.title for column in layout.columns[:6])
        raise HeadingNotFound(f"前 {SEARCHED_ROWS} 行里没有找到“{layout.title}”的表头（例如：{expected}），请检查文件")
    return _resolved(found[0], found[1], names)


def read_under(found: Headings, layout: Layout) -> Headings:
    """Say what the heading rows that were found mean in another kind of file. Raises as `find_headings`."""
    return _resolved(found.sheet, [row for row in found.sheet.rows if row[0] in found.header_rows], _Names(layout, {}))


class _Names:
    """Look headings up: exact names first, then the weak ones, then those to be left alone."""

    def __init__(self, layout: Layout, spelled: Spelled) -> None:
        self.layout = layout
        self.spelled = spelled
        self.strong = {
            squash(name): column
            for column in layout.columns
            for name in (column.title, column.key, column.element, *column.synonyms)
            if name
        }
        self.weak = {squash(name): column for column in layout.columns for name in column.weak}
        self.ignored = {squash(name): reason for name, reason in layout.ignored.items()}

    def knows(self, name: str) -> bool:
        return name in self.strong or name in self.weak or name in self.ignored

    def recognise(self, parts: Sequence[str]) -> tuple[str, str]:
        """Give the known name that the stacked cells of a heading spell, and the unit they mention."""
        for start in range(len(parts)):
            joined = "".join(parts[start:])
            if joined not in self.spelled:
                self.spelled[joined] = tuple(_spellings(joined.translate(HALF_WIDTH).lower()))
            for name, unit in self.spelled[joined]:
                if self.knows(name):
                    return name, unit
        return "", ""


def _spellings(heading: str) -> Iterable[tuple[str, str]]:
    """Give the ways to read one heading, as (name, unit): whole, without its unit, without its brackets."""
    inside = [text.strip() for text in BRACKETS.findall(heading)]
    unit = next((text for text in inside if text in KNOWN), "")
    bare = BRACKETS.sub("", heading)
    yield squash(heading.replace(unit, "") if unit else heading), unit
    yield squash(bare), unit
    compact = heading.replace(" ", "")
    if tail := UNIT_AT_END.search(compact):
        yield squash(compact[: tail.start()]), tail.group()


def _best_window(sheet: Sheet, names: _Names) -> tuple[tuple[int, int], Sequence[Row]]:
    """Score each run of one to three rows by the columns it names; fewer rows win a tie, then the upper."""
    rows = [row for row in sheet.rows[: SEARCHED_ROWS * 2] if any(cell != "" for cell in row[1])][:SEARCHED_ROWS]
    best, window = (1, 0), []
    for depth in range(1, DEEPEST + 1):
        for start in range(len(rows) - depth + 1):
            run = rows[start : start + depth]
            known = {name for name, _ in (names.recognise(parts) for parts in _stacked(run)) if name}
            if (score := (len(known), -depth)) > best and len(known) >= 2:
                best, window = score, run
    return best, window


def _stacked(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Read heading cells from top to bottom, a merged cell counting for every column below it."""
    width = max(len(cells) for _, cells in rows)
    lines = [[str(cell).strip() for cell in cells] + [""] * (width - len(cells)) for _, cells in rows]
    for upper, lower in pairwise(lines):
        for index in range(1, width):
            if not upper[index] and lower[index]:
                upper[index] = upper[index - 1]
    return [tuple(dict.fromkeys(line[index] for line in lines if line[index])) for index in range(width)]


def _resolved(sheet: Sheet, rows: Sequence[Row], names: _Names) -> Headings:
    stacks = _stacked(rows)
    titles = tuple(" ".join(parts) for parts in stacks)
    taken: dict[str, Match] = {}
    weak: list[tuple[int, Column, str]] = []
    unread: dict[str, str] = {}
    for index, parts in enumerate(stacks):
        name, unit = names.recognise(parts)
        if column := names.strong.get(name):
            _take(taken, index, titles[index], column, unit)
        elif column := names.weak.get(name):
            weak.append((index, column, unit))
        elif titles[index]:
            unread[titles[index]] = names.ignored.get(name, "不认识这个表头")
    better = dict(taken)
    for index, column, unit in weak:
        if column.key in better:
            unread[titles[index]] = f"已用“{better[column.key].heading}”一列"
        else:
            _take(taken, index, titles[index], column, unit)
    _refuse_missing(names.layout, taken)
    return Headings(
        sheet=sheet,
        titles=titles,
        matches=tuple({match.index: match for match in taken.values()}.values()),
        unread=unread,
        header_rows=tuple(number for number, _ in rows),
    )


def _take(taken: dict[str, Match], index: int, heading: str, column: Column, unit: str) -> None:
    try:
        times = factor(key=column.key, written=unit, kept=column.unit) if column.unit else 1.0
    except UnknownUnit as error:
        raise HeadingError(f"“{heading}”：{error}") from error
    match = Match(index=index, heading=heading, column=column, factor=times)
    for key in column.fills:
        if key in taken:
            raise AmbiguousHeading(
                f"“{taken[key].heading}”（{letters(taken[key].index)} 列）和“{heading}”（{letters(index)} 列）"
                f"都像“{column.title}”，请只留一列，或改掉其中一个表头"
            )
        taken[key] = match


def _refuse_missing(layout: Layout, taken: Mapping[str, Match]) -> None:
    for group in layout.needs:
        if not any(key in taken for key in group):
            titles = "或".join(f"“{layout.column(key).title}”" for key in group)
            raise MissingColumns(f"缺少{titles}一列，请补上后再导入")


def letters(index: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
