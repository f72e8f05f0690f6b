"""What every test stands on: a data folder of its own, and a database that starts as a copy of an empty city.

Tests connect as the application's role, under row-level security, as the site itself does.
Domain tests touch none of this.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import django
import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).resolve().parents[1]
TEST_HOME = ROOT / "var" / "test"
TEST_HOME.mkdir(parents=True, exist_ok=True)
os.environ["GONGWEI_HOME"] = str(TEST_HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "gongwei.site.settings"
for inherited in ("DATABASE_URL", "DATABASE_OWNER_URL"):
    os.environ.pop(inherited, None)

settings.register_profile("untimed", deadline=None)  # on a loaded machine an example takes longer, and is no wronger
settings.load_profile("untimed")
django.setup()  # here, not by pytest's own settings: the data folder must be named first

TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 9, 0, tzinfo=UTC)


PROOFS = {"test_access_matrix.py", "test_two_worlds.py", "test_wrong_input.py", "test_conformance.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.name in PROOFS:
            item.add_marker(pytest.mark.proof)


class OneCity(LoadScopeScheduling):
    """Give all journeys to one process, for they share one city, and each file of proofs of access, for its counts.

    Every other test goes to whichever process is free.

    xdist's own groups would say the same, but they are lost with pytest 9.2, without a word.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith("tests/journeys/"):
            return "tests/journeys/"
        return nodeid.split("::")[0] if nodeid.startswith("tests/access/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneCity:
    return OneCity(config, log)


def _template_name() -> str:
    """One template database for each state of models, migrations and policies."""
    digest = hashlib.sha256()
    sources = [*ROOT.glob("src/gongwei/apps/*/migrations/*.py"), *ROOT.glob("src/gongwei/apps/*/models.py")]
    sources += [*ROOT.glob("src/gongwei/apps/places/*.py"), *ROOT.glob("src/gongwei/catalog/regions/*")]
    sources += [
        *(ROOT / "src/gongwei/apps/accounts" / name for name in ("shield.py", "glass.py", "outbox.py")),
        ROOT / "src/gongwei/domain/access.py",
    ]
    for source in sorted(sources):
        digest.update(source.read_bytes() if source.is_file() else b"")
    return f"template_{digest.hexdigest()[:12]}"


def _use_database(name: str) -> None:
    from django.db import connections

    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _make_template(name: str) -> None:
    from django.db import connections
    from psycopg import sql

    from gongwei.apps.places.actions import load_city
    from gongwei.site.commands.migrate import migrate
    from gongwei.site.roles import super_connection

    with super_connection() as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        old = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%'").fetchall()
        for (stale,) in old:
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(stale)))
        draft = f"draft_{name}"
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(draft)))
        server.execute(sql.SQL("CREATE DATABASE {} OWNER gw_owner").format(sql.Identifier(draft)))
        _use_database(draft)
        migrate()
        load_city(residents=6000)
        for alias in connections:
            connections[alias].close()
        server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))


def _drop_left_behind(server: Any) -> None:
    """Runs that were killed leave their database; its name ends with their process."""
    from psycopg import sql

    for (name,) in server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'").fetchall():
        if not Path(f"/proc/{name.rsplit('_', 1)[1]}").exists():
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Give each test process a fresh copy of the template database."""
    from psycopg import sql

    from gongwei.site import postgres, roles

    worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
    mine = f"test_{worker}_{os.getpid()}"  # two runs side by side do not take each other's database
    with ExitStack() as stack, django_db_blocker.unblock():
        stack.enter_context(postgres.running())
        with open(TEST_HOME / "template.lock", "a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            roles.ensure()
            template = _template_name()
            _make_template(template)
            with roles.super_connection() as server:
                _drop_left_behind(server)
                copy = sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER gw_owner")
                server.execute(copy.format(sql.Identifier(mine), sql.Identifier(template)))
        _use_database(mine)
        yield
        _use_database("postgres")
        with roles.super_connection() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(mine)))


KEPT = {
    "places_region",
    "places_regionchange",
    "places_population",
    "django_migrations",
    "django_content_type",
}


EMPTY = """DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;  -- no triggers, no keys: all goes
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY (%s) LOOP
        EXECUTE format('DELETE FROM %%I', name);
    END LOOP;
END $$"""


def _empty(test_case: Any) -> None:
    """Empty all tables, as the server's superuser: the application's role may not, and TRUNCATE is slow on many."""
    from django.db import connections

    from gongwei.site.roles import super_connection

    name = connections["default"].settings_dict["NAME"]
    for alias in connections:
        connections[alias].close()
    with super_connection(name) as server:
        server.execute(EMPTY % ("'{" + ",".join(sorted(KEPT)) + "}'"))


@pytest.fixture(autouse=True, scope="session")
def flush_over_the_owner() -> Iterator[None]:
    from django.test import TransactionTestCase

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", _empty)
    patch.setattr(TransactionTestCase, "databases", {"default", "owner", "report", "seal", "backup"})
    yield
    patch.undo()


PASSWORD = "correct-horse-battery-staple"


@cache
def _hashed() -> str:
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)  # once: it is slow on purpose


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def post(transactional_db: None) -> Callable[..., Any]:
    """Make a user with one post and give the Acting: `post("village_doctor", 330102001051)`."""
    from gongwei.apps.accounts.acting import acting_as
    from gongwei.apps.accounts.models import Assignment, User

    def make(role: str, area: int, *, username: str | None = None, institution: Any = None) -> Any:
        name = username or f"{role}-{area}-{User.objects.count()}"
        user = User(username=name, full_name="测试员", made_at=NOW, password_at=NOW)
        user.password = _hashed()
        user.save()
        assignment = Assignment.objects.create(
            user=user, role=role, area_id=area, institution=institution, valid_from=date(2020, 1, 1)
        )
        return acting_as(assignment)

    return make


def enter(client: Any, user_id: Any, *, method: str = "mfa") -> None:
    """Sign a user in as the door does: by password, or with a second factor just shown."""
    from gongwei.apps.accounts.models import User

    client.force_login(User.objects.get(pk=user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time()}]
    session["account_authentication_methods_user"] = str(user_id)
    session["began"] = session["seen"] = int(time.time())
    session["agent"] = "tests"
    session.save()


@pytest.fixture
def sign_in(post: Callable[..., Any], client: Any) -> Callable[..., Any]:
    """Sign a new user in and give the client: `sign_in("village_doctor", 330102001051)`."""

    def make(role: str, area: int, **more: Any) -> Any:
        acting = post(role, area, **more)
        enter(client, acting.user_id)
        client.acting = acting
        return client

    return make
