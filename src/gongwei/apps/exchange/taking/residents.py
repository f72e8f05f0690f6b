"""Residents from a file: new ones written, known ones brought up to date, the doubtful kept for somebody to decide."""

import json
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection

from gongwei.adapters.files.records import Chunk
from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.exchange.taking.bulk import uuids
from gongwei.apps.exchange.taking.guarded import guarded_on_record
from gongwei.apps.exchange.taking.incoming import (
    Identity,
    Place,
    Refused,
    Unclear,
    column,
    identities,
    places,
    values_at,
)
from gongwei.apps.exchange.taking.ledger import Ledger
from gongwei.apps.exchange.taking.matching import NOTHING, WEAK, Found, Known, decided, find
from gongwei.apps.exchange.taking.personal import Held, differing, on_record, personals
from gongwei.apps.exchange.taking.repeats import Repeats
from gongwei.apps.exchange.taking.resident_rows import NOT_WRITTEN, Change, Cover, New, ResidentTables
from gongwei.catalog.codelists.diagnoses import GUARDED_CONDITIONS
from gongwei.catalog.headers.residents import CONDITION_OF_DISEASE, DISEASE_ASKED, NO_DISEASE, YES
from gongwei.domain.access import Sensitivity

NEEDED = ("姓名", "性别", "出生日期", "住址")
NAMED_SEXES = ("1", "2")
NO_DAYS = (None, None, None)
DAYS = ("archived_date", "resident_from", "died_date")
HELD = "SELECT resident_id, code FROM people_condition WHERE resident_id = ANY(%s::uuid[])"
MAY_NOT_NOTE = "写有受保护的诊断（严重精神障碍等），本岗位不能登记：请由中心医生或主任导入，或删去这一项再导入"
OTHER_ARCHIVE = "健康档案编号与已有档案不同，请核对"


class Row(NamedTuple):
    """A row of the file, read: who, where, and what else it says."""

    number: int
    says: int
    identity: Identity
    where: Place
    days: tuple[date | None, date | None, date | None]
    conditions: tuple[str, ...]
    personal: Mapping[str, Any]
    cover: Cover


