"""Service programmes: who is enrolled, what a visit asks, and what follows from its readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from gongwei.domain.access import Sensitivity
from gongwei.domain.codes import Codelist
from gongwei.domain.destinations import DESTINATIONS
from gongwei.domain.evaluation import is_true, value_of
from gongwei.domain.expr import And, Enrolled, Expr, Frame, Literal, Owed, Value, all_known, known, values_in
from gongwei.domain.form import Form, Problem, is_wanting
from gongwei.domain.milestones import Milestones, Window
from gongwei.domain.opening import Opening
from gongwei.domain.period import add_months, year
from gongwei.domain.phrases import reasons
from gongwei.domain.placing import check_place
from gongwei.domain.record import Person
from gongwei.domain.scene import Scene, Unknown
from gongwei.domain.tongue import in_tongue, listed, say, sentences, speaking
from gongwei.domain.undecided import Undecided as Undecided

PROGRAM = Value("program", "服务项目", kind="code")
ATTRIBUTE_TITLES = {"age": "年龄（出生日期）", "birth_date": "出生日期", "sex": "性别"}


class NotInForce(ValueError):
    """No edition of the programme was in force on that day: take a later day or add the earlier edition."""


class UnsoundRules(ValueError):
    """The decision table cannot decide every visit: the message names the rule to mend."""


@dataclass(frozen=True)
class Advice:
    """What a doctor is told to do. `gravity` orders advices: 0 go on, 1 adjust, 2 refer, 3 refer now."""

    key: str
    title: str
    gravity: int


@dataclass(frozen=True, eq=False)
class Rule:
    """One line of a decision table: when the condition is true, do this and come again.

    That is after `days` or `months`, or `at` the next milestone, after the last of which nothing is due.
    """

    key: str
    condition: Expr
    do: Advice
    refer_to: str | None = None
    days: int | None = None
    months: int | None = None
    at: Milestones | None = None
    source: str = ""
    verified: bool = True

    def next_due(self, scene: Scene, form: Form) -> tuple[date | None, Window | None]:
        """Give the last day for the next visit and, at a milestone, its window; raise Undecided without a start."""
        if self.at is not None:
            window = self.at.after(scene)
            if isinstance(window, Unknown):
                raise Undecided(_named(window, form))
            return (window.last_date, window) if window else (None, None)
        on = scene.day
        return on + timedelta(days=self.days) if self.days is not None else add_months(on, self.months or 0), None


def when(condition: Expr, *, key: str, do: Advice, **rest: Any) -> Rule:
    """Write a rule that holds when the condition is true and none before it is."""
    return Rule(key=key, condition=condition, do=do, **rest)


def otherwise(*, key: str, do: Advice, **rest: Any) -> Rule:
    """Write the rule that holds when no other does."""
    return Rule(key=key, condition=Literal(True), do=do, **rest)


@dataclass(frozen=True, eq=False)
class Target:
    """What treatment should reach: the `indicator` edition decides rates, the `clinical` one advises."""

    title: str
    reached: Expr
    source: str
    since: date
    verified: bool = True


@dataclass(frozen=True, eq=False)
class Decision:
    """What follows from a visit. A target that cannot be told, or that the programme lacks, is None."""

    program: Program
    decided_by: Rule
    scene: Scene
    due_date: date | None  # None: nothing is due any more
    window: Window | None  # of the milestone that is next
    at_target: bool | None
    clinical_at_target: bool | None
    visit_class: str | None

    @property
    def rule(self) -> str:
        return self.decided_by.key

    @property
    def advice_key(self) -> str:
        return self.decided_by.do.key

    @property
    def advice(self) -> str:
        return in_tongue(self.decided_by.do.title)

    @property
    def gravity(self) -> int:
        return self.decided_by.do.gravity

    @property
    def refer_to(self) -> str | None:
        return self.decided_by.refer_to

    @property
    def verified(self) -> bool:
        return self.decided_by.verified

    @property
    def edition(self) -> str:
        return self.program.edition

    @property
    def days(self) -> int | None:
        """How many days after the visit the next one is due."""
        return None if self.due_date is None else (self.due_date - self.scene.day).days

    @property
    def next_visit(self) -> str:
        """When to come again, in words."""
        if self.due_date is None:
            return say("本项目各次随访到此为止，不再安排下次。")
        if self.window is not None:
            first, last = self.window.first_date.isoformat(), self.window.last_date.isoformat()
            stage = in_tongue(self.window.title)
            return say("下次随访：{stage}，{first} 至 {last}。", stage=stage, first=first, last=last)
        return say("下次随访不晚于 {day}（{days} 天内）。", day=self.due_date.isoformat(), days=self.days)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The values that decided, with the limits they passed."""
        why = reasons(self.decided_by.condition, self.scene)
        return why or (reasons(self.program.target.reached, self.scene) if self.program.target else ())

    @property
    def written_reasons(self) -> str:
        """The reasons as a record keeps them: in the language of the norms, whoever writes."""
        with speaking(None):
            return "；".join(self.reasons)

    @property
    def unrecorded(self) -> tuple[str, ...]:
        """The titles of what the rules look at and nobody wrote down."""
        return tuple(
            in_tongue(v.title) for v in self.program.asked if is_wanting(self.program.visit.fields[v.key], self.scene)
        )

    @property
    def words(self) -> str:
        """The decision in one text: why, what to do, when to come again, what was not recorded."""
        said = [say("{sentence}。", sentence=say("；").join(self.reasons))] if self.reasons else []
        said.append(say("{sentence}。", sentence=self.advice))
        if self.refer_to is not None:
            said.append(say("转往{place}。", place=DESTINATIONS.name_of(self.refer_to)))
        said.append(self.next_visit)
        if self.unrecorded:
            said.append(say("未记录：{values}。", values=listed(self.unrecorded)))
        return sentences(said)


