"""Compute how many of those at risk fell ill: attack rates, and secondary ones among the contacts of first cases.

Counts of people. Proportions with Wilson's interval (1927, J Am Stat Assoc 22:209–212), as fractions between 0 and 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gongwei.domain.demography.rates import wilson

Floats = NDArray[np.float64]


class WrongOutbreak(ValueError):
    """The counts of an outbreak contradict each other; the message says which. `group` is its place."""

    def __init__(self, group: int, why: str) -> None:
        super().__init__(why)
        self.group = group


@dataclass(frozen=True)
class Share:
    """One element a group: how many of how many, as a fraction with its interval; NaN where nobody was at risk."""

    ill: Floats
    at_risk: Floats
    value: Floats
    lower: Floats
    upper: Floats


def attack_rate(ill: ArrayLike, at_risk: ArrayLike, *, confidence: float = 0.95) -> Share:
    """Divide those who fell ill by those at risk at the outbreak's start. Raises WrongOutbreak."""
    cases, people = np.asarray(ill, dtype=float), np.asarray(at_risk, dtype=float)
    for group in np.flatnonzero(~(cases >= 0) | ~(people >= cases)):
        raise WrongOutbreak(int(group), f"{cases[group]:g} fell ill of {people[group]:g} at risk: correct one of them")
    lower, upper = wilson(cases, people, confidence=confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Share(cases, people, cases / people, lower, upper)


def secondary_attack_rate(ill: ArrayLike, at_risk: ArrayLike, primary: ArrayLike, *, confidence: float = 0.95) -> Share:
    """Divide the further cases by the contacts still at risk: both without the `primary` cases. Raises WrongOutbreak.

    In a household with one first case of four people of whom three fell ill, two of three contacts did.
    """
    cases, people, first = (np.asarray(each, dtype=float) for each in (ill, at_risk, primary))
    for group in np.flatnonzero(~(first >= 0) | (first > cases)):
        raise WrongOutbreak(
            int(group), f"{first[group]:g} first cases of {cases[group]:g}: first cases count among the ill"
        )
    return attack_rate(cases - first, people - first, confidence=confidence)