class ResidentImport:
    """Take a file of residents, chunk by chunk, inside one transaction of the post that sends it."""

    def __init__(self, *, by: Acting, on: date, at: datetime, ledger: Ledger, dry_run: bool) -> None:
        self.by, self.on = by, on
        self.ledger, self.dry_run = ledger, dry_run
        self.guarding = by.rights.may_write(Sensitivity.GUARDED_HEALTH)
        self.repeats = Repeats()
        self.tables = ResidentTables(by=by, on=on, at=at)
        self.forms: Mapping[uuid.UUID, Held] = {}
        self.choice: uuid.UUID | str | None = None  # who the one row is, when somebody has decided

    def prepare(self, chunk: Chunk) -> list[Row | Refused | Unclear]:
        """Read a chunk without asking the database, so that it may run beside the writing of the last."""
        named = identities(chunk, today=self.on)
        found = places(chunk, self.by.area)
        days = zip(*(column(chunk, key) for key in DAYS), strict=True)
        diseases = _named(chunk)
        read: list[Row | Refused | Unclear] = []
        covers = self.tables.covers() if not self.dry_run else None
        forms = personals(chunk)
        for who_, where, when, codes, form in zip(named, found, days, diseases, forms, strict=True):
            if isinstance(who_, Refused):
                read.append(who_)
            elif isinstance(where, Refused | Unclear):
                read.append(where)
            elif isinstance(form, Refused):
                read.append(form)
            else:
                conditions, more = _diseases(codes) if codes else ((), {})
                conditions, personal = (*conditions, *form.guarded), {**form.readings, **more}
                number = chunk.numbers[who_.place]
                says = hash((*who_[1:6], *who_[7:11], where, when, conditions, _told(personal)))
                cover = covers(who_) if covers else NOT_WRITTEN
                read.append(Row(number, says, who_, where, when, conditions, personal, cover))
        return read

    def finish(self) -> None:
        """Leave nothing behind: each chunk has been written when it was taken."""

    def take(self, chunk: Chunk, read: Sequence[Row | Refused | Unclear]) -> None:
        """Decide about each row of a prepared chunk and write what follows."""
        rows = [row for row in read if isinstance(row, Row)]
        keepers = {
            row.identity.place: self.tables.keeper(row.where.area_code) for row in rows if row.identity.own_number
        }
        found = find((row.identity for row in rows), keeper=keepers.get)
        conditions = self._conditions_on_record(rows, found)
        self.forms = self._forms_on_record(rows, found)
        new: list[New] = []
        changes: list[Change] = []
        for place, row in enumerate(read):
            number = chunk.numbers[place]
            try:
                if not isinstance(row, Row):
                    raise row
                keys = row.identity.keys
                if self.repeats.seen(keys, row.says):
                    self.ledger.unchanged()
                    continue
                resident = self._decide(row, found.get(place, NOTHING), conditions, new, changes)
                self.repeats.add((*keys, resident.int), number, row.says)
            except Refused as refused:
                self.ledger.rejected(number, chunk.cells[place], str(refused))
            except Unclear as unclear:
                self.ledger.waiting(number, values_at(chunk, place), str(unclear))
        self._write(chunk, new, changes)

    def _decide(
        self,
        row: Row,
        found: Found,
        conditions: Mapping[uuid.UUID, frozenset[str]],
        new: list[New],
        changes: list[Change],
    ) -> uuid.UUID:
        if not self.guarding and any(code in GUARDED_CONDITIONS for code in row.conditions):
            raise Refused(MAY_NOT_NOTE)
        if row.days != NO_DAYS:
            _refuse_days(row, self.on)
        known = decided(row.identity, found, self.choice)
        if known is None:
            new.append(self.new(row))
            return new[-1].id
        if self.repeats.seen((known.id.int,), row.says):
            self.ledger.unchanged()
            return known.id
        change = self.change(row, known, conditions.get(known.id, frozenset()), numbered=found.by_number is not None)
        if change.empty:
            self.ledger.unchanged()
        else:
            changes.append(change)
        return known.id

    def new(self, row: Row) -> New:
        """Make somebody new of a row; what a record cannot be without is asked for."""
        identity, where = row.identity, row.where
        needed = (identity.name, identity.sex, identity.birth_date, where.area_code)
        if not all(needed):
            missing = [title for title, value in zip(NEEDED, needed, strict=True) if not value]
            raise Refused(f"新居民缺少{'、'.join(missing)}")
        named_otherwise = identity.document_hash or identity.archive_no or identity.complete
        if self.choice is None and not named_otherwise and self.tables.keeper(where.area_code) is None:
            raise Unclear(WEAK)  # the number is nobody's, so it would not find the resident again
        return New(row.number, identity, where, row.days, row.conditions, row.personal, row.cover)

    def change(self, row: Row, known: Known, conditions: frozenset[str], *, numbered: bool) -> Change:
        """Compare a row with the record: a blank changes nothing, a value that differs does."""
        identity = row.identity
        says: dict[str, Any] = {
            "name": identity.name,
            "sex": identity.sex if identity.sex in NAMED_SEXES else None,
            "birth_date": identity.birth_date,
            "document_hash": identity.document_hash,
            "phone_hash": identity.phone_hash,
            "address": row.where.address,
            "area_code": row.where.area_code,
            "archive_no": identity.archive_no,
            **dict(zip(DAYS, row.days, strict=True)),
        }
        columns = {key: value for key, value in says.items() if value and value != getattr(known, key)}
        if "archive_no" in columns and known.archive_no:
            raise Unclear(OTHER_ARCHIVE)
        held = self.forms.get(known.id) if row.personal else None
        more = tuple(code for code in row.conditions if code not in conditions)
        number = "" if numbered else identity.own_number
        return Change(
            row.number, identity, known, columns, more, number, row.days[0], differing(row.personal, held), held
        )

    def _write(self, chunk: Chunk, new: Sequence[New], changes: Sequence[Change]) -> None:
        if self.dry_run:
            self.ledger.counts["created"] += len(new)
            self.ledger.counts["updated"] += len(changes)
            return
        for one, unclear, kept in self.tables.add(new):
            if unclear:
                self.ledger.waiting(one.number, values_at(chunk, one.identity.place), unclear)
            else:
                self.ledger.created(one.number, one.id, kept)
        for change, unclear, before in self.tables.revise(changes):
            if unclear:
                self.ledger.waiting(change.number, values_at(chunk, change.identity.place), unclear)
            else:
                self.ledger.updated(change.number, change.known.id, before)
        self.ledger.write()
        if noted := self.tables.guarded.counted():
            about, detail = ("batch", self.ledger.batch_id), {"class": 4, "rows": noted}
            audit.record("condition.note", by=self.by, at=self.tables.at, about=about, detail=detail)

    def _forms_on_record(self, rows: Sequence[Row], found: Mapping[int, Found]) -> dict[uuid.UUID, Held]:
        """Give the forms of those residents of whom a row says something that stands on it."""
        places = [row.identity.place for row in rows if row.personal]
        ids = {known.id for place in places for known in found.get(place, NOTHING).everyone}
        ids |= {self.choice} if isinstance(self.choice, uuid.UUID) else set()
        return on_record(ids) if places and ids else {}

    def _conditions_on_record(self, rows: Sequence[Row], found: Mapping[int, Found]) -> dict[uuid.UUID, frozenset[str]]:
        """Give what each resident found has; guarded diagnoses only where a row speaks of one."""
        ids = {known.id for one in found.values() for known in one.everyone}
        codes: dict[uuid.UUID, set[str]] = defaultdict(set)
        if ids:
            with connection.cursor() as cursor:
                cursor.execute(HELD, [uuids(ids)])
                for resident_id, code in cursor.fetchall():
                    codes[resident_id].add(code)
        speaks = any(code in GUARDED_CONDITIONS for row in rows for code in row.conditions)
        if ids and speaks and self.guarding:
            for resident_id, code in guarded_on_record(ids):
                codes[resident_id].add(code)
        return {resident_id: frozenset(them) for resident_id, them in codes.items()}


