"""Residents from a file, as the command line takes them."""

from datetime import date

import pytest
from django.db import connections

from gongwei.adapters.files.records import read_records
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.exchange import actions
from gongwei.apps.exchange.models import ImportBatch, ImportRow
from gongwei.apps.people.models import (
    Condition,
    DuplicatePair,
    Residence,
    Resident,
    ResidentNumber,
)
from gongwei.apps.people.sealed import unseal
from gongwei.apps.places.models import Institution
from gongwei.catalog.headers.residents import layout
from tests.apps.exchange.files import HERE, NEXT_VILLAGE, STREET, VILLAGE, card, resident
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_new_resident_stands_with_sealed_numbers_and_a_residence(take, everyone, director) -> None:
    batch, counts, _ = take(resident(慢性病="高血压、糖尿病", 机构内编号="A-7"))
    (one,) = everyone()
    assert counts == {"created": 1} and batch.created == batch.read == 1
    assert (one.name, one.name_pinyin, one.sex, one.birth_date) == ("单玉山", "shanyushan", "1", date(1950, 3, 4))
    assert (one.area_code, one.archived_date, one.document_type) == (VILLAGE, date(2020, 1, 3), "01")
    assert unseal("document", one.pk, one.document_cipher) == card()
    assert unseal("phone", one.pk, one.phone_cipher) == "13800000001"
    with as_acting(director):
        assert Residence.objects.get().lived_in == VILLAGE
        assert ResidentNumber.objects.get().number == "A-7"
        assert set(Condition.objects.values_list("code", flat=True)) == {"hypertension", "diabetes"}


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("是", {"hypertension", "diabetes"}),
        ("1", {"hypertension", "diabetes"}),
        ("否", {"diabetes"}),
        ("", {"diabetes"}),
    ],
)
def test_a_column_that_asks_for_one_disease_adds_it_to_the_list(take, director, said, known) -> None:
    assert take(resident(慢性病="糖尿病", 是否高血压=said, 是否糖尿病="是"))[1] == {"created": 1}
    with as_acting(director):
        assert set(Condition.objects.values_list("code", flat=True)) == known


def test_the_same_file_twice_changes_nothing(take) -> None:
    rows = [resident(), resident(姓名="王二", 身份证号="", 电话="", 联系电话="13800000002")]
    assert take(*rows)[1] == {"created": 2}
    assert take(*rows)[1] == {"unchanged": 2}


def test_a_repeated_row_counts_as_unchanged(take) -> None:
    assert take(resident(), resident())[1] == {"created": 1, "unchanged": 1}


def test_two_rows_about_one_person_that_differ_are_not_guessed_between(take) -> None:
    _, counts, result = take(resident(), resident(联系电话="13800000009"))
    assert counts == {"created": 1, "rejected": 1}
    assert "与第 2 行是同一对象" in result.ledger.rejects[0][2]


def test_what_a_row_says_anew_is_updated_and_a_blank_erases_nothing(take, everyone) -> None:
    take(resident())
    assert take(resident(联系电话="13900000001", 出生日期="", 现住址="", 建档日期=""))[1] == {"updated": 1}
    (one,) = everyone()
    assert unseal("phone", one.pk, one.phone_cipher) == "13900000001"
    assert (one.address, one.archived_date) == (f"{HERE}1幢2号", date(2020, 1, 3))


def test_an_old_number_of_15_digits_is_the_same_person(take) -> None:
    take(resident())
    old = card()[:6] + card()[8:17]
    assert take(resident(身份证号=old))[1] == {"unchanged": 1}


def test_the_institutions_own_number_finds_a_resident_without_document(take, everyone) -> None:
    take(resident(身份证号="", 机构内编号="7"))
    assert take(resident(身份证号="", 机构内编号="7", 联系电话="13900000001"))[1] == {"updated": 1}
    assert len(everyone()) == 1


