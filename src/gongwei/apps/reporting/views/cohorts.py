"""Cohort cards: people by the quarter of enrolment, and where they stand at the end of a quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.contracts.queries import Team
from gongwei.apps.planning.queries.months import cohorts, counted_at, counted_quarters, standings_by_village
from gongwei.apps.reporting.cohorts import CohortMember, cohort_members
from gongwei.apps.reporting.views.asking import asked
from gongwei.apps.reporting.views.lookup import trail
from gongwei.catalog.discovery import programs
from gongwei.catalog.regions import gazetteer
from gongwei.catalog.services import COHORTS
from gongwei.domain.access import Sensitivity
from gongwei.domain.cohort import DEFINITION, STANDINGS, Standing, quarter_name, quarter_of
from gongwei.domain.period import add_months
from gongwei.domain.program import Program
from gongwei.domain.regions import STREET, VILLAGE, Region, ancestor
from gongwei.ui import tables
from gongwei.ui.charts import Chart
from gongwei.ui.stacks import Part, stacked

COLOURS: Mapping[str, str] = {
    Standing.CONTROLLED: "--jade",
    Standing.UNCONTROLLED: "--warn",
    Standing.VISITED: "--info",
    Standing.MISSED: "--c2",
    Standing.LOST: "--bad",
    Standing.DIED: "--ink-2",
    Standing.MOVED: "--line-2",
}
SINGLE = 8  # quarters of enrolment that stand for themselves; those before are one cohort
A_PAGE = 30
EARLIER = date(1900, 1, 1)  # the cohort of all who were enrolled before the single ones


@dataclass(frozen=True)
class Row:
    """A cohort or an area with its people by standing."""

    title: str
    key: str
    people: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.people.values())

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        return [(one, STANDINGS.name_of(one), self.people.get(one, 0)) for one in STANDINGS]

    @property
    def controlled(self) -> float | None:
        """Give the share at target among those who are still followed, %."""
        alive = self.total - self.people.get(Standing.DIED, 0) - self.people.get(Standing.MOVED, 0)
        return 100 * self.people.get(Standing.CONTROLLED, 0) / alive if alive else None


@dataclass(frozen=True)
class Asked:
    """What a card was asked for."""

    program: Program
    quarter: date
    place: Region
    as_of: datetime

    @property
    def parameters(self) -> dict[str, str]:
        return {"program": self.program.key, "quarter": self.quarter.isoformat(), "region": str(self.place.code)}

    @property
    def told(self) -> dict[str, str]:
        return self.parameters


@require_GET
@allow(reads=2)
def cohort_card(request: Request) -> HttpResponse:
    """Show the cohorts of a programme in an area of the post, and where the areas inside stand."""
    one = asked_for(request)
    if one is None:
        return render(request, "reporting/cohorts.html", {})
    rows = _rows(one)
    may_see_people = request.acting.rights.may_read(Sensitivity.HEALTH)
    context = {
        "asked": one,
        "as_of": one.as_of,
        "quarter": quarter_name(one.quarter),
        "running": quarter_of(one.as_of.date()).start == one.quarter,
        "quarters": [(day.isoformat(), quarter_name(day)) for day in counted_quarters()],
        "programs": [programs()[key] for key in COHORTS],
        "trail": [each for each in trail(one.place) if request.acting.holds(each.code)],
        "standings": [STANDINGS.name_of(each) for each in STANDINGS],
        "rows": rows,
        "together": together(rows),
        "areas": _areas(one),
        "chart": _chart(one, rows) if rows else None,
        "people": one.place.level == VILLAGE and may_see_people,
        "opens": reverse("reporting:cohort_people") + tables.address(one.parameters)
        if one.place.level == VILLAGE and may_see_people
        else "",
        "by_team": one.place.level == STREET and may_see_people,
        "definition": DEFINITION,
        "export": reverse("reporting:export_cohorts") + tables.address(one.parameters),
    }
    return render(request, "reporting/cohorts.html", context)


@require_GET
@allow(reads=2)
@exports("figures")
def export(request: Request) -> HttpResponse:
    """Hand out the cohorts of an area, and the areas inside, as an Excel file."""
    one = asked_for(request)
    if one is None:
        raise Http404
    headings = [
        _("组别"), _("名称"), *(STANDINGS.name_of(each) for each in STANDINGS), _("合计"), _("在管者达标率（%）"),
        _("统计至"),
    ]  # fmt: skip
    listed_rows = [
        (group, row.title, *(count for _key, _name, count in row.cells), row.total, _rounded(row), one.as_of)
        for group, rows in ((_("纳入季度"), _rows(one)), (_("地区"), _areas(one)))
        for row in rows
    ]
    name = f"cohorts-{one.program.key}-{quarter_name(one.quarter)}-{one.place.code}"
    listed = Listed(title=_("队列卡"), name=name, headings=headings, rows=listed_rows)
    return hand_out(listed, by=request.acting, at=now(), about=("cohorts", one.program.key), detail=one.told)


@require_GET
@allow(reads=3)
def people(request: Request) -> HttpResponse:
    """List who stands in one cell of a village's card."""
    one, found = _members(request)
    return listed_people(request, one, found, export=reverse("reporting:export_cohort_people"))


