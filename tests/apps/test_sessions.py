"""Sessions that end, devices that are listed, and passwords that do not come back."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from gongwei.apps.accounts import middleware
from gongwei.apps.accounts.actions import create_user, give_post, reset_password
from gongwei.apps.accounts.models import AuditEntry, OpenSession, User
from gongwei.domain.access import Role
from tests.conftest import NOW, PASSWORD, TODAY, enter

VILLAGE, STREET, CITY = 330102001051, 330102001000, 330100000000
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def later(monkeypatch):
    """Let time pass: `later(minutes=30)`."""

    def pass_by(**span: float) -> None:
        moment = timezone.now() + timedelta(**span)
        monkeypatch.setattr(middleware, "now", lambda: moment)

    return pass_by


def test_half_an_hour_without_a_request_ends_the_session(sign_in, later) -> None:
    client = sign_in("village_doctor", VILLAGE)
    later(minutes=29)
    assert client.get("/today/").status_code == 200
    later(minutes=58)
    assert client.get("/today/").status_code == 200, "the request before counted"
    later(minutes=88)
    answer = client.get("/today/")
    assert answer.url == "/sign-in/?next=/today/"
    assert "太久没有操作" in client.get(answer.url).content.decode()
    assert not OpenSession.objects.filter(user_id=client.acting.user_id).exists()
    assert AuditEntry.objects.using("owner").filter(action="session.over").exists()


def test_twelve_hours_after_signing_in_the_busiest_session_ends(sign_in, later) -> None:
    client = sign_in("village_doctor", VILLAGE)
    for turn in range(1, 36):
        later(minutes=20 * turn)
        assert client.get("/today/").status_code == 200
    later(hours=12)
    assert client.get("/today/").status_code == 302


def test_a_session_is_written_once_a_minute_at_most(sign_in) -> None:
    client = sign_in("village_doctor", VILLAGE)
    client.get("/catalogue/")
    before = OpenSession.objects.get(user_id=client.acting.user_id).session_data
    client.get("/catalogue/")
    assert OpenSession.objects.get(user_id=client.acting.user_id).session_data == before


def test_devices_are_listed_and_signed_out_from_elsewhere(post) -> None:
    acting = post("village_doctor", VILLAGE)
    name = User.objects.get(pk=acting.user_id).username
    here, there = Client(), Client()
    here.post("/sign-in/", {"login": name, "password": PASSWORD}, headers={"User-Agent": CHROME})
    there.post("/sign-in/", {"login": name, "password": PASSWORD})
    page = here.get("/devices/").content.decode()
    assert "Chrome · Windows" in page and page.count("<tr>") == 3
    here.post("/devices/")
    assert here.get("/today/").status_code == 200
    assert there.get("/today/").status_code == 302


def test_the_session_gets_a_new_key_at_sign_in_and_when_the_post_changes(post, client) -> None:
    acting = post("village_doctor", VILLAGE)
    user = User.objects.get(pk=acting.user_id)
    with transaction.atomic():
        other = give_post(user=user, role=Role.CENTRE_DOCTOR, area_code=STREET, from_date=TODAY, by=None, at=NOW)
    client.get("/sign-in/")
    client.post("/sign-in/", {"login": user.username, "password": PASSWORD})
    first = client.cookies["gongwei_session"].value
    client.post("/post/", {"assignment": str(other.pk)})
    assert client.cookies["gongwei_session"].value != first
    assert not OpenSession.objects.filter(session_key=first).exists()
    assert client.get("/today/").status_code == 200


def test_the_cookie_is_for_the_server_alone(post, client) -> None:
    user = User.objects.get(pk=post("village_doctor", VILLAGE).user_id)
    client.post("/sign-in/", {"login": user.username, "password": PASSWORD})
    cookie = client.cookies["gongwei_session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_the_first_password_opens_only_the_page_where_it_is_changed(client, transactional_db) -> None:
    with transaction.atomic():
        user, first = create_user(username="xin", full_name="新", by=None, at=NOW)
        give_post(user=user, role=Role.VILLAGE_DOCTOR, area_code=VILLAGE, from_date=TODAY, by=None, at=NOW)
    client.post("/sign-in/", {"login": "xin", "password": first})
    assert client.get("/today/").url == "/password/"
    assert client.get("/api/worklist").json()["error"]["code"] == "prove_first"
    changed = {"oldpassword": first, "password1": "my own long pass phrase", "password2": "my own long pass phrase"}
    client.post("/password/", changed)
    assert client.get("/today/").status_code == 200
    assert AuditEntry.objects.using("owner").filter(action="password.change", user_id=user.pk).exists()


@pytest.mark.parametrize("bad", ["short", "password1234", "0000", None])
def test_a_password_that_is_weak_or_was_used_before_is_refused(post, client, bad: str | None) -> None:
    user = User.objects.get(pk=post("village_doctor", VILLAGE).user_id)
    enter(client, user.pk)
    used, wanted = PASSWORD, "another long pass phrase"
    if bad is None:  # the one before the present one
        client.post("/password/", {"oldpassword": used, "password1": wanted, "password2": wanted})
        used, bad = wanted, PASSWORD
    answer = client.post("/password/", {"oldpassword": used, "password1": bad, "password2": bad})
    assert answer.status_code == 200 and User.objects.get(pk=user.pk).check_password(used)


def test_a_reset_ends_the_sessions_and_asks_for_a_new_password(post, client) -> None:
    acting, admin = post("village_doctor", VILLAGE), post("system_admin", CITY)
    enter(client, acting.user_id)
    with transaction.atomic():
        reset_password(user=User.objects.get(pk=acting.user_id), by=admin, at=NOW)
    assert client.get("/today/").status_code == 302
    assert User.objects.get(pk=acting.user_id).password_at is None


def test_a_password_grows_old_where_the_city_says_so(sign_in, settings) -> None:
    client = sign_in("village_doctor", VILLAGE)
    assert client.get("/today/").status_code == 200
    settings.PASSWORD_DAYS = 90
    User.objects.filter(pk=client.acting.user_id).update(password_at=timezone.now() - timedelta(days=90))
    assert client.get("/today/").url == "/password/"
