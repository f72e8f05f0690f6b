"""Farrington's methods against published figures and R's surveillance 1.20.3, and what must hold of any."""

import csv
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gongwei.domain.detection.alarms import WrongSeries
from gongwei.domain.detection.farrington import Flexible, farrington_flexible, quantile, two_thirds
from gongwei.domain.detection.loglinear import ERROR, fit_all
from gongwei.domain.detection.reference import anniversaries, baseline

DATA = Path(__file__).parent / "data" / "salmonella_newport.csv"
YEAR_2011 = range(365, 417)


@pytest.fixture(scope="module")
def newport():
    rows = list(csv.DictReader(DATA.open()))
    return np.array([float(row["count"]) for row in rows]), np.array(
        [row["date"] for row in rows], dtype="datetime64[D]"
    )


def test_anniversaries_keep_the_weekday():
    days = anniversaries(np.datetime64("2013-06-06"), 3)
    assert [str(day) for day in days] == ["2013-06-06", "2012-06-07", "2011-06-09", "2010-06-03"]
    assert str(anniversaries(np.datetime64("2024-02-29"), 1)[1]) == "2023-03-02"


def test_weeks_between_the_windows_are_shared_equally():
    days = np.datetime64("2015-01-05") + 7 * np.arange(400)
    past = baseline(days, 399, years=5, half_window=3, periods=10, past_weeks=26)
    runs = np.diff(np.flatnonzero(np.diff(past.groups)))[1:9]
    assert np.bincount(past.groups)[0] == 7 * 5 and len(np.unique(past.groups)) == 10
    assert (
        runs.max() - runs.min() <= 1
        and past.places.max() < 399 - 26
        and baseline(days, 200, years=5, half_window=3, periods=1, past_weeks=0) is None
    )


@pytest.mark.parametrize(("phi", "upper"), [(1.5, 10), (1.0, 9)])
def test_the_plug_in_quantile_is_the_published_one(phi, upper):
    assert quantile(5, phi, 0.05) == upper


@pytest.mark.parametrize(("phi", "upper"), [(1.5, 24), (1.0, 22)])
def test_the_quantile_of_the_means_own_limit_is_the_published_one(phi, upper):
    assert quantile(5 * np.exp(1.6448536 * np.log(2)), phi, 0.05) == upper


def test_the_two_thirds_limit_is_the_published_one():
    assert two_thirds(5, 0.2, 1, 0.05) == pytest.approx(9.1154825, abs=1e-7)


@pytest.mark.parametrize(
    ("threshold", "periods", "trend_p", "alarms"),
    [  # surveillance 1.20.3: b 4, w 3, weights threshold 1, 26 past weeks, alpha .05
        ("delta", 1, 1.0, 15), ("delta", 1, 0.05, 14), ("delta", 10, 1.0, 10), ("delta", 10, 0.05, 10),
        ("nbPlugin", 1, 1.0, 12), ("nbPlugin", 1, 0.05, 11), ("nbPlugin", 10, 1.0, 9), ("nbPlugin", 10, 0.05, 9),
        ("muan", 1, 1.0, 6), ("muan", 1, 0.05, 6), ("muan", 10, 1.0, 8), ("muan", 10, 0.05, 8),
    ],
)  # fmt: skip
def test_newport_in_2011_alarms_as_often_as_the_referee_says(newport, threshold, periods, trend_p, alarms):
    counts, days = newport
    options = Flexible(years=4, periods=periods, threshold=threshold, weights_threshold=1, trend_p=trend_p, compat="R")
    assert farrington_flexible(counts, days, judge=YEAR_2011, options=options).alarm.sum() == alarms


def test_the_plug_in_threshold_does_not_depend_on_whose_standard_error_it_is(newport):
    counts, days = newport
    ours, theirs = (
        farrington_flexible(counts, days, judge=YEAR_2011, options=Flexible(years=4, compat=compat))
        for compat in ("", "R")
    )
    assert np.array_equal(ours.threshold, theirs.threshold)


def test_what_is_no_weekly_series_is_refused(newport):
    counts, days = newport
    with pytest.raises(WrongSeries, match="2004-01-12 is not followed"):
        farrington_flexible(np.delete(counts, 2), np.delete(days, 2))
    with pytest.raises(WrongSeries, match="time 3: -1 is no count"):
        farrington_flexible(np.where(np.arange(528) == 3, -1, counts), days)
    with pytest.raises(WrongSeries, match="population of 0"):
        farrington_flexible(counts, days, population=np.zeros(528))


def test_zeros_and_short_histories_end_without_a_number_but_quietly():
    days = np.datetime64("2015-01-05") + 7 * np.arange(330)
    still = farrington_flexible(np.zeros((1, 330)), days, judge=[100, 329])
    assert not still.alarm.any() and np.isnan(still.expected[0, 0])
    missing = np.ones((1, 330))
    missing[0, 50:80] = np.nan
    assert farrington_flexible(missing, days, judge=[329]).expected[0, 0] == pytest.approx(1, abs=1e-6)


