"""Areas, their history, the people in them by year, and the institutions that serve them."""

import uuid

from django.db import models

from gongwei.domain.access import Exempt

PUBLIC = Exempt(reason="公开信息：行政区划、人口、机构名录", writable=False)


class Region(models.Model):
    """An area of the city as it stands between two days; its code is the 12-digit statistical code."""

    guard = PUBLIC

    code = models.BigIntegerField(primary_key=True)
    level = models.SmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.TextField()
    kind = models.TextField()
    on_map = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)


class RegionChange(models.Model):
    """A re-division: what was called so until that day belongs to this area since."""

    guard = PUBLIC

    changed_date = models.DateField()
    old_district = models.TextField()
    old_street = models.TextField(blank=True)
    old_district_code = models.IntegerField()
    region = models.ForeignKey(Region, models.PROTECT)
    source = models.TextField()


class Population(models.Model):
    """People living in an area in a year, with where the number comes from."""

    guard = PUBLIC

    region = models.ForeignKey(Region, models.PROTECT)
    year = models.SmallIntegerField()
    people = models.IntegerField()
    mark = models.TextField()
    source = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "year"], name="one_population_a_year")]


class InstitutionKind(models.TextChoices):
    CENTRE = "centre", "社区卫生服务中心"
    STATION = "station", "社区卫生服务站"
    HOSPITAL = "hospital", "医院"
    CDC = "cdc", "疾病预防控制中心"
    SUPERVISION = "supervision", "卫生监督所"
    SCHOOL = "school", "学校"
    BUREAU = "bureau", "卫生健康行政部门"


class Institution(models.Model):
    """A body that acts in public health, with the area it serves."""

    guard = Exempt(reason="公开信息：机构名录", writable=True)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.TextField()
    kind = models.TextField(choices=InstitutionKind)
    credit_code = models.CharField(max_length=18, null=True, unique=True)
    area_code = models.BigIntegerField(db_index=True)
    address = models.TextField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
