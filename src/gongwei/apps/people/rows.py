"""What every row about a person carries: its area, when it was written, and the transaction that changed it."""

import uuid
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Func


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


PAIRS_FOLLOW = pgtrigger.Trigger(
    name="pairs_follow",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("area_code"),
    condition=pgtrigger.Condition("OLD.area_code IS DISTINCT FROM NEW.area_code"),
    func="""UPDATE people_duplicatepair pair SET area_code = CASE
            WHEN NEW.area_code = other.area_code THEN NEW.area_code
            WHEN NEW.area_code / 1000 = other.area_code / 1000 THEN NEW.area_code / 1000 * 1000
            WHEN NEW.area_code / 1000000 = other.area_code / 1000000 THEN NEW.area_code / 1000000 * 1000000
            ELSE NEW.area_code / 100000000 * 100000000 END
        FROM people_resident other
        WHERE (pair.left_id = NEW.id AND other.id = pair.right_id)
            OR (pair.right_id = NEW.id AND other.id = pair.left_id);
        RETURN NULL;""",  # the smallest area that holds both, as `around` in domain.regions
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
        obj_field=pghistory.ObjForeignKey(db_constraint=False, related_name="+", related_query_name="+"),
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