counts_of_seven_years = arrays(np.int64, (3, 340), elements=st.integers(0, 40))


@settings(max_examples=15, deadline=None)
@given(counts_of_seven_years, st.integers(1, 50))
def test_a_bigger_count_never_silences_a_week_and_the_order_of_series_does_not_matter(counts, more):
    days = np.datetime64("2015-01-05") + 7 * np.arange(340)
    before = farrington_flexible(counts, days, judge=[339])
    bigger = counts.copy()
    bigger[:, 339] += more
    assert (farrington_flexible(bigger, days, judge=[339]).alarm >= before.alarm).all()
    turned = farrington_flexible(counts[::-1], days, judge=[339])
    assert np.array_equal(turned.alarm[::-1], before.alarm)
    assert np.allclose(turned.expected[::-1], before.expected, equal_nan=True)


@settings(max_examples=10, deadline=None)
@given(counts_of_seven_years, st.integers(2, 1000))
def test_a_population_only_rescales_the_intercept(counts, factor):
    days = np.datetime64("2015-01-05") + 7 * np.arange(340)
    one, other = (
        farrington_flexible(counts, days, judge=[339], population=np.full(340, people))
        for people in (1000, 1000 * factor)
    )
    assert np.allclose(one.expected, other.expected, rtol=1e-6, equal_nan=True)


@pytest.mark.parametrize(("mean", "ratio"), [(0.5, 1.46), (2, 0.70), (5, 0.44), (20, 0.22), (50, 0.14), (150, 0.08)])
def test_the_referees_standard_error_is_off_by_the_mean(mean, ratio):
    days = np.datetime64("2015-01-05") + 7 * np.arange(400)
    past = baseline(days, 399, years=5, half_window=3, periods=10, past_weeks=26)
    group = np.unique(past.groups, return_inverse=True)[1]
    counts = np.random.default_rng(3).poisson(mean, (400, len(past.places))).astype(float)
    time, sloped = (past.places - 399).astype(float), np.ones(400, dtype=bool)
    ours, theirs = (
        fit_all(counts, time, group, np.zeros_like(counts), 10, sloped, 2.58, as_r)[:, ERROR] for as_r in (False, True)
    )
    assert np.nanmedian(theirs / ours) == pytest.approx(ratio, rel=0.03)  # the table of docs/methods.md


REFEREE = """suppressMessages(library(surveillance)); d <- as.matrix(read.csv("counts.csv", header=FALSE))
s <- sts(observed=t(d), epoch=as.Date("2010-01-04") + 7 * (0:(ncol(d) - 1)), frequency=52)
for (m in c("nbPlugin", "muan", "delta")) {
  r <- farringtonFlexible(s, control=list(range=(ncol(d)-7):ncol(d), b=5, w=3, noPeriods=10, pastWeeksNotIncluded=26,
    weightsThreshold=2.58, pThresholdTrend=1, thresholdMethod=m, alpha=0.05, limit54=c(5,4), verbose=FALSE))
  write.table(t(alarms(r)) * 1, paste0(m, ".csv"), sep=",", row.names=FALSE, col.names=FALSE)
}"""


@pytest.mark.proof
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R here: apt-get install r-cran-surveillance")
def test_sixty_seasonal_series_alarm_in_the_same_weeks_as_in_r(tmp_path):
    rng = np.random.default_rng(20260630)
    weeks = np.arange(52 * 6 + 8)
    means = np.exp(rng.uniform(0, 3, (60, 1)) + 0.6 * np.cos(2 * np.pi * weeks / 52) + 0.001 * weeks)
    counts = rng.negative_binomial(means, 0.5)
    counts[::5, -6:] += rng.poisson(3 * means[::5, -6:])
    np.savetxt(tmp_path / "counts.csv", counts, fmt="%d", delimiter=",")
    (tmp_path / "referee.R").write_text(REFEREE)
    subprocess.run(["Rscript", "referee.R"], cwd=tmp_path, check=True, capture_output=True, timeout=600)
    days = np.datetime64("2010-01-04") + 7 * weeks
    for method in ("nbPlugin", "muan", "delta"):
        options = Flexible(threshold=method, compat="R")
        ours = farrington_flexible(counts, days, judge=range(len(weeks) - 8, len(weeks)), options=options)
        theirs = np.loadtxt(tmp_path / f"{method}.csv", delimiter=",").astype(bool)
        assert np.array_equal(ours.alarm, theirs), f"{method}: {(ours.alarm != theirs).sum()} of {theirs.size} differ"
        assert theirs.any() and not theirs.all()
