"""Python on one person and the lake on all of them read every definition alike, whatever is missing."""

from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from uuid import UUID

import ibis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.adapters.lake.made import person, tables_of

from gongwei.adapters.lake.counting import members, needed, placed
from gongwei.adapters.lake.reading import City
from gongwei.catalog.discovery import indicators
from gongwei.domain.codes import Codelist
from gongwei.domain.elapsed import birth_date, days_after, days_since, months_since, weeks_since
from gongwei.domain.evaluation import read_record
from gongwei.domain.expr import (
    Case,
    Enrolled,
    Frame,
    Has,
    Literal,
    Named,
    Owed,
    Value,
    age,
    archived_date,
    known,
    lives_here,
    previous,
    sex,
)
from gongwei.domain.period import Period, calendar_year, year
from gongwei.domain.record import Event, Person, Record, Spell
from gongwei.domain.scene import Unknown

FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a compiled query is slow to shrink
)
PROGRAMS = ("hypertension", "diabetes", "elderly")
ANY_PROGRAM = ("elderly", "constitution", "newborn", "child")  # of which an indicator asks for whole forms

systolic = Value("systolic", kind="number", absent="must")
glucose = Value("fasting_glucose", kind="number", absent="may")
done = Value("exam_done", kind="flag", absent="may")
target = Value("at_target", kind="flag", absent="must")
program = Value("program", kind="code")
mode = Value("visit_mode", kind="code", absent="must")
signs = Value("danger_signs", kind="codes", absent="may")
seen = Value("visit_date", kind="day")


@cache
def connection():
    return ibis.duckdb.connect()


# Days crowd around the turns of years and quarters, where definitions change their mind.
TURNS = [date(2025, 1, 1), date(2025, 4, 1), date(2026, 1, 1)]
days = st.one_of(
    st.dates(date(2022, 12, 1), date(2026, 8, 1)),
    st.builds(lambda turn, days: turn + timedelta(days=days), st.sampled_from(TURNS), st.integers(-2, 2)),
)
births = st.one_of(
    st.dates(date(1930, 1, 1), date(2020, 1, 1)),
    st.sampled_from([date(1960, 2, 29), date(1961, 1, 1), date(1990, 12, 31)]),
)
persons = st.builds(
    Person,
    birth_date=st.none() | births,
    sex=st.sampled_from(["1", "2", None]),
    archived_date=st.none() | days,
    resident_from=st.none() | days,
    resident_to=st.none() | days,
    died_date=st.none() | days,
)
OFFERED = {
    "systolic": [118, 139, 140, 150, 179.5, 190],
    "fasting_glucose": [0, 3.9, 6.9, 7.0, 16.7],
    "danger_signs": [[], ["none"], ["headache"], ["headache", "coma"]],
    "visit_mode": ["1", "2", "3"],
}
BY_TYPE = {
    "float64": [0, 1, 2.5, 7],
    "string": ["1", "2", "3"],
    "boolean": [True, False],
    "array<string>": [[], ["1"], ["1", "9"]],
}
BY_TYPE["date"] = [date(2025, 1, 1), date(2025, 12, 31)]
COLUMNS = {
    "systolic": "float64",
    "fasting_glucose": "float64",
    "exam_done": "boolean",
    "danger_signs": "array<string>",
    **needed(indicators().values()),
}
readings = st.fixed_dictionaries(
    {"program": st.sampled_from(PROGRAMS), "face_to_face": st.booleans()},
    optional={
        "visit_mode": st.sampled_from(["1", "2", "3"]),
        "at_target": st.booleans(),
        **{key: st.sampled_from(OFFERED.get(key, BY_TYPE[kind])) for key, kind in COLUMNS.items()},
    },
)


def whole_form(seed):
    """Answer every key by one draw: to draw each of some 150 answers alone takes minutes."""
    random = Random(seed)
    answers = {key: random.choice(OFFERED.get(key, BY_TYPE[kind])) for key, kind in COLUMNS.items()}
    return {"program": random.choice(ANY_PROGRAM), "face_to_face": True} | answers


