"""Words: a programme or an indicator as text for the office that must approve it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gongwei.domain.expr import Expr
from gongwei.domain.form import Form, Repeat
from gongwei.domain.form_field import Choice, Choices, Field, Number
from gongwei.domain.indicator import Indicator
from gongwei.domain.phrases import definitions, phrase
from gongwei.domain.program import DESTINATIONS, Program, Rule, Target

BETTER = {"higher": "越高越好", "lower": "越低越好", "neither": "不作优劣判断"}


@dataclass(frozen=True)
class Line:
    """One statement with the document it is taken from; `verified` is false where it must still be confirmed."""

    text: str
    source: str = ""
    verified: bool = True


@dataclass(frozen=True)
class Part:
    """Lines under a heading."""

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
        Part("服务对象", (Line(phrase(edition.enrol), edition.source, edition.verified),)),
        Part("处理规则（自上而下，先符合者先用）", tuple(_rules(edition))),
        Part("治疗目标", tuple(_targets(edition))),
        Part("名词解释", tuple(_meanings(edition))),
        *(Part(f"登记内容：{s.title or '基本信息'}", tuple(map(_field, s.fields))) for s in edition.visit.sections),
        Part("项目之间的核对", tuple(Line(c.message, verified=False) for c in edition.visit.checks)),
        Part("历次版本", tuple(Line(f"自 {e.edition} 起施行", e.source, e.verified) for e in program.editions)),
    ]
    return Description(edition.title, edition.edition, edition.source, edition.verified, _filled(parts))


def describe_indicator(indicator: Indicator) -> Description:
    """Put an indicator into words."""

    def line(text: str) -> Line:
        return Line(text, indicator.source, indicator.verified)

    below = "常住人口数" if indicator.denominator == "population" else phrase(indicator.population)
    unknown = "计入分母、不计入分子" if indicator.unknown == "not counted" else "不计入分母"
    lines = (
        line(f"分子：{phrase(indicator.population)}，且{phrase(indicator.counted)}"),
        line(f"分母：{below}"),
        Line(f"单位：{indicator.unit}；统计期：自然年；{BETTER[indicator.better]}"),
        Line(f"数据缺失无法判断者：{unknown}"),
        Line("迁移者按期末现住址计 1 次"),
        Line(f"归口：{indicator.owner}"),
    )
    expressions = (indicator.population, indicator.counted)
    meanings = _named((one, indicator.source, indicator.verified) for one in expressions)
    notes = tuple(map(line, indicator.notes))
    parts = [Part("计算方法", lines), Part("名词解释", tuple(meanings)), Part("说明", notes)]
    return Description(indicator.title, "", indicator.source, indicator.verified, _filled(parts))


def _rules(edition: Program) -> Iterator[Line]:
    last = edition.rules[-1]
    for number, rule in enumerate(edition.rules, 1):
        condition = "其余情况" if rule is last else phrase(rule.condition)
        yield Line(f"{number}. {condition}：{_deed(rule)}", rule.source or edition.source, rule.verified)


def _deed(rule: Rule) -> str:
    to = f"，转往{DESTINATIONS.name_of(rule.refer_to)}" if rule.refer_to else ""
    within = f"{rule.days} 天" if rule.days is not None else f"{rule.months} 个月"
    return f"{rule.do.title}{to}；下次随访 {within}内"


def _targets(edition: Program) -> Iterator[Line]:
    for target in (edition.target, edition.clinical):
        if target is not None:
            yield Line(_goal(target, edition), target.source, target.verified)


def _goal(target: Target, edition: Program) -> str:
    since = "" if target.since == edition.since else f"（自 {target.since.isoformat()} 起）"
    return f"{target.title}{since}：{phrase(target.reached)}"


def _meanings(edition: Program) -> Iterator[Line]:
    targets = [target for target in (edition.target, edition.clinical) if target is not None]
    cited = [(target.reached, target.source, target.verified) for target in targets]
    cited += [(rule.condition, rule.source or edition.source, rule.verified) for rule in edition.rules]
    return _named(cited)


def _named(cited: Iterable[tuple[Expr, str, bool]]) -> Iterator[Line]:
    """A name is explained once, under the document of the target, else the rule, that uses it first."""
    said: set[str] = set()
    for expression, source, verified in cited:
        for named in definitions(expression):
            if named.title not in said:
                said.add(named.title)
                yield Line(f"{named.title}：{phrase(named.item)}", source, verified)


def _field(field: Field) -> Line:
    unit = f"（{field.unit}）" if field.unit else ""
    said = [_requirement(field), *_answers(field), *([field.note] if field.note else [])]
    text = f"{field.title}{unit}：{'；'.join(part for part in said if part)}"
    return Line(text, field.source, field.verified or not _doubtful(field))


def _doubtful(field: Field) -> bool:
    """Say whether there is anything to confirm: a limit, or that the field must be filled."""
    limited = isinstance(field, Number) and bool(field.hard or field.soft)
    return limited or field.required is not False


def _requirement(field: Field) -> str:
    if field.derived is not None:
        return "由其他项目算出"
    if isinstance(field.required, bool):
        return "必填" if field.required else "选填"
    return f"{phrase(field.required)}时必填"


def _answers(field: Field) -> Iterator[str]:
    match field:
        case Number(levels=dict() as levels):
            yield "、".join(f"{points} 分 {name}" for points, name in levels.items())
        case Number():
            for title, limits in (("可录", field.hard), ("通常", field.soft)):
                if limits:
                    yield f"{title} {limits[0]:g}–{limits[1]:g}"
        case Choice() | Choices():
            if isinstance(field, Choices):
                yield "可多选"
            yield "、".join(field.codes.names.values())
        case Repeat():
            yield f"最多 {field.most} 行，每行：{_columns(field.form)}"
    if field.absent == "must":
        yield "缺失时不作判定"


def _columns(form: Form) -> str:
    return "、".join(field.title for field in form.fields.values())


def _filled(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.lines)
