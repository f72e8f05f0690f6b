"""The register of class 5: written by the district's CDC at its own addresses, and to all others as if it were not."""

import re
import uuid
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.apps import world
from tests.apps.desk.conftest import HERE, STREET
from tests.conftest import enter

pytestmark = pytest.mark.django_db(transaction=True)
DISTRICT = 330102000000
FOLLOWED = {
    "visit_date": "2026-06-30", "visit_mode": "1", "hiv_party": "1", "hiv_stage": "1", "hiv_told": "2",
    "danger_signs": ["none"], "hiv_tb_screen": ["none"], "hiv_partner": "1", "hiv_treatment": "2",
    "hiv_start_date": "2025-01-10", "hiv_regimen": "1", "hiv_missed_doses": "0", "adverse": "1", "viral_load": "20",
    "hiv_pregnant": "1",
}  # fmt: skip


@pytest.fixture
def somebody(post: Any) -> Any:
    """Sign a new user in with a browser of their own: `somebody("village_doctor", HERE)`."""

    def make(role: str, area: int) -> Client:
        client = Client()
        enter(client, post(role, area).user_id)
        return client

    return make


def rows(table: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_the_district_enrols_follows_up_and_nobody_else_learns_of_it(registered: Any, somebody: Any) -> None:
    one = registered("hypertension")
    page, own = f"/residents/{one.pk}/", f"/hidden/{one.pk}/hiv"
    village, centre = somebody("village_doctor", HERE), somebody("centre_doctor", STREET)
    before = [said(client.get(page)) for client in (village, centre)]
    desk = somebody("district_cdc", DISTRICT)
    assert desk.post(f"{own}/enrol/").status_code == 302
    assert desk.get(f"{own}/visit/").status_code == 200
    sent = desk.post(f"{own}/visit/", FOLLOWED | {"visit_id": str(uuid.uuid4())})
    assert sent.status_code == 302, sent.context["hard"]
    assert (rows("programs_hiddenenrolment"), rows("programs_hiddenvisit"), rows("programs_visit")) == (1, 1, 0)
    assert "艾滋病病毒感染者随访管理" in desk.get(page).content.decode()
    assert [said(client.get(page)) for client in (village, centre)] == before
    for client in (village, centre, somebody("data_operator", DISTRICT), somebody("city_bureau", 330100000000)):
        assert {client.post(f"{own}/{verb}/").status_code for verb in ("enrol", "visit", "judge", "end")} == {403}
        assert client.get(f"/residents/{one.pk}/visit/hiv/").status_code in (403, 404)


def test_the_addresses_of_class_five_know_no_other_programme(registered: Any, somebody: Any) -> None:
    one = registered("hypertension")
    desk = somebody("district_cdc", DISTRICT)
    assert desk.get(f"/hidden/{one.pk}/hypertension/visit/").status_code == 404
    assert desk.post(f"/residents/{one.pk}/enrol/", {"program": "hiv"}).status_code == 403
    assert rows("programs_hiddenenrolment") == 0


def test_a_hidden_visit_is_corrected_and_its_referral_answered_at_addresses_of_their_own(
    registered: Any, somebody: Any
) -> None:
    desk, village = somebody("district_cdc", DISTRICT), somebody("village_doctor", HERE)
    visit, referral = referred(desk, registered("hypertension"))
    edit, step = f"/hidden/visits/{visit}/edit/", f"/hidden/referrals/{referral}/step/"
    assert edit in desk.get(f"/visits/{visit}/").content.decode() and desk.get(f"/visits/{visit}/paper/").content
    assert step in desk.get("/hidden/referrals/").content.decode()
    assert [village.post(one).status_code for one in (edit, step)] == [403, 403]
    assert village.get("/hidden/referrals/").status_code == 403
    assert [village.get(f"/visits/{visit}/{end}").status_code for end in ("", "paper/", "edit/")] == [404] * 3
    desk.post(step, {"to": "accepted"})
    desk.post(step, {"to": "answered", "result": "已启动治疗"})
    assert told("SELECT state FROM programs_hiddenreferral") == "answered"
    assert desk.get(edit).status_code == 200
    assert desk.post(edit, FOLLOWED | {"viral_load": "50"}).status_code == 302
    assert told("SELECT counted->>'viral_load' FROM programs_hiddenvisit") == "50"
    assert "治疗" not in desk.get("/today/").content.decode().partition("</header>")[0], "nor does a message tell"


def test_the_addresses_of_hidden_visits_and_referrals_know_no_others(registered: Any, somebody: Any, post: Any) -> None:
    made = world.build(registered, post)
    desk = somebody("district_cdc", DISTRICT)
    for name in ("visit", "referral"):
        address = f"/hidden/{name}s/{made.ids[f'{name}_id']}/{'edit' if name == 'visit' else 'step'}/"
        assert desk.post(address, {"to": "accepted"}).status_code == 404, name


def referred(desk: Client, one: Any) -> tuple[Any, Any]:
    """Follow somebody up who is not in treatment, and give the visit and the referral that follows."""
    own = f"/hidden/{one.pk}/hiv"
    desk.post(f"{own}/enrol/")
    sent = desk.post(f"{own}/visit/", FOLLOWED | {"hiv_treatment": "1", "visit_id": str(uuid.uuid4())})
    assert sent.status_code == 302, sent.context["hard"]
    return told("SELECT id FROM programs_hiddenvisit"), told("SELECT id FROM programs_hiddenreferral")


def told(statement: str) -> Any:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def said(answer: Any) -> str:
    """Give a page without its tokens."""
    return re.sub(r'(nonce|value|content)="[^"]*"|csrf[^,}]*', "", answer.content.decode(), flags=re.I)
