"""The plan's scoreboard: what the five documents ask for, what was counted or reported, and how the two stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.accounts.remembering import remembered
from gongwei.apps.planning.queries.figures import AsOf, Figures, as_of, figures, series
from gongwei.apps.planning.queries.targets import Judged, by_year, judged, measured, reports, told
from gongwei.apps.reporting.views.asking import asked
from gongwei.catalog.discovery import indicators, sensitivity_of
from gongwei.catalog.regions import gazetteer
from gongwei.catalog.targets import plans
from gongwei.domain.access import Sensitivity
from gongwei.domain.demography.rates import Rate
from gongwei.domain.indicator import Indicator
from gongwei.domain.plan import STATES, Binding, Plan, PlanRow, Verdict
from gongwei.domain.regions import Region
from gongwei.ui import tables

FIRST_YEAR = 2023
HIDDEN = Sensitivity.HIDDEN_HEALTH
TONES = {"reached": "ok", "on-course": "info", "behind": "bad", "cannot-tell": "warn", "no-target": "mute"}
GRAVEST_FIRST = ("behind", "cannot-tell", "on-course", "reached", "no-target")
NEWEST_PLAN = "001"


@dataclass(frozen=True)
class Card:
    """One indicator at a glance: this year's figure, the years before it, and the gravest verdict."""

    indicator: Indicator
    rate: Rate | None
    before: tuple[tuple[int, float], ...]
    judged: Judged
    others: int

    @property
    def by_team(self) -> bool:
        """Say whether doctor teams are counted: not for what is of all who live there, nor hidden."""
        return self.indicator.denominator != "population" and sensitivity_of(self.indicator.key) < HIDDEN

    @property
    def tone(self) -> str:
        return TONES[self.judged.verdict.state]

    @property
    def state(self) -> str:
        return _(STATES[self.judged.verdict.state])


@dataclass(frozen=True)
class Line:
    """One row of a plan with what stands against it."""

    row: PlanRow
    verdict: Verdict
    counted: tuple[tuple[Indicator, Rate | None], ...]
    reported: float | None

    @property
    def tone(self) -> str:
        return TONES[self.verdict.state]

    @property
    def state(self) -> str:
        return _(STATES[self.verdict.state])


@require_GET
@allow(reads=2)
def scoreboard(request: Request) -> HttpResponse:
    """Show every computed indicator of the post's area, and the rows of one plan with their verdicts."""
    fresh, place = as_of(), gazetteer().region(request.acting.area_code)
    context: dict[str, Any] = {"as_of": fresh, "place": place, "plans": plans().values()}
    if fresh is None:
        return render(request, "reporting/scoreboard.html", context)
    year, plan = chosen_year(request, fresh), _chosen_plan(request)
    found = remembered(  # the figures of one moment do not change
        "figures", fresh.moment, by=request.acting, seconds=60,
        make=lambda: dict(figures(level=place.level, within=place.code)),
    )  # fmt: skip
    lines = _lines(plan, place, year, found, fresh)
    states = Counter(line.verdict.state for line in lines)
    state = _chosen_state(request)
    parameters = {"document": plan.document, "year": str(year), "state": state}
    context |= {
        "year": year,
        "years": range(fresh.day.year, FIRST_YEAR - 1, -1),
        "running": year == fresh.day.year,
        "cards": [_card(one, place, year, found, fresh) for one in indicators().values()],
        "plan": plan,
        "binding": binding_words(plan.binding(place.code), plan),
        "tabs": [("", _("全部"), len(lines)), *((one, _(name), states[one]) for one, name in STATES.items())],
        "state": state,
        "lines": _in_state(lines, state),
        "export": reverse("reporting:export_plan") + tables.address(parameters),
    }
    return render(request, "reporting/scoreboard.html", context)


