"""The three highs of one person on one page, and what a doctor's conclusion opens."""

import uuid
from datetime import date

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.people import queries as people
from gongwei.apps.programs import actions, queries
from gongwei.apps.programs.forms import draft
from tests.apps.desk.conftest import HERE, NEXT_DOOR, routine
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def page(client, one):
    return client.get(f"/residents/{one.pk}/three-highs/")


def examined(client, one, **readings):
    """Record an elderly examination with what the page needs of it, as a file brings it: not every field is filled."""
    values = {"visit_date": "2026-06-01", **readings}
    with as_acting(client.acting) as by:
        sent = draft("elderly", values, person=people.person_of(one), today=TODAY, before=None, asking=False)
        actions.record_visit(visit_id=uuid.uuid4(), resident=one, draft=sent, confirmed={}, by=by, at=NOW)


LABS = {
    "systolic_left": 150, "diastolic_left": 86, "systolic_right": 148, "diastolic_right": 84, "waist": 88,
    "fasting_glucose": 6.2, "total_cholesterol": 6.4, "hdl": 1.2, "ldl": 4.2, "triglycerides": 1.9, "smoking": "1",
}  # fmt: skip


def test_the_page_shows_values_targets_and_risk(registered, sign_in) -> None:
    one, client = registered("hypertension", "elderly"), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/visit/hypertension/", routine(cigarettes="0"))
    examined(client, one, **LABS)
    text = page(client, one).content.decode()
    assert "136/84 mmHg" in text  # the newest pressure, not the examination's
    assert "4.2 mmol/L" in text
    assert "血脂异常" in text
    assert "氨氯地平" in text
    assert "<meter" in text
    assert "未核实" in text


def test_without_lipids_the_page_names_what_is_missing_and_shows_no_number(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/visit/hypertension/", routine())
    text = page(client, one).content.decode()
    assert "还缺：总胆固醇、高密度脂蛋白胆固醇、腰围" in text
    assert "<meter" not in text


def test_lipids_are_called_in_order_only_when_all_were_measured(registered, sign_in) -> None:
    one, client = registered("elderly", conditions=()), sign_in("village_doctor", HERE)
    assert "血脂没有测全" in page(client, one).content.decode()
    examined(client, one, **LABS | {"total_cholesterol": 4.8, "ldl": 2.9})
    assert "末次血脂未见异常" in page(client, one).content.decode()


def test_who_is_too_old_for_the_equation_is_told_so(registered, sign_in) -> None:
    one = registered("hypertension", birth_date="1940-03-07", document_number="990102194003076421")
    client = sign_in("village_doctor", HERE)
    assert "35–74 岁" in page(client, one).content.decode()


def test_a_post_next_door_does_not_find_the_page(registered, sign_in) -> None:
    one = registered("hypertension")
    assert page(sign_in("village_doctor", NEXT_DOOR), one).status_code == 404


def measured(turn, **more):
    return {"visit_id": str(uuid.uuid4()), "visit_date": "2026-06-30", "systolic": "152", "diastolic": "94",
            "pressure_turn": turn} | more  # fmt: skip


@pytest.mark.parametrize(("conclusion", "opens"), [("", False), ("1", False), ("2", True)])
def test_the_doctors_conclusion_notes_the_diagnosis_and_enrols(registered, sign_in, conclusion, opens) -> None:
    one, client = registered("pressure_check", conditions=[], onset_date=""), sign_in("village_doctor", HERE)
    sent = measured("3", pressure_conclusion=conclusion)
    assert client.post(f"/residents/{one.pk}/visit/pressure_check/", sent).status_code == 302
    assert client.post(f"/residents/{one.pk}/visit/pressure_check/", sent).status_code == 302  # sent twice: once
    with as_acting(client.acting):
        noted = [row.code for _title, row in people.conditions_of(one)]
        enrolment = queries.open_enrolment(one, "hypertension")
    assert (noted, enrolment is not None) == (["hypertension"] if opens else [], opens)
    assert enrolment is None or enrolment.next_due_date == date(2026, 6, 30)
