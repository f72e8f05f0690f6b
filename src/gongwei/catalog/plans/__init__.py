"""Plans of the city, one per file under the fixed name `plan`, with its rows as printed in the table beside it."""

import csv
from importlib.resources import files

from gongwei.domain.plan import PlanRow


def read_rows(name: str) -> tuple[PlanRow, ...]:
    """Read the rows of a plan from the table of this name in this folder."""
    with files(__name__).joinpath(name).open(encoding="utf-8") as lines:
        return tuple(_row(row) for row in csv.DictReader(lines))


def _row(row: dict[str, str]) -> PlanRow:
    return PlanRow(
        id=row["id"],
        section=row["section"],
        title=row["title"],
        measure=row["measure"],
        unit=row["unit"],
        group=row["group"],
        base=_number_or_words(row["base"]),
        base_year=int(row["base_year"]) if row["base_year"] else None,
        operator=row["operator"],  # type: ignore[arg-type]
        target=_number_or_words(row["target"]),
        target_text=row["target_text"],
        years=tuple(int(year) for year in row["years"].split()),
        years_text=row["years_text"],
        kind=row["kind"],  # type: ignore[arg-type]
        indicators=tuple(row["indicators"].split()),
        departments=row["departments"],
        quote=row["quote"],
        remark=row["remark"],
    )


def _number_or_words(text: str) -> float | str | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        return text
