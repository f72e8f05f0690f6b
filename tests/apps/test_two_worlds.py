"""What a doctor sees does not depend on people whom he may not see: byte for byte."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.apps.api.conftest import Api
from tests.apps.desk.conftest import CARD

HERE, NEXT_DOOR = 330102001051, 330102001052
pytestmark = pytest.mark.django_db(transaction=True)

VARYING = re.compile(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": ?|nonce=)"[^"]*"')


def seen(client: Client, own: Any, other: str) -> dict[str, bytes]:
    """Read what a village doctor can ask for, with what differs at every reading taken out."""
    api = Api(client)
    answers = {
        "my day": client.get("/today/?window=overdue"),
        "search": client.post("/residents/", {"q": "王"}),
        "search by card": client.post("/residents/", {"q": other}),
        "resident": client.get(f"/residents/{own.pk}/"),
        "absent": client.get("/residents/00000000-0000-4000-8000-000000000000/"),
        "referrals": client.get("/referrals/"),
        "api search": api.post("residents/search", {"text": "王"}),
        "api card": api.post("residents/search", {"text": other}),
        "api work": api.get("worklist?window=overdue"),
        "api area": api.get(f"residents?area={HERE // 1000 * 1000}"),
    }
    for name, answer in answers.items():
        assert answer.status_code == (404 if name == "absent" else 200), name
    return {name: VARYING.sub(b"", answer.content) for name, answer in answers.items()}


def test_rows_of_another_village_change_nothing_in_this_one(registered: Any, sign_in: Any) -> None:
    own, client = registered("hypertension"), sign_in("village_doctor", HERE)
    alone = seen(client, own, OTHER)
    registered("hypertension", "diabetes", area_code=str(NEXT_DOOR), document_number=OTHER, birth_date="1960-01-01")
    together = seen(client, own, OTHER)
    assert [name for name in alone if alone[name] != together[name]] == []


OTHER = CARD[:6] + "19600101001X"
