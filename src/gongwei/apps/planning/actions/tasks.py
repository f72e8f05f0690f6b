"""The task book, step by step: tasks set, evidence given, scored, problems mended, looked at again.

Whoever holds the district (or the city) sets and evaluates; whoever acts for the institution gives evidence and mends.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.places.queries import Institution
from gongwei.apps.planning.models import InstitutionTask
from gongwei.catalog.task_book import TASKS, tasks_of
from gongwei.domain.access import DUTIES, HOSPITAL
from gongwei.domain.regions import DISTRICT, level_of
from gongwei.domain.tongue import say

SHORTEST_WORDS = 4
LONGEST = timedelta(days=184)  # that a problem may take to be mended


class NotYourTask(PermissionError):
    """The post may not take that step of that task."""


class OutOfTurn(ValueError):
    """The step cannot be taken now, or lacks something; the message says what is needed."""


def evaluates(by: Acting) -> bool:
    """Say whether the post evaluates institutions: it holds a district or the city, and belongs to none of them."""
    rights = by.rights.manages
    return DUTIES in rights and HOSPITAL not in rights and level_of(by.area_code) <= DISTRICT


def set_tasks(institutions: Iterable[Institution], *, quarter: date, by: Acting, at: datetime) -> int:
    """Open the book of a quarter for institutions of the area; what stands is left. Raises NotYourTask."""
    if not evaluates(by):
        raise NotYourTask(say("只有市、区县的岗位可以下达任务，请切换岗位。"))
    rows = [
        InstitutionTask(institution_id=one.pk, area_code=one.area_code, quarter_date=quarter, task=task.key)
        for one in institutions
        for task in tasks_of(one.kind)
        if by.holds(one.area_code)
    ]
    before = InstitutionTask.objects.filter(quarter_date=quarter).count()
    InstitutionTask.objects.bulk_create(rows, ignore_conflicts=True)
    new = InstitutionTask.objects.filter(quarter_date=quarter).count() - before
    audit.record("tasks.set", by=by, at=at, about=("quarter", quarter.isoformat()), detail={"new": new})
    return new


def give_evidence(*, task: InstitutionTask, words: str, by: Acting, at: datetime) -> None:
    """Write what shows that a task was done; until it is scored, a later one takes its place.

    Raises NotYourTask and OutOfTurn.
    """
    _own(task, by)
    if task.score is not None:
        raise OutOfTurn(say("这项任务已评分，不能再改佐证；有问题请写整改。"))
    task.evidence, task.evidence_by_id, task.evidence_at = _said(words), by.user_id, at
    _step(task, "evidence", ["evidence", "evidence_by_id", "evidence_at"], by=by, at=at)


def evaluate(
    *, task: InstitutionTask, score: float, problem: str, rectify_by: date | None, by: Acting, on: date, at: datetime
) -> None:
    """Score a task, and name a problem with the day by which it is mended. Raises NotYourTask and OutOfTurn."""
    _over(task, by)
    most = TASKS[task.task].points
    if not 0 <= score <= most:
        raise OutOfTurn(say("得分应在 0 到 {most} 之间。", most=most))
    if task.rectified or task.passed is not None:
        raise OutOfTurn(say("这项任务已进入整改，请复核，不再改评分。"))
    problem = problem.strip()
    if problem and (rectify_by is None or not on < rectify_by <= on + LONGEST):
        raise OutOfTurn(say("列出问题时须写整改期限，在明天以后、半年以内。"))
    task.score, task.problem, task.rectify_by_date = score, problem, rectify_by if problem else None
    task.evaluated_by_id, task.evaluated_at = by.user_id, at
    changed = ["score", "problem", "rectify_by_date", "evaluated_by_id", "evaluated_at"]
    _step(task, "evaluate", changed, by=by, at=at)


def rectify(*, task: InstitutionTask, words: str, by: Acting, at: datetime) -> None:
    """Write what was done about a problem; it waits for the second look. Raises NotYourTask and OutOfTurn."""
    _own(task, by)
    if not task.problem or task.passed:
        raise OutOfTurn(say("这项任务没有待整改的问题。"))
    task.rectified, task.rectified_at, task.passed = _said(words), at, None
    _step(task, "rectify", ["rectified", "rectified_at", "passed"], by=by, at=at)


def recheck(*, task: InstitutionTask, passed: bool, by: Acting, at: datetime) -> None:
    """Look a second time: passed, or to be mended again. Raises NotYourTask and OutOfTurn."""
    _over(task, by)
    if not task.rectified:
        raise OutOfTurn(say("机构还没有提交整改，不能复核。"))
    task.passed, task.rechecked_by_id, task.rechecked_at = passed, by.user_id, at
    _step(task, "recheck", ["passed", "rechecked_by_id", "rechecked_at"], by=by, at=at)


def _own(task: InstitutionTask, by: Acting) -> None:
    if DUTIES not in by.rights.manages or by.institution_id != task.institution_id:
        raise NotYourTask(say("只有该机构的岗位可以提交佐证和整改，请切换岗位。"))


def _over(task: InstitutionTask, by: Acting) -> None:
    if not evaluates(by) or not by.holds(task.area_code):
        raise NotYourTask(say("只有市、区县的岗位可以评价和复核，请切换岗位。"))


def _said(text: str) -> str:
    if len(text.strip()) < SHORTEST_WORDS:
        raise OutOfTurn(say("请写明情况，至少四个字。"))
    return text.strip()


def _step(task: InstitutionTask, step: str, changed: list[str], *, by: Acting, at: datetime) -> None:
    task.save(update_fields=changed)
    audit.record(f"task.{step}", by=by, at=at, about=("task", task.pk))
