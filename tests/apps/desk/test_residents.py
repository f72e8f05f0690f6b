"""Residents: found by whatever one knows, registered once, corrected with everything that hangs on them."""

import uuid
from datetime import date

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.people import queries as people
from gongwei.apps.people.models import Observation, Residence, Resident
from gongwei.apps.programs import queries
from gongwei.domain.identity import check_character
from tests.apps.desk.conftest import CARD, HERE, NEXT_DOOR, STREET, resident_values, routine
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def names(answer) -> list[str]:
    return [row["resident"].name for row in answer.context["rows"]]


def sent(**changes):
    return resident_values(resident_id=str(uuid.uuid4()), birth_date="", sex="") | changes


@pytest.mark.parametrize("typed", [
    "王", "王秀", "王秀英", "wang", "wangxiuying", "WangXiu", "wang xiu", "wxy", "w", CARD, CARD.lower(), "19900001234",
    " 王秀英 ", "33010200105100001",
])  # fmt: skip
def test_a_resident_is_found_by_whatever_one_knows(registered, sign_in, typed: str) -> None:
    registered()
    assert names(sign_in("village_doctor", HERE).post("/residents/", {"q": typed})) == ["王秀英"]


@pytest.mark.parametrize("typed", ["李", "秀英", "zhang", "19900001235", "1990000", "%", "_", "'", "\\", "x" * 500])
def test_what_does_not_match_finds_nobody_and_breaks_nothing(registered, sign_in, typed: str) -> None:
    registered()
    assert names(sign_in("village_doctor", HERE).post("/residents/", {"q": typed})) == []


def test_a_homophone_is_told_apart_by_its_characters(registered, sign_in) -> None:
    registered(name="王秀英")
    registered(name="汪秀英", document_type="none", document_number="")
    client = sign_in("village_doctor", HERE)
    assert sorted(names(client.post("/residents/", {"q": "wangxiuying"}))) == ["汪秀英", "王秀英"]
    assert names(client.post("/residents/", {"q": "汪秀英"})) == ["汪秀英"]


def test_somebody_of_another_village_is_not_found_even_by_document(registered, sign_in) -> None:
    registered()
    client = sign_in("village_doctor", NEXT_DOOR)
    assert names(client.post("/residents/", {"q": CARD})) == []
    assert names(client.post("/residents/", {"q": "王秀英"})) == []


def test_what_is_sought_never_stands_in_an_address(registered, sign_in) -> None:
    registered()
    client = sign_in("village_doctor", HERE)
    assert names(client.get("/residents/?q=王秀英")) == []
    assert 'method="post"' in client.get("/residents/").content.decode()


def test_typing_answers_with_the_list_alone(registered, sign_in) -> None:
    registered()
    page = sign_in("village_doctor", HERE).post("/residents/", {"q": "wang"}, headers={"HX-Request": "true"})
    assert "<html" not in page.content.decode()
    assert "王秀英" in page.content.decode()


def test_the_card_completes_sex_and_birth_date(sign_in, transactional_db) -> None:
    client = sign_in("village_doctor", HERE)
    answer = client.post("/residents/new/", sent())
    assert answer.status_code == 302
    with as_acting(client.acting):
        one = Resident.objects.get()
        assert (one.sex, one.birth_date, one.name_pinyin) == ("2", date(1958, 3, 7), "wangxiuying")
        assert one.archive_no == f"{HERE}00001"
        assert people.document_of(one) == f"990102********{CARD[-4:]}"
        assert [title for title, _row in people.conditions_of(one)] == ["高血压"]


def test_a_city_wide_operator_chooses_among_all_villages_by_their_full_place(sign_in, transactional_db) -> None:
    client = sign_in("data_operator", 330100000000)
    page = client.get("/residents/new/").content.decode()
    assert page.count('<option value="3301') == 3320
    assert "上城区 清波街道 清波门社区" in page
    assert client.post("/residents/new/", sent()).status_code == 302


def test_the_same_form_sent_twice_is_one_resident(sign_in, transactional_db) -> None:
    client, form = sign_in("village_doctor", HERE), sent()
    assert [client.post("/residents/new/", form).status_code for _ in range(2)] == [302, 302]
    with as_acting(client.acting):
        assert Resident.objects.count() == 1


