"""The numbers of the rules that no source has confirmed: what stands, since when, by which document; who settles."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.planning.actions.numbers import settle_number
from gongwei.apps.planning.queries import numbers as queries
from gongwei.apps.reporting.views.asking import asked
from gongwei.catalog.discovery import numbers
from gongwei.domain.access import NUMBERS, RIGHTS
from gongwei.domain.settling import KINDS, NotSettleable, OpenNumber
from gongwei.domain.tongue import listed
from gongwei.ui import tables

A_PAGE = 40
OPEN, SETTLED = "open", "settled"


@dataclass(frozen=True)
class Row:
    """A number with what stands for it today and what comes next; `now` is None while nobody settled it."""

    number: OpenNumber
    now: queries.SettledNumber | None
    next: queries.SettledNumber | None

    @property
    def title(self) -> str:
        return f"{_(self.number.title)} · {_(KINDS[self.number.kind])}"

    @property
    def unit(self) -> str:
        return _(self.number.unit) if self.number.unit else ""

    @property
    def default(self) -> str:
        return printed(self.number.values)

    @property
    def value(self) -> str:
        return printed(queries.values(self.now)) if self.now else self.default

    @property
    def coming(self) -> str:
        return printed(queries.values(self.next)) if self.next else ""

    @property
    def source(self) -> str:
        return self.now.source if self.now else _("；").join(map(_, self.number.source.split("；")))

    @property
    def used_in(self) -> str:
        return listed(map(_, self.number.used_in))


@require_GET
@allow(anybody=True)
def numbers_list(request: Request) -> HttpResponse:
    """List the numbers of the rules that no source confirmed, those still open first."""
    every = _rows()
    state = asked(request, "state") if asked(request, "state") in (OPEN, SETTLED) else ""
    rows = _in_state(every, state)
    parameters = {"state": state} if state else {}
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=len(rows), size=A_PAGE, parameters=parameters
    )
    settled = sum(row.now is not None for row in every)
    context = {
        "rows": rows[pager.start : pager.last],
        "pager": pager,
        "state": state,
        "tabs": [
            ("", _("全部"), len(every)),
            (OPEN, _("未核实"), len(every) - settled),
            (SETTLED, _("已核定"), settled),
        ],
        "settlers": settlers(),
        "export": reverse("reporting:export_numbers") + tables.address(parameters),
    }
    return render(request, "reporting/numbers.html", context)


@require_GET
@allow(anybody=True)
@exports("catalogue")
def export(request: Request) -> HttpResponse:
    """Hand out the numbers with what stands for each as an Excel file, for the office that settles them."""
    headings = [
        _("编号"), _("数字"), _("单位"), _("现行值"), _("默认值"), _("核实"), _("自"), _("依据"), _("用于"),
        _("谁可核定"),
    ]  # fmt: skip
    rows = (
        (
            row.number.key, row.title, row.unit, row.value, row.default, _("已核定") if row.now else _("未核实"),
            row.now.since_date if row.now else None, row.source, row.used_in, settlers(),
        )
        for row in _in_state(_rows(), asked(request, "state"))
    )  # fmt: skip
    said = Listed(title=_("待核实的数字"), name="numbers", headings=headings, rows=rows)
    return hand_out(said, by=request.acting, at=now(), about=("catalogue", "numbers"))


@require_GET
@allow(anybody=True)
def number(request: Request, number: str) -> HttpResponse:
    """Show one number with all that was ever settled for it."""
    return render(request, "reporting/number.html", _page(request, number))


@require_POST
@allow(manages=NUMBERS)
def settle(request: Request, number: str) -> HttpResponse:
    """Settle a number from a later day on, by a document."""
    written = {name: asked(request, name, longest=300) for name in ("low", "high", "since", "source")}
    page = _page(request, number)
    try:
        values = tuple(_number(written[name]) for name in ("low", "high")[: len(numbers()[number].values)])
        since, source = _day(written["since"]), written["source"]
        settle_number(key=number, settled=values, since=since, source=source, by=request.acting, on=today(), at=now())
    except NotSettleable as refusal:
        context = page | {"written": written, "wrong": str(refusal)}
        return render(request, "reporting/number.html", context, status=422)
    messages.success(request, _("已核定，自 %(day)s 起施行。") % {"day": since.isoformat()})
    return redirect("reporting:number", number=number)


def settlers() -> str:
    """Name the roles that may settle a number."""
    return listed(_(rights.title) for rights in RIGHTS.values() if NUMBERS in rights.manages)


def printed(values: tuple[float, ...]) -> str:
    """Write a number, or both ends of a range."""
    return "–".join(f"{value:g}" for value in values)


def _rows() -> list[Row]:
    now_standing, then = queries.standing(on=today()), queries.coming(on=today())
    rows = [Row(one, now_standing.get(key), then.get(key)) for key, one in numbers().items()]
    order = list(KINDS)
    return sorted(rows, key=lambda row: (row.now is not None, order.index(row.number.kind)))


def _in_state(rows: list[Row], state: str) -> list[Row]:
    return [row for row in rows if state not in (OPEN, SETTLED) or (row.now is not None) == (state == SETTLED)]


def _page(request: Request, key: str) -> dict[str, Any]:
    if key not in numbers():
        raise Http404
    row = Row(numbers()[key], queries.standing(on=today()).get(key), queries.coming(on=today()).get(key))
    past = [(one, printed(queries.values(one))) for one in queries.history(key)]
    return {
        "row": row,
        "history": past,
        "default_source": _("；").join(map(_, row.number.source.split("；"))),
        "is_range": len(row.number.values) == 2,
        "may_settle": NUMBERS in request.acting.rights.manages,
        "settlers": settlers(),
        "written": {},
    }


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise NotSettleable(_("数值应为数字，请重填。")) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotSettleable(_("请选择施行日期。")) from None
