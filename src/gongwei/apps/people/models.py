"""Residents and what is known of them outside programmes. Tables are named after FHIR's concepts where they match."""

import uuid

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual

from gongwei.apps.people.rows import (
    KEEP_THE_SERIAL,
    KEEP_THE_SERIAL_OF_THE_GONE,
    PAIR_THE_CHANGED,
    PAIR_THE_NEW,
    PAIRS_FOLLOW,
    RENEW,
    ROWS_FOLLOW,
    CurrentTransaction,
    PersonRow,
    Xid8Field,
    tombstone,
    tracked,
)
from gongwei.apps.people.sealed import covered
from gongwei.domain.access import REVIEWS, Exempt, Guard, Sensitivity

KEPT = ("id", "resident_id", "area_code", "recorded_at", "changed_xid")


@tracked
class Resident(models.Model):
    """A person who lives here, lived here or is served here."""

    guard = Guard(
        sensitivity=Sensitivity.HEALTH,
        glass="id",
        reported=(
            "id", "sex", "birth_date", "area_code", "institution_id", "archived_date", "resident_from", "resident_to",
            "died_date", "changed_xid",
        ),
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField()
    name_pinyin = models.TextField(db_collation="C")
    name_initials = models.TextField(db_collation="C")
    sex = models.CharField(max_length=1)
    birth_date = models.DateField()
    document_type = models.CharField(max_length=2, blank=True)
    document_cipher = models.BinaryField(null=True)
    document_hash = models.BinaryField(null=True)
    phone_cipher = models.BinaryField(null=True)
    phone_hash = models.BinaryField(null=True, db_index=True)
    address = models.TextField(blank=True)
    area_code = models.BigIntegerField()
    household_id = models.UUIDField(null=True)
    institution = models.ForeignKey("places.Institution", models.PROTECT, null=True)
    archive_no = models.CharField(max_length=17, null=True)
    archived_date = models.DateField(null=True)
    resident_from = models.DateField()
    resident_to = models.DateField(null=True)
    died_date = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    changed_xid = Xid8Field(db_default=CurrentTransaction(), editable=False)

    class Meta:
        triggers = [
            RENEW, tombstone("id"), PAIRS_FOLLOW, ROWS_FOLLOW,
            PAIR_THE_NEW, PAIR_THE_CHANGED, KEEP_THE_SERIAL, KEEP_THE_SERIAL_OF_THE_GONE,
        ]  # fmt: skip
        # Unique in a village, whose rows everybody sees who writes there: a constraint that reached further would tell
        # of people out of sight. Wider sights ask first, and what nobody could see becomes a pair.
        constraints = [
            models.UniqueConstraint(fields=["document_hash", "area_code"], name="one_resident_a_document"),
            models.UniqueConstraint(
                fields=["archive_no", "area_code"],
                condition=models.Q(archive_no__isnull=False),
                name="one_resident_an_archive",
            ),
        ]
        indexes = [
            models.Index("area_code", "name_pinyin", name="resident_area_pinyin"),
            # Both hold what a search by name filters by: a whole city's is read in order, without its table.
            models.Index(fields=["name_pinyin", "id"], include=["area_code", "name"], name="resident_pinyin"),
            models.Index(
                fields=["name_initials", "name_pinyin", "id"], include=["area_code"], name="resident_initials"
            ),
            models.Index("birth_date", "id", name="resident_birth"),
            models.Index(
                fields=["household_id"], condition=models.Q(household_id__isnull=False), name="resident_household"
            ),
            models.Index("changed_xid", name="resident_changed"),
        ]


class ResidentNumber(models.Model):
    """The number under which an institution knows a resident."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    resident = models.ForeignKey(Resident, models.CASCADE)
    institution = models.ForeignKey("places.Institution", models.PROTECT, db_index=False)
    number = models.TextField()
    area_code = models.BigIntegerField(db_index=True)

    class Meta:
        # Unique in a village, as documents are: a holder who moved out of sight keeps the number and is not told of.
        constraints = [
            models.UniqueConstraint(fields=["institution", "number", "area_code"], name="one_resident_a_number")
        ]


class ArchiveSerial(models.Model):
    """A serial of a village's archive numbers that was given and whose holder is no longer there: never given again."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    area_code = models.BigIntegerField()
    serial = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["area_code", "-serial"], name="serials_of_village")]


class Residence(models.Model):
    """Where a resident lived from one day until another."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    resident = models.ForeignKey(Resident, models.CASCADE)
    area_code = models.BigIntegerField(db_index=True)  # today's area of the resident: who may see the row
    lived_in = models.BigIntegerField()
    from_date = models.DateField()
    to_date = models.DateField(null=True)


@tracked
class Condition(PersonRow):
    """A long-term condition that a doctor has diagnosed."""

    guard = Guard(sensitivity=Sensitivity.HEALTH, glass="resident_id", reported=(*KEPT, "code", "onset_date"))

    resident = models.ForeignKey(Resident, models.PROTECT, db_index=False)  # the constraint's index begins with it
    code = models.TextField()
    onset_date = models.DateField()

    class Meta(PersonRow.Meta):
        constraints = [models.UniqueConstraint(fields=["resident", "code"], name="one_condition_a_code")]
        indexes = [
            models.Index("area_code", "code", name="condition_area"),
            models.Index("changed_xid", name="condition_changed"),
        ]


@tracked
class SensitiveCondition(PersonRow):
    """A condition of class 4; what it is stands encrypted, and every reading is audited."""

    guard = Guard(sensitivity=Sensitivity.GUARDED_HEALTH, glass="resident_id")

    code_cipher = models.BinaryField()
    code_hash = models.BinaryField()
    code = covered("code")
    onset_date = models.DateField()

    class Meta(PersonRow.Meta):
        constraints = [models.UniqueConstraint(fields=["resident", "code_hash"], name="one_sensitive_condition_a_code")]
        indexes = [models.Index("area_code", name="sensitive_area")]


@tracked
class PersonalInformation(PersonRow):
    """What the individual basic information form says of a resident, under the keys of the form."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    readings = models.JSONField(default=dict)
    contact_cipher = models.BinaryField(null=True)  # the telephone of the person to call

    class Meta(PersonRow.Meta):
        constraints = [models.UniqueConstraint(fields=["resident"], name="one_form_a_resident")]
        indexes = [models.Index("area_code", name="personal_area")]


