"""One indicator's areas in a funnel: which of them lie further out than chance explains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily
from django.views.decorators.http import require_GET

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.planning.queries.figures import PER, figures
from gongwei.apps.reporting.views.indicator import LEVEL_NAMES, Asked, asked_about, framed
from gongwei.apps.reporting.views.scoreboard import FIRST_YEAR
from gongwei.catalog.discovery import indicators
from gongwei.catalog.regions import gazetteer
from gongwei.domain.demography import limits
from gongwei.domain.demography.rates import Rate
from gongwei.domain.indicator import Indicator
from gongwei.domain.regions import VILLAGE
from gongwei.ui import tables
from gongwei.ui.charts import Chart
from gongwei.ui.funnels import FAR, LIMITS, UNUSUAL, WITHIN, Dot, funnel_plot

A_PAGE = 30
FEWEST = 3  # areas; between two there is no funnel
STEPS = 60  # points of a limit's curve
WORDS: dict[tuple[str, int], str | Promise] = {
    (WITHIN, 0): lazily("偶然范围内"),
    (UNUSUAL, -1): lazily("低于 95% 限"),
    (UNUSUAL, 1): lazily("高于 95% 限"),
    (FAR, -1): lazily("低于 99.8% 限"),
    (FAR, 1): lazily("高于 99.8% 限"),
}
TONES = {WITHIN: "mute", UNUSUAL: "warn", FAR: "bad"}


@dataclass(frozen=True)
class Place:
    """An area or a team in the funnel: its rate, the limits for its size in its unit, and how far out it lies."""

    code: str
    name: str
    link: str
    rate: Rate
    bounds: tuple[float, float, float, float]  # 99.8 % and 95 % from below, 95 % and 99.8 % from above
    standing: str
    side: int
    tone: str

    @property
    def words(self) -> str | Promise:
        return WORDS[self.standing, self.side]


@dataclass(frozen=True)
class Told:
    """All areas in their funnel; `dispersion` above 1 says by how much they differ beyond chance."""

    places: tuple[Place, ...]
    overall: float
    dispersion: float
    curves: dict[str, list[tuple[int, float]]]

    def outside(self, standing: str) -> int:
        return sum(place.standing == standing for place in self.places)


@require_GET
@allow(reads=2)
def funnel(request: Request, key: str) -> HttpResponse:
    """Show the areas inside an area by size and rate, with the limits of chance, and as a table."""
    one = asked_about(request, key)
    if one is None:
        return render(request, "reporting/funnel.html", {"indicator": indicators()[key]})
    found = _told_of_areas(one)
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=len(found.places) if found else 0, size=A_PAGE,
        parameters=one.parameters,
    )  # fmt: skip
    context = framed(one) | {
        "told": found,
        "years": range(one.fresh.day.year, FIRST_YEAR - 1, -1),
        "levels": [(level, name) for level, name in LEVEL_NAMES.items() if level > one.place.level],
        "chart": found and plot(one.indicator, found),
        "far": found and found.outside(FAR),
        "unusual": found and found.outside(UNUSUAL),
        "rows": found.places[pager.start : pager.last] if found else (),
        "pager": pager,
        "export": reverse("reporting:export_funnel", args=[key]) + tables.address(one.parameters),
    }
    return render(request, "reporting/funnel.html", context)


@require_GET
@allow(reads=2)
@exports("figures")
def export(request: Request, key: str) -> HttpResponse:
    """Hand out all areas with the limits of chance for their size, as an Excel file."""
    one = asked_about(request, key)
    found = None if one is None else _told_of_areas(one)
    if one is None or found is None:
        raise Http404
    headings = [
        _("代码"), _("地区"), _("年份"), _("分子"), _("分母"), f"{_('数值')}（{one.indicator.unit}）",
        _("99.8% 下限"), _("95% 下限"), _("95% 上限"), _("99.8% 上限"), _("位置"), _("离散系数"),
    ]  # fmt: skip
    rows = [
        (
            place.code, place.name, one.year, place.rate.numerator, place.rate.denominator,
            round(place.rate.value or 0.0, 2), *(round(bound, 2) for bound in place.bounds), str(place.words),
            round(found.dispersion, 2),
        )
        for place in found.places
    ]  # fmt: skip
    listed = Listed(
        title=_(one.indicator.title), name=f"{key}-funnel-{one.place.code}-{one.year}", headings=headings, rows=rows
    )
    return hand_out(listed, by=request.acting, at=now(), about=("indicator", key), detail=one.told)


def _told_of_areas(one: Asked) -> Told | None:
    """Place every area of the level asked for, the furthest first; None where there are too few to compare."""
    if one.place.level == VILLAGE:
        return None
    link, known = reverse("reporting:indicator", args=[one.indicator.key]), gazetteer().by_code
    found = figures(level=one.level, within=one.place.code, only=[one.indicator.key])
    return told(
        [
            (str(code), known[code].name, link + tables.address({"year": str(one.year), "region": str(code)}), rate)
            for (_key, code, year), rate in found.items()
            if year == one.year and code in known
        ],
        one.indicator,
    )


def told(rates: Iterable[tuple[str, str, str, Rate]], indicator: Indicator) -> Told | None:
    """Place (code, name, link, rate) of areas or teams, the furthest first; None where too few compare."""
    known = [each for each in rates if not each[-1].flag and each[-1].denominator]
    if len(known) < FEWEST:
        return None
    above = np.array([rate.numerator for *_named, rate in known])
    people = np.array([rate.denominator for *_named, rate in known])
    dispersion, per = limits.overdispersion(above, people), PER[indicator.unit]
    funnel = limits.funnel(above, people, dispersion=dispersion)
    bounds = per * np.column_stack([getattr(funnel, name) for name, _kind in LIMITS])
    places = [
        _placed(each, tuple(float(bound) for bound in row), indicator.better)
        for each, row in zip(known, bounds, strict=True)
    ]
    distance = np.abs(above / people - funnel.overall) * np.sqrt(people)
    order = sorted(range(len(places)), key=lambda place: -distance[place])
    curves = _curves(above, people, dispersion, per)
    return Told(tuple(places[place] for place in order), per * funnel.overall, dispersion, curves)


def _placed(known: tuple[str, str, str, Rate], bounds: Any, better: str) -> Place:
    """Say how far out a rate lies; what is better than the rest is worth a look too, and is not painted red."""
    value = known[-1].value or 0.0
    lowest, low, high, highest = bounds
    standing = FAR if not lowest <= value <= highest else UNUSUAL if not low <= value <= high else WITHIN
    side = 0 if standing == WITHIN else (1 if value > high else -1)
    good = (side > 0) == (better == "higher") and better != "neither"
    tone = "info" if side and good else TONES[standing]
    return Place(*known, bounds, standing, side, tone)


def _curves(
    above: np.ndarray[Any, Any], people: np.ndarray[Any, Any], dispersion: float, per: float
) -> dict[str, list[tuple[int, float]]]:
    """Give the limits as lines over sizes from the smallest place to the largest."""
    overall = above.sum() / people.sum()
    sizes = np.unique(np.geomspace(people.min(), people.max(), STEPS).round().astype(int))
    found = limits.funnel(sizes * overall, sizes, dispersion=dispersion)
    return {name: _points(sizes, per * getattr(found, name)) for name, _kind in LIMITS}


def _points(sizes: Sequence[int] | np.ndarray[Any, Any], values: np.ndarray[Any, Any]) -> list[tuple[int, float]]:
    return [(int(size), float(value)) for size, value in zip(sizes, values, strict=True)]


def plot(indicator: Indicator, told: Told) -> Chart:
    """Draw the funnel; a dot leads to its area or team."""
    dots = [
        Dot(place.name, place.rate.denominator, place.rate.value or 0.0, place.standing, place.link)
        for place in told.places
    ]
    return funnel_plot("funnel", dots, told.curves, overall=told.overall, unit=indicator.unit)
