"""The pages of imports, and the worker's job behind them."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import Assignment
from gongwei.apps.exchange import actions, queries
from gongwei.apps.exchange.jobs import take_import
from gongwei.apps.exchange.models import ImportBatch, ImportFile, ImportRow
from gongwei.apps.people.models import Resident
from tests.apps.exchange.files import NEXT_VILLAGE, STREET, VILLAGE, card, resident, text
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def director(sign_in):
    return sign_in("centre_director", STREET)


@pytest.fixture
def send(director):
    """Send a file as the director, let the job run, and give the batch."""

    def make(*rows, kind="residents", name="居民.csv", content=None):
        file = SimpleUploadedFile(name, content if content is not None else text(*rows))
        answer = director.post("/imports/", {"kind": kind, "program": "", "file": file})
        assert answer.status_code == 302, answer.content.decode()
        return run(director, answer.url.split("/")[-2])

    return make


def run(client, batch_id) -> ImportBatch:
    take_import(batch_id=str(batch_id), assignment_id=str(client.acting.assignment_id))
    return read(client, batch_id)


def read(client, batch_id) -> ImportBatch:
    with as_acting(client.acting):
        return ImportBatch.objects.get(pk=batch_id)


def test_what_came_in_is_what_was_stored_refused_and_waits(director, send) -> None:
    assert "来源与收支" not in director.get("/imports/").content.decode()
    batch = send(resident(), resident(姓名="王二", 身份证号="123"), resident(姓名="陈建国", 身份证号="", 联系电话=""))
    director.post(f"/imports/{batch.pk}/take/")
    batch = run(director, batch.pk)
    with as_acting(director.acting):
        (one,) = queries.balances()
        waits = ImportRow.objects.filter(outcome="waiting").count()
    assert (one.received, one.stored, one.refused) == (3, batch.created, batch.rejected)
    assert one.waiting == waits and one.settled == 0
    assert "来源与收支" in director.get("/imports/").content.decode()
    director.post(f"/imports/{batch.pk}/undo/")
    with as_acting(director.acting):
        assert queries.balances() == []


def test_a_batch_whose_post_has_ended_says_so_to_those_who_stay(director, post, sign_in) -> None:
    file = SimpleUploadedFile("居民.csv", text(resident()))
    answer = director.post("/imports/", {"kind": "residents", "program": "", "file": file})
    sender, batch_id = director.acting, answer.url.split("/")[-2]
    Assignment.objects.filter(pk=sender.assignment_id).update(valid_to=date(2026, 1, 1))
    take_import(batch_id=batch_id, assignment_id=str(sender.assignment_id))
    colleague = sign_in("centre_doctor", STREET)
    page = colleague.get(f"/imports/{batch_id}/").content.decode()
    assert "岗位在处理前已结束" in page and "没有写入任何内容" in page and "等待后台处理" not in page
    with as_acting(colleague.acting):
        assert not Resident.objects.exists()


def test_a_batch_whose_post_holds_is_not_ended_by_a_job_that_says_otherwise(director, post) -> None:
    with as_acting(director.acting):
        batch = actions.send(
            text(resident()), name="a.csv", kind="residents", program="", dry_run=True, by=director.acting, at=NOW
        )
        actions.end_without_post(batch.pk, on=TODAY, at=NOW)
        batch.refresh_from_db()
    assert (batch.state, batch.message) == ("queued", "")


def test_a_file_is_looked_at_first_then_taken_then_undone(director, send) -> None:
    batch = send(resident(), resident(姓名="王二", 身份证号="123"))
    assert (batch.state, batch.dry_run, batch.created, batch.rejected) == ("done", True, 1, 1)
    with as_acting(director.acting):
        assert not Resident.objects.exists()
    page = director.get(f"/imports/{batch.pk}/").content.decode()
    assert "正式导入" in page and "下载未导入的行" in page

    assert director.post(f"/imports/{batch.pk}/take/").status_code == 302
    batch = run(director, batch.pk)
    assert (batch.state, batch.dry_run, batch.created, batch.progress, batch.total) == ("done", False, 1, 2, 2)
    with as_acting(director.acting):
        assert Resident.objects.count() == 1
        assert not ImportFile.objects.filter(purpose="source").exists()  # not kept longer than needed

    answer = director.post(f"/imports/{batch.pk}/undo/", follow=True)
    assert "已撤销，1 行恢复原状" in answer.content.decode()
    with as_acting(director.acting):
        assert not Resident.objects.exists()


def test_the_rejected_rows_are_given_back_and_no_cache_keeps_them(director, send) -> None:
    batch = send(resident(身份证号="123"))
    answer = director.get(f"/imports/{batch.pk}/rejects/")
    assert answer["Cache-Control"] == "no-store" and "attachment" in answer["Content-Disposition"]
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("行号,原因,姓名") and lines[1].startswith("2,") and "18 位" in lines[1]


def test_the_file_itself_is_kept_sealed(director) -> None:
    director.post("/imports/", {"kind": "residents", "file": SimpleUploadedFile("居民.csv", text(resident()))})
    with as_acting(director.acting):
        kept = ImportFile.objects.get()
        assert "单玉山".encode() not in bytes(kept.content) and card().encode() not in bytes(kept.content)
        assert "单玉山".encode() in actions.content_of(kept)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "空"), ("甲,乙\n1,2\n".encode(), "没有找到"), (b"PK\x03\x04junk", "打不开"), (b"<html></html>", "网页")],
)
def test_a_file_that_cannot_be_taken_says_why_and_leaves_nothing(director, send, content, reason) -> None:
    if content:
        batch = send(content=content)
        assert batch.state == "failed" and reason in batch.message
        assert reason in director.get(f"/imports/{batch.pk}/").content.decode()
    else:
        answer = director.post("/imports/", {"kind": "residents", "file": SimpleUploadedFile("居民.csv", content)})
        assert answer.status_code == 422 and reason in answer.content.decode()


def test_a_file_of_another_kind_is_refused_on_the_page(director) -> None:
    for name, kind in (("居民.exe", "residents"), ("居民.csv", "weapons")):
        answer = director.post("/imports/", {"kind": kind, "file": SimpleUploadedFile(name, b"x")})
        assert answer.status_code == 422


def test_while_it_is_under_way_the_page_asks_for_its_state_alone(director) -> None:
    answer = director.post("/imports/", {"kind": "residents", "file": SimpleUploadedFile("居民.csv", text(resident()))})
    page = director.get(answer.url).content.decode()
    assert 'hx-trigger="load delay:1s"' in page
    part = director.get(answer.url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "<progress" in part


def test_a_job_that_was_run_already_does_nothing_more(director, send) -> None:
    batch = send(resident())
    before = batch.finished_at
    assert run(director, batch.pk).finished_at == before


def test_a_job_that_was_killed_is_run_again_from_the_start(director, send, monkeypatch) -> None:
    batch = send(resident())
    director.post(f"/imports/{batch.pk}/take/")
    monkeypatch.setattr("gongwei.apps.exchange.actions.batches._conclude", _killed)
    with pytest.raises(KeyboardInterrupt):
        run(director, batch.pk)
    monkeypatch.undo()
    assert read(director, batch.pk).state == "running"
    assert run(director, batch.pk).created == 1


def _killed(*_args, **_kwargs) -> None:
    raise KeyboardInterrupt


def test_waiting_rows_are_settled_one_by_one(director, send) -> None:
    batch = send(resident(现住址="上城区清波街道8号"), resident(姓名="王二", 身份证号="", 联系电话=""))
    director.post(f"/imports/{batch.pk}/take/")
    batch = run(director, batch.pk)
    assert batch.waiting == 2
    page = director.get(f"/imports/{batch.pk}/waiting/").content.decode()
    assert f'value="{VILLAGE}"' in page and "登记为新居民" in page
    assert card() not in page and card()[:6] in page  # masked
    with as_acting(director.acting):
        open_address, nobody_known = batch.rows.order_by("number")
    director.post(f"/imports/{batch.pk}/waiting/{open_address.pk}/", {"village": VILLAGE})
    director.post(f"/imports/{batch.pk}/waiting/{nobody_known.pk}/", {"who": "new"})
    with as_acting(director.acting):
        assert Resident.objects.count() == 2
    again = director.post(f"/imports/{batch.pk}/waiting/{nobody_known.pk}/", {"who": "new"}, follow=True)
    assert "已经处理过" in again.content.decode()


def test_a_waiting_row_shows_whom_it_may_be_about(director, send) -> None:
    first = send(resident())
    director.post(f"/imports/{first.pk}/take/")
    run(director, first.pk)
    batch = send(resident(身份证号="", 联系电话=""))
    director.post(f"/imports/{batch.pk}/take/")
    run(director, batch.pk)
    with as_acting(director.acting):
        known, row = Resident.objects.get(), batch.rows.get()
    assert str(known.pk) in director.get(f"/imports/{batch.pk}/waiting/").content.decode()
    for wrong in ({"who": "nonsense"}, {"who": ""}, {"village": "1"}):
        director.post(f"/imports/{batch.pk}/waiting/{row.pk}/", wrong)
        assert director.get(f"/imports/{batch.pk}/waiting/").content.decode().count("第 2 行") == 1
    director.post(f"/imports/{batch.pk}/waiting/{row.pk}/", {"who": str(known.pk)})
    assert "都处理完了" in director.get(f"/imports/{batch.pk}/waiting/").content.decode()


def test_a_row_may_be_dropped(director, send) -> None:
    batch = send(resident(身份证号="", 联系电话=""))
    director.post(f"/imports/{batch.pk}/take/")
    run(director, batch.pk)
    with as_acting(director.acting):
        row = batch.rows.get()
    director.post(f"/imports/{batch.pk}/waiting/{row.pk}/", {"who": "drop"})
    with as_acting(director.acting):
        row.refresh_from_db()
        assert (row.outcome, row.kept, Resident.objects.exists()) == ("settled", None, False)


def test_batches_of_another_area_are_as_good_as_absent(director, send, sign_in, client) -> None:
    batch = send(resident())
    stranger = sign_in("village_doctor", NEXT_VILLAGE)
    for path in ("", "rejects/", "waiting/"):
        assert stranger.get(f"/imports/{batch.pk}/{path}").status_code == 404
    for path in ("take/", "undo/"):
        assert stranger.post(f"/imports/{batch.pk}/{path}").status_code == 404
    assert str(batch.pk) not in stranger.get("/imports/").content.decode()


@pytest.mark.parametrize(
    ("role", "area", "sees", "sends"),
    [
        ("village_doctor", VILLAGE, 200, 302),
        ("data_operator", 330100000000, 200, 302),
        ("district_cdc", 330102000000, 403, 403),
        ("city_bureau", 330100000000, 403, 403),
        ("system_admin", 330100000000, 403, 403),
        ("auditor", 330100000000, 403, 403),
    ],
)
def test_who_may_see_and_send_imports(sign_in, role, area, sees, sends) -> None:
    someone = sign_in(role, area)
    assert someone.get("/imports/").status_code == sees
    file = SimpleUploadedFile("居民.csv", text(resident()))
    answer = someone.post("/imports/", {"kind": "residents", "file": file})
    assert answer.status_code == sends
    sent = ImportBatch.objects.using("owner").count()
    assert sent == (1 if role in ("village_doctor", "data_operator") else 0)


def test_the_number_of_queries_for_the_list_does_not_grow(director, send, django_assert_max_num_queries) -> None:
    for number in range(3):
        send(resident(身份证号="", 姓名=f"王{number}", 出生日期=str(date(1950, 1, 1 + number))))
    with django_assert_max_num_queries(16):
        director.get("/imports/")


def test_the_rows_of_a_batch_leave_with_whom_they_wrote_about(director, send) -> None:
    batch = send(resident(), resident(姓名="王二", 身份证号="123"))
    director.post(f"/imports/{batch.pk}/take/")
    run(director, batch.pk)
    assert f"/imports/{batch.pk}/export/" in director.get(f"/imports/{batch.pk}/").content.decode()
    answer = director.get(f"/imports/{batch.pk}/export/")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows == [["行号", "结果", "居民", "原因"], [2.0, "新建", "单玉山", ""]]
