"""The made city's histories parted by class, and sealed as the tables of class 4 and 5 keep them."""

import json
from collections.abc import Iterator
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc

from gongwei.apps.people.sealed import sealer
from gongwei.catalog.discovery import programs
from gongwei.domain.access import Sensitivity

PREFIXES = {
    Sensitivity.HEALTH: "programs_",
    Sensitivity.GUARDED_HEALTH: "programs_guarded",
    Sensitivity.HIDDEN_HEALTH: "programs_hidden",
}
SEALED = {"visit": ("readings", "confirmed"), "referral": ("reason", "result")}
NOTHING = ("", "{}")  # is kept as no value at all


def parted(kind: str, rows: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """Give the rows of one kind (enrolment, visit, referral) by the table that holds the class of their programme."""
    for sensitivity, prefix in PREFIXES.items():
        keys = [key for key, one in programs().items() if one.sensitivity == sensitivity]
        own, table = rows.filter(pc.is_in(rows["program"], pa.array(keys, pa.string()))), prefix + kind
        yield table, own if sensitivity == Sensitivity.HEALTH else _covered(kind, table, own)


def _covered(kind: str, table: str, rows: pa.Table) -> pa.Table:
    """Seal what the class does not keep in the clear, and take out of visits what indicators may read."""
    if kind == "visit":
        rows = rows.append_column("counted", _counted(rows))
    for field in SEALED.get(kind, ()):
        covers, keys = [], sealer()
        for row, text in zip(rows["id"].to_pylist(), rows[field].to_pylist(), strict=True):
            place = f"{table}:{UUID(bytes=row)}:{field}"
            covers.append(None if text in NOTHING else keys.seal(text, place=place))
        rows = rows.drop_columns([field]).append_column(f"{field}_cipher", pa.array(covers, pa.binary()))
    return rows


def _counted(rows: pa.Table) -> pa.Array:
    named = programs()
    pairs = zip(rows["program"].to_pylist(), rows["readings"].to_pylist(), strict=True)
    kept = (named[key].in_the_clear(json.loads(readings)) for key, readings in pairs)
    return pa.array([json.dumps(one, ensure_ascii=False) for one in kept], pa.string())
