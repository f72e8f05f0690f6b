"""Who stands on a list of the catalogue in a village, and why: read person by person under the policies of who asks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongwei.apps.reporting.queries import names_of, records
from gongwei.domain.listing import Listing
from gongwei.domain.record import Person, Record


@dataclass(frozen=True)
class Candidate:
    """A resident on the list: the reasons, and whether the list's programme has taken them in."""

    resident_id: UUID
    name: str
    person: Person
    reasons: tuple[str, ...]
    enrolled: bool


def candidates(listing: Listing, village: int, *, on: date) -> list[Candidate]:
    """List a village's people on a list: those not yet taken in first, those with most reasons before others."""
    told = ((resident, record, listing.why(record, on=on)) for resident, record in records(village))
    found = {resident: (record, why) for resident, record, why in told if why is not None}
    names = names_of(found)
    listed = [
        (names[one][1], Candidate(one, names[one][0], record.person, why, _taken(listing, record, on)))
        for one, (record, why) in found.items()
    ]
    listed.sort(key=lambda row: (row[1].enrolled, -len(row[1].reasons), row[0], row[1].resident_id))
    return [candidate for _pinyin, candidate in listed]


def _taken(listing: Listing, record: Record, on: date) -> bool:
    """Say whether the person is in the list's programme; a list without one takes nobody in."""
    spells = [spell for spell in record.enrolments if spell.program == listing.program]
    return any(spell.start <= on and (spell.stop is None or spell.stop > on) for spell in spells)
