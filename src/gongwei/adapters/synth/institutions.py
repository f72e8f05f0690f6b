"""Made institutions of a city: a health centre in every street, stations in some villages, and those above them.

Credit codes begin with X9 (no registering authority, GB 32100 table 1) and name an area under 99, which is no
province; every name ends with （演示）.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import ids, stream
from gongwei.adapters.synth.places import CITY, DISTRICT, Places
from gongwei.adapters.synth.tables import INSTITUTION
from gongwei.adapters.synth.texts import identifiers
from gongwei.domain.identity import CREDIT_ALPHABET, credit_check_character

MADE = "（演示）"
STATIONS = 0.3  # share of villages with a station of their own (ours)
OPENED = date(2010, 1, 1)
CITY_BODIES = (
    ("hospital", "虚构综合医院"),
    ("hospital", "虚构中医医院"),
    ("hospital", "虚构专科医院"),
    ("cdc", "疾病预防控制中心"),
    ("supervision", "卫生监督所"),
    ("bureau", "卫生健康委员会"),
)
DISTRICT_BODIES = (
    ("hospital", "虚构人民医院"),
    ("cdc", "疾病预防控制中心"),
    ("supervision", "卫生监督所"),
    ("bureau", "卫生健康局"),
)


@dataclass(frozen=True, slots=True)
class Institution:
    """One body: its kind, name, the area it serves, and the position of its parent (-1: none)."""

    kind: str
    name: str
    area: int
    parent: int


@dataclass(frozen=True)
class Institutions:
    """All bodies, and which of them looks after each village."""

    bodies: tuple[Institution, ...]
    ids: NDArray[np.uint8]
    of_village: NDArray[np.int32]

    def table(self, places: Places) -> pa.Table:
        """Write the institutions as a table."""
        bodies = self.bodies
        return pa.table(
            {
                "id": identifiers(self.ids),
                "name": pa.array([body.name for body in bodies]),
                "kind": pa.array([body.kind for body in bodies]),
                "credit_code": pa.array([_credit_code(row, body.area) for row, body in enumerate(bodies)]),
                "area_code": pa.array([body.area for body in bodies], pa.int64()),
                "address": pa.array([_address(places, row, body) for row, body in enumerate(bodies)]),
                "parent_id": identifiers(self.ids, np.array([body.parent for body in bodies])),
                "valid_from": pa.array([OPENED] * len(bodies)),
                "valid_to": pa.nulls(len(bodies), pa.date32()),
            }
        )


def found(seed: int, places: Places) -> Institutions:
    """Set up the institutions of all places."""
    rng = stream(seed, "institutions")
    bodies: list[Institution] = []
    city = int(places.codes[0]) // CITY * CITY
    bureau = _bodies(bodies, CITY_BODIES, places.name(city), city, parent=-1)
    of_village = np.empty(len(places.codes), dtype=np.int32)
    for district in np.unique(places.districts).tolist():
        code = district * DISTRICT
        head = _bodies(bodies, DISTRICT_BODIES, places.name(city) + places.name(code), code, parent=bureau)
        for street in np.unique(places.streets[places.districts == district]).tolist():
            centre = _centre(bodies, places.name(street), street, head)
            of_village[places.streets == street] = centre
    for village in np.flatnonzero(rng.random(len(places.codes)) < STATIONS).tolist():
        name = f"{places.titles[village]}卫生服务站{MADE}"
        bodies.append(Institution("station", name, int(places.codes[village]), int(of_village[village])))
        of_village[village] = len(bodies) - 1
    return Institutions(tuple(bodies), ids(rng, INSTITUTION, len(bodies)), of_village)


def _bodies(
    bodies: list[Institution], kinds: tuple[tuple[str, str], ...], prefix: str, area: int, *, parent: int
) -> int:
    """Add the bodies of a city or district; their parent is its bureau, whose parent is the one above."""
    bureau = len(bodies)
    for kind, name in sorted(kinds, key=lambda body: body[0] != "bureau"):
        above = parent if kind == "bureau" else bureau
        bodies.append(Institution(kind, f"{prefix}{name}{MADE}", area, above))
    return bureau


def _centre(bodies: list[Institution], street: str, area: int, parent: int) -> int:
    kind = "卫生院" if street.endswith(("乡", "镇")) else "社区卫生服务中心"
    bodies.append(Institution("centre", f"{street}{kind}{MADE}", area, parent))
    bodies.append(Institution("school", f"{street}虚构小学{MADE}", area, parent))
    return len(bodies) - 2


def _address(places: Places, row: int, body: Institution) -> str:
    village = int(np.searchsorted(places.codes, body.area))
    village = min(village, len(places.codes) - 1)
    return f"{places.address(int(places.codes[village]))}{places.titles[village]}{900 + row % 90}号"


def _credit_code(row: int, area: int) -> str:
    number = ""
    for _ in range(9):
        row, digit = divmod(row, len(CREDIT_ALPHABET))
        number = CREDIT_ALPHABET[digit] + number
    body = f"X999{area // DISTRICT % 10_000:04d}{number}"
    return body + credit_check_character(body)
