"""Rights taken away are gone with the next request: open sessions, tokens, and jobs that were queued before."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from gongwei.apps.accounts import actions
from gongwei.apps.accounts.acting import as_acting, valid_assignment
from gongwei.apps.accounts.models import Assignment, User
from gongwei.apps.exchange.actions.batches import POST_ENDED
from gongwei.apps.exchange.jobs import take_import
from gongwei.domain.access import Role
from gongwei.site.world.build import World
from tests.access.conftest import Seat, as_superuser, seat, undone
from tests.apps.exchange.files import resident, text
from tests.conftest import NOW, TODAY

DOCTOR = "centre-doctor-3"


@pytest.fixture
def doctor(world: World) -> Seat:
    """A doctor whose session is open and who has just been shown a resident."""
    one = seat(world, DOCTOR)
    assert one.client.get("/today/").status_code == 200
    return one


@pytest.fixture
def admin(world: World):
    _user, post = world.users["security-admin-0"]
    return valid_assignment(post, on=TODAY)


def token_of(one: Seat) -> dict[str, str]:
    with as_acting(valid_assignment(one.post_id, on=TODAY)) as by:
        _token, secret = actions.create_token(title="测试", expires_date=date(2027, 1, 1), by=by, at=NOW)
    return {"Authorization": f"Bearer {secret}"}


def end(one: Seat, admin) -> None:
    with as_acting(admin):
        actions.end_post(post=Assignment.objects.get(pk=one.post_id), on=TODAY, by=admin, at=NOW)


def deactivate(one: Seat, admin) -> None:
    with as_acting(admin):
        actions.set_active(user=User.objects.get(pk=one.user_id), active=False, by=admin, at=NOW)


@pytest.mark.parametrize("take_away", [end, deactivate])
def test_an_open_session_and_a_token_open_nothing_more(doctor: Seat, admin, world: World, take_away) -> None:
    one = world.ids[doctor.who.area_code]["resident_id"][0]
    with undone():
        program, headers = Client(), token_of(doctor)
        assert program.get("/api/worklist", headers=headers).status_code == 200
        take_away(doctor, admin)
        assert doctor.client.get(f"/residents/{one}/").status_code in (302, 403)
        assert doctor.client.get("/api/worklist").status_code in (401, 403)
        assert program.get("/api/worklist", headers=headers).status_code == 401


def test_another_role_has_its_own_rights_and_none_of_the_old_ones(doctor: Seat, admin, world: World) -> None:
    one = world.ids[doctor.who.area_code]["resident_id"][0]
    with undone():
        end(doctor, admin)
        with as_acting(admin):
            user = User.objects.get(pk=doctor.user_id)
            place = doctor.who.area_code // 10**6 * 10**6
            actions.give_post(
                user=user, role=Role.DISTRICT_BUREAU, area_code=place, from_date=TODAY, by=admin, at=NOW
            )  # fmt: skip
        doctor.client.get("/")
        assert doctor.client.get("/plan/").status_code == 200
        assert doctor.client.get(f"/residents/{one}/").status_code == 403


@pytest.mark.parametrize("take_away", [end, deactivate])
def test_a_job_queued_before_writes_nothing_after(doctor: Seat, admin, take_away) -> None:
    with undone():
        file = SimpleUploadedFile("居民.csv", text(resident()))
        assert doctor.client.post("/imports/", {"kind": "residents", "program": "", "file": file}).status_code == 302
        with connection.cursor() as cursor:
            cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'take_import'")
            (args,) = cursor.fetchall()[-1]
        job = json.loads(args) if isinstance(args, str) else args
        take_away(doctor, admin)
        take_import(**job)
        with as_superuser() as cursor:
            cursor.execute("SELECT state, message, read FROM exchange_importbatch WHERE id = %s", [job["batch_id"]])
            assert cursor.fetchone() == ("failed", POST_ENDED, 0)
            cursor.execute("SELECT outcome FROM accounts_auditentry WHERE action = 'import.end'")
            assert cursor.fetchone() == ("refused",)


def test_the_arguments_of_a_job_name_rows_and_nobody(doctor: Seat) -> None:
    with undone():
        file = SimpleUploadedFile("单玉山.csv", text(resident()))
        assert doctor.client.post("/imports/", {"kind": "residents", "program": "", "file": file}).status_code == 302
        with connection.cursor() as cursor:
            cursor.execute("SELECT args::text FROM procrastinate_jobs")
            (written,) = cursor.fetchall()[-1]
    assert set(json.loads(written)) == {"batch_id", "assignment_id"}
