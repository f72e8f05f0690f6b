"""Looks a place up as it was on a day, and says what it is today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongwei.apps.reporting.views.asking import WrongQuestion
from gongwei.catalog.regions import address_book, gazetteer
from gongwei.domain.regions import CITY, DISTRICT, STREET, Region, ancestor

MOST = 30  # places that one word may find


@dataclass(frozen=True)
class Found:
    """A place that bears the name or code: whether it was there on the day, in which district, and what holds it now.

    `kind` is empty for a code given up before the tables begin. `gone_date` and `begun_date` are set when the place was
    no more or not yet there. `district` is that of a street or village on the day. `streets` of a district are those
    of the day, or of its last day if it was gone by then, each with today's district.
    """

    name: str
    code: int
    kind: str
    gone_date: date | None
    begun_date: date | None
    district: Region | None
    heirs: tuple[Region, ...]
    streets: tuple[tuple[Region, Region], ...]

    @property
    def now(self) -> tuple[Region, ...]:
        """The district and below that hold a street or village today."""
        return trail(self.heirs[0])[1:] if self.district is not None else ()

    @property
    def moved(self) -> bool:
        """Say whether any street of a district lies in another one today."""
        return any(district.code != self.code for _street, district in self.streets)


def look_up(text: str, *, on: date) -> list[Found]:
    """Find places by code, name, part of a name, or a name no longer used. Raises WrongQuestion when there is none."""
    found = [_found(code, on) for code in _codes(text)]
    if not found:
        raise WrongQuestion(_("没有找到“%s”，请写区、街道、村（社区）的名称，或 6、9、12 位代码。") % text)
    return found


def _codes(text: str) -> list[int]:
    if text.isascii() and text.isdigit():
        code = int(text.ljust(12, "0")) if len(text) in (6, 9, 12) else 0
        return [code] if code in gazetteer().by_code or code in gazetteer().successors else []
    every = gazetteer().regions
    exact = [one.code for one in every if one.name == text]
    partly = [one.code for one in every if len(text) > 1 and text in one.name]
    return (exact or partly or list(_formerly(text)))[:MOST]


def _formerly(text: str) -> Iterator[int]:
    """余杭县 is no region of the table; the address book knows what it became."""
    match = address_book().match(text)
    yield from [match.code] if match.code is not None and match.how == "old name" else match.candidates


def _found(code: int, on: date) -> Found:
    book = gazetteer()
    region = book.by_code.get(code)
    if region is None:  # a code given up before the tables begin
        return Found(str(code), code, "", None, None, None, book.today(code, on=on), ())
    small = region.level >= STREET
    return Found(
        name=region.name,
        code=code,
        kind=region.kind,
        gone_date=region.valid_to if region.valid_to and region.valid_to <= on else None,
        begun_date=region.valid_from if region.valid_from > on else None,
        district=book.district_of(code, on) if small else None,
        heirs=(region,) if small else book.today(code, on=on),
        streets=_streets(region, on) if region.level == DISTRICT else (),
    )


def _streets(district: Region, on: date) -> tuple[tuple[Region, Region], ...]:
    book = gazetteer()
    gone = district.valid_to is not None and district.valid_to <= on
    day = district.valid_to - timedelta(days=1) if gone and district.valid_to else max(on, district.valid_from)
    streets = book.streets_of(district.code, day)
    return tuple((street, book.region(ancestor(street.code, DISTRICT))) for street in streets)


def trail(region: Region) -> tuple[Region, ...]:
    """List the regions around a place as they are today, from the city down to itself."""
    return tuple(gazetteer().region(ancestor(region.code, level)) for level in range(CITY, region.level + 1))
