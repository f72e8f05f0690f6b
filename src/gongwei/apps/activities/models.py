"""Work that is about no resident: activities of an institution, and findings of supervision assistance."""

import uuid

from django.db import models
from django.db.models import F, Q

from gongwei.apps.people.rows import tracked
from gongwei.domain.access import Guard, Sensitivity


class Row(models.Model):
    """What both carry: the area of the post that wrote it, its institution, who and when, and why it was changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    area_code = models.BigIntegerField(db_index=True)
    institution = models.ForeignKey("places.Institution", models.PROTECT)
    actor = models.ForeignKey("accounts.User", models.PROTECT)
    recorded_at = models.DateTimeField()
    kind = models.TextField()
    place = models.TextField()
    reason = models.TextField(blank=True)  # why it was corrected last, or withdrawn
    withdrawn_at = models.DateTimeField(null=True)  # entered by mistake: it stays to be read and counts nowhere

    class Meta:
        abstract = True


@tracked
class Activity(Row):
    """One piece of health education, or a patrol: what it was about, where, for how many."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    held_date = models.DateField()
    title = models.TextField()
    attendance = models.PositiveIntegerField(null=True)
    copies = models.PositiveIntegerField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["institution", "held_date"], name="activity_of_a_year")]


@tracked
class Finding(Row):
    """What somebody found and reports to supervision, and what supervision answered."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    found_date = models.DateField()
    what = models.TextField()
    reported_date = models.DateField(null=True)
    answered_date = models.DateField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["found_date"], name="finding_day")]
        constraints = [
            models.CheckConstraint(condition=Q(reported_date__gte=F("found_date")), name="reported_after_found"),
            models.CheckConstraint(
                condition=Q(answered_date=None, answer="")
                | Q(answered_date__gte=F("reported_date"), reported_date__isnull=False) & ~Q(answer=""),
                name="answered_after_reported",
            ),
        ]
