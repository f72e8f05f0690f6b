"""The street's joint group: told on a legal ground, sees its narrow view alone, answers, and forgets what has ended."""

import re
import uuid

import pytest
from django.db import connections
from django.test import Client

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.joint_group import views
from gongwei.apps.joint_group.models import Answer, Concern, Meeting
from gongwei.apps.people import actions as people
from gongwei.apps.people.models import Resident
from gongwei.catalog.fields import joint_group as asked
from tests.conftest import NOW, TODAY, enter

pytestmark = pytest.mark.django_db(transaction=True)
STREET, BESIDE = 330102001000, 330102003000
SHARED = {
    "why": "lost", "asked": ["search", "visit"], "asked_of": ["police"], "request": "常去城东集市",
    "guardian": "王监护", "phone": "13900001234", "ground": "consent", "basis": "监护人 6 月 1 日签字",
}  # fmt: skip
ANSWERED = {"member": "police", "outcome": "not_found", "said": "已走访两处，继续查找"}
MET = {"held_date": TODAY.isoformat(), "members": ["police", "health"], "agreed": "每季度会商一次"}


@pytest.fixture
def patient(registered, post):
    """A resident with a guarded diagnosis."""
    one = registered("hypertension")
    with as_acting(post("centre_doctor", STREET)) as by:
        people.diagnose_guarded(resident=one, code="mental_disorder", onset_date=TODAY, by=by, at=NOW)
    return one


@pytest.fixture
def at_desk(post):
    """Sign somebody in: `at_desk("street_officer", STREET)`."""

    def sign(role: str, area: int) -> Client:
        client = Client()
        enter(client, post(role, area).user_id)
        return client

    return sign


def share(client, patient, **changed):
    return client.post(f"/residents/{patient.pk}/share/", SHARED | {"form_id": str(uuid.uuid4())} | changed)


def only() -> Concern:
    return Concern.objects.using("owner").get()


def actions() -> list[str]:
    return [row.action for row in AuditEntry.objects.using("owner").filter(action__startswith="joint.").order_by("id")]


def test_what_is_shared_is_seen_by_the_streets_group_and_nothing_else_of_the_person(patient, at_desk) -> None:
    assert share(at_desk("centre_doctor", STREET), patient).status_code == 302
    officer = at_desk("street_officer", STREET)
    assert officer.get("/").url == "/joint/", "the officer's day begins on the list"
    listed = officer.get("/joint/").content.decode()
    page = officer.get(f"/joint/{only().pk}/").content.decode()
    assert patient.name in listed and patient.name in page
    for told in ("查找下落", "常去城东集市", "王监护", "13900001234", "患者或监护人书面同意"):
        assert told in page
    for hidden in ("精神障碍", "高血压", "用药", str(patient.pk), "1950"):
        assert hidden not in page.replace("综合管理小组", ""), hidden
    for address in (f"/residents/{patient.pk}/", "/today/", "/residents/", "/referrals/", "/plan/"):
        assert officer.get(address).status_code == 403, address
    assert actions() == ["joint.share", "joint.list", "joint.read"]


def test_without_a_ground_nothing_is_shared(patient, at_desk) -> None:
    doctor = at_desk("centre_doctor", STREET)
    for changed in ({"ground": ""}, {"basis": ""}, {"guardian": ""}, {"asked": []}):
        answer = share(doctor, patient, **changed)
        assert answer.status_code == 422 and "还没有保存" in answer.content.decode()
    assert not Concern.objects.using("owner").exists()


def test_the_group_of_another_street_finds_nothing(patient, at_desk) -> None:
    share(at_desk("centre_doctor", STREET), patient)
    other = at_desk("street_officer", BESIDE)
    assert patient.name not in other.get("/joint/").content.decode()
    hidden, absent = (other.get(f"/joint/{one}/") for one in (only().pk, uuid.uuid4()))
    assert hidden.status_code == absent.status_code == 404


