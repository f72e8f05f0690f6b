"""A visit as it is posted: read by the form of its edition, checked, and judged before anything is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongwei.catalog.discovery import programs
from gongwei.domain.expr import Value, values_in
from gongwei.domain.form_field import Problem
from gongwei.domain.program import Decision, NotInForce, Program, Undecided
from gongwei.domain.record import Person
from gongwei.domain.tongue import in_tongue, say


@dataclass(frozen=True)
class Before:
    """The visit before: its day and readings."""

    day: date
    readings: Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """A visit that is not saved yet: what was read, what is wrong with it, and what would follow."""

    program: Program
    day: date
    readings: Mapping[str, Any]
    problems: tuple[Problem, ...]
    decision: Decision | None
    missing: tuple[str, ...]
    missing_words: str

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """What must be looked at once more before it is kept."""
        return tuple(problem for problem in self.problems if problem.severity == "soft")

    def unconfirmed(self, confirmed: Mapping[str, str]) -> tuple[Problem, ...]:
        """Doubts whose value, as it stands now, nobody has confirmed."""
        return tuple(doubt for doubt in self.doubts if confirmed.get(doubt.key) != str(self.readings.get(doubt.key)))

    @property
    def refused(self) -> bool:
        """Say whether something stands against saving that no confirmation can remove."""
        return self.decision is None or any(problem.severity != "soft" for problem in self.problems)


def draft(
    key: str,
    raw: Mapping[str, Any],
    *,
    person: Person,
    today: date,
    before: Before | None,
    enrolled_date: date | None = None,
    asking: bool = True,
) -> Draft:
    """Read, check and judge what was posted for a programme. Never raises for what a person may type.

    Not `asking`, it lists no empty fields, save those without which nothing is decided.
    """
    program, day, wrong = _edition(programs()[key], raw, today)
    cleaned = program.visit.clean(raw)
    readings = program.visit.complete(cleaned.readings, on=day, person=person)
    previous = before.readings if before else None
    checked = program.check(
        readings, person=person, on=day, today=today, enrolled_date=enrolled_date, previous=previous, asking=asking
    )
    unreadable = {problem.key for problem in cleaned.problems}
    problems = [*wrong, *cleaned.problems, *(p for p in checked if p.key not in unreadable)]
    decision: Decision | None = None
    missing: tuple[str, ...] = ()
    words = ""
    try:
        decision = program.judge(
            readings,
            person=person,
            on=day,
            previous=previous,
            previous_on=before.day if before else None,
        )
    except Undecided as undecided:
        missing, words = undecided.missing, str(undecided)
    return Draft(program, day, readings, tuple(problems), decision, missing, words)


def _edition(newest: Program, raw: Mapping[str, Any], today: date) -> tuple[Program, date, list[Problem]]:
    try:
        day = date.fromisoformat(str(raw.get("visit_date", "")))
        if day > today:  # refused by the form; judged as of today, since nothing is due beyond the calendar
            return newest.on(today), today, []
        return newest.on(day), day, []
    except NotInForce:
        first = newest.editions[-1].since.isoformat()
        said = say("{title}自 {day} 起施行，请填此后的日期。", title=in_tongue(newest.title), day=first)
        return newest.editions[-1], today, [Problem("visit_date", "hard", said)]
    except ValueError:
        return newest.on(today), today, []


def deciding_keys(program: Program) -> frozenset[str]:
    """Name the fields that a rule or a target reads: they stand in front of the form."""
    expressions = [rule.condition for rule in program.rules]
    expressions += [target.reached for target in (program.target, program.clinical) if target is not None]
    found: set[str] = set()
    for expression in expressions:
        found |= _keys(expression)
    return frozenset(found)


def _keys(expression: Any) -> set[str]:
    keys = set()
    for value in values_in(expression):
        keys.add(value.key)
        derived = getattr(value, "derived", None)
        if derived is not None and isinstance(value, Value):
            keys |= _keys(derived)
    return keys