full = st.builds(whole_form, st.integers(0, 2**32))


def visit(day, values, recorded_at, number):
    return Event(day=day, values={"visit_date": day.isoformat(), **values}, recorded_at=recorded_at, id=str(number))


moments = st.sampled_from([datetime(2026, 1, 1), datetime(2026, 1, 2)])
visits = st.builds(visit, days, readings | full, moments, st.uuids())
spells = st.builds(
    lambda key, start, length: Spell(key, start, None if length is None else start + timedelta(days=length)),
    st.sampled_from(PROGRAMS),
    days,
    st.none() | st.integers(0, 700),
)
conditions = st.builds(
    Event, day=days, values=st.fixed_dictionaries({"code": st.sampled_from(["hypertension", "diabetes", "stroke"])})
)
records = st.builds(
    Record,
    person=persons,
    enrolments=st.lists(spells, max_size=3).map(tuple),
    conditions=st.lists(conditions, max_size=3).map(tuple),
    visits=st.lists(visits, max_size=6).map(tuple),
)
crowds = st.lists(records, min_size=8, max_size=20)

# Expressions, as anybody might write them.
row_numbers = st.sampled_from([
    systolic, glucose, systolic + glucose, systolic - glucose * 2, systolic / glucose, age,
    months_since(birth_date), days_since(birth_date), months_since(seen), days_since(seen),
    weeks_since(seen), weeks_since(days_after(seen, 40)), days_since(days_after(birth_date, -280)),
])  # fmt: skip
comparisons = st.sampled_from([lambda a, b: a < b, lambda a, b: a >= b, lambda a, b: a == b, lambda a, b: a != b])
limits = st.sampled_from([0, 1, 3.9, 4, 65, 140, 16.7]).map(Literal)
row_atoms = st.one_of(
    st.builds(lambda compare, a, b: compare(a, b), comparisons, row_numbers, limits | row_numbers),
    st.sampled_from([
        done, target, mode.isin("1", "3"), signs.isin("coma", "headache"), known(glucose), known(done), known(signs),
        seen >= date(2025, 6, 1), program == "diabetes", lives_here, sex == "1", previous(done),
    ]),
)  # fmt: skip


def joined(atoms):
    """Trees over atoms: & | ~, names and cases."""
    return st.recursive(
        atoms,
        lambda part: st.one_of(
            st.builds(lambda a, b: a & b, part, part),
            st.builds(lambda a, b: a | b, part, part),
            st.builds(lambda a: ~a, part),
            st.builds(lambda a: Named("又名", a), part),
            st.builds(lambda a, b, c: Case(((a, b),), c), part, part, part),
        ),
        max_leaves=5,
    )


row_truths = joined(row_atoms)
frames = st.builds(
    lambda condition, period: Frame("visits", condition, period),
    st.none() | row_truths,
    st.sampled_from([None, year, Period(date(2025, 3, 1), date(2025, 10, 1))]),
)
numbers = st.one_of(
    st.sampled_from([age, months_since(birth_date), Owed("hypertension", year, 4), Owed("diabetes", year, 2)]),
    st.builds(lambda frame: frame.count(), frames),
    st.builds(lambda frame: frame.longest_gap(), frames),
    st.builds(
        lambda frame, kind, item: getattr(frame, kind)(item),
        frames,
        st.sampled_from(["first", "last", "last_known", "min", "max"]),
        row_numbers,
    ),
)
KINDS = st.sampled_from(["first", "last", "last_known"])
atoms = st.one_of(
    st.sampled_from([
        lives_here, sex == "2", archived_date <= date(2025, 5, 5), Enrolled("hypertension"), Enrolled("diabetes", year),
        Has(Codelist("两病", {"hypertension": "高血压", "diabetes": "糖尿病"})), known(archived_date),
    ]),
    st.builds(lambda compare, a, b: compare(a, b), comparisons, numbers, limits | numbers),
    st.builds(lambda frame: frame.exists(), frames),
    st.builds(lambda frame, kind, item: getattr(frame, kind)(item), frames, KINDS, row_truths),
)  # fmt: skip


