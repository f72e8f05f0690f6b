"""My day: who is due, one click to act."""

from dataclasses import astuple, dataclass
from datetime import date
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.accounts.remembering import remembered
from gongwei.apps.desk.queries import Charge, charge_of, in_charge
from gongwei.apps.desk.views import attention, chosen_id, read_day, text
from gongwei.apps.desk.views.lines import Line, lines
from gongwei.apps.people import glass
from gongwei.apps.people import queries as people
from gongwei.apps.places import queries as places
from gongwei.apps.programs import actions, queries
from gongwei.catalog.discovery import programs
from gongwei.domain.access import AUDIT, DIRECTORY, HOSPITAL, JOINT_GROUP, REVIEWS, Sensitivity
from gongwei.domain.addresses import house_order
from gongwei.domain.regions import STREET, VILLAGE, level_of
from gongwei.ui import tables

A_PAGE = 25
MOST_DOORS = 60  # more nobody walks to in a day
WIDE = 10_000  # a list this long is counted anew only after ten seconds


@require_GET
@allow(anybody=True)
def home(request: Request) -> HttpResponse:
    """Lead to the page on which the post's day begins."""
    rights = request.acting.rights
    if rights.may_read(Sensitivity.HEALTH):
        return redirect("desk:my_day")
    if HOSPITAL in rights.manages:
        return redirect("desk:hospital")
    if JOINT_GROUP in rights.manages:
        return redirect("joint_group:concerns")
    if DIRECTORY in rights.manages:
        return redirect("accounts:users")
    return redirect("accounts:audit" if AUDIT in rights.manages else "reporting:scoreboard")


@dataclass(frozen=True)
class Asked:
    """What the address asks to see, reduced to what the post may ask."""

    counts: queries.DueCounts
    window: str
    sort: str
    program: str
    within: int | None
    charge: Charge | None  # of the doctor whose work is asked for
    columns: list[tables.Column]
    parameters: dict[str, str]

    def shown(self, on: date, *, by: Acting, wide: bool = False) -> queries.InSight[queries.EnrolmentRow]:
        """Give the rows of the chosen window."""
        found = queries.due(today=on, program=self.program, within=self.within, wide=wide, by=by)
        found = self.charge.of(found) if self.charge else found
        return found.filter(queries.window(self.window, on))


def _asked(request: Request, on: date) -> Asked:
    program = text(request, "program") if text(request, "program") in queries.programs_for(request.acting) else ""
    within = _chosen_place(request)
    doctor = _chosen_doctor(request)
    charge = charge_of(doctor, on=on) if doctor else None
    found = queries.due(today=on, program=program, within=within, by=request.acting)
    found = charge.of(found) if charge else found
    counts = queries.due_counts(found, on) if charge else remembered(
        "due", on, program, within, by=request.acting, seconds=10,
        make=lambda: queries.due_counts(found, on), worth=lambda counts: sum(astuple(counts)) > WIDE,
    )  # fmt: skip
    columns = _columns(small=level_of(request.acting.area_code) >= STREET)
    return Asked(
        counts=counts,
        window=_chosen_window(request, counts),
        sort=tables.chosen_sort(columns, text(request, "sort"), "due"),
        program=program,
        within=within,
        charge=charge,
        columns=columns,
        parameters={
            name: text(request, name) for name in ("w", "program", "place", "doctor", "sort") if text(request, name)
        },
    )


def _page(asked: Asked, on: date, *, first: int, by: Acting) -> list[queries.EnrolmentRow]:
    """Read one page; of a wide list by the days over which its rows were found to be spread within ten seconds."""
    sort, wide = (
        asked.sort,
        asked.charge is None and getattr(asked.counts, asked.window) > WIDE and not asked.sort.endswith("name"),
    )
    if not wide:
        return queries.due_page(asked.shown(on, by=by), sort=sort, first=first, size=A_PAGE)
    spread = remembered(
        "spread", on, asked.program, asked.within, asked.window, sort.lstrip("-"), by=by, seconds=10,
        make=lambda: queries.spread(asked.shown(on, by=by), sort=sort),
    )  # fmt: skip
    return queries.due_page(asked.shown(on, by=by, wide=True), sort=sort, first=first, size=A_PAGE, spread=spread)


