"""The places of the made city: what it is given about regions, and what it derives from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DISTRICT = 1_000_000  # span of a district in 12-digit codes
STREET = 1_000
CITY = 100_000_000
BODIES = ("社区居民委员会", "社区居委会", "村民委员会", "村委会", "居民委员会", "居委会")


class Village(NamedTuple):
    """A village or community: 12-digit code, name, and people (or any weight) that live there."""

    code: int
    name: str
    people: float


@dataclass(frozen=True)
class Places:
    """Villages in the order of their codes, and the names of the districts and streets above them."""

    codes: NDArray[np.int64]
    titles: tuple[str, ...]
    people: NDArray[np.float64]
    names: Mapping[int, str]

    @property
    def districts(self) -> NDArray[np.int64]:
        """Give the 6-digit district of every village."""
        return self.codes // DISTRICT

    @property
    def streets(self) -> NDArray[np.int64]:
        """Give the 12-digit street of every village."""
        return self.codes // STREET * STREET

    def name(self, code: int) -> str:
        """Name a region; one without a name is called by its code."""
        return self.names.get(code, str(code))

    def address(self, code: int) -> str:
        """Write the way from the city down to a street or district, as addresses begin; the unnamed are left out."""
        levels = (code // CITY * CITY, code // DISTRICT * DISTRICT, code // STREET * STREET)
        return "".join(self.names.get(level, "") for level in dict.fromkeys(levels))


def places(villages: Sequence[tuple[int, str, float]], names: Mapping[int, str]) -> Places:
    """Sort villages by code and take the council's title off their names (大庄村委会 is 大庄村)."""
    ordered = [Village(*village) for village in sorted(villages)]
    return Places(
        np.array([village.code for village in ordered], dtype=np.int64),
        tuple(_bare(village.name) for village in ordered),
        np.array([village.people for village in ordered], dtype=float),
        dict(names),
    )


def _bare(name: str) -> str:
    for body in BODIES:
        if name.endswith(body):
            stem = name.removesuffix(body)
            kind = "社区" if body.startswith("社区") else "村" if body.startswith("村") else ""
            return stem if stem.endswith(kind) else stem + kind
    return name
