"""Gathers every Chinese word that definitions and refusals may say, so that a test can ask for its English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from gongwei.apps.accounts.audit_words import ACTIONS
from gongwei.apps.people.forms import SEX, move_form, resident_form
from gongwei.apps.people.glass import CATEGORIES
from gongwei.apps.places.models import InstitutionKind
from gongwei.catalog.codelists.diagnoses import CONDITIONS, GUARDED_CONDITIONS
from gongwei.catalog.codelists.joint_group import ENDS
from gongwei.catalog.discovery import cards, indicators, numbers, programs
from gongwei.catalog.fields import activities, joint_group
from gongwei.catalog.fields.archive import BASIC, BASIC_TITLE, COVER, COVER_TITLE
from gongwei.catalog.fields.personal import personal_information
from gongwei.catalog.papers import JOINED, PAPERS, PHRASES
from gongwei.catalog.regions.maps import MAP_SOURCE, SCHEMATIC_NOTICE
from gongwei.catalog.services import CONTRACTS, SERVICES
from gongwei.catalog.targets import plans
from gongwei.domain import phrases, words
from gongwei.domain.card import OUTCOMES, RECEIVERS, Card
from gongwei.domain.codes import Codelist
from gongwei.domain.demography.population import MARKS
from gongwei.domain.destinations import DESTINATIONS
from gongwei.domain.expr import Age, Attribute, Expr, Has, Named, Value, walk
from gongwei.domain.form import Form, Repeat
from gongwei.domain.form_field import Choice, Choices, Field, Number
from gongwei.domain.plan import OPERATORS
from gongwei.domain.program import Program
from gongwei.domain.settling import KINDS

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def spoken(source: Path) -> set[str]:
    """Gather what the code says in words of its own and what the catalogue gives it to say."""
    said = {text for file in source.rglob("*.py") for text in _in_code(file.read_text())}
    for program in programs().values():
        for edition in program.editions:
            said |= set(_of_program(edition))
    for one in indicators().values():
        said |= {one.title, one.unit, one.owner, *one.source.split("；"), *one.notes}
        said |= set(_of_expression(one.population)) | set(_of_expression(one.counted))
    for card in cards().values():
        said |= set(_of_card(card))
    for plan in plans().values():
        said |= {plan.title, plan.binds_name, *plan.notes}
    shared = (joint_group.share, joint_group.answer, joint_group.meeting, activities.activity, activities.finding)
    for form in (
        *shared,
        resident_form({}, new=True),
        resident_form({}, new=False),
        move_form({}),
        personal_information,
    ):
        said |= set(_of_form(form))
    for codes in (ENDS, CONDITIONS, GUARDED_CONDITIONS, DESTINATIONS, SEX, RECEIVERS, OUTCOMES):
        said |= set(_of_codes(codes))
    said |= set(_of_papers())
    for number in numbers().values():
        said |= {number.title, number.unit, *number.source.split("；"), *number.used_in}
    said |= {*KINDS.values(), *MARKS.values(), *ACTIONS.values(), *(one.title for one in SERVICES.values()), CONTRACTS}
    said |= {*CATEGORIES.values(), *OPERATORS.values(), *words.BETTER.values(), *InstitutionKind.labels}
    for names in (phrases.SEX, phrases.SOURCES, phrases.EQUALS, phrases.COUNTED, phrases.PICKED):
        said |= set(names.values())
    return {one for one in said | {MAP_SOURCE, SCHEMATIC_NOTICE} if CHINESE.search(one)}


def _of_papers() -> Iterator[str]:
    for paper in (one for papers in PAPERS.values() for one in papers):
        yield from (paper.title, *paper.signed, *paper.placed.values(), *(paper.ages or {}).values())
    yield from (title for title, _keys in JOINED.values())
    yield from (*PHRASES.values(), COVER_TITLE, BASIC_TITLE)
    yield from (*_of_form(COVER), *_of_form(BASIC))


def _of_card(card: Card) -> Iterator[str]:
    yield from (card.title, *card.source.split("；"))
    yield from _of_form(card.form)
    for clock in card.clocks:
        yield from _of_expression(clock.condition)


def _in_code(text: str) -> Iterator[str]:
    """Find the texts given to `say`, also by a name that a line before gave them."""
    if "say" not in text:
        return
    tree = ast.parse(text)
    named = {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper()
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and _is_said(node):
            yield str(node.value.value)
        if not isinstance(node, ast.Call) or not node.args or _name(node.func) != "say":
            continue
        if isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)
        elif isinstance(node.args[0], ast.Name) and node.args[0].id in named:
            yield named[node.args[0].id]


def _is_said(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "said" for target in node.targets)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _of_program(edition: Program) -> Iterator[str]:
    yield from (edition.title, *edition.source.split("；"))
    yield from _of_expression(edition.enrol)
    yield from _of_form(edition.visit)
    for rule in edition.rules:
        yield from (rule.do.title, *rule.source.split("；"))
        yield from _of_expression(rule.condition)
        yield from (stone.title for stone in (rule.at.stones if rule.at else ()))
    for target in (edition.target, edition.clinical):
        if target is not None:
            yield from (target.title, target.source)
            yield from _of_expression(target.reached)


def _of_form(form: Form) -> Iterator[str]:
    yield from (section.title for section in form.sections)
    yield from (check.message for check in form.checks)
    for field in form.fields.values():
        yield from _of_field(field)


def _of_field(field: Field) -> Iterator[str]:
    yield from (field.title, field.unit, field.note, *field.source.split("；"))
    for condition in (field.required, field.asked):
        if isinstance(condition, Expr):
            yield from _of_expression(condition)
    if isinstance(field, Choice | Choices):
        yield from _of_codes(field.codes)
    if isinstance(field, Number) and field.levels:
        yield from field.levels.values()
    if isinstance(field, Repeat):
        yield from _of_form(field.form)


def _of_codes(codes: Codelist) -> Iterator[str]:
    yield from (codes.title, *codes.names.values())


def _of_expression(expression: Expr) -> Iterator[str]:
    for node in walk(expression):
        match node:
            case Field():
                yield from _of_field(node)
            case Value() | Attribute():
                yield from (node.title, getattr(node, "unit", ""))
            case Named():
                yield from (node.title, node.contrary)
            case Has():
                yield node.codelist.title
            case Age():
                yield "岁"
