"""Draw the circles that a scan looks into: around each place, its nearest places one after the other.

Places at the same distance enter together, so that the order of a file decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS = 6371.0088  # km, mean radius (IUGG 1980)
SAME = 1e-9  # distances that differ by less than this share of themselves are the same
Places = NDArray[np.int32]


class WrongPlaces(ValueError):
    """The places cannot be scanned; the message says why and what to do."""


@dataclass(frozen=True)
class Zones:
    """`near[i]`: places by their distance from place i, −1 after the last. A circle closes where `whole` is true."""

    near: Places
    whole: NDArray[np.bool_]


def circles(
    x: ArrayLike,
    y: ArrayLike,
    weight: ArrayLike,
    *,
    max_share: float = 0.5,
    most: int | None = None,
    sphere: bool = False,
) -> Zones:
    """Draw circles with up to `max_share` of all `weight` (people, or cases) and up to `most` places in them.

    `x`, `y` in any one unit on a plane, or degrees of longitude and latitude where `sphere`. Raises WrongPlaces.
    """
    at = np.column_stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)])
    heavy = np.asarray(weight, dtype=float)
    if not 0 < max_share <= 1 or (most is not None and most < 1):
        raise WrongPlaces("the largest share lies above 0 and up to 1, the largest number of places is 1 or more")
    if sphere and (np.abs(at) > (180, 90)).any():
        raise WrongPlaces(
            "longitude lies between −180 and 180, latitude between −90 and 90: are the columns exchanged?"
        )
    most = min(most or len(at), len(at))
    near, whole = np.full((len(at), most), -1, dtype=np.int32), np.zeros((len(at), most), dtype=bool)
    limit = max_share * heavy.sum() * (1 + SAME)
    for centre in range(len(at)):
        order, closes = _by_distance(at, centre, sphere=sphere)
        inside = np.cumsum(heavy[order]) <= limit
        kept = min(int(inside.sum()), most)
        near[centre, :kept], whole[centre, :kept] = order[:kept], closes[:kept]
    if not whole.any():
        raise WrongPlaces(f"no place holds {max_share:g} of the whole or less: raise the largest share")
    return Zones(near, whole)


def nearest(x: ArrayLike, y: ArrayLike, count: int, *, sphere: bool = False) -> list[list[int]]:
    """List the `count` places nearest to each, and those as far away as the last of them."""
    at = np.column_stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)])
    listed = []
    for centre in range(len(at)):
        order, closes = _by_distance(at, centre, sphere=sphere)
        enough = count + int(np.argmax(closes[count:]))
        listed.append([int(place) for place in order[: enough + 1] if place != centre])
    return listed


def _by_distance(at: NDArray[np.float64], centre: int, *, sphere: bool) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Order places by their distance from one, itself among them, and say after which the next is farther away."""
    away = _away(at, centre, sphere=sphere)
    order = np.argsort(away, kind="stable")
    return order, np.append(np.diff(away[order]) > SAME * (1 + away[order][:-1]), True)


def _away(at: NDArray[np.float64], centre: int, *, sphere: bool) -> NDArray[np.float64]:
    """Measure distances from one place: in its unit, or in km on the sphere (haversine)."""
    if not sphere:
        return np.hypot(*(at - at[centre]).T)
    (longitude, latitude), here = np.radians(at).T, np.radians(at[centre])
    half = np.sin((latitude - here[1]) / 2) ** 2
    half += np.cos(latitude) * np.cos(here[1]) * np.sin((longitude - here[0]) / 2) ** 2
    return 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(half, 1)))


def sums(zones: Zones, weight: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up the weight within each circle, shape of `near`."""
    heavy = np.append(np.asarray(weight, dtype=float), 0.0)  # −1 is the last: nothing
    return np.cumsum(heavy[zones.near], axis=1)
