"""Give the city's regions, their history, population, shapes and address book, all read from the files here.

Where the files come from, under which licence and what a map must say is in README.md beside them.
"""

from gongwei.catalog.regions.maps import (
    MAP_REVIEW_NUMBER,
    MAP_SOURCE,
    SCHEMATIC_NOTICE,
    district_shapes,
    street_shapes,
)
from gongwei.catalog.regions.population import census, population
from gongwei.catalog.regions.table import (
    CITY_CODE,
    address_book,
    district_of,
    gazetteer,
    regions,
    streets_of,
    today,
    units,
)

__all__ = [
    "CITY_CODE",
    "MAP_REVIEW_NUMBER",
    "MAP_SOURCE",
    "SCHEMATIC_NOTICE",
    "address_book",
    "census",
    "district_of",
    "district_shapes",
    "gazetteer",
    "population",
    "regions",
    "street_shapes",
    "streets_of",
    "today",
    "units",
]
