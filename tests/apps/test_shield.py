"""Row-level security as PostgreSQL enforces it: no page, no queryset, only rows and roles."""

from datetime import date

import pytest
from django.db import Error, connection, connections, transaction

from gongwei.apps.accounts import shield
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.people.models import Resident
from gongwei.apps.places.models import Region
from tests.conftest import NOW

HERE, NEXT_DOOR = 330102001051, 330102001052
pytestmark = pytest.mark.django_db(transaction=True)


def resident(area: int, name: str = "张三") -> Resident:
    return Resident(
        name=name, name_pinyin="zhangsan", name_initials="zs", sex="1", birth_date=date(1960, 1, 1), area_code=area,
        resident_from=date(2020, 1, 1), recorded_at=NOW,
    )  # fmt: skip


def test_a_doctor_sees_the_residents_of_his_own_village_only(post) -> None:
    for area in (HERE, NEXT_DOOR):
        with as_acting(post("village_doctor", area)):
            resident(area).save(force_insert=True)
    with as_acting(post("village_doctor", HERE)):
        assert [one.area_code for one in Resident.objects.all()] == [HERE]
    with as_acting(post("centre_director", 330102001000)):
        assert Resident.objects.count() == 2


def test_a_query_without_a_context_is_refused_and_not_answered_empty(post) -> None:
    with as_acting(post("village_doctor", HERE)):
        resident(HERE).save(force_insert=True)  # of an empty table the server may answer without asking who it is
    with pytest.raises(Error, match="NoContext"):
        Resident.objects.count()


def test_the_context_ends_with_its_transaction(post) -> None:
    with as_acting(post("village_doctor", HERE)):
        resident(HERE).save(force_insert=True)
        assert Resident.objects.count() == 1
    with pytest.raises(Error, match="NoContext"):
        Resident.objects.count()


@pytest.mark.parametrize("role", ["district_bureau", "system_admin", "auditor", "city_bureau"])
def test_roles_without_health_data_see_no_resident(post, role: str) -> None:
    with as_acting(post("village_doctor", HERE)):
        resident(HERE).save(force_insert=True)
    area = {"district_bureau": 330102000000}.get(role, 330100000000)
    with as_acting(post(role, area)):
        assert Resident.objects.count() == 0


def test_a_row_outside_the_area_can_be_neither_written_nor_moved_there(post) -> None:
    acting = post("village_doctor", HERE)
    with pytest.raises(Error, match="row-level security"), as_acting(acting):
        resident(NEXT_DOOR).save(force_insert=True)
    with as_acting(acting):
        resident(HERE).save(force_insert=True)
    with pytest.raises(Error, match="row-level security"), as_acting(acting):
        Resident.objects.update(area_code=NEXT_DOOR)


def test_those_who_only_read_cannot_write(post) -> None:
    with pytest.raises(Error, match="row-level security"), as_acting(post("city_cdc", 330100000000)):
        resident(HERE).save(force_insert=True)


def test_every_version_is_kept_with_who_wrote_it_and_nobody_acting_can_touch_it(post) -> None:
    acting = post("village_doctor", HERE)
    with as_acting(acting):
        resident(HERE).save(force_insert=True)
        Resident.objects.update(name="张三丰")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT e.pgh_label, e.name, c.metadata->>'user' FROM people_residentevent e"
            " JOIN pghistory_context c ON c.id = e.pgh_context_id ORDER BY e.pgh_id"
        )
        rows = cursor.fetchall()
    assert rows == [("insert", "张三", str(acting.user_id)), ("update", "张三丰", str(acting.user_id))]
    for table in ("people_residentevent", "pghistory_context"):
        with pytest.raises(Error, match="permission denied"), as_acting(acting), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")


def test_who_acts_cannot_silence_the_keeping_of_versions(post) -> None:
    with as_acting(post("village_doctor", HERE)), connection.cursor() as cursor:
        resident(HERE).save(force_insert=True)
        cursor.execute("SELECT set_config('pgtrigger.ignore', (SELECT array_agg(tgname)::text FROM pg_trigger), true)")
        Resident.objects.update(name="张三丰")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT name FROM people_residentevent ORDER BY pgh_id")
        assert cursor.fetchall() == [("张三",), ("张三丰",)]


def test_the_application_cannot_truncate_or_bypass(post) -> None:
    forbidden = ("TRUNCATE people_resident", "SET ROLE gw_owner", "ALTER TABLE people_resident DISABLE TRIGGER ALL")
    for statement in forbidden:
        with pytest.raises(Error), as_acting(post("city_cdc", 330100000000)), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_reporting_role_sees_no_name_number_phone_or_address(transactional_db) -> None:
    with connections["report"].cursor() as cursor:
        cursor.execute("SELECT id, birth_date, area_code FROM people_resident")
    for column in ("name", "document_cipher", "phone_cipher", "address", "document_hash"):
        refused = pytest.raises(Error, match="permission denied")
        with refused, transaction.atomic(using="report"), connections["report"].cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM people_resident")


def test_a_deleted_row_leaves_a_tombstone_for_the_lake(post) -> None:
    acting = post("village_doctor", HERE)
    with as_acting(acting):
        person = resident(HERE)
        person.save(force_insert=True)
        Resident.objects.filter(pk=person.pk).delete()
    with connections["report"].cursor() as cursor:
        cursor.execute("SELECT resident_id FROM people_tombstone")
        assert cursor.fetchall() == [(person.pk,)]


def test_a_table_without_a_guard_stops_the_build() -> None:
    with pytest.raises(shield.Undeclared, match="people_new"):
        list(shield.statements({"people_new"}))


def test_the_city_stands_in_the_template(transactional_db) -> None:
    assert Region.objects.filter(level=4).count() == 3320
