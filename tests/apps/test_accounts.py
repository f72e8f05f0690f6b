"""Users, posts and the audit through the site's own addresses."""

from argparse import Namespace
from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from django.db import transaction

from gongwei.apps.accounts.actions import create_user, forget_keys, give_post, take_key
from gongwei.apps.accounts.models import Assignment, AuditEntry, User
from gongwei.domain.access import Role
from gongwei.site import cli
from gongwei.site.commands import administrator
from tests.conftest import NOW

CITY, VILLAGE, STREET = 330100000000, 330102001051, 330102001000
pytestmark = pytest.mark.django_db(transaction=True)


def entries(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.using("owner").filter(action=action))


@pytest.fixture
def known(transactional_db):
    with transaction.atomic():
        user, password = create_user(username="li", full_name="李", by=None, at=NOW)
    return user, password


def test_a_user_signs_in_with_name_and_password(client, known) -> None:
    answer = client.post("/sign-in/", {"login": "li", "password": known[1]})
    assert answer.status_code == 302 and answer.url == "/"


def test_six_wrong_passwords_stop_the_account_here_for_a_while(client, known) -> None:
    for _ in range(6):
        client.post("/sign-in/", {"login": "li", "password": "wrong"})
    answer = client.post("/sign-in/", {"login": "li", "password": known[1]})
    assert answer.status_code == 429 and "暂停" in answer.content.decode()


def test_sign_up_and_reset_by_mail_are_shut(client, transactional_db) -> None:
    assert client.get("/shut/account_signup/").status_code == 404


def test_a_user_without_a_post_is_told_whom_to_ask(client, known) -> None:
    client.post("/sign-in/", {"login": "li", "password": known[1]})
    answer = client.get("/users/")
    assert answer.status_code == 403 and "岗位" in answer.content.decode()


def test_only_the_system_administrator_manages_users(sign_in) -> None:
    assert sign_in("system_admin", CITY).get("/users/").status_code == 200
    assert sign_in("centre_director", STREET).get("/users/").status_code == 403
    assert entries("refused")[0].outcome == "403"


def test_one_administrator_creates_a_user_and_the_other_gives_a_post(sign_in) -> None:
    client = sign_in("system_admin", CITY)
    page = client.post("/users/new/", {"username": "wang", "full_name": "王"}).content.decode()
    user = User.objects.get(username="wang")
    assert "初始密码" in page and user.password.startswith("argon2")
    wanted = {"role": "village_doctor", "area_code": VILLAGE, "from_date": "2026-01-01"}
    assert client.post(f"/users/{user.pk}/posts/", wanted).status_code == 403
    client = sign_in("security_admin", CITY)
    assert client.post("/users/new/", {"username": "zhao", "full_name": "赵"}).status_code == 403
    assert client.post(f"/users/{user.pk}/change/", {"what": "password"}).status_code == 403
    client.post(f"/users/{user.pk}/posts/", wanted)
    assert Assignment.objects.get(user=user).area_id == VILLAGE
    assert entries("user.create") and entries("post.give")


@pytest.mark.parametrize(
    ("role", "area", "said"),
    [
        ("village_doctor", CITY, "这一级地区"),
        ("village_doctor", 330199000000, "没有这个地区代码"),
        ("village_doctor", 10**30, "没有这个地区代码"),
        ("village_doctor", "火星街道", "地区"),
        ("king", CITY, "king"),
    ],
)
def test_a_post_that_cannot_be_is_refused_with_the_reason(sign_in, post, role: str, area: int | str, said: str) -> None:
    other, client = post("auditor", CITY), sign_in("security_admin", CITY)
    wanted = {"role": role, "area_code": area, "from_date": "2026-01-01"}
    answer = client.post(f"/users/{other.user_id}/posts/", wanted)
    assert answer.status_code == 422 and said in answer.content.decode()


@pytest.mark.parametrize("written", ["上城区清波街道清波门社区", str(VILLAGE)])
def test_the_area_of_a_post_is_written_by_name_or_code(sign_in, post, written: str) -> None:
    other, client = post("auditor", CITY), sign_in("security_admin", CITY)
    address = f"/users/{other.user_id}/posts/"
    client.post(address, {"role": "village_doctor", "area_code": written, "from_date": "2026-01-01"})
    assert Assignment.objects.filter(role="village_doctor", area_id=VILLAGE).exists()