@require_GET
@allow(reads=3)
def my_day(request: Request) -> HttpResponse:
    """List what is due: overdue, today, this week; by programme and place; sorted and paged."""
    on = today()
    asked = _asked(request, on)
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")),
        total=getattr(asked.counts, asked.window),
        size=A_PAGE,
        parameters=asked.parameters,
    )
    shown = _page(asked, on, first=pager.start, by=request.acting)
    queries.note_reading((one.program for one in shown), about=("list", "due"), by=request.acting, at=now())
    context = {
        "glass_overdue": glass.overdue(request.acting, at=now()) if REVIEWS in request.acting.rights.manages else 0,
        "on": on,
        "place": places.place_name(request.acting.area_code),
        "tiles": _tiles(asked.counts, asked.window, asked.parameters),
        "attention": attention.tiles(request, on),
        "programs": queries.programs_for(request.acting).values(),
        "program": asked.program,
        "places": _places(request, on),
        "chosen_place": text(request, "place"),
        "doctors": _doctors(request, on),
        "chosen_doctor": text(request, "doctor"),
        "window": asked.window,
        "headings": tables.headings(asked.columns, asked.parameters, asked.sort),
        "rows": lines(shown, on, here=request.get_full_path(), by=request.acting, charge=asked.charge),
        "pager": pager,
        "route": reverse("desk:route") + tables.address(asked.parameters, w=asked.window),
        "export": reverse("desk:export_day") + tables.address(asked.parameters, w=asked.window),
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
    }
    return render(request, "desk/my_day.html", context)


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out the chosen list as an Excel file."""
    on = today()
    asked = _asked(request, on)
    found = queries.due_page(asked.shown(on, by=request.acting), sort=asked.sort, first=0, size=MOST_ROWS + 1)
    queries.note_reading((one.program for one in found), about=("list", "due"), by=request.acting, at=now())
    shown = lines(found, on)
    headings = [_("姓名"), _("年龄"), _("电话"), _("项目"), _("应随访"), _("上次随访"), _("村（社区）"), _("住址")]
    rows = [
        (
            one.name, one.age, one.phone, one.program, one.enrolment.next_due_date, one.enrolment.last_visit_date,
            one.village, one.door,
        )
        for one in shown
    ]  # fmt: skip
    listed = Listed(title=_("应随访"), name="due", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "due"))


@require_GET
@allow(reads=3)
def route(request: Request) -> HttpResponse:
    """Put those who are due in the order of their doors: village, street, house, flat; to be printed and walked."""
    on = today()
    asked = _asked(request, on)
    total = getattr(asked.counts, asked.window)
    shown = queries.due_page(asked.shown(on, by=request.acting), sort="due", first=0, size=MOST_DOORS)
    queries.note_reading((one.program for one in shown), about=("list", "route"), by=request.acting, at=now())
    stops: dict[UUID, Stop] = {}
    for line in lines(shown, on, by=request.acting, charge=asked.charge):
        stop = stops.setdefault(line.enrolment.resident_id, Stop(line, []))
        stop.programs.append(line.program)
    context = {
        "on": on,
        "place": places.place_name(request.acting.area_code),
        "stops": sorted(stops.values(), key=lambda stop: (stop.line.enrolment.area_code, house_order(stop.line.door))),
        "left": max(total - MOST_DOORS, 0),
        "back": reverse("desk:my_day") + tables.address(asked.parameters),
    }
    audit.record("route.print", by=request.acting, at=now(), about=("list", "route"), detail={"rows": len(stops)})
    return render(request, "desk/route.html", context)


@dataclass(frozen=True)
class Stop:
    """One door of a route, with the programmes that are due behind it."""

    line: Line
    programs: list[str]


@require_http_methods(["GET", "POST"])
@allow(writes=3)
def call(request: Request, enrolment_id: UUID) -> HttpResponse:
    """Show the number to call, which is audited; then note how the call ended."""
    enrolment = queries.enrolment(enrolment_id, by=request.acting)
    if enrolment is None:
        raise Http404
    outcomes = queries.CallRow.Outcome.choices
    if request.method == "POST" and request.POST.get("outcome") in dict(outcomes):
        made = actions.record_call(
            form_id=chosen_id(request, "form_id"),
            enrolment=enrolment,
            outcome=request.POST["outcome"],
            agreed_date=read_day(request.POST.get("agreed_date", "")),
            note=request.POST.get("note", "")[:200],
            by=request.acting,
            at=now(),
        )
        answer = render(request, "desk/call_noted.html", {"call": made, "enrolment": enrolment, "swap": True})
        answer["HX-Trigger"] = "close-sheet"
        return answer
    about = ("resident", enrolment.resident_id)
    queries.note_reading([enrolment.program], about=about, by=request.acting, at=now())
    audit.record("phone.read", by=request.acting, at=now(), about=about)
    context = {
        "form_id": uuid4(),
        "enrolment": enrolment,
        "phone": people.phone_of(enrolment.resident, masked=False),
        "outcomes": outcomes,
        "program": _(programs()[enrolment.program].title),
    }
    return render(request, "desk/call.html", context)


def _columns(*, small: bool) -> list[tables.Column]:
    """A district's list is not offered by name: it would sort thousands whom nobody reads in that order."""
    return [
        tables.Column(_("姓名"), "name" if small else ""),
        tables.Column(_("项目")),
        tables.Column(_("应随访"), "due"),
        tables.Column(_("上次随访"), "last"),
        tables.Column(_("住址")),
        tables.Column(_("操作")),
    ]


def _chosen_window(request: Request, counts: queries.DueCounts) -> str:
    asked = text(request, "w")
    if asked in queries.WINDOWS:
        return asked
    return next((name for name in queries.WINDOWS if getattr(counts, name)), queries.TODAY)


def _chosen_place(request: Request) -> int | None:
    place = request.acting.place(text(request, "place"))
    return place.code if place else None


def _chosen_doctor(request: Request) -> UUID | None:
    """Read whose work is asked for; `me` is who asks."""
    asked = text(request, "doctor", 36)
    try:
        return request.acting.user_id if asked == "me" else UUID(asked)
    except ValueError:
        return None


def _doctors(request: Request, on: date) -> dict[UUID, str]:
    """Offer the doctors in charge in a street or a village; a wider post chooses a place first."""
    return in_charge(on) if level_of(request.acting.area_code) >= STREET else {}


def _places(request: Request, on: date) -> list[tuple[str, str]]:
    if level_of(request.acting.area_code) == VILLAGE:
        return []
    return [(str(code), name) for code, name in places.names_inside(request.acting.area_code, on=on)]


def _tiles(counts: queries.DueCounts, window: str, parameters: dict[str, str]) -> list[dict[str, object]]:
    titles = {queries.OVERDUE: _("已逾期"), queries.TODAY: _("今天到期"), queries.WEEK: _("未来六天")}
    return [
        {
            "title": title,
            "count": getattr(counts, name),
            "link": tables.address(parameters, w=name, page=None),
            "current": name == window,
            "bad": name == queries.OVERDUE and counts.overdue > 0,
        }
        for name, title in titles.items()
    ]
