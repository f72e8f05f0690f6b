"""Reproduction numbers against EpiEstim 2.2-4, and what must hold of any epidemic."""

import csv
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.domain.detection.transmission import NoEstimate, cori, growth, serial_interval, wallinga_teunis


@pytest.fixture(scope="module")
def school():
    rows = csv.DictReader((Path(__file__).parent / "data" / "influenza_school.csv").open())
    return np.array([int(row["count"]) for row in rows])


def test_the_serial_interval_is_spread_over_days_as_published():
    assert serial_interval(4.8, 2.3, days=11) == pytest.approx(
        [0, 0.01681172, 0.11874441, 0.19516518, 0.19569382, 0.15886424, 0.11486318, 0.07720210, 0.04934840, 0.03040928,
         0.01822293], abs=1e-8,
    )  # fmt: skip
    with pytest.raises(NoEstimate, match="above 1 day"):
        serial_interval(1, 2, days=10)


def test_the_instantaneous_number_is_the_published_one(school):
    found = cori(school, serial_interval(2.6, 1.5, days=len(school)))
    assert found.mean[:3] == pytest.approx([1.735797664, 1.749167756, 1.537058142], abs=1e-7)
    assert found.sd[0] == pytest.approx(0.4091314329, abs=1e-8)
    assert found.quantiles[0, [0, 4]] == pytest.approx([1.0287437046, 2.6247813], abs=1e-7)
    assert (found.start[0], found.end[0]) == (1, 7)


def test_the_case_number_is_the_published_one(school):
    found = wallinga_teunis(school, serial_interval(2.6, 1.5, days=len(school)))
    assert found.mean[:3] == pytest.approx([1.5340015, 1.4561349, 1.4963167], abs=1e-7)
    inside = (found.quantiles[:10, 0] <= found.mean[:10]) & (found.mean[:10] <= found.quantiles[:10, 4])
    assert inside.all()


def test_the_interval_of_the_case_number_is_that_of_simulated_ancestries(school):
    """EpiEstim 2.2-4 with 5,000 simulations and seed 1 gives deviations .1316 .1242 .1160 .1093 .1045 .0822."""
    w = serial_interval(2.6, 1.5, days=len(school))
    found = wallinga_teunis(school, w)
    assert found.sd[:6] == pytest.approx([0.1316, 0.1242, 0.1160, 0.1093, 0.1045, 0.0822], rel=0.02)
    assert found.quantiles[:3, 0] == pytest.approx([1.294118, 1.227273, 1.291667], abs=1e-6)
    assert found.quantiles[:3, 4] == pytest.approx([1.766176, 1.727273, 1.709375], abs=1 / 17)
    rng, days = np.random.default_rng(4), np.arange(len(school))
    infected = np.zeros(4000)
    for day in days[school > 0]:
        source = np.array([w[day - before] * school[before] if before < day else 0.0 for before in days])
        if source.sum() > 0:
            infected += rng.multinomial(school[day], source / source.sum(), size=4000)[:, 1:8].sum(axis=1)
    drawn = infected / school[1:8].sum()
    assert found.sd[0] == pytest.approx(drawn.std(), rel=0.05)
    assert found.quantiles[0] == pytest.approx(np.quantile(drawn, [0.025, 0.25, 0.5, 0.75, 0.975]), abs=1.01 / 17)


def test_many_series_are_estimated_as_each_alone(school):
    w = serial_interval(2.6, 1.5, days=len(school))
    both = cori(np.stack([school, school[::-1]]), w)
    assert np.allclose(both.mean[1], cori(school[::-1], w).mean) and both.quantiles.shape == (2, 25, 5)


def test_growth_of_a_doubling_epidemic_doubles_in_its_days():
    found = growth(np.round(10 * 2 ** (np.arange(30) / 4)))
    assert found.doubling_days == pytest.approx(4, rel=0.01) and found.lower < np.log(2) / 4 < found.upper


@pytest.mark.parametrize("wrong", [[1, -1, 2], [1, 2.5, 3], [1, np.nan, 3], [1, 2, 3]])
def test_what_says_nothing_is_refused(wrong):
    with pytest.raises(NoEstimate):
        cori(wrong, serial_interval(2.6, 1.5, days=5))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=12, max_size=40), st.floats(1.5, 8), st.floats(0.5, 4))
def test_every_estimate_lies_in_its_interval_and_its_moments_fit(cases, mean, sd):
    found = cori(cases, serial_interval(mean, sd, days=200))
    assert (np.diff(found.quantiles, axis=1) >= 0).all() and (found.mean > 0).all()
    assert (found.quantiles[:, 0] <= found.mean).all() and (found.mean <= found.quantiles[:, 4] + found.sd * 3).all()


REFEREE = """
suppressMessages(library(EpiEstim)); data(Flu2009); set.seed(1)
when <- list(t_start = 2:26, t_end = 8:32, mean_si = 2.6, std_si = 1.5, n_sim = 3000)
found <- wallinga_teunis(Flu2009$incidence$I, method = "parametric_si", config = when)$R
write.table(found[, 3:6], "answer.csv", sep = ",", col.names = FALSE, row.names = FALSE)
"""


@pytest.mark.proof
@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R here: apt-get install r-cran-epiestim")
def test_the_case_number_and_its_spread_are_those_of_r(school, tmp_path):
    (tmp_path / "referee.R").write_text(REFEREE)
    subprocess.run(["Rscript", "referee.R"], cwd=tmp_path, check=True, capture_output=True, timeout=600)
    mean, sd, low, high = np.genfromtxt(tmp_path / "answer.csv", delimiter=",").T
    found = wallinga_teunis(school, serial_interval(2.6, 1.5, days=len(school)))
    assert found.mean == pytest.approx(mean, abs=1e-9) and found.sd == pytest.approx(sd, rel=0.1, abs=0.01)
    step = 1 / np.array(
        [school[day : day + 7].sum() for day in found.start]
    )  # the least by which a quantile can differ
    assert (np.abs(found.quantiles[:, 0] - low) <= 1.01 * step).all()
    assert (np.abs(found.quantiles[:, 4] - high) <= 1.01 * step).all()
