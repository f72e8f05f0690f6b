"""Teams of family doctors, the contracts that residents signed with them, and services written down by hand."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gongwei.apps.people.rows import PersonRow, tracked
from gongwei.domain.access import Exempt, Guard, Sensitivity


class Team(models.Model):
    """A team of an institution, and the villages that it serves; its names hang on the institution's wall."""

    guard = Exempt(reason="公开信息：机构对外公示的签约团队，不含居民信息；写入由动作核对岗位")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField()
    institution = models.ForeignKey("places.Institution", models.PROTECT, null=True)
    area_code = models.BigIntegerField(db_index=True)  # the street of its villages
    villages = ArrayField(models.BigIntegerField())
    members = models.JSONField(default=list)  # name and role of each
    since_date = models.DateField()
    ended_date = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "name"], condition=Q(ended_date=None), name="one_team_a_name")
        ]


class StoppedPackage(models.Model):
    """A package that an institution signs no more, from a day on; contracts in force run on to their end."""

    guard = Exempt(reason="公开信息：机构对外公示的停办服务包，不含居民信息；写入由动作核对岗位")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    institution = models.ForeignKey("places.Institution", models.PROTECT)
    package = models.TextField()  # its key
    since_date = models.DateField()
    actor = models.ForeignKey("accounts.User", models.PROTECT)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "package"], name="one_stop_a_package")]


class ContractState(models.TextChoices):
    PRELIMINARY = "preliminary", "预签约"
    WAITING = "waiting", "待签约"
    SIGNED = "signed", "已签约"
    ENDING = "ending", "解约中"
    ENDED = "ended", "已解约"
    REFUSED = "refused", "拒签"
    RENEWED = "renewed", "已续签"
    CHANGED = "changed", "已改签"
    LAPSED = "lapsed", "到期未续"


OPEN = ("preliminary", "waiting", "signed", "ending")


@tracked
class Contract(PersonRow):
    """What a resident signed with a team, from one day until another; at most one of a person is open."""

    guard = Guard(
        sensitivity=Sensitivity.HEALTH,
        reported=(
            "id", "resident_id", "area_code", "changed_xid", "state", "from_date", "to_date", "stop_date",
            "team_id",
        ),
    )  # fmt: skip

    team = models.ForeignKey(Team, models.PROTECT)
    state = models.TextField(choices=ContractState)
    sign_way = models.TextField()
    packages = models.JSONField()  # keys, the main one first
    signed_date = models.DateField()
    from_date = models.DateField()
    to_date = models.DateField()
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    stop_date = models.DateField(null=True)
    stop_reason = models.TextField(blank=True)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True)

    class Meta(PersonRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["resident"], condition=Q(state__in=OPEN), name="one_open_contract"),
            models.CheckConstraint(condition=Q(to_date__gt=F("from_date")), name="contract_has_a_term"),
            models.CheckConstraint(
                condition=~Q(state="ended") | (Q(stop_date__isnull=False) & ~Q(stop_reason="")),
                name="contract_ends_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["area_code", "state", "to_date"], name="contract_area_state"),
            models.Index(fields=["state", "to_date", "id"], include=["area_code"], name="contract_state_end"),
            models.Index(fields=["team", "state"], include=["area_code", "to_date"], name="contract_team"),
            models.Index("changed_xid", name="contract_changed"),
        ]


@tracked
class Service(PersonRow):
    """One service of a contract that no visit tells of: a reminder, a consultation, a long prescription."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    contract = models.ForeignKey(Contract, models.PROTECT)
    item = models.TextField()
    served_date = models.DateField()
    note = models.TextField(blank=True)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True)

    class Meta(PersonRow.Meta):
        constraints = [models.UniqueConstraint(fields=["contract", "item", "served_date"], name="one_service_a_day")]
        indexes = [models.Index("area_code", name="service_area")]
