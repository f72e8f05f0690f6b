"""Visits through the API: judged by the rules of their day, written once, whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import IdempotencyKey
from gongwei.apps.programs.models import Referral, Visit
from tests.apps.api.conftest import Api, error
from tests.apps.desk.conftest import HERE, NEXT_DOOR

KEY = "k-0000-0001"
pytestmark = pytest.mark.django_db(transaction=True)


def routine(**changes: Any) -> dict[str, Any]:
    readings = {
        "visit_mode": "1", "hypertension_symptoms": ["1"], "danger_signs": ["none"], "systolic": 136, "diastolic": 84,
        "heart_rate": 72, "height": 158, "weight": 56, "cigarettes": 0, "alcohol": 0, "exercise_per_week": 5,
        "exercise_minutes": 30, "salt": "2", "psychology": "1", "compliance": "1", "adherence": "1", "adverse": "1",
        "new_complication": "1", "medicines": [{"name": "氨氯地平", "dose": 5, "unit": "mg", "times_a_day": 1}],
    }  # fmt: skip
    kept = {key: value for key, value in (readings | changes).items() if value is not None}
    return {"program": "hypertension", "visit_date": "2026-06-30", "readings": kept}


def record(api: Api, one: Any, body: Any, key: str = KEY) -> Any:
    return api.post(f"residents/{one.pk}/visits", body, Idempotency_Key=key)


def count(model: Any, api: Api) -> int:
    with as_acting(api.client.acting):
        return model.objects.count()


def test_a_visit_is_judged_saved_and_read_again(registered, api) -> None:
    one, mine = registered("hypertension"), api("village_doctor", HERE)
    answer = record(mine, one, routine())
    assert answer.status_code == 201
    saved = answer.json()
    assert (saved["rule"], saved["at_target"], saved["next_due_date"]) == ("at target", True, "2026-09-30")
    assert saved["readings"]["bmi"] == 22.4 and saved["edition"] == "2017-02-28"
    assert mine.get(f"visits/{saved['id']}").json() == saved
    assert mine.get(f"residents/{one.pk}/visits").json() == {"items": [saved]}


def test_danger_opens_a_referral(registered, api) -> None:
    one, mine = registered("hypertension"), api("village_doctor", HERE)
    answer = record(mine, one, routine(systolic=190) | {"confirmed": {"systolic": 190}})
    assert answer.status_code == 201 and answer.json()["refer_to"] == "hospital"
    assert count(Referral, mine) == 1


@pytest.mark.parametrize(
    ("changes", "code", "named"),
    [
        ({"systolic": None}, "undecided", "systolic"),
        ({"compliance": None}, "incomplete", "compliance"),
        ({"heart_rate": 190}, "unconfirmed", "readings.heart_rate"),
        ({"systolic": 900}, "refused_readings", "readings.systolic"),
        ({"systolic": "136"}, "refused_readings", "readings.systolic"),
        ({"systolic": True}, "refused_readings", "readings.systolic"),
        ({"systolic": ["1"]}, "refused_readings", "readings.systolic"),
        ({"salt": 2}, "refused_readings", "readings.salt"),
        ({"salt": "9"}, "refused_readings", "readings.salt"),
        ({"danger_signs": ["none", "headache"]}, "refused_readings", "readings.danger_signs"),
        ({"medicines": [{"name": "氨氯地平", "dose": "many"}]}, "refused_readings", "readings.medicines.0.dose"),
        ({"next_due_date": "30/6/2026"}, "refused_readings", "readings.next_due_date"),
        ({"visit_date": "2026-06-30"}, "refused_readings", "readings.visit_date"),
        ({"blood_type": "A"}, "refused_readings", "readings.blood_type"),
    ],
)
def test_readings_that_cannot_stand_are_named(registered, api, changes: Any, code: str, named: str) -> None:
    one, mine = registered("hypertension"), api("village_doctor", HERE)
    answer = record(mine, one, routine(**changes))
    refused = error(answer)
    assert answer.status_code == 422 and refused["code"] == code
    assert named in refused["missing"] or named in refused["fields"]
    assert count(Visit, mine) == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"visit_date": "9999-12-31"}, "refused_readings"),
        ({"visit_date": "0001-01-01"}, "not_in_force"),
        ({"visit_date": "2026-W27-2"}, "invalid"),
        ({"visit_date": 20260630}, "invalid"),
        ({"visit_date": "2024-06-30"}, "not_enrolled"),
        ({"program": "diabetes"}, "not_enrolled"),
        ({"program": "../etc"}, "invalid"),
        ({"rule": "at target"}, "invalid"),
        ({"area_code": NEXT_DOOR}, "invalid"),
        ({"readings": []}, "invalid"),
    ],
)
def test_what_surrounds_the_readings_is_checked_too(registered, api, changes: Any, code: str) -> None:
    one, mine = registered("hypertension"), api("village_doctor", HERE)
    body = routine() | changes
    if body["program"] == "diabetes":
        body["readings"] = {"fasting_glucose": 6.1, "danger_signs": ["none"]}
    answer = record(mine, one, body)
    assert answer.status_code == 422 and error(answer)["code"] in (code, "incomplete")
    assert count(Visit, mine) == 0


def test_the_same_request_twice_is_one_visit_with_one_answer(registered, api) -> None:
    one, mine = registered("hypertension"), api("village_doctor", HERE)
    answers = [record(mine, one, routine()) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content and count(Visit, mine) == 1
    another = record(mine, one, routine(systolic=130))
    assert another.status_code == 422 and error(another)["code"] == "idempotency_key_reused"


def test_a_refused_request_leaves_its_key_free(registered, api) -> None:
    one, mine = registered("hypertension"), api("village_doctor", HERE)
    assert record(mine, one, routine(systolic=None)).status_code == 422
    assert IdempotencyKey.objects.count() == 0
    assert record(mine, one, routine()).status_code == 201
    assert error(record(mine, one, routine(), key=KEY + "2"))["code"] == "visit_on_that_day"


def test_a_write_without_a_key_is_refused(registered, api) -> None:
    one, mine = registered("hypertension"), api("village_doctor", HERE)
    for headers in ({}, {"Idempotency_Key": "short"}, {"Idempotency_Key": "k" * 81}):
        answer = mine.post(f"residents/{one.pk}/visits", routine(), **headers)
        assert answer.status_code == 422 and "Idempotency-Key" in error(answer)["fields"]


def test_the_same_request_at_the_same_time_is_one_visit(registered, by_token) -> None:
    one, mine = registered("hypertension"), by_token("village_doctor", HERE)

    def send(_number: int) -> Any:
        try:
            return record(Api(Client(), **mine.headers), one, routine())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1


def test_a_visit_of_somebody_elses_resident_is_not_there_to_be_written(registered, api) -> None:
    hidden, mine = registered("hypertension", area_code=str(NEXT_DOOR)), api("village_doctor", HERE)
    answer = record(mine, hidden, routine())
    assert answer.status_code == 404 and error(answer)["code"] == "not_found"
    assert IdempotencyKey.objects.count() == 0
