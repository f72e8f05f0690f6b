"""The task book of institutions: a quarter's tasks, evidence, scores, problems, what was mended, the second look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

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
from gongwei.apps.places.queries import Institution, institution, institutions
from gongwei.apps.planning.actions import tasks as actions
from gongwei.apps.planning.queries import tasks as queries
from gongwei.apps.planning.queries.tasks import Book, InstitutionTask
from gongwei.apps.reporting.views.asking import asked
from gongwei.catalog.task_book import TASKS, Task, tasks_of
from gongwei.domain.access import DUTIES
from gongwei.domain.cohort import quarter_name, quarter_of
from gongwei.ui import tables

TONES = {"open": "warn", "waiting": "info", "scored": "ok", "mending": "bad", "mended": "info", "closed": "ok"}


@dataclass(frozen=True)
class Line:
    """One task with what may be done about it now."""

    row: InstitutionTask
    task: Task
    steps: frozenset[str]

    @property
    def state(self) -> str:
        return _(queries.STATES[queries.state_of(self.row)])

    @property
    def tone(self) -> str:
        return TONES[queries.state_of(self.row)]

    @property
    def late(self) -> bool:
        due = self.row.rectify_by_date
        return queries.state_of(self.row) == queries.MENDING and due is not None and due < today()


@require_GET
@allow(manages=DUTIES)
def books(request: Request) -> HttpResponse:
    """List the books of a quarter, and open the one that was asked for, or one's own."""
    quarter, found = _quarter(request), queries.books(_quarter(request), by=request.acting)
    chosen = asked(request, "institution") or str(request.acting.institution_id or "")
    book = next((each for each in found if str(each.institution_id) == chosen), None)
    known = {each.pk: each for each in institutions(within=request.acting.area_code)}
    shown = institution(book.institution_id) if book else None
    context = {
        "quarter": quarter,
        "name": quarter_name(quarter),
        "quarters": [(day.isoformat(), quarter_name(day)) for day in _quarters()],
        "books": [(each, _name(known, each)) for each in found],
        "institution": shown,
        "lines": sorted((_line(row, request) for row in book.rows), key=lambda line: not line.late) if book else [],
        "evaluates": actions.evaluates(request.acting),
        "export": reverse("reporting:export_tasks") + tables.address({"quarter": quarter.isoformat()}),
    }
    return render(request, "reporting/tasks.html", context)


@require_GET
@allow(manages=DUTIES)
@exports("figures")
def export(request: Request) -> HttpResponse:
    """Hand out the books of a quarter as an Excel file, problems and what was mended among them."""
    quarter = _quarter(request)
    known = {each.pk: each for each in institutions(within=request.acting.area_code)}
    headings = [
        _("机构"), _("任务"), _("分值"), _("佐证"), _("得分"), _("问题"), _("整改期限"), _("整改情况"), _("状态"),
    ]  # fmt: skip
    rows = [
        (
            _name(known, book), _(TASKS[row.task].title), TASKS[row.task].points, row.evidence, row.score, row.problem,
            row.rectify_by_date, row.rectified, _(queries.STATES[queries.state_of(row)]),
        )
        for book in queries.books(quarter, by=request.acting)
        for row in book.rows
    ]  # fmt: skip
    listed = Listed(title=_("公共卫生任务书"), name=f"tasks-{quarter_name(quarter)}", headings=headings, rows=rows)
    return hand_out(listed, by=request.acting, at=now(), about=("list", "tasks"), detail={"quarter": str(quarter)})


@require_POST
@allow(manages=DUTIES)
def set_tasks(request: Request) -> HttpResponse:
    """Open the book of this quarter for every hospital and centre of the area."""
    quarter = quarter_of(today()).start
    asked_of = [each for each in institutions(within=request.acting.area_code) if tasks_of(each.kind)]
    try:
        new = actions.set_tasks(asked_of, quarter=quarter, by=request.acting, at=now())
    except actions.NotYourTask as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已下达 %(new)s 项任务。") % {"new": new})
    return redirect(reverse("reporting:tasks") + tables.address({"quarter": quarter.isoformat()}))


@require_POST
@allow(manages=DUTIES)
def step(request: Request, task_id: UUID) -> HttpResponse:
    """Take one step of a task: evidence, score, what was mended, the second look."""
    row = queries.task(task_id)
    if row is None:
        raise Http404
    steps: dict[str, Callable[[], None]] = {
        "evidence": lambda: actions.give_evidence(task=row, words=_words(request), by=request.acting, at=now()),
        "evaluate": lambda: _evaluate(request, row),
        "rectify": lambda: actions.rectify(task=row, words=_words(request), by=request.acting, at=now()),
        "recheck": lambda: actions.recheck(
            task=row, passed=asked(request, "passed") == "yes", by=request.acting, at=now()
        ),
    }
    try:
        steps.get(asked(request, "step"), _nothing)()
    except (actions.NotYourTask, actions.OutOfTurn) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已保存。"))
    where = {"quarter": row.quarter_date.isoformat(), "institution": str(row.institution_id)}
    return redirect(reverse("reporting:tasks") + tables.address(where) + f"#task-{row.task}")


def _nothing() -> None:
    raise actions.OutOfTurn(_("没有这一步，请从任务书页面操作。"))


def _evaluate(request: Request, row: InstitutionTask) -> None:
    """Read score, problem and day from the form."""
    try:
        score, written = float(asked(request, "score")), asked(request, "rectify_by")
        rectify_by = date.fromisoformat(written) if written else None
    except ValueError:
        raise actions.OutOfTurn(_("请填写得分（数字）和日期。")) from None
    actions.evaluate(
        task=row, score=score, problem=asked(request, "problem", longest=500), rectify_by=rectify_by,
        by=request.acting, on=today(), at=now(),
    )  # fmt: skip


def _line(row: InstitutionTask, request: Request) -> Line:
    """Say which steps the post may take of a task now."""
    state, by = queries.state_of(row), request.acting
    own, over = by.institution_id == row.institution_id, actions.evaluates(by)
    steps = {
        "evidence": own and state in (queries.OPEN, queries.WAITING),
        "evaluate": over and state in (queries.OPEN, queries.WAITING, queries.SCORED),
        "rectify": own and state in (queries.MENDING, queries.MENDED),
        "recheck": over and state == queries.MENDED,
    }
    return Line(row, TASKS[row.task], frozenset(name for name, open_now in steps.items() if open_now))


def _quarters() -> list[date]:
    known = queries.quarters_of_tasks()
    return known or [quarter_of(today()).start]


def _quarter(request: Request) -> date:
    days = {day.isoformat(): day for day in _quarters()}
    return days.get(asked(request, "quarter"), next(iter(days.values())))


def _name(known: dict[UUID, Institution], book: Book) -> str:
    one = known.get(book.institution_id)
    return one.name if one else _("其他机构")


def _words(request: Request) -> str:
    return asked(request, "words", longest=1000)