@dataclass(frozen=True, eq=False)
class Program:
    """One edition of a programme, in force from `since`; `earlier` is the edition that it replaced.

    The first visit is due `first_days` after the day of enrolment. `sensitivity` says in which tables its
    records lie. Those of class 4 and 5 keep their readings sealed, save the `counted` ones: codes, numbers, days and
    flags that indicators read.
    """

    key: str
    title: str
    source: str
    since: date
    enrol: Expr
    visit: Form
    rules: tuple[Rule, ...]
    target: Target | None = None
    clinical: Target | None = None
    visit_class: Expr | None = None
    opens: tuple[Opening, ...] = ()
    verified: bool = True
    earlier: Program | None = None
    first_days: int = 0
    sensitivity: Sensitivity = Sensitivity.HEALTH
    counted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        keys = [rule.key for rule in self.rules]
        if len(set(keys)) < len(keys):
            raise UnsoundRules(f"{self.key}: two rules share a key: {', '.join(keys)}")
        last = self.rules[-1].condition
        if not (isinstance(last, Literal) and last.value is True):
            raise UnsoundRules(f"{self.key}: end the rules with otherwise(...)")
        for rule in self.rules:
            if sum(given is not None for given in (rule.days, rule.months, rule.at)) != 1:
                raise UnsoundRules(f"{self.key}.{rule.key}: give days, months or milestones, one of them")
            if rule.refer_to is not None and rule.refer_to not in DESTINATIONS:
                raise UnsoundRules(f"{self.key}.{rule.key}: refer to one of {', '.join(DESTINATIONS)}")
        earlier = self.earlier.sensitivity if self.earlier else None
        check_place(self.key, self.sensitivity, self.counted, self.visit, earlier=earlier)

    @property
    def is_guarded(self) -> bool:
        """Say whether the records lie in tables of their own, with readings sealed."""
        return self.sensitivity > Sensitivity.HEALTH

    def in_the_clear(self, readings: Mapping[str, Any]) -> dict[str, Any]:
        """Give those readings of a guarded visit that indicators may read."""
        return {key: readings[key] for key in self.counted if key in readings}

    @property
    def edition(self) -> str:
        """The edition's name: the day since which it is in force."""
        return self.since.isoformat()

    @property
    def editions(self) -> tuple[Program, ...]:
        """This edition and those before it, newest first."""
        return (self, *(self.earlier.editions if self.earlier else ()))

    def on(self, day: date) -> Program:
        """Give the edition in force on a day, or raise NotInForce."""
        for edition in self.editions:
            if edition.since <= day:
                return edition
        raise NotInForce(f"{self.title} {day.isoformat()}: {NotInForce.__doc__}")

    def revise(self, *, since: date, **changes: Any) -> Program:
        """Make the next edition, which replaces this one from a later day on."""
        if since <= self.since:
            raise NotInForce(f"{self.key}: an edition since {since} cannot follow that of {self.since}")
        return replace(self, since=since, earlier=self, **changes)

    # What indicators say of the programme.
    @property
    def enrolled(self) -> Enrolled:
        return Enrolled(self.key)

    @property
    def visits(self) -> Frame:
        return Frame("visits", PROGRAM.isin(self.key))

    @property
    def complete_visits(self) -> Frame:
        """The visits at which everything was recorded that the edition of their day requires of everybody."""
        day = Value("visit_date", "服务日期", kind="day")
        oldest, *newer = reversed(self.editions)
        complete: Expr = oldest._all_filled
        for edition in newer:
            before, after = day < edition.since, day >= edition.since
            complete = (before & complete) | (after & edition._all_filled)
        return self.visits.where(complete.called("内容完整"))

    @cached_property
    def asked(self) -> tuple[Value, ...]:
        """What the rules look at, each key once."""
        return tuple({v.key: v for rule in self.rules for v in values_in(rule.condition)}.values())

    @property
    def _all_filled(self) -> Expr:
        whole = [f for f in self.visit.fields.values() if f.required is True]
        always = all_known(*(f for f in whole if isinstance(f.asked, bool)))
        return And((*always.parts, *(~f.asked | known(f) for f in whole if isinstance(f.asked, Expr))))

    def owed(self, most: int) -> Owed:
        return Owed(self.key, year, most)

    def judge(
        self,
        readings: Mapping[str, Any],
        *,
        person: Person,
        on: date,
        previous: Mapping[str, Any] | None = None,
        previous_on: date | None = None,
    ) -> Decision:
        """Decide what follows from a visit, by the edition of its day; raise Undecided when a value is missing.

        `previous` holds the readings of the visit before, None at a first visit; `previous_on` its day. Readings
        are judged as they are, so that a danger decides before anyone asks whether a value is plausible.
        """
        edition = self.on(on)
        scene = edition._scene(readings, person=person, on=on, previous=previous, previous_on=previous_on)
        rule = edition._first_true(scene)
        return _decision(edition, rule, scene)

    def check(
        self,
        readings: Mapping[str, Any],
        *,
        person: Person,
        on: date,
        today: date | None = None,
        enrolled_date: date | None = None,
        previous: Mapping[str, Any] | None = None,
        asking: bool = True,
    ) -> list[Problem]:
        """List what is wrong with a visit's readings, also a class by the doctor that the numbers contradict."""
        edition = self.on(on)
        problems = edition.visit.check(readings, on=on, person=person, today=today, previous=previous, asking=asking)
        if enrolled_date is not None and on < enrolled_date:
            said = say("随访日期早于建卡日期 {day}，请核对日期。", day=enrolled_date.isoformat())
            problems.append(Problem("visit_date", "hard", said))
        if not any(p.severity == "hard" for p in problems):
            problems += edition._class_doubt(readings, person=person, on=on)
        return problems

    def _class_doubt(self, readings: Mapping[str, Any], *, person: Person, on: date) -> list[Problem]:
        given = readings.get("visit_class")
        if self.visit_class is None or given is None:
            return []
        scene = self._scene(readings, person=person, on=on, previous=None, previous_on=None)
        computed = value_of(self.visit_class, scene)
        if isinstance(computed, Unknown) or computed == given:
            return []
        codes: Codelist = self.visit.fields["visit_class"].codes  # type: ignore[attr-defined]
        said = "本次分类填“{given}”，按数值应为“{computed}”，请核对。"
        named = {"given": codes.name_of(given), "computed": codes.name_of(computed)}
        return [Problem("visit_class", "soft", say(said, **named))]

    def _scene(
        self,
        readings: Mapping[str, Any],
        *,
        person: Person,
        on: date,
        previous: Mapping[str, Any] | None,
        previous_on: date | None,
    ) -> Scene:
        before = None
        if previous is not None:
            day = previous_on or on
            before = Scene(day, person, self.visit.complete(previous, on=day, person=person))
        return Scene(on, person, self.visit.complete(readings, on=on, person=person), before)

    def _first_true(self, scene: Scene) -> Rule:
        for rule in self.rules:
            met = value_of(rule.condition, scene)
            if isinstance(met, Unknown):
                raise Undecided(_named(met, self.visit))
            if met:
                return rule
        raise AssertionError("otherwise(...) is always true")


def _named(unknown: Unknown, form: Form) -> tuple[Value, ...]:
    """Name the missing values in the order of the form, values that no form holds (age) last."""
    on_form = tuple(field for key, field in form.fields.items() if key in unknown.keys)
    others = sorted(unknown.keys - form.fields.keys())
    return on_form + tuple(Value(key, ATTRIBUTE_TITLES.get(key, key)) for key in others)


def _decision(edition: Program, rule: Rule, scene: Scene) -> Decision:
    due_date, window = rule.next_due(scene, edition.visit)
    visit_class = value_of(edition.visit_class, scene) if edition.visit_class is not None else None
    given = None if isinstance(visit_class, Unknown) else visit_class
    reached, clinically = _reached(edition.target, scene), _reached(edition.clinical, scene)
    return Decision(edition, rule, scene, due_date, window, reached, clinically, given)


def _reached(target: Target | None, scene: Scene) -> bool | None:
    if target is None or scene.day < target.since:
        return None
    value = value_of(target.reached, scene)
    return None if isinstance(value, Unknown) else value


def may_enrol(program: Program, scene: Scene) -> bool:
    """Say whether a person certainly belongs in the programme on the scene's day."""
    return is_true(program.on(scene.day).enrol, scene)
