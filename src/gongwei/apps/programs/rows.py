"""What the rows of programmes carry, whichever class they are of: each class has tables of its own made of these."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from gongwei.apps.people.rows import PersonRow

KEPT = ("id", "resident_id", "program", "area_code", "changed_xid")
STAYS = (*KEPT, "enrolled_date", "ended_date", "end_reason", "next_due_date", "last_visit_date")
SEEN = (
    *KEPT, "edition", "visit_date", "visit_mode", "face_to_face", "institution_id", "rule", "next_due_date",
    "at_target", "recorded_at",
)  # fmt: skip
SENT = (*KEPT, "urgent", "opened_date", "state", "closed_date")


class EnrolmentRow(PersonRow):
    """A resident in a programme, from one day until another, with the day the next visit is due."""

    program = models.TextField()
    enrolled_date = models.DateField()
    ended_date = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    institution = models.ForeignKey("places.Institution", models.PROTECT, null=True)
    next_due_date = models.DateField(null=True)
    last_visit_date = models.DateField(null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta(PersonRow.Meta):
        abstract = True


class VisitRow(PersonRow):
    """One visit of one programme: its readings as the form of its edition has them, and what was decided."""

    resident = models.ForeignKey("people.Resident", models.PROTECT, db_index=False)  # wider indexes begin with it
    program = models.TextField()
    edition = models.TextField()
    visit_date = models.DateField()
    visit_mode = models.CharField(max_length=1, blank=True)
    face_to_face = models.BooleanField()
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, db_index=False)
    institution = models.ForeignKey("places.Institution", models.PROTECT, null=True)
    rule = models.TextField()
    advice = models.TextField()
    refer_to = models.TextField(blank=True)
    next_due_date = models.DateField(null=True)
    at_target = models.BooleanField(null=True)
    clinical_at_target = models.BooleanField(null=True)
    readings: Any
    confirmed: Any  # soft ranges that somebody looked at again, and who

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta(PersonRow.Meta):
        abstract = True


class ReferralRow(PersonRow):
    """A patient sent to another institution; nothing ends without an answer."""

    class State(models.TextChoices):
        OPEN = "open", "已转出"
        ACCEPTED = "accepted", "已接诊"
        ANSWERED = "answered", "已有结果"
        CLOSED = "closed", "已结束"
        CANCELLED = "cancelled", "已取消"

    program = models.TextField()
    refer_to = models.TextField()
    urgent = models.BooleanField(default=False)
    opened_date = models.DateField()
    due_date = models.DateField()
    state = models.TextField(choices=State, default=State.OPEN)
    closed_date = models.DateField(null=True)
    visit: Any
    reason: Any
    result: Any

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta(PersonRow.Meta):
        abstract = True


class CallRow(PersonRow):
    """A call to a resident about a visit that is due, and how it ended."""

    class Outcome(models.TextChoices):
        COMING = "coming", "约好来访"
        HOME = "home", "约好上门"
        NO_ANSWER = "no_answer", "无人接听"
        REFUSED = "refused", "拒绝"
        MOVED = "moved", "已搬走"
        WRONG = "wrong", "号码有误"

    program = models.TextField()
    actor = models.ForeignKey("accounts.User", models.PROTECT)
    outcome = models.TextField(choices=Outcome)
    agreed_date = models.DateField(null=True)
    note: Any

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta(PersonRow.Meta):
        abstract = True


def stay_rules(own: str = "") -> list[models.BaseConstraint]:
    """Say what holds of enrolments; `own` begins the names in tables that are not of class 3."""
    return [
        models.UniqueConstraint(
            fields=["resident", "program"], condition=Q(ended_date=None), name=f"{own}one_open_enrolment"
        ),
        models.CheckConstraint(
            condition=Q(ended_date=None) | Q(ended_date__gte=models.F("enrolled_date")),
            name=f"{own}ended_after_enrolled",
        ),
        models.CheckConstraint(condition=Q(ended_date=None) | Q(next_due_date=None), name=f"{own}ended_is_not_due"),
    ]


def stay_indexes(own: str = "") -> list[models.Index]:
    """Give the indexes by which the due are found."""
    return [
        # Holds all that a list of the due filters and sorts by: a whole city's is read without its table.
        models.Index(
            fields=["area_code", "next_due_date"],
            include=["program", "last_visit_date", "id"],
            condition=Q(ended_date=None),
            name=f"{own}due_in_area",
        ),
        # A page of a whole city's list is read in the order of its days, whichever villages they are in.
        models.Index(
            fields=["next_due_date", "id"],
            include=["area_code", "program"],
            condition=Q(next_due_date__isnull=False),
            name=f"{own}due_by_day",
        ),
        models.Index(
            fields=["last_visit_date", "id"],
            include=["area_code", "program", "next_due_date"],
            condition=Q(next_due_date__isnull=False),
            name=f"{own}due_by_last_visit",
        ),
        models.Index("changed_xid", name=f"{own}enrolment_changed"),
    ]


def visit_rules(own: str = "") -> list[models.BaseConstraint]:
    return [models.UniqueConstraint(fields=["resident", "program", "visit_date"], name=f"{own}one_visit_a_day")]


def visit_indexes(own: str = "") -> list[models.Index]:
    return [
        models.Index("area_code", "visit_date", name=f"{own}visit_area_date"),
        # One person's visits and the right to see them in one look-up: else a wide post reads both indexes whole.
        models.Index("resident", "area_code", name=f"{own}visit_resident_area"),
        models.Index("changed_xid", name=f"{own}visit_changed"),
    ]


def referral_rules(answer: Q, own: str = "") -> list[models.BaseConstraint]:
    """Say that nothing is answered without an `answer`."""
    unanswered = ~Q(state__in=["answered", "closed"])
    return [models.CheckConstraint(condition=unanswered | answer, name=f"{own}answered_with_result")]


def referral_indexes(own: str = "") -> list[models.Index]:
    return [
        models.Index("area_code", "state", "due_date", name=f"{own}referral_area_state"),
        # What is late is counted on every page of my day, from those that are not ended alone.
        models.Index(
            fields=["area_code", "due_date"],
            condition=Q(state__in=["open", "accepted", "answered"]),
            name=f"{own}referral_open_in_area",
        ),
        # A whole city's list of one state, in the order of its clock, is read without its table.
        models.Index(fields=["state", "due_date", "id"], include=["area_code"], name=f"{own}referral_state_due"),
    ]


def call_indexes(own: str = "") -> list[models.Index]:
    return [models.Index(fields=["resident", "-recorded_at"], name=f"{own}last_calls")]
