"""Reads of residents and of what is known about them outside programmes. Row-level security decides who is seen."""

import io
import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db import connection
from django.db.models import Count, Q, QuerySet
from pyarrow import csv

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.statements import Statement
from gongwei.apps.people import sealed
from gongwei.apps.people.models import (
    Condition,
    DuplicatePair,
    Kin,
    Merge,
    Observation,
    PersonalInformation,
    Residence,
    Resident,
    ResidentNumber,
    SensitiveCondition,
)
from gongwei.catalog.codelists.diagnoses import CONDITIONS, GUARDED_CONDITIONS
from gongwei.catalog.codelists.kin import KIN
from gongwei.domain.access import Sensitivity
from gongwei.domain.identity import masked_for_staff, masked_phone, plain
from gongwei.domain.linkage import COLUMNS
from gongwei.domain.names import name_key
from gongwei.domain.record import Person
from gongwei.domain.regions import DISTRICT, area_of, level_of

CARD = "01"
CONTACT_PHONE = "contact_phone"  # sealed in a column of its own, not among the readings
CONTACT_PLACE = "people_personalinformation:{id}:contact"
MOST_FOUND = 50
SURROGATES, BEHIND_SURROGATES, LAST = 0xD800, 0xE000, 0x10FFFF  # code points; surrogates are no characters

# The columns stand in the order of COLUMNS.
RECORDS = """COPY (SELECT id, name, name_pinyin, sex, birth_date, encode(phone_hash, 'hex'), address, area_code,
    household_id, encode(document_hash, 'hex') FROM people_resident) TO STDOUT (FORMAT csv)"""

RESIDENT = Statement(Resident, "WHERE people_resident.id = %s", beside="institution")


def document_index(document_type: str, number: str) -> bytes | None:
    """Give the digest by which a document is found again; None for an empty number."""
    return sealed.index("document", f"{document_type}:{plain(number)}") if number else None


def document_indexes(document_type: str, number: str) -> list[bytes]:
    """Give every digest under which a document may stand."""
    return sealed.indexes("document", f"{document_type}:{plain(number)}") if number else []


def resident(resident_id: UUID | str) -> Resident | None:
    """Find a resident whom the post may see; hidden and absent are the same."""
    return RESIDENT.first(resident_id)


def person_of(one: Resident) -> Person:
    """Give what the rules may know of a resident."""
    return Person(
        birth_date=one.birth_date,
        sex=one.sex,
        area_code=one.area_code,
        archived_date=one.archived_date,
        resident_from=one.resident_from,
        resident_to=one.resident_to,
        died_date=one.died_date,
    )


def phone_of(one: Resident, *, masked: bool = True) -> str:
    """Give the telephone number, its middle hidden unless the reader is about to call."""
    phone = sealed.unseal("phone", one.pk, one.phone_cipher)
    return masked_phone(phone) if masked else phone


def document_of(one: Resident, *, masked: bool = True) -> str:
    number = sealed.unseal("document", one.pk, one.document_cipher)
    return masked_for_staff(number) if masked else number


def find(text: str, *, by: Acting, most: int = MOST_FOUND) -> list[Resident]:
    """Find residents by name, pinyin, initials, document, telephone, archive or own number, whichever the text is.

    Names match from their beginning, numbers wholly. Gives at most `most`, by name.
    """
    sought = text.strip()
    if not sought:
        return []
    if re.search(r"\d", sought):
        found = list(_by_number(plain(sought)).order_by("name_pinyin", "id").values_list("id", flat=True)[:most])
    else:
        found = _by_name(sought, wide=level_of(by.area_code) <= DISTRICT, most=most)
    rows = Resident.objects.filter(pk__in=found).select_related("institution")
    return sorted(rows, key=lambda one: (one.name_pinyin, one.pk))


