"""Report cards: what is found and must be told in time, to whom, and what ends it.

A card is a form with a clock. Whoever finds the case fills it; a receiver takes it, and closes it with a result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from gongwei.domain.access import Sensitivity
from gongwei.domain.codes import Codelist
from gongwei.domain.evaluation import is_false
from gongwei.domain.expr import Expr, Literal
from gongwei.domain.form import Form
from gongwei.domain.form_field import Problem
from gongwei.domain.phrases import phrase
from gongwei.domain.record import Person
from gongwei.domain.scene import Scene
from gongwei.domain.tongue import say

RECEIVERS = Codelist(
    "报送对象",
    {
        "centre": "社区卫生服务中心（乡镇卫生院）",
        "cdc": "区县疾病预防控制中心",
        "maternal": "区县妇幼保健机构",
        "mental": "区县精神卫生防治机构",
        "hospital": "医院",
    },
)
OUTCOMES = Codelist(
    "处理结果", {"confirmed": "核实属实", "excluded": "排除", "moved": "转外地管理", "lost": "查无此人"}
)
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class UnsoundCard(ValueError):
    """A card's clocks or receiver cannot be followed: the message names what to mend."""


@dataclass(frozen=True, eq=False)
class Clock:
    """How long there is to report when the condition holds: hours, days or working days after it became known.

    Days run to the end of the last one.
    """

    condition: Expr
    hours: int | None = None
    days: int | None = None
    working_days: int | None = None

    def due_at(self, known_at: datetime, is_workday: Callable[[date], bool]) -> datetime:
        """Give the moment before which the card must have been sent."""
        if self.hours is not None:
            return known_at + timedelta(hours=self.hours)
        last = known_at.date() + timedelta(days=self.days or 0)
        for _ in range(self.working_days or 0):
            last += timedelta(days=1)
            while not is_workday(last):
                last += timedelta(days=1)
        return datetime.combine(last + timedelta(days=1), time(), known_at.tzinfo)

    @property
    def span(self) -> str:
        """How long, in words."""
        if self.hours is not None:
            return say("{hours} 小时内", hours=self.hours)
        if self.working_days is not None:
            return say("{days} 个工作日内", days=self.working_days)
        return say("{days} 天内", days=self.days)


def within(condition: Expr | None = None, **span: int) -> Clock:
    """Write a clock: `within(red, hours=24)`; without a condition it holds for every card."""
    return Clock(condition if condition is not None else Literal(True), **span)


@dataclass(frozen=True, eq=False)
class Card:
    """One kind of report.

    `answer_days` is how long the receiver has; `opens` the programme that a confirmed case joins; `about` says whom it
    can concern, everybody if it is silent. The first clock whose condition is not certainly false holds: a value marked
    `must` that is missing makes the case the graver one.
    """

    key: str
    title: str
    source: str
    since: date
    form: Form
    to: str
    clocks: tuple[Clock, ...]
    answer_days: int
    sensitivity: Sensitivity = Sensitivity.HEALTH
    opens: str | None = None
    about: Expr | None = None
    by_hospitals: bool = True  # also offered to a hospital's office, about somebody it may not look up
    verified: bool = True

    def __post_init__(self) -> None:
        if self.to not in RECEIVERS:
            raise UnsoundCard(f"{self.key}: report to one of {', '.join(RECEIVERS)}")
        if not self.clocks or not isinstance(self.clocks[-1].condition, Literal):
            raise UnsoundCard(f"{self.key}: end the clocks with one that always holds: within(days=…)")
        if "known_date" not in self.form.fields:
            raise UnsoundCard(f"{self.key}: begin the form with known_date, from which the clock runs")
        for clock in self.clocks:
            if sum(span is not None for span in (clock.hours, clock.days, clock.working_days)) != 1:
                raise UnsoundCard(f"{self.key}: give hours, days or working_days, one of them")

    def concerns(self, person: Person, *, on: date) -> bool:
        """Say whether it may be about this person; one of unknown age or sex is not left out."""
        return self.about is None or not is_false(self.about, Scene(on, person, {}))

    def clock_for(self, readings: Mapping[str, Any], *, on: date, person: Person | None = None) -> Clock:
        """Give the clock that holds for a case."""
        scene = Scene(on, person or Person(), self.form.complete(readings, on=on, person=person))
        return next(clock for clock in self.clocks if not is_false(clock.condition, scene))

    def check(self, readings: Mapping[str, Any], *, today: date, person: Person | None = None) -> list[Problem]:
        """List what is wrong with a card's readings."""
        problems = self.form.check(readings, on=today, today=today, person=person)
        if (written := readings.get("known_time")) and not TIME.fullmatch(written):
            problems.append(Problem("known_time", "hard", say("时间请按 14:30 的样子填写。")))
        return problems

    def known_at(self, readings: Mapping[str, Any], zone: tzinfo) -> datetime:
        """Give the moment from which the clock runs: the day and time that the card names, else its first minute."""
        day = date.fromisoformat(readings["known_date"])
        return datetime.combine(day, time.fromisoformat(readings.get("known_time") or "00:00"), zone)

    @property
    def upward(self) -> bool:
        """Say whether it goes to one hospital, which reads and answers it without seeing any register."""
        return self.to == "hospital"

    @property
    def clock_words(self) -> Iterator[str]:
        """The clocks in words, the shortest first as they stand."""
        for clock in self.clocks:
            if not isinstance(clock.condition, Literal):
                yield say("{condition}：{span}", condition=phrase(clock.condition), span=clock.span)
            elif len(self.clocks) == 1:
                yield clock.span
            else:
                yield say("其余：{span}", span=clock.span)