def listed_people(
    request: Request, one: Asked, found: list[CohortMember], *, export: str, team: Team | None = None
) -> HttpResponse:
    """Show one page of who stands in a cell of a village's or a team's card; it is noted that they were seen."""
    detail = {"rows": len(found), **one.told}
    audit.record("people.listed", by=request.acting, at=now(), about=("cohorts", one.program.key), detail=detail)
    parameters = one.parameters | {"cohort": asked(request, "cohort"), "standing": asked(request, "standing")}
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=len(found), size=A_PAGE, parameters=parameters
    )
    context = {
        "asked": one,
        "team": team,
        "quarter": quarter_name(one.quarter),
        "rows": found[pager.start : pager.last],
        "pager": pager,
        "back": reverse("reporting:team_cohorts" if team else "reporting:cohorts") + tables.address(one.parameters),
        "export": export + tables.address(parameters),
    }
    return render(request, "reporting/cohort_people.html", context)


@require_GET
@allow(reads=3)
@exports("persons")
def export_people(request: Request) -> HttpResponse:
    """Hand out who stands in one cell of a village's card, as an Excel file."""
    one, found = _members(request)
    listed = sheet_of_people(one, found)
    return hand_out(listed, by=request.acting, at=now(), about=("cohorts", one.program.key), detail=one.told)


def sheet_of_people(one: Asked, found: list[CohortMember]) -> Listed:
    """List who stands in a cell of a village's or a team's card, as a file shows it."""
    headings = [_("居民"), _("纳入日期"), _("结束日期"), _("末次随访"), _("结果")]
    rows = [(each.name, each.enrolled_date, each.ended_date, each.last_date, each.words) for each in found]
    return Listed(title=_("队列卡"), name=f"cohort-{one.program.key}", headings=headings, rows=rows)


def _members(request: Request) -> tuple[Asked, list[CohortMember]]:
    """Read whom a cell holds: people are listed for a village alone."""
    one = asked_for(request)
    if one is None or one.place.level != VILLAGE:
        raise Http404
    found = cohort_members(one.program.key, one.place.code, quarter=quarter_of(one.quarter), on=one.as_of.date())
    return one, in_cell(request, one, found)


def in_cell(request: Request, one: Asked, found: list[CohortMember]) -> list[CohortMember]:
    """Keep who stands in the cell that was asked for; all, where none was."""
    standing, cohort = asked(request, "standing"), asked(request, "cohort")
    begins = _first_single(one.quarter)
    return [
        each
        for each in found
        if (standing not in STANDINGS or each.standing == standing)
        and (not cohort or _cohort_key(each.enrolled_date, begins) == cohort)
    ]


def asked_for(request: Request) -> Asked | None:
    """Read what is asked for; None when nothing was counted. Hidden and absent areas answer the same."""
    known, moment = counted_quarters(), counted_at()
    if not known or moment is None:
        return None
    program, quarter = asked(request, "program"), asked(request, "quarter")
    days = {day.isoformat(): day for day in known}
    place = request.acting.place(asked(request, "region") or str(request.acting.area_code))
    if place is None:
        raise Http404
    key = program if program in COHORTS else COHORTS[0]
    return Asked(programs()[key], days.get(quarter, known[min(1, len(known) - 1)]), place, localtime(moment))


def _first_single(quarter: date) -> date:
    return add_months(quarter, -3 * (SINGLE - 1))


def _cohort_key(enrolled: date, begins: date) -> str:
    return (quarter_of(enrolled).start if enrolled >= begins else EARLIER).isoformat()


def _rows(one: Asked) -> list[Row]:
    return by_cohort(one, cohorts(one.program.key, one.quarter, within=one.place.code))


def by_cohort(one: Asked, found: Mapping[date, Mapping[str, int]]) -> list[Row]:
    """Give a row for each of the last quarters of enrolment, and one for all before."""
    begins = _first_single(one.quarter)
    grouped: dict[str, Counter[str]] = {}
    for cohort, people in found.items():
        grouped.setdefault(_cohort_key(cohort, begins), Counter()).update(people)
    earlier = EARLIER.isoformat()
    return [
        Row(_("更早") if key == earlier else quarter_name(date.fromisoformat(key)), key, grouped[key])
        for key in sorted(grouped)
    ]


def _areas(one: Asked) -> list[Row]:
    """Give a row for each area inside, whoever was enrolled when."""
    if one.place.level == VILLAGE:
        return []
    level, grouped = one.place.level + 1, dict[int, Counter[str]]()
    found = standings_by_village(one.program.key, one.quarter, within=one.place.code)
    for village, people in found.items():
        grouped.setdefault(ancestor(village, level), Counter()).update(people)
    known = gazetteer().by_code
    return [Row(known[code].name, str(code), grouped[code]) for code in sorted(grouped) if code in known]


def together(rows: list[Row]) -> Row:
    """Add rows up."""
    people: Counter[str] = Counter()
    for row in rows:
        people.update(row.people)
    return Row(_("合计"), "", people)


def _chart(one: Asked, rows: list[Row]) -> Chart:
    parts = [
        Part(STANDINGS.name_of(each), COLOURS[each], [row.people.get(each, 0) for row in rows]) for each in STANDINGS
    ]
    title = f"{one.place.name} {quarter_name(one.quarter)}"
    return stacked("cohorts", title, [row.title for row in rows], parts)


def _rounded(row: Row) -> Any:
    return None if row.controlled is None else round(row.controlled, 1)
