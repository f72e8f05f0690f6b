"""What a file of residents says of them besides: guarded diagnoses, and the individual basic information form."""

from datetime import date

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.exchange import actions
from gongwei.apps.people.actions import note_personal_information
from gongwei.apps.people.models import Condition, PersonalInformation, SensitiveCondition
from gongwei.apps.people.queries import guarded_conditions_of, personal_information_of
from tests.apps.exchange.files import VILLAGE, card, resident
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_guarded_diagnosis_stands_sealed_in_its_own_table_and_is_audited(take, everyone, director) -> None:
    batch, counts, _ = take(resident(慢性病="高血压、严重精神障碍"))
    (one,) = everyone()
    with as_acting(director):
        assert list(Condition.objects.values_list("code", flat=True)) == ["hypertension"]
        ((title, row),) = guarded_conditions_of(one, by=director, at=NOW)
    assert (counts, title, row.onset_date) == ({"created": 1}, "严重精神障碍", date(2020, 1, 3))
    noted = AuditEntry.objects.using("owner").get(action="condition.note")
    assert (noted.detail, noted.object_id) == ({"class": 4, "rows": 1}, str(batch.pk))
    assert take(resident(慢性病="高血压、严重精神障碍"))[1] == {"unchanged": 1}


def test_a_guarded_diagnosis_from_a_post_that_may_not_note_it_sends_the_row_back(take, everyone, post) -> None:
    doctor = post("village_doctor", VILLAGE)
    rows = resident(慢性病="严重精神障碍"), resident(姓名="王二", 身份证号=card(serial=13))
    _, counts, result = take(*rows, by=doctor)
    assert counts == {"rejected": 1, "created": 1} and "受保护的诊断" in result.ledger.rejects[0][2]
    assert [one.name for one in everyone()] == ["王二"]


def test_only_who_may_write_a_guarded_diagnosis_undoes_it(take, everyone, director, post) -> None:
    take(resident())
    added, _, _ = take(resident(慢性病="严重精神障碍"), resident(姓名="王二", 身份证号=card(serial=13), 慢性病="8"))
    with pytest.raises(actions.MayNotImport, match="受保护的诊断"):
        actions.undo(added.pk, by=post("data_operator", 330102000000), at=NOW)
    assert actions.undo(added.pk, by=director, at=NOW) == 2
    with as_acting(director):
        assert not SensitiveCondition.objects.exists()
    assert [one.name for one in everyone()] == ["单玉山"]


def form_of(one, director):
    with as_acting(director):
        return personal_information_of(one)


FORM = {
    "慢性病": "高血压、肝炎", "民族": "汉", "文化程度": "本科", "职业": "退休人员", "婚姻状况": "20", "血型": "AB",
    "RH": "阳性", "医保类型": "职工医保；自费", "药物过敏史": "2、4", "家族史父亲": "高血压、糖尿病", "手术史": "无",
    "联系人": "单小妹", "联系人电话": "138 0000 0077", "残疾类型": "听力残疾", "饮水": "井水", "责任医生": "张医生",
    "户籍地址": "湖州市织里镇",
}  # fmt: skip
READ = {
    "other_diseases": ["10"], "nation": "01", "education": "2", "marital": "2", "abo": "4", "rh": "2",
    "payers": ["1", "7"], "drug_allergies": ["2", "4"], "family_father": ["2", "3"], "surgeries": "无",
    "contact_name": "单小妹", "contact_phone": "13800000077", "disabilities": ["3"], "water": "3", "doctor": "张医生",
    "household_address": "湖州市织里镇", "as_written": "职业：退休人员",
}  # fmt: skip


def test_the_basic_information_form_is_kept_and_what_is_in_no_list_as_it_was_written(take, everyone, director) -> None:
    _, counts, result = take(resident(**FORM))
    assert counts == {"created": 1} and not [note for note in result.notes if "没有读取" in note]
    (one,) = everyone()
    assert form_of(one, director) == READ
    with as_acting(director):
        row = PersonalInformation.objects.get()
        assert "contact_phone" not in row.readings and b"13800000077" not in bytes(row.contact_cipher)
    assert take(resident(**FORM))[1] == {"unchanged": 1}


def test_a_form_is_brought_up_to_date_and_an_undo_puts_it_back(take, everyone, director) -> None:
    take(resident(**FORM))
    (one,) = everyone()
    later, counts, _ = take(resident(婚姻状况="丧偶", 文化程度="", 职业="其他工种"))
    assert counts == {"updated": 1}
    changed = READ | {"marital": "3", "as_written": "职业：退休人员；职业：其他工种"}
    assert form_of(one, director) == changed
    assert actions.undo(later.pk, by=director, at=NOW) == 1
    assert form_of(one, director) == READ


def test_a_form_begun_by_a_file_goes_with_it_unless_somebody_wrote_on_it(take, everyone, director) -> None:
    take(resident())
    (one,) = everyone()
    begun, counts, _ = take(resident(**FORM))
    assert counts == {"updated": 1}
    with as_acting(director):
        note_personal_information(resident=one, readings=READ | {"abo": "1"}, by=director, at=NOW)
    with pytest.raises(actions.ChangedSince):
        actions.undo(begun.pk, by=director, at=NOW)
    again, _, _ = take(resident(婚姻状况="离婚"))
    assert actions.undo(again.pk, by=director, at=NOW) == 1
    assert form_of(one, director) == READ | {"abo": "1"}


def test_what_a_form_says_under_guard_stands_under_guard(take, everyone, director, post) -> None:
    row = resident(残疾类型="视力残疾、精神残疾", 人群分类="65岁及以上、孕产妇")
    assert take(row, by=post("village_doctor", VILLAGE))[1] == {"rejected": 1}
    assert take(row)[1] == {"created": 1}
    (one,) = everyone()
    assert form_of(one, director) == {"disabilities": ["2"], "health_labels": "65岁及以上"}
    with as_acting(director):
        noted = {title for title, _ in guarded_conditions_of(one, by=director, at=NOW)}
    assert noted == {"精神残疾", "孕产妇"}


def test_a_label_of_hidden_health_sends_the_row_back(take) -> None:
    _, counts, result = take(resident(人群分类="艾滋病感染者"))
    assert counts == {"rejected": 1} and "更高保护级别" in result.ledger.rejects[0][2]


@pytest.mark.parametrize(
    ("said", "kept"),
    [("10", {"as_written": "文化程度：10"}), ("大学", {"education": "2"}), ("20", {"education": "2"})],
)
def test_an_education_that_two_lists_number_differently_is_not_guessed(take, everyone, director, said, kept) -> None:
    take(resident(文化程度=said))
    assert form_of(everyone()[0], director) == kept


def test_rh_is_read_by_its_words_and_never_by_a_number(take, everyone, director) -> None:
    take(resident(RH阴性="是"), resident(姓名="王二", 身份证号=card(serial=13), RH阴性="1"))
    forms = [form_of(one, director) for one in everyone()]
    assert forms == [{"rh": "1"}, {"as_written": "RH 血型：1"}]
