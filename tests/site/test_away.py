"""While the database is away a request is told so, with 503 and when to come back; a moment later it is served."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.db.utils import InterfaceError, OperationalError
from django.test import Client

from gongwei.apps.exchange.api.errors import unserved

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nowhere(transactional_db: None, tmp_path: Any) -> Iterator[None]:
    """Let the database's address lead nowhere."""
    settings = connections["default"].settings_dict
    here = settings["HOST"]
    connection.close()
    settings["HOST"] = str(tmp_path)
    yield
    connection.close()
    settings["HOST"] = here


def test_a_page_says_that_the_database_is_away(nowhere: None) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["gongwei_session"] = "x" * 32
    answer = client.get("/today/")
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert "数据库暂时没有回答" in answer.content.decode() and "Traceback" not in answer.content.decode()


def test_a_program_is_told_in_its_own_shape(nowhere: None) -> None:
    answer = Client(raise_request_exception=False).get("/api/worklist", headers={"Authorization": "Bearer gw_x"})
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert answer.json()["error"]["code"] == "database_away"


def test_the_next_request_is_served_when_the_database_is_back(client: Any) -> None:
    client.cookies["gongwei_session"] = "x" * 32
    assert client.get("/today/").status_code == 302
    connection.connection.pgconn.finish()  # as a server that was killed leaves it
    connection.close_if_unusable_or_obsolete()
    assert client.get("/today/").status_code == 302


@pytest.mark.parametrize(
    ("state", "code"),
    [("53100", "database_full"), ("40P01", "database_busy"), ("57014", "database_slow"), ("57P01", "database_away")],
)
def test_the_reason_follows_what_postgresql_says(state: str, code: str) -> None:
    error = OperationalError()
    error.__cause__ = type("Said", (Exception,), {"sqlstate": state})()
    refusal = unserved(error)
    assert refusal is not None and (refusal.status, refusal.code) == (503, code)


def test_an_error_of_our_own_is_not_blamed_on_the_database() -> None:
    assert unserved(ValueError()) is None and unserved(None) is None
    assert unserved(InterfaceError()) is not None
