"""Who looks after whom: duties by village or resident, cover for an absence, villages that are handed over."""

import uuid

from django.db import models
from django.db.models import Q

from gongwei.domain.access import Guard, Sensitivity


class DutyRow(models.Model):
    """A row about who does the work in an area, written down by somebody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    area_code = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class Duty(DutyRow):
    """The doctor who answers for a village, from one day until another."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)
    resident = resident_id = None  # a village's duty names nobody

    doctor = models.ForeignKey("accounts.User", models.PROTECT, related_name="duties")
    from_date = models.DateField()
    to_date = models.DateField(null=True)  # half-open: the first day on which somebody else answers

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code"], condition=Q(to_date=None), name="one_doctor_a_village"),
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=models.F("from_date")), name="duty_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["area_code", "to_date"], name="duties_in_area")]


class ResidentDuty(DutyRow):
    """The doctor who answers for one resident, whoever has the village."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    resident = models.ForeignKey("people.Resident", models.PROTECT)
    doctor = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resident"], condition=Q(to_date=None), name="one_doctor_a_resident"),
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=models.F("from_date")), name="care_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["area_code", "to_date"], name="cares_in_area")]


class Cover(DutyRow):
    """A doctor who does another's work for some days, with the post that was given for it, if one was needed."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    absent = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    doctor = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField()
    post_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_date__gt=models.F("from_date")), name="cover_lasts_a_day"),
            models.CheckConstraint(condition=~Q(absent=models.F("doctor")), name="nobody_covers_themselves"),
        ]
        indexes = [models.Index(fields=["area_code", "to_date"], name="covers_in_area")]


class Handover(DutyRow):
    """A village that one doctor hands to another: offered with what is open in it, and taken or declined."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    class State(models.TextChoices):
        OFFERED = "offered", "待接收"
        TAKEN = "taken", "已接收"
        DECLINED = "declined", "未接收"

    giver = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    taker = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    residents = models.IntegerField()  # in the programmes, when it was offered
    overdue = models.IntegerField()
    referrals = models.IntegerField()  # that wait for an answer
    note = models.TextField(blank=True)
    state = models.TextField(choices=State, default=State.OFFERED)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code"], condition=Q(state="offered"), name="one_handover_of_a_village"
            ),
            models.CheckConstraint(condition=~Q(giver=models.F("taker")), name="nobody_hands_to_themselves"),
        ]