@pytest.mark.parametrize(("changes", "said"), [
    ({"birth_date": "1958-03-08"}, "出生日期与身份证号"),
    ({"sex": "1"}, "性别与身份证号"),
    ({"document_number": CARD[:-1] + ("7" if CARD[-1] != "7" else "8")}, "校验位"),
    ({"document_number": ""}, "请填写证件号码"),
    ({"name": ""}, "请填写姓名"),
    ({"phone": "12"}, "联系电话"),
    ({"area_code": str(NEXT_DOOR)}, "村（社区）没有"),
    ({"archived_date": "2027-01-01"}, "晚于"),
    ({"resident_from": "1950-01-01"}, "早于出生日期"),
    ({"onset_date": ""}, "请填写确诊日期"),
])  # fmt: skip
def test_wrong_data_are_refused_with_what_to_do(sign_in, transactional_db, changes: dict, said: str) -> None:
    client = sign_in("village_doctor", HERE)
    answer = client.post("/residents/new/", sent(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with as_acting(client.acting):
        assert Resident.objects.count() == 0


def test_a_card_that_one_sees_already_leads_to_its_holder(registered, sign_in) -> None:
    one = registered()
    answer = sign_in("village_doctor", HERE).post("/residents/new/", sent(name="王秀"))
    assert answer.url == f"/residents/{one.pk}/"


def test_a_card_held_out_of_sight_is_registered_and_becomes_a_pair_for_who_sees_both(registered, sign_in) -> None:
    one = registered()
    answer = sign_in("village_doctor", NEXT_DOOR).post("/residents/new/", sent(area_code=str(NEXT_DOOR)))
    assert answer.status_code == 302
    director = sign_in("centre_director", STREET)
    with as_acting(director.acting):
        (pair,) = people.pairs(state="open")
    assert str(one.pk) in (str(pair.left_id), str(pair.right_id)) and not pair.certain
    assert "证件相同" in director.get("/duplicates/").content.decode()
    assert director.post(f"/duplicates/{pair.pk}/decide/", {"decision": "merge"}).status_code == 302
    with as_acting(director.acting):
        assert Resident.objects.count() == 1


def test_who_sees_both_records_of_a_card_can_still_correct_each(registered, sign_in) -> None:
    one = registered()
    sign_in("village_doctor", NEXT_DOOR).post("/residents/new/", sent(area_code=str(NEXT_DOOR)))
    doctor, values = sign_in("centre_doctor", STREET), {"resident_from": "2024-01-05", "phone": "19900009999"}
    assert doctor.post(f"/residents/{one.pk}/edit/", sent(**values)).status_code == 302
    refused = doctor.post(f"/residents/{one.pk}/edit/", sent(**values, area_code=str(NEXT_DOOR)))
    assert refused.status_code == 422 and "已登记给" in refused.content.decode()
    moved = {"area_code": str(NEXT_DOOR), "address": "3 幢", "from_date": "2026-06-30"}
    refused = doctor.post(f"/residents/{one.pk}/move/", moved)
    assert refused.status_code == 422 and "请先合并" in refused.content.decode()


def test_a_corrected_card_takes_its_pair_away(registered, sign_in) -> None:
    registered()
    client = sign_in("village_doctor", NEXT_DOOR)
    made = client.post("/residents/new/", sent(area_code=str(NEXT_DOOR))).url
    other = CARD[:14] + "044"
    other += check_character(other)
    assert client.post(f"{made}edit/", sent(area_code=str(NEXT_DOOR), document_number=other)).status_code == 302
    with as_acting(sign_in("centre_director", STREET).acting):
        assert not people.pairs(state="open").exists()


def test_two_residents_of_a_village_get_two_archive_numbers(registered, sign_in) -> None:
    registered()
    registered(name="李明", document_type="none", document_number="")
    with as_acting(sign_in("village_doctor", HERE).acting):
        assert sorted(Resident.objects.values_list("archive_no", flat=True)) == [f"{HERE}00001", f"{HERE}00002"]


def test_a_diagnosis_offers_the_programme_and_one_click_enrols(registered, sign_in) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    offered = [program.key for program in client.get(f"/residents/{one.pk}/").context["fitting"]]
    assert {"constitution", "elderly", "hypertension"} <= set(offered)
    assert "pressure_check" not in offered  # who has hypertension is not searched for it
    answer = client.post(f"/residents/{one.pk}/enrol/", {"program": "hypertension"})
    assert answer.url == f"/residents/{one.pk}/visit/hypertension/"
    with as_acting(client.acting):
        assert queries.open_enrolment(one, "hypertension").enrolled_date == date(2026, 6, 30)
    assert client.post(f"/residents/{one.pk}/enrol/", {"program": "hypertension"}).url == f"/residents/{one.pk}/"


def test_a_move_inside_the_street_carries_every_row_along(registered, sign_in) -> None:
    one = registered("hypertension")
    client = sign_in("centre_doctor", STREET)
    client.post(f"/residents/{one.pk}/visit/hypertension/", routine(systolic="190"))
    answer = client.post(f"/residents/{one.pk}/edit/", sent(area_code=str(NEXT_DOOR)))
    assert answer.status_code == 302
    with as_acting(client.acting):
        assert {row.area_code for row in [*queries.visits_of(one), *queries.referrals_of(one)]} == {NEXT_DOOR}
        stays = list(Residence.objects.order_by("from_date").values_list("lived_in", "to_date"))
    assert stays == [(HERE, date(2026, 6, 30)), (NEXT_DOOR, None)]
    assert names(sign_in("village_doctor", HERE).post("/residents/", {"q": "wang"})) == []


def test_a_death_ends_what_is_due(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/edit/", sent(died_date="2026-06-20"))
    with as_acting(client.acting):
        (row,) = queries.enrolments_of(one)
    assert (row.ended_date, row.end_reason, row.next_due_date) == (date(2026, 6, 20), "died", None)
    assert "不再安排随访" in client.get(f"/residents/{one.pk}/").content.decode()


def test_a_form_that_changes_nothing_writes_nothing(registered, sign_in) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    values = {"resident_from": "2024-01-05"}
    client.post(f"/residents/{one.pk}/edit/", sent(**values))
    with as_acting(client.acting):
        before = Resident.objects.get().recorded_at
    client.post(f"/residents/{one.pk}/edit/", sent(**values))
    with as_acting(client.acting):
        assert Resident.objects.get().recorded_at == before


def test_the_page_shows_masked_numbers_until_somebody_asks_and_is_written_down(registered, sign_in) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    page = client.get(f"/residents/{one.pk}/").content.decode()
    assert CARD not in page
    assert "199****1234" in page
    assert CARD in client.post(f"/residents/{one.pk}/numbers/").content.decode()
    with as_acting(sign_in("auditor", 330100000000).acting):
        assert AuditEntry.objects.filter(action="resident.numbers.read", object_id=str(one.pk)).count() == 1


def test_the_page_draws_pressures_against_the_target_of_the_age(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    for day in ("2026-03-30", "2026-06-30"):
        client.post(f"/residents/{one.pk}/visit/hypertension/", routine(visit_date=day))
    charts = dict(client.get(f"/residents/{one.pk}/").context["charts"])
    lines = [series["markLine"]["data"][0]["yAxis"] for series in charts["血压"].option["series"]]
    assert lines == [150, 90]


def test_measurements_outside_visits_stand_in_the_same_line(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/visit/hypertension/", routine())
    with as_acting(client.acting):
        Observation.objects.create(
            resident=one, key="systolic", value=151, observed_date=date(2026, 5, 1), area_code=HERE, recorded_at=NOW
        )
    charts = dict(client.get(f"/residents/{one.pk}/").context["charts"])
    assert charts["血压"].option["series"][0]["data"] == [["2026-05-01", 151.0], ["2026-06-30", 136]]


@pytest.mark.parametrize("path", ["", "edit/", "visit/hypertension/"])
def test_hidden_and_absent_residents_answer_the_same(registered, sign_in, path: str) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", NEXT_DOOR)
    hidden, absent = client.get(f"/residents/{one.pk}/{path}"), client.get(f"/residents/{uuid.uuid4()}/{path}")
    assert (hidden.status_code, absent.status_code) == (404, 404)


def test_a_reader_may_look_and_not_write(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("district_cdc", 330102000000)
    page = client.get(f"/residents/{one.pk}/")
    assert page.status_code == 200
    assert "修改档案" not in page.content.decode()
    assert client.post(f"/residents/{one.pk}/edit/", sent()).status_code == 403
    assert client.post(f"/residents/{one.pk}/enrol/", {"program": "elderly"}).status_code == 403


def test_a_diagnosis_is_noted_and_offers_its_programme(registered, sign_in) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/diagnoses/", {"code": "diabetes", "onset_date": "2026-06-01"})
    assert "diabetes" in [program.key for program in client.get(f"/residents/{one.pk}/").context["fitting"]]


@pytest.mark.parametrize("sent_day", ["", "2026-07-01", "1950-01-01", "x"])
def test_a_diagnosis_needs_a_day_between_birth_and_today(registered, sign_in, sent_day: str) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/diagnoses/", {"code": "diabetes", "onset_date": sent_day})
    with as_acting(client.acting):
        assert [row.code for _title, row in people.conditions_of(one)] == ["hypertension"]


def test_a_guarded_diagnosis_is_sealed_and_read_only_by_who_may_and_written_down(registered, sign_in) -> None:
    one, noted = registered(), {"code": "mental_disorder", "onset_date": "2020-01-01"}
    doctor = sign_in("centre_doctor", STREET)
    assert doctor.post(f"/residents/{one.pk}/diagnoses/", noted).status_code == 302
    assert "严重精神障碍" in doctor.get(f"/residents/{one.pk}/").content.decode()
    village = sign_in("village_doctor", HERE)
    village.post(f"/residents/{one.pk}/diagnoses/", noted)
    assert "严重精神障碍" not in village.get(f"/residents/{one.pk}/").content.decode()
    with as_acting(sign_in("auditor", 330100000000).acting):
        assert AuditEntry.objects.filter(action="condition.read", object_id=str(one.pk)).count() == 1


def test_a_programme_ends_with_a_reason(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    for reason in ("nonsense", "lost"):
        client.post(f"/residents/{one.pk}/end/", {"program": "hypertension", "reason": reason})
    with as_acting(client.acting):
        (row,) = queries.enrolments_of(one)
    assert (row.end_reason, row.ended_date, row.next_due_date) == ("lost", date(2026, 6, 30), None)
    assert "失访" in client.get(f"/residents/{one.pk}/").content.decode()
