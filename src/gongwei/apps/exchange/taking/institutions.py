"""Institutions from a file: matched by credit code, else by name in their area; the address says whom they serve.

A list writes names otherwise than the register: two in one, shortened, with a telephone run in. Another name of one
institution finds it; a name that is only alike waits until somebody says which is meant, or that it is a new one.
"""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from gongwei.adapters.files.records import Chunk
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.exchange.taking.incoming import OUTSIDE, Place, Refused, Unclear, column, places, values_at
from gongwei.apps.exchange.taking.ledger import Ledger
from gongwei.apps.exchange.taking.matching import NEW
from gongwei.apps.exchange.taking.repeats import Repeats
from gongwei.domain.identity import UnreadableCreditCode, read_credit_code
from gongwei.domain.institutions import ALIKE, likeness, read_name, without_telephones
from gongwei.domain.regions import DISTRICT, STREET, VILLAGE, ancestor, level_of

SERVES = {
    "centre": STREET,
    "station": VILLAGE,
    "school": STREET,
    "hospital": DISTRICT,
    "cdc": DISTRICT,
    "supervision": DISTRICT,
    "bureau": DISTRICT,
}
MOST = 5  # candidates shown
COLUMNS = ("name", "kind", "credit_code", "area_code", "address", "parent_id", "valid_from", "valid_to")
SELECT = f"SELECT id, {', '.join(COLUMNS)} FROM places_institution ORDER BY valid_to NULLS LAST"  # noqa: S608
INSERT = f"INSERT INTO places_institution (id, {', '.join(COLUMNS)}) VALUES (%s{', %s' * len(COLUMNS)})"  # noqa: S608
UPDATE = f"UPDATE places_institution SET {', '.join(f'{name} = %s' for name in COLUMNS)} WHERE id = %s"  # noqa: S608


class Row(NamedTuple):
    """An institution as a file names it; what the file leaves out is None."""

    name: str | None
    others: tuple[str, ...]
    kind: str | None
    credit_code: str | None
    area_code: int | None
    address: str | None
    parent: str | None
    valid_from: date | None
    valid_to: date | None


class Candidate(NamedTuple):
    """An institution of the register that a row may mean."""

    id: uuid.UUID
    name: str
    address: str
    area_code: int


