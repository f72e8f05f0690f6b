"""What cannot wait for its turn in a list: cards that came in, and whoever follows them on my day."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gongwei.apps.accounts.remembering import remembered
from gongwei.apps.desk.views import Request
from gongwei.apps.programs import queries as programs
from gongwei.apps.registries import queries as registries
from gongwei.domain.access import CARDS

WIDE = 10_000  # a number this large is counted anew only after ten seconds


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
    return found
