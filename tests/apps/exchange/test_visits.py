"""Visits from a file: judged by the rules of their day, as if entered by hand."""

from datetime import date

import pytest

from gongwei.adapters.files.headings import HeadingError
from gongwei.adapters.files.records import Records
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.exchange import actions
from gongwei.apps.exchange.models import ImportRow
from gongwei.apps.exchange.taking.visit_rows import VisitTables
from gongwei.apps.exchange.taking.which_program import GuardedVisits, ProgramNotNamed, taken_from_files
from gongwei.apps.people.models import Resident
from gongwei.apps.programs.models import Enrolment, Referral, Visit
from tests.apps.exchange.files import NEXT_VILLAGE, STREET, VILLAGE, card, resident, saved
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def visit(**more):
    row = {
        "姓名": "单玉山", "身份证号": card(), "随访日期": "2026-06-20", "随访方式": "门诊", "血压": "150/95",
        "症状": "无症状", "心率": "76", "药物不良反应": "无",
    }  # fmt: skip
    return row | more


@pytest.fixture
def director(post):
    return post("centre_director", STREET)


@pytest.fixture
def take(director, tmp_path):
    def make(*rows, kind="visits", program="", by=director, dry_run=False, name="高血压随访.csv"):
        path = saved(tmp_path, *rows, name=name)
        batch, result = actions.import_file(
            path, kind=kind, program=program, dry_run=dry_run, by=by, on=TODAY, at=NOW, tell=lambda *_: None
        )
        return batch, {key: count for key, count in result.ledger.counts.items() if count}, result

    take_resident = make(resident(慢性病="高血压、糖尿病"), kind="residents", name="居民.csv")
    assert take_resident[1] == {"created": 1}
    return make


def test_a_visit_is_judged_by_the_rules_and_opens_the_programme(take, director) -> None:
    _, counts, result = take(visit())
    assert (counts, result.program) == ({"created": 1}, "hypertension")
    with as_acting(director):
        one, stay = Visit.objects.get(), Enrolment.objects.get()
    assert one.readings["systolic"] == 150 and one.readings["hypertension_symptoms"] == ["1"]
    assert (one.rule, one.at_target, one.visit_mode, one.face_to_face) == ("off target", False, "1", True)
    assert (one.next_due_date, one.edition) == (date(2026, 7, 4), "2017-02-28")
    assert (stay.enrolled_date, stay.last_visit_date, stay.next_due_date) == (
        date(2026, 6, 20), date(2026, 6, 20), date(2026, 7, 4),
    )  # fmt: skip


def test_the_visit_before_counts_whatever_the_order_of_rows(take, director) -> None:
    assert take(visit(), visit(随访日期="2026-06-01"))[1] == {"created": 2}
    with as_acting(director):
        first, second = Visit.objects.order_by("visit_date")
        referral = Referral.objects.get()
        assert (first.rule, second.rule) == ("off target", "twice off target")
        assert (referral.visit_id, referral.due_date) == (second.pk, date(2026, 7, 4))
        assert Enrolment.objects.get().enrolled_date == date(2026, 6, 1)


def test_the_same_file_twice_changes_nothing(take) -> None:
    rows = [visit(), visit(), visit(随访日期="2026-06-01")]
    assert take(*rows)[1] == {"created": 2, "unchanged": 1}
    assert take(*rows)[1] == {"unchanged": 3}


def test_a_visit_sent_again_with_other_readings_is_updated(take, director) -> None:
    take(visit())
    assert take(visit(血压="130/80"))[1] == {"updated": 1}
    with as_acting(director):
        one = Visit.objects.get()
        assert (one.at_target, one.readings["diastolic"], Enrolment.objects.get().next_due_date) == (
            True, 80, date(2026, 9, 20),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"血压": ""}, "收缩压"),
        ({"血压": "95/150"}, "填反"),
        ({"血压": "700/90"}, "超出可录范围"),
        ({"随访日期": ""}, "随访日期"),
        ({"随访日期": "2026-07-20"}, "晚于"),
        ({"随访日期": "2016-07-20"}, "2017"),
        ({"姓名": "王二", "身份证号": card(serial=13)}, "没有这位居民"),
        ({"随访方式": "飞鸽"}, "可选范围"),
        ({"药物不良反应": "有"}, ""),
    ],
)
def test_what_cannot_be_or_cannot_be_decided_is_rejected(take, wrong, reason) -> None:
    _, counts, result = take(visit(**wrong))
    if reason:
        assert counts == {"rejected": 1} and reason in result.ledger.rejects[0][2]
    else:
        assert counts == {"created": 1}


