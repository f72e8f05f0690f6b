"""Women with child: those of an area by the colour of their risk, and one pregnancy on one look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import Clock, clock, resident_or_404, text
from gongwei.apps.desk.views.newborns import children_born
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import queries
from gongwei.apps.programs.queries.pregnancies import MOST, PROGRAM, Pregnancy, pregnancies, pregnancy_of
from gongwei.apps.programs.rows import VisitRow
from gongwei.apps.registries import queries as registries
from gongwei.catalog.codelists.pregnancy import STAGE
from gongwei.catalog.codelists.pregnancy_risk import COLOUR, GREEN, ORANGE, RED, YELLOW
from gongwei.catalog.discovery import cards
from gongwei.catalog.fields.pregnancy import TERM
from gongwei.domain.access import Sensitivity
from gongwei.domain.regions import area_of
from gongwei.ui import tables
from gongwei.ui.charts import Chart, Line, trend
from gongwei.ui.formats import age

CARD = "pregnancy_risk"
A_PAGE = 30
TONES = {RED: "bad", ORANGE: "warn", YELLOW: "yellow", GREEN: "ok"}
TABS = {
    "": gettext_lazy("全部"),
    RED: gettext_lazy("红色"),
    ORANGE: gettext_lazy("橙色"),
    "violet": gettext_lazy("紫色"),
    YELLOW: gettext_lazy("黄色"),
    GREEN: gettext_lazy("绿色"),
    "late": gettext_lazy("逾期"),
    "week": gettext_lazy("7 天内"),
    "untold": gettext_lazy("应报未报"),
}
CURVES = (
    ("pressure", gettext_lazy("血压"), "mmHg", (("systolic", "收缩压"), ("diastolic", "舒张压"))),
    ("weight", gettext_lazy("体重"), "kg", (("weight", "体重"),)),
    ("fundal", gettext_lazy("宫底高度"), "cm", (("fundal_height", "宫底高度"),)),
)


@dataclass(frozen=True)
class Woman:
    """One woman with child, as the list and the head of her page show her."""

    resident: Resident
    age: str
    weeks: str
    expected: date | None
    stage: str
    colour: str
    tone: str
    violet: bool
    due: Clock | None
    told: bool  # whether the risk was reported

    @property
    def colour_words(self) -> str:
        return COLOUR.name_of(self.colour) if self.colour else _("未评定")

    @property
    def must_tell(self) -> bool:
        """Say whether the risk has to be reported."""
        return self.colour in (ORANGE, RED) or self.violet

    def on(self, tab: str) -> bool:
        """Say whether she stands on a tab of the list."""
        if tab in COLOUR:
            return self.colour == tab
        days = self.due.days if self.due else 0
        return {
            "violet": self.violet, "late": days < 0, "week": 0 <= days < 7, "untold": self.must_tell and not self.told,
        }.get(tab, True)  # fmt: skip

    @property
    def rank(self) -> tuple[int, int]:
        """Put the gravest colour first, then the earliest day."""
        graveness = max(int(self.colour or GREEN), int(ORANGE) if self.violet else 0)
        return -graveness, self.due.days if self.due else 0


@require_GET
@allow(reads=4)
def mothers(request: Request) -> HttpResponse:
    """List the women with child in the post's area, the gravest colour first."""
    on, tab = today(), text(request, "tab")
    area = area_of(request.acting.area_code)
    found = pregnancies(by=request.acting, lo=area.lo, hi=area.hi)
    told = registries.reported(CARD, [one.enrolment.resident_id for one in found], by=request.acting)
    women = sorted((_woman(one, on, told) for one in found), key=lambda woman: woman.rank)
    shown = [woman for woman in women if woman.on(tab)]
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=len(shown), size=A_PAGE,
        parameters={"tab": tab} if tab else {},
    )  # fmt: skip
    rows = shown[pager.start : pager.last]
    queries.note_reading([PROGRAM] * len(rows), about=("list", "mothers"), by=request.acting, at=now())
    context = {
        "tabs": [(key, title, sum(woman.on(key) for woman in women)) for key, title in TABS.items()],
        "tab": tab,
        "rows": rows,
        "pager": pager,
        "cut": len(found) >= MOST,
        "most": MOST,
        "may_write": request.acting.rights.may_write(Sensitivity.GUARDED_HEALTH),
    }
    return render(request, "desk/mothers.html", context)