def test_the_operator_numbers_residents_for_the_centre_of_their_street(take, post, director, everyone) -> None:
    operator = post("data_operator", 330100000000)
    row = resident(身份证号="", 联系电话="", 档案编号="A-0007")
    assert take(row, by=operator)[1] == {"created": 1}
    assert take(row, by=operator)[1] == {"unchanged": 1}
    assert take(row | {"联系电话": "13900000001"}, by=director)[1] == {"updated": 1}
    assert everyone()[0].institution_id == director.institution_id


def test_a_number_that_nobody_keeps_does_not_make_somebody_new(take, post) -> None:
    operator = post("data_operator", 330100000000)
    row = resident(身份证号="", 联系电话="", 档案编号="A-0007", 现住址="江干区采荷街道洁莲社区3幢")
    assert take(row, by=operator)[1] == {"waiting": 1}


def test_a_number_that_names_somebody_else_waits(take) -> None:
    take(resident(身份证号="", 机构内编号="7"))
    _, counts, result = take(
        resident(姓名="王二", 身份证号="", 出生日期="1961-01-01", 机构内编号="7", 联系电话="13900000001")
    )
    assert counts == {"waiting": 1} and "另一位居民" in result.ledger.waits[0][1]


def test_name_sex_birth_and_phone_together_find_a_resident(take, everyone) -> None:
    take(resident(身份证号=""))
    assert take(resident(性别="男性"))[1] == {"updated": 1}  # the document is added
    (one,) = everyone()
    assert unseal("document", one.pk, one.document_cipher) == card()


@pytest.mark.parametrize("weak", [{"联系电话": ""}, {"联系电话": "13900000009"}, {"姓名": "单玉珊"}])
def test_anything_weaker_waits(take, weak) -> None:
    take(resident())
    assert take(resident(身份证号="", **weak))[1] == {"waiting": 1}


def test_somebody_nobody_knows_without_document_number_or_phone_waits(take) -> None:
    assert take(resident(身份证号="", 联系电话=""))[1] == {"waiting": 1}


def test_two_documents_are_two_people_however_alike(take, everyone) -> None:
    take(resident())
    assert take(resident(身份证号=card(serial=13)))[1] == {"created": 1}
    assert len(everyone()) == 2


def test_a_document_under_another_name_waits(take) -> None:
    take(resident())
    assert take(resident(姓名="王二"))[1] == {"waiting": 1}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"出生日期": "1950-03-05"}, "不一致"),
        ({"性别": "女"}, "不一致"),
        ({"身份证号": card()[:-1] + ("0" if card()[-1] != "0" else "1")}, "校验位不符"),
        ({"身份证号": "3.30102E+17"}, "科学计数"),
        ({"现住址": "某某路1号"}, "认不出"),
        ({"现住址": "余杭区"}, "不在您岗位负责的区域"),
        ({"现住址": "上城区湖滨街道"}, "不在您岗位负责的区域"),
        ({"姓名": "", "身份证号": card(serial=99)}, "姓名"),
        ({"身份证号": "", "性别": "", "机构内编号": "9"}, "性别"),
        ({"身份证号": "", "出生日期": "2030-01-01"}, "今天之后"),
        ({"建档日期": "1949-01-01"}, "早于出生日期"),
        ({"联系电话": "12"}, "电话"),
    ],
)
def test_a_wrong_row_is_rejected_with_the_reason(take, wrong, reason) -> None:
    _, counts, result = take(resident(**wrong))
    assert counts == {"rejected": 1} and reason in result.ledger.rejects[0][2]


@pytest.mark.parametrize("address", ["上城区", "上城区清波街道", "清波街道5号"])
def test_an_address_that_names_no_village_waits(take, address) -> None:
    assert take(resident(现住址=address))[1] == {"waiting": 1}


