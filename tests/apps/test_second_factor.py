"""The second factor through the site's own addresses: enrolling, signing in, proving anew."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import transaction
from django.test import Client

from gongwei.apps.accounts.actions import create_user, give_post
from gongwei.apps.accounts.models import AuditEntry
from gongwei.domain.access import Role
from tests.conftest import NOW, PASSWORD, TODAY, enter

SINCE = TODAY.replace(year=2020)
STREET, VILLAGE, CITY = 330102001000, 330102001051, 330100000000
pytestmark = pytest.mark.django_db(transaction=True)


def code(secret: str, *, later: int = 0) -> str:
    """Give what the telephone shows now, or some steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def actions_in_audit() -> list[str]:
    return list(AuditEntry.objects.using("owner").order_by("id").values_list("action", flat=True))


@pytest.fixture
def doctor(transactional_db):
    """A centre's doctor with a password: the user and the password."""
    with transaction.atomic():
        user, password = create_user(username="li", full_name="李", by=None, at=NOW, password=PASSWORD)
        give_post(user=user, role=Role.CENTRE_DOCTOR, area_code=STREET, from_date=SINCE, by=None, at=NOW)
    return user, password


@pytest.fixture
def bound(client, doctor):
    """The doctor signed in, having bound a telephone: the client and the secret."""
    client.post("/sign-in/", {"login": "li", "password": doctor[1]})
    client.post("/confirm/", {"password": doctor[1]})
    page = client.get("/factors/app/").content.decode()
    secret = re.search(r'id="totp_secret">(\w+)<', page)[1]
    answer = client.post("/factors/app/", {"code": code(secret, later=-1)})
    assert answer.status_code == 302 and answer.url == "/factors/codes/"
    return client, secret


def test_a_telephone_is_bound_by_password_and_its_first_code(bound) -> None:
    client, secret = bound
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    shown = client.get("/factors/codes/").content.decode()
    assert len(re.findall(r"<code>\d{8}</code>", shown)) == 10
    assert "<code>" not in client.get("/factors/codes/").content.decode()
    assert "factor.totp.add" in actions_in_audit()


def test_who_has_a_factor_signs_in_in_two_steps(bound, doctor) -> None:
    client, secret = bound
    client.post("/sign-out/")
    answer = client.post("/sign-in/", {"login": "li", "password": doctor[1]})
    assert answer.url == "/sign-in/code/"
    assert client.get("/today/").status_code == 302, "the password alone opens nothing"
    assert client.post("/sign-in/code/", {"code": code(secret)}).url == "/"
    assert client.get("/today/").status_code == 200
    assert actions_in_audit()[-1] == "sign_in"


def test_a_code_is_taken_once(bound, doctor) -> None:
    client, secret = bound
    seen = code(secret)
    for status in (302, 200):
        client.post("/sign-out/")
        client.post("/sign-in/", {"login": "li", "password": doctor[1]})
        assert client.post("/sign-in/code/", {"code": seen}).status_code == status
    client.post("/sign-in/", {"login": "li", "password": doctor[1]})
    assert client.post("/sign-in/code/", {"code": code(secret, later=-1)}).status_code == 200, "nor an earlier one"


def test_six_wrong_codes_stop_the_account_as_six_wrong_passwords_do(bound, doctor) -> None:
    client, secret = bound
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": "li", "password": doctor[1]})
    answers = [client.post("/sign-in/code/", {"code": "000000"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]
    assert client.post("/sign-in/code/", {"code": code(secret)}).status_code == 200
    assert client.get("/today/").status_code == 302
    assert actions_in_audit().count("factor.fail") == 6


def test_a_recovery_code_stands_in_for_the_telephone_once(bound, doctor) -> None:
    client, _secret = bound
    spare = re.search(r"<code>(\d{8})</code>", client.get("/factors/codes/").content.decode())[1]
    for status in (302, 200):
        client.post("/sign-out/")
        client.post("/sign-in/", {"login": "li", "password": doctor[1]})
        assert client.post("/sign-in/code/", {"code": spare}).status_code == status


def test_an_export_of_persons_asks_again_after_a_quarter_of_an_hour(post, client, monkeypatch) -> None:
    enter(client, post("village_doctor", VILLAGE).user_id, method="password")
    assert client.get("/today/export/").status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 15 * 60)
    answer = client.get("/today/export/", headers={"Referer": "http://testserver/today/?when=overdue"})
    assert answer.url == "/confirm/?next=%2Ftoday%2F%3Fwhen%3Doverdue"


def test_the_password_proves_nothing_anew_where_a_factor_is_enrolled(bound, doctor) -> None:
    client, secret = bound
    answer = client.get("/today/export/")
    assert answer.url == "/factors/confirm/?next=%2F"
    assert client.post("/confirm/", {"password": doctor[1]}).url.startswith("/factors/confirm/")
    assert client.post(answer.url, {"code": code(secret)}).url == "/"
    assert client.get("/today/export/").status_code == 200


@pytest.mark.parametrize("role", ["system_admin", "auditor", "data_operator"])
def test_who_administers_works_with_a_second_factor_only(post, client, role: str) -> None:
    enter(client, post(role, CITY).user_id, method="password")
    assert client.get("/regions/").url == "/factors/"
    page = client.get("/factors/").content.decode()
    assert "请先绑定" in page
    enter(client, post(role, CITY).user_id)
    assert client.get("/regions/").status_code == 200


def test_failures_and_leaving_stand_in_the_audit_without_what_was_typed(client, doctor) -> None:
    client.post("/sign-in/", {"login": "li", "password": "not-the-password"})
    client.post("/sign-in/", {"login": "my-password-by-mistake", "password": "x"})
    client.post("/sign-in/", {"login": "li", "password": doctor[1]})
    client.post("/sign-out/")
    entries = AuditEntry.objects.using("owner").exclude(action__in=["user.create", "post.give"]).order_by("id")
    user = doctor[0].pk
    assert [(one.action, one.user_id) for one in entries] == [
        ("sign_in.fail", user), ("sign_in.fail", None), ("sign_in", user), ("sign_out", user),
    ]  # fmt: skip
    assert "mistake" not in str([one.detail for one in entries])


def test_lost_factors_are_cleared_by_the_administrator_who_resets_no_password(bound, doctor, post) -> None:
    client, _secret = bound
    address = f"/users/{doctor[0].pk}/factors/clear/"
    other = Client()
    enter(other, post("system_admin", CITY).user_id)
    assert other.post(address).status_code == 403 and Authenticator.objects.exists()
    acting = post("security_admin", CITY)
    enter(other, acting.user_id)
    assert other.post(address).status_code == 302 and not Authenticator.objects.exists()
    assert client.get("/today/").status_code == 302, "open sessions end"
    other.post(f"/users/{acting.user_id}/factors/clear/")
    assert actions_in_audit().count("factor.clear") == 1
