"""One sitting of a diabetic with hypertension: one page, one button, a visit of each programme."""

import uuid
from datetime import date

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.programs import queries
from tests.apps.desk.conftest import HERE, NEXT_DOOR, routine

pytestmark = pytest.mark.django_db(transaction=True)


def page(one) -> str:
    return f"/residents/{one.pk}/sitting/"


def both(**changes):
    told = routine(sitting_id=str(uuid.uuid4()), program=["hypertension", "diabetes"])
    told |= {"diabetes_symptoms": ["1"], "fasting_glucose": "6.1", "foot_pulse": "1", "staple_food": "300"}
    return told | {"hypoglycaemia": "1"} | changes


def visits(client, one):
    with as_acting(client.acting):
        return {visit.program: visit for visit in queries.visits_of(one)}


def test_one_page_asks_the_pressure_once(registered, sign_in) -> None:
    one, client = registered("hypertension", "diabetes"), sign_in("village_doctor", HERE)
    shown = client.get(page(one)).content.decode()
    assert shown.count(' name="systolic"') == 1
    assert "糖尿病" in shown and 'name="fasting_glucose"' in shown


def test_one_button_saves_a_visit_of_each(registered, sign_in) -> None:
    one, client = registered("hypertension", "diabetes"), sign_in("village_doctor", HERE)
    answer = client.post(page(one), both())
    assert answer.status_code == 302, answer.content.decode()
    saved = visits(client, one)
    assert {key: visit.rule for key, visit in saved.items()} == dict.fromkeys(("hypertension", "diabetes"), "at target")
    assert saved["diabetes"].readings["systolic"] == saved["hypertension"].readings["systolic"] == 136
    assert "fasting_glucose" not in saved["hypertension"].readings


def test_both_come_again_on_the_earlier_day(registered, sign_in) -> None:
    one, client = registered("hypertension", "diabetes"), sign_in("village_doctor", HERE)
    client.post(page(one), both(fasting_glucose="8.2"))
    saved = visits(client, one)
    assert {visit.next_due_date for visit in saved.values()} == {date(2026, 7, 14)}
    assert saved["hypertension"].rule == "at target"


def test_what_one_programme_refuses_is_saved_for_none(registered, sign_in) -> None:
    one, client = registered("hypertension", "diabetes"), sign_in("village_doctor", HERE)
    answer = client.post(page(one), both(fasting_glucose=""))
    assert answer.status_code == 422
    assert "空腹血糖" in answer.content.decode()
    assert visits(client, one) == {}


def test_a_visit_that_stands_stops_the_whole_sitting(registered, sign_in) -> None:
    one, client = registered("hypertension", "diabetes"), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/visit/diabetes/", both())
    answer = client.post(page(one), both())
    assert answer.status_code == 422
    assert "已有一次随访记录" in answer.content.decode()
    assert set(visits(client, one)) == {"diabetes"}


def test_the_same_sitting_sent_twice_is_two_visits_and_not_four(registered, sign_in) -> None:
    one, client = registered("hypertension", "diabetes"), sign_in("village_doctor", HERE)
    told = both()
    assert [client.post(page(one), told).status_code for _ in range(2)] == [302, 302]
    with as_acting(client.acting):
        assert len(queries.visits_of(one)) == 2


def test_the_judgement_names_the_gravest_first(registered, sign_in) -> None:
    one, client = registered("hypertension", "diabetes"), sign_in("village_doctor", HERE)
    said = client.post(f"{page(one)}judge/", both(fasting_glucose="17")).content.decode()
    assert said.index("紧急转诊") < said.index("继续目前方案")


def test_an_unusual_value_is_asked_once_for_both(registered, sign_in) -> None:
    one, client = registered("hypertension", "diabetes"), sign_in("village_doctor", HERE)
    unusual = both(systolic="210", diastolic="100")
    answer = client.post(page(one), unusual)
    assert answer.content.decode().count('value="systolic=210"') == 1
    told = unusual | {"confirmed": ["systolic=210", "diastolic=100"]}
    assert client.post(page(one), told).status_code == 302
    assert all("systolic" in visit.confirmed for visit in visits(client, one).values())


def test_who_is_in_one_programme_gets_its_form(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    assert client.get(page(one)).url.endswith("/visit/hypertension/")


def test_a_resident_next_door_has_no_sitting(registered, sign_in) -> None:
    one, client = registered("hypertension", "diabetes"), sign_in("village_doctor", NEXT_DOOR)
    assert client.get(page(one)).status_code == 404
    assert client.post(f"{page(one)}judge/", both()).status_code == 404