def _by_name(sought: str, *, wide: bool, most: int) -> list[UUID]:
    """Find by the beginning of a name, in its own order.

    PostgreSQL cannot know how much a post sees, and takes every post for a small one. For a wide post it is told to
    read the index in the order of names until there is enough, not to sort all that begins so.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_sort', %s, true)", ["off" if wide else "on"])
        if not sought.isascii():
            # The pinyin key has an index that row-level security leaves usable; LIKE picks the characters.
            found = _beginning("name_pinyin", name_key(sought).pinyin, most, name__startswith=sought)
        else:
            typed = re.sub(r"[\s']", "", sought).lower()
            spelt = _beginning("name_pinyin", typed, most) if len(typed) > 1 else []
            found = spelt or _beginning("name_initials", typed, most)
            if not found and "'" in sought:  # part of the name, and not between syllables
                found = _beginning("name_pinyin", name_key(sought).pinyin, most)
        cursor.execute("SELECT set_config('enable_sort', 'on', true)")
    return found


def _beginning(column: str, prefix: str, most: int, **more: str) -> list[UUID]:
    if not prefix:
        return []
    found = Resident.objects.filter(**{f"{column}__gte": prefix}, **more)
    if after := _after(prefix):
        found = found.filter(**{f"{column}__lt": after})
    return list(found.order_by(*dict.fromkeys((column, "name_pinyin", "id"))).values_list("id", flat=True)[:most])


def _after(prefix: str) -> str:
    """Give the first text behind all that begin so, in the order of code points; "" if there is none."""
    prefix = prefix.rstrip(chr(LAST))
    if not prefix:
        return ""
    following = ord(prefix[-1]) + 1
    return prefix[:-1] + chr(BEHIND_SURROGATES if following == SURROGATES else following)


def _by_number(number: str) -> QuerySet[Resident]:
    documents = [digest for kind in (CARD, "03") for digest in document_indexes(kind, number)]
    found = Q(document_hash__in=documents) | Q(phone_hash__in=sealed.indexes("phone", number)) | Q(archive_no=number)
    known = Resident.objects.filter(found)
    return known if known.exists() else Resident.objects.filter(pk__in=_under_own_number(number))


def _under_own_number(number: str) -> list[UUID]:
    return list(ResidentNumber.objects.filter(number=number).values_list("resident_id", flat=True)[:MOST_FOUND])


def of_area(code: int, *, after: UUID | None, most: int) -> list[Resident]:
    """List residents of an area by village and name, from behind one of them on; from the start if that one is gone.

    The place in the list is an id, because addresses of pages carry no names.
    """
    area = area_of(code)
    found = Resident.objects.filter(area_code__gte=area.lo, area_code__lt=area.hi)
    last = found.filter(pk=after).first() if after else None
    if last is not None:
        here, name = Q(area_code=last.area_code), Q(name_pinyin=last.name_pinyin)
        behind = Q(name_pinyin__gt=last.name_pinyin) | (name & Q(pk__gt=last.pk))
        found = found.filter(Q(area_code__gt=last.area_code) | (here & behind), area_code__gte=last.area_code)
    return list(found.order_by("area_code", "name_pinyin", "id")[:most])


def living_in(villages: Collection[int], *, on: date) -> dict[int, int]:
    """Count those who live in each of some villages on a day; villages without anybody in sight are left out."""
    here = Q(died_date=None) & (Q(resident_to=None) | Q(resident_to__gt=on))
    found = Resident.objects.filter(here, area_code__in=list(villages)).values_list("area_code")
    return dict(found.annotate(Count("id")).order_by())


def residents(ids: Collection[UUID]) -> dict[UUID, Resident]:
    """Give residents by id."""
    return {one.pk: one for one in Resident.objects.filter(pk__in=ids)}


def household_of(one: Resident) -> list[Resident]:
    """List the others of the same household, oldest first."""
    if one.household_id is None:
        return []
    others = Resident.objects.filter(household_id=one.household_id, died_date=None).exclude(pk=one.pk)
    return list(others.order_by("birth_date")[:12])


def kin_of(one: Resident) -> list[tuple[str, Resident]]:
    """List the relatives whom the post may see, as (relation in words, resident)."""
    rows = Kin.objects.filter(resident=one).exclude(relative=one).select_related("relative").order_by("recorded_at")
    return [(KIN.name_of(row.relation), row.relative) for row in rows]


def relatives(one: Resident, relation: str) -> list[Resident]:
    """List the relatives of one relation whom the post may see: what they are to the resident ("parent", "child")."""
    rows = Kin.objects.filter(resident=one, relation=relation).select_related("relative").order_by("recorded_at")
    return [row.relative for row in rows]


def conditions_of(one: Resident) -> list[tuple[str, Condition]]:
    """List long-term conditions as (title, row), in the order of onset."""
    rows = Condition.objects.filter(resident=one).order_by("onset_date")
    return [(CONDITIONS.name_of(row.code), row) for row in rows]


def guarded_conditions_of(one: Resident, *, by: Acting, at: datetime) -> list[tuple[str, SensitiveCondition]]:
    """List conditions of class 4 for who may read them, and write down that they were read."""
    if not by.rights.may_read(Sensitivity.GUARDED_HEALTH):
        return []
    rows = list(SensitiveCondition.objects.filter(resident=one).order_by("onset_date"))
    if rows:
        audit.record("condition.read", by=by, at=at, about=("resident", one.pk), detail={"class": 4, "rows": len(rows)})
    return [(GUARDED_CONDITIONS.name_of(row.code), row) for row in rows]


def condition_place(row_id: UUID) -> str:
    """Name the place to which the code of a guarded condition is sealed."""
    return f"people_sensitivecondition:{row_id}:code"


def personal_information_of(one: Resident) -> dict[str, Any]:
    """Give what the individual basic information form says of a resident; nothing where it was never filled."""
    row = PersonalInformation.objects.filter(resident=one).first()
    if row is None:
        return {}
    contact = open_contact(row.pk, row.contact_cipher) if row.contact_cipher else ""
    return row.readings | ({CONTACT_PHONE: contact} if contact else {})


def personal_informations(ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Give the forms of several residents by id, the contact's telephone masked."""
    found = {}
    for row in PersonalInformation.objects.filter(resident__in=ids):
        contact = masked_phone(open_contact(row.pk, row.contact_cipher)) if row.contact_cipher else ""
        found[row.resident_id] = row.readings | ({CONTACT_PHONE: contact} if contact else {})
    return found