def _named(chunk: Chunk) -> Sequence[Sequence[str]]:
    """Give the diseases of each row, from the list of them and from the columns that ask for one."""
    listed = ([*(codes or ())] for codes in column(chunk, "past_diseases"))
    asked = [[[code] if said == YES else [] for said in column(chunk, key)] for key, code in DISEASE_ASKED.items()]
    return [list(dict.fromkeys(chain(*each))) for each in zip(listed, *asked, strict=True)]


def _diseases(codes: Sequence[str]) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """Part the diseases that are diagnoses here from those that stand on the form."""
    others = [code for code in codes if code not in CONDITION_OF_DISEASE and code != NO_DISEASE]
    return tuple(filter(None, map(CONDITION_OF_DISEASE.get, codes))), {"other_diseases": others} if others else {}


def _told(personal: Mapping[str, Any]) -> str:
    return json.dumps(personal, ensure_ascii=False, sort_keys=True) if personal else ""


def _refuse_days(row: Row, today: date) -> None:
    birth = row.identity.birth_date
    for title, day in zip(("建档日期", "居住开始日期", "死亡日期"), row.days, strict=True):
        if day is not None and day > today:
            raise Refused(f"{title} {day.isoformat()} 在今天之后")
        if day is not None and birth is not None and day < birth:
            raise Refused(f"{title} {day.isoformat()} 早于出生日期")
