"""Explanation: what a programme would advise for one set of readings, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongwei.catalog.discovery import programs
from gongwei.domain.program import NotInForce, Program, Undecided
from gongwei.domain.record import Person
from gongwei.domain.tongue import in_tongue, say

OLDEST = 130
LATEST = date(2200, 1, 1)


class WrongReading(ValueError):
    """The readings cannot be judged: mend what the message names."""


def explain(
    program_key: str,
    reading: Mapping[str, Any],
    *,
    age: int | None = None,
    sex: str | None = None,
    on: date,
    previous: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Give {rule, advice, days, refer_to, words}, or {error, missing, words} when a value is missing.

    `age` in years on the day, `days` counted from it. Raises WrongReading for an unknown programme or field, for a
    value that cannot be, and for a day on which no edition is in force.
    """
    program = _program(program_key)
    if age is not None and not 0 <= age <= OLDEST:
        raise WrongReading(say("年龄 {age} 超出 0–{oldest} 岁，请核对。", age=age, oldest=OLDEST))
    if on >= LATEST:
        raise WrongReading(say("日期 {day} 太远，请核对。", day=on.isoformat()))
    person = Person.aged(age, on=on, sex=sex)
    try:
        edition = program.on(on)
        for readings in (reading, previous or {}):
            _refuse_impossible(edition, readings, person, on)
        decision = edition.judge(reading, person=person, on=on, previous=previous)
    except NotInForce:
        first = program.editions[-1].since
        said = "{title}自 {day} 起施行，请给出此后的日期。"
        raise WrongReading(say(said, title=in_tongue(program.title), day=first.isoformat())) from None
    except Undecided as undecided:
        return {"error": "undecided", "missing": list(undecided.missing), "words": str(undecided)}
    return {
        "rule": decision.rule,
        "advice": decision.advice_key,
        "days": decision.days,
        "refer_to": decision.refer_to,
        "words": decision.words,
    }


def _program(key: str) -> Program:
    if key not in programs():
        raise WrongReading(f"没有名为 {key} 的项目，可用：{'、'.join(programs())}。")
    return programs()[key]


def _refuse_impossible(edition: Program, readings: Mapping[str, Any], person: Person, on: date) -> None:
    problems = edition.visit.check(readings, on=on, person=person)
    wrong = [f"{p.key}: {p.message}" for p in problems if p.severity == "hard"]
    if wrong:
        raise WrongReading("\n".join(wrong))
