"""Fields of a service form: what may be written in each, and how text from a page or a file is read.

A field is also a value of an expression, so a rule is written with the fields of its form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from typing import Literal as OneOf

from gongwei.domain.codes import Codelist, UnknownCode
from gongwei.domain.expr import Expr, IsIn, Kind, Value
from gongwei.domain.tongue import in_sentence, in_tongue, listed, say

Severity = OneOf["hard", "soft", "missing"]

BLANKS = frozenset({"", "-", "--", "—", "——", "/", "\\", "<", "未测", "未查", "未做", "未填", "拒测", "拒查", "null"})
# No measure is as large; a comparison with it also turns away what is no number (NaN).
LARGEST = 1e12
TRUE_WORDS = frozenset({"是", "有", "on", "true", "yes", "y", "√"})
NO_DAY = "{title}“{text}”不是日期，请按 2026-06-30 的样子填写。"
FALSE_WORDS = frozenset({"否", "无", "off", "false", "no", "n", "×"})


class UnreadableValue(ValueError):
    """The text cannot be read as the field's value; the message says what to write instead."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one value. hard: refused; missing: must still be filled; soft: ask once more."""

    key: str
    severity: Severity
    message: str


@dataclass(frozen=True, eq=False)
class Field(Value):
    """A value that is asked for. `verified` speaks of its ranges and of whether it is required.

    `asked` is the condition under which it stands on the form: where that is certainly false the field is neither
    required nor drawn, and what is written in it is refused. `required` is a truth or a condition; `carried` says
    that the last visit's answer may be offered (habits and medicines, never measurements); `lasting` that it never
    changes, so that an answer of any programme is filled in (weeks at birth); `column` that the visit's row holds it in
    a column of the same key; `derived` that it is computed from other fields when they are known; `apart` that each
    programme asks it for itself, even where several are served at one sitting.
    """

    asked: Expr | bool = field(default=True, kw_only=True)
    required: Expr | bool = field(default=False, kw_only=True)
    derived: Expr | None = field(default=None, kw_only=True)
    carried: bool = field(default=False, kw_only=True)
    lasting: bool = field(default=False, kw_only=True)
    column: bool = field(default=False, kw_only=True)
    apart: bool = field(default=False, kw_only=True)
    note: str = field(default="", kw_only=True)
    source: str = field(default="", kw_only=True)
    verified: bool = field(default=False, kw_only=True)

    def say(self, text: str, /, **parts: object) -> str:
        """Say something of the field, which the text calls {title}."""
        return say(text, title=in_sentence(self.title), **parts)

    def read(self, text: str) -> Any:
        """Read text that is not blank, or raise UnreadableValue."""
        raise NotImplementedError

    def faults(self, value: Any) -> Iterable[tuple[Severity, str]]:
        """Say what is wrong with a value that is present."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Number(Field):
    """A measured or counted number. Outside `hard` it is refused, outside `soft` it is asked again; never clipped.

    `levels` names the only numbers allowed, as in a scale whose answers carry points.
    """

    hard: tuple[float, float] | None = field(default=None, kw_only=True)
    soft: tuple[float, float] | None = field(default=None, kw_only=True)
    integer: bool = field(default=False, kw_only=True)
    levels: Mapping[int, str] | None = field(default=None, kw_only=True)

    def read(self, text: str) -> int | float:
        plain = normal(text).removesuffix(normal(self.unit)).strip() if self.unit else normal(text)
        for points, name in (self.levels or {}).items():
            if plain == normal(name):
                return points
        if not re.fullmatch(r"[+-]?(\d{1,12}(\.\d{0,6})?|\.\d{1,6})", plain):
            unit = in_tongue(self.unit or "无单位")
            raise UnreadableValue(self.say("{title}“{text}”不是数字，请只填数字（{unit}）。", text=text, unit=unit))
        number = float(plain)
        return int(number) if number.is_integer() and (self.integer or "." not in plain) else number

    def faults(self, value: Any) -> Iterable[tuple[Severity, str]]:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < LARGEST:
            yield "hard", self.say("{title}应为数字，请重填。")
        elif self.integer and value != int(value):
            yield "hard", self.say("{title}应为整数，请去掉小数。")
        elif self.levels is not None and value not in self.levels:
            said = "{title}没有 {points} 分这一级，请从 {levels} 中选择。"
            yield "hard", self.say(said, points=f"{value:g}", levels=_levels(self.levels))
        elif self.hard and not self.hard[0] <= value <= self.hard[1]:
            said = "{value}，超出可录范围 {limits}，请核对后重填。"
            yield "hard", say(said, value=self.said(value), limits=_range(self.hard))
        elif self.soft and not self.soft[0] <= value <= self.soft[1]:
            said = "{value}，不常见（通常 {limits}），请再核对一次，无误则确认保留。"
            yield "soft", say(said, value=self.said(value), limits=_range(self.soft))

    def said(self, value: float) -> str:
        """Say the value with title and unit, as in 收缩压 150 mmHg."""
        return f"{in_tongue(self.title)} {value:g} {in_tongue(self.unit)}".rstrip()


@dataclass(frozen=True, eq=False)
class Choice(Field):
    """One code of a list."""

    kind: Kind = "code"
    codes: Codelist = field(default=Codelist("", {}), kw_only=True)

    def read(self, text: str) -> str:
        return _code(self, text)

    def faults(self, value: Any) -> Iterable[tuple[Severity, str]]:
        if not isinstance(value, str) or value not in self.codes:
            yield "hard", _no_such(self, value)


@dataclass(frozen=True, eq=False)
class Choices(Field):
    """Several codes of a list; the code that says "nothing" stands alone."""

    kind: Kind = "codes"
    codes: Codelist = field(default=Codelist("", {}), kw_only=True)

    def any(self) -> IsIn:
        """Say that something other than "nothing" was marked."""
        return IsIn(self, self.codes.positive)

    def read(self, text: str) -> list[str]:
        return [_code(self, part.strip()) for part in re.split(r"[,，、;；|]", text) if part.strip()]

    def faults(self, value: Any) -> Iterable[tuple[Severity, str]]:
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            yield "hard", self.say("{title}应为一组选项，请重新勾选。")
            return
        for code in value:
            if code not in self.codes:
                yield "hard", _no_such(self, code)
        if len(set(value)) < len(value):
            yield "hard", self.say("{title}有重复的选项，请各选一次。")
        if self.codes.none in value and len(value) > 1:
            alone = self.codes.name_of(str(self.codes.none))
            yield "hard", self.say("{title}选了“{alone}”就不能再选其他项，请改正。", alone=alone)


@dataclass(frozen=True, eq=False)
class Text(Field):
    """Free text of at most `longest` characters."""

    kind: Kind = "text"
    longest: int = field(default=200, kw_only=True)

    def read(self, text: str) -> str:
        return text.strip()

    def faults(self, value: Any) -> Iterable[tuple[Severity, str]]:
        if not isinstance(value, str):
            yield "hard", self.say("{title}应为文字，请重填。")
        elif len(value) > self.longest:
            said = "{title}有 {length} 字，请缩短到 {longest} 字以内。"
            yield "hard", self.say(said, length=len(value), longest=self.longest)


@dataclass(frozen=True, eq=False)
class Flag(Field):
    """Yes or no."""

    kind: Kind = "flag"

    def read(self, text: str) -> bool:
        word = normal(text)
        if word in TRUE_WORDS or word in FALSE_WORDS:
            return word in TRUE_WORDS
        raise UnreadableValue(self.say("{title}“{text}”请改填“是”或“否”。", text=text))

    def faults(self, value: Any) -> Iterable[tuple[Severity, str]]:
        if not isinstance(value, bool):
            yield "hard", self.say("{title}应为“是”或“否”，请重填。")


@dataclass(frozen=True, eq=False)
class Day(Field):
    """A calendar day as an ISO text (2026-06-30). A `past` day may not lie after today."""

    kind: Kind = "day"
    past: bool = field(default=False, kw_only=True)
    PATTERN: ClassVar = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")

    def read(self, text: str) -> str:
        match = self.PATTERN.fullmatch(normal(text))
        try:
            if match is None:
                raise ValueError
            year, month, day_of_month = (int(part) for part in match.groups() if part)
            return date(year, month, day_of_month).isoformat()
        except ValueError:
            raise UnreadableValue(self.say(NO_DAY, text=text)) from None

    def faults(self, value: Any) -> Iterable[tuple[Severity, str]]:
        try:
            date.fromisoformat(value)
        except (TypeError, ValueError):
            yield "hard", self.say(NO_DAY, text=value)


def normal(text: str) -> str:
    """Bring full-width characters, case and outer blanks to one form."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_blank(value: Any) -> bool:
    """Say whether a cell or an input says that nothing was measured."""
    return value is None or (isinstance(value, str) and normal(value) in BLANKS) or value in ([], ())


def _code(asked: Choice | Choices, text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    for candidate in (text.strip(), plain, plain.removesuffix(".0")):
        try:
            return asked.codes.read(candidate)
        except UnknownCode:
            continue
    raise UnreadableValue(_no_such(asked, text))


def _no_such(asked: Choice | Choices, text: object) -> str:
    options = listed(f"{code} {asked.codes.name_of(code)}" for code in asked.codes)
    return asked.say("{title}没有“{text}”这一项，请从 {options} 中选择。", text=text, options=options)


def _levels(levels: Mapping[int, str]) -> str:
    return listed(say("{points}（{name}）", points=points, name=in_tongue(name)) for points, name in levels.items())


def _range(limits: tuple[float, float]) -> str:
    return f"{limits[0]:g}–{limits[1]:g}"
