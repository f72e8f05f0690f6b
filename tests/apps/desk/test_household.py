"""Household and kin: noted on both sides, shown with what is due, only as far as the post sees."""

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.people import queries as people
from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET

pytestmark = pytest.mark.django_db(transaction=True)


def page(one) -> str:
    return f"/residents/{one.pk}/household/"


def test_a_tie_is_seen_from_both_sides(registered, sign_in) -> None:
    mother = registered("hypertension")
    child = registered(name="李建国", document_number="", conditions=[], onset_date="")
    client = sign_in("village_doctor", HERE)
    assert client.post(f"{page(mother)}tie/", {"q": "李建国", "relation": "child"}).status_code == 302
    with as_acting(client.acting):
        assert [(said, one.pk) for said, one in people.kin_of(mother)] == [("子女", child.pk)]
        assert [(said, one.pk) for said, one in people.kin_of(child)] == [("父亲或母亲", mother.pk)]
    shown = client.get(page(child)).content.decode()
    assert mother.name in shown and "高血压" in shown
    client.post(f"{page(child)}{mother.pk}/untie/")
    with as_acting(client.acting):
        assert people.kin_of(mother) == people.kin_of(child) == []


def test_a_relative_out_of_sight_is_not_shown(registered, sign_in) -> None:
    one = registered("hypertension")
    other = registered(name="李建国", document_number="", area_code=str(NEXT_DOOR))
    centre = sign_in("centre_doctor", STREET)
    centre.post(f"{page(one)}tie/", {"q": "李建国", "relation": "spouse"})
    assert other.name in centre.get(page(one)).content.decode()
    assert other.name not in sign_in("village_doctor", HERE).get(page(one)).content.decode()


def test_nobody_is_their_own_relative(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(f"{page(one)}tie/", {"relative": str(one.pk), "relation": "spouse"})
    with as_acting(client.acting):
        assert people.kin_of(one) == []
