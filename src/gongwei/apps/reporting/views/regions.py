"""The city's areas: who lives in them and who serves them, what they were called before, and where an address lies."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.places import queries as places
from gongwei.apps.places.actions import FIRST_YEAR, LAST_YEAR
from gongwei.apps.reporting.views.asking import WrongQuestion, asked, chosen_day
from gongwei.apps.reporting.views.lookup import look_up, trail
from gongwei.catalog.regions import (
    CITY_CODE,
    address_book,
    district_shapes,
    gazetteer,
    map_note,
    street_shapes,
)
from gongwei.domain.addresses import Match
from gongwei.domain.demography.population import MARKS
from gongwei.domain.regions import CITY, DISTRICT, STREET, VILLAGE, BeforeRecords, Region, ancestor
from gongwei.ui import tables
from gongwei.ui.charts import Area, Chart, area_map
from gongwei.ui.formats import number


@dataclass(frozen=True)
class People:
    """How many people live in an area in a year, how that is known (普查, 推算 …), and from where."""

    year: int
    people: int
    mark: str
    source: str


@dataclass(frozen=True)
class Row:
    """One area of a list: how many areas it has inside, its people, and which districts hold it today."""

    region: Region
    inside: int
    people: People | None
    heirs: tuple[Region, ...] = ()


@dataclass(frozen=True)
class Change:
    """What moved from one district to another on a day: some streets, or without any the whole district."""

    day: date
    old: Region
    new: Region
    streets: tuple[Region, ...]


@require_http_methods(["GET", "POST"])
@allow(anybody=True)
def regions(request: Request) -> HttpResponse:
    """Show the city: its districts on a day, what an old name is today, and where an address lies."""
    context: dict[str, Any] = {"q": asked(request, "q", longest=30), "on": today(), "today": today(), "status": 200}
    try:
        context["year"] = _chosen_year(request)
        context["on"] = chosen_day(request, otherwise=today())
        context["rows"] = _districts(context["on"], context["year"])
        context["found"] = look_up(context["q"], on=context["on"]) if context["q"] else []
    except (WrongQuestion, BeforeRecords) as wrong:
        context |= {"wrong": str(wrong), "status": 400}
        context.setdefault("year", _years()[0])
        if "rows" not in context:  # the day itself was wrong
            context |= {"on": today(), "rows": _districts(today(), context["year"])}
    if request.method == "POST":
        context |= _placed(request)
        if request.headers.get("HX-Request"):
            return render(request, "reporting/placed.html", context, status=context["status"])
    context |= _page(gazetteer().region(CITY_CODE), context["rows"], context["year"])
    return render(request, "reporting/regions.html", context, status=context["status"])


@require_GET
@allow(anybody=True)
def region(request: Request, code: int) -> HttpResponse:
    """Show one district, street or village: people by year, areas inside, institutions, history, map."""
    if code == CITY_CODE:
        return redirect("reporting:regions")
    one = gazetteer().by_code.get(code)
    if one is None:
        raise Http404
    context: dict[str, Any] = {"status": 200}
    try:
        year = _chosen_year(request)
    except WrongQuestion as wrong:
        year, context = _years()[0], {"wrong": str(wrong), "status": 400}
    context |= {"region": one, "trail": trail(one)[:-1], "rows": _rows(_inside(code), year), "year": year}
    context["heirs"] = gazetteer().today(code) if one.valid_to else ()
    context |= _page(one, context["rows"], year)
    return render(request, "reporting/region.html", context, status=context["status"])


@require_GET
@allow(anybody=True)
@exports("catalogue")
def export(request: Request, code: int) -> HttpResponse:
    """Hand out the areas inside one with their people in a year as an Excel file."""
    if code not in gazetteer().by_code:
        raise Http404
    try:
        year = _chosen_year(request)
    except WrongQuestion as wrong:
        return HttpResponse(str(wrong), content_type="text/plain; charset=utf-8", status=400)
    rows = (
        (
            str(row.region.code), row.region.name, row.region.kind, row.inside, year,
            *((row.people.people, row.people.mark, row.people.source) if row.people else ()),
        )
        for row in _rows(_inside(code), year)
    )  # fmt: skip
    headings = [_("代码"), _("名称"), _("类别"), _("下辖"), _("年份"), _("人口"), _("性质"), _("来源")]
    listed = Listed(title=gazetteer().region(code).name, name=f"areas-{code}-{year}", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("region", code), detail={"year": year})


@require_GET
@allow(anybody=True)
@cache_control(private=True, max_age=86_400)
def shapes(request: Request, code: int) -> HttpResponse:
    """Give the borders of the areas inside the city or a district, each under its 12-digit code."""
    if code == CITY_CODE:
        features = [(int(one["properties"]["gb"][3:]) * 1_000_000, one) for one in district_shapes()["features"]]
    else:
        every = [(int(one["properties"]["code"]) * 1_000, one) for one in street_shapes()["features"]]
        features = [(street, one) for street, one in every if ancestor(street, DISTRICT) == code]
    if not features:
        raise Http404
    drawn = [{**one, "properties": {"code": str(key), "name": one["properties"]["name"]}} for key, one in features]
    return JsonResponse({"type": "FeatureCollection", "features": drawn})


def _page(one: Region, rows: Sequence[Row], year: int) -> dict[str, Any]:
    """Gather what the pages of all areas share."""
    return {
        "export": reverse("reporting:export_areas", args=[one.code]) + tables.address({"year": str(year)}),
        "series": [_people(known) for known in places.populations(one.code, until=today().year)],
        "years": _years(),
        "institutions": list(places.institutions_for(one.code)),
        "kinds": places.institution_counts(one.code) if one.level < VILLAGE else {},
        "changes": _changes(one),
        "chart": _map(one, rows, year),
        "unmapped": [row.region for row in rows if not row.region.on_map],
    }


def _years() -> range:
    """List the years that have people, newest first."""
    return range(min(today().year, LAST_YEAR), FIRST_YEAR - 1, -1)


def _chosen_year(request: Request) -> int:
    years = _years()
    written = asked(request, "year") or str(years[0])
    if written not in map(str, years):
        raise WrongQuestion(
            _("没有“%(year)s”年的人口，请选 %(first)s 到 %(last)s 年。")
            % {"year": written, "first": years[-1], "last": years[0]}
        )
    return int(written)


def _districts(on: date, year: int) -> list[Row]:
    """List the county-level units of a day; an old day has no people: they are counted on today's borders."""
    book = gazetteer()
    units = book.units(on)
    if on == today():
        return _rows(units, year)
    return [Row(one, len(book.streets_of(one.code, on)), None, book.today(one.code, on=on)) for one in units]


