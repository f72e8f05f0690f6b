"""One made city for all tests of the generator."""

from datetime import date

import pytest

from gongwei.adapters.synth import City, build
from gongwei.catalog.regions import population, regions
from gongwei.domain.regions import VILLAGE

AS_OF = date(2026, 6, 30)


def _make(residents: int, **changes) -> City:
    places = regions(on=AS_OF)
    people = population(AS_OF.year, residents=60_000)
    villages = [(place.code, place.name, people[place.code].people) for place in places if place.level == VILLAGE]
    names = {place.code: place.name for place in places if place.level != VILLAGE}
    return build(**{"residents": residents, "seed": 7, "as_of": AS_OF, "villages": villages, "names": names} | changes)


@pytest.fixture(scope="session")
def make():
    return _make


@pytest.fixture(scope="session")
def city() -> City:
    return _make(30_000)
