"""Who is due: the day of the one who asks."""

from typing import Annotated, Any, Literal

from ninja import Field, Router

from gongwei.apps.accounts.middleware import now, today
from gongwei.apps.accounts.policy import Request
from gongwei.apps.exchange.api.doors import may
from gongwei.apps.exchange.api.errors import REFUSALS, Refused
from gongwei.apps.exchange.api.schemas import Program, Size, Worklist
from gongwei.apps.places.queries import place_name
from gongwei.apps.programs import queries
from gongwei.catalog.discovery import programs

router = Router(tags=["待办"])
Page = Annotated[int, Field(ge=1, le=1000)]


@router.get("/worklist", auth=may(reads=3), response={200: Worklist, REFUSALS: Refused})
def worklist(
    request: Request,
    window: Literal["overdue", "today", "week"] = "today",
    program: Program | None = None,
    page: Page = 1,
    size: Size = 50,
) -> dict[str, Any]:
    """岗位范围内到期的随访：已过期、今天、今天之后六天内；按到期日。"""
    day, first = today(), (page - 1) * size
    found = queries.due(today=day, program=program or "", by=request.acting)
    rows = queries.due_page(found.filter(queries.window(window, day)), sort="due", first=first, size=size + 1)
    queries.note_reading((row.program for row in rows), about=("list", "due"), by=request.acting, at=now())
    return {
        "today": day,
        "counts": queries.due_counts(found, day),
        "items": [_due(row) for row in rows[:size]],
        "next_page": page + 1 if len(rows) > size else None,
    }


def _due(row: queries.EnrolmentRow) -> dict[str, Any]:
    resident = row.resident
    return {
        "enrolment_id": row.pk,
        "resident_id": resident.pk,
        **{name: getattr(resident, name) for name in ("name", "sex", "birth_date")},
        "place": place_name(row.area_code),
        "title": programs()[row.program].title,
        **{name: getattr(row, name) for name in ("program", "next_due_date", "last_visit_date")},
    }
