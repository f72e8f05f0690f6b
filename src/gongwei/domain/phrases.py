"""Phrases: an expression put in words, and why it came out as it did on one visit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import singledispatch
from typing import Any

from gongwei.domain.codes import Codelist
from gongwei.domain.elapsed import DaysAfter, Elapsed
from gongwei.domain.evaluation import value_of
from gongwei.domain.expr import (
    Age,
    And,
    Arithmetic,
    Attribute,
    Case,
    Compare,
    Enrolled,
    Expr,
    Frame,
    Has,
    IsIn,
    IsKnown,
    Literal,
    LivesHere,
    Named,
    Not,
    Or,
    Owed,
    Previous,
    Summary,
    Value,
    walk,
)
from gongwei.domain.scene import Scene
from gongwei.domain.tongue import in_tongue, listed, say

CONTRARY = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "为", "!=": "不为"}
SEX = {"0": "未知", "1": "男", "2": "女", "9": "未说明"}
EQUALS = {"==": "为{value}", "!=": "不为{value}"}
SOURCES = {"visits": "服务记录", "observations": "测量记录", "conditions": "疾病记录"}
COUNTED = {"count": "{records}次数", "exists": "有{records}", "longest_gap": "{records}最长间隔天数"}
SINCE = {"days": "距{day}的天数", "weeks": "距{day}的周数", "months": "距{day}的月数"}
PICKED = {
    "first": "{records}首次{item}",
    "last": "{records}末次{item}",
    "last_known": "{records}末次有值{item}",
    "min": "{records}最小{item}",
    "max": "{records}最大{item}",
}


@singledispatch
def phrase(node: Expr | Frame) -> str:
    """Say an expression as an office would read it."""
    raise TypeError(f"{type(node).__name__} has no words yet")


@phrase.register
def _(node: Literal) -> str:
    return _plain(node.value)


@phrase.register
def _(node: Value) -> str:
    return in_tongue(node.title) or node.key


@phrase.register
def _(node: Attribute) -> str:
    return in_tongue(node.title) or node.key


@phrase.register
def _(node: Age) -> str:
    return say("年龄")


@phrase.register
def _(node: Elapsed) -> str:
    start = phrase(node.start)
    if _key(node.start) == "birth_date":
        return {"days": say("日龄"), "weeks": say("周龄"), "months": say("月龄")}[node.unit]
    return say(SINCE[node.unit], day=start)


@phrase.register
def _(node: DaysAfter) -> str:
    distance, day = abs(node.days), phrase(node.start)
    return say("{day}后 {days} 天" if node.days >= 0 else "{day}前 {days} 天", day=day, days=distance)


@phrase.register
def _(node: LivesHere) -> str:
    return say("在册常住")


@phrase.register
def _(node: Has) -> str:
    return say("患{condition}", condition=in_tongue(node.codelist.title))


@phrase.register
def _(node: Enrolled) -> str:
    return say("本项目在管") if node.period is None else say("本年内曾在管")


@phrase.register
def _(node: Owed) -> str:
    return say("应有次数（在管满一个季度计 1 次，1–{most} 次）", most=node.most)


@phrase.register
def _(node: Compare) -> str:
    if isinstance(node.right, Literal):
        return _compared(phrase(node.left), node)
    return f"{phrase(node.left)} {in_tongue(SIGNS[node.op])} {phrase(node.right)}"


@phrase.register
def _(node: IsIn) -> str:
    if _asks_any(node):
        return say("有任一{item}", item=phrase(node.item))
    codes = say("或").join(_named(node.item, code) for code in node.codes)
    return say("{item}为{codes}", item=phrase(node.item), codes=codes)


@phrase.register
def _(node: IsKnown) -> str:
    return say("已记录{item}", item=phrase(node.item))


@phrase.register
def _(node: And) -> str:
    recorded = [phrase(p.item) for p in node.parts if isinstance(p, IsKnown)]
    said = [_inside(p) if isinstance(p, Or) else phrase(p) for p in node.parts if not isinstance(p, IsKnown)]
    return say(" 且 ").join([*said, *([say("已记录{item}", item=listed(recorded))] if recorded else [])])


@phrase.register
def _(node: Or) -> str:
    return say(" 或 ").join(_inside(p) if isinstance(p, And) else phrase(p) for p in node.parts)


@phrase.register
def _(node: Not) -> str:
    item = node.item
    if isinstance(item, Compare):
        return phrase(Compare(CONTRARY[item.op], item.left, item.right))
    if isinstance(item, Named) and item.contrary:
        return in_tongue(item.contrary)
    if isinstance(item, IsKnown):
        return say("未记录{item}", item=phrase(item.item))
    return say("并非（{item}）", item=phrase(item))


@phrase.register
def _(node: Arithmetic) -> str:
    sign = {"+": "＋", "-": "－", "*": "×", "/": "÷"}[node.op]
    left, right = (_inside(s) if isinstance(s, Arithmetic) else phrase(s) for s in (node.left, node.right))
    return f"{left}{sign}{right}"


@phrase.register
def _(node: Case) -> str:
    said = [say("{condition}时取{value}", condition=phrase(when), value=phrase(then)) for when, then in node.branches]
    return say("；").join([*said, say("否则取{value}", value=phrase(node.otherwise))])


@phrase.register
def _(node: Previous) -> str:
    return say("上次随访{item}", item=phrase(node.item))


@phrase.register
def _(node: Named) -> str:
    return in_tongue(node.title)


@phrase.register
def _(node: Frame) -> str:
    mine = any(_about_program(part) for part in _conditions(node))
    said = say("本项目{records}", records=in_tongue(SOURCES[node.source])) if mine else in_tongue(SOURCES[node.source])
    return say("本年{records}", records=said) if node.period else said


@phrase.register
def _(node: Summary) -> str:
    frame = phrase(node.frame)
    condition = _filter(node.frame)
    if condition:
        frame = say("{records}（{condition}）", records=frame, condition=condition)
    if node.item is None:
        return say(COUNTED[node.kind], records=frame)
    return say(PICKED[node.kind], records=frame, item=phrase(node.item))


def _filter(frame: Frame) -> str:
    """Say which events are kept; which programme they belong to is told by the page they stand on."""
    return say(" 且 ").join(phrase(part) for part in _conditions(frame) if not _about_program(part))


def _conditions(frame: Frame) -> tuple[Expr, ...]:
    if frame.condition is None:
        return ()
    return frame.condition.parts if isinstance(frame.condition, And) else (frame.condition,)


def _about_program(node: Expr) -> bool:
    return isinstance(node, IsIn) and _key(node.item) == "program"


def definitions(node: Expr | Frame) -> tuple[Named, ...]:
    """List the named parts of an expression, each once, so that a page can say what they mean."""
    return tuple({n.title: n for n in walk(node) if isinstance(n, Named) and not _about_program(n.item)}.values())


def reasons(condition: Expr, scene: Scene) -> tuple[str, ...]:
    """Say which values made the condition true, each value once with every limit it passed."""
    limits: dict[str, list[str]] = {}
    for said, limit in _why(condition, scene, True):
        known = limits.setdefault(said, [])
        if limit and limit not in known:
            known.append(limit)
    return tuple(
        say("{value}（{limits}）", value=said, limits=say("，").join(passed)) if passed else said
        for said, passed in limits.items()
    )


def _why(node: Expr, scene: Scene, truth: bool) -> Iterator[tuple[str, str]]:
    """Walk down to the atoms that made `node` come out as `truth`: (value said, limit it passed)."""
    if value_of(node, scene) is not truth:
        return
    match node:
        case And() | Or():
            for part in node.parts:
                yield from _why(part, scene, truth)
        case Not():
            yield from _why(node.item, scene, not truth)
        case Named():
            yield from _why(node.item, scene, truth)
        case Previous() if scene.previous is not None and truth:
            for said, limit in _why(node.item, scene.previous, True):
                yield say("上次{value}", value=said), limit
        case Compare():
            yield _why_compared(node, scene, truth)
        case IsIn() if truth:
            yield say("{item}：{answer}", item=phrase(node.item), answer=listed(_answers(node, scene))), ""


def _why_compared(node: Compare, scene: Scene, truth: bool) -> tuple[str, str]:
    value = value_of(node.left, scene)
    if not isinstance(node.right, Literal):
        return phrase(node if truth else Not(node)), ""
    if node.op in ("==", "!="):
        return say("{item}：{answer}", item=phrase(node.left), answer=_named(node.left, value)), ""
    said = f"{phrase(node.left)} {_plain(value)} {_unit(node.left)}".rstrip()
    return said, _limit(node.op if truth else CONTRARY[node.op], node.left, node.right.value)


def _answers(node: IsIn, scene: Scene) -> list[str]:
    value = value_of(node.item, scene)
    given = value if isinstance(value, list | tuple) else (value,)
    return [_named(node.item, code) for code in given if code in node.codes]


def _compared(left: str, node: Compare) -> str:
    assert isinstance(node.right, Literal)
    limit = _limit(node.op, node.left, node.right.value)
    return say("{item}{equals}", item=left, equals=limit) if node.op in EQUALS else f"{left} {limit}"


def _inside(node: Expr) -> str:
    return say("（{inside}）", inside=phrase(node))


def _limit(op: str, left: Expr, value: Any) -> str:
    if op in ("==", "!="):
        return say(EQUALS[op], value=_named(left, value))
    return f"{SIGNS[op]}{_plain(value)} {_unit(left)}".rstrip()


def _unit(node: Expr) -> str:
    if isinstance(node, Age):
        return say("岁")
    if isinstance(node, Elapsed):
        return {"days": say("天"), "weeks": say("周"), "months": say("个月")}[node.unit]
    if isinstance(node, Arithmetic):
        return _unit(node.left)
    return in_tongue(node.unit) if isinstance(node, Value) else ""


def _key(node: Expr) -> str:
    return node.key if isinstance(node, Value | Attribute) else ""


def _named(node: Expr, value: Any) -> str:
    codes = getattr(node, "codes", None)
    if isinstance(codes, Codelist) and isinstance(value, str):
        return say("“{name}”", name=codes.name_of(value))
    if _key(node) == "sex":
        return in_tongue(SEX.get(value, _plain(value)))
    return _plain(value)


def _asks_any(node: IsIn) -> bool:
    codes = getattr(node.item, "codes", None)
    return isinstance(codes, Codelist) and set(node.codes) == set(codes.positive)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return say("是") if value else say("否")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, int | float) else str(value)
