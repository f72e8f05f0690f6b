"""Forms: the fields of a service in their sections, with what must hold between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from gongwei.domain.evaluation import is_false, is_true, value_of
from gongwei.domain.expr import Expr, Kind, literal, values_in
from gongwei.domain.form_field import (
    Choice,
    Day,
    Field,
    Problem,
    Severity,
    Text,
    UnreadableValue,
    is_blank,
)
from gongwei.domain.phrases import phrase
from gongwei.domain.record import Person
from gongwei.domain.scene import Scene, Unknown
from gongwei.domain.tongue import Translation, in_sentence, in_tongue, say, translation_in_use

REMEMBERED, SHORT = 50_000, 40  # values of fields, and characters of one


class DuplicateField(ValueError):
    """A form may hold each key once: give the second field a key of its own."""


@dataclass(frozen=True, eq=False)
class Check:
    """What must hold between fields when all of them are filled; else the problem is shown at the field `key`."""

    holds: Expr
    severity: Severity
    key: str
    message: str

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The keys of the fields that it compares."""
        return tuple(value.key for value in values_in(self.holds))


@dataclass(frozen=True, eq=False, init=False)
class Section:
    """Fields that stand together on the page."""

    title: str
    fields: tuple[Field, ...]

    def __init__(self, title: str, *fields: Field) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "fields", fields)


@dataclass(frozen=True, eq=False)
class Sheets:
    """The sheets that one form has on paper: `which` is the answer that names the sheet, `opens` the one to offer.

    `opens` may look at the visit before; the page offers the others beside it. The first sheet begins a course anew.
    """

    which: Choice
    opens: Expr

    def offered(self, *, on: date, person: Person, previous: Mapping[str, Any] | None) -> str:
        """Give the code of the sheet that is filled next, most likely."""
        before = None if previous is None else Scene(on, person, previous)
        code: str = value_of(self.opens, Scene(on, person, {}, before))
        return code

    def begins(self, readings: Mapping[str, Any]) -> bool:
        """Say whether the sheet begins a course, which takes no answer (a last period) over from an earlier one."""
        return bool(readings.get(self.which.key) == next(iter(self.which.codes)))


@dataclass(frozen=True)
class Cleaned:
    """What was read from raw input, and what could not be."""

    readings: dict[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, eq=False, init=False)
