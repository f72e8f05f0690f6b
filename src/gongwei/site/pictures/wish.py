"""What the caller wants of a picture, and what a picture refuses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.files.columns import Table
from gongwei.adapters.files.places import Places

MOST_PANELS = 12
MOST_LINES = 8


class NoPicture(ValueError):
    """There is nothing that could be drawn; the message says why and what to give instead."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`named` are the series or groups to draw, all if empty; `places` where they lie; `say` gives the words."""

    say: Mapping[str, str]
    title: str = ""
    named: Sequence[str] = ()
    places: Places | None = None


def chosen(
    table: Table, column: str, wish: Wish, *, most: int, weight: NDArray[np.float64] | None = None
) -> tuple[list[tuple[str, NDArray[np.intp]]], str]:
    """Give the groups to draw with their rows, and words about those left out: the ones with the least `weight`.

    Raises NoPicture for a name that the file does not have, or more names than a picture holds.
    """
    names, code = table.groups(column)
    unknown = [name for name in wish.named if name not in names]
    if unknown:
        raise NoPicture(f"column “{column}” has no “{unknown[0]}”; the file has {'、'.join(names[:5])} …")
    if len(wish.named) > most:
        raise NoPicture(f"{len(wish.named)} are too many for one picture: name up to {most} with --series")
    wanted = [names.index(name) for name in wish.named] or list(range(len(names)))
    left_out = ""
    if len(wanted) > most:
        heavy = np.bincount(code, weights=np.ones(len(table)) if weight is None else np.nan_to_num(weight, posinf=1e6))
        wanted = sorted(np.argsort(-heavy, kind="stable")[:most].tolist())
        left_out = wish.say["some left out"].format(most=most, all=len(names))
    return [(names[place], np.flatnonzero(code == place)) for place in wanted], left_out
