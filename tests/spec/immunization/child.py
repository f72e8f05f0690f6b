"""A child for examples: born, vaccinated, read on a day."""

from datetime import date

from gongwei.catalog.schedules.editions import edition_for
from gongwei.domain.immunization.due import Child, Due, Reading, read
from gongwei.domain.immunization.flags import read_flags


def day(words: str | date) -> date:
    return words if isinstance(words, date) else date.fromisoformat(words)


def reading(
    birth: str | date,
    on: str | date,
    *doses: str,
    sex: str = "F",
    flags: tuple[str, ...] = (),
    products: tuple[str, ...] = (),
    schedule: str = "nip-2026",
    death: str | date | None = None,
    optional: bool = False,
) -> Reading:
    """Read a child; doses are written as on the command line, "HepB@2025-01-31"."""
    known = read_flags(flags, on=day(on))
    edition = edition_for(schedule, day(on), products=products, live_refused=known.live_refused)
    given = [(code, day(when)) for code, _, when in (dose.partition("@") for dose in doses)]
    child = Child(birth=day(birth), sex=sex, doses=given, flags=known, death=day(death) if death else None)
    return read(edition, child, on=day(on), optional=optional)


def due(found: Reading, antigen: str) -> Due:
    return next(one for one in found.due if one.vaccine.antigen.name == antigen)


def counted(found: Reading) -> list[int | None]:
    """Give for each dose the number it counts for, None where it does not."""
    return [one.evaluation.target if one.valid and one.evaluation else None for one in found.given]
