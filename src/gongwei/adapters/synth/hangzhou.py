"""The made city over the real villages of Hangzhou."""

from datetime import date

from gongwei.adapters.synth.city import City, build
from gongwei.adapters.synth.defects import Rates
from gongwei.catalog.regions import population, regions
from gongwei.domain.regions import VILLAGE


def hangzhou(*, residents: int = 60_000, seed: int = 1, as_of: date, defects: Rates = Rates()) -> City:
    """Build Hangzhou with so many rows of residents, its histories up to the day."""
    places = regions(on=as_of)
    people = population(as_of.year, residents=residents)
    villages = [(place.code, place.name, people[place.code].people) for place in places if place.level == VILLAGE]
    names = {place.code: place.name for place in places if place.level != VILLAGE}
    return build(residents=residents, seed=seed, as_of=as_of, villages=villages, names=names, defects=defects)
