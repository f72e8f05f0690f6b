"""Writes to one resident: registered, corrected, moved, diagnosed."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Q

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.statements import Addition
from gongwei.apps.people import sealed
from gongwei.apps.people.models import (
    ArchiveSerial,
    Condition,
    PersonalInformation,
    Residence,
    Resident,
    SensitiveCondition,
)
from gongwei.apps.people.queries import (
    CONTACT_PHONE,
    condition_place,
    document_index,
    document_indexes,
    personal_information_of,
    seal_contact,
)
from gongwei.apps.places.queries import serving
from gongwei.domain.identity import plain
from gongwei.domain.names import name_key
from gongwei.domain.tongue import say

NEW_GUARDED = Addition(SensitiveCondition)


class AlreadyRegistered(ValueError):
    """The document or archive number belongs to a resident whom the post sees already: `resident` says who.

    Whoever holds it out of sight is not asked: the record stands, and a pair waits for who sees both.
    """

    def __init__(self, resident: Resident) -> None:
        self.resident = resident
        super().__init__(say("该证件（档案号）已登记给 {name}，请打开已有档案；有两份的请先合并。", name=resident.name))


def register(*, values: Mapping[str, Any], resident_id: uuid.UUID, by: Acting, on: date, at: datetime) -> Resident:
    """Register a resident from the checked values of the form. Raises AlreadyRegistered.

    `resident_id` is chosen by who asks: the same request twice gives the same resident.
    """
    known = Resident.objects.filter(pk=resident_id).first()
    if known is not None:
        return known
    one = Resident(pk=resident_id, recorded_at=at, institution_id=by.institution_id)
    _fill(one, values, on=on)
    if one.archived_date is not None:
        one.archive_no = _next_archive_no(one.area_code)
    try:
        _save(one, insert=True, named=True, numbered=True)
    except IntegrityError:
        if (known := Resident.objects.filter(pk=resident_id).first()) is not None:
            return known  # the same form, sent twice at once
        raise
    Residence.objects.create(resident=one, area_code=one.area_code, lived_in=one.area_code, from_date=one.resident_from)
    for code in values.get("conditions", ()):
        diagnose(resident=one, code=code, onset_date=date.fromisoformat(values["onset_date"]), by=by, at=at)
    audit.record("resident.register", by=by, at=at, about=("resident", one.pk))
    return one


def correct(*, resident: Resident, values: Mapping[str, Any], by: Acting, on: date, at: datetime) -> list[str]:
    """Correct a resident's data and give the names of the columns that changed. Raises as `register` does.

    A new village is a dated move; whatever is kept about the person follows in the database.
    """
    resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
    before = {field.attname: getattr(resident, field.attname) for field in Resident._meta.concrete_fields}
    _fill(resident, values, on=on)
    numbered = resident.archived_date is not None and resident.archive_no is None
    if numbered:
        resident.archive_no = _next_archive_no(resident.area_code)
    changed = sorted(name for name, value in before.items() if getattr(resident, name) != value)
    changed = [name for name in changed if not name.endswith("_cipher")]
    if not changed:
        return []
    resident.recorded_at = at
    _save(resident, named="document_hash" in changed, numbered=numbered)
    if "area_code" in changed:
        _live_in(resident, from_date=on)
    audit.record("resident.correct", by=by, at=at, about=("resident", resident.pk), detail={"columns": changed})
    return changed


class NotAMove(ValueError):
    """The move cannot be: to where the resident lives already, before an earlier move, or after death."""


def move(*, resident: Resident, to: int, address: str, from_date: date, by: Acting, at: datetime) -> None:
    """Let a resident live in another village from a day on, under the institution that serves it. Raises NotAMove.

    Only a post that holds both villages can; afterwards the old one's posts see nothing of the resident, the new
    one's everything. Who had left lives here again. The same form sent twice is one move.
    """
    resident.refresh_from_db(from_queryset=Resident.objects.select_for_update())
    last = Residence.objects.filter(resident=resident).order_by("-from_date", "-id").first()
    if resident.died_date is not None:
        raise NotAMove(say("已登记死亡，不能办理迁移；登记有误的，请先更正档案。"))
    here = to == resident.area_code and resident.resident_to is None
    if here and last is not None and (last.from_date, resident.address) == (from_date, address):
        return
    if here:
        raise NotAMove(say("居民已经住在这个村（社区），请选择另一个；只改门牌请用“修改档案”。"))
    earliest = max(filter(None, (resident.resident_from, resident.resident_to, last.from_date if last else None)))
    if from_date < earliest:
        raise NotAMove(say("迁入日期早于上一次居住记录（{day}），请核对日期。", day=earliest.isoformat()))
    before = resident.area_code
    Residence.objects.filter(resident=resident, to_date=None).update(to_date=resident.resident_to or from_date)
    resident.area_code, resident.address, resident.resident_to, resident.recorded_at = to, address, None, at
    resident.institution = serving(to, now=resident.institution_id)
    _save(resident)
    _live_in(resident, from_date=from_date)
    detail = {"from": before, "to": to, "on": from_date.isoformat()}
    audit.record("resident.move", by=by, at=at, about=("resident", resident.pk), detail=detail)


def diagnose(*, resident: Resident, code: str, onset_date: date, by: Acting, at: datetime) -> Condition:
    """Note a long-term condition once; the same code again changes nothing."""
    condition, made = Condition.objects.get_or_create(
        resident=resident,
        code=code,
        defaults={"onset_date": onset_date, "area_code": resident.area_code, "recorded_at": at},
    )
    if made:
        audit.record("condition.note", by=by, at=at, about=("resident", resident.pk), detail={"code": code})
    return condition


def diagnose_guarded(
    *, resident: Resident, code: str, onset_date: date, by: Acting, at: datetime
) -> SensitiveCondition:
    """Note a diagnosis of class 4 once, sealed; only who writes that class can."""
    digest = sealed.index("condition", code)
    both = sealed.indexes("condition", code)
    known = SensitiveCondition.objects.filter(resident=resident, code_hash__in=both).first()
    if known is not None:
        return known
    row = SensitiveCondition(resident=resident, onset_date=onset_date, area_code=resident.area_code, recorded_at=at)
    row.code_hash, row.code_cipher = digest, sealed.sealer().seal(code, place=condition_place(row.pk))
    if not NEW_GUARDED.add(row):  # the same form, sent twice at once
        return SensitiveCondition.objects.get(resident=resident, code_hash=digest)
    audit.record("condition.note", by=by, at=at, about=("resident", resident.pk), detail={"class": 4})
    return row


def note_personal_information(
    *, resident: Resident, readings: Mapping[str, Any], by: Acting, at: datetime
) -> list[str]:
    """Keep the individual basic information form as it was filled, and give the keys that changed."""
    before = personal_information_of(resident)
    changed = sorted(key for key in {*before, *readings} if before.get(key) != readings.get(key))
    if not changed:
        return []
    row = PersonalInformation.objects.select_for_update().filter(resident=resident).first()
    row = row or PersonalInformation(resident=resident, area_code=resident.area_code)
    row.readings = {key: value for key, value in readings.items() if key != CONTACT_PHONE}
    row.contact_cipher = seal_contact(row.pk, readings.get(CONTACT_PHONE, ""))
    row.recorded_at = at
    row.save()
    audit.record("resident.personal", by=by, at=at, about=("resident", resident.pk), detail={"keys": changed})
    return changed


def _fill(one: Resident, values: Mapping[str, Any], *, on: date) -> None:
    key = name_key(values["name"])
    one.name, one.name_pinyin, one.name_initials = values["name"], key.pinyin, key.initials
    one.sex, one.birth_date = values["sex"], date.fromisoformat(values["birth_date"])
    kind = values["document_type"]
    number = plain(values.get("document_number", "")) if kind != "none" else ""
    one.document_type = kind if number else ""
    one.document_hash = document_index(kind, number)
    one.document_cipher = sealed.seal("document", one.pk, number)
    phone = values.get("phone", "")
    one.phone_cipher, one.phone_hash = sealed.seal("phone", one.pk, phone), sealed.index("phone", phone)
    one.area_code, one.address = int(values["area_code"]), values["address"]
    one.resident_from = _day(values, "resident_from") or one.resident_from or on
    one.archived_date = _day(values, "archived_date")
    one.resident_to, one.died_date = _day(values, "resident_to"), _day(values, "died_date")


def _day(values: Mapping[str, Any], key: str) -> date | None:
    return date.fromisoformat(values[key]) if values.get(key) else None


def _save(one: Resident, *, insert: bool = False, named: bool = False, numbered: bool = False) -> None:
    """Write a resident; who is `named` by a document anew must not be on record in sight. Raises AlreadyRegistered.

    The constraints reach as far as the village, so that what they refuse is in sight too. An archive number given just
    now (`numbered`) that a file has brought meanwhile gives way to the next.
    """
    if named and one.document_hash:
        number = sealed.unseal("document", one.pk, one.document_cipher)
        if holder := _holder(one, Q(document_hash__in=document_indexes(one.document_type, number))):
            raise AlreadyRegistered(holder)
    try:
        with transaction.atomic():
            one.save(force_insert=insert, force_update=not insert)
    except IntegrityError as clash:
        if numbered and one.archive_no is not None and "one_resident_an_archive" in str(clash):
            one.archive_no = _after(one.archive_no)
            return _save(one, insert=insert, numbered=True)
        held = Q(document_hash=one.document_hash or b"") | Q(archive_no=one.archive_no or "")
        if holder := _holder(one, held, area_code=one.area_code):
            raise AlreadyRegistered(holder) from clash
        raise


def _holder(one: Resident, held: Q, **where: int) -> Resident | None:
    """Find who else in sight holds a number of the resident."""
    return Resident.objects.filter(held, **where).exclude(pk=one.pk).order_by("recorded_at", "id").first()


def _live_in(resident: Resident, *, from_date: date) -> None:
    """Begin a new residence where the resident now lives and end the one before."""
    Residence.objects.filter(resident=resident, to_date=None).update(to_date=from_date)
    here = resident.area_code
    Residence.objects.create(resident=resident, area_code=here, lived_in=here, from_date=from_date)


def _next_archive_no(area_code: int) -> str:
    """Give the next archive number of a village: its 12 digits and a serial of five (规范第三版, 编号规则).

    The lock is the village's and ends with the transaction, so that two doctors do not get one number.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [area_code])
    taken = Resident.objects.filter(archive_no__gte=str(area_code), archive_no__lt=str(area_code + 1))
    held = taken.aggregate(last=Max("archive_no"))["last"] or f"{area_code}00000"
    left = ArchiveSerial.objects.filter(area_code=area_code).aggregate(last=Max("serial"))["last"] or 0
    return _after(max(held, f"{area_code}{left:05d}"))


def _after(archive_no: str) -> str:
    return f"{archive_no[:12]}{int(archive_no[12:]) + 1:05d}"
