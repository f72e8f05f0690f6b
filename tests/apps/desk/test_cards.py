"""Report cards: sent by a clinic or a hospital, taken up by who holds the area, closed with a result."""

import uuid

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.registries import queries
from tests.apps.desk.conftest import CARD, HERE, STREET

pytestmark = pytest.mark.django_db(transaction=True)
DISTRICT, ELSEWHERE = 330102000000, 330105001000
DISCHARGE = {
    "known_date": "2026-06-29", "reporter": "王医生", "diagnosis": "脑梗死", "why_down": "1", "wishes": ["1"],
    "plan": "康复训练",
}  # fmt: skip
PATIENT = {
    "name": "王秀英", "document_type": "01", "document_number": CARD, "phone": "19900001234", "area_code": str(STREET),
    "address": "3 幢 201 室",
}  # fmt: skip


@pytest.fixture
def hospital(db):
    from django.db import connections

    one = uuid.uuid4()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO places_institution (id, name, kind, area_code, address, valid_from)"
            " VALUES (%s, '市一医院', 'hospital', %s, '', '2000-01-01')",
            [one, DISTRICT],
        )
    return one


def one_of(hospital):
    from gongwei.apps.places.models import Institution

    return Institution.objects.get(pk=hospital)


def as_hospital(sign_in, hospital, **more):
    return sign_in("hospital_office", DISTRICT, institution=one_of(hospital), **more)


def sent(client, **changes):
    return client.post("/hospital/discharge/", {"card_id": str(uuid.uuid4()), **DISCHARGE, **PATIENT, **changes})


def the_card(client):
    with as_acting(client.acting):
        (row,) = queries.listed(state="", by=client.acting)
        return queries.card_row(row.kind, row.pk, by=client.acting)


def step(client, one, **data):
    client.post(f"/cards/discharge/{one.pk}/step/", data)
    with as_acting(client.acting):
        return queries.card_row("discharge", one.pk, by=client.acting)


def test_a_hospitals_card_finds_its_resident_and_the_hospital_does_not_learn_of_it(registered, sign_in, hospital):
    one, client = registered(), as_hospital(sign_in, hospital)
    assert sent(client).status_code == 302
    known = client.get("/hospital/").content
    sent(client, document_number="990102195803076501", name="李建国")
    stranger = client.get("/hospital/").content
    assert b"\xe6\xa1\xa3\xe6\xa1\x88" not in known and b"\xe6\xa1\xa3\xe6\xa1\x88" not in stranger  # 档案
    doctor = sign_in("centre_doctor", STREET)
    with as_acting(doctor.acting):
        rows = queries.listed(state="", by=doctor.acting)
        assert {row.resident_id for row in rows} == {one.pk, None}
        assert {row.area_code for row in rows} == {HERE, STREET}


def test_a_card_goes_from_sent_to_received_and_closed_with_a_result(registered, sign_in, hospital):
    registered()
    sent(as_hospital(sign_in, hospital))
    doctor = sign_in("centre_doctor", STREET)
    one = the_card(doctor)
    assert one.state == "waiting" and not one.late
    assert step(doctor, one, to="closed", outcome="confirmed", result="已上门").state == "waiting"
    assert step(doctor, one, to="received").state == "received"
    assert step(doctor, one, to="closed", outcome="confirmed", result=" ").state == "received"
    closed = step(doctor, one, to="closed", outcome="confirmed", result="已上门")
    assert (closed.state, closed.result) == ("closed", "已上门")
    assert (
        "已上门"
        in as_hospital(sign_in, hospital, username="again").get(f"/hospital/discharge/{one.pk}/").content.decode()
    )


def test_a_card_that_came_back_is_completed_and_sent_again(registered, sign_in, hospital):
    registered()
    office = as_hospital(sign_in, hospital)
    sent(office)
    doctor = sign_in("centre_doctor", STREET)
    one = the_card(doctor)
    step(doctor, one, to="returned", result="缺病案号")
    office = as_hospital(sign_in, hospital, username="again")
    address = f"/hospital/discharge/{one.pk}/"
    assert "缺病案号" in office.get(address).content.decode()
    office.post(address, {"card_id": str(one.pk), **DISCHARGE, **PATIENT, "case_no": "A-17"})
    doctor = sign_in("centre_doctor", STREET, username="doctor-again")
    assert the_card(doctor).said["case_no"] == "A-17"
    assert the_card(doctor).state == "waiting"


