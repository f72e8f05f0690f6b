"""Hold what a plan asks for, row by row as printed, and judge a year's value against it.

Rows are never merged: documents set different targets for like things, repeat themselves, and sometimes ask for less
than they already report. Each row keeps its own words, and the verdict follows the operator, never the sign of a gap.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isclose
from statistics import linear_regression
from typing import Literal

from gongwei.domain.regions import area_of
from gongwei.domain.tongue import in_tongue, say, sentences

Kind = Literal["target", "baseline", "milestone", "process", "project"]
Operator = Literal[">=", ">", "<=", "<", "=", "increase", "decline", "range", "milestone", "fact", "process", "rule"]
Binding = Literal["binding", "reference"]
State = Literal["reached", "on-course", "behind", "cannot-tell", "no-target"]

OPERATORS: Mapping[Operator, str] = {
    ">=": "≥",
    ">": "＞",
    "<=": "≤",
    "<": "＜",
    "=": "＝",
    "increase": "提高",
    "decline": "下降",
    "range": "介于",
    "milestone": "完成",
    "fact": "现状",
    "process": "推进",
    "rule": "按规定",
}
STATES: Mapping[State, str] = {
    "reached": "已达到",
    "on-course": "进度正常",
    "behind": "落后",
    "cannot-tell": "无法判断",
    "no-target": "无目标",
}

_WORST_FIRST: Sequence[State] = ("behind", "cannot-tell", "no-target", "on-course", "reached")

AS_PRINTED = 0.005
"""Values are printed with two decimals, so `=` holds when they would be printed alike (in the row's unit)."""

SHORTEST_TREND = 3
"""Years that a linear trend needs at least."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a plan, as printed.

    `measure` is the shared name of like things that documents call differently. `unit` is that of base, target and
    values: a row that asks for a change (increase, decline with a number) is measured as the change. `group` says whom
    or where the row speaks of. `base` and `target` are numbers, or the document's words where there is no usable
    number; None: not given. `years` are those in which the target is due. `indicators` are keys of the catalogue
    that measure the row, all of them at once. `remark` says what was found odd.
    """

    id: str
    section: str
    title: str
    measure: str
    unit: str
    group: str
    base: float | str | None
    base_year: int | None
    operator: Operator
    target: float | str | None
    target_text: str
    years: tuple[int, ...]
    years_text: str
    kind: Kind
    indicators: tuple[str, ...]
    departments: str
    quote: str
    remark: str

    @property
    def document(self) -> str:
        return self.id[:3]

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Give the lowest and highest value allowed by a range."""
        if self.operator != "range" or not isinstance(self.target, str):
            return None
        low, high = self.target.split("-")
        return float(low), float(high)

    @property
    def words(self) -> str:
        """Say the target in words: ≥70%."""
        if self.target is None:
            return ""
        text = self.target_text or (printed(self.target) if isinstance(self.target, float) else self.target)
        sign = in_tongue(OPERATORS[self.operator]) if isinstance(self.target, float) or self.bounds else ""
        unit = self.unit if self.unit in ("%", "‰") and isinstance(self.target, float) else ""
        return f"{sign}{text}{'' if self.target_text else unit}"

    @property
    def met_by_base(self) -> bool:
        """Tell whether the plan's own starting value already meets its target: then the target means "keep"."""
        return isinstance(self.base, float) and self.meets(self.base) is True

    def meets(self, value: float) -> bool | None:
        """Compare a value, in the row's unit, with the target; None where the target is no number."""
        if self.bounds is not None:
            return self.bounds[0] <= value <= self.bounds[1]
        if not isinstance(self.target, float):
            return None
        match self.operator:
            case ">=" | "increase":
                return value >= self.target
            case "<=" | "decline":
                return value <= self.target
            case ">":
                return value > self.target
            case "<":
                return value < self.target
            case "=":
                return isclose(value, self.target, rel_tol=0, abs_tol=AS_PRINTED)
        return None

    def due(self, year: int) -> int | None:
        """Give the year that the target is due next, seen from a year; the last one when all are past."""
        return min((due for due in self.years if due >= year), default=max(self.years, default=None))


@dataclass(frozen=True, slots=True)
class Plan:
    """A document with its rows, in force from `first_year` to `last_year`, both included.

    `binds` is the code of the region it was made for; where that region is no more, `areas` are those of today that
    made it up. `notes` say what is odd about the document.
    """

    key: str
    document: str
    title: str
    first_year: int
    last_year: int
    binds: int
    binds_name: str
    areas: tuple[int, ...]
    rows: tuple[PlanRow, ...]
    issued_date: date | None = None
    draft: bool = False
    notes: tuple[str, ...] = ()

    def binding(self, region: int) -> Binding | None:
        """Tell whether the targets bind a region, are a reference for a part of it, or say nothing of it (None)."""
        if region == self.binds:
            return "binding"
        return "reference" if any(region in area_of(area) for area in self.areas) else None

    def in_force(self, indicator: str, year: int) -> tuple[PlanRow, ...]:
        """List the rows that set a target for an indicator in a year: of several steps, the next one due."""
        if not self.first_year <= year <= self.last_year:
            return ()
        steps: dict[str, list[PlanRow]] = defaultdict(list)
        for row in self.rows:
            if indicator in row.indicators and row.target is not None and max(row.years) >= year:
                steps[row.title].append(row)
        return tuple(
            row for rows in steps.values() for row in rows if row.due(year) == min(r.due(year) or 0 for r in rows)
        )


@dataclass(frozen=True, slots=True)
class TargetInForce:
    """A row that holds in a region and year: `binding` where the plan was made for it, else a `reference`."""

    row: PlanRow
    plan: Plan
    binding: Binding


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rows for the same measure, region and year that ask for different things; they stand side by side."""

    measure: str
    binds: int
    year: int
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a value stands to a target, and why, in words."""

    state: State
    reason: str


def conflicts(plans: Iterable[Plan]) -> tuple[Conflict, ...]:
    """Find where the plans contradict each other or themselves."""
    groups: dict[tuple[str, int, int], list[PlanRow]] = defaultdict(list)
    for plan in plans:
        for row in plan.rows:
            if row.target is not None and row.kind == "target":
                for year in row.years:
                    groups[row.measure or row.title, plan.binds, year].append(row)
    return tuple(
        Conflict(measure, binds, year, tuple(rows))
        for (measure, binds, year), rows in sorted(groups.items())
        if len({(row.operator, row.target) for row in rows}) > 1
    )


def verdict(row: PlanRow | None, series: Mapping[int, float | None], *, year: int, as_of: date) -> Verdict:
    """Judge a target by the values of the years, in the row's unit, as it looked at the end of `year` or on `as_of`.

    Whichever of the two is earlier is the standpoint, so a report on a past year stays what it was. A target whose year
    is over is judged by that year's value. One still running is reached when the newest value meets it, on course when
    the linear trend of the complete years (three or more) meets it in its year, else behind; a running year counts as
    a value but not for the trend, since it is not final. A missing value is None or an absent year.
    """
    if row is None:
        return Verdict("no-target", say("这一年没有生效的目标。"))
    if row.target is None:
        return Verdict("no-target", say("这是规划写明的现状，不是目标。"))
    due = row.due(year)
    if (row.bounds is None and not isinstance(row.target, float)) or due is None:
        said = "目标只有文字“{target}”，没有可比的数值，请主管科室按报送的证据判断。"
        return Verdict("cannot-tell", say(said, target=row.target))
    standpoint = min(year, as_of.year)
    closed = standpoint if as_of.year > standpoint else standpoint - 1
    known = {y: value for y, value in sorted(series.items()) if value is not None and y <= standpoint}
    if due <= closed:
        return _judge_past(row, due, known.get(due))
    if standpoint in known and row.meets(known[standpoint]):
        return Verdict("reached", _kept(row, due, _value(standpoint, known[standpoint], row)))
    return _judge_trend(row, due, {y: value for y, value in known.items() if y <= closed})


def all_together(verdicts: Mapping[str, Verdict]) -> Verdict:
    """Judge a row that several indicators measure at once, by title: it stands where the worst of them stands."""
    worst = min(verdicts.values(), key=lambda found: _WORST_FIRST.index(found.state))
    reasons = (say("{item}：{answer}", item=in_tongue(title), answer=one.reason) for title, one in verdicts.items())
    return Verdict(worst.state, sentences(reasons))


def _judge_past(row: PlanRow, due: int, value: float | None) -> Verdict:
    if value is None:
        return Verdict("cannot-tell", say("目标年 {year} 已过，但没有该年的数值。", year=due))
    if row.meets(value):
        met = say("{value}，达到目标 {target}。", value=_value(due, value, row), target=row.words)
        return Verdict("reached", sentences((met, _base(row))))
    return Verdict("behind", say("{value}，未达到目标 {target}。", value=_value(due, value, row), target=row.words))


def _judge_trend(row: PlanRow, due: int, complete: Mapping[int, float]) -> Verdict:
    if len(complete) < SHORTEST_TREND:
        said = "尚未达到目标 {target}；完整年份只有 {years} 年，不足 {least} 年，看不出趋势。"
        return Verdict("cannot-tell", say(said, target=row.words, years=len(complete), least=SHORTEST_TREND))
    expected = _expected(list(complete), list(complete.values()), due, row.unit)
    years = {"first": min(complete), "last": max(complete), "due": due, "value": printed(expected)}
    span = say("{first}—{last} 年的线性趋势到 {due} 年为 {value}", **years)
    if row.meets(expected):
        return Verdict("on-course", say("{value}，可达到目标 {target}。", value=span, target=row.words))
    return Verdict("behind", say("{value}，达不到目标 {target}。", value=span, target=row.words))


def _expected(years: Sequence[int], values: Sequence[float], due: int, unit: str) -> float:
    slope, intercept = linear_regression(years, values)
    expected = slope * due + intercept
    return min(max(expected, 0.0), 100.0) if unit == "%" else expected


def _value(year: int, value: float, row: PlanRow) -> str:
    unit = row.unit if row.unit in ("%", "‰") else ""
    return say("{year} 年为 {value}", year=year, value=f"{printed(value)}{unit}")


def _kept(row: PlanRow, due: int, value: str) -> str:
    kept = say("{value}，已达到目标 {target}，须保持到 {year} 年。", value=value, target=row.words, year=due)
    return sentences((kept, _base(row)))


def _base(row: PlanRow) -> str:
    if not row.met_by_base or not isinstance(row.base, float):
        return ""
    said = "规划所列 {year} 年基数 {base} 本已达到，目标意为保持。"
    return say(said, year=row.base_year, base=printed(row.base))


def printed(value: float) -> str:
    """Print a number with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
