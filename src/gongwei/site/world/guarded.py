"""What hangs on a person in the tables of class 4 and 5: an enrolment, a visit, a referral and a call in each."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gongwei.apps.people.sealed import sealer
from gongwei.catalog.discovery import programs
from gongwei.domain.access import Sensitivity
from gongwei.site.world.sowing import Sowing

PREFIXES = {Sensitivity.GUARDED_HEALTH: "programs_guarded", Sensitivity.HIDDEN_HEALTH: "programs_hidden"}


def sow_guarded(
    sowing: Sowing, area: int, one: UUID, *, institution: UUID, actor: UUID, at: datetime
) -> dict[str, UUID]:
    """Sow the rows of each class, in a programme of the class; where the catalogue has none, in any.

    Gives the ids of those of class 5, which have addresses of their own, by the names that these use.
    """
    hidden: dict[str, UUID] = {}
    for kind, prefix in PREFIXES.items():
        program = next((key for key, known in programs().items() if known.sensitivity == kind), "hypertension")
        row = {"resident_id": one, "area_code": area, "recorded_at": at, "program": program}
        visit, referral = _sow(sowing, row, prefix, institution=institution, actor=actor, at=at)
        hidden = {"hidden_visit_id": visit, "hidden_referral_id": referral}
    return hidden


def _sow(
    sowing: Sowing, row: dict[str, Any], prefix: str, *, institution: UUID, actor: UUID, at: datetime
) -> tuple[UUID, UUID]:
    today, area, table = at.date(), row["area_code"], f"{prefix}visit"
    late, visit, referral, call = today - timedelta(20), sowing.new_id(), sowing.new_id(), sowing.new_id()
    sowing.add(
        f"{prefix}enrolment", **row, id=sowing.new_id(), enrolled_date=today - timedelta(300), end_reason="",
        institution_id=institution, next_due_date=today, last_visit_date=late,
    )  # fmt: skip
    said = json.dumps({"symptom_other": sowing.text("夜间不安", table, area)}, ensure_ascii=False)
    sowing.add(
        table, **row, id=visit, edition="2017-02-28", visit_date=late, visit_mode="1", face_to_face=True,
        actor_id=actor, institution_id=institution, rule="urgent", refer_to="hospital",
        advice=sowing.text("立即转诊", table, area), next_due_date=today, at_target=False, counted="{}",
        readings_cipher=_sealed(table, visit, "readings", said),
    )  # fmt: skip
    table = f"{prefix}referral"
    why, answer = sowing.text("病情不稳定", table, area), sowing.text("已住院", table, area)
    sowing.add(
        table, **row, id=referral, visit_id=visit, refer_to="hospital", urgent=True, opened_date=late,
        due_date=today - timedelta(6), state="accepted", reason_cipher=_sealed(table, referral, "reason", why),
        result_cipher=_sealed(table, referral, "result", answer),
    )  # fmt: skip
    table = f"{prefix}callattempt"
    note = _sealed(table, call, "note", sowing.text("母亲接的", table, area))
    sowing.add(table, **row, id=call, actor_id=actor, outcome="coming", agreed_date=today, note_cipher=note)
    return visit, referral


def _sealed(table: str, row: UUID, field: str, text: str) -> bytes:
    return sealer().seal(text, place=f"{table}:{row}:{field}")
