"""Build the city's gazetteer from the files here and answer what lies where, by date."""

import re
from datetime import date
from functools import cache

from gongwei.catalog.regions.files import rows
from gongwei.domain.addresses import AddressBook
from gongwei.domain.regions import (
    CITY,
    DISTRICT,
    RECORDS_BEGIN,
    STREET,
    VILLAGE,
    Gazetteer,
    Region,
    Transfer,
    ancestor,
)

CITY_CODE = 330100000000

_KINDS = re.compile(r"(街道|镇|乡)$")
_VILLAGE_KINDS = (("村", r"村(民委员会|委会)$"), ("社区", r"(社区|居民委员会|居委会)$"))


@cache
def gazetteer() -> Gazetteer:
    """Read all regions, abolished districts too, with transfers and successors."""
    city = Region(CITY_CODE, CITY, "杭州市", "市", None)
    districts = tuple(_district(row) for row in rows("districts.csv"))
    streets = tuple(_street(int(row["code"]), row["name"]) for row in rows("streets.csv"))
    villages = tuple(_village(int(row["code"]), row["name"]) for row in rows("villages.csv"))
    transfers = tuple(
        Transfer(int(row["old_district"]), row["street"], int(row["today_code"]), date.fromisoformat(row["on"]))
        for row in rows("redivision.csv")
    )
    successors = {
        int(row["code"]): int(row["successor"])
        for name in ("districts.csv", "former_codes.csv")
        for row in rows(name)
        if row["successor"]
    }
    return Gazetteer((city, *districts, *streets, *villages), transfers, successors)


def regions(*, on: date) -> tuple[Region, ...]:
    """List the city's regions of all four levels on a day. Raises BeforeRecords."""
    return gazetteer().on(on)


def units(*, on: date) -> tuple[Region, ...]:
    """List the 13 county-level units of a day: others before 9 April 2021 than after. Raises BeforeRecords."""
    return gazetteer().units(on)


def district_of(code: int, *, on: date) -> Region:
    """Find the district of a street or village (today's code) on a day. Raises UnknownRegion, BeforeRecords."""
    return gazetteer().district_of(code, on)


def streets_of(district: int, *, on: date) -> tuple[Region, ...]:
    """List the streets of a district on a day, under today's codes. Raises UnknownRegion, BeforeRecords."""
    return gazetteer().streets_of(district, on)


def today(place: int | str, *, street: str | None = None, on: date | None = None) -> tuple[Region, ...]:
    """Tell what holds an old place today; see Gazetteer.today. Raises UnknownRegion."""
    return gazetteer().today(place, street=street, on=on)


@cache
def address_book() -> AddressBook:
    """Build the matcher of free-text addresses, old names included, over the whole city."""
    return AddressBook.of(gazetteer(), former={row["name"]: int(row["code"]) for row in rows("old_names.csv")})


def _district(row: dict[str, str]) -> Region:
    return Region(
        code=int(row["code"]),
        level=DISTRICT,
        name=row["name"],
        kind=row["kind"],
        parent=CITY_CODE,
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else RECORDS_BEGIN,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        day_verified=row["day_verified"] == "yes",
    )


def _street(code: int, name: str) -> Region:
    kind = _KINDS.search(name)
    return Region(
        code=code,
        level=STREET,
        name=name,
        kind=kind.group() if kind else "统计报送单位",
        parent=ancestor(code, DISTRICT),
        on_map=kind is not None,
    )


def _village(code: int, name: str) -> Region:
    kind = next((kind for kind, pattern in _VILLAGE_KINDS if re.search(pattern, name)), "其他")
    return Region(code=code, level=VILLAGE, name=name, kind=kind, parent=ancestor(code, STREET))
