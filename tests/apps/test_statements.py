"""A statement written once gives the rows that Django's own query gives, under the same policies."""

import pytest
from django.db import models

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import Assignment, User
from gongwei.apps.accounts.statements import Statement
from gongwei.apps.people.models import Resident
from gongwei.apps.programs.models import Enrolment, Visit
from tests.apps import world
from tests.apps.world import HERE

pytestmark = pytest.mark.django_db(transaction=True)
NEXT_DOOR = 330102001052


def same(one: models.Model, other: models.Model) -> bool:
    fields = [field.attname for field in one._meta.concrete_fields]
    return [getattr(one, name) for name in fields] == [getattr(other, name) for name in fields]


@pytest.mark.parametrize("model", [Resident, Enrolment, Visit, User, Assignment])
def test_every_column_comes_back_as_django_reads_it(registered, post, model: type[models.Model]) -> None:
    made = world.build(registered, post)
    key = {Resident: "resident_id", Enrolment: "enrolment_id", Visit: "visit_id", User: "user_id"}.get(model)
    with as_acting(post("village_doctor", HERE)) as by:
        pk = made.ids[key] if key else by.assignment_id
        found = Statement(model, f"WHERE {model._meta.db_table}.id = %s").first(pk)
        assert found is not None and same(found, model.objects.get(pk=pk)) and not found.get_deferred_fields()


def test_the_row_beside_is_read_along_and_none_where_there_is_none(registered, post) -> None:
    made = world.build(registered, post)
    visits = Statement(Visit, "WHERE programs_visit.id = %s", beside="resident")
    enrolments = Statement(Enrolment, "WHERE programs_enrolment.id = %s", beside="institution")
    with as_acting(post("village_doctor", HERE)):
        Enrolment.objects.update(institution=None)
        visit, enrolment = visits.first(made.ids["visit_id"]), enrolments.first(made.ids["enrolment_id"])
        assert same(visit.resident, Resident.objects.get(pk=made.ids["resident_id"]))
        assert enrolment.institution is None


def test_what_is_not_read_is_fetched_when_asked_for(registered, post) -> None:
    made = world.build(registered, post)
    with as_acting(post("village_doctor", HERE)):
        found = Statement(Visit, "WHERE id = %s", only=("id", "readings")).first(made.ids["visit_id"])
        assert found.readings["systolic"] == 190 and "rule" in found.get_deferred_fields()
        assert found.rule == Visit.objects.get(pk=found.pk).rule


def test_a_post_elsewhere_is_given_nothing(registered, post) -> None:
    made = world.build(registered, post)
    with as_acting(post("village_doctor", NEXT_DOOR)):
        assert Statement(Resident, "WHERE people_resident.id = %s").first(made.ids["resident_id"]) is None
