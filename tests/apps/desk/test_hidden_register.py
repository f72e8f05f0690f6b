"""The register of class 5: written by the district's CDC at its own addresses, and to all others as if it were not."""

import re
import uuid
from typing import Any

import pytest
from django.db import connections
from django.test import Client

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


def said(answer: Any) -> str:
    """Give a page without its tokens."""
    return re.sub(r'(nonce|value|content)="[^"]*"|csrf[^,}]*', "", answer.content.decode(), flags=re.I)
