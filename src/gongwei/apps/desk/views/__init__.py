"""Pages of the clinic: what is due, who it is, what was done, what must follow."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongwei.apps.accounts.hashing import keyed_digest
from gongwei.apps.accounts.middleware import today
from gongwei.apps.accounts.policy import Request
from gongwei.apps.people.queries import Resident
from gongwei.apps.people.queries import resident as find_resident
from gongwei.apps.places.queries import names_inside, place_name, region_names
from gongwei.domain.regions import STREET, VILLAGE, level_of
from gongwei.ui.formats import Due


def resident_or_404(resident_id: UUID) -> Resident:
    """Give a resident whom the post may see; hidden and absent answer the same."""
    found = find_resident(resident_id)
    if found is None:
        raise Http404
    return found


def next_page(request: HttpRequest, otherwise: str) -> str:
    """Read where to go on from `next`, if that lies on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    here = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if here else otherwise


def text(request: HttpRequest, name: str, longest: int = 60) -> str:
    """Read a short parameter of the address."""
    return request.GET.get(name, "").strip()[:longest]


def posted(request: HttpRequest) -> dict[str, list[str]]:
    """Give what a page posted, by name; a name may stand several times."""
    return {name: [str(value) for value in values] for name, values in request.POST.lists()}


def chosen_id(request: Request, name: str) -> UUID:
    """Give the id of what a page sends: the same for the same form sent twice, and a new one where none is named.

    It is made of what the page chose, of who asks, so that nobody tries whether an id of somebody else is taken, and of
    what is sent: who goes back to a page and writes something else there sends another form.
    """
    try:
        chosen = UUID(request.POST.get(name, ""))
    except ValueError:
        return uuid4()
    said = sorted((key, values) for key, values in posted(request).items() if key not in ("csrfmiddlewaretoken", name))
    whole = json.dumps([str(request.acting.user_id), str(chosen), request.path, said])
    return UUID(bytes=keyed_digest("form", whole.encode("utf-8", "replace"))[:16], version=4)


def read_day(written: str) -> date | None:
    """Read a day as a page posts it; anything else is none."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def address_of(one: Resident) -> str:
    """Say where a resident lives: the address alone when it names the village, else the place before it."""
    place = place_name(one.area_code)
    return one.address if place.rsplit(" ", 1)[-1] in one.address else f"{place} {one.address}".strip()


def door_of(one: Resident) -> tuple[str, str]:
    """Split an address for a narrow column: the village, and what stands after its name."""
    village = place_name(one.area_code).rsplit(" ", 1)[-1]
    return village, one.address.rpartition(village)[2]


@dataclass(frozen=True)
class Clock(Due):
    """A due day against today, in words."""

    @property
    def words(self) -> str:
        if self.days < 0:
            return ngettext("逾期 %(days)s 天", "逾期 %(days)s 天", -self.days) % {"days": -self.days}
        if self.days == 0:
            return _("今天")
        return ngettext("%(days)s 天后", "%(days)s 天后", self.days) % {"days": self.days}

    @property
    def iso(self) -> str:
        return self.day.isoformat()


def clock(day: date | None, today: date) -> Clock | None:
    """Set a due day against today; None when nothing is due."""
    return None if day is None else Clock(day, (day - today).days)


def villages(request: Request) -> dict[int, str]:
    """Name the villages of the post, by code."""
    code = request.acting.area_code
    if level_of(code) == VILLAGE:
        return {code: region_names()[code]}
    if level_of(code) == STREET:
        return dict(names_inside(code, on=today()))
    inside = (one for one in region_names() if level_of(one) == VILLAGE and request.acting.holds(one))
    return {one: place_name(one) for one in sorted(inside)}