class InstitutionImport:
    """Take a file of institutions, row by row: there are thousands, not millions."""

    def __init__(self, *, by: Acting, on: date, at: datetime, ledger: Ledger, dry_run: bool) -> None:
        self.by, self.on, self.ledger, self.dry_run = by, on, ledger, dry_run
        self.repeats = Repeats()
        self.known: dict[uuid.UUID, dict[str, Any]] = {}
        self.choice: uuid.UUID | str | None = None  # what somebody decided of the one row that is taken again

    def prepare(self, chunk: Chunk) -> list[Row | Refused]:
        """Read a chunk: the code checked, the address matched to the area that the kind of institution serves."""
        found = places(chunk, self.by.area, need=DISTRICT)
        columns = zip(
            *(column(chunk, key) for key in ("name", "kind", "credit_code", "parent", "valid_from", "valid_to")),
            strict=True,
        )
        read: list[Row | Refused] = []
        for place, (where, values) in enumerate(zip(found, columns, strict=True)):
            try:
                if place in chunk.problems:
                    raise Refused("；".join(chunk.problems[place]))
                read.append(self._row(where, *values))
            except Refused as refused:
                read.append(refused)
        return read

    def _row(
        self,
        where: Place | Refused | Unclear,
        name: str | None,
        kind: str | None,
        code: str | None,
        parent: str | None,
        valid_from: date | None,
        valid_to: date | None,
    ) -> Row:
        if isinstance(where, Refused | Unclear):
            raise Refused(str(where))
        if not name:
            raise Refused("缺少机构名称")
        if valid_from and valid_to and valid_to < valid_from:
            raise Refused("停用日期早于启用日期")
        try:
            code = read_credit_code(code) if code else None
        except UnreadableCreditCode as error:
            raise Refused(str(error)) from None
        area = self._served(where.area_code, kind)
        named, (address, _telephones) = read_name(name), without_telephones(where.address or "")
        return Row(named.name, named.others, kind, code, area, address or None, parent, valid_from, valid_to)

    def _served(self, code: int | None, kind: str | None) -> int | None:
        """A centre serves its street, a hospital its district: the address is only where it stands."""
        if code is None or kind is None:
            return code
        level = min(SERVES[kind], level_of(code))
        if level < min(SERVES[kind], STREET):
            raise Refused("地址只能认到区县，请补上街道（乡镇）")
        area = ancestor(code, level)
        if area not in self.by.area:
            raise Refused(OUTSIDE)
        return area

    def finish(self) -> None:
        """Leave nothing behind: each chunk has been written when it was taken."""

    def take(self, chunk: Chunk, read: Sequence[Row | Refused]) -> None:
        """Write what is new and what changed."""
        self._look_up()
        for place, row in enumerate(read):
            number = chunk.numbers[place]
            try:
                if isinstance(row, Refused):
                    raise row
                self._take(number, row)
            except Refused as refused:
                self.ledger.rejected(number, chunk.cells[place], str(refused))
            except Unclear as unclear:
                self.ledger.waiting(number, values_at(chunk, place), str(unclear))
        self.ledger.write()

    def _look_up(self) -> None:
        if not self.known:
            with connection.cursor() as cursor:
                cursor.execute(SELECT)
                self.known = {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in cursor.fetchall()}

    def _take(self, number: int, row: Row) -> None:
        keys = [("code", row.credit_code)] if row.credit_code else [("name", row.name, row.area_code)]
        if self.repeats.seen(keys, hash(row)):
            self.ledger.unchanged()
            return
        found = self._who(row)
        says = row._asdict() | {"parent_id": self._parent(row.parent)}
        if found is not None and not (row.credit_code and row.credit_code == self.known[found]["credit_code"]):
            says["name"] = None  # only who is known by the code takes the file's name
        says = {key: says[key] for key in COLUMNS if says[key] is not None}
        if found is None:
            self._add(number, says)
        else:
            self._revise(number, found, says)
        self.repeats.add(keys, number, hash(row))

    def _who(self, row: Row) -> uuid.UUID | None:
        """Find the institution that a row means: by code, by decision, by its name or another one of its names."""
        if row.credit_code:
            same = [key for key, one in self.known.items() if one["credit_code"] == row.credit_code]
            if same:
                return same[0]
        if self.choice is not None:
            return None if self.choice == NEW else self._chosen()
        for names in ((row.name,), row.others):
            alike = [key for key in self._near(row) if self.known[key]["name"] in names]
            if len(alike) > 1:
                raise Refused("名录中有几个同名机构，请补上统一社会信用代码")
            if alike:
                return alike[0]
        self._ask(row)
        return None

    def _chosen(self) -> uuid.UUID:
        if self.choice not in self.known:
            raise Refused("所选机构已不在名录中，请重新选择")
        return self.choice  # type: ignore[return-value]

    def _near(self, row: Row) -> list[uuid.UUID]:
        """List the institutions of the row's area that its credit code, if both have one, does not tell apart."""
        return [
            key
            for key, one in self.known.items()
            if one["area_code"] == row.area_code and not (row.credit_code and one["credit_code"])
        ]

    def _ask(self, row: Row) -> None:
        if found := self._alike(row):
            raise Unclear(f"名录中有相近的机构“{found[0].name}”，请核对是不是同一家")

    def _alike(self, row: Row) -> list[Candidate]:
        """List standing institutions of the row's district and kind whose names are alike, the most alike first."""
        if row.area_code is None:
            return []
        district = ancestor(row.area_code, DISTRICT)
        rated = [
            (max(likeness(name, one["name"]) for name in (row.name or "", *row.others)), key)
            for key, one in self.known.items()
            if ancestor(one["area_code"], DISTRICT) == district
            and one["valid_to"] is None
            and row.kind in (None, one["kind"])
            and not (row.credit_code and one["credit_code"])
        ]
        found = sorted((rate, key) for rate, key in rated if rate >= ALIKE)[::-1][:MOST]
        return [
            Candidate(key, *(self.known[key][name] for name in ("name", "address", "area_code"))) for _, key in found
        ]

    def candidates(self, chunk: Chunk) -> list[Candidate]:
        """List the institutions that the one row of a chunk may mean."""
        self._look_up()
        (row,) = self.prepare(chunk)
        return [] if isinstance(row, Refused) else self._alike(row)

    def _parent(self, name: str | None) -> uuid.UUID | None:
        if name is None:
            return None
        found = [key for key, one in self.known.items() if one["name"] == name and one["valid_to"] is None]
        if len(found) != 1:
            raise Refused(f"上级机构“{name}”在名录中{'有几个' if found else '没有'}，请先导入或写清全名")
        return found[0]

    def _add(self, number: int, says: dict[str, Any]) -> None:
        missing = [title for key, title in (("kind", "机构类别"), ("area_code", "地址")) if key not in says]
        if missing:
            raise Refused(f"新机构缺少{'、'.join(missing)}")
        made = dict.fromkeys(COLUMNS) | {"address": "", "valid_from": self.on} | says
        row_id = uuid.uuid4()
        self.known[row_id] = made
        self.ledger.created(number, row_id, {"after": made})
        self._write(INSERT, [row_id, *made.values()])

    def _revise(self, number: int, row_id: uuid.UUID, says: dict[str, Any]) -> None:
        before = self.known[row_id]
        if before["area_code"] not in self.by.area:
            raise Refused(OUTSIDE)
        after = before | says
        if after == before:
            self.ledger.unchanged()
            return
        self.known[row_id] = after
        self.ledger.updated(number, row_id, {"columns": before, "after": after})
        self._write(UPDATE, [*after.values(), row_id])

    def _write(self, statement: str, values: list[Any]) -> None:
        if not self.dry_run:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
