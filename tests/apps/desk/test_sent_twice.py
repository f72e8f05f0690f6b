"""A form that is sent twice acts once: one version, one entry, one note; and its sender is told that it stands."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from gongwei.apps.accounts.models import AuditEntry
from tests.apps.desk.conftest import CARD, HERE, NEXT_DOOR, STREET, resident_values, routine
from tests.conftest import TODAY, enter

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = (
    "people_resident", "people_residence", "people_condition", "people_sensitivecondition", "programs_enrolment",
    "programs_visit", "programs_referral",
)  # fmt: skip
BOTH = 2


def stands() -> dict[str, list[Any]]:
    """Give all rows of the records, their versions and the audit, past the guards."""
    found: dict[str, list[Any]] = {}
    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
            found[table] = cursor.fetchall()
        for table in ("people_residentevent", "programs_visitevent", "programs_enrolmentevent", "accounts_change"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()
    found["audit"] = list(
        AuditEntry.objects.using("owner").exclude(action="refused").values_list("action", "object_id")
    )
    return found


def the(table: str) -> str:
    """Give the id of the one row of a table."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT id::text FROM {table}")
        (row,) = cursor.fetchall()
    return row[0]


def twice(client: Client, address: str, form: dict[str, Any]) -> tuple[Any, Any]:
    """Send a form, and again; what stands after the first must stand after the second."""
    first = client.post(address, form)
    once = stands()
    second = client.post(address, form)
    assert stands() == once
    return first, second


def urgent() -> dict[str, Any]:
    return routine(systolic="190") | {"confirmed": "systolic=190.0"}


@pytest.fixture
def visited(registered: Any, sign_in: Any) -> tuple[Any, Client, str]:
    one, client = registered("hypertension"), sign_in("centre_doctor", STREET)
    assert client.post(f"/residents/{one.pk}/visit/hypertension/", routine()).status_code == 302
    return one, client, the("programs_visit")


def test_a_correction(visited: Any) -> None:
    _one, client, visit = visited
    first, second = twice(client, f"/visits/{visit}/edit/", routine(systolic="150"))
    assert first.status_code == second.status_code == 302
    assert sum(action == "visit.correct" for action, _ in stands()["audit"]) == 1


def test_a_registration(registered: Any, sign_in: Any) -> None:
    client = sign_in("village_doctor", HERE)
    first, second = twice(client, "/residents/new/", resident_values(resident_id=str(uuid.uuid4())))
    assert first.status_code == second.status_code == 302 and first.url == second.url


def test_a_correction_of_a_resident(registered: Any, sign_in: Any) -> None:
    one, client = registered(), sign_in("village_doctor", HERE)
    form = resident_values(name="王秀瑛", resident_from="2024-01-05")
    first, second = twice(client, f"/residents/{one.pk}/edit/", form)
    assert first.status_code == second.status_code == 302
    assert sum(action == "resident.correct" for action, _ in stands()["audit"]) == 1


def test_a_move(registered: Any, sign_in: Any) -> None:
    one, client = registered("hypertension"), sign_in("centre_doctor", STREET)
    form = {"area_code": str(NEXT_DOOR), "address": "8 幢", "from_date": TODAY.isoformat()}
    first, second = twice(client, f"/residents/{one.pk}/move/", form)
    assert first.status_code == second.status_code == 302
    other = client.post(f"/residents/{one.pk}/move/", form | {"address": "9 幢"})
    assert other.status_code == 422, "another form is not the same move"


def test_an_enrolment_an_ending_and_a_diagnosis(registered: Any, sign_in: Any) -> None:
    one, client = registered(), sign_in("centre_doctor", STREET)
    twice(client, f"/residents/{one.pk}/enrol/", {"program": "hypertension"})
    onset = (TODAY - timedelta(400)).isoformat()
    for code in ("copd", "mental_disorder"):
        twice(client, f"/residents/{one.pk}/diagnoses/", {"code": code, "onset_date": onset})
    twice(client, f"/residents/{one.pk}/end/", {"program": "hypertension", "reason": "refused"})
    actions = [action for action, _ in stands()["audit"]]
    assert actions.count("program.enrol") == 1 and actions.count("program.end") <= 1


