"""Cohorts: where somebody stands at the end of a quarter. Written to be read by who answers for a programme."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gongwei.domain.cohort import Course, Standing, quarter_name, quarter_of, standing

Q2 = quarter_of(date(2026, 5, 1))
IN_2024 = date(2024, 8, 15)


def stands(*visits: tuple[date, bool | None], enrolled: date = IN_2024, ended: date | None = None, why: str = ""):
    return standing(Course(enrolled, ended, why, visits), Q2)


def test_a_quarter_is_named_by_its_year_and_number() -> None:
    assert [quarter_name(quarter_of(date(2026, month, 9)).start) for month in (1, 3, 4, 12)] == [
        "2026Q1", "2026Q1", "2026Q2", "2026Q4",
    ]  # fmt: skip


def test_the_last_visit_of_the_quarter_says_whether_somebody_is_controlled() -> None:
    assert stands((date(2026, 4, 1), False), (date(2026, 6, 30), True)) == Standing.CONTROLLED
    assert stands((date(2026, 4, 1), True), (date(2026, 6, 30), False)) == Standing.UNCONTROLLED


def test_a_visit_whose_target_was_not_told_is_neither_good_nor_bad() -> None:
    assert stands((date(2026, 4, 1), True), (date(2026, 6, 1), None)) == Standing.VISITED


def test_a_visit_a_day_before_the_quarter_leaves_it_missed_and_one_after_it_is_not_known_yet() -> None:
    assert stands((date(2026, 3, 31), True)) == Standing.MISSED
    assert stands((date(2026, 3, 31), True), (date(2026, 7, 1), True)) == Standing.MISSED


def test_twelve_months_without_a_visit_are_lost_and_a_day_less_is_missed() -> None:
    assert stands((date(2025, 6, 30), True)) == Standing.LOST
    assert stands((date(2025, 7, 1), True)) == Standing.MISSED


def test_who_never_came_is_missed_until_a_year_after_enrolment() -> None:
    assert stands(enrolled=date(2025, 7, 1)) == Standing.MISSED
    assert stands(enrolled=date(2025, 6, 30)) == Standing.LOST


def test_an_end_counts_by_its_reason_from_the_quarter_in_which_it_falls() -> None:
    seen = (date(2026, 4, 2), True)
    assert stands(seen, ended=date(2026, 6, 30), why="died") == Standing.DIED
    assert stands(seen, ended=date(2026, 6, 30), why="moved") == Standing.MOVED
    assert stands(seen, ended=date(2026, 6, 30), why="refused") == Standing.LOST
    assert stands(seen, ended=date(2026, 7, 1), why="died") == Standing.CONTROLLED


def test_who_was_enrolled_after_the_quarter_is_in_no_cohort_of_it() -> None:
    assert stands(enrolled=date(2026, 7, 1)) is None


DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(DAYS, st.none() | DAYS, st.lists(st.tuples(DAYS, st.none() | st.booleans()), max_size=6))
def test_everybody_who_was_enrolled_stands_in_one_place(enrolled, ended, visits) -> None:
    course = Course(enrolled, ended, "moved", sorted(visits, key=lambda visit: visit[0]))
    assert (standing(course, Q2) is None) == (enrolled >= Q2.stop)
