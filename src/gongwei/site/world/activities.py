"""What the small world's institutions held for everybody, and what they found and reported."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gongwei.site.world.sowing import Sowing


def sow_activities(sowing: Sowing, area: int, *, institution: UUID, user: UUID, at: datetime) -> dict[str, UUID]:
    """Sow an activity and a finding that waits for its answer, in one place."""
    activity, finding, today = sowing.new_id(), sowing.new_id(), at.date()
    row: dict[str, Any] = {
        "area_code": area, "institution_id": institution, "actor_id": user, "recorded_at": at, "place": "居委会",
        "reason": "",
    }  # fmt: skip
    sowing.add(
        "activities_activity", **row, id=activity, kind="lecture", held_date=today, attendance=30, note="",
        title=sowing.text("控盐讲座", "activities_activity", area),
    )  # fmt: skip
    sowing.add(
        "activities_finding", **row, id=finding, kind="water", found_date=today - timedelta(2), answer="",
        reported_date=today - timedelta(1), what=sowing.text("水箱未加盖", "activities_finding", area),
    )  # fmt: skip
    return {"activity_id": activity, "finding_id": finding}
