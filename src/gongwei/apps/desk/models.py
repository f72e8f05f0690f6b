"""Who looks after whom, and what is written to residents: duties, cover, handovers, messages on their way."""

import uuid

from django.db import models
from django.db.models import Q

from gongwei.apps.people.rows import PersonRow
from gongwei.apps.people.sealed import covered
from gongwei.domain.access import Exempt, Guard, Sensitivity


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


class ContactChoice(PersonRow):
    """How a resident may be written to: who has said no gets nothing, and mail goes only to an address they gave."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    sms = models.BooleanField(default=True)
    mail_cipher = models.BinaryField(null=True)
    mail = covered("mail", empty="")

    class Meta(PersonRow.Meta):
        constraints = [models.UniqueConstraint(fields=["resident"], name="one_choice_a_resident")]
        indexes = [models.Index("area_code", name="choice_area")]


class Message(PersonRow):
    """A message to a resident on its way: neither its text nor its address is kept, only what it was about and when."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    class State(models.TextChoices):
        QUEUED = "queued", "待发送"
        SENT = "sent", "已发送"
        FAILED = "failed", "未送达"
        STOPPED = "stopped", "已取消"

    class Channel(models.TextChoices):
        SMS = "sms", "短信"
        MAIL = "mail", "邮件"

    channel = models.TextField(choices=Channel)
    due_date = models.DateField()  # of the visit of which it reminds
    state = models.TextField(choices=State, default=State.QUEUED)
    tries = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)  # the gateway's code; never its words
    actor = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    daily = models.BooleanField(db_default=False)  # asked for by the daily round, in the place of the button

    class Meta(PersonRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["resident", "channel", "due_date"], name="one_reminder_of_a_visit")
        ]
        indexes = [models.Index(fields=["area_code", "state", "next_try_at"], name="message_area_state")]


class MessageRound(models.Model):
    """A post that has messages on their way, and when the next of them is tried."""

    guard = Exempt(reason="定时任务按岗位读取：哪个岗位何时有消息要发，不含居民信息")

    assignment = models.OneToOneField("accounts.Assignment", models.CASCADE)
    next_at = models.DateTimeField(db_index=True)


class StoppedReminders(models.Model):
    """An area in which reminders are not sent by themselves; no row: they are, each morning."""

    guard = Exempt(reason="定时任务先要知道哪里停了每日提醒，不含居民信息；写入由动作核对岗位")

    area_code = models.BigIntegerField(unique=True)
    actor = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField()
