"""Who looks after whom in the small world: a duty, a cover and a handover in each place."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from gongwei.site.world.sowing import Sowing


def sow_duties(
    sowing: Sowing, area: int, *, resident: UUID, doctor: UUID, other: UUID, at: datetime
) -> dict[str, UUID]:
    """Sow a row of each kind between two doctors, and give the ids by the names that addresses use."""
    ids = {name: sowing.new_id() for name in ("cover_id", "handover_id", "message_id")}
    today: date = at.date()
    noted: dict[str, Any] = {"area_code": area, "recorded_at": at, "recorded_by_id": doctor}
    since = today - timedelta(30)
    held = noted | {"doctor_id": doctor, "from_date": since}
    # A day on which it ends, and an answer below: probes move all rows of a table into one village, and they must fit.
    sowing.add("desk_duty", **held, id=sowing.new_id(), to_date=today + timedelta(365))
    sowing.add("desk_residentduty", **held, id=sowing.new_id(), resident_id=resident)
    sowing.add(
        "desk_cover", **noted, id=ids["cover_id"], absent_id=doctor, doctor_id=other, from_date=since,
        to_date=today + timedelta(7),
    )  # fmt: skip
    sowing.add(
        "desk_handover", **noted, id=ids["handover_id"], giver_id=doctor, taker_id=other, residents=1, overdue=0,
        referrals=1, note=sowing.text("请关注", "desk_handover", area), state="taken", settled_at=at,
    )  # fmt: skip
    about = {"area_code": area, "recorded_at": at, "resident_id": resident}
    sowing.add("desk_contactchoice", **about, id=sowing.new_id(), sms=True)
    sowing.add(
        "desk_message", **about, id=ids["message_id"], channel="sms", due_date=today, state="sent", tries=1, fault="",
        actor_id=doctor,
    )  # fmt: skip
    return ids
