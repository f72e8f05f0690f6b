"""A small world for tests that walk every address: one village with a resident and all that can be opened of one."""

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.contracts import actions as contracts
from gongwei.apps.programs import actions, queries
from gongwei.apps.programs.forms import draft
from gongwei.apps.registries.actions import report
from gongwei.catalog.discovery import cards
from gongwei.domain.access import RIGHTS, Role
from gongwei.domain.regions import STREET, ancestor
from tests.conftest import NOW, TODAY

HERE = 330102001051
# Of these the world has none.
ABSENT = (
    "report_id", "batch_id", "pair_id", "merge_id", "concern_id", "row_id", "glass_id", "cover_id", "handover_id",
    "doubt_id", "message_id", "objection_id", "task_id", "finding_id", "activity_id", "hidden_visit_id",
    "hidden_referral_id",
)  # fmt: skip


def area_for(role: str) -> int:
    """Give the area in which a role works around the village: a district operator, a street's centre …"""
    return ancestor(HERE, max(RIGHTS[Role(role)].areas))


@dataclass(frozen=True)
class World:
    """The ids that stand for the parts of an address."""

    ids: dict[str, Any]

    def address(self, route: str) -> str:
        """Fill an address with what exists: `residents/<uuid:resident_id>/` with the resident."""
        return "/" + re.sub(r"<(\w+:(\w+))>", lambda part: str(self.ids.get(part[1], self.ids.get(part[2]))), route)


def build(registered: Any, post: Any) -> World:
    """Make a resident with a referred visit, an enrolment and a referral."""
    one = registered("hypertension")
    with as_acting(post("village_doctor", HERE)) as by:
        sent = draft(
            "hypertension",
            {"visit_date": TODAY.isoformat(), **URGENT},
            person=queries.person_of(one),
            today=TODAY,
            before=None,
        )
        confirmed = {doubt.key: str(sent.readings[doubt.key]) for doubt in sent.doubts}
        visit = actions.record_visit(
            visit_id=uuid.uuid4(), resident=one, draft=sent, confirmed=confirmed, by=by, at=NOW
        )
        signed = sign(one, by)
        ids = {name: uuid.uuid4() for name in ABSENT} | {
            "team_id": signed.team_id,
            "contract_id": signed.pk,
            "resident_id": one.pk,
            "relative_id": one.pk,
            "visit_id": visit.pk,
            "enrolment_id": queries.open_enrolment(one, "hypertension").pk,
            "referral_id": queries.referrals_of(one)[0].pk,
            "user_id": by.user_id,
            "pk": 1,
            "card_id": _reported(one, by).pk,
            "kind": "discharge",
            "package": "hypertension",
            "program": "hypertension",
            "hidden_program": "hiv",
            "indicator": "hypertension_control",
            "slug:key": "hypertension_control",
            "str:key": "001-I040",
            "number": "systolic.hard",
            "code": ancestor(HERE, STREET),
        }
    return World(ids)


def _reported(one: Any, by: Any) -> Any:
    told = {"known_date": TODAY.isoformat(), "reporter": "测试员", "diagnosis": "脑梗死", "why_down": "1"}
    return report(
        card=cards()["discharge"], card_id=uuid.uuid4(), resident=one, readings=told, by=by, at=NOW,
        person=queries.person_of(one),
    )  # fmt: skip


def sign(one: Any, by: Any) -> Any:
    """Sign with a team of the village a contract that ends in five weeks."""
    team = contracts.found_team(
        team_id=uuid.uuid4(), name="一队", villages=[HERE], members=[{"name": "张医生", "role": "doctor"}],
        on=TODAY, by=by, at=NOW,
    )  # fmt: skip
    terms = contracts.Terms(
        team=team, packages=["hypertension"], sign_way="1", signed_date=TODAY, from_date=TODAY - timedelta(330)
    )
    return contracts.sign(contract_id=uuid.uuid4(), resident=one, terms=terms, state="signed", by=by, at=NOW)


URGENT = {
    "visit_mode": "1", "hypertension_symptoms": ["1"], "danger_signs": ["none"], "systolic": 190, "diastolic": 84,
    "heart_rate": 72, "height": 158, "weight": 56, "cigarettes": 0, "alcohol": 0, "exercise_per_week": 5,
    "exercise_minutes": 30, "salt": "2", "psychology": "1", "compliance": "1", "adherence": "1", "adverse": "1",
    "new_complication": "1", "medicines": [{"name": "氨氯地平", "dose": 5, "unit": "mg", "times_a_day": 1}],
}  # fmt: skip


def parts(route: str) -> list[tuple[str, str]]:
    """List the variable parts of an address as (kind, name)."""
    return re.findall(r"<(\w+):(\w+)>", route)