@tracked
class Observation(PersonRow):
    """A measurement taken outside a visit: key and unit are those of the forms."""

    guard = Guard(sensitivity=Sensitivity.HEALTH, reported=(*KEPT, "key", "value", "observed_date"))

    key = models.TextField()
    value = models.FloatField()
    observed_date = models.DateField()

    class Meta(PersonRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["resident", "key", "observed_date"], name="one_observation_a_day")
        ]
        indexes = [
            models.Index("area_code", name="observation_area"),
            models.Index("changed_xid", name="observation_changed"),
        ]


@tracked
class Kin(PersonRow):
    """One side of a tie between two residents: what the relative is to the resident. The other side has its own row."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    relative = models.ForeignKey(Resident, models.PROTECT, related_name="+")
    relation = models.TextField()

    class Meta(PersonRow.Meta):
        constraints = [models.UniqueConstraint(fields=["resident", "relative"], name="one_tie_of_two")]
        indexes = [models.Index("area_code", name="kin_area")]


class Tombstone(models.Model):
    """A person one of whose rows was deleted, so that the lake recounts the person."""

    guard = Exempt(reason="只存居民内部编号；由触发器写入，只有报表角色读取", writable=False)

    resident_id = models.UUIDField()
    changed_xid = Xid8Field(db_default=CurrentTransaction(), editable=False, db_index=True)


class DuplicatePair(models.Model):
    """Two residents who may be one person, and what somebody decided.

    Only the area decides who sees the pair: the smallest that holds both, so that it tells nobody of a person out of
    sight. The residents are no foreign keys, since one of them goes when the pair is merged.
    """

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    class State(models.TextChoices):
        OPEN = "open", "待核对"
        MERGED = "merged", "已合并"
        APART = "apart", "不是同一人"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    left_id = models.UUIDField()
    right_id = models.UUIDField(db_index=True)
    area_code = models.BigIntegerField()
    probability = models.FloatField()
    certain = models.BooleanField()
    evidence = models.JSONField()  # the likeness of each field, never a value
    state = models.TextField(choices=State, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left_id", "right_id"], name="one_pair"),
            models.CheckConstraint(condition=models.Q(left_id__lt=models.F("right_id")), name="pair_in_order"),
        ]
        indexes = [
            models.Index("area_code", "state", name="pairs_in_area"),
            models.Index(fields=["state", "-probability", "id"], include=["area_code"], name="likeliest_pairs"),
        ]


class Merge(models.Model):
    """Two records made one: which goes on, which is gone, and where every field of it came from."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    resident = models.ForeignKey(Resident, models.PROTECT)  # who goes on
    gone_id = models.UUIDField(db_index=True)
    area_code = models.BigIntegerField(db_index=True)
    chosen = models.JSONField()  # field: "stays" or "gone", the record that its value was taken from
    kept = models.BinaryField()  # sealed: what the record that goes on said before and says since
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone_id"], condition=models.Q(undone_at=None), name="a_record_goes_once")
        ]


class MergedRow(models.Model):
    """One row that a merge moved, set aside or freed, so that it can be put back as it was.

    Written and read by the functions of migration 0003 alone: a merge carries rows of every class, also those that who
    merges may not see.
    """

    guard = Guard(sensitivity=Sensitivity.HIDDEN_HEALTH)

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, models.PROTECT)
    area_code = models.BigIntegerField(db_index=True)
    table_name = models.TextField()
    row_id = models.TextField()
    what = models.TextField()  # moved, aside, freed
    was = models.JSONField()


class BrokenGlass(models.Model):
    """Somebody looked at a record outside their sight in an emergency, or tried to; and what others say of it."""

    guard = Guard(
        sensitivity=Sensitivity.HEALTH,
        manages=REVIEWS,
        own="user_id",
        settles=("reviewer_id", "reviewed_at", "justified", "review_note"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    resident_id = models.UUIDField(null=True)  # none: the number was nobody's
    user_id = models.UUIDField(db_index=True)
    assignment_id = models.UUIDField()
    area_code = models.BigIntegerField(db_index=True)  # where the post stands: who reviews
    category = models.TextField()
    reason = models.TextField()
    broken_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    reviewer_id = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)
    review_note = models.TextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reviewer_id=models.F("user_id")), name="nobody_reviews_oneself"),
            models.CheckConstraint(condition=GreaterThanOrEqual(Length("reason"), 10), name="glass_has_a_reason"),
        ]
