"""The reading of programmes by columns decides as the programme does, whatever is missing."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.adapters.synth.draws import ages, day
from gongwei.adapters.synth.judging import View, judge
from gongwei.adapters.synth.sheet import ABSENT, Column
from gongwei.catalog.discovery import programs
from gongwei.domain.expr import values_in
from gongwei.domain.program import Undecided
from gongwei.domain.record import Person

VALUES = {
    "number": [3.8, 3.9, 6.9, 7.0, 16.7, 39, 40, 79, 90, 109, 110, 129, 130, 140, 150, 179, 180],
    "code": ["1", "2", "3", "4"],
    "codes": [["none"], ["headache"], ["other", "coronary"], ["3"], ["1", "3"], []],
}


def keys_of(program):
    read = [node for rule in program.rules for node in values_in(rule.condition)]
    derived = [value.derived for value in read if is_derived(value)]
    leaves = [value for value in read if not is_derived(value)]
    return {node.key: node.kind for node in (*leaves, *(node for tree in derived for node in values_in(tree)))}


def is_derived(value):
    return getattr(value, "derived", None) is not None


@pytest.mark.parametrize("key", ["hypertension", "diabetes", "elderly", "copd", "constitution"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_many_visits_are_decided_as_one_by_one(key, data):
    program = programs()[key]
    keys = keys_of(program)
    row = st.fixed_dictionaries({}, optional={name: st.sampled_from(VALUES[kind]) for name, kind in keys.items()})
    pairs = data.draw(st.lists(st.tuples(row, st.none() | row, st.integers(18, 99)), min_size=1, max_size=8))
    on, before_on = date(2025, 5, 5), date(2025, 2, 28)
    births = [date(2025 - age, 5, 5) for _, _, age in pairs]
    view = view_of(program, [now for now, _, _ in pairs], births, on, keys)
    before = view_of(program, [then or {} for _, then, _ in pairs], births, before_on, keys)
    again = np.array([then is not None for _, then, _ in pairs])
    made = judge(program, View(view.day, view.age, view.sex, view.sheet, view.fields, before, again))
    edition = program.on(on)
    for place, (now, then, _) in enumerate(pairs):
        person = Person(birth_date=births[place], sex="1")
        rule = edition.rules[made.rule[place]].key if made.rule[place] >= 0 else None
        try:
            decision = program.judge(now, person=person, on=on, previous=then, previous_on=before_on)
        except Undecided:
            assert rule is None
            continue
        assert rule == decision.rule
        assert day(decision.due_date) == made.due[place]
        assert {1: True, 0: False, -1: None}[int(made.at_target[place])] == decision.at_target
        assert {1: True, 0: False, -1: None}[int(made.clinical_at_target[place])] == decision.clinical_at_target
        assert made.visit_class[place] == decision.visit_class


def view_of(program, rows, births, on, keys):
    sheet = {}
    for name, kind in keys.items():
        values = VALUES[kind]
        positions = [values.index(row[name]) if name in row else ABSENT for row in rows]
        sheet[name] = Column(np.array(positions, dtype=np.int32), tuple(values))
    days = np.full(len(rows), day(on), dtype=np.int32)
    born = np.array([day(birth) for birth in births], dtype=np.int32)
    return View(days, ages(born, days), np.zeros(len(rows), dtype=np.int8), sheet, program.visit.fields)
