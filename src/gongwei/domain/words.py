"""Words: a programme or an indicator as text for the office that must approve it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gongwei.domain.destinations import DESTINATIONS
from gongwei.domain.expr import Expr
from gongwei.domain.form import Form, Repeat
from gongwei.domain.form_field import Choice, Choices, Field, Number
from gongwei.domain.indicator import Indicator
from gongwei.domain.phrases import definitions, phrase
from gongwei.domain.program import Program, Rule, Target
from gongwei.domain.tongue import in_tongue, listed, say

BETTER = {"higher": "越高越好", "lower": "越低越好", "neither": "不作优劣判断"}


@dataclass(frozen=True)
class Line:
    """One statement with the document it is taken from; `verified` is false where it must still be confirmed.

    `subject` is what it speaks of; a sentence of its own speaks of nothing.
    """

    said: str
    source: str = ""
    verified: bool = True
    subject: str = ""

    @property
    def text(self) -> str:
        return say("{item}：{answer}", item=self.subject, answer=self.said) if self.subject else self.said


@dataclass(frozen=True)
class Part:
    """Lines under a heading; `key` names the part in every language."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Description:
    """A definition in words, part by part."""

    title: str
    edition: str
    source: str
    verified: bool
    parts: tuple[Part, ...]

    @property
    def unverified(self) -> int:
        """How many lines must still be confirmed."""
        return sum(not line.verified for part in self.parts for line in part.lines)


def describe(program: Program, *, on: date) -> Description:
    """Put the edition in force on a day into words; raise NotInForce before the first."""
    edition = program.on(on)
    parts = [
        Part("people", say("服务对象"), (Line(phrase(edition.enrol), cited(edition.source), edition.verified),)),
        Part("rules", say("处理规则（自上而下，先符合者先用）"), tuple(_rules(edition))),
        Part("targets", say("治疗目标"), tuple(_targets(edition))),
        Part("meanings", say("名词解释"), tuple(_meanings(edition))),
        *(Part("fields", _heading(s.title), tuple(map(_field, s.fields))) for s in edition.visit.sections),
        Part(
            "checks",
            say("项目之间的核对"),
            tuple(Line(in_tongue(c.message), verified=False) for c in edition.visit.checks),
        ),
        Part("editions", say("历次版本"), tuple(map(_since, program.editions))),
    ]
    title, source = in_tongue(edition.title), cited(edition.source)
    return Description(title, edition.edition, source, edition.verified, _filled(parts))


def describe_indicator(indicator: Indicator) -> Description:
    """Put an indicator into words."""
    source, verified = cited(indicator.source), indicator.verified
    expressions = (indicator.population, indicator.counted)
    meanings = _named((one, indicator.source, verified) for one in expressions)
    parts = [
        Part("counting", say("计算方法"), tuple(_counting(indicator, source))),
        Part("meanings", say("名词解释"), tuple(meanings)),
        Part("notes", say("说明"), tuple(_split(in_tongue(note), source, verified) for note in indicator.notes)),
    ]
    return Description(in_tongue(indicator.title), "", source, verified, _filled(parts))


def _counting(indicator: Indicator, source: str) -> Iterator[Line]:
    people, counted, verified = phrase(indicator.population), phrase(indicator.counted), indicator.verified
    below = say("常住人口数") if indicator.denominator == "population" else people
    unknown = say("计入分母、不计入分子") if indicator.unknown == "not counted" else say("不计入分母")
    both = say("{population}，且{counted}", population=people, counted=counted)
    yield Line(both, source, verified, subject=say("分子"))
    yield Line(below, source, verified, subject=say("分母"))
    unit = say(
        "{unit}；统计期：自然年；{better}", unit=in_tongue(indicator.unit), better=in_tongue(BETTER[indicator.better])
    )
    yield Line(unit, subject=say("单位"))
    yield Line(unknown, subject=say("数据缺失无法判断者"))
    yield Line(say("迁移者按期末现住址计 1 次"))
    yield Line(in_tongue(indicator.owner), subject=say("归口"))


def _split(text: str, source: str, verified: bool) -> Line:
    """Split a note of the catalogue where it says what it speaks of."""
    subject, colon, said = text.partition(say("："))
    return Line(said, source, verified, subject=subject) if colon else Line(text, source, verified)


def cited(source: str) -> str:
    """Name documents in the language that is spoken; several stand one after the other."""
    return say("；").join(map(in_tongue, source.split("；")))


