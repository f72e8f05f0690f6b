"""People whom nobody named: at high risk, or with several highs, told from their records with the reasons."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.people.forms import SEX
from gongwei.apps.reporting.listed import Candidate, candidates
from gongwei.apps.reporting.views.asking import asked
from gongwei.apps.reporting.views.lookup import trail
from gongwei.catalog.discovery import listings
from gongwei.catalog.regions import gazetteer
from gongwei.domain.access import Sensitivity
from gongwei.domain.listing import Listing
from gongwei.domain.regions import VILLAGE, Region, area_of
from gongwei.ui import tables
from gongwei.ui.formats import age

A_PAGE = 30
SIDES = ("out", "in")


@dataclass(frozen=True)
class Asked:
    """What the page was asked for: the list, and the place; people are listed for a village alone."""

    listing: Listing
    place: Region
    on: date

    @property
    def parameters(self) -> dict[str, str]:
        return {"list": self.listing.key, "region": str(self.place.code)}


@require_GET
@allow(reads=3)
def lists(request: Request) -> HttpResponse:
    """Show a list of a village's people with the reasons, or the places inside a wider area to choose from."""
    one = _asked(request)
    context = {
        "one": one,
        "listings": listings().values(),
        "trail": [each for each in trail(one.place) if each.code in area_of(request.acting.area_code)],
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
    }
    if one.place.level < VILLAGE:
        return render(request, "reporting/lists.html", context | {"inside": _inside(one.place)})
    found = candidates(one.listing, one.place.code, on=one.on)
    _told(request, one, len(found))
    return render(request, "reporting/lists.html", context | _page(request, one, found))


def _page(request: Request, one: Asked, found: list[Candidate]) -> dict[str, object]:
    side = asked(request, "side") if asked(request, "side") in SIDES and one.listing.program else ""
    shown = _on_side(found, side)
    parameters = one.parameters | ({"side": side} if side else {})
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=len(shown), size=A_PAGE, parameters=parameters
    )
    taken = sum(each.enrolled for each in found)
    tabs = [("", _("全部"), len(found)), ("out", _("未建卡"), len(found) - taken), ("in", _("已建卡"), taken)]
    return {
        "village": True,
        "tabs": [(key, title, count, tables.address(one.parameters, side=key)) for key, title, count in tabs],
        "side": side,
        "rows": [(each, age(each.person.birth_date, one.on)) for each in shown[pager.start : pager.last]],
        "pager": pager,
        "export": reverse("reporting:export_list") + tables.address(parameters),
    }


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out a village's people on a list, with the reasons, as an Excel file."""
    one = _asked(request)
    if one.place.level < VILLAGE:
        raise Http404
    rows = [
        (
            each.name, SEX.name_of(each.person.sex or ""), each.person.birth_date, age(each.person.birth_date, one.on),
            _("；").join(each.reasons), _("已建卡") if each.enrolled else _("未建卡"),
        )
        for each in _on_side(candidates(one.listing, one.place.code, on=one.on), asked(request, "side"))
    ]  # fmt: skip
    headings = [_("居民"), _("性别"), _("出生日期"), _("年龄"), _("理由"), _("是否建卡")]
    listed = Listed(title=_(one.listing.title), name=one.listing.key, headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", one.listing.key), detail={"rows": len(rows)})


def _asked(request: Request) -> Asked:
    """Read what is asked for, by default the first list and the post's own area. Hidden and absent answer the same."""
    key = asked(request, "list") or next(iter(listings()))
    place = request.acting.place(asked(request, "region") or str(request.acting.area_code))
    if key not in listings() or place is None:
        raise Http404
    return Asked(listings()[key], place, today())


def _inside(place: Region) -> list[Region]:
    below = (each for each in gazetteer().regions if each.level == place.level + 1 and each.valid_to is None)
    return [each for each in below if each.code in place.area]


def _on_side(found: list[Candidate], side: str) -> list[Candidate]:
    return [each for each in found if side not in SIDES or each.enrolled == (side == "in")]


def _told(request: Request, one: Asked, rows: int) -> None:
    detail = {"rows": rows, "region": one.place.code}
    audit.record("people.listed", by=request.acting, at=now(), about=("list", one.listing.key), detail=detail)
