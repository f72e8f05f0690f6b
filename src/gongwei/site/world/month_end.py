"""What a month-end finds in the small world: cohorts and work that were counted, doubts about records."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from gongwei.catalog.services import COHORTS, SERVICES
from gongwei.domain.cohort import Standing, quarter_of
from gongwei.site.world.sowing import Sowing


def sow_months(sowing: Sowing, area: int, *, at: datetime) -> None:
    """Sow a village's cohorts and work of the quarter before, as they are counted each night."""
    last = quarter_of(quarter_of(at.date()).start - timedelta(1)).start
    for program in COHORTS:
        sowing.add(
            "planning_cohortcount", program=program, area_code=area, quarter_date=last, cohort_date=last,
            standing=Standing.MISSED, people=sowing.rng.randrange(1000, 90000), as_of=at,
        )  # fmt: skip
    for service in SERVICES:
        sowing.add(
            "planning_workload", service=service, institution_id=None, area_code=area, month_date=last,
            services=sowing.rng.randrange(1000, 90000), as_of=at,
        )  # fmt: skip


def sow_doubt(sowing: Sowing, area: int, *, visit: UUID, user: UUID, at: datetime) -> dict[str, UUID]:
    """Sow a doubt about a visit of the place, with the answer of who wrote it."""
    table, doubt = "planning_recorddoubt", sowing.new_id()
    sowing.add(
        table, id=doubt, kind="hours", digest=str(doubt), area_code=area, actor_id=user,
        visits=json.dumps([str(visit)]),
        evidence=json.dumps({"hour": 23.0}), state="to_check", found_at=at,
        answer=sowing.text("当晚值班补录", table, area), answered_at=at, note="",
    )  # fmt: skip
    return {"doubt_id": doubt}


def sow_month_end(sowing: Sowing, area: int, *, institution: UUID, user: UUID, at: datetime) -> dict[str, UUID]:
    """Sow an objection to a statement of pay of the place, and a task of its institution with evidence."""
    objection, task, quarter = sowing.new_id(), sowing.new_id(), quarter_of(at.date()).start
    table = "planning_payobjection"
    sowing.add(
        table, id=objection, area_code=area, quarter_date=quarter, service="hypertension_visit",
        words=sowing.text("少计两次", table, area), user_id=user, raised_at=at, answer="",
    )  # fmt: skip
    table = "planning_institutiontask"
    sowing.add(
        table, id=task, area_code=area, institution_id=institution, quarter_date=quarter, task="training",
        evidence=sowing.text("培训签到表", table, area), evidence_by_id=user, evidence_at=at, problem="", rectified="",
    )  # fmt: skip
    return {"objection_id": objection, "task_id": task}