def test_a_name_in_use_is_refused(sign_in) -> None:
    client = sign_in("system_admin", CITY, username="taken")
    assert client.post("/users/new/", {"username": "taken", "full_name": "王"}).status_code == 422


def test_an_ended_post_opens_nothing_in_an_open_session(sign_in) -> None:
    client = sign_in("auditor", CITY)
    assert client.get("/audit/").status_code == 200
    Assignment.objects.filter(user=client.acting.user_id).update(valid_to="2020-02-01")
    assert client.get("/audit/").status_code == 403


def test_a_post_of_somebody_else_cannot_be_taken(sign_in, post) -> None:
    other = post("auditor", CITY)
    client = sign_in("system_admin", CITY)
    for no_post_of_mine in (str(other.assignment_id), "nonsense"):
        assert client.post("/post/", {"assignment": no_post_of_mine}).url == "/"


def test_an_administrator_cannot_shut_himself_out(sign_in) -> None:
    client = sign_in("system_admin", CITY)
    client.post(f"/users/{client.acting.user_id}/change/", {"what": "deactivate"})
    assert User.objects.get(pk=client.acting.user_id).is_active
    client = sign_in("security_admin", CITY)
    client.post(f"/users/{client.acting.user_id}/posts/end/", {"post": str(client.acting.assignment_id)})
    assert Assignment.objects.get(pk=client.acting.assignment_id).valid_to is None


def test_nobody_gives_a_post_to_themselves(sign_in) -> None:
    client = sign_in("security_admin", CITY)
    wanted = {"role": "city_cdc", "area_code": CITY, "from_date": "2026-01-01"}
    answer = client.post(f"/users/{client.acting.user_id}/posts/", wanted)
    assert answer.status_code == 422 and "不能给自己" in answer.content.decode()


@pytest.mark.parametrize(("held", "wanted"), list(permutations(("system_admin", "security_admin", "auditor"), 2)))
def test_nobody_holds_two_of_the_roles_that_watch_each_other(sign_in, post, held: str, wanted: str) -> None:
    other, client = post(held, CITY), sign_in("security_admin", CITY)
    answer = client.post(
        f"/users/{other.user_id}/posts/", {"role": wanted, "area_code": CITY, "from_date": "2026-01-01"}
    )
    assert answer.status_code == 422 and "不同的人" in answer.content.decode()


def test_an_ended_post_keeps_nobody_from_another(sign_in, post) -> None:
    other, client = post("auditor", CITY), sign_in("security_admin", CITY)
    Assignment.objects.filter(pk=other.assignment_id).update(valid_to="2026-01-01")
    wanted = {"role": "system_admin", "area_code": CITY, "from_date": "2026-01-01"}
    assert client.post(f"/users/{other.user_id}/posts/", wanted).status_code == 302


def test_keys_of_requests_are_forgotten_after_thirty_days(post) -> None:
    acting = post("village_doctor", VILLAGE)
    for days in (29, 31):
        with transaction.atomic():
            take_key(f"key-of-{days}-days", b"body", row_id=uuid4(), by=acting, at=NOW - timedelta(days=days))
    assert forget_keys(at=NOW) == 1


def test_the_first_administrators_are_made_by_command_each_with_a_password_to_change(
    client, transactional_db, capsys
) -> None:
    for name, role in (("xt", "system_admin"), ("aq", "security_admin"), ("sj", "auditor")):
        assert cli.parser().parse_args(["administrator", name, "某", "--role", role])
        assert administrator.run(Namespace(username=name, full_name="某", role=role)) == 0
        password = capsys.readouterr().out.strip().rsplit("：", 1)[1]
        client.post("/sign-in/", {"login": name, "password": password})
        assert client.get("/regions/").url == "/password/"
    assert administrator.run(Namespace(username="xt", full_name="某", role="auditor")) == 2


def test_the_page_for_a_new_password_names_who_helps_instead_of_a_closed_door(sign_in) -> None:
    page = sign_in("village_doctor", VILLAGE).get("/password/").content.decode()
    assert "忘记密码请找系统管理员重设" in page and "/shut/" not in page


def test_a_post_whose_form_is_sent_twice_is_given_once(known) -> None:
    told = {"user": known[0], "role": Role.VILLAGE_DOCTOR, "area_code": VILLAGE, "from_date": NOW.date()}
    with transaction.atomic():
        posts = {give_post(**told, by=None, at=NOW).pk for _ in range(2)}
    assert len(posts) == 1 and len(entries("post.give")) == 1