def test_a_danger_value_decides_although_the_other_is_missing(take, director) -> None:
    rows = {key: value for key, value in visit().items() if key != "血压"}
    assert take(rows | {"收缩压": "190", "舒张压": "未测"})[1] == {"created": 1}
    with as_acting(director):
        assert (Visit.objects.get().rule, Referral.objects.get().urgent) == ("urgent", True)


def test_a_visit_of_which_nobody_says_how_it_was_made_is_not_face_to_face(take, director) -> None:
    result = take(visit(随访方式=""))[2]
    assert any("面对面" in note for note in result.notes)
    with as_acting(director):
        assert Visit.objects.get().face_to_face is False


def test_an_unusual_value_is_kept_as_the_clinic_confirmed_it(take, director) -> None:
    take(visit(血压="205/100"))
    with as_acting(director):
        assert Visit.objects.get().confirmed["systolic"] == {"value": 205, "by": "import"}


def test_diabetes_is_told_by_its_glucose_and_mg_per_dl_is_converted(take, director) -> None:
    row = {"姓名": "单玉山", "身份证号": card(), "随访日期": "2026-06-20", "随访方式": "2", "空腹血糖(mg/dL)": "126"}
    _, counts, result = take(row, name="导出.csv")
    assert (counts, result.program) == ({"created": 1}, "diabetes")
    with as_acting(director):
        assert Visit.objects.get().readings["fasting_glucose"] == 7.0
    assert any("换算" in note for note in result.notes)


def test_a_file_that_fits_two_programmes_must_name_one(take) -> None:
    row = visit(空腹血糖="6.5")
    with pytest.raises(actions.CANNOT_BE_TAKEN, match="请指明"):
        take(row, name="导出.csv")
    assert take(row, name="导出.csv", program="hypertension")[1] == {"created": 1}


def test_a_column_may_name_the_programme(take) -> None:
    _, counts, result = take(visit(空腹血糖="6.5", 慢病类型="高血压"), name="导出.csv")
    assert (counts, result.program) == ({"created": 1}, "hypertension")


def mixed(**more):
    return visit(服务项目="高血压", 空腹血糖="") | more


SUGAR = {"服务项目": "2型糖尿病", "空腹血糖": "7.5"}


def test_each_row_is_judged_by_the_programme_that_it_names(take, director) -> None:
    rows = mixed(), mixed(**SUGAR), mixed(服务项目="糖尿病", 随访日期="2026-05-02", 空腹血糖="16.8")
    batch, counts, result = take(*rows, name="导出.csv")
    assert (counts, result.program, batch.program, batch.read) == ({"created": 3}, "", "", 3)
    with as_acting(director):
        found = {(one.program, one.visit_date.day): one.rule for one in Visit.objects.all()}
        assert set(Enrolment.objects.values_list("program", flat=True)) == {"hypertension", "diabetes"}
    assert found[("hypertension", 20)] == "off target" and found[("diabetes", 2)] != found[("diabetes", 20)]
    assert not any("空腹血糖" in note for note in result.notes)
    assert take(*rows, name="导出.csv")[1] == {"unchanged": 3}
    assert actions.undo(batch.pk, by=director, at=NOW) == 3


def test_a_row_of_no_known_programme_is_sent_back_with_the_reason(take) -> None:
    rows = mixed(), mixed(服务项目="肺结核"), mixed(服务项目=""), mixed(服务项目="高血压、糖尿病")
    batch, counts, result = take(*rows, name="导出.csv")
    assert (counts, batch.read) == ({"created": 1, "rejected": 3}, 4)
    assert [reason for _, _, reason in sorted(result.ledger.rejects, key=lambda row: row[0])] == [
        "“肺结核”不是这里随访的服务项目（" + "、".join(one.title for one in taken_from_files().values()) + "）",
        "没有写服务项目：请在这一行写明，或指明整个文件的服务项目",
        "“高血压、糖尿病”写了几项服务，请每行只写一项",
    ]


def test_a_row_of_a_guarded_programme_is_refused_without_what_it_says(take) -> None:
    _, counts, result = take(mixed(), mixed(服务项目="重性精神疾病管理", 姓名="不该退回"), name="导出.csv")
    assert counts == {"created": 1, "rejected": 1}
    assert "请在居民页录入随访" in result.ledger.rejects[0][2] and "不该退回" not in result.rejects.decode()


