"""What cannot wait for its turn in a list: cards that came in, red mothers, patients who are not stable."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.accounts.remembering import remembered
from gongwei.apps.desk.views.lines import lines
from gongwei.apps.programs import queries as programs
from gongwei.apps.registries import queries as registries
from gongwei.domain.access import CARDS, Sensitivity
from gongwei.domain.regions import STREET, level_of

MOST = 500  # patients of one list: who is due first comes first
WIDE = 10_000  # a number this large is counted anew only after ten seconds
WATCHED = {"pregnancy": ("urgent", "red", "red goes on"), "mental_disorder": ("urgent", "unstable", "locked up")}
UNSTABLE = "mental_disorder"
LISTS = {
    "pregnancy": (gettext_lazy("红色孕产妇"), "desk:mothers", "?tab=4"),
    "mental_disorder": (gettext_lazy("病情不稳定患者"), "desk:unstable", ""),
}


@dataclass(frozen=True)
class Tile:
    """A number on my day that leads to its list."""

    title: str
    count: int
    link: str
    bad: bool = False


def tiles(request: Request, on: date) -> list[Tile]:
    """List the tiles of a post: late referrals always, and what else waits."""
    late = remembered(
        "late", on, by=request.acting, seconds=10, make=lambda: programs.late(on, by=request.acting),
        worth=lambda late: late > WIDE,
    )  # fmt: skip
    found = [Tile(_("转诊超期"), late, reverse("desk:referrals"), late > 0)]
    if CARDS in request.acting.rights.manages:
        waiting, unanswered = registries.pressing(on=on, by=request.acting)
        if waiting:
            link = reverse("desk:cards") + "?state=waiting"
            found.append(Tile(_("待接收报告卡"), waiting, link, unanswered > 0))
    watched = remembered(
        "watched", on, by=request.acting, seconds=10, make=lambda: programs.decided_last(WATCHED, by=request.acting),
        worth=lambda _: level_of(request.acting.area_code) < STREET,  # few are found among very many
    )  # fmt: skip
    for program, (title, route, more) in LISTS.items():
        if watched.get(program):
            found.append(Tile(str(title), watched[program], reverse(route) + more, bad=True))
    return found


@require_GET
@allow(reads=4)
def unstable(request: Request) -> HttpResponse:
    """List the patients whose last visit found them unstable or locked up, who is due first."""
    found = programs.decided_by(UNSTABLE, WATCHED[UNSTABLE], most=MOST, by=request.acting)
    programs.note_reading([UNSTABLE] * len(found), about=("list", "unstable"), by=request.acting, at=now())
    context = {
        "rows": lines(found, today(), here=request.get_full_path(), by=request.acting),
        "cut": len(found) == MOST,
        "most": MOST,
        "may_write": request.acting.rights.may_write(Sensitivity.GUARDED_HEALTH),
    }
    return render(request, "desk/unstable.html", context)
