"""The generalized likelihood ratio and the regression that teaches it, against R's surveillance and MASS."""

import shutil
import subprocess

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gongwei.domain.detection.alarms import WrongSeries
from gongwei.domain.detection.detectors import taught_by_the_past
from gongwei.domain.detection.fixed import fixed
from gongwei.domain.detection.glr import glr, ratio
from gongwei.domain.detection.seasonal import seasonal

TIMES, TRAIN = 312, 260


def cases(series: int, seed: int = 20260630) -> np.ndarray:
    """Make seasonal overdispersed counts with outbreaks in every third series."""
    rng = np.random.default_rng(seed)
    at = np.arange(1, TIMES + 1)
    mean = np.exp(rng.uniform(0.3, 3, (series, 1)) + 0.5 * np.cos(2 * np.pi * at / 52) + 0.001 * at)
    counts = rng.negative_binomial(1 / 0.15, 1 / (1 + 0.15 * mean)).astype(float)
    counts[::3, 280:290] += rng.poisson(2 * mean[::3, 280:290])
    return counts


def test_the_ratio_of_one_poisson_count_is_that_of_the_book():
    statistic, threshold = ratio([[7, 2, 30]], np.full((1, 3), 4.0), 0.0, limit=5, window=1)
    assert statistic[0] == pytest.approx([7 * np.log(7 / 4) - 3, 0, 30 * np.log(30 / 4) - 26])
    assert threshold[0].tolist() == [11, 11, 11]  # 11 log(11/4) − 7 = 4.13, 12 log 3 − 8 = 5.18


def test_a_little_overdispersion_is_nearly_poisson():
    counts, mean = cases(4)[:, TRAIN:], np.full((4, TIMES - TRAIN), 9.0)
    poisson, almost = (ratio(counts, mean, alpha, window=0)[0] for alpha in (0.0, 1e-7))
    assert np.allclose(poisson, almost, rtol=1e-4, atol=1e-4)


def test_small_rises_add_up_until_they_are_heard_and_then_begin_anew():
    counts, mean = np.full((1, 12), 7.0), np.full((1, 12), 4.0)
    statistic, threshold = ratio(counts, mean, 0.0, limit=5, window=0)
    alarm = counts > threshold
    first = int(np.argmax(alarm[0]))
    assert first == 5 and statistic[0, first] >= 5 > statistic[0, first + 1]


def test_the_past_teaches_season_and_spread():
    counts = cases(60)
    season = seasonal(counts, train=TRAIN, period=52)
    assert np.median(season.alpha) == pytest.approx(0.15, rel=0.15)
    assert season.mean[0].argmax() % 52 in (0, 1, 50, 51)
    assert seasonal(counts, train=TRAIN, period=52, poisson=True).alpha.tolist() == [0.0] * 60


def test_a_missing_count_and_a_series_of_zeros_end_quietly():
    counts = cases(3)
    counts[0, 270], counts[1] = np.nan, 0
    found = glr(counts, train=TRAIN, period=52)
    assert (
        not found.alarm[0, 270] and np.isnan(found.threshold[0, 270]) and not np.isnan(found.threshold[0, 271:]).any()
    )
    assert not found.alarm[1].any() and np.isnan(found.threshold[:, :TRAIN]).all()
    assert found.expected[1, TRAIN:].max() < 0.1


def test_a_past_shorter_than_a_year_is_refused():
    days = np.datetime64("2020-01-06") + 7 * np.arange(80)
    with pytest.raises(WrongSeries, match="40 times before the first judged one: a year of 52"):
        taught_by_the_past(np.ones((1, 80)), days, range(40, 80))
    with pytest.raises(WrongSeries, match="80 to learn from"):
        seasonal(np.ones((1, 80)), train=80, period=52)


