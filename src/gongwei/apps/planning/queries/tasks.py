"""The task book as lists read it: a quarter's tasks by institution, and how each stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.planning.models import InstitutionTask
from gongwei.catalog.task_book import TASKS
from gongwei.domain.access import HOSPITAL

OPEN, WAITING, SCORED, MENDING, MENDED, CLOSED = "open", "waiting", "scored", "mending", "mended", "closed"
STATES = {
    OPEN: "待提交佐证", WAITING: "待评价", SCORED: "已评分", MENDING: "待整改", MENDED: "待复核", CLOSED: "整改完成",
}  # fmt: skip


@dataclass(frozen=True)
class Book:
    """One institution's quarter: points reached of those that were scored, and tasks by state."""

    institution_id: UUID
    rows: tuple[InstitutionTask, ...]

    @property
    def score(self) -> float:
        return sum(row.score or 0 for row in self.rows)

    @property
    def scored_of(self) -> int:
        """Full points of the tasks that have been scored."""
        return sum(TASKS[row.task].points for row in self.rows if row.score is not None)

    @property
    def states(self) -> dict[str, int]:
        counts: dict[str, int] = defaultdict(int)
        for row in self.rows:
            counts[state_of(row)] += 1
        return dict(counts)


def state_of(row: InstitutionTask) -> str:
    """Say where a task stands."""
    if row.score is None:
        return WAITING if row.evidence else OPEN
    if not row.problem:
        return SCORED
    if row.passed:
        return CLOSED
    return MENDED if row.rectified and row.passed is None else MENDING


def books(quarter: date, *, by: Acting) -> list[Book]:
    """Give the books of a quarter that the post sees: an institution its own, who evaluates all of the area."""
    rows = InstitutionTask.objects.filter(quarter_date=quarter, task__in=list(TASKS))
    if HOSPITAL in by.rights.manages:
        rows = rows.filter(institution_id=by.institution_id or UUID(int=0))
    found: dict[UUID, list[InstitutionTask]] = defaultdict(list)
    for row in rows.select_related("evidence_by", "evaluated_by", "rechecked_by"):
        found[row.institution_id].append(row)
    order = list(TASKS)
    return [Book(one, tuple(sorted(those, key=lambda row: order.index(row.task)))) for one, those in found.items()]


def task(task_id: UUID) -> InstitutionTask | None:
    return InstitutionTask.objects.filter(pk=task_id).first()


def quarters_of_tasks() -> list[date]:
    """List the quarters that have a book, newest first."""
    return sorted(InstitutionTask.objects.order_by().values_list("quarter_date", flat=True).distinct(), reverse=True)