def _heading(section: str) -> str:
    return say("登记内容：{section}", section=in_tongue(section or "基本信息"))


def _since(edition: Program) -> Line:
    return Line(say("自 {day} 起施行", day=edition.edition), cited(edition.source), edition.verified)


def _rules(edition: Program) -> Iterator[Line]:
    last = edition.rules[-1]
    for number, rule in enumerate(edition.rules, 1):
        condition = say("其余情况") if rule is last else phrase(rule.condition)
        source = cited(rule.source or edition.source)
        yield Line(_deed(rule), source, rule.verified, subject=f"{number}. {condition}")


def _deed(rule: Rule) -> str:
    deed = in_tongue(rule.do.title)
    if rule.refer_to:
        deed = say("{deed}，转往{place}", deed=deed, place=DESTINATIONS.name_of(rule.refer_to))
    if rule.at is not None and not rule.at.stones:
        return say("{deed}；本项目不再安排下次随访", deed=deed)
    if rule.at is not None:
        stages = listed(in_tongue(stone.title) for stone in rule.at.stones)
        return say("{deed}；下次随访在此后最先到的一个：{stages}", deed=deed, stages=stages)
    if rule.days is not None:
        return say("{deed}；下次随访 {days} 天内", deed=deed, days=rule.days)
    return say("{deed}；下次随访 {months} 个月内", deed=deed, months=rule.months)


def _targets(edition: Program) -> Iterator[Line]:
    for target in (edition.target, edition.clinical):
        if target is not None:
            yield Line(phrase(target.reached), cited(target.source), target.verified, subject=_goal(target, edition))


def _goal(target: Target, edition: Program) -> str:
    title = in_tongue(target.title)
    if target.since == edition.since:
        return title
    return say("{title}（自 {day} 起）", title=title, day=target.since.isoformat())


def _meanings(edition: Program) -> Iterator[Line]:
    targets = [target for target in (edition.target, edition.clinical) if target is not None]
    used = [(target.reached, target.source, target.verified) for target in targets]
    used += [(rule.condition, rule.source or edition.source, rule.verified) for rule in edition.rules]
    return _named(used)


def _named(used: Iterable[tuple[Expr, str, bool]]) -> Iterator[Line]:
    """A name is explained once, under the document of the target, else the rule, that uses it first."""
    said: set[str] = set()
    for expression, source, verified in used:
        for named in definitions(expression):
            if named.title not in said:
                said.add(named.title)
                yield Line(phrase(named.item), cited(source), verified, subject=in_tongue(named.title))


def _field(field: Field) -> Line:
    title = in_tongue(field.title)
    if field.unit:
        title = say("{title}（{unit}）", title=title, unit=in_tongue(field.unit))
    parts = [_stage(field), _requirement(field), *_answers(field), in_tongue(field.note)]
    said = say("；").join(part for part in parts if part)
    return Line(said, cited(field.source), field.verified or not _doubtful(field), subject=title)


def _doubtful(field: Field) -> bool:
    """Say whether there is anything to confirm: a limit, or that the field must be filled."""
    limited = isinstance(field, Number) and bool(field.hard or field.soft)
    return limited or field.required is not False


def _stage(field: Field) -> str:
    """Say when the field stands on the form, if not always."""
    return say("{condition}时登记", condition=phrase(field.asked)) if isinstance(field.asked, Expr) else ""


def _requirement(field: Field) -> str:
    if field.derived is not None:
        return say("由其他项目算出")
    if isinstance(field.required, bool):
        return say("必填") if field.required else say("选填")
    return say("{condition}时必填", condition=phrase(field.required))


def _answers(field: Field) -> Iterator[str]:
    match field:
        case Number(levels=dict() as levels):
            yield listed(say("{points} 分 {name}", points=n, name=in_tongue(name)) for n, name in levels.items())
        case Number():
            for title, limits in ((say("可录"), field.hard), (say("通常"), field.soft)):
                if limits:
                    yield f"{title} {limits[0]:g}–{limits[1]:g}"
        case Choice() | Choices():
            if isinstance(field, Choices):
                yield say("可多选")
            yield listed(map(field.codes.name_of, field.codes))
        case Repeat():
            yield say("最多 {most} 行，每行：{columns}", most=field.most, columns=_columns(field.form))
    if field.absent == "must":
        yield say("缺失时不作判定")


def _columns(form: Form) -> str:
    return listed(in_tongue(field.title) for field in form.fields.values())


def _filled(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.lines)
