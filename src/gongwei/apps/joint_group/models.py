"""The joint group's own tables: written by the centre when it shares, read by the group instead of the register.

A row stays with the street to which it was shared, also after the patient has moved: the column that names the patient
is not called `resident`, so that it does not follow.
"""

import uuid

from django.db import models
from django.db.models import Q

from gongwei.apps.people.rows import tracked
from gongwei.apps.people.sealed import covered, covered_json
from gongwei.domain.access import JOINT_GROUP, SHARING, Guard, Sensitivity

GROUPS = Guard(sensitivity=Sensitivity.GUARDED_HEALTH, seen_with=JOINT_GROUP, written_with=JOINT_GROUP)


class Row(models.Model):
    """What every row of the group carries: its area, who wrote it and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    area_code = models.BigIntegerField(db_index=True)
    user = models.ForeignKey("accounts.User", models.PROTECT)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


@tracked
class Concern(Row):
    """One patient with whom the centre asks the group to help; who it is and what is asked stand sealed."""

    guard = Guard(sensitivity=Sensitivity.GUARDED_HEALTH, seen_with=JOINT_GROUP, written_with=SHARING)

    patient = models.ForeignKey("people.Resident", models.PROTECT)
    why = models.TextField()
    ground = models.TextField()
    asked_of = models.JSONField()
    told_cipher = models.BinaryField()
    shared_date = models.DateField()
    ended_date = models.DateField(null=True)
    end_reason = models.TextField(blank=True)

    told = covered_json("told")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient"], condition=Q(ended_date=None), name="one_open_concern"),
            models.CheckConstraint(condition=~Q(ground=""), name="shared_on_a_ground"),
            models.CheckConstraint(
                condition=Q(ended_date=None, end_reason="") | Q(ended_date__isnull=False) & ~Q(end_reason=""),
                name="sharing_ends_for_a_reason",
            ),
        ]


@tracked
class Answer(Row):
    """What a member of the group did about a concern."""

    guard = GROUPS

    concern = models.ForeignKey(Concern, models.PROTECT)
    member = models.TextField()
    outcome = models.TextField()
    said_cipher = models.BinaryField()

    said = covered("said")


@tracked
class Meeting(Row):
    """One quarterly meeting of a street's group: who came and what was agreed on."""

    guard = GROUPS

    held_date = models.DateField()
    members = models.JSONField()
    agreed_cipher = models.BinaryField()

    agreed = covered("agreed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_code", "held_date"], name="one_meeting_a_day")]
