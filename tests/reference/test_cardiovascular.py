"""The China-PAR equations against what was published beside them, and against plain sense."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.domain.cardiovascular import MEN, WOMEN, Factors, NotWithin, Risk, ten_year_risk, terms

MAN = Factors(
    male=True, age=60, systolic=140, treated=False, total_cholesterol=5.2, hdl=1.3, waist=85, smoker=False,
    diabetes=False, urban=False, family_history=False,
)  # fmt: skip
WOMAN = replace(MAN, male=False)


def risk(known):
    return ten_year_risk(known, diseased=False)


@pytest.mark.parametrize(("equation", "mean_risk"), [(MEN, 3.0), (WOMEN, 1.0)])
def test_at_the_published_mean_of_the_sum_the_risk_is_the_published_one(equation, mean_risk):
    # 1 − 0.970 and 1 − 0.990 (Yang 2016, supplement).
    age = equation.mean / equation.coefficients["age"]
    only_age = dict.fromkeys(equation.coefficients, 0.0) | {"age": age}
    assert equation.risk(only_age) == pytest.approx(mean_risk)


@pytest.mark.parametrize(
    ("equation", "middle"),
    [
        # Near the middle of the derivation cohorts (Yang 2016, table 1): the sum of the terms must lie at its mean.
        (MEN, replace(MAN, age=48, systolic=122, total_cholesterol=4.5, hdl=1.3, waist=80)),
        (WOMEN, replace(WOMAN, age=48, systolic=121, total_cholesterol=4.6, hdl=1.35, waist=77)),
    ],
)
def test_coefficients_and_mean_belong_together(equation, middle):
    # A coefficient misread in any place would move the sum by more: it is some 140 made of terms of some 100.
    total = sum(value * terms(middle)[name] for name, value in equation.coefficients.items())
    assert total == pytest.approx(equation.mean, abs=0.6)


def test_risks_by_hand():
    # By pocket calculator from ln 60 = 4.0943, ln 140 = 4.9416, ln 201.08 = 5.3037, ln 50.27 = 3.9174, ln 85 = 4.4427.
    # Men: 130.90 + 129.22 + 3.29 - 2.70 - 3.15 - 115.93 = 141.62, 0.94 above the mean; women: 118.38, 1.12 above.
    assert (round(risk(MAN).highest, 1), round(risk(WOMAN).highest, 1)) == (7.5, 3.0)


@pytest.mark.parametrize(
    "worse",
    [{"systolic": 160}, {"treated": True}, {"total_cholesterol": 7}, {"hdl": 0.9}, {"smoker": True}, {"diabetes": True},
     {"age": 65}, {"northern": True}],
)  # fmt: skip
@pytest.mark.parametrize("who", [MAN, WOMAN])
def test_what_harms_never_lowers_the_risk(who, worse):
    assert risk(replace(who, **worse)).highest > risk(who).highest


@pytest.mark.parametrize(("age", "within"), [(34, False), (35, True), (74, True), (75, False)])
def test_the_equations_hold_from_35_to_74(age, within):
    if within:
        assert risk(replace(MAN, age=age)) is not None
    else:
        with pytest.raises(NotWithin):
            risk(replace(MAN, age=age))


def test_who_has_heart_disease_needs_no_equation():
    with pytest.raises(NotWithin):
        ten_year_risk(MAN, diseased=True)


@pytest.mark.parametrize("name", ["systolic", "treated", "total_cholesterol", "hdl", "waist", "smoker", "male", "age"])
def test_without_a_factor_there_is_no_number(name):
    lacking = replace(MAN, **{name: None})
    assert (lacking.missing, risk(lacking)) == ((name,), None)


def test_what_may_be_unknown_gives_a_range_that_holds_both_answers():
    unsure = risk(replace(MAN, family_history=None, urban=None))
    for family in (True, False):
        for urban in (True, False):
            sure = risk(replace(MAN, family_history=family, urban=urban))
            assert sure.lowest == sure.highest
            assert unsure.lowest <= sure.highest <= unsure.highest


def test_the_equation_of_women_does_not_ask_for_town_or_family():
    unsure = risk(replace(WOMAN, family_history=None, urban=None))
    assert unsure.lowest == unsure.highest


@pytest.mark.parametrize(("percent", "level"), [(4.9, "low"), (5.0, "middle"), (9.9, "middle"), (10.0, "high")])
def test_risk_is_graded_at_five_and_ten_percent(percent, level):
    assert Risk(percent, percent).level == level


@settings(max_examples=60, deadline=None)
@given(
    age=st.integers(35, 74), systolic=st.integers(80, 220), hdl=st.floats(0.4, 3), waist=st.integers(55, 130),
    total_cholesterol=st.floats(2, 10), male=st.booleans(), treated=st.booleans(), smoker=st.booleans(),
)  # fmt: skip
def test_every_risk_lies_between_nought_and_a_hundred(**drawn):
    found = risk(replace(MAN, **drawn))
    assert 0 < found.lowest <= found.highest <= 100
