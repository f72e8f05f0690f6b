"""Who is enrolled in which programme, what happened at each visit, and what must follow."""

from django.db import models
from django.db.models import Q

from gongwei.apps.people.rows import PersonRow, tracked
from gongwei.domain.access import Guard, Sensitivity

KEPT = ("id", "resident_id", "program", "area_code", "changed_xid")


@tracked
class Enrolment(PersonRow):
    """A resident in a programme, from one day until another, with the day the next visit is due."""

    guard = Guard(
        sensitivity=Sensitivity.HEALTH,
        glass="resident_id",
        reported=(*KEPT, "enrolled_date", "ended_date", "end_reason", "next_due_date", "last_visit_date"),
    )

    program = models.TextField()
    enrolled_date = models.DateField()
    ended_date = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    institution = models.ForeignKey("places.Institution", models.PROTECT, null=True)
    next_due_date = models.DateField(null=True)
    last_visit_date = models.DateField(null=True)

    class Meta(PersonRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "program"], condition=Q(ended_date=None), name="one_open_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(ended_date=None) | Q(ended_date__gte=models.F("enrolled_date")),
                name="ended_after_enrolled",
            ),
            models.CheckConstraint(condition=Q(ended_date=None) | Q(next_due_date=None), name="ended_is_not_due"),
        ]
        indexes = [
            # Holds all that a list of the due filters and sorts by: a whole city's is read without its table.
            models.Index(
                fields=["area_code", "next_due_date"],
                include=["program", "last_visit_date", "id"],
                condition=Q(ended_date=None),
                name="due_in_area",
            ),
            # A page of a whole city's list is read in the order of its days, whichever villages they are in.
            models.Index(
                fields=["next_due_date", "id"],
                include=["area_code", "program"],
                condition=Q(next_due_date__isnull=False),
                name="due_by_day",
            ),
            models.Index(
                fields=["last_visit_date", "id"],
                include=["area_code", "program", "next_due_date"],
                condition=Q(next_due_date__isnull=False),
                name="due_by_last_visit",
            ),
            models.Index("changed_xid", name="enrolment_changed"),
        ]


@tracked
class Visit(PersonRow):
    """One visit of one programme: its readings as the form of its edition has them, and what was decided."""

    guard = Guard(
        sensitivity=Sensitivity.HEALTH,
        glass="resident_id",
        reported=(
            *KEPT, "edition", "visit_date", "visit_mode", "face_to_face", "institution_id", "rule", "next_due_date",
            "at_target", "readings", "recorded_at",
        ),
    )  # fmt: skip

    program = models.TextField()
    edition = models.TextField()
    visit_date = models.DateField()
    visit_mode = models.CharField(max_length=1, blank=True)
    face_to_face = models.BooleanField()
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True)
    institution = models.ForeignKey("places.Institution", models.PROTECT, null=True)
    rule = models.TextField()
    advice = models.TextField()
    refer_to = models.TextField(blank=True)
    next_due_date = models.DateField(null=True)
    at_target = models.BooleanField(null=True)
    clinical_at_target = models.BooleanField(null=True)
    readings = models.JSONField()
    confirmed = models.JSONField(default=dict)  # soft ranges that somebody looked at again, and who

    class Meta(PersonRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["resident", "program", "visit_date"], name="one_visit_a_day"),
        ]
        indexes = [
            models.Index("area_code", "visit_date", name="visit_area_date"),
            # One person's visits and the right to see them in one look-up: else a wide post reads both indexes whole.
            models.Index("resident", "area_code", name="visit_resident_area"),
            models.Index("changed_xid", name="visit_changed"),
        ]


@tracked
class Referral(PersonRow):
    """A patient sent to another institution; nothing ends without an answer."""

    guard = Guard(sensitivity=Sensitivity.HEALTH, reported=(*KEPT, "urgent", "opened_date", "state", "closed_date"))

    class State(models.TextChoices):
        OPEN = "open", "已转出"
        ACCEPTED = "accepted", "已接诊"
        ANSWERED = "answered", "已有结果"
        CLOSED = "closed", "已结束"
        CANCELLED = "cancelled", "已取消"

    visit = models.ForeignKey(Visit, models.PROTECT, null=True)
    program = models.TextField()
    refer_to = models.TextField()
    reason = models.TextField()
    urgent = models.BooleanField(default=False)
    opened_date = models.DateField()
    due_date = models.DateField()
    state = models.TextField(choices=State, default=State.OPEN)
    result = models.TextField(blank=True)
    closed_date = models.DateField(null=True)

    class Meta(PersonRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed"]) | ~Q(result=""), name="answered_with_result"
            )
        ]
        indexes = [
            models.Index("area_code", "state", "due_date", name="referral_area_state"),
            # What is late is counted on every page of my day, from those that are not ended alone.
            models.Index(
                fields=["area_code", "due_date"],
                condition=Q(state__in=["open", "accepted", "answered"]),
                name="referral_open_in_area",
            ),
            # A whole city's list of one state, in the order of its clock, is read without its table.
            models.Index(fields=["state", "due_date", "id"], include=["area_code"], name="referral_state_due"),
        ]


class CallAttempt(PersonRow):
    """A call to a resident about a visit that is due, and how it ended."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

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
    note = models.TextField(blank=True)

    class Meta(PersonRow.Meta):
        indexes = [models.Index(fields=["resident", "-recorded_at"], name="last_calls")]


@tracked
class Exposure(PersonRow):
    """A resident who was in close contact with somebody who fell ill, and in which way."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    case = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    program = models.TextField()  # that of the illness
    relation = models.TextField()
    since_date = models.DateField()  # when the case was found

    class Meta(PersonRow.Meta):
        constraints = [models.UniqueConstraint(fields=["resident", "case", "program"], name="one_exposure_a_case")]
        indexes = [
            models.Index("case", "area_code", name="exposure_case"),
            models.Index("area_code", name="exposure_area"),
        ]
