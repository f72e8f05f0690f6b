"""Writes to the city's areas. They run as the owner: the application's role only reads them."""

from collections.abc import Iterable

from django.db import transaction

from gongwei.apps.places.models import Population, Region, RegionChange
from gongwei.catalog.regions import CITY_CODE, gazetteer, population
from gongwei.domain.regions import Transfer

FIRST_YEAR, LAST_YEAR = 2020, 2027


def load_city(*, residents: int | None = None) -> None:
    """Write regions, their history and the population of every year, scaled to `residents` if given."""
    everything = gazetteer()
    with transaction.atomic(using="owner"):
        for model in (Population, RegionChange):
            model.objects.using("owner").all().delete()
        Region.objects.using("owner").bulk_create(
            [
                Region(
                    code=one.code, level=one.level, parent_id=one.parent, name=one.name, kind=one.kind,
                    on_map=one.on_map, valid_from=one.valid_from, valid_to=one.valid_to,
                )
                for one in sorted(everything.regions, key=lambda one: one.level)
            ],
            update_conflicts=True, unique_fields=["code"], batch_size=2000,
            update_fields=["level", "parent", "name", "kind", "on_map", "valid_from", "valid_to"],
        )  # fmt: skip
        RegionChange.objects.using("owner").bulk_create(_changes(everything.transfers))
        load_population(residents=residents)


def _changes(transfers: Iterable[Transfer]) -> list[RegionChange]:
    names = {region.code: region.name for region in gazetteer().regions}
    return [
        RegionChange(
            changed_date=one.on,
            old_district=names[one.old_district],
            old_street=one.street,
            old_district_code=one.old_district // 1_000_000,
            region_id=one.today,
            source="浙江省人民政府关于调整杭州市部分行政区划的通知，2021-04-09",
        )
        for one in transfers
    ]


def load_population(*, residents: int | None) -> None:
    """Write the people of every area and year; `residents` scales the last year's city to that number."""
    rows = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        for code, count in population(year, residents=residents).items():
            rows.append(
                Population(region_id=code, year=year, people=count.people, mark=count.mark, source=count.source)
            )
    Population.objects.using("owner").bulk_create(rows, batch_size=5000)


__all__ = ["CITY_CODE", "load_city", "load_population"]
