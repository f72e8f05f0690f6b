"""A child's growth: every measure since birth among the lines of WS/T 423-2022, as curves and as a table."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import resident_or_404
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import queries
from gongwei.catalog.growth import tables
from gongwei.domain.growth import BANDS, TERM, GrowthTable, corrected_days
from gongwei.ui.charts import Chart
from gongwei.ui.formats import age
from gongwei.ui.growth import Measure, curve

Point = tuple[date, float]
DRAWN: tuple[tuple[str, Any, str, Mapping[str, GrowthTable]], ...] = (
    ("weight", gettext_lazy("年龄别体重"), "kg", tables.WEIGHT),
    ("length", gettext_lazy("年龄别身长/身高"), "cm", tables.LENGTH),
    ("head", gettext_lazy("年龄别头围"), "cm", tables.HEAD),
    ("bmi", gettext_lazy("年龄别 BMI"), "kg/m²", tables.BMI),
)
KEYS = {"weight": ("child_weight", "birth_weight"), "length": ("child_length", "birth_length"), "head": ("head",)}
IN_SHORT = ("weight", "length")  # on the resident's page


def measured(one: Resident, visits: Sequence[queries.VisitRow]) -> dict[str, list[Point]]:
    """Gather a child's measures by kind, oldest first; what was weighed at birth stands on its day."""
    found: dict[str, dict[date, float]] = {name: {} for name in ("weight", "length", "head", "bmi")}
    for visit in sorted(visits, key=lambda visit: visit.visit_date):
        for name, keys in KEYS.items():
            for key in keys:
                if isinstance(value := visit.readings.get(key), int | float):
                    found[name][one.birth_date if key.startswith("birth_") else visit.visit_date] = float(value)
    for day in found["weight"].keys() & found["length"].keys():
        found["bmi"][day] = round(found["weight"][day] / (found["length"][day] / 100) ** 2, 1)
    return {name: sorted(points.items()) for name, points in found.items()}


def weeks_of(visits: Sequence[queries.VisitRow]) -> int | None:
    """Give the weeks at birth, as the newest visit tells them."""
    told = (visit.readings.get("gestation_weeks") for visit in sorted(visits, key=lambda visit: visit.visit_date))
    return next((weeks for weeks in reversed(list(told)) if isinstance(weeks, int)), None)


def curves(
    one: Resident, visits: Sequence[queries.VisitRow], names: Sequence[str] = IN_SHORT
) -> list[tuple[str, Chart]]:
    """Draw the curves of a child that was measured after its birth; none for who was not, or whose sex is unknown."""
    points, weeks = measured(one, visits), weeks_of(visits)
    if one.sex not in tables.WEIGHT or all(day == one.birth_date for day, _value in points["weight"]):
        return []
    note = _("参照 WS/T 423-2022（未核实）")
    if weeks is not None and weeks < TERM:
        note += _("；出生孕周 %(weeks)s，24 月龄前按矫正月龄画点") % {"weeks": weeks}
    return [
        (str(title), curve(f"growth-{name}", str(title), unit, by_sex[one.sex], ages, note=note))
        for name, title, unit, by_sex in DRAWN
        if name in names and (ages := _ages(one, points[name], weeks))
    ]


def _ages(one: Resident, points: Sequence[Point], weeks: int | None) -> list[Measure]:
    return [Measure(corrected_days(one.birth_date, day, weeks), value) for day, value in points]


@require_GET
@allow(reads=3)
def growth(request: Request, resident_id: UUID) -> HttpResponse:
    """Show all curves of a child, and each measure with the level that the standard gives it."""
    one = resident_or_404(resident_id)
    visits = queries.visits_of(one)
    drawn = curves(one, visits, [name for name, *_rest in DRAWN])
    if not drawn:  # nothing was measured, or not of a child
        return redirect("desk:resident", resident_id=one.pk)
    context = {"resident": one, "charts": drawn, "rows": list(_rows(one, visits)), "weeks": weeks_of(visits)}
    return render(request, "desk/growth.html", context)


def _rows(one: Resident, visits: Sequence[queries.VisitRow]) -> Iterator[tuple[date, str, list[str]]]:
    """Give a line for each day: the age, and each measure with its level."""
    points, weeks = measured(one, visits), weeks_of(visits)
    for day in sorted({day for found in points.values() for day, _value in found}, reverse=True):
        cells = [_cell(one, dict(points[name]).get(day), by_sex, day, weeks) for name, _t, _u, by_sex in DRAWN]
        yield day, age(one.birth_date, day) if day > one.birth_date else _("出生"), cells


def _cell(one: Resident, value: float | None, by_sex: Mapping[str, GrowthTable], day: date, weeks: int | None) -> str:
    if value is None:
        return "—"
    band = by_sex[one.sex].band(value, corrected_days(one.birth_date, day, weeks))
    return f"{value:g} {BANDS.name_of(band)}" if band else f"{value:g}"
