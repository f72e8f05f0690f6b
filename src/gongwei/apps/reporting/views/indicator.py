"""One indicator: its figure and targets, its years, its map, the areas inside, and the people behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily
from django.views.decorators.http import require_GET

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.contracts.queries import Team
from gongwei.apps.people.forms import SEX
from gongwei.apps.planning.queries.figures import AsOf, Figures, as_of, figures, series
from gongwei.apps.planning.queries.targets import Judged, judged, together
from gongwei.apps.reporting.queries import Member, members
from gongwei.apps.reporting.views.asking import asked
from gongwei.apps.reporting.views.lookup import trail
from gongwei.apps.reporting.views.scoreboard import FIRST_YEAR, TONES, chosen_year
from gongwei.catalog.discovery import indicators, sensitivity_of
from gongwei.catalog.regions import gazetteer, map_note
from gongwei.domain.access import Sensitivity
from gongwei.domain.demography.rates import Rate
from gongwei.domain.indicator import Indicator
from gongwei.domain.plan import STATES
from gongwei.domain.regions import DISTRICT, STREET, VILLAGE, Region, area_of
from gongwei.ui import tables
from gongwei.ui.charts import Area, Band, Chart, area_map, yearly
from gongwei.ui.formats import age

LEVEL_NAMES = {DISTRICT: lazily("区、县（市）"), STREET: lazily("街道、乡镇"), VILLAGE: lazily("村（社区）")}
A_PAGE = 30
SORTS = ("name", "value", "", "numerator", "denominator", "")


def columns() -> tuple[tables.Column, ...]:
    """Name the columns of the list of areas, in the language of who asks."""
    titles = (_("地区"), _("数值"), _("区间"), _("分子"), _("分母"), _("判断"))
    return tuple(
        tables.Column(title, sort=sort, kind="num" if sort not in ("", "name") else "", phone=sort != "numerator")
        for title, sort in zip(titles, SORTS, strict=True)
    )


@dataclass(frozen=True)
class Row:
    """One area in the list, with its figure and the verdict on it."""

    region: Region
    rate: Rate | None
    judged: Judged

    @property
    def tone(self) -> str:
        return TONES[self.judged.verdict.state]

    @property
    def state(self) -> str:
        return _(STATES[self.judged.verdict.state])


@dataclass(frozen=True)
class Asked:
    """What the page was asked for: the indicator, the year, the area, and the level of the areas below."""

    indicator: Indicator
    year: int
    place: Region
    level: int
    fresh: AsOf
    own: int  # the post's own area

    @property
    def parameters(self) -> dict[str, str]:
        return {"year": str(self.year), "region": str(self.place.code), "level": str(self.level)}

    @property
    def told(self) -> dict[str, int]:
        """Say in the audit what was looked at."""
        return {"year": self.year, "region": self.place.code}


@require_GET
@allow(reads=2)
def indicator(request: Request, key: str) -> HttpResponse:
    """Show one indicator in an area of the post, and the areas inside it."""
    one = asked_about(request, key)
    if one is None:
        return render(request, "reporting/indicator.html", {"indicator": indicators()[key]})
    here = figures(level=one.place.level, within=one.place.code, only=together(key))
    own = judged(key, one.place.code, year=one.year, found=here, on=one.fresh.day)
    may_see_people = request.acting.rights.may_read(Sensitivity.HEALTH)
    context = framed(one) | {
        "years": range(one.fresh.day.year, FIRST_YEAR - 1, -1),
        "row": Row(one.place, here.get((key, one.place.code, one.year)), own[0]),
        "judged": [(each, TONES[each.verdict.state], _(STATES[each.verdict.state])) for each in own],
        "trend": _trend(one, here, own),
        "levels": [(level, name) for level, name in LEVEL_NAMES.items() if level > one.place.level],
        "people": one.place.level == VILLAGE and may_see_people,
        "may_see_people": may_see_people,
    }
    return render(request, "reporting/indicator.html", context | _below(request, one))


def framed(one: Asked) -> dict[str, Any]:
    """Gather what every page about an indicator shows."""
    return {
        "indicator": one.indicator,
        "asked": one,
        "as_of": one.fresh,
        "running": one.year == one.fresh.day.year,
        "trail": [each for each in trail(one.place) if each.code in area_of(one.own)],
    }


def _below(request: Request, one: Asked) -> dict[str, Any]:
    """Gather the areas inside: their map, and one page of their list."""
    rows, sort = _sorted(_rows(one), asked(request, "sort"))
    parameters = one.parameters | {"sort": sort}
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=len(rows), size=A_PAGE, parameters=parameters
    )
    return {
        "map": _map(one, rows),
        "rows": rows[pager.start : pager.last],
        "headings": tables.headings(columns(), one.parameters, sort),
        "pager": pager,
        "export": reverse("reporting:export", args=[one.indicator.key]) + tables.address(parameters),
    }


@require_GET
@allow(reads=2)
@exports("figures")
def export(request: Request, key: str) -> HttpResponse:
    """Hand the list of areas out as an Excel file."""
    one = asked_about(request, key)
    if one is None:
        raise Http404
    rows, _sort = _sorted(_rows(one), asked(request, "sort"))
    unit = one.indicator.unit
    headings = [
        _("代码"), _("地区"), _("年份"), _("分子"), _("分母"), f"{_('数值')}（{unit}）", _("区间下限"), _("区间上限"),
        _("判断"), _("理由"), _("统计至"),
    ]  # fmt: skip
    made = [
        (
            str(row.region.code), row.region.name, one.year, *_numbers(row.rate), row.state, row.judged.verdict.reason,
            one.fresh.moment,
        )
        for row in rows
    ]  # fmt: skip
    listed = Listed(
        title=_(one.indicator.title), name=f"{key}-{one.place.code}-{one.year}", headings=headings, rows=made
    )
    return hand_out(listed, by=request.acting, at=now(), about=("indicator", key), detail=one.told)


@require_GET
@allow(reads=3)
def people(request: Request, key: str) -> HttpResponse:
    """List the residents of one village below an indicator's line, those who are not above it first."""
    one = _village(request, key)
    found = members(one.indicator, one.place.code, year=one.year, as_of=one.fresh.day)
    return listed_people(request, one, found, export=reverse("reporting:export_people", args=[key]))


