"""What every row about a person carries: its area, when it was written, and the transaction that changed it."""

import uuid
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Func

from gongwei.domain.linkage import SHARED_NUMBER


class Xid8Field(models.BigIntegerField):
    """The 64-bit number of the transaction that wrote the row: timestamps would miss late commits."""

    def db_type(self, connection: Any) -> str:
        return "xid8"

    def rel_db_type(self, connection: Any) -> str:
        return "xid8"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return None if value is None else str(value)


class CurrentTransaction(Func):
    function = "pg_current_xact_id"
    arity = 0
    output_field = Xid8Field()


RENEW = pgtrigger.Trigger(
    name="renew_changed_xid",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func="NEW.changed_xid = pg_current_xact_id(); RETURN NEW;",
)


def tombstone(column: str) -> pgtrigger.Trigger:
    """Leave the person's mark behind a deleted row, so that the lake recounts that person."""
    return pgtrigger.Trigger(
        name="leave_tombstone",
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        func=f"INSERT INTO people_tombstone (resident_id) VALUES (OLD.{column}); RETURN NULL;",
    )


# The smallest area that holds two villages, as `around` in domain.regions.
AROUND = """CASE
            WHEN {one} = {other} THEN {one}
            WHEN {one} / 1000 = {other} / 1000 THEN {one} / 1000 * 1000
            WHEN {one} / 1000000 = {other} / 1000000 THEN {one} / 1000000 * 1000000
            ELSE {one} / 100000000 * 100000000 END"""

PAIRS_FOLLOW = pgtrigger.Trigger(
    name="pairs_follow",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("area_code"),
    condition=pgtrigger.Condition("OLD.area_code IS DISTINCT FROM NEW.area_code"),
    func=f"""UPDATE people_duplicatepair pair
        SET area_code = {AROUND.format(one="NEW.area_code", other="other.area_code")}
        FROM people_resident other
        WHERE (pair.left_id = NEW.id AND other.id = pair.right_id)
            OR (pair.right_id = NEW.id AND other.id = pair.left_id);
        RETURN NULL;""",
)


# A number that somebody else holds already, wherever that is, makes a pair for whoever sees both. OFFSET 0 keeps each
# look-up one probe of an index. The next run of the linkage puts its own likelihood in the place of this one.
SHARED = """INSERT INTO people_duplicatepair
            (id, left_id, right_id, area_code, probability, certain, evidence, state, found_at)
        SELECT gen_random_uuid(), least(n.id, o.id), greatest(n.id, o.id), {around}, {likely}, false,
            jsonb_build_object(o.shared, 'same'), 'open', n.recorded_at
        FROM {rows} n CROSS JOIN LATERAL (
            (SELECT r.id, r.area_code, 'document' AS shared FROM people_resident r
                WHERE r.document_hash = n.document_hash AND r.id <> n.id OFFSET 0)
            UNION ALL
            (SELECT r.id, r.area_code, 'archive' FROM people_resident r
                WHERE r.archive_no = n.archive_no AND r.id <> n.id OFFSET 0)) o
        ON CONFLICT (left_id, right_id) DO NOTHING;"""
BOTH = AROUND.format(one="n.area_code", other="o.area_code")

PAIR_THE_NEW = pgtrigger.Trigger(
    name="pair_the_new",
    when=pgtrigger.After,
    level=pgtrigger.Statement,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="made"),
    func=SHARED.format(around=BOTH, likely=SHARED_NUMBER, rows="made") + " RETURN NULL;",
)
PAIR_THE_CHANGED = pgtrigger.Trigger(
    name="pair_the_changed",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("document_hash", "archive_no"),
    condition=pgtrigger.Condition(
        "OLD.document_hash IS DISTINCT FROM NEW.document_hash OR OLD.archive_no IS DISTINCT FROM NEW.archive_no"
    ),
    func="""DELETE FROM people_duplicatepair WHERE state = 'open' AND NEW.id IN (left_id, right_id)
            AND evidence IN ('{"document": "same"}', '{"archive": "same"}');
        """
    + SHARED.format(around=BOTH, likely=SHARED_NUMBER, rows="(SELECT NEW.*)")
    + " RETURN NULL;",
)


# A serial of a village that its holder takes along, gives back or loses is not given again (`_next_archive_no`).
SERIAL_LEFT = """INSERT INTO people_archiveserial (area_code, serial)
            VALUES (OLD.area_code, substr(OLD.archive_no, 13)::int);
        RETURN NULL;"""
ITS_VILLAGES = "OLD.archive_no ~ '^[0-9]{17}$' AND left(OLD.archive_no, 12) = OLD.area_code::text"
KEEP_THE_SERIAL = pgtrigger.Trigger(
    name="keep_the_serial",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("area_code", "archive_no"),
    condition=pgtrigger.Condition(
        f"{ITS_VILLAGES} AND (OLD.area_code, OLD.archive_no) IS DISTINCT FROM (NEW.area_code, NEW.archive_no)"
    ),
    func=SERIAL_LEFT,
)
KEEP_THE_SERIAL_OF_THE_GONE = pgtrigger.Trigger(
    name="keep_the_serial_of_the_gone",
    when=pgtrigger.After,
    operation=pgtrigger.Delete,
    condition=pgtrigger.Condition(ITS_VILLAGES),
    func=SERIAL_LEFT,
)


ROWS_FOLLOW = pgtrigger.Trigger(
    name="rows_follow",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("area_code"),
    condition=pgtrigger.Condition("OLD.area_code IS DISTINCT FROM NEW.area_code"),
    declare=[("k", "record")],
    # As the owner, for it carries rows of every class, also those that who moves the person may not see.
    func="""FOR k IN SELECT tab FROM gw_referring('people_resident') WHERE has_area AND col = 'resident_id' LOOP
            EXECUTE format('UPDATE %s SET area_code = $1 WHERE resident_id = $2 AND area_code <> $1', k.tab)
                USING NEW.area_code, NEW.id;
        END LOOP;
        UPDATE people_mergedrow SET area_code = NEW.area_code
            WHERE merge_id IN (SELECT id FROM people_merge WHERE resident_id = NEW.id);
        RETURN NULL;""",
)


def tracked(model: type[models.Model]) -> type[models.Model]:
    """Keep every version of every row in an event table that only the owner may touch."""
    level = pgtrigger.Statement  # one insert a statement, so that imports stay fast
    return pghistory.track(
        pghistory.InsertEvent(level=level),
        pghistory.UpdateEvent(level=level),
        pghistory.DeleteEvent(level=level),
        obj_field=pghistory.ObjForeignKey(db_constraint=False, db_index=True, related_name="+", related_query_name="+"),
        exclude=["changed_xid"],
    )(model)


class PersonRow(models.Model):
    """A row about one resident."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    resident = models.ForeignKey("people.Resident", models.PROTECT)
    area_code = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    changed_xid = Xid8Field(db_default=CurrentTransaction(), editable=False)

    class Meta:
        abstract = True
        triggers = [RENEW, tombstone("resident_id")]
