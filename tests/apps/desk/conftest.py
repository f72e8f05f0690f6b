"""A village with one hypertensive resident, as the clinic's pages find it."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.conftest import NOW

HERE, NEXT_DOOR, STREET = 330102001051, 330102001052, 330102001000
CARD = "990102195803076421"  # of an area that does not exist


def resident_values(**changes: Any) -> dict[str, Any]:
    return {
        "name": "王秀英", "document_type": "01", "document_number": CARD, "sex": "2", "birth_date": "1958-03-07",
        "area_code": str(HERE), "address": "3 幢 201 室", "phone": "19900001234", "archived_date": "2024-01-05",
        "conditions": ["hypertension"], "onset_date": "2019-05-01",
    } | changes  # fmt: skip


@pytest.fixture
def registered(post: Callable[..., Any]) -> Callable[..., Any]:
    """Register a resident and enrol in programmes: `registered("hypertension", area_code=…, enrolled=…)`."""
    from gongwei.apps.accounts.acting import as_acting
    from gongwei.apps.people.actions import register
    from gongwei.apps.programs.actions import enrol

    def make(*programs: str, enrolled: date = date(2025, 1, 10), **changes: Any) -> Any:
        values = resident_values(**changes)
        with as_acting(post("village_doctor", int(values["area_code"]))) as by:
            one = register(values=values, resident_id=uuid.uuid4(), by=by, on=date(2024, 1, 5), at=NOW)
            for program in programs:
                enrol(resident=one, program=program, enrolled_date=enrolled, by=by, at=NOW)
        return one

    return make


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page believe that it is the day of the tests."""
    from gongwei.apps.accounts import middleware
    from tests.conftest import TODAY

    monkeypatch.setattr(middleware.timezone, "now", lambda: NOW)
    assert middleware.today() == TODAY


def routine(**changes: Any) -> dict[str, Any]:
    """What a doctor posts for a routine hypertension visit."""
    return {
        "visit_id": str(uuid.uuid4()), "visit_date": "2026-06-30", "visit_mode": "1", "hypertension_symptoms": ["1"],
        "danger_signs": ["none"], "systolic": "136", "diastolic": "84", "heart_rate": "72", "height": "158",
        "weight": "56", "cigarettes": "0", "alcohol": "0", "exercise_per_week": "5", "exercise_minutes": "30",
        "salt": "2", "psychology": "1", "compliance": "1", "adherence": "1", "adverse": "1", "new_complication": "1",
        "medicines-0-name": "氨氯地平", "medicines-0-dose": "5", "medicines-0-unit": "mg",
        "medicines-0-times_a_day": "1",
    } | changes  # fmt: skip
