"""Whatever is answered at a sitting, each programme is judged as if its own form had been filled with it."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.catalog.discovery import programs
from gongwei.domain.record import Person
from gongwei.domain.sitting import Sitting

DAY = date(2026, 6, 30)
PERSON = Person(birth_date=date(1958, 3, 7), sex="2")
NAMES = ("hypertension", "diabetes", "copd")
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "systolic": st.integers(80, 220).map(str),
        "diastolic": st.integers(40, 120).map(str),
        "fasting_glucose": st.integers(3, 20).map(str),
        "adverse": st.sampled_from(["1", "2"]),
        "new_complication": st.sampled_from(["1", "2"]),
        "spo2": st.integers(80, 100).map(str),
        "cigarettes": st.integers(0, 40).map(str),
    },
)


@settings(max_examples=40, deadline=None)
@given(answers=ANSWERS, chosen=st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
def test_a_sitting_tells_each_programme_what_its_own_form_would(answers, chosen) -> None:
    one = Sitting(tuple(programs()[key].on(DAY) for key in chosen))
    for program in one.programs:
        alone = {key: value for key, value in answers.items() if key in program.visit.fields}
        assert program.visit.clean(one.answers(program, answers, on=DAY)) == program.visit.clean(alone)


@settings(max_examples=20, deadline=None)
@given(chosen=st.lists(st.sampled_from(sorted(programs())), min_size=1, max_size=3, unique=True))
def test_every_field_of_every_form_has_a_question(chosen) -> None:
    one = Sitting(tuple(programs()[key].on(DAY) for key in chosen))
    for program in one.programs:
        assert {one.key_of(program, key) for key in program.visit.fields} <= set(one.form.fields)
