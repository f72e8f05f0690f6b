"""A child's vaccinations as a picture (SVG): a lane per vaccine, filled marks given, hollow ones planned.

Most doses fall into the first two years, so the root of the age is drawn: early months get room, later years little.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape
from math import sqrt
from typing import NamedTuple

INK, MUTED, LINE, GIVEN, PLANNED, LATE = "#1d2b2a", "#5b6b69", "#d9e2e0", "#0f766e", "#ffffff", "#b42318"
LETTERS = "font-family='Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif'"
RADIUS = 9
# Ages that may stand over the picture, in months; those that would touch the one before are left out.
TICKS = (0, 1, 2, 3, 6, 12, 18, 24, 36, 48, *range(72, 241, 24))


class Mark(NamedTuple):
    """One dose in a lane: `kind` is given, wrong (given, does not count), planned or late (overdue, planned)."""

    lane: str
    day: date
    words: str
    kind: str
    number: int | None = None


class Frame(NamedTuple):
    """The measures of a picture in pixels."""

    width: int
    left: int
    right: int
    top: int
    lane: int
    title: int

    @property
    def end(self) -> int:
        """Give where the lanes end."""
        return self.width - self.right


WIDE = Frame(width=1080, left=140, right=40, top=76, lane=34, title=19)
NARROW = Frame(width=374, left=84, right=14, top=66, lane=34, title=15)  # a phone of 390 pixels, less its margins


def calendar_svg(marks: Sequence[Mark], *, birth: date, on: date, title: str, frame: Frame = WIDE) -> str:
    """Draw the marks between birth and the last of them; ages are the grid, the day of reading a broken line."""
    lanes = list(dict.fromkeys(mark.lane for mark in marks))
    last = max([on, *(mark.day for mark in marks)])
    days = max((last - birth).days, 30)
    bottom = frame.top + frame.lane * len(lanes)
    height = bottom + 58

    def x(age: float) -> float:
        return round(frame.left + sqrt(max(age, 0) / days) * (frame.end - frame.left - RADIUS), 1)

    today = min(max(x((on - birth).days), frame.left + 34), frame.end - 34)
    at = x((on - birth).days)
    box = f"width='{frame.width}' viewBox='0 0 {frame.width} {height}'"
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' {box} role='img' {LETTERS}>",
        f"<title>{escape(title)}</title><rect width='{frame.width}' height='{height}' fill='#fff'/>",
        f"<text x='12' y='30' font-size='{frame.title}' font-weight='600' fill='{INK}'>{escape(title)}</text>",
        *_ages(days, x, frame, bottom),
        *_lanes(lanes, frame),
        f"<line x1='{at}' x2='{at}' y1='{frame.top - 8}' y2='{bottom}' stroke='{GIVEN}' stroke-dasharray='4 3'/>",
        f"<text x='{today}' y='{bottom + 16}' font-size='12' text-anchor='middle' fill='{GIVEN}'>{on}</text>",
    ]
    for number, lane in enumerate(lanes):
        own = sorted((mark for mark in marks if mark.lane == lane), key=lambda mark: mark.day)
        places = _apart([x((mark.day - birth).days) for mark in own], frame.end - RADIUS)
        y = frame.top + frame.lane * number + frame.lane / 2
        parts += [_mark(mark, place, y) for mark, place in zip(own, places, strict=True)]
    return "\n".join([*parts, *_legend(bottom + 44), "</svg>"])


def _apart(places: Sequence[float], end: int) -> list[float]:
    """Move marks that would cover each other apart, in their order: to the right, and back from the edge."""
    step = 2 * RADIUS + 1.5
    made: list[float] = []
    for place in places:
        made.append(max(place, made[-1] + step) if made else place)
    limit = float(end)
    for index in range(len(made) - 1, -1, -1):
        made[index] = round(min(made[index], limit), 1)
        limit = made[index] - step
    return made


def _ages(days: int, x: Callable[[float], float], frame: Frame, bottom: int) -> Iterator[str]:
    before = -100.0
    for months in TICKS:
        age = months * 365.25 / 12
        if age > days or x(age) - before < 34:
            continue
        before = x(age)
        words = "出生" if months == 0 else f"{months // 12}岁" if months % 12 == 0 else f"{months}月"
        yield f"<line x1='{before}' x2='{before}' y1='{frame.top - 8}' y2='{bottom}' stroke='{LINE}'/>"
        yield (
            f"<text x='{before}' y='{frame.top - 14}' font-size='12' text-anchor='middle' fill='{MUTED}'>{words}</text>"
        )


def _lanes(lanes: Sequence[str], frame: Frame) -> Iterator[str]:
    for number, lane in enumerate(lanes):
        y = frame.top + frame.lane * number
        yield f"<line x1='12' x2='{frame.end}' y1='{y + frame.lane}' y2='{y + frame.lane}' stroke='{LINE}'/>"
        yield f"<text x='12' y='{y + frame.lane / 2 + 5}' font-size='13' fill='{INK}'>{escape(lane)}</text>"


def _mark(mark: Mark, x: float, y: float) -> str:
    told = f"<title>{escape(mark.words)} {mark.day}</title>"
    if mark.kind == "wrong":
        cross = f"M{x - 5},{y - 5}L{x + 5},{y + 5}M{x - 5},{y + 5}L{x + 5},{y - 5}"
        return f"<path d='{cross}' stroke='{LATE}' stroke-width='2.4'>{told}</path>"
    fill = GIVEN if mark.kind == "given" else PLANNED
    edge = LATE if mark.kind == "late" else GIVEN
    circle = (
        f"<circle cx='{x}' cy='{y}' r='{RADIUS - 1}' fill='{fill}' stroke='{edge}' stroke-width='2'>{told}</circle>"
    )
    if mark.number is None:
        return circle
    ink = PLANNED if mark.kind == "given" else edge
    return (
        f"{circle}<text x='{x}' y='{y + 4}' font-size='11' font-weight='600' text-anchor='middle' "
        f"fill='{ink}' pointer-events='none'>{mark.number}</text>"
    )


def _legend(y: int) -> Iterator[str]:
    at = 12
    for kind, words in (("given", "已种有效"), ("wrong", "不计"), ("planned", "计划"), ("late", "逾期补种")):
        yield _mark(Mark("", date.min, words, kind), at + RADIUS, y - 4)
        yield f"<text x='{at + 2 * RADIUS + 6}' y='{y}' font-size='12' fill='{MUTED}'>{words}</text>"
        at += 2 * RADIUS + 20 + 12 * len(words)
