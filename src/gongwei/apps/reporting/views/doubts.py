"""Truth of records: the doubts of a street with their evidence, for who checks them, and for who wrote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.middleware import now
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.places.queries import institution_names, place_name
from gongwei.apps.planning.actions.doubts import NotForYou, SaysTooLittle, answer_doubt, settle_doubt
from gongwei.apps.planning.queries import doubts as queries
from gongwei.apps.planning.queries.doubts import RecordDoubt
from gongwei.apps.reporting.jobs import look_at_records
from gongwei.apps.reporting.truth import shown
from gongwei.apps.reporting.views.asking import asked
from gongwei.catalog.codelists.answers import VISIT_MODES
from gongwei.catalog.discovery import programs
from gongwei.domain.access import TRUTH
from gongwei.domain.plausibility import KINDS
from gongwei.ui import tables

A_PAGE = 30
TONES = {"to_check": "warn", "explained": "ok", "corrected": "info"}


@dataclass(frozen=True)
class Row:
    """A doubt as lists and its page show it."""

    doubt: RecordDoubt
    institution: str  # where no user is known

    @property
    def title(self) -> str:
        return KINDS.name_of(self.doubt.kind)

    @property
    def who(self) -> str:
        if self.doubt.actor is not None:
            return self.doubt.actor.full_name
        return self.institution or _("未记录录入人")

    @property
    def place(self) -> str:
        return place_name(self.doubt.area_code)

    @property
    def state(self) -> str:
        return _(self.doubt.get_state_display())

    @property
    def tone(self) -> str:
        return TONES[self.doubt.state]

    @property
    def evidence(self) -> str:
        return evidence_words(self.doubt.kind, self.doubt.evidence)


def evidence_words(kind: str, told: dict[str, float]) -> str:
    """Say what speaks for a doubt, in numbers."""
    said = {
        "digits": _("%(readings)d 次收缩压中，最多的一个尾数占 %(favoured).0f%%（效应 %(effect).2f，χ² %(chi2).0f）"),
        "copied": _("%(pairs)d 次复诊中 %(same)d 次与上次完全相同，按同街道其他人推算约 %(expected).1f 次"),
        "burst": _("%(minutes).1f 分钟内录入 %(visits)d 次"),
        "phone": _("与本人通话后 %(minutes).0f 分钟录入为入户随访"),
        "homes": _("一天入户 %(visits)d 人"),
        "dead": _("随访日期在死亡日期之后 %(days)d 天"),
        "hours": _("当天 %(hour).0f 时录入"),
        "holidays": _("%(pairs)d 次随访中 %(same)d 次在法定节假日，天天一样忙也只有约 %(expected).1f 次"),
    }[kind]
    return said % (told | ({"favoured": 100 * told["favoured"]} if "favoured" in told else {}))


@require_GET
@allow(manages=TRUTH, reads=3)
def doubt_list(request: Request) -> HttpResponse:
    """List the doubts of a street for who checks them."""
    found, parameters = _chosen(request)
    counts = queries.doubt_counts()
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=found.count(), size=A_PAGE, parameters=parameters
    )
    context = {
        "rows": _rows(found[pager.start : pager.last]),
        "pager": pager,
        "state": parameters["state"],
        "kind": parameters["kind"],
        "kinds": [(kind, KINDS.name_of(kind)) for kind in KINDS],
        "tabs": [(key, _(name), counts.get(key, 0)) for key, name in queries.STATES.items()],
        "export": reverse("reporting:export_doubts") + tables.address(parameters),
    }
    return render(request, "reporting/doubts.html", context)


@require_GET
@allow(manages=TRUTH, reads=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out the list of doubts as an Excel file."""
    found, parameters = _chosen(request)
    headings = [
        _("存疑种类"), _("录入人"), _("地区"), _("依据"), _("状态"), _("本人说明"), _("核对结果"), _("发现时间"),
    ]  # fmt: skip
    rows = (
        (one.title, one.who, one.place, one.evidence, one.state, one.doubt.answer, one.doubt.note, one.doubt.found_at)
        for one in _rows(found[: MOST_ROWS + 1])
    )
    listed = Listed(title=_("记录真实性"), name="record-doubts", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "doubts"), detail=parameters)