@require_GET
@allow(reads=2)
@exports("figures")
def export(request: Request) -> HttpResponse:
    """Hand out the rows of one plan with what stands against each, as an Excel file."""
    fresh, place = as_of(), gazetteer().region(request.acting.area_code)
    if fresh is None:
        raise Http404
    year, plan = chosen_year(request, fresh), _chosen_plan(request)
    lines = _lines(plan, place, year, figures(level=place.level, within=place.code), fresh)
    headings = [
        _("编号"), _("分组"), _("条目"), _("单位"), _("基数"), _("基数年"), _("目标"), _("目标年"), _("年份"),
        _("数值"), _("来源"), _("判断"), _("理由"), _("统计至"),
    ]  # fmt: skip
    rows = (
        (
            one.row.id, one.row.group, one.row.title, one.row.unit, one.row.base, one.row.base_year, one.row.words,
            _("、").join(map(str, one.row.years)), year, *_value(one), one.state, one.verdict.reason, fresh.moment,
        )
        for one in _in_state(lines, _chosen_state(request))
    )  # fmt: skip
    listed = Listed(title=plan.document, name=f"plan-{plan.document}-{place.code}-{year}", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("plan", plan.document), detail={"year": year})


def _value(line: Line) -> tuple[str, str]:
    """Give what answers a row, several figures by name, and where it comes from."""
    known = [(one, rate.value) for one, rate in line.counted if rate is not None and rate.value is not None]
    if line.counted:
        said = (f"{_(one.title)} {value:.2f}" if len(line.counted) > 1 else f"{value:.2f}" for one, value in known)
        return _("；").join(said), _("由记录计算")
    return ("", "") if line.reported is None else (str(line.reported), _("报送"))


def _chosen_plan(request: Request) -> Plan:
    return plans().get(asked(request, "document"), plans()[NEWEST_PLAN])


def _chosen_state(request: Request) -> str:
    return asked(request, "state") if asked(request, "state") in STATES else ""


def _in_state(lines: list[Line], state: str) -> list[Line]:
    return [line for line in lines if not state or line.verdict.state == state]


def chosen_year(request: Request, fresh: AsOf) -> int:
    """Read the year, by default the last whole one; a year that was not counted is that too."""
    written = asked(request, "year")
    year = int(written) if written.isascii() and written.isdigit() and len(written) == 4 else 0
    return year if FIRST_YEAR <= year <= fresh.day.year else max(FIRST_YEAR, fresh.day.year - 1)


def binding_words(binding: Binding | None, plan: Plan) -> str:
    """Say what a plan is to the post's area."""
    if binding == "binding":
        return _("本地区的规划，目标有约束力")
    if binding == "reference":
        return _("%(name)s的规划，目标供本地区参考") % {"name": _(plan.binds_name)}
    return _("%(name)s的规划，不涉及本地区") % {"name": _(plan.binds_name)}


def _card(one: Indicator, place: Region, year: int, found: Figures, fresh: AsOf) -> Card:
    verdicts = judged(one.key, place.code, year=year, found=found, on=fresh.day)
    # A row that asks for a second indicator too is no verdict on this one alone, if there is another row.
    alone = [each for each in verdicts if each.target is None or len(each.target.row.indicators) == 1]
    gravest = min(alone or verdicts, key=lambda each: GRAVEST_FIRST.index(each.verdict.state))
    before = tuple((y, value) for y, value in series(found, one.key, place.code).items() if y < year)
    return Card(one, found.get((one.key, place.code, year)), before, gravest, len(verdicts) - 1)


def _lines(plan: Plan, place: Region, year: int, found: Figures, fresh: AsOf) -> list[Line]:
    standing = by_year(reports([row.id for row in plan.rows], area=place.code))
    lines = []
    # what we count ourselves first, what the plan only states as a fact last
    for row in sorted(plan.rows, key=lambda row: (row.target is None, not row.indicators)):
        if row.indicators:
            verdict = measured(row, place.code, year=year, found=found, on=fresh.day)
        else:
            verdict = told(row, standing, year=year, on=fresh.day)
        rates = tuple((indicators()[key], found.get((key, place.code, year))) for key in row.indicators)
        lines.append(Line(row, verdict, rates, standing.get(row.id, {}).get(year)))
    return lines
