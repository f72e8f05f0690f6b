"""The rows of the database that a file of residents writes, many at once."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction

from gongwei.adapters.row_ids import id_at
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.exchange.taking.bulk import Stage, uuids
from gongwei.apps.exchange.taking.guarded import GuardedConditions
from gongwei.apps.exchange.taking.incoming import Identity, Place
from gongwei.apps.exchange.taking.matching import CLASH, Known
from gongwei.apps.exchange.taking.personal import Held, PersonalTable
from gongwei.apps.people import sealed
from gongwei.apps.places.queries import institutions
from gongwei.catalog.codelists.diagnoses import GUARDED_CONDITIONS
from gongwei.domain.regions import STREET, ancestor

RESIDENT = (
    "id", "name", "name_pinyin", "name_initials", "sex", "birth_date", "document_type", "document_cipher",
    "document_hash", "phone_cipher", "phone_hash", "address", "area_code", "institution_id", "archive_no",
    "archived_date", "resident_from", "died_date", "recorded_at",
)  # fmt: skip
REVISABLE = tuple(name for name in RESIDENT if name not in ("id", "institution_id", "recorded_at"))
FOLLOWING = (
    "people_residentnumber", "people_condition", "people_sensitivecondition", "people_observation",
    "people_personalinformation", "people_residence", "programs_enrolment", "programs_visit", "programs_referral",
    "programs_callattempt",
)  # fmt: skip
UNIQUE = ("document_hash", "archive_no", "area_code")  # in a village: what may clash when it changes
REVISED = ", ".join(f"{name} = coalesce(v.{name}, r.{name})" for name in REVISABLE)
REVISE = f"UPDATE people_resident r SET recorded_at = %s, {REVISED} FROM revised_resident v WHERE v.id = r.id"  # noqa: S608
STOOD = f"SELECT id, {', '.join(REVISABLE)} FROM people_resident WHERE id = ANY(%s::uuid[])"  # noqa: S608
MISSING = (
    "SELECT i.id FROM incoming_people_resident i WHERE NOT EXISTS (SELECT FROM people_resident r WHERE r.id = i.id)"
)
FOLLOW = tuple(f"UPDATE {table} SET area_code = %s WHERE resident_id = %s" for table in FOLLOWING)  # noqa: S608


class Cover(NamedTuple):
    """The id of somebody who may be new, with the numbers sealed to it: made ready while PostgreSQL is busy."""

    id: uuid.UUID
    document: bytes | None
    phone: bytes | None


NOT_WRITTEN = Cover(uuid.UUID(int=0), None, None)  # in a dry run


class New(NamedTuple):
    """Somebody who is not on record, with the days archived, resident since, died."""

    number: int
    identity: Identity
    where: Place
    days: tuple[date | None, date | None, date | None]
    conditions: tuple[str, ...]
    personal: Mapping[str, Any]
    cover: Cover

    @property
    def id(self) -> uuid.UUID:
        return self.cover.id


@dataclass(frozen=True)
class Change:
    """What a row changes of a resident on record: columns, the form, and the conditions and own number it adds."""

    number: int
    identity: Identity
    known: Known
    columns: Mapping[str, Any]
    conditions: tuple[str, ...]
    own_number: str
    archived_date: date | None
    personal: Mapping[str, Any] | None  # the whole form as it will stand
    held: Held | None

    @property
    def area(self) -> int:
        return self.columns.get("area_code", self.known.area_code)

    @property
    def empty(self) -> bool:
        return not (self.columns or self.conditions or self.own_number or self.personal)


class ResidentTables:
    """Write new and changed residents with what hangs on them, as one post at one moment."""

    def __init__(self, *, by: Acting, on: date, at: datetime) -> None:
        self.by, self.on, self.at = by, on, at
        self.centres = centres_by_street()
        self.added = Stage("people_resident", RESIDENT)
        self.revised = Stage("people_resident", ("id", *REVISABLE), name="revised_resident")
        self.numbers = Stage("people_residentnumber", ("resident_id", "institution_id", "number", "area_code"))
        self.residences = Stage("people_residence", ("resident_id", "area_code", "lived_in", "from_date"))
        held = ("id", "resident_id", "code", "onset_date", "area_code", "recorded_at")
        self.conditions = Stage("people_condition", held)
        self.guarded = GuardedConditions(at)
        self.personal = PersonalTable(at)

    def keeper(self, area_code: int | None) -> uuid.UUID | None:
        """Give the institution that keeps a resident's record: the post's own, else the centre of the street."""
        if self.by.institution_id is not None or area_code is None:
            return self.by.institution_id
        return self.centres.get(ancestor(area_code, STREET))

    def covers(self) -> Callable[[Identity], Cover]:
        """Give a function that gives each of a chunk's people an id and seals what they keep to themselves."""
        seal = partial(sealed.seal, keys=sealed.sealer())

        def cover(who: Identity) -> Cover:
            row_id = id_at(self.at)
            return Cover(row_id, seal("document", row_id, who.document), seal("phone", row_id, who.phone))

        return cover

    def add(self, new: Sequence[New]) -> Iterator[tuple[New, str, dict[str, Any] | None]]:
        """Write new residents and say of each whether it stands ("") or why it does not, and what an undo must know.

        Whoever holds a number out of sight is not in the way; in sight, only who was written down meanwhile is.
        """
        if not new:
            return
        self.added.fill(map(self._resident, new))
        missing: frozenset[uuid.UUID] = frozenset()
        if self.added.insert(on_conflict="ON CONFLICT DO NOTHING") < len(new):
            missing = _missing()
        standing = [one for one in new if one.id not in missing]
        self.residences.fill(
            (one.id, one.where.area_code, one.where.area_code, self._resident_from(one)) for one in standing
        )
        self.residences.insert()
        self._add_numbers((one.id, one.identity.own_number, one.where.area_code) for one in standing)
        ill = [(one.id, code, one.days[0], one.where.area_code) for one in standing for code in one.conditions]
        self._add_conditions(ill)
        self.personal.add((one.id, one.personal, one.where.area_code) for one in standing if one.personal)
        guarded = frozenset(who for who, code, _, _ in ill if code in GUARDED_CONDITIONS)
        for one in new:
            yield one, CLASH if one.id in missing else "", {"guarded": True} if one.id in guarded else None

    def _resident_from(self, one: New) -> date:
        archived, since, _ = one.days
        return since or archived or self.on

    def _resident(self, one: New) -> tuple[Any, ...]:
        who, where = one.identity, one.where
        archived, _, died = one.days
        return (
            one.id, who.name, *(who.key or ("", "")), who.sex, who.birth_date, who.document_type,
            one.cover.document, who.document_hash, one.cover.phone, who.phone_hash, where.address, where.area_code,
            self.keeper(where.area_code), who.archive_no,
            archived or (self.on if who.archive_no else None), self._resident_from(one), died, self.at,
        )  # fmt: skip

    def _add_numbers(self, rows: Iterable[tuple[uuid.UUID, str, int | None]]) -> None:
        numbered = [(resident, self.keeper(area), number, area) for resident, number, area in rows if number]
        held = [row for row in numbered if row[1] is not None]
        if held:
            self.numbers.fill(held)
            self.numbers.insert()

    def _add_conditions(self, rows: Iterable[tuple[uuid.UUID, str, date | None, int | None]]) -> list[uuid.UUID]:
        """A file seldom says since when: the day of the archive stands in, or the day of the import."""
        dated = [(who, code, since or self.on, area) for who, code, since, area in rows]
        held = [(id_at(self.at), *row, self.at) for row in dated if row[1] not in GUARDED_CONDITIONS]
        if held:
            self.conditions.fill(held)
            self.conditions.insert()
        return [row[0] for row in held] + self.guarded.add([row for row in dated if row[1] in GUARDED_CONDITIONS])

    def revise(self, changes: Sequence[Change]) -> Iterator[tuple[Change, str, dict[str, Any]]]:
        """Bring residents up to date; gives each with what is unclear ("" if written) and what stood before."""
        before = self._before(changes)
        safe = [one for one in changes if not any(key in one.columns for key in UNIQUE)]
        self._revise(safe)
        doubtful = set()
        for one in changes:
            if any(key in one.columns for key in UNIQUE):
                try:
                    with transaction.atomic():
                        self._revise([one])
                except IntegrityError:  # somebody else in that village holds the number
                    doubtful.add(one.number)
        forms = self._revise_forms([one for one in changes if one.personal and one.number not in doubtful])
        for one in changes:
            if one.number in doubtful:
                yield one, CLASH, {}
            else:
                yield one, "", before[one.known.id] | forms.get(one.known.id, {}) | self._attach(one)

    def _revise_forms(self, changes: Sequence[Change]) -> dict[uuid.UUID, dict[str, Any]]:
        """Write the forms that rows change, and give what an undo would put back."""
        fresh = [(one.known.id, one.personal, one.area) for one in changes if one.personal and not one.held]
        made = self.personal.add(fresh)
        self.personal.revise(
            (one.held.id, one.known.id, one.personal, one.area) for one in changes if one.personal and one.held
        )
        return {
            one.known.id: {
                "personal": {"id": one.held.id if one.held else made[one.known.id]}
                | ({"readings": one.held.readings} if one.held else {})
            }
            for one in changes
        }

    def _revise(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        self.revised.fill(map(self._revision, changes))
        with connection.cursor() as cursor:
            cursor.execute(REVISE, [self.at])

    def _revision(self, change: Change) -> tuple[Any, ...]:
        columns, who, resident = dict(change.columns), change.identity, change.known.id
        if "name" in columns:
            columns |= zip(("name_pinyin", "name_initials"), who.key or ("", ""), strict=True)
        if "document_hash" in columns:
            columns |= {"document_type": who.document_type}
            columns |= {"document_cipher": sealed.seal("document", resident, who.document)}
        if "phone_hash" in columns:
            columns["phone_cipher"] = sealed.seal("phone", resident, who.phone)
        return (resident, *(columns.get(name) for name in REVISABLE))

    def _before(self, changes: Sequence[Change]) -> dict[uuid.UUID, dict[str, Any]]:
        """Read what an undo would put back."""
        if not changes:
            return {}
        ids = [one.known.id for one in changes]
        with connection.cursor() as cursor:
            cursor.execute(STOOD, [uuids(ids)])
            return {row[0]: {"columns": dict(zip(REVISABLE, row[1:], strict=True))} for row in cursor.fetchall()}

    def _attach(self, change: Change) -> dict[str, Any]:
        """Write what hangs on a changed resident: conditions, the own number, a move, a death."""
        resident, known = change.known.id, change.known
        area = change.area
        done: dict[str, Any] = {}
        if change.conditions:
            rows = [(resident, code, change.archived_date, area) for code in change.conditions]
            done["conditions"] = self._add_conditions(rows)
            if any(code in GUARDED_CONDITIONS for code in change.conditions):
                done["guarded"] = True
        if change.own_number:
            self._add_numbers([(resident, change.own_number, area)])
            done["number"] = change.own_number
        if area != known.area_code:
            done["moved_from"] = known.area_code
            move(resident, to=area, on=self.on)
        if died := change.columns.get("died_date"):
            done["ended"] = end_enrolments(resident, on=died, at=self.at)
        return done


def centres_by_street() -> dict[int, uuid.UUID]:
    """Give the health centre of each street that has just one."""
    centres = list(institutions().filter(kind="centre").order_by().values_list("area_code", "pk"))
    how_many = Counter(area for area, _ in centres)
    return {area: pk for area, pk in centres if how_many[area] == 1}


def _missing() -> frozenset[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(MISSING)
        return frozenset(row[0] for row in cursor.fetchall())


def move(resident: uuid.UUID, *, to: int, on: date) -> None:
    """Carry a resident's rows to another village and date the move."""
    with connection.cursor() as cursor:
        for statement in FOLLOW:
            cursor.execute(statement, [to, resident])
        cursor.execute(
            "UPDATE people_residence SET to_date = %s WHERE resident_id = %s AND to_date IS NULL", [on, resident]
        )
        cursor.execute(
            "INSERT INTO people_residence (resident_id, area_code, lived_in, from_date) VALUES (%s, %s, %s, %s)",
            [resident, to, to, on],
        )


def end_enrolments(resident: uuid.UUID, *, on: date, at: datetime) -> list[tuple[uuid.UUID, date | None]]:
    """End the programmes of somebody who died, and give each enrolment with the day that was due."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, next_due_date FROM programs_enrolment WHERE resident_id = %s AND ended_date IS NULL", [resident]
        )
        ended = cursor.fetchall()
        cursor.execute(
            "UPDATE programs_enrolment SET ended_date = greatest(enrolled_date, %s), end_reason = 'died',"
            " next_due_date = NULL, recorded_at = %s WHERE resident_id = %s AND ended_date IS NULL",
            [on, at, resident],
        )
        cursor.execute("SELECT gw_end_enrolments(%s, %s, 'died', %s)", [resident, on, at])
        return ended
