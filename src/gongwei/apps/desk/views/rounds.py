"""Screening rounds: how far everybody has come, place by place, and whom a step keeps waiting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import clock, text
from gongwei.apps.people.forms import SEX
from gongwei.apps.programs import rounds as queries
from gongwei.apps.programs.rounds import Standing
from gongwei.catalog.discovery import programs
from gongwei.catalog.regions import gazetteer
from gongwei.catalog.screening import STEPS
from gongwei.domain.access import Sensitivity
from gongwei.domain.program import Program
from gongwei.domain.regions import VILLAGE, Region
from gongwei.ui import tables
from gongwei.ui.formats import age

A_PAGE = 30
ROUNDS = ("colorectal", "cervix", "breast")
UNITS = {2: 10**6, 3: 1000, 4: 1}  # by level: the zeros at the end of its codes
TITLES = {
    "invited": gettext_lazy("已邀请，待初筛"),
    "refused": gettext_lazy("不参加"),
    "negative": gettext_lazy("初筛阴性"),
    "recall": gettext_lazy("阳性，待诊断"),
    "recall refused": gettext_lazy("阳性，不愿检查"),
    "cleared": gettext_lazy("已排除"),
    "treat": gettext_lazy("查出病变，待治疗"),
    "treated": gettext_lazy("已治疗"),
}
# What a person has passed who stands at a step: a funnel, each part inside the one before.
PASSED = (
    (gettext_lazy("邀请"), STEPS),
    (gettext_lazy("初筛"), ("negative", "recall", "recall refused", "cleared", "treat", "treated")),
    (gettext_lazy("阳性"), ("recall", "recall refused", "cleared", "treat", "treated")),
    (gettext_lazy("已诊断"), ("cleared", "treat", "treated")),
    (gettext_lazy("查出病变"), ("treat", "treated")),
    (gettext_lazy("已治疗"), ("treated",)),
)


@dataclass(frozen=True)
class Asked:
    """What the page was asked for."""

    program: Program
    place: Region
    step: str
    late: bool
    on: date

    @property
    def parameters(self) -> dict[str, str]:
        chosen = {"program": self.program.key, "region": str(self.place.code), "step": self.step}
        return {key: value for key, value in {**chosen, "late": "1" if self.late else ""}.items() if value}


@require_GET
@allow(reads=3)
def rounds(request: Request) -> HttpResponse:
    """Show the funnel of a round by place, and the people at a step, those longest due first."""
    one = _asked(request)
    level = min(one.place.level + 1, VILLAGE)
    found = queries.standing(one.program.key, within=one.place.area, unit=UNITS[level], today=one.on)
    total = _added(found.values())
    shown = [one.step] if one.step else list(total)
    count = sum(total[step].late if one.late else total[step].people for step in shown if step in total)
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=count, size=A_PAGE, parameters=one.parameters
    )
    context = {
        "one": one,
        "rounds": [programs()[key] for key in ROUNDS],
        "trail": [each for each in _around(one.place) if request.acting.holds(each.code)],
        "funnel": [title for title, _steps in PASSED],
        "areas": list(_areas(one, found, total)),
        "steps": _steps(one, total),
        "late_link": tables.address(one.parameters, late="" if one.late else "1"),
        "rows": [_row(each, one) for each in _waiting(one, first=pager.start, size=A_PAGE)],
        "pager": pager,
        "export": reverse("desk:export_rounds") + tables.address(one.parameters),
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
    }
    return render(request, "desk/rounds.html", context)


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out the people at a step as an Excel file."""
    one = _asked(request)
    rows = [
        (
            each.name, SEX.name_of(each.sex or ""), age(each.birth_date, one.on), _village(each.area_code),
            str(TITLES[each.step]), each.last_date, each.due_date,
        )
        for each in _waiting(one, first=0, size=MOST_ROWS + 1)
    ]  # fmt: skip
    headings = [_("居民"), _("性别"), _("年龄"), _("村（社区）"), _("所处一步"), _("上次登记"), _("期限")]
    listed = Listed(title=_(one.program.title), name=one.program.key, headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", one.program.key))


def _waiting(one: Asked, *, first: int, size: int) -> Iterable[queries.Waiting]:
    return queries.waiting(
        one.program.key, within=one.place.area, step=one.step, late=one.late, today=one.on, first=first, size=size
    )


def _asked(request: Request) -> Asked:
    key, step = text(request, "program") or ROUNDS[0], text(request, "step")
    place = request.acting.place(text(request, "region") or str(request.acting.area_code))
    if key not in ROUNDS or place is None:
        raise Http404
    return Asked(programs()[key], place, step if step in STEPS else "", text(request, "late") == "1", today())


def _around(place: Region) -> list[Region]:
    """List the places around one, widest first, itself last."""
    around = [each for each in gazetteer().regions if each.level < place.level and place.code in each.area]
    return [*sorted((each for each in around if each.valid_to is None), key=lambda each: each.level), place]


def _added(counts: Iterable[Mapping[str, Standing]]) -> dict[str, Standing]:
    total: dict[str, Standing] = {}
    for each in counts:
        for step, found in each.items():
            known = total.get(step, Standing(0, 0))
            total[step] = Standing(known.people + found.people, known.late + found.late)
    return total


def _areas(one: Asked, found: Mapping[int, Mapping[str, Standing]], total: Mapping[str, Standing]) -> Iterable[Any]:
    """Give each place with its funnel; the place itself last, as the sum."""
    names = gazetteer().by_code
    if one.place.level < VILLAGE:
        for code in sorted(found):
            link = tables.address(one.parameters, region=code)
            yield (names[code].name if code in names else str(code)), link, _funnel(found[code])
    yield one.place.name, "", _funnel(total)


def _funnel(found: Mapping[str, Standing]) -> list[int]:
    return [sum(found[step].people for step in steps if step in found) for _title, steps in PASSED]


def _steps(one: Asked, total: Mapping[str, Standing]) -> list[tuple[str, Any, int, int, str]]:
    known = [(step, TITLES[step], total[step]) for step in STEPS if step in total]
    every = Standing(sum(each.people for each in total.values()), sum(each.late for each in total.values()))
    listed = [("", _("全部"), every), *known]
    return [
        (step, title, each.people, each.late, tables.address(one.parameters, step=step, page=None))
        for step, title, each in listed
    ]


def _row(each: queries.Waiting, one: Asked) -> dict[str, Any]:
    return {
        "waiting": each,
        "age": age(each.birth_date, one.on),
        "step": TITLES[each.step],
        "due": clock(each.due_date, one.on),
        "village": _village(each.area_code),
    }


def _village(code: int) -> str:
    found = gazetteer().by_code.get(code)
    return found.name if found else str(code)