def listed_people(
    request: Request, one: Asked, found: list[Member], *, export: str, team: Team | None = None
) -> HttpResponse:
    """Show one page of who stands below an indicator's line in a village or a team; it is noted that they were seen."""
    key = one.indicator.key
    detail = {"rows": len(found), "class": int(sensitivity_of(key)), **one.told}
    audit.record("people.listed", by=request.acting, at=now(), about=("indicator", key), detail=detail)
    side = asked(request, "side") if asked(request, "side") in ("in", "out") else ""
    shown = _on_side(found, side)
    parameters = one.parameters | ({"side": side} if side else {})
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=len(shown), size=A_PAGE, parameters=parameters
    )
    above = sum(each.counted for each in found)
    context = framed(one) | {
        "team": team,
        "tabs": [("", _("全部"), len(found)), ("out", _("未计入"), len(found) - above), ("in", _("已计入"), above)],
        "side": side,
        "here": tables.address(one.parameters),
        "export": export + tables.address(parameters),
        "rows": [_person(each, one) for each in shown[pager.start : pager.last]],
        "pager": pager,
    }
    return render(request, "reporting/people_behind.html", context)


@require_GET
@allow(reads=3)
@exports("persons")
def export_people(request: Request, key: str) -> HttpResponse:
    """Hand out the residents of one village below an indicator's line as an Excel file."""
    one = _village(request, key)
    found = members(one.indicator, one.place.code, year=one.year, as_of=one.fresh.day)
    listed = sheet_of_people(request, one, found)
    return hand_out(listed, by=request.acting, at=now(), about=("indicator", key), detail=one.told)


def sheet_of_people(request: Request, one: Asked, found: list[Member]) -> Listed:
    """List who stands below an indicator's line in a village or a team, as a file shows it."""
    key, counted = one.indicator.key, {True: _("已计入"), False: _("未计入")}
    rows = [
        (each.name, SEX.name_of(each.sex or ""), each.birth_date, years, counted[each.counted])
        for each, years in (_person(each, one) for each in _on_side(found, asked(request, "side")))
    ]
    headings = [_("居民"), _("性别"), _("出生日期"), _("年龄"), _("是否计入")]
    return Listed(title=_(one.indicator.title), name=f"{key}-people-{one.year}", headings=headings, rows=rows)