def test_a_step_of_a_referral(registered: Any, sign_in: Any) -> None:
    one, client = registered("hypertension"), sign_in("centre_doctor", STREET)
    assert client.post(f"/residents/{one.pk}/visit/hypertension/", urgent()).status_code == 302
    referral = the("programs_referral")
    for step in ({"to": "accepted"}, {"to": "answered", "result": "已住院"}, {"to": "closed"}):
        twice(client, f"/referrals/{referral}/step/", step)
    assert [action for action, _ in stands()["audit"]].count("referral.step") == 3


def test_who_goes_back_and_writes_about_somebody_else_sends_another_form(registered: Any, sign_in: Any) -> None:
    client, page = sign_in("village_doctor", HERE), str(uuid.uuid4())
    first = client.post("/residents/new/", resident_values(resident_id=page, document_type="none", document_number=""))
    other = resident_values(resident_id=page, document_type="none", document_number="", name="李桂兰")
    second = client.post("/residents/new/", other)
    assert (first.status_code, second.status_code) == (302, 302) and first.url != second.url


def test_who_goes_back_and_writes_another_day_sends_another_visit(registered: Any, sign_in: Any) -> None:
    one, client = registered("hypertension"), sign_in("centre_doctor", STREET)
    form = routine()
    for day in ("2026-06-30", "2026-06-29"):
        sent = form | {"visit_date": day}
        assert client.post(f"/residents/{one.pk}/visit/hypertension/", sent).status_code == 302
    assert len(stands()["programs_visit"]) == BOTH


def test_a_file_and_another_file_from_the_same_page(sign_in: Any) -> None:
    client, page = sign_in("centre_doctor", STREET), str(uuid.uuid4())

    def send(content: bytes) -> str:
        file = SimpleUploadedFile("居民.csv", content)
        answer = client.post("/imports/", {"kind": "residents", "program": "", "form_id": page, "file": file})
        assert answer.status_code == 302
        return str(answer.url)

    first = send(b"a,b\n1,2\n")
    assert send(b"a,b\n1,2\n") == first and send(b"a,b\n3,4\n") != first


def test_an_emergency_reading(registered: Any, sign_in: Any) -> None:
    registered(document_number=CARD)
    client = sign_in("district_cdc", 330102000000)
    for number, status in ((CARD, 302), ("990102195803076667", 422)):
        form = {"number": number, "category": "emergency", "reason": "患者昏迷送医，需了解既往病史"}
        form["form_id"] = str(uuid.uuid4())
        answers = [client.post("/glass/", form) for _ in range(BOTH)]
        assert [answer.status_code for answer in answers] == [status] * BOTH, answers[0].content[-3000:]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FILTER (WHERE resident_id IS NULL), count(*) FROM people_brokenglass")
        assert cursor.fetchone() == (1, 2)


@pytest.mark.parametrize("what", ["registration", "enrolment", "correction", "guarded"])
def test_two_at_the_same_moment_act_once_and_neither_fails(
    what: str, visited: Any, post: Any, django_db_blocker: Any
) -> None:
    one, client, visit = visited
    new = uuid.uuid4()
    address, form = {
        "registration": ("/residents/new/", resident_values(
            resident_id=str(new), document_number="990102196103076513", sex="1", birth_date="1961-03-07",
        )),
        "enrolment": (f"/residents/{one.pk}/enrol/", {"program": "diabetes"}),
        "correction": (f"/visits/{visit}/edit/", routine(systolic="150")),
        "guarded": (f"/residents/{one.pk}/diagnoses/", {"code": "mental_disorder", "onset_date": "2020-01-01"}),
    }[what]  # fmt: skip
    clients = [Client(), Client()]
    for each in clients:
        enter(each, client.acting.user_id)
    noted = len(stands()["audit"])
    entries = 2 if what == "registration" else 1  # a resident, and the diagnosis

    def send(each: Client) -> int:
        try:
            return each.post(address, form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(BOTH) as pool:
        codes = list(pool.map(send, clients))
    assert codes == [302, 302]
    assert len(stands()["audit"]) == noted + entries
