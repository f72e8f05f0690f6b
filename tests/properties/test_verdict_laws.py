"""Laws of verdicts, for every row of every plan."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongwei.catalog.targets import plan_rows
from gongwei.domain.plan import STATES, verdict

rows = st.sampled_from(list(plan_rows().values()))
numeric = st.sampled_from([row for row in plan_rows().values() if isinstance(row.target, float)])
years = st.integers(2015, 2028)
values = st.floats(-50, 20_000, allow_nan=False)
series = st.dictionaries(years, st.none() | values, max_size=8)
days = st.dates(date(2015, 1, 1), date(2028, 12, 31))


@given(rows, series, years, days)
def test_every_verdict_has_a_state_and_a_reason(row, known, year, as_of):
    found = verdict(row, known, year=year, as_of=as_of)
    assert found.state in STATES and found.reason


@given(numeric, series, years)
def test_a_past_target_depends_on_the_value_of_its_year_alone(row, known, year):
    due = row.due(year)
    as_of = date(max(due, year) + 1, 1, 1)
    alone = {due: known.get(due)}
    if due <= year:
        found = verdict(row, known, year=year, as_of=as_of)
        assert found == verdict(row, alone, year=year, as_of=as_of)
        assert found.state in ("reached", "behind", "cannot-tell")


@given(rows, series, years, days, values)
def test_what_comes_later_changes_nothing(row, known, year, as_of, value):
    past = {y: v for y, v in known.items() if y <= min(year, as_of.year)}
    later = min(year, as_of.year) + 1
    assert verdict(row, past | {later: value}, year=year, as_of=as_of) == verdict(row, past, year=year, as_of=as_of)


@given(numeric.filter(lambda row: row.operator in (">=", ">")), values, st.floats(0, 1000))
def test_more_is_never_worse_where_more_is_asked(row, value, gain):
    due = max(row.years)
    before, after = (verdict(row, {due: v}, year=due, as_of=date(due + 1, 1, 1)).state for v in (value, value + gain))
    assert (before, after) != ("reached", "behind")


@given(rows, series, days)
def test_on_course_needs_three_complete_years_and_a_running_target(row, known, as_of):
    year = as_of.year
    if verdict(row, known, year=year, as_of=as_of).state == "on-course":
        assert len([y for y, v in known.items() if v is not None and y < as_of.year]) >= 3
        assert row.due(year) >= year
