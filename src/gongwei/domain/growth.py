"""Where a child stands among children of its sex and age: between which lines of a growth standard it lies.

A standard prints, at each age or length, the median and the lines one, two and three standard deviations (SD) from it.
Between printed ages the lines are taken as straight (ours, not verified). A measure on a line counts as above it
(WS/T 423-2022, table 2). Weights are in kg, lengths in cm, ages in days.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gongwei.domain.codes import Codelist
from gongwei.domain.evaluation import Reading, made, reading
from gongwei.domain.expr import Expr
from gongwei.domain.period import months_between
from gongwei.domain.phrases import phrase
from gongwei.domain.scene import Scene, Unknown
from gongwei.domain.tongue import in_tongue, say

LINES = (-3, -2, -1, 0, 1, 2, 3)  # SD from the median
EDGES = (0, 1, 2, 4, 5, 6)  # the lines that part two bands: the median parts none
DAYS_A_MONTH = 30.4375  # of age in days, as the WHO's standard of 2006 counts
TERM, FULL, CORRECTED_UNTIL = 37, 40, 24  # weeks of pregnancy, weeks, months of age
STANDS_FROM = 24  # months: from here on height is measured standing, some 0.7 cm less than lying


class UnsoundTable(ValueError):
    """Ages must rise down the table and lines along each row: the message names the table to mend."""


@dataclass(frozen=True, eq=False)
class GrowthTable:
    """One printed table: at each `at` the seven lines. `steps` says how many steps of its reading one unit has.

    A table by age is printed in months and read by days (30.4375 steps a month), one by length in cm is read by
    millimetres (10). `until` is where it ends (not included); `jumps` tells that lying becomes standing at 24 months.
    """

    title: str
    at: tuple[float, ...]
    lines: tuple[tuple[float, ...], ...]
    until: float
    steps: float = DAYS_A_MONTH
    jumps: bool = False

    def __post_init__(self) -> None:
        rising = list(self.at) == sorted(set(self.at)) and all(list(row) == sorted(set(row)) for row in self.lines)
        if not rising or len(self.at) != len(self.lines):
            raise UnsoundTable(f"{self.title}: {UnsoundTable.__doc__}")

    @cached_property
    def first(self) -> int:
        """The first step that can be read."""
        return round(self.at[0] * self.steps)

    @cached_property
    def dense(self) -> NDArray[np.float64]:
        """The seven lines at every step from the first up to the end, to a thousandth."""
        at = np.arange(self.first, round(self.until * self.steps))
        printed, lines = np.array([round(one * self.steps) for one in self.at]), np.array(self.lines)
        if not self.jumps:
            return np.round(_extended(printed, lines, at), 3)
        stands = round(STANDS_FROM * self.steps)
        lying, standing = printed < stands, at >= stands
        drawn = _extended(printed[lying], lines[lying], at)
        drawn[standing] = _extended(printed[~lying], lines[~lying], at[standing])
        return np.round(drawn, 3)

    @cached_property
    def _edges(self) -> list[list[float]]:
        return self.dense[:, EDGES].tolist()

    def band(self, value: float, step: float) -> str | None:
        """Give the band (a code of BANDS) of a measure at a step; None outside the table."""
        row = round(step) - self.first
        return str(bisect_right(self._edges[row], value) + 1) if 0 <= row < len(self._edges) else None

    def bands(self, values: NDArray, steps: NDArray) -> NDArray[np.int8]:
        """Give the bands of many measures, 0 outside the table."""
        rows = np.rint(steps).astype(np.int64) - self.first
        inside = (rows >= 0) & (rows < len(self.dense))
        edges = self.dense[np.clip(rows, 0, len(self.dense) - 1)][:, EDGES]
        return np.where(inside, (values[:, None] >= edges).sum(axis=1) + 1, 0).astype(np.int8)

    def measure(self, scores: NDArray, steps: NDArray) -> NDArray[np.float64]:
        """Give the measures that lie so many SD from the median, beyond three by the last gap between two lines."""
        rows = np.clip(np.rint(steps).astype(np.int64) - self.first, 0, len(self.dense) - 1)
        below = np.clip(np.floor(scores).astype(np.int64) + 3, 0, len(LINES) - 2)
        low, high = self.dense[rows, below], self.dense[rows, below + 1]
        return low + (high - low) * (scores - (below - 3))


def _extended(at: NDArray, lines: NDArray, wanted: NDArray) -> NDArray[np.float64]:
    """Read lines between printed rows, and beyond the last as they went there."""
    ahead = 2 * at[-1] - at[-2]
    at, lines = np.append(at, ahead), np.vstack([lines, 2 * lines[-1] - lines[-2]])
    return np.stack([np.interp(wanted, at, line) for line in lines.T], axis=1)


BANDS = Codelist(
    "生长水平",
    {
        "1": "下（< −3SD）",
        "2": "下（−3SD～−2SD）",
        "3": "中下（−2SD～−1SD）",
        "4": "中（±1SD）",
        "5": "中上（+1SD～+2SD）",
        "6": "上（+2SD～+3SD）",
        "7": "上（≥ +3SD）",
    },
    none="4",
    source="WS/T 423-2022 表 2",
)


@dataclass(frozen=True, eq=False)
class GrowthBand(Expr):
    """The band in which a measure lies, by the person's sex; `at` is a step of the tables (days of age, mm of length).

    Unknown where the measure, the step or the sex is, and outside the tables (before the day of birth at term).
    """

    title: str
    by_sex: Mapping[str, GrowthTable] = field(repr=False)
    value: Expr
    at: Expr


@made.register
def _(node: GrowthBand) -> Reading:
    value, at = reading(node.value), reading(node.at)

    def read(scene: Scene) -> str | Unknown:
        measured, step = value(scene), at(scene)
        if isinstance(measured, Unknown) or isinstance(step, Unknown):
            return Unknown()
        table = node.by_sex.get(scene.person.sex or "")
        return (table and table.band(measured, step)) or Unknown()

    return read


@phrase.register
def _(node: GrowthBand) -> str:
    return say("按{standard}查得的等级", standard=in_tongue(node.title))


def corrected_days(birth_date: date, on: date, weeks: float | None) -> int:
    """Count a child's age in days, of one born before 37 weeks from the day on which 40 weeks were full, to 24 months.

    Without `weeks` the child counts as born at term. 早产儿保健工作规范 2017: corrected to 24 months.
    """
    days = (on - birth_date).days
    if weeks is None or weeks >= TERM or months_between(birth_date, on) >= CORRECTED_UNTIL:
        return days
    return days - 7 * (FULL - round(weeks))
