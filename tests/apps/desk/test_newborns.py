"""From a delivery to the newborn: a file beside the mother's, and a form that knows her; an unbooked pregnancy."""

import uuid
from datetime import timedelta

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.people.queries import relatives
from gongwei.apps.programs.actions import enrol
from gongwei.apps.programs.queries import open_enrolment
from tests.apps.desk.conftest import HERE, STREET
from tests.conftest import NOW, TODAY
from tests.spec.test_pregnancy import DELIVERED

pytestmark = pytest.mark.django_db(transaction=True)
MOTHER = {"name": "李晓燕", "document_number": "990102199605200023", "birth_date": "1996-05-20", "sex": "2"}
BORN = TODAY - timedelta(days=5)
DELIVERY = DELIVERED | {
    "lmp": (BORN - timedelta(days=36 * 7 + 2)).isoformat(), "booked_date": (BORN - timedelta(days=200)).isoformat(),
    "delivery_date": BORN.isoformat(), "discharge_date": (BORN + timedelta(days=3)).isoformat(), "delivery_mode": "3",
    "delivery_institution": "市妇产科医院",
}  # fmt: skip
CHILD = {
    "name": "王小满", "document_type": "none", "sex": "1", "birth_date": BORN.isoformat(), "area_code": str(HERE),
    "address": "3 幢 201 室",
}  # fmt: skip


@pytest.fixture
def mother(registered, sign_in):
    """A woman who gave birth five days ago, and the centre's doctor."""
    one, client = registered(**MOTHER), sign_in("centre_doctor", STREET)
    with as_acting(client.acting) as by:
        enrol(resident=one, program="pregnancy", enrolled_date=BORN - timedelta(days=200), by=by, at=NOW)
    return one, client


@pytest.fixture
def delivered(mother):
    one, client = mother
    sent = {"visit_id": str(uuid.uuid4()), "visit_date": (BORN + timedelta(days=3)).isoformat(), **DELIVERY}
    assert client.post(f"/residents/{one.pk}/visit/pregnancy/", sent).status_code == 302
    return one, client


def register(client, one, **changes):
    sent = {"resident_id": str(uuid.uuid4()), **CHILD, **changes}
    return client.post(f"/residents/{one.pk}/pregnancy/newborn/", sent, follow=True)


def child_of(client, one):
    with as_acting(client.acting):
        (child,) = relatives(one, "child")
    return child


def test_a_delivery_leads_to_the_childs_file_tied_to_the_mother_and_to_the_first_visit(delivered):
    one, client = delivered
    assert "登记新生儿" in client.get(f"/residents/{one.pk}/pregnancy/").content.decode()
    form = client.get(f"/residents/{one.pk}/pregnancy/newborn/").content.decode()
    assert BORN.isoformat() in form and "李晓燕" in form
    page = register(client, one).content.decode()
    for told in ("李晓燕", 'value="36"', 'value="市妇产科医院"', (BORN + timedelta(days=3)).isoformat()):
        assert told in page
    child = child_of(client, one)
    with as_acting(client.acting):
        assert [parent.pk for parent in relatives(child, "parent")] == [one.pk]
        assert open_enrolment(child, "newborn").enrolled_date == BORN
    then = client.get(f"/residents/{one.pk}/pregnancy/").content.decode()
    assert "王小满" in then and "登记新生儿" not in then


def test_the_same_child_sent_twice_is_one(delivered):
    one, client = delivered
    sent = str(uuid.uuid4())
    for _again in range(2):
        register(client, one, resident_id=sent)
    assert child_of(client, one).name == "王小满"


def test_a_child_of_another_day_is_not_of_this_delivery(delivered):
    one, client = delivered
    answer = register(client, one, birth_date=TODAY.isoformat())
    assert answer.status_code == 422 and "须与分娩日期" in answer.content.decode()


def test_before_the_delivery_there_is_no_newborn_to_register(mother):
    one, client = mother
    assert "还没有分娩记录" in register(client, one).content.decode()
    with as_acting(client.acting):
        assert relatives(one, "child") == []


def test_the_village_sees_who_the_mother_is_and_nothing_of_the_delivery(delivered, sign_in):
    one, client = delivered
    register(client, one)
    village = sign_in("village_doctor", HERE)
    page = village.get(f"/residents/{child_of(client, one).pk}/visit/newborn/").content.decode()
    assert "李晓燕" in page
    assert 'value="36"' not in page and "市妇产科医院" not in page
    assert village.get(f"/residents/{one.pk}/pregnancy/newborn/").status_code == 403


def test_an_unbooked_pregnancy_that_is_confirmed_leads_to_her_booking(registered, sign_in):
    one, client = registered(**MOTHER), sign_in("centre_doctor", STREET)
    told = {
        "card_id": str(uuid.uuid4()), "known_date": TODAY.isoformat(), "reporter": "张医生", "found_by": "2",
        "found_at": "家中", "why_unbooked": "1",
    }  # fmt: skip
    sent = client.post(f"/residents/{one.pk}/cards/unbooked_pregnancy/", told)
    assert sent.status_code == 302
    card = sent.url
    client.post(f"{card}step/", {"to": "received"})
    client.post(f"{card}step/", {"to": "closed", "outcome": "confirmed", "result": "孕 11 周，愿意建册"})
    assert "已核实，可以纳入管理" in client.get(card).content.decode()
    page = client.post(f"/residents/{one.pk}/enrol/", {"program": "pregnancy"}, follow=True).content.decode()
    assert 'name="booked_date"' in page