def test_a_number_written_down_is_the_threshold():
    found = fixed([[0, 1, 4, np.nan], [2, 3, 5, 9]], at_least=[1, 5])
    assert found.alarm.tolist() == [[False, True, True, False], [False, False, True, True]]
    with pytest.raises(WrongSeries, match="would never be silent"):
        fixed([1, 2], at_least=0)


@settings(max_examples=25, deadline=None)
@given(arrays(np.int64, (2, 20), elements=st.integers(0, 30)), st.integers(1, 40), st.sampled_from([0.0, 0.2]))
def test_a_bigger_count_never_silences_today(counts, more, alpha):
    bigger = counts.copy()
    bigger[:, -1] += more
    mean = np.full(counts.shape, 6.0)
    (before, limit), (after, again) = ratio(counts, mean, alpha), ratio(bigger, mean, alpha)
    assert (after[:, -1] >= before[:, -1] - 1e-9).all() and np.array_equal(limit[:, -1], again[:, -1])


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_series_does_not_matter(order):
    counts = cases(5)
    straight, shuffled = (glr(each, train=TRAIN, period=52) for each in (counts, counts[list(order)]))
    assert np.allclose(straight.threshold[list(order)], shuffled.threshold, equal_nan=True)


REFEREE = """suppressMessages({library(surveillance); library(MASS)})
d <- as.matrix(read.csv("counts.csv", header=FALSE))
judged <- function(y, f, ret) { dp <- create.disProg(week=1:length(y), observed=y, state=0*y, freq=52, start=c(2001, 1))
  f(dp, control=c(list(range=261:312, c.ARL=5, mu0=list(S=1, trend=TRUE, refit=FALSE), Mtilde=1, M=-1,
    change="intercept", theta=NULL, dir="inc", ret=ret), if (identical(f, algo.glrnb)) list(alpha=NULL))) }
for (name in c("algo.glrnb", "algo.glrpois")) { f <- get(name); out <- NULL
  for (i in 1:nrow(d)) { y <- as.numeric(d[i, ]); v <- judged(y, f, "value"); n <- judged(y, f, "cases")
    alpha <- if (name == "algo.glrnb") v$control$alpha else 0
    out <- rbind(out, c(alpha, v$alarm, v$upperbound, n$upperbound, v$control$mu0)) }
  write.table(format(out, digits=15), paste0(name, ".csv"), sep=",", row.names=FALSE, col.names=FALSE, quote=FALSE) }"""


@pytest.mark.proof
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R here: apt-get install r-cran-surveillance")
@pytest.mark.parametrize(("name", "poisson"), [("algo.glrnb", False), ("algo.glrpois", True)])
def test_statistics_thresholds_and_alarms_are_those_of_r(tmp_path, name, poisson):
    counts = cases(9)
    np.savetxt(tmp_path / "counts.csv", counts, fmt="%d", delimiter=",")
    (tmp_path / "referee.R").write_text(REFEREE)
    subprocess.run(["Rscript", "referee.R"], cwd=tmp_path, check=True, capture_output=True, timeout=600)
    theirs = np.genfromtxt(tmp_path / f"{name}.csv", delimiter=",")
    alpha, parts = theirs[:, 0], np.split(theirs[:, 1:], 4, axis=1)
    alarm, value, fewest, mean = parts
    statistic, threshold = ratio(counts[:, TRAIN:], mean, alpha, window=0)
    assert np.allclose(statistic, value, atol=1e-9)
    found = fewest < 1e9  # R gives none where no count alone reaches the limit in its search
    assert np.array_equal(threshold[found] + 1, fewest[found])
    ours = glr(counts, train=TRAIN, period=52, window=0, poisson=poisson)
    assert np.array_equal(ours.alarm[:, TRAIN:], alarm.astype(bool)) and alarm.any()
    assert np.allclose(ours.expected[:, TRAIN:], mean, rtol=1e-6)
    if not poisson:
        assert np.allclose(seasonal(counts, train=TRAIN, period=52).alpha, alpha, atol=1e-6)
