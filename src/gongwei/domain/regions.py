"""Say what a region is, which codes it covers, and where it stood on a given day.

A region is known by its 12-digit statistical code as an integer: city 330100000000, district 330102000000, street
330102001000, village 330102001051. The code nests, so an area is the half-open range [lo, hi) of codes.
Places change district; their history is keyed by the old district and the street's name, because the codes that streets
bore before a re-division are not published here. Records therefore carry today's code, and the day decides the parent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

CITY, DISTRICT, STREET, VILLAGE = 1, 2, 3, 4
SPAN: Mapping[int, int] = {CITY: 100_000_000, DISTRICT: 1_000_000, STREET: 1_000, VILLAGE: 1}

RECORDS_BEGIN = date(2010, 1, 1)
"""The first day that can be asked about: the earliest base year in the city's plans. A region that is older, or whose
first day is not known, begins here."""


class UnknownRegion(LookupError):
    """No region bears this code or name: look it up in the region tables, or correct it."""


class BeforeRecords(ValueError):
    """The day lies before the region tables begin: ask for a later day."""


@dataclass(frozen=True, slots=True)
class Area:
    """The half-open range of 12-digit codes [lo, hi) that a region covers today."""

    lo: int
    hi: int

    def __contains__(self, code: int) -> bool:
        return self.lo <= code < self.hi


def level_of(code: int) -> int:
    """Tell the level of a 12-digit code: 1 city, 2 district, 3 street, 4 village."""
    return next(level for level, span in SPAN.items() if code % span == 0)


def area_of(code: int) -> Area:
    """Give the range of codes that lie inside the region with this code."""
    return Area(code, code + SPAN[level_of(code)])


def ancestor(code: int, level: int) -> int:
    """Give the code of the region of this level that contains the code today (itself at its own level)."""
    return code - code % SPAN[level]


def around(one: int, other: int) -> int:
    """Give the smallest region that holds both codes today; the city holds all.

    Raises UnknownRegion for codes of two cities.
    """
    for level in (VILLAGE, STREET, DISTRICT, CITY):
        held = ancestor(one, level)
        if held == ancestor(other, level):
            return held
    raise UnknownRegion(f"{one} 与 {other} 不在同一城市，请核对代码。")


@dataclass(frozen=True, slots=True)
class Region:
    """A city, district, street or village, valid in the half-open range of days [valid_from, valid_to).

    `valid_to` None: still valid. `on_map` False: a reporting unit that is counted but has no place on the map.
    `day_verified` False: the year of the change was read in a source, its day was not.
    """

    code: int
    level: int
    name: str
    kind: str
    parent: int | None
    on_map: bool = True
    valid_from: date = RECORDS_BEGIN
    valid_to: date | None = None
    day_verified: bool = True

    @property
    def area(self) -> Area:
        return area_of(self.code)

    def valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A street that left one district for another: `street` is its name, `today` its code now."""

    old_district: int
    street: str
    today: int
    on: date


@dataclass(frozen=True)
class Gazetteer:
    """Every region with its dates, the transfers between districts, and what became of abolished districts.

    `regions` carry today's parent. `successors` maps the code of a district that was renamed or recoded as a whole.
    """

    regions: tuple[Region, ...]
    transfers: tuple[Transfer, ...]
    successors: Mapping[int, int]

    @cached_property
    def by_code(self) -> Mapping[int, Region]:
        return {region.code: region for region in self.regions}

    @cached_property
    def _transfer_of(self) -> Mapping[int, Transfer]:
        return {transfer.today: transfer for transfer in self.transfers}

    def region(self, code: int) -> Region:
        """Find a region, abolished ones too. Raises UnknownRegion."""
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownRegion(f"没有代码为 {code} 的地区，请核对 12 位统计代码。") from None

    def on(self, day: date) -> tuple[Region, ...]:
        """List the regions of a day; a street that stood in another district then has that district as parent.

        Codes are today's, since older street codes are not recorded. Raises BeforeRecords.
        """
        _check(day)
        return tuple(
            region if region.level != STREET else replace(region, parent=self.district_of(region.code, day).code)
            for region in self.regions
            if region.valid(day)
        )

    def units(self, day: date) -> tuple[Region, ...]:
        """List the county-level units (districts, counties, county-level cities) of a day. Raises BeforeRecords."""
        _check(day)
        return tuple(region for region in self.regions if region.level == DISTRICT and region.valid(day))

    def district_of(self, code: int, day: date) -> Region:
        """Find the district in which a street or village, named by today's code, stood on a day.

        Raises UnknownRegion, BeforeRecords.
        """
        _check(day)
        self.region(code)
        transfer = self._transfer_of.get(ancestor(code, STREET))
        if transfer is not None and day < transfer.on:
            return self.region(transfer.old_district)
        district = self.region(ancestor(code, DISTRICT))
        if district.valid(day):
            return district
        return next(region for region in self.units(day) if self.successors.get(region.code) == district.code)

    def streets_of(self, district: int, day: date) -> tuple[Region, ...]:
        """List the streets, under today's codes, that made up a district on a day. Raises as `district_of`."""
        _check(day)
        self.region(district)
        streets = (region for region in self.regions if region.level == STREET)
        return tuple(street for street in streets if self.district_of(street.code, day).code == district)

    def today(self, place: int | str, *, street: str | None = None, on: date | None = None) -> tuple[Region, ...]:
        """Tell which regions of today hold a place that was named by an old code or an old district's name.

        `street` narrows an old district to one street by its name. `on` is the day when the place was written down:
        余杭区 of 2020 is 余杭 and 临平 now. Without a day, a district that still exists means itself. More than one
        answer: the old district was split, so ask for the street. Raises UnknownRegion.
        """
        codes = self._codes(place)
        if street is not None:
            found = {t.today for t in self.transfers if t.old_district in codes and t.street == street}
            found |= {r.code for r in self.regions if r.level == STREET and r.name == street and r.parent in codes}
            if not found:
                raise UnknownRegion(f"“{place}”没有名为“{street}”的街道或乡镇。")
        else:
            found = {heir for code in codes for heir in self._heirs(code, on)}
        return tuple(self.by_code[code] for code in sorted(found))

    def _codes(self, place: int | str) -> set[int]:
        if isinstance(place, int):
            if place not in self.successors:
                self.region(place)
            return {place}
        codes = {r.code for r in self.regions if r.name == place and r.level in (CITY, DISTRICT)}
        if not codes:
            raise UnknownRegion(f"没有名为“{place}”的区、县（市）。")
        return codes

    def _heirs(self, code: int, on: date | None) -> set[int]:
        if code in self.successors:
            return self._heirs(self.successors[code], RECORDS_BEGIN)
        region = self.region(code)
        heirs = {code} if region.valid_to is None else set()
        day = on if region.valid_to is None else RECORDS_BEGIN  # an old name is often written long after
        if day is not None:
            gone = (t for t in self.transfers if t.old_district == code and day < t.on)
            heirs |= {ancestor(transfer.today, DISTRICT) for transfer in gone}
        return heirs


def _check(day: date) -> None:
    if day < RECORDS_BEGIN:
        raise BeforeRecords(f"地区表从 {RECORDS_BEGIN} 起，查不到 {day}，请用之后的日期。")
