"""Who is long overdue, what has been tried, what to try next, and closing with a reason."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.declared import exports
from gongwei.apps.accounts.files import MOST_ROWS, Listed, hand_out
from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request, allow
from gongwei.apps.desk.views import story
from gongwei.apps.desk.views.lines import Line, lines
from gongwei.apps.programs import queries
from gongwei.domain.access import Sensitivity
from gongwei.domain.lost import ATTEMPTS, OVERDUE_DAYS, Attempt, Step, is_lost, next_step, overdue_since
from gongwei.ui import tables

A_PAGE = 25
STEPS = {
    Step.CALL: gettext_lazy("打电话，每次换一个时段"),
    Step.FIND_NUMBER: gettext_lazy("号码有误：向家人或村（社区）核实号码"),
    Step.KNOCK: gettext_lazy("电话不通：上门一次"),
    Step.CONFIRM_MOVE: gettext_lazy("核实是否迁出，迁出的办理迁移或结案"),
    Step.ASK_AGAIN: gettext_lazy("由责任医生再解释一次；仍拒绝的以本人拒绝结案"),
    Step.CLOSE: gettext_lazy("可按失访结案，写明原因"),
}


@dataclass(frozen=True)
class Row:
    """Somebody long overdue: the line of my day, what was tried, and what comes next."""

    line: Line
    tried: tuple[queries.CallRow, ...]
    lost: bool
    step: str


@require_GET
@allow(reads=3)
def lost(request: Request) -> HttpResponse:
    """List who is overdue for a whole cycle, the longest first, with what has been tried."""
    found = _found(request)
    page, total = tables.chosen_page(request.GET.get("page")), sum(part.count() for part in found.parts)
    pager = tables.pager(page=page, total=total, size=A_PAGE, parameters={})
    shown = queries.due_page(found, sort="due", first=pager.start, size=A_PAGE)
    queries.note_reading((one.program for one in shown), about=("list", "lost"), by=request.acting, at=now())
    context = {
        "rows": _rows(shown, by=request.acting),
        "pager": pager,
        "days": OVERDUE_DAYS,
        "attempts": ATTEMPTS,
        "reasons": story.CHOSEN_REASONS.items(),
        "here": request.get_full_path(),
        "may_write": request.acting.rights.may_write(Sensitivity.HEALTH),
        "export": reverse("desk:export_lost"),
    }
    return render(request, "desk/lost.html", context)


@require_GET
@allow(reads=3)
@exports("persons")
def export(request: Request) -> HttpResponse:
    """Hand out the list as an Excel file."""
    shown = queries.due_page(_found(request), sort="due", first=0, size=MOST_ROWS + 1)
    queries.note_reading((one.program for one in shown), about=("list", "lost"), by=request.acting, at=now())
    headings = [
        _("姓名"), _("项目"), _("应随访"), _("上次随访"), _("已试次数"), _("失访"), _("下一步"), _("村（社区）"),
        _("住址"),
    ]  # fmt: skip
    rows = (
        (
            row.line.name, row.line.program, row.line.enrolment.next_due_date, row.line.enrolment.last_visit_date,
            len(row.tried), _("是") if row.lost else "", row.step, row.line.village, row.line.door,
        )
        for row in _rows(shown, by=request.acting)
    )  # fmt: skip
    listed = Listed(title=_("失访"), name="lost", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "lost"))


def _found(request: Request) -> queries.InSight[queries.EnrolmentRow]:
    return queries.due(today=today(), by=request.acting).filter(next_due_date__lte=overdue_since(today()))


def _rows(shown: Sequence[queries.EnrolmentRow], *, by: Acting) -> list[Row]:
    on = today()
    calls: dict[tuple[UUID, str], list[queries.CallRow]] = defaultdict(list)
    for call in queries.calls_about(shown):
        calls[call.resident_id, call.program].append(call)
    made = []
    for line in lines(list(shown), on, by=by):
        due = line.enrolment.next_due_date
        assert due is not None, "who is overdue was due on a day"
        tried = [one for one in calls[line.enrolment.resident_id, line.enrolment.program] if _day(one) >= due]
        attempts = [Attempt(_day(one), one.outcome) for one in tried]
        step = str(STEPS[next_step(due, attempts, today=on)])
        made.append(Row(line, tuple(tried), is_lost(due, attempts, today=on), step))
    return made


def _day(one: queries.CallRow) -> date:
    return timezone.localtime(one.recorded_at).date()