def in_python(definition, crowd, *, on, period):
    values = [read_record(definition, record, on=on, period=period) for record in crowd]
    return {person(n): None if isinstance(value, Unknown) else value for n, value in enumerate(values)}


def in_the_lake(definitions, crowd, *, on, period):
    tables = tables_of(crowd, COLUMNS, connection())
    rows = City(tables, on=on, period=period).read(definitions).to_pyarrow().to_pylist()
    return {name: {row["person"]: row[name] for row in rows} for name in definitions}


@FEW
@given(crowds, joined(atoms), days, st.sampled_from([2024, 2025, 2026]))
def test_any_expression_reads_alike(crowd, expression, on, number):
    period = calendar_year(number)
    found = in_the_lake({"it": expression}, crowd, on=on, period=period)["it"]
    assert found == in_python(expression, crowd, on=on, period=period)


def test_a_case_asks_whether_a_negation_is_known():
    never = Frame("visits").last(systolic) >= 140
    asked = Case(((~(age >= 65), ~never),), Literal(True))
    crowd = [Record(Person(birth_date=date(1950, 1, 1))), Record(Person(birth_date=date(1990, 1, 1))), Record(Person())]
    on, period = date(2025, 5, 5), calendar_year(2025)
    assert in_the_lake({"it": asked}, crowd, on=on, period=period)["it"] == dict(
        zip(map(person, range(3)), [True, None, None], strict=True)
    )


@FEW
@given(crowds, numbers, days)
def test_any_number_reads_alike(crowd, number, on):
    found = in_the_lake({"it": number}, crowd, on=on, period=calendar_year(2025))["it"]
    assert found == in_python(number, crowd, on=on, period=calendar_year(2025))


CROWDS = st.lists(records, min_size=20, max_size=60), days, st.sampled_from([2023, 2024, 2025, 2026])


@settings(FEW, max_examples=1)  # all indicators at once take seconds to compile; the proofs draw more
@given(*CROWDS)
def test_every_catalogued_indicator_counts_the_same_people(crowd, as_of, number):
    agree(crowd, as_of, number)


@pytest.mark.proof
@settings(FEW, max_examples=12)
@given(*CROWDS)
def test_every_catalogued_indicator_counts_many_crowds_alike(crowd, as_of, number):
    agree(crowd, as_of, number)


def agree(crowd, as_of, number):
    tables = tables_of(crowd, COLUMNS, connection())
    rows = members(indicators().values(), tables, year=number, as_of=as_of).to_pyarrow().to_pylist()
    found = {row["person"]: row for row in rows}
    for n, record in enumerate(crowd):
        for key, indicator in indicators().items():
            below, above = found[person(n)][f"{key}_below"], found[person(n)][f"{key}_above"]
            assert (below, above) == indicator.count(record, year=number, as_of=as_of), key


TEAMS = (UUID(int=1), UUID(int=2**127 + 1), UUID(int=2**127 - 1))  # either side of where a signed number turns
terms = st.builds(
    lambda start, length, team: Spell(
        "family_doctor", start, None if length is None else start + timedelta(days=length), team
    ),
    days,
    st.none() | st.integers(0, 400),
    st.none() | st.sampled_from(TEAMS),
)
signed = st.builds(Record, person=persons, enrolments=st.lists(terms, max_size=4).map(tuple))


@FEW
@given(st.lists(signed, min_size=4, max_size=12), days)
def test_a_person_has_the_same_team_in_both(crowd, day):
    found = placed(tables_of(crowd, {}, connection()), on=day).to_pyarrow().to_pylist()
    assert {str(row["person"]): row["team"] and UUID(str(row["team"])) for row in found} == {
        person(number): record.team_on(day) for number, record in enumerate(crowd)
    }