def test_a_file_of_guarded_visits_is_refused_in_words_and_not_kept(director) -> None:
    with as_acting(director):
        batch = actions.send(
            "姓名,随访日期\n王某,2026-06-20\n".encode(), name="重性精神疾病随访.csv", kind="visits", program="",
            dry_run=True, by=director, at=NOW,
        )  # fmt: skip
    done = actions.perform(batch.pk, by=director, on=TODAY, clock=lambda: NOW, tell=lambda *_: None)
    assert done.state == "failed" and "请在居民页录入随访" in done.message
    with as_acting(director):
        assert not done.files.exists()


@pytest.mark.parametrize(("program", "name"), [("mental_disorder", "导出.csv"), ("", "导出.csv")])
def test_a_file_sent_as_guarded_visits_or_with_their_columns_alone_is_refused_by_its_name(take, program, name) -> None:
    row = {"姓名": "王某", "随访日期": "2026-06-20", "危险性": "0", "用药依从性": "1"}
    with pytest.raises(GuardedVisits, match="“严重精神障碍患者管理”是受保护的服务"):
        take(row, name=name, program=program)


def test_a_file_may_be_named_by_a_word_and_what_names_nothing_is_refused(take) -> None:
    assert take(visit(), name="导出.csv", program="高血压")[2].program == "hypertension"
    with pytest.raises(ProgramNotNamed, match="“sugar”不是这里随访的服务项目"):
        take(visit(), name="导出.csv", program="sugar")


def test_columns_that_speak_of_no_programme_are_not_taken_for_a_guarded_one(take) -> None:
    with pytest.raises(HeadingError, match="请补上后再导入"):
        take({"姓名": "王某", "随访日期": "2026-06-20", "备注": "无"}, name="导出.csv", program="")


def test_the_programme_of_the_file_stands_in_where_a_row_names_none(take) -> None:
    rows = mixed(服务项目=""), mixed(**SUGAR)
    assert take(*rows, name="导出.csv", program="hypertension")[1] == {"created": 2}


def test_a_programme_without_its_columns_sends_its_rows_back(take) -> None:
    _, counts, result = take(visit(服务项目="高血压"), visit(服务项目="糖尿病"), name="导出.csv")
    assert counts == {"created": 1, "rejected": 1} and "空腹血糖" in result.ledger.rejects[0][2]


def test_what_somebody_suffers_from_does_not_change_the_programme_of_the_file(take) -> None:
    assert take(visit(慢病类型="高血压、糖尿病"), name="高血压随访.csv")[1] == {"created": 1}


def test_a_row_that_waits_in_a_file_of_several_programmes_keeps_its_own(take, director) -> None:
    assert take(mixed(), mixed(**SUGAR, 姓名="单玉珊"), name="导出.csv")[1] == {"created": 1, "waiting": 1}
    with as_acting(director):
        row, known = ImportRow.objects.get(outcome="waiting"), Resident.objects.get()
        choice = actions.Choice(resident_id=known.pk)
        assert actions.decide(row.pk, choice, by=director, on=TODAY, at=NOW) == "created"
        assert Visit.objects.filter(program="diabetes").exists()


@pytest.mark.parametrize("chunk", [2, 4000])
def test_visits_that_follow_each_other_through_many_chunks_are_judged_and_undone_alike(
    take, director, monkeypatch, chunk
) -> None:
    monkeypatch.setattr(Records.chunks, "__defaults__", (chunk,))
    rows = [visit(随访日期=f"2026-0{month}-{day:02d}", 血压="150/95") for month in (1, 2, 3) for day in (5, 19)]
    first, counts, _ = take(*rows, visit(随访日期="2026-02-30"))
    assert (counts, first.read) == ({"created": 6, "rejected": 1}, 7)
    with as_acting(director):
        stay = Enrolment.objects.get()
        rules = list(Visit.objects.order_by("visit_date").values_list("rule", flat=True))
    assert (stay.enrolled_date, stay.last_visit_date) == (date(2026, 1, 5), date(2026, 3, 19))
    assert len(set(rules[1:])) == 1 and rules[0] != rules[1]  # twice off target refers, from the second visit on
    second, counts, _ = take(*(row | {"血压": "120/80"} for row in rows), visit(随访日期="2026-04-01"))
    assert counts == {"updated": 6, "created": 1}
    assert actions.undo(second.pk, by=director, at=NOW) == 7
    with as_acting(director):
        assert list(Visit.objects.order_by("visit_date").values_list("rule", flat=True)) == rules
        assert Enrolment.objects.get().last_visit_date == date(2026, 3, 19)


