"""Settling: the numbers of definitions that no source has confirmed, and what a city puts in their place from a day on.

A number is settled by being named with its document, whether it stays or changes. The catalogue keeps its own value:
what was settled makes a further edition of the programme, so a visit is judged by the numbers of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from typing import Literal as OneOf

from gongwei.domain.expr import Expr, Frame, Owed, Parameter, walk
from gongwei.domain.form import Check, Form, Repeat, Section
from gongwei.domain.form_field import LARGEST, Field, Number
from gongwei.domain.indicator import Indicator
from gongwei.domain.program import Program, Rule, Target
from gongwei.domain.tongue import say

Kind = OneOf["limit", "hard", "soft", "interval", "owed"]
KINDS: Mapping[Kind, str] = {
    "limit": "界值",
    "hard": "可录范围",
    "soft": "通常范围",
    "interval": "随访间隔",
    "owed": "全年应有次数",
}
OWED = (1, 2, 3, 4, 6, 12)  # the parts into which whole months of a year can be cut
INTERVALS = range(1, 732)  # days, at most two years
REBUILT = (Expr, Frame, Form, Section, Check, Rule, Target)


@dataclass(frozen=True)
class OpenNumber:
    """A number that is not verified: one value, or the two ends of a range, in `unit`, as the catalogue has it."""

    key: str
    kind: Kind
    title: str
    unit: str
    values: tuple[float, ...]
    source: str
    used_in: tuple[str, ...]


@dataclass(frozen=True)
class Settled:
    """What the city has settled for a number from a day on, and by which document."""

    key: str
    values: tuple[float, ...]
    since: date
    source: str


class NotSettleable(ValueError):
    """The values cannot stand for that number; the message says what to write."""


def in_force(settled: Iterable[Settled], day: date) -> dict[str, Settled]:
    """Give what is settled on a day, the latest of each number."""
    found = sorted((one for one in settled if one.since <= day), key=lambda one: one.since)
    return {one.key: one for one in found}


def open_numbers(programs: Iterable[Program], indicators: Iterable[Indicator]) -> dict[str, OpenNumber]:
    """List the numbers that are not verified, each once, with all definitions that use it."""
    found: dict[str, OpenNumber] = {}
    used: dict[str, list[str]] = {}
    listed = [(one.title, number) for one in programs for number in _of_program(one)]
    listed += [(one.title, number) for one in indicators for number in _of_indicator(one)]
    for title, number in listed:
        found.setdefault(number.key, number)
        if title not in used.setdefault(number.key, []):
            used[number.key].append(title)
    return {key: replace(number, used_in=tuple(used[key])) for key, number in found.items()}


def settle_program(program: Program, settled: Iterable[Settled]) -> Program:
    """Add an edition for each day from which another number of the programme is settled."""
    own = {number.key for number in _of_program(program)}
    mine = [one for one in settled if one.key in own]
    if not mine:
        return program
    first = program.editions[-1].since
    made: Program | None = None
    for day in sorted({e.since for e in program.editions} | {one.since for one in mine if one.since > first}):
        edition = _with_numbers(program.on(day), in_force(mine, day))
        made = replace(edition, since=day, earlier=made)
    assert made is not None
    return made


def settle_indicator(indicator: Indicator, known: Mapping[str, Settled]) -> Indicator:
    """Count by the numbers that are in force."""
    if not any(number.key in known for number in _of_indicator(indicator)):
        return indicator
    rebuilt = _Rebuilt(known)
    return replace(indicator, population=rebuilt(indicator.population), counted=rebuilt(indicator.counted))


def check_values(number: OpenNumber, values: tuple[float, ...], others: Mapping[str, tuple[float, ...]]) -> None:
    """Refuse values that cannot stand for a number; `others` are those in force for the rest. Raises NotSettleable."""
    if len(values) != len(number.values):
        raise NotSettleable(say("范围要填下限和上限两个数。") if len(number.values) == 2 else say("请只填一个数。"))
    if not all(abs(value) < LARGEST for value in values):
        raise NotSettleable(say("数值应为数字，请重填。"))
    if len(values) == 2 and not values[0] < values[1]:
        raise NotSettleable(say("下限须小于上限。"))
    if number.kind == "owed" and values[0] not in OWED:
        raise NotSettleable(say("全年次数只能是 1、2、3、4、6 或 12。"))
    if number.kind == "interval" and values[0] not in INTERVALS:
        raise NotSettleable(say("间隔应为 1–731 的整数。"))
    field, _dot, kind = number.key.rpartition(".")
    hard = values if kind == "hard" else others.get(f"{field}.hard")
    soft = values if kind == "soft" else others.get(f"{field}.soft")
    if number.kind in ("hard", "soft") and hard and soft and not (hard[0] <= soft[0] and soft[1] <= hard[1]):
        raise NotSettleable(say("通常范围须在可录范围之内。"))


def _of_program(program: Program) -> Iterator[OpenNumber]:
    for edition in program.editions:
        for rule in edition.rules:
            if not rule.verified and rule.at is None:
                yield _interval(edition, rule)
        for target in (edition.target, edition.clinical):
            if target is not None and not target.verified:
                yield from _parameters(target.reached, target.source)
        for field in edition.visit.fields.values():
            yield from _limits(field)


def _of_indicator(indicator: Indicator) -> Iterator[OpenNumber]:
    if indicator.verified:
        return
    for node in (*walk(indicator.population), *walk(indicator.counted)):
        if isinstance(node, Owed):
            yield OpenNumber(_owed_key(node), "owed", "随访", "次", (node.most,), indicator.source, ())
    for expression in (indicator.population, indicator.counted):
        yield from _parameters(expression, indicator.source)


def _parameters(expression: Expr, source: str) -> Iterator[OpenNumber]:
    for node in walk(expression):
        if isinstance(node, Parameter):
            yield OpenNumber(node.key, "limit", node.title, node.unit, (float(node.value),), source, ())


def _limits(field: Field) -> Iterator[OpenNumber]:
    if isinstance(field, Repeat):
        for inner in field.form.fields.values():
            yield from _limits(inner)
    if not isinstance(field, Number) or field.verified or field.derived is not None:
        return
    kinds: tuple[tuple[Kind, tuple[float, float] | None], ...] = (("hard", field.hard), ("soft", field.soft))
    for kind, limits in kinds:
        if limits is not None:
            low, high = limits
            yield OpenNumber(f"{field.key}.{kind}", kind, field.title, field.unit, (low, high), field.source, ())


def _interval(program: Program, rule: Rule) -> OpenNumber:
    value, unit = (rule.days, "天") if rule.days is not None else (rule.months or 0, "个月")
    key, source = _interval_key(program, rule), rule.source or program.source
    return OpenNumber(key, "interval", rule.do.title, unit, (float(value),), source, ())


def _interval_key(program: Program, rule: Rule) -> str:
    return f"{program.key}.{rule.key.replace(' ', '-')}"


def _owed_key(node: Owed) -> str:
    return f"{node.program}.owed"


def _with_numbers(edition: Program, known: Mapping[str, Settled]) -> Program:
    rebuilt = _Rebuilt(known)
    rules = tuple(_timed(edition, rebuilt(rule), known) for rule in edition.rules)
    parts: dict[str, Any] = {
        name: rebuilt(getattr(edition, name)) for name in ("enrol", "visit", "target", "clinical", "visit_class")
    }
    return replace(edition, rules=rules, **parts)


def _timed(edition: Program, rule: Rule, known: Mapping[str, Settled]) -> Rule:
    settled = known.get(_interval_key(edition, rule))
    if settled is None or rule.verified:
        return rule
    value = int(settled.values[0])
    times: dict[str, Any] = {"days": value} if rule.days is not None else {"months": value}
    return replace(rule, **times, source=settled.source, verified=True)


class _Rebuilt:
    """Builds a definition anew with the settled numbers in it; what stood once in it stands once again."""

    def __init__(self, known: Mapping[str, Settled]) -> None:
        self.known = known
        self.made: dict[int, Any] = {}

    def __call__(self, part: Any) -> Any:
        if isinstance(part, tuple):
            return tuple(map(self, part))
        if not isinstance(part, REBUILT):
            return part
        if id(part) not in self.made:
            self.made[id(part)] = self._make(part)
        return self.made[id(part)]

    def _make(self, part: Any) -> Any:
        match part:
            case Section():
                return Section(part.title, *map(self, part.fields))
            case Form():
                return Form(*map(self, part.sections), checks=self(part.checks))
            case Parameter() if part.key in self.known:
                return replace(part, value=self.known[part.key].values[0])
            case Owed() if _owed_key(part) in self.known:
                return replace(part, most=int(self.known[_owed_key(part)].values[0]))
        made = replace(part, **{each.name: self(getattr(part, each.name)) for each in fields(part) if each.init})
        if isinstance(made, Number):
            return self._limited(made)
        return self._confirmed(made) if isinstance(made, Target) else made

    def _limited(self, field: Number) -> Number:
        asked = [kind for kind in ("hard", "soft") if getattr(field, kind) is not None]
        settled = {kind: self.known[f"{field.key}.{kind}"] for kind in asked if f"{field.key}.{kind}" in self.known}
        if field.verified or not settled:
            return field
        limits: dict[str, Any] = {kind: (one.values[0], one.values[1]) for kind, one in settled.items()}
        if len(settled) < len(asked):
            return replace(field, **limits)
        return replace(field, **limits, source=_sources(settled.values()), verified=True)

    def _confirmed(self, target: Target) -> Target:
        numbers = [number.key for number in _parameters(target.reached, target.source)]
        if target.verified or not numbers or not all(key in self.known for key in numbers):
            return target
        return replace(target, source=_sources(self.known[key] for key in numbers), verified=True)


def _sources(settled: Iterable[Settled]) -> str:
    return "；".join(dict.fromkeys(one.source for one in settled))
