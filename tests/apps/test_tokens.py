"""Keys for programs, and the keys by which a repeated request is known."""

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection, connections

from gongwei.apps.accounts import actions
from gongwei.apps.accounts.acting import AssignmentEnded, as_acting
from gongwei.apps.accounts.models import ApiToken, Assignment, IdempotencyKey, User
from gongwei.site.cli import parser
from gongwei.site.commands import token as command
from tests.conftest import NOW, TODAY

VILLAGE = 330102001051
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def acting(post):
    return post("village_doctor", VILLAGE, username="chen")


def a_token(acting, *, until: date = TODAY + timedelta(days=9)) -> tuple[ApiToken, str]:
    with as_acting(acting):
        return actions.create_token(title="体检一体机", expires_date=until, by=acting, at=NOW)


def test_a_token_opens_the_post_of_who_made_it_and_notes_the_day(acting) -> None:
    token, secret = a_token(acting)
    assert actions.use_token(secret, on=TODAY) == acting
    token.refresh_from_db()
    assert token.last_used_date == TODAY and secret.encode() not in bytes(token.digest)


def test_a_token_opens_nothing_from_its_last_day_on(acting) -> None:
    _token, secret = a_token(acting, until=TODAY)
    with pytest.raises(AssignmentEnded, match="到期"):
        actions.use_token(secret, on=TODAY)


@pytest.mark.parametrize("secret", ["", "gw_", "nonsense", "\udcff", "x" * 9000])
def test_a_token_that_never_was_opens_nothing(acting, secret: str) -> None:
    a_token(acting)
    with pytest.raises(AssignmentEnded):
        actions.use_token(secret, on=TODAY)


def test_a_token_ends_with_its_revocation_its_post_or_its_user(acting) -> None:
    token, revoked = a_token(acting)
    _other, secret = a_token(acting)
    with as_acting(acting):
        actions.revoke_token(token_id=token.pk, by=acting, at=NOW)
    with pytest.raises(AssignmentEnded, match="吊销"):
        actions.use_token(revoked, on=TODAY)
    User.objects.update(is_active=False)
    with pytest.raises(AssignmentEnded):
        actions.use_token(secret, on=TODAY)
    User.objects.update(is_active=True)
    Assignment.objects.update(valid_to=TODAY)
    with pytest.raises(AssignmentEnded):
        actions.use_token(secret, on=TODAY)


def test_nobody_revokes_the_token_of_another_post(acting, post) -> None:
    token, secret = a_token(acting)
    stranger = post("village_doctor", VILLAGE)
    with pytest.raises(actions.NoSuchToken), as_acting(stranger):
        actions.revoke_token(token_id=token.pk, by=stranger, at=NOW)
    assert actions.use_token(secret, on=TODAY) == acting


def test_the_command_prints_a_key_once_and_never_lists_it(acting, capsys) -> None:
    def run(*words: str) -> int:
        return command.run(parser().parse_args(["token", *words, "--as", "chen"]))

    assert run("create", "--title", "化验室") == 0
    secret = capsys.readouterr().out.strip()
    assert run("list") == 0
    line = capsys.readouterr().out
    assert "化验室" in line and secret not in line
    assert run("revoke", line.split("\t")[0]) == 0
    assert run("revoke", line.split("\t")[0]) == 2
    assert run("list") == 0 and "已吊销" in capsys.readouterr().out


def test_the_command_refuses_who_has_no_post(transactional_db, capsys) -> None:
    assert command.run(parser().parse_args(["token", "list", "--as", "nobody"])) == 2
    assert "nobody" in capsys.readouterr().err


def test_a_key_that_comes_again_gives_the_same_answer_and_refuses_another_request(acting) -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    with as_acting(acting):
        assert actions.take_key("k1", b"body", row_id=first, by=acting, at=NOW) == first
    with as_acting(acting):
        assert actions.take_key("k1", b"body", row_id=second, by=acting, at=NOW) == first
    assert IdempotencyKey.objects.get().row_id == first
    with pytest.raises(actions.KeyReused), as_acting(acting):
        actions.take_key("k1", b"another", row_id=second, by=acting, at=NOW)


def test_a_key_is_the_users_own(acting, post) -> None:
    for one in (acting, post("village_doctor", VILLAGE)):
        with as_acting(one):
            mine = uuid.uuid4()
            assert actions.take_key("k1", str(one).encode(), row_id=mine, by=one, at=NOW) == mine


def test_of_two_requests_at_once_the_second_waits_for_the_first(acting) -> None:
    taken, seen, first = threading.Event(), [], uuid.uuid4()

    def second() -> None:
        taken.wait(5)
        with as_acting(acting):
            seen.append(actions.take_key("k1", b"body", row_id=uuid.uuid4(), by=acting, at=NOW))
        connections.close_all()

    other = threading.Thread(target=second)
    other.start()
    with as_acting(acting):
        actions.take_key("k1", b"body", row_id=first, by=acting, at=NOW)
        taken.set()
        other.join(0.3)
        assert other.is_alive() and not seen
    other.join(5)
    assert seen == [first] and connection.vendor == "postgresql"
