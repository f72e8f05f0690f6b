"""Known defects, planted so that tests and linkage can be measured against the truth.

Of residents: birth dates that contradict the card; the same person registered twice, and twins, see `doubles`.
Of visits: see `visits`. Rates are shares of rows.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import Days, as_dates, stream
from gongwei.adapters.synth.texts import identifiers

SWAPPED_PRESSURE = "visit: systolic and diastolic swapped"
MISSING_PRESSURE = "visit: pressure missing"
GLUCOSE_IN_MILLIGRAMS = "visit: glucose in mg/dL"
HEIGHT_IN_METRES = "visit: height in metres"
COPIED_PRESSURE = "writing: pressure of the visit before"
BIRTH = "birth date differs from document"


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each defect occurs, as a share of the residents or of the visits that could have it."""

    doubles: float = 0.006
    twins: float = 0.03  # of second children: births of two are 3 of 100 children (ours)
    misread_birth: float = 0.001
    swapped_pressure: float = 0.001
    missing_pressure: float = 0.004
    glucose_in_milligrams: float = 0.002
    height_in_metres: float = 0.002
    rounding: float = 0.04  # share of institutions that round nearly all pressures
    copying: float = 0.04  # share of institutions that copy most pressures from the visit before
    bursts: float = 0.3  # share of institutions that wrote their last visits in minutes
    night: float = 0.005


@dataclass(frozen=True, slots=True)
class Truth:
    """Defects of rows: who, what, and the value that would be right."""

    person: NDArray[np.int32]
    kind: str
    detail: pa.Array

    def table(self, resident_ids: NDArray[np.uint8]) -> pa.Table:
        """Write the defects as a table."""
        return truth_table(
            identifiers(resident_ids, self.person), pa.array([self.kind] * len(self.person)), self.detail
        )


def truth_table(resident: pa.Array, kind: pa.Array, detail: pa.Array) -> pa.Table:
    """Write defects: whose row, of which kind, and what would be right."""
    return pa.table({"resident_id": resident, "kind": kind.cast(pa.string()), "detail": detail.cast(pa.string())})


def misread_births(seed: int, birth: Days, rates: Rates) -> tuple[Days, Truth]:
    """Write some birth dates a few days, a month or a year wrong; the document stays right."""
    rng = stream(seed, "misread births")
    wrong = np.flatnonzero((rng.random(len(birth)) < rates.misread_birth) & (birth < birth.max() - 800)).astype(
        np.int32
    )
    slip = rng.choice(np.array([-1, 1, 10, -10, 31, 365], dtype=np.int32), len(wrong))
    recorded = birth.copy()
    recorded[wrong] += slip
    return recorded, Truth(wrong, BIRTH, pa.array(as_dates(birth[wrong])).cast(pa.string()))