def _village(request: Request, key: str) -> Asked:
    """Read what is asked for: people are listed for a village alone."""
    one = asked_about(request, key)
    if one is None or one.place.level != VILLAGE:
        raise Http404
    return one


def _on_side(found: list[Member], side: str) -> list[Member]:
    """Keep those who count ("in"), those who do not ("out"), or all."""
    return [each for each in found if side not in ("in", "out") or each.counted == (side == "in")]


def asked_about(request: Request, key: str) -> Asked | None:
    """Read what is asked for; None when nothing has been counted yet. Hidden and absent areas answer the same."""
    if key not in indicators():
        raise Http404
    fresh, own = as_of(), request.acting.area_code
    if fresh is None:
        return None
    place = request.acting.place(asked(request, "region") or str(own))
    if place is None:
        raise Http404
    below = min(place.level + 1, VILLAGE)
    chosen = asked(request, "level")
    level = int(chosen) if chosen in ("2", "3", "4") and int(chosen) >= below else below
    return Asked(indicators()[key], chosen_year(request, fresh), place, level, fresh, own)


def _rows(one: Asked) -> list[Row]:
    """List the areas of the level asked for, each with its figure; a village has none below it."""
    if one.place.level == VILLAGE:
        return []
    key, area = one.indicator.key, one.place.area
    found = figures(level=one.level, within=one.place.code, only=together(key))
    return [
        Row(
            each,
            found.get((key, each.code, one.year)),
            judged(key, each.code, year=one.year, found=found, on=one.fresh.day)[0],
        )
        for each in gazetteer().regions
        if each.level == one.level and each.code in area and each.valid_to is None
    ]


def _sorted(rows: list[Row], wanted: str) -> tuple[list[Row], str]:
    sort = tables.chosen_sort(columns(), wanted, "-value")
    field = sort.lstrip("-")

    def rank(row: Row) -> tuple[bool, Any, int]:
        value = row.region.code if field == "name" else getattr(row.rate, field, None)
        missing = value is None
        return missing, 0 if value is None else (-value if sort.startswith("-") else value), row.region.code

    return sorted(rows, key=rank), sort


def _numbers(rate: Rate | None) -> tuple[Any, ...]:
    if rate is None:
        return (None,) * 5
    rounded = (None if each is None else round(each, 2) for each in (rate.value, rate.lower, rate.upper))
    return rate.numerator, rate.denominator, *rounded


def _trend(one: Asked, here: Figures, own: list[Judged]) -> Chart:
    values = series(here, one.indicator.key, one.place.code)
    targets = {each.target.row.words: each.target.row for each in own if each.target}
    bands = [Band(words, lower=row.target) for words, row in targets.items() if isinstance(row.target, float)]
    return yearly(
        "trend", _(one.indicator.title), values, unit=one.indicator.unit, bands=bands, running=one.fresh.day.year
    )


def _map(one: Asked, rows: list[Row]) -> Chart | None:
    """Draw the districts of the city, or the streets of a district."""
    drawn = [row for row in rows if row.region.on_map]
    if one.place.level > DISTRICT or one.level != one.place.level + 1 or not drawn:
        return None
    link = reverse("reporting:indicator", args=[one.indicator.key])
    areas = [
        Area(
            str(row.region.code),
            row.region.name,
            row.rate.value if row.rate else None,
            link + tables.address({"year": str(one.year), "region": str(row.region.code)}),
            _figure_words(row.rate, one.indicator.unit),
        )
        for row in drawn
    ]
    said = {"place": one.place.name, "year": one.year, "title": _(one.indicator.title)}
    return area_map(
        "map", areas, map_name=f"areas-{one.place.code}", map_url=reverse("reporting:shapes", args=[one.place.code]),
        title=_("%(place)s %(year)s 年 %(title)s") % said, unit=one.indicator.unit,
        note=map_note(schematic=one.place.level == DISTRICT),
    )  # fmt: skip


def _figure_words(rate: Rate | None, unit: str) -> str:
    if rate is None or rate.value is None:
        return _("无数据")
    return f"{rate.value:.1f}{unit} ({rate.numerator:,}/{rate.denominator:,})"


def _person(member: Member, one: Asked) -> tuple[Member, str]:
    return member, age(member.birth_date, min(one.fresh.day, date(one.year, 12, 31)))