def test_writing_that_fails_beside_leaves_nothing(take, director, monkeypatch) -> None:
    monkeypatch.setattr(Records.chunks, "__defaults__", (2,))

    def fail(self, rows):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(VisitTables, "refer", fail)
    rows = [visit(随访日期=f"2026-01-{day:02d}") for day in range(1, 8)]
    with pytest.raises(RuntimeError, match="disk"):
        take(*rows)
    with as_acting(director):
        assert not Visit.objects.exists() and not Enrolment.objects.exists()


def test_medicines_stand_in_numbered_columns(take, director) -> None:
    take(visit(药物名称1="氨氯地平", 每次用量1="5", 用量单位1="mg", 每日次数1="1"))
    with as_acting(director):
        assert Visit.objects.get().readings["medicines"] == [
            {"name": "氨氯地平", "dose": 5, "unit": "mg", "times_a_day": 1}
        ]


def test_somebody_outside_the_programme_is_not_enrolled_by_a_file(take) -> None:
    young = card(date(2000, 1, 1), 15)
    take(resident(姓名="李三", 身份证号=young, 出生日期=""), kind="residents", name="居民.csv")
    _, counts, result = take(visit(姓名="李三", 身份证号=young))
    assert counts == {"rejected": 1} and "请先建卡" in result.ledger.rejects[0][2]


def test_a_resident_of_another_village_is_as_good_as_absent(take, post) -> None:
    reasons = [
        take(row, by=post("village_doctor", NEXT_VILLAGE))[2].ledger.rejects[0][2]
        for row in (visit(), visit(姓名="王二", 身份证号=card(serial=13)))
    ]
    assert reasons[0] == reasons[1]


def test_undo_takes_visits_back_with_the_programme_they_opened(take, director) -> None:
    batch, *_ = take(visit(), visit(随访日期="2026-06-01"))
    assert actions.undo(batch.pk, by=director, at=NOW) == 2
    with as_acting(director):
        assert not (Visit.objects.exists() or Enrolment.objects.exists() or Referral.objects.exists())
        assert Resident.objects.count() == 1


def test_undo_of_a_later_file_puts_the_earlier_state_back(take, director) -> None:
    take(visit(随访日期="2026-06-01", 血压="130/80"))
    batch, *_ = take(visit(), visit(随访日期="2026-06-01", 血压="135/80"))
    actions.undo(batch.pk, by=director, at=NOW)
    with as_acting(director):
        one, stay = Visit.objects.get(), Enrolment.objects.get()
        assert (one.readings["systolic"], stay.last_visit_date, stay.next_due_date) == (
            130, date(2026, 6, 1), date(2026, 9, 1),
        )  # fmt: skip


def test_undo_refuses_when_the_programme_went_on(take, director) -> None:
    batch, *_ = take(visit(随访日期="2026-06-01"))
    take(visit())
    with pytest.raises(actions.ChangedSince):
        actions.undo(batch.pk, by=director, at=NOW)


def test_a_waiting_visit_is_taken_when_its_resident_is_chosen(take, director) -> None:
    assert take(visit(姓名="单玉珊"))[1] == {"waiting": 1}
    with as_acting(director):
        row, known = ImportRow.objects.get(outcome="waiting"), Resident.objects.get()
        choice = actions.Choice(resident_id=known.pk)
        assert actions.decide(row.pk, choice, by=director, on=TODAY, at=NOW) == "created"
        assert Visit.objects.get().resident_id == known.pk


def test_the_elderly_examination_has_two_arms(take, director) -> None:
    row = {"姓名": "单玉山", "身份证号": card(), "体检日期": "2026-05-01", "左侧血压": "150/90", "右侧血压": "145/88",
           "空腹血糖": "5.6", "心率": "70"}  # fmt: skip
    _, counts, result = take(row, name="老年人体检.csv")
    assert (counts, result.program) == ({"created": 1}, "elderly"), result.ledger.rejects
    with as_acting(director):
        one = Visit.objects.get()
        assert (one.readings["systolic"], one.face_to_face, one.area_code) == (150, True, VILLAGE)


def test_a_dry_run_of_visits_writes_nothing(take, director) -> None:
    assert take(visit(), visit(血压=""), dry_run=True)[1] == {"created": 1, "rejected": 1}
    with as_acting(director):
        assert not (Visit.objects.exists() or Enrolment.objects.exists())