def test_an_answer_reaches_the_centre_and_is_one_however_often_it_is_sent(patient, at_desk) -> None:
    doctor = at_desk("centre_doctor", STREET)
    share(doctor, patient)
    officer, form = at_desk("street_officer", STREET), {"form_id": str(uuid.uuid4())}
    for _time in range(2):
        assert officer.post(f"/joint/{only().pk}/", ANSWERED | form).status_code == 302
    assert Answer.objects.using("owner").count() == 1
    assert "已走访两处" in doctor.get(f"/joint/{only().pk}/").content.decode()
    assert "未找到人" in doctor.get("/joint/").content.decode()


def test_who_shares_a_patient_a_moment_after_somebody_else_is_led_to_what_stands(patient, at_desk, monkeypatch) -> None:
    doctor = at_desk("centre_doctor", STREET)
    share(doctor, patient)
    monkeypatch.setattr(views.queries, "open_concern_of", lambda one: None)
    assert share(doctor, patient).url == f"/residents/{patient.pk}/share/"
    assert only()


def test_the_same_patient_is_shared_once_and_again_after_it_has_ended(patient, at_desk) -> None:
    doctor, form = at_desk("centre_doctor", STREET), str(uuid.uuid4())
    for _time in range(2):
        assert share(doctor, patient, form_id=form).status_code == 302
    assert share(doctor, patient).url == f"/joint/{only().pk}/", "what stands is shown instead"
    first = only()
    assert doctor.post(f"/joint/{first.pk}/end/", {"reason": "settled"}).status_code == 302
    officer = at_desk("street_officer", STREET)
    assert patient.name not in officer.get("/joint/").content.decode()
    officer.post(f"/joint/{first.pk}/", ANSWERED)
    assert not Answer.objects.using("owner").exists(), "nobody answers to what has ended"
    share(doctor, patient)
    assert Concern.objects.using("owner").count() == 2


@pytest.mark.parametrize("reason", ["", "bored"])
def test_sharing_ends_only_for_a_reason_of_the_list(patient, at_desk, reason) -> None:
    doctor = at_desk("centre_doctor", STREET)
    share(doctor, patient)
    doctor.post(f"/joint/{only().pk}/end/", {"reason": reason})
    assert only().ended_date is None


def test_a_patient_who_moves_away_does_not_appear_in_the_other_street(patient, at_desk, post) -> None:
    share(at_desk("centre_doctor", STREET), patient)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE people_resident SET area_code = 330102003052 WHERE id = %s", [patient.pk])
    assert Resident.objects.using("owner").get(pk=patient.pk).area_code == 330102003052
    assert only().area_code == patient.area_code
    assert patient.name not in at_desk("street_officer", BESIDE).get("/joint/").content.decode()


def test_names_and_words_stand_sealed(patient, at_desk) -> None:
    share(at_desk("centre_doctor", STREET), patient)
    officer = at_desk("street_officer", STREET)
    officer.post(f"/joint/{only().pk}/", ANSWERED)
    officer.post("/joint/meetings/", MET)
    with connections["owner"].cursor() as cursor:
        for table in ("concern", "concernevent", "answer", "answerevent", "meeting", "meetingevent"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM joint_group_{table} t")
            text = cursor.fetchone()[0]
            assert text and not re.search(r"王秀英|王监护|集市|走访|会商", text), table
    assert patient.name not in "".join(str(row.detail) for row in AuditEntry.objects.using("owner").all())


def test_a_meeting_is_of_the_officers_street_and_of_one_day_once(at_desk) -> None:
    officer = at_desk("street_officer", STREET)
    for _time in range(2):
        assert officer.post("/joint/meetings/", MET).status_code == 302
    assert [row.area_code for row in Meeting.objects.using("owner").all()] == [STREET]
    page = officer.get("/joint/meetings/").content.decode()
    assert "每季度会商一次" in page and "公安、卫生健康" in page
    assert "每季度会商一次" not in at_desk("street_officer", BESIDE).get("/joint/meetings/").content.decode()


def test_the_shared_form_asks_for_nothing_of_health() -> None:
    assert set(asked.share.fields) == {"why", "asked", "asked_of", "request", "guardian", "phone", "ground", "basis"}
