"""Public holidays and make-up workdays as data, and what they do to daily counts."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gongwei.catalog.holidays import UnknownHolidays, holidays
from gongwei.domain.detection.ears import ears
from gongwei.domain.detection.workdays import HOLIDAY, MADE_UP, RETURN, factors, kinds_of_days, on_workdays

KNOWN = holidays()


def axis(first: str, days: int) -> np.ndarray:
    return np.datetime64(first) + np.arange(days)


def kinds(first: str, days: int) -> list[int]:
    return kinds_of_days(axis(first, days), KNOWN.rest.keys(), KNOWN.work.keys()).tolist()


def test_every_year_has_the_holidays_the_law_names_and_work_is_made_up_at_weekends():
    for year in KNOWN.years:
        names = {part for day, name in KNOWN.rest.items() if day.year == year for part in name.split("、")}
        assert names >= {"元旦", "春节", "清明节", "劳动节", "端午节", "国庆节"}
        assert sum(day.year == year for day in KNOWN.rest) >= 24
    assert all(day.weekday() >= 5 for day in KNOWN.work) and not KNOWN.work.keys() & KNOWN.rest.keys()


def test_the_package_that_knows_them_says_the_same():
    calendar = pytest.importorskip("chinese_calendar", reason="chinesecalendar is not installed here")
    for after in range((date(2027, 1, 1) - date(2019, 1, 1)).days):
        day = date(2019, 1, 1) + timedelta(days=after)
        weekend = day.weekday() >= 5
        assert calendar.is_workday(day) == ((not weekend and day not in KNOWN.rest) or day in KNOWN.work)


def test_the_national_days_of_2026_are_holidays_between_two_weekends_that_are_worked():
    assert kinds("2026-09-19", 3) == [5, MADE_UP, 0]
    assert kinds("2026-09-30", 12) == [2, *[HOLIDAY] * 7, RETURN, 4, MADE_UP, 6][:12]


def test_the_first_workday_after_a_holiday_and_its_weekend_is_a_return():
    assert kinds("2025-04-03", 5) == [3, HOLIDAY, HOLIDAY, HOLIDAY, RETURN]
    assert kinds("2019-01-01", 3) == [HOLIDAY, RETURN, 3]


def test_years_without_a_notice_are_refused():
    with pytest.raises(UnknownHolidays, match="known for 2019 to 2026, not from 2026-12-01 to 2027-01-05"):
        KNOWN.covering(date(2026, 12, 1), date(2027, 1, 5))


def test_closed_days_no_longer_make_mondays_alarm():
    days = axis("2024-01-01", 700)
    kind = kinds_of_days(days, KNOWN.rest.keys(), KNOWN.work.keys())
    closed = np.isin(kind, (5, 6, HOLIDAY))
    mean = np.where(closed, 8.0, np.where(kind == RETURN, 60.0, 40.0))
    counts = np.random.default_rng(3).poisson(mean, (20, 700)).astype(float)
    plain = ears(counts, method="C2", alpha=0.01).alarm[:, 200:].mean()
    mended = on_workdays(lambda y: ears(y, method="C2", alpha=0.01), counts, kind).alarm[:, 200:].mean()
    assert mended < 0.06 and plain > 0.5 * mended
    struck = counts.copy()
    struck[:, 690] += 45
    assert on_workdays(lambda y: ears(y, method="C2", alpha=0.01), struck, kind).alarm[:, 690].mean() > 0.9


def test_a_factor_is_learned_from_earlier_days_alone():
    days = axis("2024-01-01", 300)
    kind = kinds_of_days(days, KNOWN.rest.keys(), KNOWN.work.keys())
    counts = np.random.default_rng(4).poisson(np.where(kind == 6, 5.0, 20.0), (200, 300)).astype(float)
    later = counts.copy()
    later[:, 250:] = 999
    assert np.array_equal(factors(counts, kind)[:, :251], factors(later, kind)[:, :251])
    assert factors(counts, kind)[:, kind == 6][:, -1].mean() == pytest.approx(5 / ((6 * 20 + 5) / 7), abs=0.06)


@settings(max_examples=20, deadline=None)
@given(arrays(np.int64, (2, 60), elements=st.integers(0, 30)), st.integers(1, 40))
def test_a_bigger_count_never_silences_today(counts, more):
    kind = kinds_of_days(axis("2025-09-01", 60), KNOWN.rest.keys(), KNOWN.work.keys())
    bigger = counts.astype(float)
    bigger[:, -1] += more
    before, after = (on_workdays(ears, each, kind).alarm[:, -1] for each in (counts.astype(float), bigger))
    assert (after >= before).all()
