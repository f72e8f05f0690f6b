"""How a sample was drawn: strata, clusters, weights and the size of what it was drawn from."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
MOST_TURNS, CLOSE_ENOUGH = 200, 1e-10


class WrongDesign(ValueError):
    """The sample cannot have been drawn so; the message says which stratum or row and what to do."""


@dataclass(frozen=True)
class Design:
    """One element a row. `cluster` numbers first-stage units, nested in `stratum`; `weight`: people a row stands for.

    `drawn_from` is the number of first-stage units in a row's stratum of the population; NaN: so many that drawing
    changed nothing. `auxiliary` (rows, variables) holds what the weights were fitted to: it lowers the variance.
    """

    weight: Floats
    stratum: NDArray[np.intp]
    cluster: NDArray[np.intp]
    drawn_from: Floats
    auxiliary: Floats | None = None

    @property
    def degrees(self) -> int:
        """Count first-stage units less strata: the degrees of freedom."""
        return len(np.unique(self.cluster)) - len(np.unique(self.stratum))

    def variance(self, influence: Floats) -> Floats:
        """Compute the variance of totals of weighted influences, (rows,) or (rows, estimates), by Taylor series.

        First-stage units are drawn with replacement, or corrected for `drawn_from`. (Wolter 2007, ch. 6; Lumley 2004,
        J Stat Softw 9(8).)
        """
        values = np.atleast_2d(influence.T).T * self.weight[:, None]
        if self.auxiliary is not None:
            values = _residual(values / self.weight[:, None], self.auxiliary, self.weight) * self.weight[:, None]
        units, unit = np.unique(self.cluster, return_inverse=True)
        totals = np.zeros((len(units), values.shape[1]))
        np.add.at(totals, unit, values)
        of_unit = np.zeros(len(units), dtype=np.intp)
        of_unit[unit] = self.stratum
        size = np.full(len(units), np.nan)
        size[unit] = self.drawn_from
        whole = np.zeros(values.shape[1])
        for stratum in np.unique(of_unit):
            mine = totals[of_unit == stratum]
            share = len(mine) / size[of_unit == stratum][0]
            left = 0.0 if np.isnan(share) else share
            whole += (1 - left) * len(mine) / (len(mine) - 1) * ((mine - mine.mean(axis=0)) ** 2).sum(axis=0)
        return whole if influence.ndim == 2 else whole[0]


def design(
    rows: int, *, weight: ArrayLike | None = None, stratum: ArrayLike | None = None, cluster: ArrayLike | None = None,
    drawn_from: ArrayLike | None = None,
) -> Design:  # fmt: skip
    """Describe a sample. Without clusters each row is a unit; without strata all rows are one. Raises WrongDesign."""
    weights = np.ones(rows) if weight is None else np.asarray(weight, dtype=float)
    if not (np.isfinite(weights) & (weights > 0)).all():
        raise WrongDesign("every weight must be above 0: leave rows out that stand for nobody")
    names, strata = np.unique(np.zeros(rows) if stratum is None else np.asarray(stratum), return_inverse=True)
    units = np.arange(rows) if cluster is None else np.unique(np.asarray(cluster), return_inverse=True)[1]
    pairs, nested = np.unique(np.column_stack([strata, units]), axis=0, return_inverse=True)
    counted = np.bincount(pairs[:, 0], minlength=len(names))
    if (counted < 2).any():
        if stratum is None:
            raise WrongDesign("the sample has one unit: its spread is unknown; two or more are needed")
        lonely = names[np.argmin(counted)]
        raise WrongDesign(
            f"stratum “{lonely}” has one sampled unit: its spread is unknown; join it to a stratum like it"
        )
    size = np.full(rows, np.nan) if drawn_from is None else np.asarray(drawn_from, dtype=float)
    _refuse_sizes(size, strata, counted, names)
    return Design(weights, strata.ravel(), nested.ravel(), size)


def _refuse_sizes(size: Floats, strata: NDArray[np.intp], counted: NDArray[np.intp], names: NDArray[np.str_]) -> None:
    for index, name in enumerate(names):
        mine = size[strata.ravel() == index]
        if np.isnan(mine).all():
            continue
        if np.unique(mine).size > 1:
            raise WrongDesign(f"stratum “{name}” has several sizes of the population: one is right")
        if mine[0] < counted[index]:
            raise WrongDesign(f"stratum “{name}”: {counted[index]} units were drawn from {mine[0]:g}")


def post_stratify(sample: Design, groups: ArrayLike, totals: dict[str, float]) -> Design:
    """Scale weights so that each group adds up to its known total. Raises WrongDesign for a group without either."""
    return rake(sample, [(groups, totals)])


def rake(sample: Design, margins: list[tuple[ArrayLike, dict[str, float]]]) -> Design:
    """Scale weights in turn until every margin adds up to its known totals. (Deming & Stephan 1940.)

    A margin is the rows' group and the totals by group. Raises WrongDesign if groups differ or no weights fit all.
    """
    coded = [_coded(np.asarray(groups).astype(str), totals) for groups, totals in margins]
    weight = sample.weight.copy()
    for _turn in range(MOST_TURNS):
        furthest = 0.0
        for codes, wanted in coded:
            factor = wanted / np.bincount(codes, weight, minlength=len(wanted))
            furthest = max(furthest, float(np.abs(factor - 1).max()))
            weight = weight * factor[codes]
        if furthest < CLOSE_ENOUGH:
            columns = [np.eye(len(wanted))[codes] for codes, wanted in coded]
            return replace(sample, weight=weight, auxiliary=np.column_stack(columns))
    raise WrongDesign("no weights fit all margins: their totals may not add up to the same number")


def _coded(groups: NDArray[np.str_], totals: dict[str, float]) -> tuple[NDArray[np.intp], Floats]:
    names, codes = np.unique(groups, return_inverse=True)
    missing = sorted(set(names) ^ set(totals))
    if missing:
        side = "the sample" if missing[0] in totals else "the totals"
        raise WrongDesign(f"group “{missing[0]}” is not in {side}: join groups so that both have the same")
    return codes.ravel(), np.array([totals[str(name)] for name in names], dtype=float)


def _residual(values: Floats, auxiliary: Floats, weight: Floats) -> Floats:
    """Take away what the auxiliary variables explain: fitted totals do not vary any more."""
    root = np.sqrt(weight)[:, None]
    explained, *_rest = np.linalg.lstsq(auxiliary * root, values * root, rcond=None)
    return values - auxiliary @ explained
