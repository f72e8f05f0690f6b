"""Pressure, glucose and lipids of one person on one page: values, targets, course, medicines, cardiac risk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongwei.apps.accounts.middleware import today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import clock, resident_or_404, story
from gongwei.apps.people import queries as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import queries
from gongwei.apps.programs.rows import VisitRow
from gongwei.catalog.codelists.conditions import CARDIOVASCULAR, DIABETES, HYPERTENSION
from gongwei.catalog.discovery import programs
from gongwei.catalog.fields.visit import medicines as medicine_rows
from gongwei.catalog.high_risk import high_lipids
from gongwei.catalog.sources import CHINA_PAR
from gongwei.catalog.three_highs import MEASURES, Goal, Measure
from gongwei.domain.access import Sensitivity
from gongwei.domain.cardiovascular import VERIFIED, Factors, NotWithin, Risk, ten_year_risk
from gongwei.domain.evaluation import is_false, is_true, value_of
from gongwei.domain.record import Event, Person, Record
from gongwei.domain.scene import Scene
from gongwei.ui import forms
from gongwei.ui.formats import age, number

DISEASES = ("hypertension", "diabetes")  # each with a programme of that name
DUE = ("hypertension", "diabetes", "pressure_check", "hypertension_risk", "diabetes_risk", "elderly")
TRENDS: tuple[story.Trend, ...] = (
    story.PRESSURE,
    story.GLUCOSE,
    (
        "lipids",
        gettext_lazy("血脂"),
        "mmol/L",
        (("", "ldl", "LDL-C"), ("", "total_cholesterol", "总胆固醇"), ("", "triglycerides", "甘油三酯")),
    ),
)
OLD = 400  # days after which a measurement is called old
FAMILY = ("family_father", "family_mother", "family_siblings")
FACTORS = {
    "male": gettext_lazy("性别"),
    "age": gettext_lazy("年龄"),
    "systolic": gettext_lazy("收缩压"),
    "treated": gettext_lazy("是否服降压药"),
    "total_cholesterol": gettext_lazy("总胆固醇"),
    "hdl": gettext_lazy("高密度脂蛋白胆固醇"),
    "waist": gettext_lazy("腰围"),
    "smoker": gettext_lazy("是否吸烟"),
    "diabetes": gettext_lazy("是否患糖尿病"),
}
LEVELS = {
    "low": (gettext_lazy("低危"), "ok"),
    "middle": (gettext_lazy("中危"), "warn"),
    "high": (gettext_lazy("高危"), "bad"),
}
BAR_END = 20  # percent at the right end of the bar


@dataclass(frozen=True)
class Row:
    """One measure: its last value, when, and what each document says of it (None: it says nothing)."""

    title: str
    value: str
    day: date | None
    old: bool
    indicator: tuple[Goal, bool | None] | None
    clinical: tuple[Goal, bool | None] | None


@dataclass(frozen=True)
class Known:
    """What is known of a person: the record, and the last reading of each key with its day."""

    one: Resident
    person: Person
    record: Record
    visits: Sequence[VisitRow]
    last: Mapping[str, tuple[date, Any]]
    on: date

    def value(self, key: str) -> Any:
        found = self.last.get(key)
        return found[1] if found else None

    def has(self, *codes: str) -> bool:
        return any(event.values["code"] in codes for event in self.record.conditions)


@require_GET
@allow(reads=3)
def three_highs(request: Request, resident_id: UUID) -> HttpResponse:
    """Show the three highs of a resident, what is out of reach, and the risk for heart and brain."""
    one, on = resident_or_404(resident_id), today()
    known = _known(one, on)
    context = {
        "resident": one,
        "age": age(one.birth_date, on),
        "highs": _highs(known),
        "lipids_in_order": is_false(high_lipids, _scene(known)),
        "rows": [_row(measure, known) for measure in MEASURES],
        "charts": story.charts(
            TRENDS, one, known.visits, on=on, untargeted=[key for key in DISEASES if not known.has(key)]
        ),
        "medicines": list(_medicines(known)),
        "due": list(_due(known)),
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
        "risk": _risk(known),
        "chart_source": CHINA_PAR,
        "chart_verified": VERIFIED,
    }
    return render(request, "desk/three_highs.html", context)


def _known(one: Resident, on: date) -> Known:
    visits = [visit for visit in queries.visits_of(one) if visit.visit_date <= on]
    conditions = tuple(Event(row.onset_date, {"code": row.code}) for _title, row in people.conditions_of(one))
    last: dict[str, tuple[date, Any]] = {}
    for visit in reversed(visits):  # oldest first: the newest reading of each key stays
        last |= {key: (visit.visit_date, value) for key, value in visit.readings.items() if value is not None}
    keys = {field.key for measure in MEASURES for field in measure.fields}
    for key, points in people.observed(one, keys).items():
        if points and (key not in last or points[-1][0] > last[key][0]):
            last[key] = points[-1]
    person = people.person_of(one)
    events = tuple(Event(visit.visit_date, visit.readings, visit.recorded_at) for visit in visits)
    return Known(one, person, Record(person, conditions=conditions, visits=events), visits, last, on)


def _scene(known: Known) -> Scene:
    return Scene(day=known.on, person=known.person, record=known.record)


def _highs(known: Known) -> list[str]:
    found = [(known.has(*HYPERTENSION), _("高血压")), (known.has(*DIABETES), _("糖尿病"))]
    found.append((is_true(high_lipids, _scene(known)), _("血脂异常")))
    return [title for true, title in found if true]


def _row(measure: Measure, known: Known) -> Row:
    found = [known.last[field.key] for field in measure.fields if field.key in known.last]
    whole = len(found) == len(measure.fields)
    goals = [_goal(goal, known, whole=whole) for goal in (measure.indicator, measure.clinical)]
    if not whole:
        return Row(measure.title, "", None, False, *goals)
    day = min(when for when, _value in found)
    said = "/".join(number(value) for _when, value in found)
    return Row(measure.title, f"{said} {measure.fields[0].unit}", day, (known.on - day).days > OLD, *goals)


def _goal(goal: Goal | None, known: Known, *, whole: bool) -> tuple[Goal, bool | None] | None:
    """Judge the last values by a goal; None for the truth where they are not known."""
    if goal is None:
        return None
    values = {key: value for key, (_day, value) in known.last.items()}
    scene = Scene(day=known.on, person=known.person, values=values, record=known.record)
    reached = value_of(goal.reached, scene) if whole else None
    return goal, reached if isinstance(reached, bool) else None


def _medicines(known: Known) -> Iterator[tuple[str, date, str]]:
    """Give the medicines of the last visit of each disease, as the form writes them."""
    for key in DISEASES:
        last = next((visit for visit in known.visits if visit.program == key), None)
        if last is not None and last.readings.get("medicines"):
            yield _(programs()[key].title), last.visit_date, forms.said(medicine_rows, last.readings["medicines"])


def _due(known: Known) -> Iterator[tuple[str, str, Any]]:
    for row in queries.enrolments_of(known.one):
        if row.ended_date is None and row.program in DUE:
            yield row.program, _(programs()[row.program].title), clock(row.next_due_date, known.on)


def _factors(known: Known) -> Factors:
    cigarettes, smoking = known.value("cigarettes"), known.value("smoking")
    smoker = cigarettes > 0 if cigarettes is not None else smoking == "3" if smoking is not None else None
    return Factors(
        male={"1": True, "2": False}.get(known.person.sex or ""),
        age=known.person.age_on(known.on),
        systolic=known.value("systolic"),
        treated=_treated(known),
        total_cholesterol=known.value("total_cholesterol"),
        hdl=known.value("hdl"),
        waist=known.value("waist"),
        smoker=smoker,
        diabetes=known.has(*DIABETES),
        family_history=_family(known.one),
    )


def _treated(known: Known) -> bool | None:
    """Say whether medicine against pressure is taken: not by who has no hypertension, else as the last visit noted."""
    if not known.has(*HYPERTENSION):
        return False
    last = next((visit for visit in known.visits if visit.program == "hypertension"), None)
    return None if last is None else bool(last.readings.get("medicines"))


def _family(one: Resident) -> bool | None:
    """Read whether parents or siblings had heart disease (4) or a stroke (7) from the basic information form."""
    told = people.personal_information_of(one)
    answers = [told[key] for key in FAMILY if told.get(key)]
    return None if not answers else any(code in ("4", "7") for given in answers for code in given)


def _risk(known: Known) -> dict[str, Any]:
    factors = _factors(known)
    try:
        found = ten_year_risk(factors, diseased=known.has(*CARDIOVASCULAR))
    except NotWithin as outside:
        return {"outside": _(str(outside))}
    if found is None:
        return {"missing": [FACTORS[name] for name in factors.missing]}
    title, tone = LEVELS[found.level]
    unknown = [_("心脑血管病家族史")] if factors.family_history is None and factors.male else []
    unknown += [_("居住地的城乡")] if factors.urban is None and factors.male else []
    days = [known.last[key][0] for key in ("systolic", "total_cholesterol", "hdl", "waist") if key in known.last]
    return {
        "found": found, "words": _percent(found), "level": title, "tone": tone, "unknown": unknown,
        "bar": min(found.highest, BAR_END), "bar_end": BAR_END, "oldest": min(days),
    }  # fmt: skip


def _percent(found: Risk) -> str:
    low, high = (f"{value:.1f}" for value in (found.lowest, found.highest))
    return f"{high}%" if low == high else f"{low}%–{high}%"
