"""Referrals: a clock for each, and nothing ends without an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import Clock, clock, next_page, text
from gongwei.apps.programs import actions, queries
from gongwei.catalog.discovery import programs
from gongwei.domain.access import Sensitivity
from gongwei.domain.destinations import DESTINATIONS
from gongwei.ui import tables
from gongwei.ui.formats import age

A_PAGE = 25
State = queries.ReferralRow.State
TONES = {
    State.OPEN: "warn",
    State.ACCEPTED: "info",
    State.ANSWERED: "ok",
    State.CLOSED: "mute",
    State.CANCELLED: "mute",
}
STEP_TITLES = {
    State.ACCEPTED: gettext_lazy("已接诊"),
    State.ANSWERED: gettext_lazy("登记结果"),
    State.CLOSED: gettext_lazy("结束"),
    State.CANCELLED: gettext_lazy("取消转诊"),
}

SLIPS = {Sensitivity.HEALTH: "referral", Sensitivity.GUARDED_HEALTH: "guarded_referral"}
STEPS_AT = {Sensitivity.HIDDEN_HEALTH: "desk:hidden_step_referral"}


@dataclass(frozen=True)
class Row:
    """One referral with its clock and the steps that it may take."""

    referral: queries.ReferralRow
    age: str
    to: str
    program: str
    tone: str
    due: Clock | None
    steps: tuple[tuple[str, str], ...]  # none for who may not write the referral's class
    step_link: str
    slip: str  # the kind of card on which the hospital is told; of class 5 it is told by no card


@require_GET
@allow(reads=3)
def referrals(request: Request) -> HttpResponse:
    """List referrals by due day, those that wait first."""
    return listing(request, export=reverse("desk:export_referrals"))


def listing(request: Request, *, only: Sensitivity | None = None, export: str = "") -> HttpResponse:
    """List the referrals that a post sees, or those of one class alone."""
    state = _chosen_state(request)
    found = queries.referrals(state=state, by=request.acting, only=only)
    counts = queries.referral_counts(also=state, by=request.acting, only=only)
    parameters = {"state": state} if state else {}
    total = counts.get(state, 0) if state else sum(counts.get(one, 0) for one in queries.OPEN_STATES)
    pager = tables.pager(
        page=tables.chosen_page(request.GET.get("page")), total=total, size=A_PAGE, parameters=parameters
    )
    tabs: list[tuple[str, str, int | str]] = [("", _("未结束"), sum(counts.get(one, 0) for one in queries.OPEN_STATES))]
    tabs += [(one.value, _(one.label), _shown_count(one, counts)) for one in State]
    shown = queries.referral_page(found, first=pager.start, size=A_PAGE)
    queries.note_reading((one.program for one in shown), about=("list", "referrals"), by=request.acting, at=now())
    context = {
        "rows": rows(shown, by=request.acting),
        "only": only,
        "to_hidden": only is None and request.acting.rights.may_read(Sensitivity.HIDDEN_HEALTH),
        "tabs": tabs,
        "state": state,
        "pager": pager,
        "here": request.get_full_path(),
        "export": export and export + tables.address(parameters),
    }
    return render(request, "desk/referrals.html", context)


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out the referrals of one state, or those that wait, as an Excel file."""
    found = queries.referrals(state=_chosen_state(request), by=request.acting)
    shown = queries.referral_page(found, first=0, size=MOST_ROWS + 1)
    queries.note_reading((one.program for one in shown), about=("list", "referrals"), by=request.acting, at=now())
    headings = [
        _("居民"), _("年龄"), _("项目"), _("转往"), _("原因"), _("转诊日期"), _("期限"), _("状态"), _("结果"),
        _("结束日期"),
    ]  # fmt: skip
    made = [
        (
            row.referral.resident.name, row.age, row.program, row.to, row.referral.reason, row.referral.opened_date,
            row.referral.due_date, _(row.referral.get_state_display()), row.referral.result, row.referral.closed_date,
        )
        for row in rows(shown, by=request.acting)
    ]  # fmt: skip
    listed = Listed(title=_("转诊"), name="referrals", headings=headings, rows=made)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "referrals"))


def _chosen_state(request: Request) -> str:
    return text(request, "state") if text(request, "state") in State.values else ""


def _shown_count(state: State, counts: dict[str, int]) -> int | str:
    return counts.get(state, 0) if state in queries.OPEN_STATES else counts.get(state, "")


@require_POST
@allow(writes=3)
def step(request: Request, referral_id: UUID) -> HttpResponse:
    """Move a referral on: accepted, answered, closed, cancelled."""
    return take_further(request, queries.referral(referral_id, by=request.acting))


def take_further(request: Request, found: queries.ReferralRow | None) -> HttpResponse:
    """Move a referral on whose class the post writes; any other is as if it were not."""
    if found is None or not request.acting.rights.may_write(class_of(found)):
        raise Http404
    try:
        moved = actions.step_referral(
            referral=found,
            to=request.POST.get("to", ""),
            result=request.POST.get("result", "")[:500],
            by=request.acting,
            on=today(),
            at=now(),
        )
        messages.success(
            request,
            _("%(name)s 的转诊：%(state)s。") % {"name": found.resident.name, "state": _(State(moved.state).label)},
        )
    except (actions.WrongStep, actions.ResultMissing) as refusal:
        messages.error(request, str(refusal))
    return redirect(next_page(request, reverse("desk:referrals")))


def class_of(one: queries.ReferralRow) -> Sensitivity:
    """Give the class of the programme that a referral follows from."""
    return programs()[one.program].sensitivity


def rows(found: Iterable[queries.ReferralRow], *, by: Acting) -> list[Row]:
    """Set referrals out for a list, each with the steps that the post may take it."""
    on = today()
    return [
        Row(
            referral=one,
            age=age(one.resident.birth_date, on),
            to=_(DESTINATIONS.name_of(one.refer_to)),
            program=_(programs()[one.program].title),
            tone=TONES[State(one.state)],
            due=clock(one.due_date, on) if one.state in queries.OPEN_STATES else None,
            steps=_steps(one) if by.rights.may_write(class_of(one)) else (),
            step_link=reverse(STEPS_AT.get(class_of(one), "desk:step_referral"), args=[one.pk]),
            slip=SLIPS.get(class_of(one), ""),
        )
        for one in found
    ]


def _steps(one: queries.ReferralRow) -> tuple[tuple[str, str], ...]:
    return tuple((to.value, str(STEP_TITLES[to])) for to in actions.STEPS.get(State(one.state), ()))
