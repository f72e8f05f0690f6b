"""How many people live where, and how we know."""

from collections import defaultdict

import pytest

from gongwei.catalog import regions as catalog
from gongwei.catalog.regions.population import NoPopulation
from gongwei.domain.regions import DISTRICT, STREET, VILLAGE, ancestor, level_of

CITY = 330100000000


def sums(counts, level):
    total = defaultdict(int)
    for code, count in counts.items():
        if level_of(code) == VILLAGE:
            total[ancestor(code, level)] += count.people
    return total


def test_the_census_counts_the_scenic_area_in_xihu():
    counts = catalog.population(2020)
    assert counts[330106000000].people == 1_112_992
    assert counts[CITY].people == 11_936_010 == sum(catalog.census().values())
    assert counts[CITY].mark == counts[330106000000].mark == "census"


@pytest.mark.parametrize(("year", "residents"), [(2020, None), (2024, None), (2026, None), (2026, 60_000), (2023, 7)])
def test_the_levels_add_up_exactly(year, residents):
    counts = catalog.population(year, residents=residents)
    assert len(counts) == 1 + 13 + 196 + 3320
    for level in (1, DISTRICT, STREET):
        assert sums(counts, level) == {c: n.people for c, n in counts.items() if level_of(c) == level}
    assert residents is None or counts[CITY].people == residents


@pytest.mark.parametrize(
    ("year", "people", "mark"),
    [(2021, 12_204_000, "estimate"), (2024, 12_624_000, "estimate"), (2025, 12_624_000, "carried")],
)
def test_a_year_bears_the_mark_of_how_it_is_known(year, people, mark):
    counts = catalog.population(year)
    assert (counts[CITY].people, counts[CITY].mark, counts[330102000000].mark) == (people, mark, mark)
    assert counts[330102001000].mark == counts[330102001051].mark == "allocated"


def test_a_scaled_city_says_so():
    counts = catalog.population(2025, residents=60_000)
    assert counts[CITY].mark == counts[330102000000].mark == "scaled"


def test_a_year_before_the_table_is_refused():
    with pytest.raises(NoPopulation, match="2019"):
        catalog.population(2019)
