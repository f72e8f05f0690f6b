"""Give the yearly population of every region, so that villages add up to streets, districts and the city."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from gongwei.catalog.regions.files import rows
from gongwei.catalog.regions.table import CITY_CODE, gazetteer
from gongwei.domain.demography.population import PopulationCount, apportion
from gongwei.domain.regions import DISTRICT, STREET, VILLAGE, Region, ancestor

COMMUNITY_WEIGHT = 4
"""People in a residents' community (社区) for each one in a village (村) of the same district, when a district's count
is allocated. No source gives counts by village, so this is an assumption to make maps plausible. verified=False."""


class NoPopulation(LookupError):
    """The population table does not reach back to this year: add the year to city_population.csv with its source."""


@cache
def census() -> Mapping[int, int]:
    """Read the people of each district on 1 November 2020, on today's borders; 西湖 with its scenic area."""
    return MappingProxyType({int(row["district"]): int(row["people"]) for row in rows("census_2020.csv")})


@lru_cache(maxsize=64)
def population(year: int, *, residents: int | None = None) -> Mapping[int, PopulationCount]:
    """Count the people of every region by code in a year, 2020 or later, on today's borders.

    2020 is the census, the next years are year-end figures of the city shared over districts by the census, and years
    after the last known one carry it forward. `residents` scales the whole city to that many people, for a made
    city. Streets and villages are allocated within their district: 社区 weigh COMMUNITY_WEIGHT, others 1.
    Raises NoPopulation.
    """
    city, districts = _city(year), _districts(year)
    if residents is not None:
        city = PopulationCount(residents, "scaled", f"{city.source}；缩放到 {residents} 人")
        shares = apportion(residents, [count.people for count in districts.values()])
        districts = {
            code: PopulationCount(people, "scaled", city.source) for code, people in zip(districts, shares, strict=True)
        }
    counts = {CITY_CODE: city, **districts}
    for code, count in districts.items():
        counts |= _allocated(code, count)
    return MappingProxyType(counts)


@cache
def _known() -> Mapping[int, PopulationCount]:
    return {
        int(row["year"]): PopulationCount(int(row["people"]), row["mark"], row["source"])  # type: ignore[arg-type]
        for row in rows("city_population.csv")
    }


def _city(year: int) -> PopulationCount:
    known = _known()
    last = max(known)
    if year in known:
        return known[year]
    if year < last:
        raise NoPopulation(f"没有 {year} 年的常住人口，人口表从 {min(known)} 年起。")
    return PopulationCount(known[last].people, "carried", f"沿用：{known[last].source}")


def _districts(year: int) -> dict[int, PopulationCount]:
    city, shares = _city(year), census()
    source = city.source if city.mark == "census" else f"{city.source}；按 2020 年普查占比分到区"
    people = apportion(city.people, list(shares.values()))
    return {code: PopulationCount(n, city.mark, source) for code, n in zip(shares, people, strict=True)}


@cache
def _villages() -> Mapping[int, tuple[Region, ...]]:
    villages: dict[int, list[Region]] = defaultdict(list)
    for region in gazetteer().regions:
        if region.level == VILLAGE:
            villages[ancestor(region.code, DISTRICT)].append(region)
    return {code: tuple(found) for code, found in villages.items()}


def _allocated(district: int, count: PopulationCount) -> dict[int, PopulationCount]:
    villages = _villages()[district]
    weights = [COMMUNITY_WEIGHT if village.kind == "社区" else 1 for village in villages]
    source = f"{count.source}；按村社区类型分摊"
    people: dict[int, int] = defaultdict(int)
    for village, share in zip(villages, apportion(count.people, weights), strict=True):
        people[village.code] = share
        people[ancestor(village.code, STREET)] += share
    return {code: PopulationCount(n, "allocated", source) for code, n in people.items()}
