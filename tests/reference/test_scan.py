"""The scans against a referee that enumerates everything, a published run of SaTScan, and laws that must hold."""

import csv
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference import scan_by_hand

from gongwei.domain.detection.scan import NothingToScan, Search, permutation_scan, poisson_scan
from gongwei.domain.detection.zones import WrongPlaces, Zones, circles

ANY = Search(ends="any", replicates=1)
UPSTATE = Path(__file__).parent / "data" / "ny_leukaemia.csv"


@pytest.fixture(scope="module")
def upstate():
    rows = list(csv.DictReader(UPSTATE.open()))
    return {name: np.array([float(row[name]) for row in rows]) for name in ("x", "y", "population", "count")}


def made(seed: int, places: int = 12, times: int = 6):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0, 10, (2, places))
    counts = rng.poisson(0.7, (places, times))
    counts[np.argsort(np.hypot(x - x[0], y - y[0]))[:3], -2:] += rng.poisson(2, (3, 2))
    return x, y, counts


PUBLISHED = (
    ("49 48 50 47 1 15 51 2 13 14 3 35 16 52 36 37 12 11 5 17 10 4 6 38 18 9", 85, 49.71, 1.84, 11.577255),
    ("89 88 87 84 90 86 92 85", 38, 17.79, 2.22, 9.019716),
)


@pytest.mark.parametrize(("tracts", "observed", "expected", "risk", "ratio"), PUBLISHED)
def test_the_ratio_of_the_published_clusters_is_satscans(upstate, tracts, observed, expected, risk, ratio):
    """SaTScan on the leukaemia cases of upstate New York 1978–1982, rounded down (Waller & Gotway 2004).

    Its clusters were found with other coordinates than the public table's, so their tracts are given here.
    """
    inside = [int(tract) - 1 for tract in tracts.split()]
    nearest = np.array([inside], dtype=np.int32)
    only = Zones(nearest, np.arange(len(inside))[None, :] == len(inside) - 1)
    (found,) = poisson_scan(upstate["count"][:, None], upstate["population"], only, search=Search(replicates=1))
    assert (found.observed, round(found.expected, 2), round(found.relative_risk, 2)) == (observed, expected, risk)
    assert found.score == pytest.approx(ratio, abs=5e-7)


def test_the_search_of_all_circles_finds_what_the_referee_finds(upstate):
    zones = circles(upstate["x"], upstate["y"], upstate["population"], max_share=0.1)
    found = poisson_scan(upstate["count"][:, None], upstate["population"], zones, search=Search(replicates=99))
    people, cases = upstate["population"], [[int(n)] for n in upstate["count"]]
    x, y = upstate["x"].tolist(), upstate["y"].tolist()
    by_hand = scan_by_hand.circles(x, y, people.tolist(), 0.1)
    best = scan_by_hand.loudest(
        cases, by_hand, [(0, 1)], lambda places, *_: 552 * people[list(places)].sum() / people.sum()
    )
    assert (found[0].score, found[0].observed) == (pytest.approx(best[0], abs=1e-9), 93)
    assert set(found[0].places) == best[1] and found[0].p_value == 0.01
    together = [place for one in found for place in one.places]
    assert len(together) == len(set(together)) and [one.score for one in found] == sorted(
        (one.score for one in found), reverse=True
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_permutation_scan_finds_what_the_referee_finds(seed):
    x, y, counts = made(seed)
    zones = circles(x, y, counts.sum(axis=1))
    (found, *_) = permutation_scan(counts, zones, search=ANY)
    listed = counts.tolist()
    best = scan_by_hand.loudest(
        listed,
        scan_by_hand.circles(x.tolist(), y.tolist(), counts.sum(axis=1).tolist(), 0.5),
        scan_by_hand.windows(6, 3),
        scan_by_hand.expected_by_margins(listed),
    )
    assert found.score == pytest.approx(best[0], abs=1e-10)
    assert found.expected == pytest.approx(
        scan_by_hand.expected_by_margins(listed)(found.places, found.first, found.last + 1)
    )


def test_the_chance_of_the_loudest_is_that_of_the_referees_own_permutations():
    x, y, counts = made(3)
    zones = circles(x, y, counts.sum(axis=1))
    (found, *_) = permutation_scan(counts, zones, search=Search(ends="any", replicates=1999))
    rng, listed = random.Random(5), counts.tolist()
    by_hand = scan_by_hand.circles(x.tolist(), y.tolist(), counts.sum(axis=1).tolist(), 0.5)
    louder = 0
    for _ in range(200):
        table = scan_by_hand.permuted(listed, rng)
        expected = scan_by_hand.expected_by_margins(table)
        louder += scan_by_hand.loudest(table, by_hand, scan_by_hand.windows(6, 3), expected)[0] >= found.score
    assert abs(found.p_value - louder / 200) < 4 * np.sqrt(0.25 / 200)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_relabelled_places_hold_the_same_cluster_or_one_as_loud(seed, order):
    x, y, counts = made(seed)
    x, y = np.round(x), np.round(y)  # many at the same distance, some at the same place
    new = list(range(len(x)))
    order.shuffle(new)
    (one, *_) = permutation_scan(counts, circles(x, y, counts.sum(axis=1)), search=ANY)
    (other, *_) = permutation_scan(counts[new], circles(x[new], y[new], counts[new].sum(axis=1)), search=ANY)
    places, end = [new[place] for place in other.places], other.last + 1
    inside = int(counts[places, other.first : end].sum())
    expected = scan_by_hand.expected_by_margins(counts.tolist())(places, other.first, end)
    assert scan_by_hand.score(inside, expected, int(counts.sum())) == pytest.approx(one.score, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 1000))