@require_GET
@allow(reads=4)
def mother(request: Request, resident_id: UUID) -> HttpResponse:
    """Show one pregnancy on one look: weeks, colour, what is due, its course, reports and their clocks."""
    one, on = resident_or_404(resident_id), today()
    visits = _of_this_pregnancy(queries.visits_of(one, by=request.acting))
    found = pregnancy_of(one, by=request.acting)
    reports = [row for row in registries.cards_of(one, by=request.acting) if row.kind == CARD]
    queries.note_reading([PROGRAM] * (len(visits) + 1), about=("resident", one.pk), by=request.acting, at=now())
    born = found.day("delivery_date") if found else None
    children = children_born(one, born)
    context = {
        "resident": one,
        "woman": _woman(found, on, {one.pk} if reports else set()) if found else None,
        "children": children,
        "unregistered": found is not None
        and born is not None
        and len(children) < int(found.told.get("live_births", 1)),
        "rows": [_course(visit) for visit in visits],
        "charts": list(_charts(visits)),
        "reports": [(cards()[row.kind].title, row, clock(row.answer_due_date, on)) for row in reports],
        "may_write": request.acting.rights.may_write(Sensitivity.GUARDED_HEALTH),
        "card": CARD,
    }
    return render(request, "desk/mother.html", context)


def _woman(one: Pregnancy, on: date, told: set[UUID]) -> Woman:
    resident, told_of = one.enrolment.resident, one.told
    expected, colour = one.day("edd"), told_of.get("risk_colour", "")
    return Woman(
        resident=resident,
        age=age(resident.birth_date, on),
        weeks=_weeks(one, on),
        expected=expected,
        stage=STAGE.name_of(one.stage) if one.stage else _("未建册"),
        colour=colour,
        tone=TONES.get(colour, "plain"),
        violet=any(code != "0" for code in told_of.get("risk_infectious", ())),
        due=clock(one.enrolment.next_due_date, on),
        told=resident.pk in told,
    )


def _weeks(one: Pregnancy, on: date) -> str:
    """Say how far she is: weeks and days, or days since the birth."""
    born, expected = one.day("delivery_date"), one.day("edd")
    if born is not None:
        return _("产后 %(days)s 天") % {"days": (on - born).days}
    if expected is None:
        return ""
    return _gestation(TERM - (expected - on).days)


def _gestation(days: int) -> str:
    return _("孕 %(weeks)s 周 + %(days)s 天") % {"weeks": days // 7, "days": days % 7}


def _of_this_pregnancy(visits: Sequence[VisitRow]) -> list[VisitRow]:
    """Take the visits since the last booking, oldest first."""
    own: list[VisitRow] = []
    for visit in visits:  # newest first
        if visit.program == PROGRAM:
            own.insert(0, visit)
            if visit.readings.get("pregnancy_stage") == "1":
                break
    return own


def _course(visit: VisitRow) -> dict[str, Any]:
    """Give one line of the course."""
    readings = visit.readings
    pressure = "/".join(str(readings[key]) for key in ("systolic", "diastolic") if key in readings)
    weeks, days = readings.get("pregnancy_weeks"), readings.get("pregnancy_days")
    return {
        "visit": visit,
        "stage": STAGE.name_of(readings.get("pregnancy_stage", "")),
        "weeks": "" if weeks is None else f"{weeks}+{days}",
        "pressure": pressure,
        "weight": readings.get("weight", ""),
        "fundal": readings.get("fundal_height", ""),
        "heart": readings.get("foetal_heart_rate", ""),
        "blood": readings.get("haemoglobin", ""),
        "colour": COLOUR.name_of(readings["risk_colour"]) if "risk_colour" in readings else "",
        "tone": TONES.get(readings.get("risk_colour", ""), "plain"),
    }


def _charts(visits: Sequence[VisitRow]) -> Iterator[tuple[str, Chart]]:
    for key, title, unit, fields in CURVES:
        lines = [Line(_(name), queries.readings_over_time(visits, field)) for field, name in fields]
        if any(len(line.points) > 1 for line in lines):
            yield str(title), trend(f"pregnancy-{key}", lines, unit=unit)