def test_the_rejected_rows_come_back_and_can_be_sent_again_when_mended(take, tmp_path) -> None:
    _, counts, result = take(resident(), resident(姓名="王二", 身份证号="123", 联系电话="13800000002"))
    assert counts == {"created": 1, "rejected": 1}
    chunk = next(read_records(result.rejects, layout).chunks())
    assert chunk.cells[0][0] == "3" and "身份证号" in chunk.cells[0][1]
    mended = dict(zip(("行号", "原因", *resident()), chunk.cells[0], strict=True)) | {"身份证号": card(serial=13)}
    assert take(mended)[1] == {"created": 1}


def test_a_person_out_of_sight_is_written_once_more_and_who_sees_both_is_asked(take, post, director) -> None:
    """Whoever sends the file learns nothing: not by a refusal, and not by a row that waits."""
    numbered = resident(机构内编号="7", 档案编号=f"{NEXT_VILLAGE}00001")
    assert take(numbered | {"现住址": "上城区清波街道定安路社区"})[1] == {"created": 1}
    village = post("village_doctor", VILLAGE, institution=Institution.objects.get())
    assert take(numbered, by=village)[1] == {"created": 1}
    assert take(numbered, by=village)[1] == {"unchanged": 1}
    with as_acting(village):
        assert not DuplicatePair.objects.exists()
    with as_acting(director):
        (pair,) = DuplicatePair.objects.all()
        assert (pair.area_code, pair.state, pair.evidence) == (STREET, "open", {"document": "same"})
        assert Resident.objects.count() == 2
    _, counts, result = take(resident(联系电话="13900000001"))
    assert counts == {"waiting": 1} and "不止一份档案" in result.ledger.waits[0][1]


def test_undoing_the_file_leaves_the_first_record_alone(take, post, everyone) -> None:
    take(resident(现住址="上城区清波街道定安路社区"))
    village = post("village_doctor", VILLAGE)
    batch, *_ = take(resident(), by=village)
    actions.undo(batch.pk, by=village, at=NOW)
    assert [one.area_code for one in everyone()] == [NEXT_VILLAGE]


def test_a_move_inside_the_area_is_dated_and_carries_the_rows(take, director) -> None:
    take(resident(慢性病="高血压"))
    assert take(resident(现住址="上城区清波街道定安路社区3号"))[1] == {"updated": 1}
    with as_acting(director):
        old, new = Residence.objects.order_by("id")
        assert (old.lived_in, old.to_date, new.lived_in, new.from_date) == (VILLAGE, TODAY, NEXT_VILLAGE, TODAY)
        assert {Condition.objects.get().area_code, Resident.objects.get().area_code} == {NEXT_VILLAGE}


def test_a_dry_run_counts_and_writes_nothing(take, everyone) -> None:
    batch, counts, _ = take(resident(), resident(身份证号="", 联系电话=""), dry_run=True)
    assert (batch, counts, everyone()) == (None, {"created": 1, "waiting": 1}, [])
    assert not ImportRow.objects.using("owner").exists()


def test_an_import_is_in_the_audit_without_anybodys_data(take) -> None:
    batch, *_ = take(resident())
    entry = AuditEntry.objects.using("owner").get(action="import.take")
    assert entry.object_id == str(batch.pk) and entry.detail["created"] == 1 and "单玉山" not in str(entry.detail)


def test_every_version_of_an_imported_resident_is_kept(take) -> None:
    take(resident())
    take(resident(联系电话="13900000001"))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pgh_label FROM people_residentevent ORDER BY pgh_id")
        assert [row[0] for row in cursor.fetchall()] == ["insert", "update"]


def test_those_who_may_not_write_may_not_import(take, post) -> None:
    for role, area in (("district_cdc", 330102000000), ("system_admin", 330100000000)):
        with pytest.raises(actions.MayNotImport):
            take(resident(), by=post(role, area))


def test_a_file_that_fails_half_way_leaves_nothing(take, everyone, monkeypatch) -> None:
    def broken(self) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr("gongwei.apps.exchange.taking.ledger.Ledger.write", broken)
    with pytest.raises(RuntimeError):
        take(resident())
    assert everyone() == []
    assert not ImportBatch.objects.using("owner").exists()


