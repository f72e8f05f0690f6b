"""What was found in records that honest work seldom leaves, and what was made of it."""

import uuid

from django.db import models

from gongwei.domain.access import Guard, Sensitivity


class RecordDoubt(models.Model):
    """A doubt about visits of one hand: evidence, the doctor's answer, the director's finding. Never a verdict."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    class State(models.TextChoices):
        TO_CHECK = "to_check", "待核对"
        EXPLAINED = "explained", "有合理解释"
        CORRECTED = "corrected", "已更正"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    digest = models.TextField(unique=True)  # of what was found, so that looking again finds the same row
    area_code = models.BigIntegerField()  # the village of all visits, or the street around them
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    institution_id = models.UUIDField(null=True)  # where no user is known
    visits = models.JSONField()  # their ids
    evidence = models.JSONField()  # numbers by name
    state = models.TextField(choices=State, default=State.TO_CHECK)
    found_at = models.DateTimeField()
    answer = models.TextField(blank=True)  # of who wrote the visits
    answered_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # of who checked
    checked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="to_check") | ~models.Q(note=""), name="checked_doubt_has_a_note"
            )
        ]
        indexes = [models.Index("area_code", "state", "kind", name="doubts_in_area")]