@cache
def _inside(code: int) -> tuple[Region, ...]:
    """List the areas directly inside one today; a village has none, nor has a district that is no more."""
    return tuple(one for one in gazetteer().regions if one.parent == code and one.valid_to is None)


def _rows(shown: Collection[Region], year: int) -> list[Row]:
    people = places.people_of([one.code for one in shown], year)
    return [Row(one, len(_inside(one.code)), _people(people.get(one.code))) for one in shown]


def _people(known: places.Population | None) -> People | None:
    if known is None:
        return None
    return People(known.year, known.people, MARKS[known.mark], known.source)  # type: ignore[index]


def _changes(one: Region) -> list[Change]:
    """List what the re-divisions did to an area, newest first: streets that moved, districts renamed as a whole."""
    book = gazetteer()
    moved: dict[tuple[date, Region, Region], list[Region]] = defaultdict(list)
    for move in book.transfers:
        old, new = book.region(move.old_district), book.region(ancestor(move.today, DISTRICT))
        if one.level == CITY or one.code in (old.code, new.code) or ancestor(one.code, STREET) == move.today:
            moved[move.on, old, new].append(book.region(move.today))
    changes = [Change(day, old, new, tuple(streets)) for (day, old, new), streets in moved.items()]
    for old in book.regions:
        heir = book.successors.get(old.code)
        if old.valid_to and heir and one.code in (CITY_CODE, old.code, heir):
            changes.append(Change(old.valid_to, old, book.region(heir), ()))
    return sorted(changes, key=lambda change: change.day, reverse=True)


def _map(one: Region, rows: Sequence[Row], year: int) -> Chart | None:
    """Draw the districts of the city or the streets of a district by the people in them."""
    drawn = [row for row in rows if row.region.on_map and row.people is not None]
    if one.level >= STREET or not drawn:
        return None
    areas = [
        Area(
            str(row.region.code),
            row.region.name,
            row.people.people,
            reverse("reporting:region", args=[row.region.code]),
            _("%(n)s 人（%(mark)s）") % {"n": number(row.people.people), "mark": _(row.people.mark)},
        )
        for row in drawn
        if row.people is not None
    ]
    return area_map(
        "map",
        areas,
        map_name=f"areas-{one.code}",
        map_url=reverse("reporting:shapes", args=[one.code]),
        title=_("%(place)s %(year)s 年人口") % {"place": one.name, "year": year},
        unit=_(" 人"),
        note=map_note(schematic=one.level == DISTRICT),
    )


def _placed(request: Request) -> dict[str, Any]:
    """Say where the posted address lies. It is posted, so that no address of a person stands in a log."""
    address = asked(request, "address", longest=200)
    match: Match = address_book().match(address)
    book = gazetteer()
    return {
        "address": address,
        "match": match,
        "place": trail(book.region(match.code)) if match.code is not None else (),
        "candidates": [trail(book.region(code)) for code in match.candidates],
        "status": 200 if address else 422,
    }
