"""Doubts about records: found by who checks, answered by who wrote, settled with words, and nobody else's business."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.places.models import Institution
from gongwei.apps.planning.models import RecordDoubt
from gongwei.apps.programs.models import CallAttempt, Visit
from gongwei.apps.reporting.truth import look
from tests.conftest import NOW, TODAY, enter

STREET, OTHER_STREET, HERE = 330102001000, 330102003000, 330102001051
pytestmark = pytest.mark.django_db(transaction=True)
DAY = datetime(2026, 5, 27, 1, 0, tzinfo=NOW.tzinfo)  # nine in the morning in China


@pytest.fixture
def written(registered: Any, post: Any) -> Any:
    """Give what writes visits of one resident: `written(moment, …)`; the doctor is `written.doctor`."""
    one, doctor = registered("hypertension"), post("village_doctor", HERE)

    def write(at: datetime, **more: Any) -> Visit:
        told = {
            "resident": one, "program": "hypertension", "area_code": HERE, "edition": "2017-02-28", "visit_mode": "1",
            "face_to_face": True, "rule": "continue", "advice": "继续", "readings": {"systolic": 136, "diastolic": 84},
            "visit_date": at.date(), "recorded_at": at, "actor_id": doctor.user_id,
        }  # fmt: skip
        with as_acting(doctor):
            return Visit.objects.create(**told | more)

    write.doctor, write.resident = doctor, one  # type: ignore[attr-defined]
    return write


def looked(post: Any) -> list[str]:
    director = post("centre_director", STREET)
    look(by=director, on=TODAY, at=NOW)
    with as_acting(director):
        return sorted(RecordDoubt.objects.values_list("kind", flat=True))


def test_a_visit_at_night_is_found_once_however_often_one_looks(written: Any, post: Any) -> None:
    written(DAY)
    written(DAY.replace(day=20, hour=15))  # eleven at night in China
    assert looked(post) == looked(post) == ["hours"]


def test_a_home_visit_after_a_call_and_many_in_minutes_are_found(written: Any, post: Any) -> None:
    home = written(DAY, visit_mode="2")
    with as_acting(written.doctor):
        CallAttempt.objects.create(
            resident=written.resident, program="hypertension", area_code=HERE, actor_id=written.doctor.user_id,
            outcome="no_answer", recorded_at=DAY - timedelta(minutes=20),
        )  # fmt: skip
    for number in range(11):
        written(DAY + timedelta(days=3, seconds=50 * number), visit_date=(DAY - timedelta(days=number + 1)).date())
    assert looked(post) == ["burst", "phone"]
    with as_acting(post("centre_director", STREET)):
        phone = RecordDoubt.objects.get(kind="phone")
        assert (phone.visits, phone.evidence, phone.area_code) == ([str(home.pk)], {"minutes": 20.0}, HERE)
        assert len(RecordDoubt.objects.get(kind="burst").visits) == 11


@pytest.fixture
def doubt(written: Any, post: Any) -> uuid.UUID:
    written(DAY.replace(hour=15))
    looked(post)
    return RecordDoubt.objects.using("owner").get().pk


def test_the_doctor_answers_and_the_director_settles_with_words(
    doubt: uuid.UUID, written: Any, post: Any, sign_in: Any
) -> None:
    client = Client()
    enter(client, written.doctor.user_id)
    assert "当天 23 时录入" in client.get("/records/mine/").content.decode()
    client.post("/records/mine/", {"doubt": doubt, "words": "下乡回来当晚补录"})
    director = sign_in("centre_director", STREET)
    page = director.get(f"/records/doubts/{doubt}/").content.decode()
    assert "下乡回来当晚补录" in page and "王秀英" in page
    director.post(f"/records/doubts/{doubt}/settle/", {"state": "explained", "words": "好"})
    assert RecordDoubt.objects.using("owner").get().state == "to_check"  # two words at least
    director.post(f"/records/doubts/{doubt}/settle/", {"state": "explained", "words": "查过派车记录，属实"})
    assert RecordDoubt.objects.using("owner").get().state == "explained"
    assert "有合理解释" in director.get("/records/doubts/?state=explained").content.decode()
    assert "查过派车记录" in client.get("/records/mine/").content.decode()


def test_a_list_of_what_nobody_is_known_to_have_written_names_the_institutions_in_one_query(
    doubt: uuid.UUID, sign_in: Any
) -> None:
    director = sign_in("centre_director", STREET)
    told = {"kind": "hours", "area_code": HERE, "visits": [], "evidence": {"hour": 23.0}, "found_at": NOW}

    def asked(count: int) -> int:
        for number in range(count):
            centre = Institution(
                id=uuid.uuid4(), name=f"{count} 号中心 {number}", kind="centre", area_code=STREET, valid_from=TODAY
            )
            centre.save(using="owner", force_insert=True)
            digest = f"{count} {number}"
            RecordDoubt.objects.using("owner").create(digest=digest, institution_id=centre.pk, **told)
        with CaptureQueriesContext(connection) as queries:
            page = director.get("/records/doubts/").content.decode()
        assert all(f"{count} 号中心 {number}" in page for number in range(count))
        return len(queries)

    asked(0)  # what a process reads once
    assert asked(1) == asked(3)


def test_a_colleague_sees_nothing_of_it_and_cannot_answer(doubt: uuid.UUID, sign_in: Any) -> None:
    colleague = sign_in("centre_doctor", STREET)
    assert "没有与您有关的存疑记录" in colleague.get("/records/mine/").content.decode()
    assert colleague.post("/records/mine/", {"doubt": doubt, "words": "不是我写的记录"}).status_code == 404
    assert colleague.get(f"/records/doubts/{doubt}/").status_code == 403


def test_the_director_of_another_street_finds_nothing(doubt: uuid.UUID, sign_in: Any) -> None:
    other = sign_in("centre_director", OTHER_STREET)
    assert other.get(f"/records/doubts/{doubt}/").status_code == 404
    assert (
        other.post(f"/records/doubts/{doubt}/settle/", {"state": "explained", "words": "属实属实"}).status_code == 404
    )


def test_nobody_settles_a_doubt_about_themselves(written: Any, post: Any, client: Any) -> None:
    director = post("centre_director", STREET)
    written(DAY.replace(hour=15), actor_id=director.user_id)
    look(by=director, on=TODAY, at=NOW)
    one = RecordDoubt.objects.using("owner").get()
    enter(client, director.user_id)
    told = {"state": "explained", "words": "我自己看过了"}
    answer = client.post(f"/records/doubts/{one.pk}/settle/", told, follow=True)
    assert "不能核对自己的记录" in answer.content.decode()
    one.refresh_from_db(using="owner")
    assert one.state == "to_check"
