"""Known defects, planted so that tests and linkage can be measured against the truth.

Of residents: the same person registered twice, and birth dates that contradict the card.
Of visits: see `visits`. Rates are shares of rows.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import Days, as_dates, day, ids, stream
from gongwei.adapters.synth.people import GIVEN, SURNAMES, People
from gongwei.adapters.synth.residents import Registered
from gongwei.adapters.synth.tables import DOUBLE
from gongwei.adapters.synth.texts import hexadecimal, identifiers, taken
from gongwei.domain.names import given_syllables, name_key

HOMOPHONE, NO_DOCUMENT, SHORT_DOCUMENT, OTHER_PHONE = (
    "double: homophone name",
    "double: no document",
    "double: document of 15 digits",
    "double: other phone",
)
SWAPPED_PRESSURE = "visit: systolic and diastolic swapped"
MISSING_PRESSURE = "visit: pressure missing"
GLUCOSE_IN_MILLIGRAMS = "visit: glucose in mg/dL"
HEIGHT_IN_METRES = "visit: height in metres"
BIRTH = "birth date differs from document"
# Characters that names above do not use, for those of them that no other sounds like.
OTHER_CHARACTERS = (
    "单先茜澜观恺钢科果添倪尼弟俄凝桉葆保传穗茵蔷得中游彬栩常纯男政茂淡姜木全发择韬爱陵真勤穷尧升"
    "绣速裙脆亮份方弱连局朝吟侠朋隆"
)
CENTURY = day(date(2000, 1, 1))


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each defect occurs, as a share of the residents or of the visits that could have it."""

    doubles: float = 0.006
    misread_birth: float = 0.001
    swapped_pressure: float = 0.001
    missing_pressure: float = 0.004
    glucose_in_milligrams: float = 0.002
    height_in_metres: float = 0.002


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


def doubles(seed: int, registered: Registered, people: People, count: int) -> tuple[pa.Table, pa.Table]:
    """Register some people a second time; give the longer table and the truth (detail: the first row's id)."""
    rng = stream(seed, "doubles")
    table = registered.table
    able = np.flatnonzero((pc.equal(table["document_type"], "01").to_numpy()) & (people.birth < CENTURY))
    first = rng.choice(able, count, replace=False).astype(np.int32) if count else np.empty(0, dtype=np.int32)
    kind = rng.choice(4, count, p=[0.45, 0.3, 0.15, 0.1])
    again = _again(rng, table.take(pa.array(first)), people, first, kind)
    short = np.zeros(len(table), dtype=bool)
    short[first[kind == 2]] = True
    whole = pa.concat_tables([_without_document(table, short), again])
    kinds = taken([HOMOPHONE, NO_DOCUMENT, SHORT_DOCUMENT, OTHER_PHONE], kind)
    return whole, truth_table(again["id"], kinds, hexadecimal(registered.ids[first]))


def _again(
    rng: np.random.Generator, rows: pa.Table, people: People, first: NDArray[np.int32], kind: NDArray
) -> pa.Table:
    """Change copies of rows as a second clerk would have written them, without an archive."""
    count = len(first)
    names = rows["name"].to_pylist()
    names = [
        _homophone(SURNAMES[surname], GIVEN.names[given], pick) if what == 0 else name
        for name, what, surname, given, pick in zip(
            names, kind, people.surname[first], people.given[first], rng.random(count), strict=True
        )
    ]
    numbers = [
        number[:6] + number[8:17] if what == 2 else None
        for number, what in zip(rows["document_number"].to_pylist(), kind, strict=True)
    ]
    others = rng.integers(0, 10**8, count)
    phones = [
        f"129{other:08d}" if what == 3 else phone
        for phone, what, other in zip(rows["phone"].to_pylist(), kind, others, strict=True)
    ]
    changed = {
        "id": identifiers(ids(rng, DOUBLE, count)),
        "name": pa.array(names, pa.string()),
        "name_pinyin": pa.array([name_key(name).pinyin for name in names], pa.string()),
        "name_initials": pa.array([name_key(name).initials for name in names], pa.string()),
        "document_type": taken(["", "01"], (kind == 2).astype(np.int8)),
        "document_number": pa.array(numbers, pa.string()),
        "phone": pa.array(phones, pa.string()),
        "archive_no": pa.nulls(count, pa.string()),
        "archived_date": pa.nulls(count, pa.date32()),
    }
    return pa.table({key: changed.get(key, rows[key]) for key in rows.column_names})


def _homophones() -> dict[str, str]:
    """Give for each character of given names those of the same sound."""
    characters = sorted(set("".join(GIVEN.names) + OTHER_CHARACTERS))
    sounds: dict[tuple[str, ...], str] = {}
    for character in characters:
        sounds[given_syllables(character)] = sounds.get(given_syllables(character), "") + character
    return {character: sounds[given_syllables(character)].replace(character, "") for character in characters}


HOMOPHONES = _homophones()


def _homophone(surname: str, given: str, pick: float) -> str:
    """Write one character of a given name as another of the same sound, the last that has one."""
    for place in range(len(given) - 1, -1, -1):
        others = HOMOPHONES[given[place]]
        if others:
            return surname + given[:place] + others[int(pick * len(others))] + given[place + 1 :]
    return surname + given


def _without_document(table: pa.Table, rows: NDArray[np.bool_]) -> pa.Table:
    kinds = pc.if_else(pa.array(rows), "", table["document_type"])
    numbers = pc.if_else(pa.array(rows), pa.scalar(None, pa.string()), table["document_number"])
    table = table.set_column(table.column_names.index("document_type"), "document_type", kinds)
    return table.set_column(table.column_names.index("document_number"), "document_number", numbers)
