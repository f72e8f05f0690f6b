"""How often each list asks the database, held in a golden file: a page that asks once for every row is found here."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongwei.apps.planning.actions import lake
from gongwei.apps.planning.actions.months import recount
from gongwei.domain.access import Role
from tests.apps import world
from tests.conftest import NOW, TODAY, enter

pytestmark = pytest.mark.django_db(transaction=True)
GOLDEN = Path(__file__).with_name("query_counts.json")
ASKS = {
    "/audit/": Role.AUDITOR,
    "/users/": Role.SYSTEM_ADMIN,
    "/plan/": Role.CITY_CDC,
    "/cohorts/": Role.CITY_CDC,
    "/pay/": Role.CITY_BUREAU,
    "/tasks/": Role.CITY_BUREAU,
    "/records/doubts/": Role.CENTRE_DIRECTOR,
    "/today/": Role.CENTRE_DOCTOR,
    "/contracts/": Role.CENTRE_DOCTOR,
    "/teams/": Role.CENTRE_DOCTOR,
    "/referrals/": Role.CENTRE_DOCTOR,
    "/duties/": Role.CENTRE_DOCTOR,
    "/activities/": Role.CENTRE_DOCTOR,
    "/findings/": Role.CENTRE_DOCTOR,
    "/residents/": Role.CENTRE_DOCTOR,
    "/visits/": Role.CENTRE_DOCTOR,
    "/imports/": Role.CENTRE_DOCTOR,
    "/screening/": Role.CENTRE_DOCTOR,
    "/lists/": Role.CENTRE_DOCTOR,
    "/duplicates/": Role.CENTRE_DIRECTOR,
}


@pytest.fixture
def ask(registered: Any, post: Any) -> Any:
    """Give what asks for a page of the small world: `ask("/today/")`, as somebody who may see it."""
    made = world.build(registered, post)
    registered("hypertension", name="李建国", document_number="990102196103076512", sex="1", birth_date="1961-03-07")
    lake.refresh(on=TODAY, at=NOW)
    recount(on=TODAY, at=NOW)
    clients = {role: Client() for role in {*ASKS.values(), Role.AUDITOR}}
    for role, client in clients.items():
        enter(client, post(role, world.area_for(role)).user_id)

    def get(address: str) -> Any:
        role = next((role for start, role in ASKS.items() if address.startswith(start)), Role.AUDITOR)
        return clients[role].get(address.format(**made.ids))

    return get


def test_no_page_asks_the_database_more_than_it_used_to(ask: Any) -> None:
    """A page that needs more queries is looked at before its number in the golden file is changed."""
    counted = {}
    for address in json.loads(GOLDEN.read_text()):
        assert ask(address).status_code == 200, address
        with CaptureQueriesContext(connection) as queries:
            ask(address)
        counted[address] = len(queries)
    assert counted == json.loads(GOLDEN.read_text())
