"""Report cards that were sent, one table a class of sensitivity, with the clock and the steps of each."""

import uuid

from django.db import models
from django.db.models import Q

from gongwei.apps.people.rows import RENEW, CurrentTransaction, Xid8Field, tracked
from gongwei.apps.people.sealed import covered, covered_json
from gongwei.catalog.discovery import cards
from gongwei.domain import card as definitions
from gongwei.domain.access import CARDS, Guard, Sensitivity


class CardState(models.TextChoices):
    WAITING = "waiting", "待接收"
    RETURNED = "returned", "退回补正"
    RECEIVED = "received", "处理中"
    CLOSED = "closed", "已结案"


class CardRow(models.Model):
    """A card: who sent it about whom, what it says (sealed), and how far it has come.

    Who is named need not be a resident yet; one who is found is linked, and the sender does not learn of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    area_code = models.BigIntegerField()
    resident = models.ForeignKey("people.Resident", models.PROTECT, null=True)
    institution = models.ForeignKey("places.Institution", models.PROTECT, null=True)
    to_institution = models.ForeignKey("places.Institution", models.PROTECT, null=True, related_name="+")
    referral_id = models.UUIDField(null=True)  # of the programme's referral that it carries out
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True)
    person_cipher = models.BinaryField()
    said_cipher = models.BinaryField()
    known_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    answer_due_date = models.DateField()
    state = models.TextField(choices=CardState, default=CardState.WAITING)
    outcome = models.TextField(blank=True)
    result_cipher = models.BinaryField(null=True)
    received_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    changed_xid = Xid8Field(db_default=CurrentTransaction(), editable=False)

    person = covered_json("person")
    said = covered_json("said")
    result = covered("result", empty="")

    class Meta:
        abstract = True
        triggers = [RENEW]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(outcome="") & Q(result_cipher__isnull=False)),
                name="%(class)s_closed_with_result",
            ),
        ]
        indexes = [
            models.Index(fields=["area_code", "state", "answer_due_date"], name="%(class)s_area"),
            models.Index(fields=["institution", "state"], name="%(class)s_sender"),
            models.Index(
                fields=["to_institution", "state"],
                condition=Q(to_institution__isnull=False),
                name="%(class)s_receiver",
            ),
        ]

    @property
    def card(self) -> definitions.Card:
        """What kind of card it is, as the catalogue has it."""
        return cards()[self.kind]

    @property
    def late(self) -> bool:
        """Say whether it was reported after its time."""
        return self.reported_at > self.due_at


@tracked
class Card(CardRow):
    """A card about personal health."""

    guard = Guard(sensitivity=Sensitivity.HEALTH, steps=CARDS)


@tracked
class GuardedCard(CardRow):
    """A card about mental disorder, pregnancy or violence."""

    guard = Guard(sensitivity=Sensitivity.GUARDED_HEALTH, steps=CARDS)


@tracked
class HiddenCard(CardRow):
    """A card about HIV or another sexually transmitted disease."""

    guard = Guard(sensitivity=Sensitivity.HIDDEN_HEALTH, steps=CARDS)
