"""What institutions are paid for and answer for: rules of pay, objections, and tasks of the public-health task book."""

import uuid

from django.db import models

from gongwei.domain.access import DUTIES, Exempt, Guard, Sensitivity


class DecidedPay(models.Model):
    """A district's rule of pay from a day on: prices, and how quality counts."""

    guard = Exempt(reason="公开信息：服务单价与质量系数，不含个人信息；写入由动作核对岗位")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    area_code = models.BigIntegerField()  # the district, or the city for all
    prices = models.JSONField()  # yuan by service
    qualities = models.JSONField()  # goal and floor by programme
    since_date = models.DateField()
    source = models.TextField()
    user = models.ForeignKey("accounts.User", models.PROTECT)
    decided_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)  # decided anew before it came into force

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "since_date"], condition=models.Q(replaced_at=None), name="one_rule_of_pay_a_day"
            )
        ]


class PayObjection(models.Model):
    """What a centre holds against a line of its statement, and the answer."""

    guard = Guard(sensitivity=Sensitivity.STATISTICS, seen_with=DUTIES, written_with=DUTIES)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    area_code = models.BigIntegerField()  # the street of the statement
    quarter_date = models.DateField()
    service = models.TextField()
    words = models.TextField()
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index("area_code", "quarter_date", name="objections_in_area")]


class InstitutionTask(models.Model):
    """One task of an institution's book in a quarter: evidence, score, problem, what was mended, the second look."""

    guard = Guard(sensitivity=Sensitivity.STATISTICS, seen_with=DUTIES, written_with=DUTIES)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    area_code = models.BigIntegerField()  # of the institution
    institution_id = models.UUIDField()
    quarter_date = models.DateField()
    task = models.TextField()  # key in the catalogue
    evidence = models.TextField(blank=True)
    evidence_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    evidence_at = models.DateTimeField(null=True)
    score = models.FloatField(null=True)  # points out of the task's own
    problem = models.TextField(blank=True)
    rectify_by_date = models.DateField(null=True)
    evaluated_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    evaluated_at = models.DateTimeField(null=True)
    rectified = models.TextField(blank=True)
    rectified_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)  # at the second look
    rechecked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    rechecked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution_id", "quarter_date", "task"], name="one_task_a_quarter"),
            models.CheckConstraint(
                condition=models.Q(problem="") | models.Q(rectify_by_date__isnull=False), name="problem_has_its_day"
            ),
        ]
        indexes = [models.Index("area_code", "quarter_date", name="tasks_in_area")]
