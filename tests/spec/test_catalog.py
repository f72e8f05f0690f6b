"""What must hold of every definition in the catalogue."""

from collections import defaultdict
from datetime import date

import pytest

from gongwei.catalog.discovery import indicators, programs
from gongwei.domain.expr import Value, values_in, walk
from gongwei.domain.form import Form, Repeat
from gongwei.domain.form_field import Choice, Choices, Number
from gongwei.domain.program import Program, may_enrol
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import Scene

EDITIONS = [edition for program in programs().values() for edition in program.editions]
BY_EDITION = pytest.mark.parametrize("edition", EDITIONS, ids=lambda e: f"{e.key}-{e.edition}")
BY_INDICATOR = pytest.mark.parametrize("indicator", indicators().values(), ids=lambda i: i.key)
SHARED = ("danger_signs", "visit_mode")  # each form offers those of their codes that its norm names
COLUMNS = {"program", "visit_date", "visit_mode", "face_to_face", "at_target", "code"}


def test_the_first_definitions_are_found_under_the_names_of_their_files():
    assert set(programs()) >= {"hypertension", "diabetes", "elderly"}
    assert set(indicators()) >= {
        "archive_rate",
        "archive_use_rate",
        "hypertension_standard_management",
        "hypertension_control",
        "diabetes_standard_management",
        "diabetes_control",
        "elderly_management",
        "share_65_over",
    }


@BY_EDITION
def test_a_rule_asks_only_for_what_the_form_holds(edition: Program):
    for rule in edition.rules:
        for value in values_in(rule.condition):
            assert value.key in edition.visit.fields, f"{rule.key} asks for {value.key}"


@BY_EDITION
def test_targets_classes_conditions_and_checks_ask_only_for_what_the_form_holds(edition: Program):
    fields = edition.visit.fields
    asked = [t.reached for t in (edition.target, edition.clinical) if t] + [c.holds for c in edition.visit.checks]
    asked += [edition.visit_class] if edition.visit_class is not None else []
    for field in fields.values():
        asked += [e for e in (field.required, field.derived) if e is not None and not isinstance(e, bool)]
    assert {value.key for expr in asked for value in values_in(expr)} <= set(fields)
    assert {check.key for check in edition.visit.checks} <= set(fields)


@BY_EDITION
def test_a_rule_reads_a_field_as_the_form_declares_it_or_stricter(edition: Program):
    for rule in edition.rules:
        for value in values_in(rule.condition):
            declared = edition.visit.fields[value.key]
            assert declared.absent == "may" or value.absent == "must", f"{rule.key}: {value.key}"
            assert (declared.kind, declared.unit) == (value.kind, value.unit)


def test_one_key_has_one_kind_unit_and_code_list_everywhere():
    meanings = defaultdict(set)
    for edition in EDITIONS:
        for field in edition.visit.fields.values():
            meanings[field.key].add(meaning(field))
    assert {key: found for key, found in meanings.items() if len(found) > 1 and key not in SHARED} == {}


def meaning(field: Value) -> tuple[object, ...]:
    codes = tuple(field.codes.names.items()) if isinstance(field, Choice | Choices) else ()
    rows = tuple(map(meaning, field.form.fields.values())) if isinstance(field, Repeat) else ()
    levels = tuple((field.levels or {}).items()) if isinstance(field, Number) else ()
    return (field.kind, field.unit, codes, rows, levels)


@pytest.mark.parametrize("key", SHARED)
def test_a_code_of_a_shared_list_means_the_same_on_every_form(key: str):
    names = defaultdict(set)
    for edition in EDITIONS:
        for code, name in edition.visit.fields[key].codes.names.items() if key in edition.visit.fields else ():
            names[code].add(name)
    assert {code for code, found in names.items() if len(found) > 1} == set()


@BY_EDITION
def test_every_field_has_a_title_and_every_limited_number_sensible_limits(edition: Program):
    for field in _all_fields(edition.visit):
        assert field.title
        assert field.key.isidentifier()
        if isinstance(field, Number) and field.hard and field.soft:
            assert field.hard[0] <= field.soft[0] < field.soft[1] <= field.hard[1], field.key


@BY_EDITION
def test_every_form_field_rule_and_target_names_its_source(edition: Program):
    assert edition.source
    for field in edition.visit.fields.values():
        assert field.source, field.key
    for target in (edition.target, edition.clinical):
        assert target is None or target.source


@BY_INDICATOR
def test_an_indicator_reads_only_what_the_tables_hold(indicator):
    readings = {key for edition in EDITIONS for key in edition.visit.fields}
    for expr in (indicator.population, indicator.counted):
        for node in walk(expr):
            if isinstance(node, Value):
                assert node.key in readings | COLUMNS


@BY_INDICATOR
def test_an_indicator_names_source_owner_and_what_the_city_may_change(indicator):
    assert indicator.source
    assert indicator.owner
    assert indicator.verified or indicator.notes


@BY_EDITION
def test_every_answer_is_read_by_its_code_and_by_its_name(edition: Program):
    for field in edition.visit.fields.values():
        if isinstance(field, Choice | Choices):
            for code, name in field.codes.names.items():
                expected = [code] if isinstance(field, Choices) else code
                assert field.read(code) == field.read(name) == expected, field.key


def test_who_belongs_in_a_programme_is_told_by_age_and_condition():
    on = date(2026, 6, 30)
    ill = (Event(date(2020, 1, 1), {"code": "hypertension"}),)
    record = Record(Person.aged(35, on=on), conditions=ill)
    young = Record(Person.aged(34, on=on), conditions=ill)
    old = Record(Person.aged(65, on=on))

    def belongs(record: Record) -> set[str]:
        scene = Scene(day=on, person=record.person, record=record)
        return {key for key in ("hypertension", "elderly", "constitution") if may_enrol(programs()[key], scene)}

    assert (belongs(record), belongs(young), belongs(old)) == ({"hypertension"}, set(), {"elderly", "constitution"})


def _all_fields(form: Form):
    for field in form.fields.values():
        yield field
        if isinstance(field, Repeat):
            yield from _all_fields(field.form)
