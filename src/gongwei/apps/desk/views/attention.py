"""What cannot wait for its turn in a list: cards that came in, and whoever follows them on my day."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongwei.apps.accounts.remembering import remembered
from gongwei.apps.desk.views import Request
from gongwei.apps.programs import queries as programs
from gongwei.apps.registries import queries as registries
from gongwei.domain.access import CARDS

WIDE = 10_000  # a number this large is counted anew only after ten seconds
WATCHED = {"pregnancy": ("urgent", "red", "red goes on"), "mental_disorder": ("urgent", "unstable", "locked up")}
LISTS = {
    "pregnancy": (gettext_lazy("红色孕产妇"), "desk:mothers", "?tab=4"),
    "mental_disorder": (gettext_lazy("病情不稳定患者"), "desk:my_day", "?program=mental_disorder"),
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
        worth=lambda counts: sum(counts.values()) > WIDE // 100,
    )  # fmt: skip
    for program, (title, route, more) in LISTS.items():
        if watched.get(program):
            found.append(Tile(str(title), watched[program], reverse(route) + more, bad=True))
    return found
