"""Share people out over places so that every level adds up exactly, and say where each figure comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Mark = Literal["census", "estimate", "carried", "scaled", "allocated"]

MARKS: dict[Mark, str] = {
    "census": "普查",
    "estimate": "推算",
    "carried": "沿用上年",
    "scaled": "按比例缩放",
    "allocated": "分摊",
}
"""How a figure came about, gravest doubt last; the page shows the Chinese word beside the figure."""


@dataclass(frozen=True, slots=True)
class PopulationCount:
    """How many people live in a place in a year, how the figure came about, and its source."""

    people: int
    mark: Mark
    source: str


class NothingToShareBy(ValueError):
    """All weights are zero, so the people cannot be shared out: give at least one place a weight."""


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Share `total` over the weights by largest remainder, so that the shares add up to it exactly.

    Whole-number arithmetic throughout; of equal remainders the earlier place wins. A share differs from its exact quota
    by less than one. Raises NothingToShareBy, and ValueError for a negative total or weight. (Hamilton's method, 1792.)
    """
    if total < 0 or any(weight < 0 for weight in weights):
        raise ValueError("Only counts from zero up can be shared.")
    whole = sum(weights)
    if whole == 0:
        if total:
            raise NothingToShareBy("All weights are zero: give at least one place a weight.")
        return [0] * len(weights)
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % whole))
    for place in by_remainder[: total - sum(shares)]:
        shares[place] += 1
    return shares
