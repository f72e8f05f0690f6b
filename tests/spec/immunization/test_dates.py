"""The two arithmetics of dates: CDC's rules CALCDT-1 to -6 (chapter 3), and China's clamp to the end of the month."""

from datetime import date

import pytest

from gongwei.domain.immunization.dates import UnreadableSpan, clamp, forward, span


@pytest.mark.parametrize(
    ("start", "length", "end", "rule"),
    [
        ("2000-01-01", "3 years", "2003-01-01", "CALCDT-1"),
        ("2000-01-01", "3 months", "2000-04-01", "CALCDT-2"),
        ("2000-11-01", "3 months", "2001-02-01", "CALCDT-2"),
        ("2000-01-01", "3 weeks", "2000-01-22", "CALCDT-3"),
        ("2000-02-01", "5 weeks", "2000-03-07", "CALCDT-3"),
        ("2001-02-01", "5 weeks", "2001-03-08", "CALCDT-3"),
        ("2000-01-15", "0 days - 4 days", "2000-01-11", "CALCDT-4"),
        ("2000-07-31", "2 months", "2000-10-01", "CALCDT-5"),
        ("2001-01-31", "1 month", "2001-03-01", "CALCDT-5"),
        ("2025-03-31", "6 months", "2025-10-01", "CALCDT-5, case 2013-0230"),
        ("2000-01-31", "6 months - 4 days", "2000-07-27", "CALCDT-6, case 2013-0635"),
        ("2004-02-29", "1 year", "2005-03-01", "CALCDT-5"),
        ("2000-01-31", "1 month - 4 days", "2000-02-26", "CALCDT-5 before CALCDT-4"),
    ],
)
def test_cdc_moves_a_day_that_does_not_exist_to_the_next_month(start, length, end, rule):
    assert forward(date.fromisoformat(start).toordinal(), span(length)) == date.fromisoformat(end).toordinal(), rule


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2025-01-31", "1 month", "2025-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2025-08-31", "6 months", "2026-02-28"),
        ("2024-02-29", "12 months", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2025-03-31", "6 months", "2025-09-30"),
        ("2025-01-31", "28 days", "2025-02-28"),
    ],
)
def test_china_keeps_the_end_of_the_month(start, length, end):
    assert clamp(date.fromisoformat(start).toordinal(), span(length)) == date.fromisoformat(end).toordinal()


@pytest.mark.parametrize("words", ["", "soon", "12", "months", "2 months 3 days", "1 year - "])
def test_a_span_that_cannot_be_read_is_refused(words):
    with pytest.raises(UnreadableSpan):
        span(words)
