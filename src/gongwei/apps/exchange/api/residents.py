"""Residents: found by what is known of them, listed by area, opened one by one."""

from typing import Any
from uuid import UUID

from ninja import Router

from gongwei.apps.accounts.middleware import now
from gongwei.apps.accounts.policy import Request
from gongwei.apps.exchange.api.doors import SEARCHES, may
from gongwei.apps.exchange.api.errors import REFUSALS, Refused, absent, merged
from gongwei.apps.exchange.api.schemas import Area, Residents, ResidentWhole, Search, Size
from gongwei.apps.people import queries as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.places.queries import place_name
from gongwei.apps.programs import queries as programs_of
from gongwei.catalog.discovery import programs

router = Router(tags=["居民"])


@router.post("/residents/search", auth=may(reads=3), throttle=SEARCHES, response={200: Residents, REFUSALS: Refused})
def search(request: Any, body: Search) -> dict[str, Any]:
    """按姓名、拼音、证件号、电话等查找居民（最多 50 人）。个人信息只放在请求体中。"""
    return {"items": [shown(one) for one in people.find(body.text, by=request.auth)]}


@router.get("/residents", auth=may(reads=3), response={200: Residents, REFUSALS: Refused})
def listed(request: Request, area: Area, after: UUID | None = None, size: Size = 50) -> dict[str, Any]:
    """列出一个地区内可见的居民，按村和姓名拼音；翻页用上一页的 next。"""
    found = people.of_area(area, after=after, most=size + 1)
    return {"items": [shown(one) for one in found[:size]], "next": found[size - 1].pk if len(found) > size else None}


@router.get("/residents/{uuid:resident_id}", auth=may(reads=3), response={200: ResidentWhole, REFUSALS: Refused})
def resident(request: Request, resident_id: UUID) -> dict[str, Any]:
    """一位居民：基本信息、慢性病、所在项目。四级敏感信息不经接口提供。"""
    one = seen(resident_id)
    care = programs_of.care_of(one, by=request.acting, at=now())
    conditions = [
        {"code": row.code, "title": title, "onset_date": row.onset_date} for title, row in people.conditions_of(one)
    ]
    columns = ("address", "archived_date", "resident_from", "resident_to", "died_date")
    return {
        **shown(one),
        **{name: getattr(one, name) for name in columns},
        "institution": one.institution.name if one.institution else None,
        "conditions": conditions,
        "enrolments": [_enrolment(row) for row in care.enrolments],
    }


def seen(resident_id: UUID) -> Resident:
    """Find a resident whom the post may see; hidden and absent answer alike, and a merged one says into whom."""
    one = people.resident(resident_id)
    if one is None:
        into = people.went_to(resident_id)
        raise merged(into) if into else absent()
    return one


def shown(one: Resident) -> dict[str, Any]:
    """Give a resident as lists show one: numbers masked."""
    columns = ("id", "name", "sex", "birth_date", "area_code", "archive_no")
    return {
        **{name: getattr(one, name) for name in columns},
        "document": people.document_of(one),
        "phone": people.phone_of(one),
        "place": place_name(one.area_code),
    }


def _enrolment(row: programs_of.EnrolmentRow) -> dict[str, Any]:
    columns = ("program", "enrolled_date", "ended_date", "last_visit_date", "next_due_date")
    return {**{name: getattr(row, name) for name in columns}, "title": programs()[row.program].title}
