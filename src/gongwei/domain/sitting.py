"""One sitting for several programmes: what two forms ask under the same key is asked once, and answers both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from gongwei.domain.codes import Codelist
from gongwei.domain.form import Form, Repeat, Section
from gongwei.domain.form_field import Choice, Choices, Field
from gongwei.domain.period import add_months
from gongwei.domain.program import Decision, Program
from gongwei.domain.tongue import in_tongue

NEXT = "next_due_date"
TOGETHER_MONTHS = 3  # the follow-up cycle of the norm: what is due later keeps its own day


@dataclass(frozen=True, eq=False)
class Sitting:
    """Programmes, in editions of one day, whose forms are filled at one sitting.

    Two fields are one question when they share key and kind and no code means two things. A field that is `apart`
    (the class of the visit, the referral) each programme asks for itself, under a key with the programme in front.
    """

    programs: tuple[Program, ...]

    @cached_property
    def form(self) -> Form:
        """The form of the sitting: what several programmes ask first, then what each asks alone."""
        shared = [key for key, asked in self._asked.items() if len(asked) > 1]
        sections: list[Section] = []
        seen: set[str] = set()
        for program in self.programs:
            for section in program.visit.sections:
                fields = [self._merged(f.key) for f in section.fields if f.key in shared and f.key not in seen]
                seen |= {f.key for f in fields}
                sections += [Section(section.title, *fields)] if fields else []
        for program in self.programs:
            sections += self._own(program)
        return Form(*_joined(sections))

    def key_of(self, program: Program, key: str) -> str:
        """Name the question that answers a programme's field."""
        return key if program.key in {one.key for one, _field in self._asked.get(key, ())} else f"{program.key}:{key}"

    def answers(self, program: Program, raw: Mapping[str, Any], *, on: date) -> dict[str, Any]:
        """Give what was answered to a programme, as its own form reads it; the common day is left to `next_days`."""
        worked_out = self.form.complete(self.form.clean(raw).readings, on=on)
        told = {}
        for key, field in program.visit.fields.items():
            name = self.key_of(program, key)
            value = worked_out.get(name) if field.derived is None and self._is_derived(name) else raw.get(name)
            if value not in (None, "", []) and key != NEXT:
                told[key] = _within(field, value)
        return told

    def remembered(self, last: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        """Join what the last visits said, by programme: of one question the first answer, of lists every row once."""
        joined: dict[str, Any] = {}
        for program in self.programs:
            for key, value in last.get(program.key, {}).items():
                name = self.key_of(program, key)
                asked, before = self.form.fields.get(name), joined.get(name)
                if isinstance(asked, Repeat) and before:
                    joined[name] = [*before, *(row for row in value if row not in before)][: asked.most]
                else:
                    joined.setdefault(name, value)
        return joined

    @cached_property
    def _asked(self) -> dict[str, list[tuple[Program, Field]]]:
        """Every question that may be shared, with the fields that it answers."""
        found: dict[str, list[tuple[Program, Field]]] = {}
        for program in self.programs:
            for key, field in program.visit.fields.items():
                others = found.setdefault(key, [])
                if not field.apart and all(_same(field, other) for _program, other in others):
                    others.append((program, field))
        return found

    def _is_derived(self, name: str) -> bool:
        return name in self.form.fields and self.form.fields[name].derived is not None

    def _merged(self, key: str) -> Field:
        """Join fields: computed if one form computes it, required if one form requires it."""
        fields = [field for _program, field in self._asked[key]]
        first = next((field for field in fields if field.derived is not None), fields[0])
        required = True if any(f.required is True for f in fields) else next((f.required for f in fields), False)
        joined: dict[str, Any] = {"required": required, "carried": any(f.carried for f in fields)}
        if isinstance(first, Choice | Choices):
            joined["codes"] = _all_codes([f.codes for f in fields if isinstance(f, Choice | Choices)])
        return first.but(**joined)

    def _own(self, program: Program) -> list[Section]:
        found = []
        for section in program.visit.sections:
            alone = [f for f in section.fields if len(self._asked[f.key]) < 2 or self.key_of(program, f.key) != f.key]
            fields = [f.but(key=self.key_of(program, f.key)) for f in alone]
            title = " · ".join(part for part in (short_title(program), in_tongue(section.title)) if part)
            found += [Section(title, *fields)] if fields else []
        return found


def short_title(program: Program) -> str:
    """Name a programme where there is little room."""
    return in_tongue(program.title.removesuffix("健康管理").removesuffix("患者") or program.title)


def gravest_first(decisions: Sequence[Decision]) -> list[Decision]:
    """Order what follows by gravity, then by the day that comes first."""
    return sorted(decisions, key=lambda one: (-one.gravity, one.due_date or date.max))


def common_day(decisions: Sequence[Decision]) -> date | None:
    """Propose one day for the next sitting: the earliest that any programme asks for; None when nothing is due."""
    return min((one.due_date for one in decisions if one.due_date is not None), default=None)


def next_days(decisions: Sequence[Decision], *, on: date, chosen: date | None) -> dict[str, date | None]:
    """Give each programme its next day: the chosen or the common one, save where its own milestone or year is later.

    `chosen` is the doctor's day, `on` that of the sitting. What is due beyond the follow-up cycle keeps its own day:
    a yearly examination is not drawn forward by a follow-up in two weeks.
    """
    day = chosen or common_day(decisions)
    last = add_months(on, TOGETHER_MONTHS) + timedelta(days=1)
    days = {}
    for one in decisions:
        follows = one.due_date is not None and one.window is None and one.due_date < last
        days[one.program.key] = day if follows else one.due_date
    return days


def _same(one: Field, other: Field) -> bool:
    """Say whether two fields are one question, whatever each makes of the answer."""
    if type(one) is not type(other) or one.kind != other.kind or one.unit != other.unit:
        return False
    if isinstance(one, Choice | Choices) and isinstance(other, Choice | Choices):
        both = one.codes.names.keys() & other.codes.names.keys()
        return one.codes.none == other.codes.none and all(one.codes.names[c] == other.codes.names[c] for c in both)
    return True


def _all_codes(lists: Sequence[Codelist]) -> Codelist:
    names = {code: name for codes in lists for code, name in codes.names.items()}
    return Codelist(lists[0].title, names, none=lists[0].none, source=lists[0].source, verified=lists[0].verified)


def _within(field: Field, value: Any) -> Any:
    """Leave to a programme the codes that its own list holds; of others alone its own list says nothing."""
    if not isinstance(field, Choices) or not isinstance(value, list):
        return value
    own = [code for code in value if code in field.codes]
    return own or ([field.codes.none] if value and field.codes.none else value)


def _joined(sections: Sequence[Section]) -> list[Section]:
    """Put sections of one title together, in the order in which they first come; whatever has none comes first."""
    fields: dict[str, list[Field]] = {"": []}
    for section in sections:
        fields.setdefault(section.title, []).extend(section.fields)
    return [Section(title, *those) for title, those in fields.items() if those]
