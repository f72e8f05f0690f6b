"""How numbers, ages and due days are written."""

from datetime import date

import pytest

from gongwei.ui.formats import Due, age, number

ON = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(1958, 6, 30), "68岁"),
        (date(1958, 7, 1), "67岁"),
        (date(2023, 4, 30), "3岁2月"),
        (date(2023, 6, 30), "3岁"),
        (date(2026, 1, 31), "4月"),
        (date(2026, 6, 18), "12天"),
        (date(2026, 7, 1), "—"),
        (None, "—"),
    ],
)
def test_an_age_is_said_as_a_clinic_says_it(born: date | None, said: str) -> None:
    assert age(born, ON) == said


@pytest.mark.parametrize(("days", "state"), [(-12, "overdue"), (0, "today"), (6, "soon"), (7, "later")])
def test_a_due_day_stands_against_today(days: int, state: str) -> None:
    assert Due(ON, days).state == state


def test_numbers_are_written_without_needless_zeros() -> None:
    assert [number(1112992), number(7.10), number(5.0), number(None)] == ["1,112,992", "7.1", "5", "—"]
