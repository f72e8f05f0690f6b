"""Laws of the immunization engine under China's programme: what must hold whatever the birth and the history."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.catalog.schedules.editions import edition
from gongwei.domain.immunization.catch_up import plan
from gongwei.domain.immunization.dates import clamp, forward, span
from gongwei.domain.immunization.due import Child, read
from gongwei.domain.immunization.flags import read_flags

ON = date(2026, 11, 23)
CODES = ["HepB", "BCG", "IPV", "bOPV", "DTaP", "DT", "MMR", "JE-L", "JE-I", "MPSV-A", "MPSV-AC", "HepA-L", "HepA-I"]
LIVE = {"BCG", "MMR", "JE-L", "HepA-L"}

births = st.dates(date(2019, 1, 1), ON)
sexes = st.sampled_from(["F", "M"])


@st.composite
def histories(draw):
    """Draw a birth and doses of any vaccines on any days since."""
    birth = draw(births)
    given_on = st.dates(birth, ON)
    return birth, draw(st.lists(st.tuples(st.sampled_from(CODES), given_on), max_size=10))


def read_on(birth, doses, sex="F", on=ON):
    return read(edition("nip-2026", on), Child(birth=birth, sex=sex, doses=doses), on=on)


@settings(max_examples=60, deadline=None)
@given(histories())
def test_no_dose_is_silently_ignored(drawn):
    birth, doses = drawn
    found = read_on(birth, doses)
    assert {one.dose.place for one in found.given} == set(range(len(doses)))


@settings(max_examples=60, deadline=None)
@given(histories())
def test_no_forecast_is_earlier_than_minimum_age_or_interval(drawn):
    birth, doses = drawn
    add = edition("nip-2026", ON).schedule.add
    for one in read_on(birth, doses).due:
        target = one.forecast.contained[0].forecast.target
        if one.earliest is None or target is None:
            continue
        evaluated = one.forecast.contained[0].evaluated
        ages = target.ages_on(add, birth.toordinal(), ON.toordinal())
        assert one.earliest.toordinal() >= ages.minimum
        for interval in target.intervals:
            in_force = interval.since <= ON.toordinal() < interval.until
            if in_force and interval.from_previous and evaluated.previous and interval.minimum:
                assert one.earliest.toordinal() >= add(evaluated.previous.day, interval.minimum)


@settings(max_examples=20, deadline=None)
@given(st.dates(date(2025, 1, 1), ON), sexes)
def test_giving_what_is_due_on_its_day_completes_the_programme_with_every_dose_valid(birth, sex):
    planned = plan(edition("nip-2026", birth), Child(birth=birth, sex=sex), on=birth)
    assert planned.whole
    last = planned.visits[-1].day
    found = read_on(birth, planned.doses, sex, last)
    assert all(any(a.valid for a in found.given if a.dose.place == one.dose.place) for one in found.given)
    assert {one.status for one in found.due} == {"complete"}


@settings(max_examples=20, deadline=None)
@given(histories())
def test_a_catch_up_plan_holds_no_dose_that_would_not_count(drawn):
    birth, doses = drawn
    planned = plan(edition("nip-2026", ON), Child(birth=birth, sex="F", doses=doses), on=ON)
    last = planned.visits[-1].day if planned.visits else ON
    found = read_on(birth, planned.doses, on=last)
    for one in found.given:
        if one.dose.place >= len(doses) and one.vaccine and one.vaccine.programme:
            assert one.valid, (one.dose, one.evaluation)


@settings(max_examples=60, deadline=None)
@given(histories(), st.sampled_from(CODES), st.integers(0, 2500))
def test_a_dose_that_does_not_count_makes_nothing_later_save_by_interval_or_conflict(drawn, code, after):
    birth, doses = drawn
    extra = min(birth + timedelta(days=after), ON)
    before = {one.vaccine.key: one for one in read_on(birth, doses).due}
    with_it = read_on(birth, [*doses, (code, extra)])
    if any(one.valid for one in with_it.given if one.dose.place == len(doses)):
        return
    statuses = [(one.dose.place, one.valid) for one in with_it.given if one.dose.place < len(doses)]
    if statuses != [(one.dose.place, one.valid) for one in read_on(birth, doses).given]:
        return  # it stood before others and moved their intervals
    for one in with_it.due:
        was = before[one.vaccine.key]
        if one.earliest and was.earliest and one.earliest > was.earliest:
            touched = {a.vaccine.key for a in with_it.given if a.dose.place == len(doses) and a.vaccine}
            assert one.vaccine.key in touched or (code in LIVE and one.code in LIVE)


@settings(max_examples=200, deadline=None)
@given(st.dates(date(1930, 1, 1), date(2100, 1, 1)), st.integers(0, 240), st.integers(0, 60))
def test_both_arithmetics_keep_the_order_of_days_and_differ_by_the_end_of_a_month_alone(day, months, days):
    length = span(f"{months} months + {days} days")
    start = day.toordinal()
    assert forward(start, length) <= forward(start + 1, length)
    assert clamp(start, length) <= clamp(start + 1, length)
    assert 0 <= forward(start, length) - clamp(start, length) <= 1
    if day.day <= 28:
        assert forward(start, length) == clamp(start, length)


@settings(max_examples=60, deadline=None)
@given(histories())
def test_the_order_in_which_doses_are_recorded_changes_nothing(drawn):
    birth, doses = drawn
    listed = list(dict(doses).items())
    one, other = read_on(birth, listed), read_on(birth, listed[::-1])
    assert [(a.code, a.status, a.earliest) for a in one.due] == [(b.code, b.status, b.earliest) for b in other.due]


def test_flags_of_one_child_do_not_leak_into_the_next():
    flagged = read(
        edition("nip-2026", ON),
        Child(birth=ON, sex="F", flags=read_flags(["hiv-positive"], on=ON)),
        on=ON,
    )
    plain = read_on(ON, [])
    assert [one.status for one in flagged.due] != [one.status for one in plain.due]