@require_GET
@allow(manages=TRUTH, reads=3)
def doubt(request: Request, doubt_id: UUID) -> HttpResponse:
    """Show one doubt with the visits that speak for it."""
    one = _found(doubt_id)
    context = {
        "row": _rows([one])[0],
        "visits": _evidence(request, one),
        "checks": one.actor_id != request.acting.user_id,
        "outcomes": [(key, _(name)) for key, name in queries.STATES.items()],
    }
    return render(request, "reporting/doubt.html", context)


@allow(writes=3)
@require_http_methods(["GET", "POST"])
def mine(request: Request) -> HttpResponse:
    """Show who wrote the visits what is in doubt about them, and take their answer."""
    found = queries.doubts_about(request.acting.user_id)
    if request.method == "POST":
        one = next((each for each in found if str(each.pk) == asked(request, "doubt")), None)
        if one is None:
            raise Http404
        try:
            answer_doubt(doubt=one, answer=_words(request), by=request.acting, at=now())
        except SaysTooLittle as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("说明已保存。"))
        return redirect("reporting:my_doubts")
    rows = [(row, _evidence(request, row.doubt)) for row in _rows(found[:A_PAGE])]
    return render(request, "reporting/my_doubts.html", {"rows": rows})


@require_POST
@allow(manages=TRUTH, writes=3)
def settle(request: Request, doubt_id: UUID) -> HttpResponse:
    """Write down what the check found."""
    one, state = _found(doubt_id), asked(request, "state")
    try:
        settle_doubt(
            doubt=one, state=state if state in queries.STATES else "to_check", note=_words(request),
            by=request.acting, at=now(),
        )  # fmt: skip
    except (NotForYou, SaysTooLittle) as error:
        messages.error(request, str(error))
        return redirect("reporting:doubt", doubt_id=doubt_id)
    messages.success(request, _("核对结果已保存。"))
    return redirect("reporting:doubts")


@require_POST
@allow(manages=TRUTH, writes=3)
def look(request: Request) -> HttpResponse:
    """Have the worker look through the records now."""
    look_at_records.defer(assignment_id=str(request.acting.assignment_id))
    messages.success(request, _("已开始核对近一年的记录，结果会列在这里，稍后刷新即可。"))
    return redirect("reporting:doubts")


def _chosen(request: Request) -> tuple[Any, dict[str, str]]:
    state, kind = asked(request, "state"), asked(request, "kind")
    state = state if state in queries.STATES else "to_check"
    found = queries.doubts().filter(state=state)
    if kind in KINDS:
        found = found.filter(kind=kind)
    return found, {"state": state, "kind": kind if kind in KINDS else ""}


def _rows(found: Iterable[RecordDoubt]) -> list[Row]:
    doubts = list(found)
    known = institution_names({one.institution_id for one in doubts if one.institution_id})
    return [Row(one, known.get(one.institution_id, "") if one.institution_id else "") for one in doubts]


def _found(doubt_id: UUID) -> RecordDoubt:
    found = queries.doubts().filter(pk=doubt_id).first()
    if found is None:
        raise Http404
    return found


def _evidence(request: Request, one: RecordDoubt) -> list[tuple[Any, str, str]]:
    """Give the visits that speak for a doubt, and write down that they were looked at."""
    visits = shown(one.visits)
    detail = {"rows": len(visits), "kind": one.kind}
    audit.record("people.listed", by=request.acting, at=now(), about=("doubt", one.pk), detail=detail)
    return [(each, _(programs()[each.program].title), _mode(each.mode)) for each in visits]


def _mode(code: str) -> str:
    return VISIT_MODES.name_of(code) if code in VISIT_MODES else "—"


def _words(request: Request) -> str:
    return asked(request, "words", longest=500)
