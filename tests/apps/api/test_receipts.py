"""Every write that comes in is stored, refused with a receipt, or waits; and a recount proves it from the rows."""

from typing import Any

import pytest
from django.db import connections

from gongwei.apps.accounts import queries as accounts
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.exchange import queries
from gongwei.site.conservation import recount
from tests.apps.api.test_visits import record, routine
from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET
from tests.apps.exchange.files import resident
from tests.apps.exchange.test_pages import run

pytestmark = pytest.mark.django_db(transaction=True)


def api_of(acting: Any) -> Any:
    with as_acting(acting):
        return next((one for one in queries.sources(by=acting) if one.kind == "api"), None)


def test_a_program_s_writes_are_counted_taken_once_and_refused_with_their_reason(
    registered: Any, by_token: Any
) -> None:
    one, program = registered("hypertension"), by_token("village_doctor", HERE)
    for _again in range(2):
        assert record(program, one, routine()).status_code == 201
    assert record(program, one, routine(systolic=900), key="k-0000-0002").status_code == 422
    assert record(program, one, "{", key="k-0000-0003").status_code == 400
    assert record(program, one, routine(), key="short").status_code == 422
    assert program.post(f"residents/{one.pk}/visits", routine()).status_code == 422
    found = api_of(program.acting)
    assert (found.received, found.stored, found.refused, found.waiting, found.settled) == (5, 1, 4, 0, 0)
    assert dict(found.reasons) == {"refused_readings": 1, "malformed_json": 1, "invalid": 2}
    with as_acting(program.acting):
        keys = [key for _at, _sender, key, _code in accounts.last_refused(10)]
    assert keys == ["", "", "k-0000-0003", "k-0000-0002"]


def test_a_receipt_is_seen_in_the_area_of_its_sender_alone(registered: Any, by_token: Any, post: Any) -> None:
    one = registered("hypertension")
    record(by_token("village_doctor", HERE), one, routine(systolic=900))
    assert api_of(post("village_doctor", NEXT_DOOR)) is None
    assert api_of(post("centre_director", STREET)).refused == 1


def test_reading_and_searching_leave_no_receipt(api: Any) -> None:
    mine = api("village_doctor", HERE)
    assert mine.get("residents/00000000-0000-4000-8000-000000000000").status_code == 404
    assert mine.post("residents/search", {"text": ""}).status_code == 422
    assert api_of(mine.client.acting) is None


def test_the_recount_finds_everything_and_notices_what_is_gone(
    registered: Any,
    by_token: Any,
    director: Any,
    send: Any,
) -> None:
    batch = send(resident(), resident(姓名="王二", 身份证号="123"), resident(姓名="陈建国", 身份证号="", 联系电话=""))
    director.post(f"/imports/{batch.pk}/take/")
    run(director, batch.pk)
    one, program = registered("hypertension"), by_token("village_doctor", HERE)
    record(program, one, routine())
    record(program, one, routine(systolic=900), key="k-0000-0002")
    found = recount()
    assert found.faults == ()
    sums = {one.way: (one.received, one.stored, one.refused, one.waiting, one.settled) for one in found.sums}
    assert sums == {"residents": (3, 1, 1, 1, 0), "api": (2, 1, 1, 0, 0)}
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM programs_visit")
        cursor.execute("DELETE FROM exchange_importrow WHERE outcome = 'created'")
        cursor.execute("DELETE FROM exchange_importfile WHERE purpose = 'rejects'")
    says = recount().faults
    assert len(says) == 3
    assert "created, 0 are noted" in says[0] and "returns them" in says[1] and "stands nowhere" in says[2]


def test_a_written_row_that_vanished_is_named(director: Any, send: Any) -> None:
    batch = send(resident())
    director.post(f"/imports/{batch.pk}/take/")
    run(director, batch.pk)
    with connections["owner"].cursor() as cursor:
        for table in ("people_residentnumber", "people_residence", "people_condition", "people_resident"):
            cursor.execute(f"DELETE FROM {table}")
    (fault,) = recount().faults
    assert "row 2 wrote" in fault or "row 1 wrote" in fault


def test_the_page_shows_every_sender_and_the_last_refusals(
    registered: Any,
    by_token: Any,
    director: Any,
) -> None:
    one = registered("hypertension")
    assert "还没有收到过数据" in director.get("/imports/sources/").content.decode()
    from django.test import Client

    program = by_token("village_doctor", HERE)
    program.client = Client()
    record(program, one, routine(systolic=900), key="k-0000-0002")
    page = director.get("/imports/sources/").content.decode()
    assert "接口写入" in page and "refused_readings" in page and "k-0000-0002" in page
