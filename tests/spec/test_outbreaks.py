"""Outbreaks: chains of infection, serial intervals and attack rates, in examples to count on one's fingers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.domain.detection.attack import WrongOutbreak, attack_rate, secondary_attack_rate
from gongwei.domain.detection.chains import NoInterval, WrongLinks, chains, interval_of_pairs, serial_intervals

CASES = ["A", "B", "C", "D", "E", "F"]
FROM = ["", "A", "A", "B", "", "E"]  # A made B and C, B made D; E made F


def test_generations_are_counted_from_the_case_that_began_the_chain():
    found = chains(CASES, FROM)
    assert found.generation.tolist() == [0, 1, 1, 2, 0, 1]
    assert [CASES[root] for root in found.root] == ["A", "A", "A", "A", "E", "E"]
    assert found.infected.tolist() == [2, 1, 0, 0, 1, 0] and found.sizes == {0: 4, 4: 2}


def test_cases_may_be_listed_before_their_infectors():
    found = chains(CASES[::-1], FROM[::-1])
    assert found.generation.tolist() == [1, 0, 2, 1, 1, 0]


@pytest.mark.parametrize(
    ("cases", "infectors", "row", "said"),
    [
        ("A B C", "C A B", 0, "in a circle: A ← C ← B ← A"),
        ("A B", " B", 1, "in a circle: B ← B"),
        ("A B", " Z", 1, "infector Z is no case of the file"),
        ("A A", "  ", 1, "case A stands twice"),
    ],
)
def test_links_that_are_no_chain_are_refused_with_the_reason(cases, infectors, row, said):
    with pytest.raises(WrongLinks, match=said) as refused:
        chains(cases.split(), infectors.split(" ")[: len(cases.split())])
    assert refused.value.case == row


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 40), st.integers(0, 10_000))
def test_every_case_but_those_that_begin_a_chain_was_made_by_one(many, seed):
    parents = np.random.default_rng(seed).integers(-1, many, many).tolist()
    cases = [str(case) for case in range(len(parents))]
    infectors = ["" if parent < 0 or parent >= case else str(parent) for case, parent in enumerate(parents)]
    found = chains(cases, infectors)
    assert found.infected.sum() == sum(map(bool, infectors)) and sum(found.sizes.values()) == len(cases)
    for case, infector in enumerate(infectors):
        assert found.generation[case] == (found.generation[int(infector)] + 1 if infector else 0)


def test_a_long_chain_needs_no_depth():
    cases = [str(case) for case in range(50_000)]
    assert chains(cases, ["", *cases[:-1]]).generation[-1] == 49_999


def test_the_serial_interval_is_from_onset_to_onset():
    days = serial_intervals(CASES, FROM, [0, 3, 4, 5, 2, np.nan])
    assert days[[1, 2, 3]].tolist() == [3, 4, 2] and np.isnan(days[[0, 4, 5]]).all()


def test_observed_pairs_become_chances_and_the_impossible_ones_are_counted():
    chance, left_out = interval_of_pairs([3, 3, 4, 0, -1, np.nan])
    assert chance == pytest.approx([0, 0, 0, 2 / 3, 1 / 3]) and left_out == 2
    with pytest.raises(NoInterval, match="a day or more after"):
        interval_of_pairs([0, -2, np.nan])


def test_attack_rates_count_first_cases_among_the_ill_and_not_among_the_contacts():
    """One first case in a household of four of whom three fell ill: three of four, and two of three contacts."""
    assert attack_rate([3], [4]).value == pytest.approx([0.75])
    found = secondary_attack_rate([3], [4], [1])
    assert found.value == pytest.approx([2 / 3]) and found.lower[0] < 2 / 3 < found.upper[0]
    assert np.isnan(secondary_attack_rate([1], [1], [1]).value[0])


def test_more_ill_than_at_risk_and_more_first_cases_than_ill_are_refused():
    with pytest.raises(WrongOutbreak, match="5 fell ill of 4") as refused:
        attack_rate([1, 5], [4, 4])
    assert refused.value.group == 1
    with pytest.raises(WrongOutbreak, match="2 first cases of 1"):
        secondary_attack_rate([1], [4], [2])
