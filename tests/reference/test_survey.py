"""Estimates of published surveys: Lumley 2010, Complex Surveys; figures of R's survey 4.1-1 and 4.2."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.domain.sampling.design import WrongDesign, design, post_stratify, rake
from gongwei.domain.sampling.survey import mean, proportion, ratio

DATA = Path(__file__).parent / "data"


def columns(name):
    rows = list(csv.DictReader((DATA / f"{name}.csv").open()))
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


@pytest.fixture(scope="module")
def stratified():
    table = columns("apistrat")
    size = table["drawn_from"].astype(float)
    return table, design(200, weight=table["weight"].astype(float), stratum=table["level"], drawn_from=size)


@pytest.fixture(scope="module")
def clustered():
    table = columns("apiclus1")
    size = table["drawn_from"].astype(float)
    return table, design(183, weight=table["weight"].astype(float), cluster=table["district"], drawn_from=size)


def test_a_stratified_mean_has_the_published_error(stratified):
    table, sample = stratified
    found = mean(table["index_2000"].astype(float), sample)
    assert found.value == pytest.approx(662.2873631593, abs=1e-9)
    assert found.standard_error == pytest.approx(9.40894080, abs=1e-8)
    assert found.design_effect == pytest.approx(1.2045, abs=5e-5) and sample.degrees == 197


def test_a_clustered_mean_and_ratio_have_the_published_errors(clustered):
    table, sample = clustered
    found = mean(table["index_2000"].astype(float), sample)
    assert (found.value, found.standard_error) == (pytest.approx(644.17, abs=5e-3), pytest.approx(23.542, abs=5e-4))
    tested = ratio(table["tested"].astype(float), table["enrolled"].astype(float), sample)
    assert tested.value == pytest.approx(0.8497087, abs=1e-7)
    assert tested.standard_error == pytest.approx(0.008386297, abs=1e-9)


@pytest.mark.parametrize(
    ("interval", "lower", "upper"),
    [
        ("logit", 0.77453965, 0.87081485),
        ("beta", 0.77417133, 0.87343159),
        ("wilson", 0.77481459, 0.87063756),
    ],
)
def test_each_interval_of_a_proportion_is_the_published_one(stratified, interval, lower, upper):
    table, sample = stratified
    found = proportion(table["target_met"] == "Yes", sample, interval=interval)
    assert found.value == pytest.approx(0.82794801, abs=1e-8)
    assert (found.lower, found.upper) == (pytest.approx(lower, abs=1e-8), pytest.approx(upper, abs=1e-8))


def test_a_domain_keeps_the_whole_design(stratified):
    table, sample = stratified
    errors = [
        mean(table["index_2000"].astype(float), sample, within=table["level"] == one).standard_error for one in "EHM"
    ]
    assert errors == pytest.approx([12.38247979, 14.93712919, 16.21470731], abs=1e-8)


def test_weights_fitted_to_known_totals_lower_the_error_by_what_they_explain(clustered):
    table, sample = clustered
    fitted = post_stratify(sample, table["level"], {"E": 4421, "H": 755, "M": 1018})
    found = mean(table["index_2000"].astype(float), fitted)
    assert (found.value, found.standard_error) == (pytest.approx(642.31, abs=5e-3), pytest.approx(23.921, abs=1e-3))
    assert fitted.weight.sum() == pytest.approx(6194)


def test_raked_weights_add_up_to_every_margin(clustered):
    table, sample = clustered
    margins = [(table["level"], {"E": 4421, "H": 755, "M": 1018}), (table["target_met"], {"Yes": 5122, "No": 1072})]
    fitted = rake(sample, margins)
    for groups, totals in margins:
        for name, total in totals.items():
            assert fitted.weight[groups == name].sum() == pytest.approx(total)
    with pytest.raises(WrongDesign, match="same number"):
        rake(sample, [margins[0], (table["target_met"], {"Yes": 1.0, "No": 1.0})])


def test_a_design_that_cannot_be_is_refused_with_its_stratum():
    with pytest.raises(WrongDesign, match="“b” has one sampled unit"):
        design(3, stratum=["a", "a", "b"])
    with pytest.raises(WrongDesign, match="2 units were drawn from 1"):
        design(2, drawn_from=[1, 1])
    with pytest.raises(WrongDesign, match="above 0"):
        design(2, weight=[1, 0])
    with pytest.raises(WrongDesign, match="“M” is not in the totals"):
        post_stratify(design(2), ["E", "M"], {"E": 3})


def test_nobody_in_a_domain_gives_no_number_but_a_reason():
    assert mean([np.nan, np.nan], design(2)).reason == "no row with a value"
    assert proportion([1, 1, 1], design(3)).upper == 1.0


@settings(max_examples=50)
@given(st.lists(st.floats(-1e4, 1e4), min_size=4, max_size=30), st.floats(0.1, 100))
def test_scaling_all_weights_changes_nothing(values, factor):
    one, other = design(len(values)), design(len(values), weight=np.full(len(values), factor))
    assert mean(values, one).value == pytest.approx(mean(values, other).value, rel=1e-9, abs=1e-6)
    assert mean(values, one).standard_error == pytest.approx(mean(values, other).standard_error, rel=1e-6, abs=1e-6)