def test_another_hospital_and_another_street_see_nothing_of_it(registered, sign_in, hospital):
    registered()
    sent(as_hospital(sign_in, hospital))
    one = the_card(sign_in("centre_doctor", STREET))
    stranger = sign_in("hospital_office", DISTRICT, username="stranger")
    assert stranger.get(f"/hospital/discharge/{one.pk}/").status_code == 404
    assert "王秀英" not in stranger.get("/hospital/").content.decode()
    assert stranger.get("/cards/").status_code == 403
    other = sign_in("centre_doctor", ELSEWHERE)
    assert other.get(f"/cards/discharge/{one.pk}/").status_code == 404
    assert other.post(f"/cards/discharge/{one.pk}/step/", {"to": "received"}).status_code == 404


def test_what_a_card_says_lies_sealed(registered, sign_in, hospital):
    from django.db import connections

    registered()
    sent(as_hospital(sign_in, hospital))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT t::text FROM registries_card t")
        (row,) = cursor.fetchone()
    assert "脑梗死" not in row and "王秀英" not in row and CARD not in row


def test_the_clinic_reports_about_its_resident(registered, sign_in):
    one, doctor = registered(), sign_in("centre_doctor", STREET)
    address = f"/residents/{one.pk}/cards/discharge/"
    assert doctor.post(address, {"known_date": "2026-06-29"}).status_code == 422
    form = {"card_id": str(uuid.uuid4()), **DISCHARGE}
    assert doctor.post(address, form).status_code == 302
    assert doctor.post(address, form).status_code == 302  # sent twice
    assert the_card(doctor).resident_id == one.pk
    assert "出院下转" in doctor.get(f"/residents/{one.pk}/").content.decode()


def test_a_card_reported_after_its_time_says_so(registered, sign_in):
    one, doctor = registered(), sign_in("centre_doctor", STREET)
    late = {"card_id": str(uuid.uuid4()), **DISCHARGE, "known_date": "2026-06-01"}
    doctor.post(f"/residents/{one.pk}/cards/discharge/", late)
    assert the_card(doctor).late
    assert "迟报" in doctor.get("/cards/").content.decode()


SLIP = {"known_date": "2026-06-30", "reporter": "王医生", "impression": "高血压急症", "reason": "血压 190/96"}


def test_a_hospital_takes_a_referred_patient_in_and_its_answer_reaches_the_referral(registered, sign_in, hospital):
    from gongwei.apps.programs.queries import referrals_of
    from tests.apps.desk.conftest import routine

    one, doctor = registered("hypertension"), sign_in("centre_doctor", STREET)
    doctor.post(f"/residents/{one.pk}/visit/hypertension/", routine(systolic="190"))
    with as_acting(doctor.acting):
        (sent_up,) = referrals_of(one)
    address = f"/residents/{one.pk}/cards/referral/?referral={sent_up.pk}"
    assert "市一医院" in doctor.get(address).content.decode()
    assert doctor.post(address, SLIP).status_code == 422  # to no hospital
    doctor.post(address, {"card_id": str(uuid.uuid4()), **SLIP, "to_institution": str(hospital)})
    slip = the_card(doctor)
    office = as_hospital(sign_in, hospital)
    page = f"/hospital/incoming/referral/{slip.pk}/"
    assert "王秀英" in office.get("/hospital/").content.decode()
    assert "血压 190/96" in office.get(page).content.decode()
    office.post(page, {"to": "closed", "result": "收住院"})  # not taken in yet
    office.post(page, {"to": "received"})
    office.post(page, {"to": "closed", "result": "  "})
    office.post(page, {"to": "closed", "result": "收住院，血压 138/84，2 周后复诊"})
    doctor = sign_in("centre_doctor", STREET, username="doctor-again")
    with as_acting(doctor.acting):
        (answered,) = referrals_of(one)
    assert (answered.state, answered.result) == ("answered", "收住院，血压 138/84，2 周后复诊")


def test_a_slip_is_seen_by_no_other_hospital(registered, sign_in, hospital):
    one, doctor = registered(), sign_in("centre_doctor", STREET)
    address = f"/residents/{one.pk}/cards/referral/"
    doctor.post(address, {"card_id": str(uuid.uuid4()), **SLIP, "to_institution": str(hospital)})
    slip = the_card(doctor)
    stranger = sign_in("hospital_office", DISTRICT, username="stranger")
    assert stranger.get(f"/hospital/incoming/referral/{slip.pk}/").status_code == 404
    assert stranger.post(f"/hospital/incoming/referral/{slip.pk}/", {"to": "received"}).status_code == 404


def test_my_day_says_how_many_cards_wait(registered, sign_in, hospital):
    registered()
    sent(as_hospital(sign_in, hospital))
    doctor = sign_in("centre_doctor", STREET)
    assert "待接收报告卡" in doctor.get("/today/").content.decode()
    step(doctor, the_card(doctor), to="received")
    assert "待接收报告卡" not in doctor.get("/today/").content.decode()
