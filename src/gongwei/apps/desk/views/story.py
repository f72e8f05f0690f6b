"""A resident's story as the page tells it: what happened by day, and how measurements went."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongwei.apps.people.queries import Residence, Resident, observed, person_of
from gongwei.apps.places.queries import place_name
from gongwei.apps.programs.queries import (
    CallRow,
    Care,
    EnrolmentRow,
    ReferralRow,
    VisitRow,
    readings_over_time,
    target_limit,
)
from gongwei.catalog.discovery import programs
from gongwei.domain.record import Person
from gongwei.domain.sitting import short_title
from gongwei.ui.charts import Band, Chart, Line, trend
from gongwei.ui.formats import number

# id, title, unit, (programme whose target is drawn, key, title)
Trend = tuple[str, Any, str, tuple[tuple[str, str, str], ...]]
PRESSURE: Trend = (
    "pressure",
    gettext_lazy("血压"),
    "mmHg",
    (("hypertension", "systolic", "收缩压"), ("hypertension", "diastolic", "舒张压")),
)
GLUCOSE: Trend = ("glucose", gettext_lazy("空腹血糖"), "mmol/L", (("diabetes", "fasting_glucose", "空腹血糖"),))
TRENDS: tuple[Trend, ...] = (
    PRESSURE,
    GLUCOSE,
    ("oxygen", gettext_lazy("血氧饱和度"), "%", (("copd", "spo2", "血氧饱和度"),)),
    ("weight", gettext_lazy("体重"), "kg", (("", "weight", "体重"),)),
)
CHOSEN_REASONS = {
    "lost": gettext_lazy("失访"),
    "refused": gettext_lazy("本人拒绝"),
    "excluded": gettext_lazy("排除诊断"),
    "completed": gettext_lazy("疗程结束"),
}
REASONS = {"died": gettext_lazy("死亡"), "moved": gettext_lazy("迁出"), **CHOSEN_REASONS}
KINDS = {
    "enrolment": gettext_lazy("加入与结束"),
    "referral": gettext_lazy("转诊"),
    "call": gettext_lazy("电话"),
    "life": gettext_lazy("居住与档案"),
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    day: date
    title: str
    detail: str = ""
    tone: str = ""
    link: str = ""
    kind: str = "life"  # a key of KINDS, or that of a programme


def charts(
    trends: Sequence[Trend], one: Resident, visits: Sequence[VisitRow], *, on: date, untargeted: Collection[str] = ()
) -> list[tuple[str, Chart]]:
    """Draw each measurement that was taken at least twice, at visits or outside, with this person's target today.

    No target is drawn of the `untargeted` programmes.
    """
    outside = observed(one, {key for *_rest, series in trends for _program, key, _name in series})
    drawn = []
    for chart_id, title, unit, series in trends:
        told = [
            (_(name), sorted([*readings_over_time(visits, key), *outside.get(key, ())])) for _of, key, name in series
        ]
        lines = [Line(name, points) for name, points in told if points]
        if any(len(line.points) >= 2 for line in lines):
            asked = [each for each in series if each[0] and each[0] not in untargeted]
            bands = [band for program, key, name in asked for band in _band(program, key, name, person_of(one), on)]
            drawn.append((str(title), trend(f"chart-{chart_id}", lines, unit=unit, bands=bands)))
    return drawn


def _band(program: str, key: str, name: str, person: Person, on: date) -> Iterator[Band]:
    limit = target_limit(program, key, person=person, on=on)
    if limit is not None:
        yield Band(_("目标 <%s") % number(limit), upper=limit, line=_(name))


def events(resident: Resident, *, care: Care, residences: Sequence[Residence]) -> list[Event]:
    """Tell what happened, newest first."""
    told = [
        *(_call(one) for one in care.calls),
        *(_visit(one) for one in care.visits),
        *(event for one in care.enrolments for event in _enrolment(one)),
        *(event for one in care.referrals for event in _referral(one)),
        *(_residence(one) for one in residences),
        *_person(resident),
    ]
    return sorted(told, key=lambda event: event.day, reverse=True)


def kinds(told: Sequence[Event]) -> list[tuple[str, str, int]]:
    """Count a story by what may be chosen of it: each programme's visits, referrals, calls … as (key, title, count)."""
    counted = Counter(one.kind for one in told)
    titles: dict[str, Any] = {key: short_title(program) for key, program in programs().items()} | KINDS
    return [(key, str(titles[key]), counted[key]) for key in titles if counted[key]]


def _call(one: CallRow) -> Event:
    title = f"{_('电话')}：{short_title(programs()[one.program])}"
    said = " · ".join(part for part in (_(one.get_outcome_display()), one.note) if part)
    return Event(timezone.localtime(one.recorded_at).date(), title, said, "mute", kind="call")


def _visit(one: VisitRow) -> Event:
    target = {True: _("达标"), False: _("未达标"), None: ""}[one.at_target]
    detail = " · ".join(part for part in (measured(one), target, _(one.advice)) if part)
    tone = "bad" if one.refer_to else "" if one.at_target is not False else "warn"
    link = reverse("desk:visit", args=[one.pk])
    return Event(one.visit_date, _(programs()[one.program].title), detail, tone, link, kind=one.program)


def measured(one: VisitRow) -> str:
    """Say the main measurements of a visit in a few characters."""
    said = []
    if one.readings.get("systolic") is not None:
        said.append(f"{one.readings['systolic']}/{one.readings.get('diastolic', '—')} mmHg")
    if one.readings.get("fasting_glucose") is not None:
        said.append(f"{_('空腹血糖')} {one.readings['fasting_glucose']} mmol/L")
    return " · ".join(said)


def _enrolment(one: EnrolmentRow) -> Iterator[Event]:
    title = _(programs()[one.program].title)
    place = one.institution.name if one.institution else ""
    yield Event(one.enrolled_date, _("加入“%s”") % title, place, kind="enrolment")
    if one.ended_date is not None:
        reason = str(REASONS.get(one.end_reason, one.end_reason))
        yield Event(one.ended_date, _("结束“%s”") % title, reason, "mute", kind="enrolment")


def _referral(one: ReferralRow) -> Iterator[Event]:
    yield Event(one.opened_date, _("转诊"), one.reason, "bad" if one.urgent else "warn", kind="referral")
    if one.closed_date is not None:
        yield Event(one.closed_date, _("转诊结束"), one.result, "mute", kind="referral")


def _residence(one: Residence) -> Event:
    return Event(one.from_date, _("居住于 %s") % place_name(one.lived_in), tone="mute")


def _person(one: Resident) -> Iterator[Event]:
    if one.archived_date is not None:
        yield Event(one.archived_date, _("建立健康档案"), one.archive_no or "", "mute")
    if one.resident_to is not None:
        yield Event(one.resident_to, _("迁出"), tone="mute")
    if one.died_date is not None:
        yield Event(one.died_date, _("死亡"), tone="mute")
