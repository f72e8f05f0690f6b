"""Reads of the city's areas and institutions."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from gongwei.apps.places.models import Institution, Population, Region
from gongwei.domain.regions import DISTRICT, STREET, area_of


def region(code: int) -> Region | None:
    return Region.objects.filter(pk=code).first()


@lru_cache(maxsize=1)
def region_names() -> dict[int, str]:
    """Name every area by its code; areas change once in years, with a restart."""
    return dict(Region.objects.values_list("code", "name"))


def place_name(code: int) -> str:
    """Name a village with its street, a street with its district: 上城区 清波街道 清波门社区."""
    names = region_names()
    spans = [1_000_000, 1_000, 1]
    codes = dict.fromkeys(code - code % span for span in spans)
    return " ".join(names.get(one, str(one)) for one in codes)


def children(code: int, *, on: date) -> QuerySet[Region]:
    """List the areas directly inside an area on a day."""
    return Region.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), parent_id=code, valid_from__lte=on).order_by(
        "code"
    )


def streets_and_districts(*, on: date) -> QuerySet[Region]:
    return Region.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), level__in=(DISTRICT, STREET), valid_from__lte=on
    ).order_by("code")


def institutions(*, within: int | None = None) -> QuerySet[Institution]:
    """List institutions by area and name, those that serve inside an area if one is given."""
    found = Institution.objects.filter(valid_to=None).order_by("area_code", "kind", "name")
    if within is not None:
        area = area_of(within)
        found = found.filter(area_code__gte=area.lo, area_code__lt=area.hi)
    return found


def institution(institution_id: UUID | str) -> Institution | None:
    return Institution.objects.filter(pk=institution_id).first()


def population(code: int, year: int) -> Population | None:
    return Population.objects.filter(region_id=code, year=year).first()