class Form:
    """Fields and sections in the order of the page. Fields outside a section form one without a title."""

    sections: tuple[Section, ...]
    checks: tuple[Check, ...] = ()
    sheets: Sheets | None = None

    def __init__(self, *parts: Field | Section, checks: Iterable[Check] = (), sheets: Sheets | None = None) -> None:
        sections: list[Section] = []
        for part in parts:
            if isinstance(part, Section):
                sections.append(part)
            elif sections and not sections[-1].title:
                sections[-1] = Section("", *sections[-1].fields, part)
            else:
                sections.append(Section("", part))
        object.__setattr__(self, "sections", tuple(sections))
        object.__setattr__(self, "checks", tuple(checks))
        object.__setattr__(self, "sheets", sheets)
        listed = [f.key for section in sections for f in section.fields]
        twice = sorted({key for key in listed if listed.count(key) > 1})
        if twice:
            raise DuplicateField(f"{', '.join(twice)}: {DuplicateField.__doc__}")

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields by key."""
        return MappingProxyType({f.key: f for section in self.sections for f in section.fields})

    @cached_property
    def derived(self) -> Mapping[str, Expr]:
        """How fields are computed that are computed from others."""
        return {key: asked.derived for key, asked in self.fields.items() if asked.derived is not None}

    @cached_property
    def wanted(self) -> tuple[Field, ...]:
        """The fields that are required, always or on a condition."""
        return tuple(asked for asked in self.fields.values() if asked.required is not False)

    @cached_property
    def staged(self) -> tuple[Field, ...]:
        """The fields that stand on the form only under a condition."""
        return tuple(asked for asked in self.fields.values() if isinstance(asked.asked, Expr))

    def standing(self, readings: Mapping[str, Any], *, on: date, person: Person | None = None) -> Form:
        """Give the form of a day: less the fields that are not asked then and are empty.

        What its sheet requires is required outright, so that a page can say so before anything is filled in.
        """
        if not self.staged:
            return self
        scene = Scene(on, person or Person(), self.clean(readings).readings)
        gone = {f.key for f in self.staged if not stands(f, scene) and is_blank(readings.get(f.key))}
        which = self.sheets.which.key if self.sheets else ""
        kept = ((s.title, [_by_sheet(f, which, scene) for f in s.fields if f.key not in gone]) for s in self.sections)
        shown = (Section(title, *fields) for title, fields in kept if fields)
        return Form(*shown, checks=self.checks, sheets=self.sheets)

    def clean(self, raw: Mapping[str, Any]) -> Cleaned:
        """Read text input (a posted page, a row of a file) into readings; blanks and unknown keys are left out.

        Values that are no text (numbers, lists, truths) are taken as they are; `check` judges them.
        """
        readings: dict[str, Any] = {}
        problems: list[Problem] = []
        for key, asked in self.fields.items():
            if (written := raw.get(key)) is None:
                continue
            try:
                value = _read(asked, written)
            except UnreadableValue as unreadable:
                problems.append(Problem(key, "hard", str(unreadable)))
                continue
            if value is not None:
                readings[key] = value
        return Cleaned(readings, tuple(problems))

    def complete(self, readings: Mapping[str, Any], *, on: date, person: Person | None = None) -> dict[str, Any]:
        """Add the derived values that can be computed and stand on the form; what cannot stays as it was given."""
        whole = {key: value for key, value in readings.items() if value is not None}
        for key, derived in self.derived.items():
            scene = Scene(day=on, person=person or Person(), values=whole)
            value = value_of(derived, scene)
            if not isinstance(value, Unknown) and stands(self.fields[key], scene):
                whole[key] = _as_reading(value)
        return whole

    def check(
        self,
        readings: Mapping[str, Any],
        *,
        on: date,
        person: Person | None = None,
        today: date | None = None,
        previous: Mapping[str, Any] | None = None,
        asking: bool = True,
    ) -> list[Problem]:
        """List what is wrong with the readings of a day: first what is refused, then what is missing or unusual.

        Not `asking`, it does not look for what is missing: who reads a file cannot ask.
        `today` is the last day that a past day may have; without it, `on`. `previous` holds the readings of the
        visit before, on which it may depend whether a field is required.
        """
        strange = [_strange(key) for key in readings if key not in self.fields]
        filled = [(asked, readings[key]) for key, asked in self.fields.items() if readings.get(key) is not None]
        own = [problem for asked, value in filled for problem in _problems(asked, value, today or on)]
        # A refused value takes no part in what follows, so that everything can be told at once.
        refused = {p.key.partition(".")[0] for p in own if p.severity == "hard"}
        sound = {key: value for key, value in readings.items() if key not in refused}
        scene = self._scene(sound, on=on, person=person, previous=previous)
        unfilled = [f for f in (self.wanted if asking else ()) if f.key not in refused and is_wanting(f, scene)]
        missing = [Problem(f.key, "missing", say("请填写{title}。", title=in_sentence(f.title))) for f in unfilled]
        between = [Problem(c.key, c.severity, in_tongue(c.message)) for c in self.checks if _broken(c, scene)]
        unasked = [_unasked(f) for f in self.staged if f.key in scene.values and not stands(f, scene)]
        return strange + own + unasked + missing + between

    def _scene(
        self, readings: Mapping[str, Any], *, on: date, person: Person | None, previous: Mapping[str, Any] | None
    ) -> Scene:
        person = person or Person()
        before = None
        if previous is not None:
            before = Scene(on, person, self.complete(previous, on=on, person=person))
        return Scene(on, person, self.complete(readings, on=on, person=person), before)


@dataclass(frozen=True, eq=False)
class Repeat(Field):
    """A list of rows, each a small form; blank rows are dropped."""

    kind: Kind = "rows"
    form: Form = field(default=Form(), kw_only=True)
    most: int = field(default=8, kw_only=True)

    def read(self, text: str) -> Any:
        raise UnreadableValue(self.say("{title}请逐行填写。"))

    def faults(self, value: Any) -> Iterable[tuple[Severity, str]]:
        if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
            yield "hard", self.say("{title}应为逐行的列表，请重填。")
        elif len(value) > self.most:
            said = "{title}有 {rows} 行，最多 {most} 行，请合并或删去。"
            yield "hard", self.say(said, rows=len(value), most=self.most)


def _as_reading(value: Any) -> Any:
    """Write what was worked out as a form holds it: numbers with one decimal, days as texts."""
    if isinstance(value, date):
        return value.isoformat()
    return round(value, 1) if isinstance(value, float) else value


def _read(asked: Field, value: Any) -> Any:
    if isinstance(value, str):
        return _read_often(asked, value) if _comes_again(asked, value) else _read_text(asked, value)
    if isinstance(asked, Repeat) and isinstance(value, list | tuple):
        return _rows(asked, value)
    return None if is_blank(value) else value


def _comes_again(asked: Field, value: Any) -> bool:
    """Say whether a value is worth remembering: a number, a code, a day; not free text, which may name somebody."""
    short = isinstance(value, int | float) or (isinstance(value, str) and len(value) <= SHORT)
    return short and not isinstance(asked, Text)


def _read_text(asked: Field, text: str) -> Any:
    return None if is_blank(text) else asked.read(text)


def _strange(key: str) -> Problem:
    return Problem(key, "hard", say("本表没有“{key}”一项，请删去。", key=key))


def _faults(asked: Field, value: Any, said_in: Translation | None) -> tuple[tuple[Severity, str], ...]:
    return tuple(asked.faults(value))


# A file says the same few codes, days and numbers in every row.
_read_often = lru_cache(maxsize=REMEMBERED)(_read_text)
_faults_often = lru_cache(maxsize=REMEMBERED, typed=True)(_faults)


def _rows(asked: Repeat, rows: list[Any] | tuple[Any, ...]) -> list[dict[str, Any]] | None:
    if not all(isinstance(row, Mapping) for row in rows):
        raise UnreadableValue(asked.say("{title}请逐行填写。"))
    cleaned = [asked.form.clean(row) for row in rows]
    for row in cleaned:
        if row.problems:
            raise UnreadableValue(row.problems[0].message)
    return [row.readings for row in cleaned if row.readings] or None


def _problems(asked: Field, value: Any, today: date) -> Iterable[Problem]:
    judge = _faults_often if _comes_again(asked, value) else _faults
    faults = judge(asked, value, translation_in_use())
    for severity, message in faults:
        yield Problem(asked.key, severity, message)
    if isinstance(asked, Repeat) and not faults:
        yield from _row_problems(asked, value, today)
    if isinstance(asked, Day) and asked.past and not faults and date.fromisoformat(value) > today:
        said = asked.say("{title}晚于 {day}，请改为已发生的日期。", day=today.isoformat())
        yield Problem(asked.key, "hard", said)


def _row_problems(asked: Repeat, rows: list[Mapping[str, Any]], today: date) -> Iterable[Problem]:
    for number, row in enumerate(rows):
        for problem in asked.form.check(row, on=today):
            message = asked.say("{title}第 {number} 行：{problem}", number=number + 1, problem=problem.message)
            yield Problem(f"{asked.key}.{number}.{problem.key}", problem.severity, message)


def _broken(check: Check, scene: Scene) -> bool:
    filled = all(scene.values.get(key) is not None for key in check.asked)
    return filled and is_false(check.holds, scene)


def _unasked(asked: Field) -> Problem:
    said = asked.say("本次不问{title}（{condition}时才登记），请删去。", condition=phrase(literal(asked.asked)))
    return Problem(asked.key, "hard", said)


def _by_sheet(asked: Field, which: str, scene: Scene) -> Field:
    if not isinstance(asked.required, Expr) or {one.key for one in values_in(asked.required)} != {which}:
        return asked
    settled: Field = asked.but(required=True) if is_true(asked.required, scene) else asked
    return settled


def stands(asked: Field, scene: Scene) -> bool:
    """Say whether a field stands on the form of the scene: always, unless its condition is certainly false."""
    return isinstance(asked.asked, bool) or not is_false(asked.asked, scene)


def is_wanting(asked: Field, scene: Scene) -> bool:
    """Say whether a field is empty that is not empty for a reason (its condition does not hold)."""
    value = scene.values.get(asked.key)
    worked_out = asked.derived is not None and asked.required is False  # nobody writes it
    if worked_out or (value is not None and value != []):
        return False
    if isinstance(asked.asked, Expr) and not is_true(asked.asked, scene):
        return False
    return isinstance(asked.required, bool) or is_true(asked.required, scene)
