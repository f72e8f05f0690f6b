"""Two records of one person made one, and taken apart again.

What is undone, and what stays: rows that were moved go back, as they now are; rows that were set aside come back as
they were; a field of the record that goes on is put back if nobody has changed it since. What was written after the
merge was written for the record that went on, and stays there.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people import sealed
from gongwei.apps.people.models import DuplicatePair, Merge, Resident
from gongwei.domain.access import MERGING
from gongwei.domain.tongue import say

STAYS, GONE = "stays", "gone"
# What is chosen as one, each with its columns; the first column tells whether somebody has changed it since.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "name_pinyin", "name_initials"),
    "sex": ("sex",),
    "birth_date": ("birth_date",),
    "document": ("document_hash", "document_type", "document_cipher"),
    "phone": ("phone_hash", "phone_cipher"),
    "address": ("address", "area_code", "household_id"),
    "institution": ("institution_id",),
    "archive": ("archive_no", "archived_date"),
    "resident_from": ("resident_from",),
    "resident_to": ("resident_to",),
    "died_date": ("died_date",),
}
SEALED = {"document_cipher": "document", "phone_cipher": "phone"}


class NotMergeable(ValueError):
    """One of the records is gone or out of sight, or both are the same: look at the list again."""


class NotMerged(ValueError):
    """The records are not merged, or no longer: look at the resident's page again."""


class LaterMerge(ValueError):
    """A later merge into the same record stands: undo that one first."""


def suggested(one: Resident, other: Resident) -> tuple[Resident, Resident]:
    """Say which record goes on: that with an archive, then with a document, then the one written down first."""

    def rank(it: Resident) -> tuple[bool, bool, datetime, uuid.UUID]:
        return (it.archive_no is None, it.document_hash is None, it.recorded_at, it.pk)

    stays, gone = sorted((one, other), key=rank)
    return stays, gone


def defaults(stays: Resident, gone: Resident) -> dict[str, str]:
    """Say of each field from which record it comes unless somebody chooses: what stands, else what the other knows.

    The residence begins with the earlier day; a death or a move away that either record knows of stands.
    """
    chosen = {}
    for field, columns in FIELDS.items():
        blank = getattr(stays, columns[0]) in (None, "")
        chosen[field] = GONE if blank and getattr(gone, columns[0]) not in (None, "") else STAYS
    if gone.resident_from < stays.resident_from:
        chosen["resident_from"] = GONE
    return chosen


def merge(*, stays: Resident, gone: Resident, chosen: Mapping[str, str], notes: Any, by: Acting, at: datetime) -> Merge:
    """Make one record of two: all rows of `gone` go to `stays`, and each field comes from the record chosen.

    `notes` are what other contexts must know to take their rows apart again. Raises NotMergeable.
    """
    held = {
        one.pk: one for one in Resident.objects.select_for_update().filter(pk__in=(stays.pk, gone.pk)).order_by("pk")
    }
    if len(held) < 2 or MERGING not in by.rights.manages:
        raise NotMergeable(say("其中一份档案已不在，或不在本岗位范围内，请刷新列表。"))
    stays, gone = held[stays.pk], held[gone.pk]
    chosen = {field: GONE if chosen.get(field) == GONE else STAYS for field in FIELDS}
    before, after = _columns(stays, stays, chosen), _columns(stays, gone, chosen)
    made = Merge(
        resident=stays, gone_id=gone.pk, area_code=stays.area_code, chosen=chosen, user_id=by.user_id, merged_at=at
    )
    whose = {"id": str(stays.pk)}  # to which record the sealed columns are sealed, also after a later merge
    kept = json.dumps({"before": before | whose, "after": after | whose, "notes": notes}, ensure_ascii=False)
    made.kept = sealed.sealer().seal(kept, place=_place(made.pk))
    made.save(force_insert=True)
    _call("gw_merge_rows", made.pk, stays.pk, gone.pk)
    _write(stays, after)
    _call("gw_carry_rows", stays.pk)
    _decide(stays.pk, gone.pk, DuplicatePair.State.MERGED, by=by, at=at)
    taken = sorted(field for field, record in chosen.items() if record == GONE)
    about = ("resident", stays.pk)
    audit.record("resident.merge", by=by, at=at, about=about, detail={"gone": gone.pk, "taken": taken})
    return made


def unmerge(*, merged: Merge, by: Acting, at: datetime) -> Any:
    """Take two records apart again and give the notes that were kept. Raises NotMerged or LaterMerge.

    The pair counts as decided: it is not asked about again.
    """
    standing = Merge.objects.select_for_update().filter(pk=merged.pk, undone_at=None).first()
    if standing is None or MERGING not in by.rights.manages:
        raise NotMerged(say("这次合并已撤销，或不在本岗位范围内，请刷新页面。"))
    stays = Resident.objects.select_for_update().get(pk=standing.resident_id)
    if Merge.objects.filter(resident=stays, undone_at=None, merged_at__gt=standing.merged_at).exists():
        raise LaterMerge(say("这份档案后来又合并过别的档案，请先撤销较晚的那次合并。"))
    kept = json.loads(sealed.sealer().open(bytes(standing.kept), place=_place(standing.pk)))
    _write(stays, _unchanged(stays, kept["before"], kept["after"]))
    _call("gw_unmerge_rows", standing.pk)
    _call("gw_carry_rows", stays.pk)
    Merge.objects.filter(pk=standing.pk).update(undone_at=at, undone_by=by.user_id)
    _decide(stays.pk, standing.gone_id, DuplicatePair.State.APART, by=by, at=at)
    about = ("resident", stays.pk)
    audit.record("resident.unmerge", by=by, at=at, about=about, detail={"gone": standing.gone_id})
    return kept["notes"]


def _place(merge_id: uuid.UUID) -> str:
    return f"people_merge:{merge_id}:kept"


def _call(function: str, *ids: uuid.UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(ids))})", ids)


def _columns(stays: Resident, other: Resident, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Write the columns of the fields that are taken from the other record, as JSON has them.

    What is sealed to one record is sealed anew to the one that goes on.
    """
    found: dict[str, Any] = {}
    for field, columns in FIELDS.items():
        for column in columns if chosen[field] == GONE else ():
            value = getattr(other, column)
            if column in SEALED and other.pk != stays.pk:
                value = sealed.seal(SEALED[column], stays.pk, sealed.unseal(SEALED[column], other.pk, value))
            found[column] = _written(value)
    return found


def _written(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, uuid.UUID) else value


def _write(one: Resident, columns: Mapping[str, Any]) -> None:
    """Set columns from what JSON has of them."""
    if not columns:
        return
    for column, value in columns.items():
        if value is not None and column.endswith(("_hash", "_cipher")):
            value = bytes.fromhex(value)
        setattr(one, column, Resident._meta.get_field(column).to_python(value))  # type: ignore[union-attr]
    one.save(update_fields=list(columns))


def _unchanged(one: Resident, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Give the columns to put back: those of fields that still say what the merge wrote."""
    back: dict[str, Any] = {}
    for columns in FIELDS.values():
        if columns[0] in after and _written(getattr(one, columns[0])) == after[columns[0]]:
            back |= {column: before[column] for column in columns}
    return back


def _decide(one: uuid.UUID, other: uuid.UUID, state: str, *, by: Acting, at: datetime) -> None:
    left, right = sorted((one, other))
    pairs = DuplicatePair.objects.filter(left_id=left, right_id=right)
    pairs.update(state=state, decided_at=at, user_id=by.user_id)