def seal_contact(row_id: UUID, phone: str) -> bytes | None:
    """Seal the telephone of a resident's contact to its row; an empty one stays empty."""
    return sealed.sealer().seal(phone, place=CONTACT_PLACE.format(id=row_id)) if phone else None


def open_contact(row_id: UUID, cover: bytes | memoryview) -> str:
    return sealed.sealer().open(bytes(cover), place=CONTACT_PLACE.format(id=row_id))


def observed(one: Resident, keys: Collection[str]) -> dict[str, list[tuple[date, float]]]:
    """Give measurements outside visits as (day, value) by key."""
    found: dict[str, list[tuple[date, float]]] = {}
    rows = Observation.objects.filter(resident=one, key__in=keys).order_by("observed_date")
    for row in rows:
        found.setdefault(row.key, []).append((row.observed_date, row.value))
    return found


def residences_of(one: Resident) -> list[Residence]:
    """List where a resident lived, newest first."""
    return list(Residence.objects.filter(resident=one).order_by("-from_date", "-id"))


def linkage_records() -> pa.Table:
    """Read the residents in sight as the linkage compares them: numbers as digests, nothing unsealed, nothing on disk.

    All columns are texts.
    """
    whole = io.BytesIO()
    with connection.cursor() as cursor, cursor.cursor.copy(RECORDS) as rows:
        for block in rows:
            whole.write(block)
    whole.seek(0)
    if not whole.getbuffer().nbytes:
        return pa.table({name: pa.array([], pa.string()) for name in COLUMNS})
    return csv.read_csv(
        whole,
        read_options=csv.ReadOptions(column_names=list(COLUMNS)),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(COLUMNS, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )


def pairs(*, state: str, certain: bool | None = None) -> QuerySet[DuplicatePair]:
    """List pairs of one state, the likeliest first."""
    found = DuplicatePair.objects.filter(state=state).order_by("-probability", "id")
    return found if certain is None else found.filter(certain=certain)


def pair_counts() -> dict[str, int]:
    """Count the pairs of each state."""
    return dict(DuplicatePair.objects.values_list("state").annotate(count=Count("id")).order_by())


def pair(pair_id: UUID) -> DuplicatePair | None:
    return DuplicatePair.objects.filter(pk=pair_id).first()


def merges_of(one: Resident) -> list[Merge]:
    """List the records that were merged into a resident's and stand so, the latest first."""
    found = Merge.objects.select_related("user").filter(resident=one, undone_at=None)
    return list(found.order_by("-merged_at"))


def standing_merge(merge_id: UUID) -> Merge | None:
    return Merge.objects.filter(pk=merge_id, undone_at=None).first()


def went_to(resident_id: UUID) -> UUID | None:
    """Say into whose record a resident's was merged; None if into none that the post may see."""
    found = Merge.objects.filter(gone_id=resident_id, undone_at=None).values_list("resident_id", flat=True).first()
    return found if found and Resident.objects.filter(pk=found).exists() else None
