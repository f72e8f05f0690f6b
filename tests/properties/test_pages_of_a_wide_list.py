"""Any page of a list that is found by its days holds what the same page holds that is counted from the first row."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.apps.programs.queries import Spread

DAYS = st.lists(st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)), max_size=40)


@settings(max_examples=200)
@given(rows=DAYS, falling=st.booleans(), first=st.integers(0, 45), size=st.integers(1, 30))
def test_a_page_found_by_its_days_is_the_page_counted_from_the_first_row(rows, falling, first, size) -> None:
    ordered = sorted(enumerate(rows), key=lambda row: (row[1] is None, row[1] or date.max, row[0]), reverse=falling)
    days = sorted(set(rows), key=lambda day: (day is None, day or date.max))
    spread = Spread(tuple((day, rows.count(day)) for day in days))
    found = []
    for those, left, taken in spread.stretches(falling=falling, first=first, size=size):
        found += [row for row in ordered if row[1] in those][left : left + taken]
    assert found == ordered[first : first + size]


@given(rows=DAYS, first=st.integers(0, 45))
def test_days_that_are_read_as_one_stretch_follow_each_other(rows, first) -> None:
    counted = Spread((*((date(2026, 1, 1) + timedelta(days=n), 1) for n in range(len(rows))), (None, 3)))
    for days, _left, _taken in counted.stretches(falling=False, first=first, size=5):
        known = [day for day in days if day is not None]
        assert known == sorted(known) and len(known) in (0, len(days))
