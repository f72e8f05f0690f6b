"""A move: a dated row, and everything kept about the person goes along; the old post sees nothing any more."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.people import actions
from gongwei.apps.people.models import Observation, Residence, Resident, ResidentNumber
from gongwei.apps.places.models import Institution
from gongwei.apps.programs.actions import record_call
from gongwei.apps.programs.queries import open_enrolment
from tests.apps import world
from tests.apps.desk.conftest import HERE, NEXT_DOOR
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
STREET, DISTRICT, CITY, FAR = 330102001000, 330102000000, 330100000000, 330109001001
MOVE = {"area_code": str(NEXT_DOOR), "address": "9 幢 9 室", "from_date": "2026-06-01"}


@pytest.fixture
def told(registered: Any, post: Any) -> Resident:
    """A resident of whom every table knows something: also a diagnosis of class 4."""
    made = world.build(registered, post)
    common = {"area_code": STREET, "valid_from": date(2010, 1, 1)}
    Institution.objects.create(name="清波小学", kind="school", **common)
    institution = Institution.objects.create(name="清波中心", kind="centre", **common)
    with as_acting(post("centre_doctor", STREET)) as by:
        one = Resident.objects.get(pk=made.ids["resident_id"])
        actions.diagnose_guarded(resident=one, code="mental_disorder", onset_date=date(2020, 1, 1), by=by, at=NOW)
        common = {"resident": one, "area_code": HERE}
        Observation.objects.create(**common, key="weight", value=60, observed_date=date(2026, 1, 1), recorded_at=NOW)
        ResidentNumber.objects.create(**common, institution=institution, number="A1")
        enrolment = open_enrolment(one, "hypertension")
        record_call(
            form_id=uuid.uuid4(), enrolment=enrolment, outcome="coming", agreed_date=None, note="", by=by, at=NOW
        )
    return one


def areas_of(one: Resident) -> dict[str, set[int]]:
    """Give where the rows about a resident lie, by table, as the owner sees them."""
    tables = [model for model in apps.get_models() if {"resident", "area_code"} <= {f.name for f in model._meta.fields}]
    tables = [model for model in tables if not hasattr(model, "pgh_tracked_model")]
    rows = {
        model._meta.db_table: set(
            model.objects.using("owner").filter(resident_id=one.pk).values_list("area_code", flat=True)
        )
        for model in tables
    }
    return {table: areas for table, areas in rows.items() if areas}


def test_after_a_move_the_old_post_sees_nothing_and_the_new_one_everything(told: Any, sign_in: Any) -> None:
    assert len(areas_of(told)) >= 9
    address = f"/residents/{told.pk}/"
    assert sign_in("village_doctor", HERE).get(address).status_code == 200
    answer = sign_in("centre_doctor", STREET).post(f"{address}move/", MOVE)
    assert answer.status_code == 302, answer.content.decode()
    assert areas_of(told) == {table: {NEXT_DOOR} for table in areas_of(told)}
    assert sign_in("village_doctor", HERE).get(address).status_code == 404
    page = sign_in("village_doctor", NEXT_DOOR).get(address).content.decode()
    assert "9 幢 9 室" in page and "190" in page


def test_a_move_is_a_dated_row_and_is_written_down(told: Any, sign_in: Any) -> None:
    client = sign_in("centre_doctor", STREET)
    client.post(f"/residents/{told.pk}/move/", MOVE)
    spells = Residence.objects.using("owner").filter(resident_id=told.pk).order_by("from_date")
    ends = [(one.lived_in, one.from_date, one.to_date) for one in spells]
    assert ends[-2][0] == HERE and ends[-2][2] == date(2026, 6, 1)
    assert ends[-1] == (NEXT_DOOR, date(2026, 6, 1), None)
    noted = AuditEntry.objects.using("owner").get(action="resident.move").detail
    assert noted == {"from": HERE, "to": NEXT_DOOR, "on": "2026-06-01"}
    assert "2026-06-01" in client.get(f"/residents/{told.pk}/move/").content.decode()


def test_the_institution_that_serves_the_new_village_has_the_resident(told: Any, sign_in: Any) -> None:
    sign_in("centre_doctor", STREET).post(f"/residents/{told.pk}/move/", MOVE)
    one = Resident.objects.using("owner").get(pk=told.pk)
    assert one.institution is not None and one.institution.name == "清波中心"


def test_rows_of_a_class_that_the_mover_may_not_see_go_along(told: Any, sign_in: Any) -> None:
    far = MOVE | {"area_code": str(FAR)}
    assert sign_in("data_operator", DISTRICT).post(f"/residents/{told.pk}/move/", far).status_code == 422
    answer = sign_in("data_operator", CITY).post(f"/residents/{told.pk}/move/", far)
    assert answer.status_code == 302, answer.content.decode()[:500]
    assert areas_of(told)["people_sensitivecondition"] == {FAR}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"from_date": "2020-01-01"}, "早于上一次居住记录"),
        ({"from_date": "2026-07-01"}, "日期"),
        ({"area_code": str(HERE)}, "村"),
        ({"area_code": str(FAR)}, "村"),
        ({"address": ""}, "详细地址"),
    ],
)
def test_a_move_that_cannot_be_changes_nothing_and_says_why(told: Any, sign_in: Any, changed: Any, said: str) -> None:
    answer = sign_in("centre_doctor", STREET).post(f"/residents/{told.pk}/move/", MOVE | changed)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert areas_of(told)["people_residence"] == {HERE}


def test_who_had_left_is_taken_in_again(told: Any, sign_in: Any) -> None:
    Resident.objects.using("owner").filter(pk=told.pk).update(resident_to=date(2026, 5, 1))
    back = MOVE | {"area_code": str(HERE)}
    assert sign_in("centre_doctor", STREET).post(f"/residents/{told.pk}/move/", back).status_code == 302
    assert Resident.objects.using("owner").get(pk=told.pk).resident_to is None


def test_a_correction_of_the_village_carries_all_rows_too(told: Any, post: Any) -> None:
    with as_acting(post("data_operator", DISTRICT)):
        Resident.objects.filter(pk=told.pk).update(area_code=NEXT_DOOR)
    assert areas_of(told) == {table: {NEXT_DOOR} for table in areas_of(told)}
