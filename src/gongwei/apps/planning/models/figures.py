"""What the plans' indicators say: counts made from records, and values that somebody reported with evidence."""

import uuid

from django.db import models

from gongwei.domain.access import Exempt, Guard, Sensitivity


class IndicatorCount(models.Model):
    """Numerator and denominator of one indicator in one village and year, counted by the lake."""

    guard = Guard(sensitivity=Sensitivity.STATISTICS, counted=True)

    indicator = models.TextField()
    area_code = models.BigIntegerField()  # a village
    year = models.SmallIntegerField()
    numerator = models.IntegerField()
    denominator = models.IntegerField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "year", "area_code"], name="one_count_a_village")]
        indexes = [models.Index("area_code", "year", name="counts_in_area")]


class TeamCount(models.Model):
    """Numerator and denominator of one indicator among those under contract with one team, counted by the lake."""

    guard = Guard(sensitivity=Sensitivity.STATISTICS, counted=True)

    indicator = models.TextField()
    team_id = models.UUIDField()
    area_code = models.BigIntegerField()  # the street of the team
    year = models.SmallIntegerField()
    numerator = models.IntegerField()
    denominator = models.IntegerField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "year", "team_id"], name="one_count_a_team")]
        indexes = [models.Index("area_code", "year", name="team_counts_in_area")]


class LakeState(models.Model):
    """How far the lake has read: one row, written with the counts of the generation that it names."""

    guard = Exempt(reason="统计进度：时间与事务号，不含个人信息", counted=True)

    generation = models.TextField()
    watermark = models.BigIntegerField()  # transactions before it are counted
    as_of = models.DateTimeField()
    counted_date = models.DateField()  # ages and services owed are those of this day


class ReportedValue(models.Model):
    """A value of a plan's indicator that a department reported, with its evidence."""

    guard = Guard(sensitivity=Sensitivity.STATISTICS)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    row = models.TextField()  # the plan's row, as 001-I040
    area_code = models.BigIntegerField()
    year = models.SmallIntegerField()
    value = models.FloatField()
    evidence = models.TextField()
    user = models.ForeignKey("accounts.User", models.PROTECT)
    reported_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("row", "year", name="reported_row_year")]


class SettledNumber(models.Model):
    """What the city settled for a number of the rules that no source had confirmed, from a day on."""

    guard = Exempt(reason="公开信息：规则里的数字和依据，不含个人信息；写入由动作核对岗位")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.TextField()  # as in the catalogue's list of open numbers
    low = models.FloatField()  # the value, or the lower end of a range
    high = models.FloatField(null=True)  # the upper end of a range
    since_date = models.DateField()
    source = models.TextField()
    user = models.ForeignKey("accounts.User", models.PROTECT)
    settled_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)  # settled anew before it came into force

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "since_date"], condition=models.Q(replaced_at=None), name="one_number_a_day"
            )
        ]
