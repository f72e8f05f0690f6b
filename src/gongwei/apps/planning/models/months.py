"""What is counted anew each night: cohorts by quarter, and the work that institutions did by month."""

from django.db import models

from gongwei.domain.access import Guard, Sensitivity


class CohortCount(models.Model):
    """How many people of one village, enrolled in one quarter, stand where at the end of another."""

    guard = Guard(sensitivity=Sensitivity.STATISTICS, counted=True)

    program = models.TextField()
    area_code = models.BigIntegerField()  # a village
    quarter_date = models.DateField()  # first day of the quarter that is looked at
    cohort_date = models.DateField()  # first day of the quarter of enrolment
    standing = models.TextField()
    people = models.IntegerField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "quarter_date", "area_code", "cohort_date", "standing"], name="one_cohort_count"
            )
        ]
        indexes = [models.Index("area_code", "program", "quarter_date", name="cohorts_in_area")]


class Workload(models.Model):
    """How many services of one kind an institution gave to the residents of one village in a month."""

    guard = Guard(sensitivity=Sensitivity.STATISTICS, counted=True)

    service = models.TextField()
    institution_id = models.UUIDField(null=True)
    area_code = models.BigIntegerField()  # a village
    month_date = models.DateField()
    services = models.IntegerField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "month_date", "area_code", "institution_id"],
                nulls_distinct=False,
                name="one_workload",
            )
        ]
        indexes = [models.Index("area_code", "month_date", name="workload_in_area")]
