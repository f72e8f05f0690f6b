"""A child's vaccinations as a picture (SVG): a lane per vaccine, filled marks given, hollow ones planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import NamedTuple

WIDTH, LEFT, RIGHT, TOP, LANE = 1080, 190, 40, 76, 34
INK, MUTED, LINE, GIVEN, PLANNED, LATE = "#1d2b2a", "#5b6b69", "#d9e2e0", "#0f766e", "#ffffff", "#b42318"
LETTERS = "font-family='Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif'"


class Mark(NamedTuple):
    """One dose in a lane: `kind` is given, wrong (given, does not count), planned or late (overdue, planned)."""

    lane: str
    day: date
    words: str
    kind: str


def calendar_svg(marks: Sequence[Mark], *, birth: date, on: date, title: str) -> str:
    """Draw the marks between birth and the last of them; years are the grid, the day of reading a line."""
    lanes = list(dict.fromkeys(mark.lane for mark in marks))
    last = max([on, *(mark.day for mark in marks)])
    days = max((last - birth).days, 30)
    height = TOP + LANE * len(lanes) + 58

    def x(day: date) -> float:
        return round(LEFT + (day - birth).days / days * (WIDTH - LEFT - RIGHT), 1)

    bottom = TOP + LANE * len(lanes)
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' role='img' {LETTERS}>",
        f"<title>{escape(title)}</title><rect width='{WIDTH}' height='{height}' fill='#fff'/>",
        f"<text x='24' y='34' font-size='19' font-weight='600' fill='{INK}'>{escape(title)}</text>",
        *_years(birth, last, x, bottom),
        *_lanes(lanes),
        f"<line x1='{x(on)}' x2='{x(on)}' y1='{TOP - 8}' y2='{bottom}' stroke='{GIVEN}' stroke-dasharray='4 3'/>",
        f"<text x='{x(on)}' y='{bottom + 16}' font-size='12' text-anchor='middle' fill='{GIVEN}'>{on}</text>",
        *(_mark(mark, x(mark.day), TOP + LANE * lanes.index(mark.lane) + LANE / 2) for mark in marks),
        *_legend(bottom + 42),
    ]
    return "\n".join([*parts, "</svg>"])


def _years(birth: date, last: date, x, bottom: int) -> list[str]:  # type: ignore[no-untyped-def]
    drawn = []
    months = (last.year - birth.year) * 12 + last.month - birth.month
    step = next(size for size in (1, 3, 6, 12, 24, 36) if months / size <= 14 or size == 36)
    for count in range(0, months + 1, step):
        index = birth.year * 12 + birth.month - 1 + count
        day = date(index // 12, index % 12 + 1, min(birth.day, 28))
        words = "出生" if count == 0 else f"{count // 12}岁" if count % 12 == 0 else f"{count}月"
        drawn.append(f"<line x1='{x(day)}' x2='{x(day)}' y1='{TOP - 8}' y2='{bottom}' stroke='{LINE}'/>")
        drawn.append(
            f"<text x='{x(day)}' y='{TOP - 14}' font-size='12' text-anchor='middle' fill='{MUTED}'>{words}</text>"
        )
    return drawn


def _lanes(lanes: Sequence[str]) -> list[str]:
    drawn = []
    for number, lane in enumerate(lanes):
        y = TOP + LANE * number
        drawn.append(f"<line x1='24' x2='{WIDTH - RIGHT}' y1='{y + LANE}' y2='{y + LANE}' stroke='{LINE}'/>")
        drawn.append(f"<text x='24' y='{y + LANE / 2 + 5}' font-size='14' fill='{INK}'>{escape(lane)}</text>")
    return drawn


def _mark(mark: Mark, x: float, y: float) -> str:
    told = f"<title>{escape(mark.words)} {mark.day}</title>"
    if mark.kind == "wrong":
        cross = f"M{x - 5},{y - 5}L{x + 5},{y + 5}M{x - 5},{y + 5}L{x + 5},{y - 5}"
        return f"<path d='{cross}' stroke='{LATE}' stroke-width='2.4'>{told}</path>"
    fill = GIVEN if mark.kind == "given" else PLANNED
    edge = LATE if mark.kind == "late" else GIVEN
    return f"<circle cx='{x}' cy='{y}' r='6' fill='{fill}' stroke='{edge}' stroke-width='2.2'>{told}</circle>"


def _legend(y: int) -> list[str]:
    drawn, at = [], 24
    for kind, words in (("given", "已种有效"), ("wrong", "不计"), ("planned", "计划"), ("late", "逾期补种")):
        drawn.append(_mark(Mark("", date.min, words, kind), at + 6, y - 4))
        drawn.append(f"<text x='{at + 18}' y='{y}' font-size='12' fill='{MUTED}'>{words}</text>")
        at += 30 + 15 * len(words)
    return drawn
