"""Which resident a row is about: asked of the database in bulk, decided row by row.

Row-level security answers: a person whom the post may not see is as absent as one who does not exist.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from gongwei.apps.exchange.taking.incoming import Identity, Unclear

CLASH = "证件号码或编号需要核对：请核对原件，无误的请报区县疾控中心核实"
OTHER_NAME = "证件号码已登记在另一个姓名之下，请核对是否同一人"
OTHER_PERSON = "编号已登记给另一位居民，请核对是否同一人"
ALIKE = "与已有居民同名（或同音）、同性别、同出生日期，请核对是否同一人"
TWICE = "证件号码或编号有不止一份档案，请先在“重复档案”里核对合并"
WEAK = "没有证件号和机构内编号，姓名、性别、出生日期、电话也不全，无法确定是谁"


class Known(NamedTuple):
    """A resident on record, as far as an import compares."""

    id: UUID
    name: str
    sex: str
    birth_date: date
    document_hash: bytes | None
    phone_hash: bytes | None
    address: str
    area_code: int
    archive_no: str | None
    archived_date: date | None
    resident_from: date
    resident_to: date | None
    died_date: date | None


COLUMNS = ", ".join(f"r.{name}" for name in Known._fields)
# OFFSET 0 keeps each look-up one probe of an index: in a table that has just grown, PostgreSQL would guess otherwise.
LOOK_UP = f"""SELECT d.place, {COLUMNS} FROM incoming_identity d CROSS JOIN LATERAL (
    SELECT * FROM people_resident r WHERE {{condition}} OFFSET 0) r"""  # noqa: S608 - our own names
BY_DOCUMENT = LOOK_UP.format(condition="r.document_hash = d.document_hash")
BY_EITHER = LOOK_UP.format(condition="r.document_hash IN (d.document_hash, d.document_other)")  # the key changes
BY_ARCHIVE = LOOK_UP.format(condition="r.archive_no = d.archive_no")
ALIKES = LOOK_UP.format(condition="r.name_pinyin = d.pinyin AND r.birth_date = d.birth_date AND r.sex = d.sex")
BY_NUMBER = f"""SELECT d.place, {COLUMNS} FROM incoming_identity d
    CROSS JOIN LATERAL (SELECT n.resident_id FROM people_residentnumber n
        WHERE n.number = d.own_number AND n.institution_id = coalesce(d.institution_id, n.institution_id) OFFSET 0) n
    CROSS JOIN LATERAL (SELECT * FROM people_resident r WHERE r.id = n.resident_id OFFSET 0) r"""  # noqa: S608
BY_ID = f"SELECT 0, {COLUMNS} FROM people_resident r WHERE r.id = %s"  # noqa: S608 - our own names
STAGE = """CREATE TEMPORARY TABLE IF NOT EXISTS incoming_identity (place int, document_hash bytea,
    document_other bytea, own_number text, institution_id uuid, archive_no text, pinyin text COLLATE "C", sex text,
    birth_date date) ON COMMIT DROP"""
STAGED = ("int4", "bytea", "bytea", "text", "uuid", "text", "text", "text", "date")


@dataclass
class Found:
    """What the database has for one row."""

    by_document: Known | None = None
    by_number: Known | None = None
    by_archive: Known | None = None
    several: bool = False  # institutions gave the same number to different people
    twice: bool = False  # two places each registered the document or archive number, and the post sees both
    alike: list[Known] = field(default_factory=list)

    @property
    def everyone(self) -> tuple[Known, ...]:
        """Give each resident found once."""
        named = filter(None, (self.by_document, self.by_number, self.by_archive, *self.alike))
        return tuple({known.id: known for known in named}.values())


NOTHING = Found()


def find(rows: Iterable[Identity], *, keeper: Callable[[int], UUID | None]) -> Mapping[int, Found]:
    """Look all rows up: by document, own number, archive number; and by name as spelled, sex and birth.

    `keeper` gives the institution whose number a row (by its place) bears; None searches them all.
    """
    rows = list(rows)
    sought = {row.place: row for row in rows}
    found: dict[int, Found] = defaultdict(Found)
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.execute("TRUNCATE incoming_identity")
        with cursor.copy("COPY incoming_identity FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(STAGED)
            for row in rows:
                copy.write_row(_sought(row, keeper))
    for place, known in _for(sought, BY_EITHER if any(r.document_other for r in rows) else BY_DOCUMENT):
        found[place].twice |= found[place].by_document is not None
        found[place].by_document = known
    if any(r.own_number for r in rows):
        for place, known in _for(sought, BY_NUMBER):
            found[place].several |= found[place].by_number not in (None, known)
            found[place].by_number = known
    if any(r.archive_no for r in rows):
        for place, known in _for(sought, BY_ARCHIVE):
            found[place].twice |= found[place].by_archive is not None
            found[place].by_archive = known
    named = frozenset(found)
    for place, known in _for(sought, ALIKES):
        if place not in named:
            found[place].alike.append(known)
    return found


def _sought(row: Identity, keeper: Callable[[int], UUID | None]) -> tuple[Any, ...]:
    number = (row.own_number, keeper(row.place)) if row.own_number else (None, None)
    pinyin = row.key.pinyin if row.key else None
    return (row.place, row.document_hash, row.document_other, *number, row.archive_no, pinyin, row.sex, row.birth_date)


def by_id(resident_id: UUID) -> Known | None:
    """Read one resident, if the post may see them."""
    found = [known for _, known in _looked_up(BY_ID, resident_id)]
    return found[0] if found else None


def _looked_up(statement: str, *more: Any) -> Iterable[tuple[int, Known]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, more)
        for place, *values in cursor.fetchall():
            yield place, Known._make(values)


def _for(sought: Mapping[int, Identity], statement: str) -> Iterable[tuple[int, Known]]:
    """Look rows up. A number that stands under the other index key is given under the one of today: it is the same."""
    for place, known in _looked_up(statement):
        row = sought[place]
        if row.document_other and known.document_hash == row.document_other:
            known = known._replace(document_hash=row.document_hash)
        if row.phone_other and known.phone_hash == row.phone_other:
            known = known._replace(phone_hash=row.phone_hash)
        yield place, known


NEW = "new"


def decided(row: Identity, found: Found, choice: UUID | str | None) -> Known | None:
    """Say who a row is about when somebody has chosen: a resident, or NEW; without a choice, `who` says."""
    if choice is None:
        return who(row, found)
    if isinstance(choice, UUID):
        if (known := by_id(choice)) is None:
            raise Unclear(CLASH)
        return known
    if found.by_document or found.by_number or found.by_archive:
        raise Unclear(OTHER_PERSON)
    return None


def who(row: Identity, found: Found) -> Known | None:
    """Say which resident a row is about; None is somebody new. Raises Unclear when a person must decide.

    Order: document; the institution's own or the archive number; name, sex, birth and phone. Anything weaker, or
    two answers, is Unclear. Two different documents are two people, however alike.
    """
    named = {known.id: known for known in (found.by_document, found.by_number, found.by_archive) if known}
    if found.twice:
        raise Unclear(TWICE)
    if len(named) > 1 or found.several:
        raise Unclear(CLASH)
    if found.by_document:
        if row.name and row.name != found.by_document.name:
            raise Unclear(OTHER_NAME)
        return found.by_document
    if named:
        (known,) = named.values()
        if not _agrees(row, known):
            raise Unclear(OTHER_PERSON)
        return known
    return _alike(row, found.alike)


def _agrees(row: Identity, known: Known) -> bool:
    """A number alone may be mistyped: the rest of the row must not speak of somebody else."""
    if row.document_hash and known.document_hash:
        return False
    if row.sex in ("1", "2") and row.sex != known.sex:
        return False
    if row.name and row.birth_date:
        return row.name == known.name or row.birth_date == known.birth_date
    return row.name is None or row.name == known.name


def _alike(row: Identity, alike: Sequence[Known]) -> Known | None:
    possible = [one for one in alike if not (row.document_hash and one.document_hash)]
    same = [one for one in possible if row.phone_hash and (one.name, one.phone_hash) == (row.name, row.phone_hash)]
    if len(same) == 1 and row.complete:
        return same[0]
    if possible:
        raise Unclear(ALIKE)
    if not (row.document_hash or row.own_number or row.archive_no or row.complete):
        raise Unclear(WEAK)
    return None
