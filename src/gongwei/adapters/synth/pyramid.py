"""How many people of each age and sex live in a district on a day, and who of them dies.

The census of 2020-11-01 is aged year by year: everybody one year older, some die, children are born, newcomers arrive.
"""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import YEAR_DAYS, Days
from gongwei.adapters.synth.figures import rows

CENSUS = date(2020, 11, 1)
AGES = 101  # 0 to 100
MALE, FEMALE = 0, 1
# Gompertz's law: hazard a year = rate * exp(rate * (age - mode)); modes for a life expectancy of 82 and 86.5 years.
RATE = np.array([0.095, 0.105])
MODE = np.array([88.0, 92.0])
BIRTHS = 0.0075  # a year and resident (Hangzhou 2024, statistical communiqué)
BOYS = 0.525
NEWCOMERS = 0.011  # a year and resident: growth 2020–2024 less births and deaths
NEWCOMER_AGES = ((0, 18, 0.12), (18, 35, 0.68), (35, 60, 0.12), (60, 80, 0.08))

Pyramid = NDArray[np.float64]  # 2 sexes by 101 ages, adds up to 1


def census_pyramid() -> Pyramid:
    """Spread the city's census of 2020 over sexes and single years of age."""
    people = np.zeros((2, AGES))
    for row in rows("pyramid.csv"):
        ages = slice(int(row["age_from"]), int(row["age_to"]))
        males = float(row["males_per_100_females"])
        share = float(row["percent"]) / (ages.stop - ages.start) / (100 + males)
        people[MALE, ages], people[FEMALE, ages] = share * males, share * 100
    return people / people.sum()


def district_pyramids(*, as_of: date) -> dict[int, Pyramid]:
    """Age every district to a day; key 0 is the whole city, for districts that are not listed."""
    city = census_pyramid()
    years = (as_of - CENSUS).days / YEAR_DAYS
    pyramids = {0: aged(city, years)}
    for row in rows("districts.csv"):
        young, old = float(row["percent_0_14"]) / 100, float(row["percent_60_over"]) / 100
        pyramids[int(row["district"])] = aged(_with_shares(city, young=young, old=old), years)
    return pyramids


def _with_shares(city: Pyramid, *, young: float, old: float) -> Pyramid:
    people = city.copy()
    for ages, share in ((slice(0, 15), young), (slice(15, 60), 1 - young - old), (slice(60, AGES), old)):
        people[:, ages] *= share / people[:, ages].sum()
    return people


def aged(people: Pyramid, years: float) -> Pyramid:
    """Make a population older, with deaths, births and newcomers; a negative span leaves it as it is."""
    whole = int(max(years, 0))
    for span in [1.0] * whole + [max(years, 0) - whole]:
        people = _next(people, span)
    return people


def _next(people: Pyramid, span: float) -> Pyramid:
    older = people * np.exp(-hazard(np.arange(AGES)) * span)
    moved = older * span
    following = older - moved
    following[:, 1:] += moved[:, :-1]
    following[:, -1] += moved[:, -1]
    following[:, 0] += BIRTHS * span * np.array([BOYS, 1 - BOYS])
    for start, stop, share in NEWCOMER_AGES:
        following[:, start:stop] += NEWCOMERS * span * share / (stop - start) / 2
    return following / following.sum()


def hazard(ages: NDArray) -> NDArray[np.float64]:
    """Give the yearly hazard of death by sex (rows) and age (columns, at mid-year)."""
    return RATE[:, None] * np.exp(RATE[:, None] * (ages + 0.5 - MODE[:, None]))


def survival(years: float) -> Pyramid:
    """Give the probability that someone who would now have that age did not die in the last years."""
    now = np.arange(AGES) + 0.5
    then = np.maximum(now - years, 0)
    return np.exp(np.exp(RATE[:, None] * (then - MODE[:, None])) - np.exp(RATE[:, None] * (now - MODE[:, None])))


def death_days(rng: np.random.Generator, *, birth: Days, sex: NDArray[np.int8], start: Days) -> Days:
    """Draw the day of death of people who live on their start day, by inverting Gompertz's law."""
    rate, mode = RATE[sex], MODE[sex]
    age = (start - birth) / YEAR_DAYS
    spent = rng.standard_exponential(len(birth))
    last = mode + np.log(spent + np.exp(rate * (age - mode))) / rate
    return (birth + np.ceil(np.minimum(last, 125) * YEAR_DAYS)).astype(np.int32)
