"""The small world with a canary in every text, in a database of its own that every test here finds as it was built.

The connection is the server's superuser in the role of the application: what the site asks is under row-level
security as ever, and a test may lay that role down to change the world inside a transaction that is undone.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import Client

from gongwei.site.world.build import World, build
from gongwei.site.world.ground import SignIn
from tests import others
from tests.conftest import NOW, _template_name, _use_database, enter


@pytest.fixture(scope="session")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[str, World]]:
    """Build the world once and give the name of its database."""
    from psycopg import sql

    from gongwei.apps.accounts.sealing import seal
    from gongwei.site.roles import super_connection

    name = f"test_access_{os.getpid()}"
    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        with super_connection() as server:
            parts = (sql.Identifier(name), sql.Identifier(_template_name()))
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER gw_owner").format(*parts))
        _use_database(name)
        made = build(seed=1, persons=30, canary=True, password="not signed in by password", at=NOW)
        others.are_done()  # what is told of changes, and sealed, must be the whole world from the first answer on
        seal(at=NOW, heads=())
        _use_database(before)
        yield name, made
        _use_database("postgres")
        with super_connection() as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        _use_database(before)


@pytest.fixture
def world(standing: tuple[str, World], django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Give the world to one test, on the day on which it was built."""
    from gongwei.apps.accounts import middleware
    from gongwei.site.home import secret

    name, made = standing
    settings = connections["default"].settings_dict
    before, kept = settings["NAME"], dict(settings)
    monkeypatch.setattr(middleware.timezone, "now", lambda: NOW)
    with django_db_blocker.unblock():
        _use_database(name)
        settings.update(USER="gw_super", PASSWORD=secret("password_gw_super"))
        settings["OPTIONS"] = kept["OPTIONS"] | {"options": "-c role=gw_app"}
        yield made
        connection.close()
        settings.update(USER=kept["USER"], PASSWORD=kept["PASSWORD"], OPTIONS=kept["OPTIONS"])
        _use_database(before)


@contextmanager
def undone() -> Iterator[None]:
    """Take back all that the block writes; inside it a request sees only its own context."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def as_superuser() -> Iterator[Any]:
    """Lay the application's role down for a block, to change the world itself."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        yield cursor
        cursor.execute("SET LOCAL ROLE gw_app")


@dataclass(frozen=True)
class Seat:
    """Somebody of the world at a keyboard."""

    who: SignIn
    user_id: Any
    post_id: Any

    @cached_property
    def client(self) -> Client:
        client = Client(raise_request_exception=False)
        enter(client, self.user_id)
        return client

    def ask(self, method: str, address: str, data: Any = None, **more: Any) -> Any:
        """Ask once; what the request writes is undone."""
        cache.clear()  # the throttle counts across requests
        client = self.client
        kept = copy(client.cookies)
        with undone():
            answer = getattr(client, method.lower())(f"/{address}", data, **more)
        client.cookies = kept  # what a page told is not told again on the next
        return answer


def seat(world: World, username: str) -> Seat:
    who = next(one for one in world.sign_ins if one.username == username)
    return Seat(who, *world.users[username])
