"""Reads of the city's areas and institutions."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gongwei.apps.places.models import Institution, InstitutionKind, Population, Region
from gongwei.domain.regions import CITY, STREET, VILLAGE, ancestor, area_of, level_of


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


@lru_cache(maxsize=1024)
def names_inside(code: int, *, on: date) -> tuple[tuple[int, str], ...]:
    """Name the areas directly inside an area on a day, by code; kept as `region_names` are."""
    return tuple(children(code, on=on).values_list("code", "name"))


def institutions(*, within: int | None = None) -> QuerySet[Institution]:
    """List institutions by area and name, those that serve inside an area if one is given."""
    found = Institution.objects.filter(valid_to=None).order_by("area_code", "kind", "name")
    if within is not None:
        area = area_of(within)
        found = found.filter(area_code__gte=area.lo, area_code__lt=area.hi)
    return found


def institution(institution_id: UUID | str) -> Institution | None:
    return Institution.objects.filter(pk=institution_id).first()


def institution_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """Name some institutions, those that have closed too."""
    return dict(Institution.objects.filter(pk__in=ids).values_list("id", "name"))


def institutions_for(code: int) -> QuerySet[Institution]:
    """List who serves an area, nearest first: its own institutions, then of the areas around it; in a street all."""
    around = Q(area_code__in=[ancestor(code, level) for level in range(CITY, level_of(code) + 1)])
    if level_of(code) == STREET:
        around |= Q(area_code__gte=area_of(code).lo, area_code__lt=area_of(code).hi)
    return Institution.objects.filter(around, valid_to=None).order_by("-area_code", "kind", "name")


def serving(code: int, *, now: UUID | None) -> Institution | None:
    """Give who looks after the residents of an area: the present institution if it serves there, else the nearest."""
    found = list(institutions_for(code).filter(kind__in=(InstitutionKind.STATION, InstitutionKind.CENTRE)))
    return next((one for one in found if one.pk == now), found[0] if found else None)


def institution_counts(code: int) -> dict[str, int]:
    """Count the institutions inside an area by the title of their kind."""
    kinds = institutions(within=code).order_by().values_list("kind").annotate(n=Count("pk"))
    counts = dict(kinds)
    return {kind.label: counts[kind.value] for kind in InstitutionKind if kind.value in counts}


def population(code: int, year: int) -> Population | None:
    return Population.objects.filter(region_id=code, year=year).first()


def populations(code: int, *, until: int) -> list[Population]:
    """List the people of an area year by year, newest first, up to a year."""
    return list(Population.objects.filter(region_id=code, year__lte=until).order_by("-year"))


def people_of(codes: Collection[int], year: int) -> dict[int, Population]:
    """Give the people of several areas in a year; those without a figure are absent."""
    return {one.region_id: one for one in Population.objects.filter(region_id__in=codes, year=year)}


def village_population(year: int) -> dict[int, int]:
    """Give the people of every village in a year; empty for a year that the table does not hold."""
    return dict(Population.objects.filter(region__level=VILLAGE, year=year).values_list("region_id", "people"))
