"""Which pairs of records may be merged without a person."""

import pytest

from gongwei.domain.linkage import CERTAIN, FIELDS, certain
from gongwei.domain.names import given_syllables
from gongwei.domain.variants import ONE_FORM, VARIANTS

SAME = {"name": "same", "birth": "same", "sex": "same", "contact": "home", "document": None}


def test_a_pair_that_agrees_in_everything_may_be_merged_without_a_person():
    assert certain(SAME, CERTAIN)
    assert certain(SAME | {"name": "variant", "contact": "phone"}, 0.9999)
    assert certain(SAME | {"contact": "none", "document": "same"}, 0.9999)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "homophone"}, {"name": "near"}, {"name": "other"}, {"birth": "slip"}, {"birth": "near"},
        {"birth": "other"}, {"sex": "other"}, {"contact": "none"}, {"contact": None}, {"document": "other"},
    ],
)  # fmt: skip
def test_any_doubt_asks_a_person(change):
    assert not certain(SAME | change, 1.0)


def test_a_probability_below_the_threshold_asks_a_person():
    assert not certain(SAME, CERTAIN - 0.001)


@pytest.mark.parametrize("field", FIELDS)
def test_the_likenesses_of_a_field_share_out_the_pairs_of_one_person(field):
    assert sum(one.m for one in FIELDS[field]) == pytest.approx(1)


def test_variants_sound_as_the_character_they_stand_for():
    for usual, variants in VARIANTS.items():
        for variant in variants:
            assert given_syllables(variant) == given_syllables(usual), (usual, variant)
            assert variant.translate(ONE_FORM) == usual


def test_characters_of_two_names_stay_two():
    assert "王峰".translate(ONE_FORM) != "王锋".translate(ONE_FORM)
