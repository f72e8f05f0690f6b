"""Contacts of a tuberculosis patient: noted once, screened from that day, and told of to nobody out of sight."""

from datetime import UTC, datetime

import pytest

from gongwei.apps.accounts import middleware
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.programs import queries
from tests.apps.desk.conftest import HERE, NEXT_DOOR

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def patient(registered):
    return registered("tuberculosis", conditions=["tuberculosis"], onset_date="2026-06-20")


@pytest.fixture
def neighbour(registered):
    def make(area=HERE, **changes):
        told = {"name": "李建国", "document_type": "99", "document_number": "T9", "conditions": [], "onset_date": ""}
        return registered(area_code=str(area), **told | changes)

    return make


def post(client, case, contact, relation="2"):
    sent = {"contact": str(contact.pk), "relation": relation}
    return client.post(f"/residents/{case.pk}/contacts/add/", sent, follow=True).content.decode()


def test_a_contact_is_noted_once_and_the_screening_is_due_within_two_weeks(patient, neighbour, sign_in) -> None:
    other, client = neighbour(), sign_in("village_doctor", HERE)
    assert "还没有登记密切接触者" in client.get(f"/residents/{patient.pk}/contacts/").content.decode()
    for _again in range(2):
        page = post(client, patient, other)
    assert "未筛查" in page
    assert "同班或同宿舍" in page
    with as_acting(client.acting):
        (noted,) = queries.contacts_of(patient)
        assert (noted.resident_id, noted.since_date.isoformat()) == (other.pk, "2026-06-20")
        assert queries.open_enrolment(other, "tb_contact").next_due_date.isoformat() == "2026-07-14"
    assert "与 王秀英 接触" in client.get(f"/residents/{other.pk}/contacts/").content.decode()


def test_the_two_weeks_run_from_the_day_of_the_city_also_before_eight(patient, neighbour, sign_in, monkeypatch) -> None:
    other, client = neighbour(), sign_in("village_doctor", HERE)
    half_past_one = datetime(2026, 6, 30, 17, 30, tzinfo=UTC)  # in Hangzhou it is July
    monkeypatch.setattr(middleware.timezone, "now", lambda: half_past_one)
    post(client, patient, other)
    with as_acting(client.acting):
        assert queries.open_enrolment(other, "tb_contact").enrolled_date.isoformat() == "2026-07-01"


def test_who_is_no_patient_has_no_contacts_and_a_patient_is_none(patient, neighbour, sign_in) -> None:
    other, client = neighbour(), sign_in("village_doctor", HERE)
    assert "没有登记肺结核诊断" in post(client, other, patient)
    assert "本人是肺结核患者" in post(client, patient, patient)
    with as_acting(client.acting):
        assert queries.contacts_of(patient) == queries.contacts_of(other) == []


def test_a_contact_out_of_sight_is_neither_found_nor_noted(patient, neighbour, sign_in) -> None:
    far, client = neighbour(area=NEXT_DOOR), sign_in("village_doctor", HERE)
    assert "请选择一位居民" in post(client, patient, far)
    page = client.post(f"/residents/{patient.pk}/contacts/", {"q": "李建国"}).content.decode()
    assert "没有找到" in page


def test_a_case_out_of_sight_is_not_named_to_who_sees_the_contact(patient, neighbour, sign_in) -> None:
    far, street = neighbour(area=NEXT_DOOR), sign_in("centre_doctor", HERE // 1000 * 1000)
    assert "未筛查" in post(street, patient, far)
    page = sign_in("village_doctor", NEXT_DOOR).get(f"/residents/{far.pk}/contacts/").content.decode()
    assert "王秀英" not in page
