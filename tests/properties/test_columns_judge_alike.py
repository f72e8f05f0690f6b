"""The reading of programmes by columns decides as the programme does, whatever is missing."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.adapters.synth import draws
from gongwei.adapters.synth.draws import NEVER, ages, day
from gongwei.adapters.synth.judging import View, judge
from gongwei.adapters.synth.sheet import ABSENT, Column
from gongwei.catalog.advice import go_on, refer
from gongwei.catalog.discovery import programs
from gongwei.domain.elapsed import birth_date, days_after, days_since, months_since, weeks_since
from gongwei.domain.expr import Value, lives_here, values_in
from gongwei.domain.form import Form
from gongwei.domain.form_field import Day, Number
from gongwei.domain.milestones import Milestone, Milestones
from gongwei.domain.period import months_between, months_on
from gongwei.domain.program import Program, Undecided, otherwise, when
from gongwei.domain.record import Person

STAGES = Milestones(
    birth_date,
    (
        Milestone("满月", days=28, open_days=3),
        *(Milestone(f"{n} 月龄", months=n, open_days=30) for n in (1, 6, 12)),
        Milestone("4 岁", months=48, open_months=12),
    ),
)
weight = Value("weight", "体重", absent="must")
seen = Value("seen_date", "见到日期", kind="day", absent="must")
STAGED = Program(
    key="staged",
    title="按阶段",
    source="…",
    since=date(2017, 1, 1),
    enrol=lives_here,
    visit=Form(Number("weight", "体重"), Day("seen_date", "见到日期")),
    rules=(
        when((weight < 7) & (months_since(birth_date) >= 6), key="light", do=refer, days=14),
        when(days_since(seen) > 30, key="long ago", do=go_on, months=1),
        when(weeks_since(days_after(seen, 10)) < 1, key="of late", do=go_on, days=7),
        otherwise(key="next", do=go_on, at=STAGES),
    ),
)
VALUES = {
    "number": [3.8, 3.9, 6.9, 7.0, 16.7, 39, 40, 79, 90, 109, 110, 129, 130, 140, 150, 179, 180],
    "code": ["1", "2", "3", "4"],
    "day": ["2025-01-31", "2025-04-05", "2025-05-05"],
    "flag": [True, False],
    "rows": [[{"name": "…"}]],
    "codes": [["none"], ["headache"], ["other", "coronary"], ["3"], ["1", "3"], []],
}


def keys_of(program):
    read = [node for rule in program.rules for node in values_in(rule.condition)]
    derived = [value.derived for value in read if is_derived(value)]
    leaves = [value for value in read if not is_derived(value)]
    return {node.key: node.kind for node in (*leaves, *(node for tree in derived for node in values_in(tree)))}


def is_derived(value):
    return getattr(value, "derived", None) is not None


@pytest.mark.parametrize("key", list(programs()))
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_many_visits_are_decided_as_one_by_one(key, data):
    decided_alike(programs()[key], data)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_stages_counted_from_birth_are_decided_as_one_by_one(data):
    decided_alike(STAGED, data)


def decided_alike(program, data):
    keys = keys_of(program)
    row = st.fixed_dictionaries({}, optional={name: st.sampled_from(VALUES[kind]) for name, kind in keys.items()})
    on, before_on = date(2025, 5, 5), date(2025, 2, 28)
    adults, children = (
        st.builds(lambda age: date(2025 - age, 5, 5), st.integers(18, 99)),
        st.dates(date(2018, 1, 1), on),
    )
    born = children if "birth_date" in repr(program.enrol) or program.key == "staged" else adults
    pairs = data.draw(st.lists(st.tuples(row, st.none() | row, born), min_size=1, max_size=8))
    births = [birth for _, _, birth in pairs]
    view = view_of(program, [now for now, _, _ in pairs], births, on, keys)
    before = view_of(program, [then or {} for _, then, _ in pairs], births, before_on, keys)
    again = np.array([then is not None for _, then, _ in pairs])
    made = judge(program, View(view.day, view.birth, view.age, view.sex, view.sheet, view.fields, before, again))
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
        assert (NEVER if decision.due_date is None else day(decision.due_date)) == made.due[place]
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
    return View(days, born, ages(born, days), np.zeros(len(rows), dtype=np.int8), sheet, program.visit.fields)


@given(start=st.dates(date(2015, 1, 1), date(2030, 1, 1)), months=st.integers(0, 90), days=st.integers(-3, 3))
def test_so_many_months_have_passed_from_that_day_on_and_no_day_before(start, months, days):
    on = months_on(start, months)
    assert months_between(start, on) == months
    assert months_between(start, on - timedelta(days=1)) == months - 1
    other = on + timedelta(days=days)
    columns = draws.months_between(np.array([day(start)]), np.array([day(other)]))
    assert columns[0] == months_between(start, other)
    assert draws.months_on(np.array([day(start)], dtype=np.int32), months)[0] == day(on)