def test_more_people_everywhere_change_nothing(seed, times):
    x, y, counts = made(seed)
    people = np.random.default_rng(seed).integers(50, 500, len(x)).astype(float)
    zones = circles(x, y, people)
    one, other = (poisson_scan(counts, people * each, zones, search=ANY) for each in (1, times))
    assert [(a.places, a.first, a.last) for a in one] == [(a.places, a.first, a.last) for a in other]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_a_case_more_inside_a_cluster_makes_it_no_quieter(seed):
    x, y, counts = made(seed)
    people = np.full(len(x), 100.0)
    zones = circles(x, y, people)
    (before, *_) = poisson_scan(counts, people, zones, search=ANY)
    counts[before.places[0], before.first] += 1
    assert poisson_scan(counts, people, zones, search=ANY)[0].score > before.score - 1e-9


def test_under_chance_alone_one_scan_in_twenty_is_below_five_in_a_hundred():
    below = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        x, y = rng.uniform(0, 10, (2, 25))
        counts = rng.poisson(0.5, (25, 8))
        found = permutation_scan(counts, circles(x, y, counts.sum(axis=1)), search=Search(replicates=199, seed=seed))
        below += found[0].p_value <= 0.05
    assert below <= 12  # binomial (100, 0.05): above 12 in one of 1,000 such trials


def test_the_tail_goes_on_where_the_rank_ends_and_agrees_where_it_does_not():
    x, y, counts = made(1, places=30, times=10)
    zones = circles(x, y, counts.sum(axis=1))
    found = permutation_scan(counts, zones, search=Search(replicates=999))
    in_both = [one for one in found if 0.02 < one.p_value < 0.98]
    assert in_both and all(abs(one.tail_p - one.p_value) < 0.05 for one in in_both)
    counts[zones.near[0, :3], -1] += 30
    loud = permutation_scan(counts, zones, search=Search(replicates=999))[0]
    assert loud.p_value == 0.001 and 0 <= loud.tail_p < 1e-4


def test_a_scan_without_a_cluster_stops_early_and_is_not_surprised():
    told = []
    counts = np.random.default_rng(8).poisson(1, (20, 8))
    x, y = np.random.default_rng(9).uniform(0, 1, (2, 20))
    search = Search(replicates=999, tell=lambda done, of: told.append(done))
    found = permutation_scan(counts, circles(x, y, counts.sum(axis=1)), search=search)
    assert told[-1] < 999 and found[0].p_value > 0.05


def test_degrees_are_measured_on_the_sphere():
    """One degree of longitude at 60° north is half as long as one of latitude."""
    zones = circles([0, 1.5, 0], [60, 60, 61], np.ones(3), max_share=1, sphere=True)
    assert zones.near[0].tolist() == [0, 1, 2]
    assert circles([0, 1.5, 0], [60, 60, 61], np.ones(3), max_share=1).near[0].tolist() == [0, 2, 1]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([[0, 0], [0, 0]], "there are no cases"),
        ([[1, -1], [0, 0]], "whole numbers"),
        ([[1, 0.5], [0, 0]], "whole numbers"),
        ([[1, np.nan], [0, 0]], "whole numbers"),
        ([[1, 3], [0, 0]], "two places and at two times"),
        ([[1, 0], [3, 0]], "two places and at two times"),
    ],
)
def test_counts_that_hold_no_cluster_are_refused(counts, said):
    with pytest.raises(NothingToScan, match=said):
        permutation_scan(counts, circles([0, 1], [0, 0], [1, 1], max_share=1))


def test_cases_where_nobody_lives_and_windows_of_no_length_are_refused():
    zones = circles([0, 1], [0, 0], [1, 1], max_share=1)
    with pytest.raises(NothingToScan, match="no people"):
        poisson_scan([[1], [1]], [0, 10], zones)
    with pytest.raises(NothingToScan, match="longest window"):
        poisson_scan([[1], [1]], [5, 10], zones, search=Search(longest=3))
    with pytest.raises(WrongPlaces, match="raise the largest share"):
        circles([0, 1], [0, 0], [1, 1], max_share=0.4)
    with pytest.raises(WrongPlaces, match="exchanged"):
        circles([30, 30], [120, 121], [1, 1], sphere=True)
