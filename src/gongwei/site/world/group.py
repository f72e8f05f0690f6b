"""What the small world's centres share with the joint groups of their streets, and what these answer."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from gongwei.apps.people.sealed import sealer
from gongwei.site.world.ground import PLACES
from gongwei.site.world.sowing import Sowing


def sow_group(sowing: Sowing, area: int, *, resident: UUID, user: UUID, at: datetime) -> dict[str, UUID]:
    """Sow a concern with its answer, and a meeting, in one place."""
    concern, today = sowing.new_id(), at.date()
    row = {"area_code": area, "user_id": user, "recorded_at": at}
    told = {"name": "王小组", "asked": ["search"], "guardian": "王监护", "phone": "0571-1", "basis": "同意书"}
    told["request"] = sowing.text("请查找", "joint_group_concern", area)
    sowing.add(
        "joint_group_concern", **row, id=concern, patient_id=resident, why="lost", ground="consent",
        asked_of=json.dumps(["police"]), shared_date=today - timedelta(9), end_reason="",
        told_cipher=_sealed("joint_group_concern", concern, "told", json.dumps(told, ensure_ascii=False)),
    )  # fmt: skip
    answer, meeting = sowing.new_id(), sowing.new_id()
    said = sowing.text("已走访", "joint_group_answer", area)
    sowing.add(
        "joint_group_answer", **row, id=answer, concern_id=concern, member="police", outcome="going_on",
        said_cipher=_sealed("joint_group_answer", answer, "said", said),
    )  # fmt: skip
    agreed = sowing.text("按季度例会", "joint_group_meeting", area)
    sowing.add(
        "joint_group_meeting", **row, id=meeting, held_date=today - timedelta(40 + PLACES.index(area)),
        members=json.dumps(["police", "health"]),
        agreed_cipher=_sealed("joint_group_meeting", meeting, "agreed", agreed),
    )  # fmt: skip
    return {"concern_id": concern}


def _sealed(table: str, row: UUID, field: str, text: str) -> bytes:
    return sealer().seal(text, place=f"{table}:{row}:{field}")
