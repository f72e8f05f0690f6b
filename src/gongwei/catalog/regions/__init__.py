"""Give the city's regions, their history, population, shapes and address book, all read from the files here.

Where the files come from, under which licence and what a map must say is in README.md beside them.
"""

from gongwei.catalog.regions.maps import (
    district_shapes,
    map_note,
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
    "address_book",
    "census",
    "district_of",
    "district_shapes",
    "gazetteer",
    "map_note",
    "population",
    "regions",
    "street_shapes",
    "streets_of",
    "today",
    "units",
]
