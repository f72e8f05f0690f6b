"""A statement written once reads and writes as Django's own query does, under the same policies."""

import uuid
from datetime import date

import pytest
from django.db import ProgrammingError, models

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import Assignment, User
from gongwei.apps.accounts.statements import Addition, Statement
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


def test_a_row_is_added_once_and_what_a_constraint_knows_stays_as_it_was(registered, post) -> None:
    made = world.build(registered, post)
    with as_acting(post("village_doctor", HERE)):
        first = Visit.objects.get(pk=made.ids["visit_id"])
        another, again = Visit.objects.get(pk=first.pk), Visit.objects.get(pk=first.pk)
        another.pk, another.visit_date, another.readings = uuid.uuid4(), date(2026, 6, 1), {"systolic": 120.5}
        again.pk, again.rule = uuid.uuid4(), "otherwise"
        assert Addition(Visit).add(another) and not Addition(Visit).add(again)
        found = Visit.objects.get(pk=another.pk)
        another.changed_xid = found.changed_xid  # PostgreSQL's own
        assert same(found, another)
        assert Visit.objects.get(pk=first.pk).rule == first.rule


def test_a_row_outside_the_post_is_refused(registered, post) -> None:
    made = world.build(registered, post)
    with as_acting(post("village_doctor", HERE)):
        visit = Visit.objects.get(pk=made.ids["visit_id"])
    visit.pk, visit.visit_date = uuid.uuid4(), date(2026, 6, 1)
    with pytest.raises(ProgrammingError, match="row-level security"), as_acting(post("village_doctor", NEXT_DOOR)):
        Addition(Visit).add(visit)
