"""What one step of the desk writes in several contexts at once: all of it, or nothing if one of them refuses."""

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongwei.apps.accounts.acting import Acting, as_acting
from gongwei.apps.people import actions as people
from gongwei.apps.people.queries import Merge, Resident, conditions_of, linkage_records
from gongwei.apps.people.queries import resident as find_resident
from gongwei.apps.programs import actions as programs
from gongwei.apps.programs import uniting
from gongwei.apps.programs.forms import Draft
from gongwei.apps.programs.queries import VisitRow
from gongwei.domain.tongue import say


class NotACase(ValueError):
    """Contacts are noted of somebody in whom the illness was found: note the diagnosis first."""


class NotAContact(ValueError):
    """Nobody is a contact of themselves, or of somebody whose illness they have."""


@transaction.atomic
def merge(*, stays: Resident, gone: Resident, chosen: Mapping[str, str], by: Acting, at: datetime) -> Merge:
    """Make one record of two, programmes included. Raises NotMergeable."""
    notes = uniting.unite(stays=stays, gone=gone, by=by)
    return people.merge(stays=stays, gone=gone, chosen=chosen, notes=notes, by=by, at=at)


@transaction.atomic
def unmerge(*, merged: Merge, by: Acting, at: datetime) -> None:
    """Take two records apart again, programmes included. Raises NotMerged or LaterMerge."""
    notes = people.unmerge(merged=merged, by=by, at=at)
    gone = find_resident(merged.gone_id)
    assert gone is not None, "the record is back, and the post holds it"
    uniting.part(notes=notes, gone=gone, since=merged.merged_at)


@transaction.atomic
def note_contact(*, case: Resident, contact: Resident, relation: str, by: Acting, at: datetime) -> None:
    """Note a close contact of a tuberculosis patient, whose screening is due from that day.

    Raises NotACase or NotAContact.
    """
    found = {row.code: row.onset_date for _title, row in conditions_of(case)}
    if "tuberculosis" not in found:
        raise NotACase(say("{name} 没有登记肺结核诊断，请先登记诊断，再登记密切接触者。", name=case.name))
    if contact.pk == case.pk or any(row.code == "tuberculosis" for _title, row in conditions_of(contact)):
        raise NotAContact(say("{name} 本人是肺结核患者，不作为密切接触者登记。", name=contact.name))
    since_date = found["tuberculosis"]
    people.diagnose(resident=contact, code="tb_contact", onset_date=since_date, by=by, at=at)
    programs.note_exposure(
        contact=contact, case=case, program="tuberculosis", relation=relation, since_date=since_date, by=by, at=at
    )
    with suppress(programs.AlreadyEnrolled):
        programs.enrol(resident=contact, program="tb_contact", enrolled_date=timezone.localdate(at), by=by, at=at)


def find_duplicates(*, by: Acting, at: datetime) -> dict[str, int]:
    """Compare the residents of a post and note the pairs, in transactions of its own; gives what was counted."""
    from gongwei.adapters.linkage.duplicates import find  # Splink takes a second to load, and only a search needs it

    with as_acting(by):
        records = linkage_records()
    found = list(find(records))
    with as_acting(by):
        counts = people.note_pairs(found, by=by, at=at)
    return {"residents": records.num_rows, **counts, "certain": sum(pair.certain for pair in found)}


@transaction.atomic
def record_sitting(
    *,
    sitting_id: uuid.UUID,
    resident: Resident,
    drafts: Sequence[Draft],
    confirmed: Mapping[str, str],
    by: Acting,
    at: datetime,
) -> list[VisitRow]:
    """Save one visit of each programme, or none. The same sitting sent twice gives the same visits.

    Raises NotAccepted, NotEnrolled or VisitOnThatDay, as `record_visit` does.
    """
    return [
        programs.record_visit(
            visit_id=uuid.uuid5(sitting_id, one.program.key), resident=resident, draft=one, confirmed=confirmed, by=by,
            at=at,
        )
        for one in drafts
    ]  # fmt: skip