def test_undo_takes_back_what_was_created_and_puts_back_what_was_changed(take, everyone, director) -> None:
    take(resident(慢性病="高血压"))
    before = [(one.name, bytes(one.phone_cipher), one.area_code, one.address) for one in everyone()]
    more = resident(联系电话="13900000001", 现住址="上城区清波街道定安路社区3号", 慢性病="糖尿病", 机构内编号="8")
    batch, counts, _ = take(more, resident(姓名="王二", 身份证号=card(serial=13)))
    assert counts == {"updated": 1, "created": 1}
    assert actions.undo(batch.pk, by=director, at=NOW) == 2
    assert [(one.name, bytes(one.phone_cipher), one.area_code, one.address) for one in everyone()] == before
    with as_acting(director):
        assert list(Condition.objects.values_list("code", "area_code")) == [("hypertension", VILLAGE)]
        assert Residence.objects.get().to_date is None
        assert not ResidentNumber.objects.exists()
        assert ImportBatch.objects.get(pk=batch.pk).state == "undone"
    with pytest.raises(actions.NothingToUndo):
        actions.undo(batch.pk, by=director, at=NOW)


def test_undo_refuses_and_lists_rows_changed_since(take, director) -> None:
    batch, *_ = take(resident(), resident(姓名="王二", 身份证号=card(serial=13)))
    take(resident(姓名="王二", 身份证号=card(serial=13), 联系电话="13900000001"))
    with pytest.raises(actions.ChangedSince) as refused:
        actions.undo(batch.pk, by=director, at=NOW)
    assert refused.value.rows == [3]


def test_undo_refuses_when_something_was_built_on_a_new_resident(take, director, everyone) -> None:
    batch, *_ = take(resident())
    (one,) = everyone()
    with as_acting(director):
        Condition.objects.create(resident=one, code="copd", onset_date=TODAY, area_code=VILLAGE, recorded_at=NOW)
    with pytest.raises(actions.ChangedSince):
        actions.undo(batch.pk, by=director, at=NOW)


def test_a_waiting_row_waits_once_however_often_it_is_sent(take, director) -> None:
    row = resident(现住址="上城区清波街道")
    assert take(row)[1] == take(row)[1] == {"waiting": 1}
    with as_acting(director):
        assert ImportRow.objects.filter(outcome="waiting").count() == 1


def test_a_waiting_row_is_taken_when_its_village_is_chosen(take, director, everyone) -> None:
    take(resident(现住址="上城区清波街道8号"))
    with as_acting(director):
        row = ImportRow.objects.get()
        assert actions.decide(row.pk, actions.Choice(village=VILLAGE), by=director, on=TODAY, at=NOW) == "created"
    (one,) = everyone()
    assert (one.area_code, one.address) == (VILLAGE, "上城区清波街道8号")
    with as_acting(director), pytest.raises(actions.NotWaiting):
        actions.decide(row.pk, actions.Choice(village=VILLAGE), by=director, on=TODAY, at=NOW)


def test_a_waiting_row_is_taken_when_its_resident_is_chosen(take, director, everyone) -> None:
    take(resident())
    take(resident(身份证号="", 联系电话="13900000009"))
    (one,) = everyone()
    with as_acting(director):
        row = ImportRow.objects.get(outcome="waiting")
        outcome = actions.decide(row.pk, actions.Choice(resident_id=one.pk), by=director, on=TODAY, at=NOW)
    assert outcome == "updated"
    assert unseal("phone", one.pk, everyone()[0].phone_cipher) == "13900000009"


def test_a_waiting_row_may_be_somebody_new(take, director, everyone) -> None:
    take(resident(身份证号="", 联系电话=""))
    with as_acting(director):
        row = ImportRow.objects.get()
        assert actions.decide(row.pk, actions.Choice(new=True), by=director, on=TODAY, at=NOW) == "created"
    assert len(everyone()) == 1
