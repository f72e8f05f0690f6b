"""Each lint of the server is shown what it is there to find; and a weak server is not served from."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction

from gongwei.site import lints, roles, server_lints
from gongwei.site.server_lints import WeakServer, refuse_weak_server

pytestmark = pytest.mark.django_db(transaction=True)

BREAKING = {
    "a table without forced policies": (
        server_lints.weak_tables,
        "ALTER TABLE people_resident NO FORCE ROW LEVEL SECURITY",
        "people_resident: row-level security is not forced",
    ),
    "an event table without policies": (
        server_lints.weak_tables,
        "ALTER TABLE people_residentevent DISABLE ROW LEVEL SECURITY",
        "people_residentevent: row-level security is not forced",
    ),
    "a table that nobody declared": (
        server_lints.weak_tables, "CREATE TABLE people_copy (id int)", "people_copy: declares no guard",
    ),
    "a right to truncate": (
        server_lints.weak_grants, "GRANT TRUNCATE ON people_resident TO gw_app", "gw_app holds TRUNCATE",
    ),
    "a right to refer": (
        server_lints.weak_grants, "GRANT REFERENCES ON people_resident TO gw_report", "gw_report holds REFERENCES",
    ),
    "a right on versions": (
        server_lints.weak_grants, "GRANT SELECT ON people_residentevent TO gw_app", "residentevent: holds versions",
    ),
    "a right on one column of versions": (
        server_lints.weak_grants, "GRANT SELECT (name) ON people_residentevent TO gw_app", "SELECT (name)",
    ),
    "a right on the contexts of versions": (
        server_lints.weak_grants, "GRANT INSERT ON pghistory_context TO gw_app", "pghistory_context: holds versions",
    ),
    "a right for everybody": (
        server_lints.weak_grants, "GRANT SELECT ON people_resident TO PUBLIC", "PUBLIC holds SELECT",
    ),
    "a backup role that writes": (
        server_lints.weak_grants, "GRANT UPDATE ON people_resident TO gw_backup", "gw_backup holds UPDATE",
    ),
    "a definer function with an open path": (
        server_lints.weak_functions,
        "CREATE FUNCTION loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "loose: SECURITY DEFINER without a fixed search_path",
    ),
    "a definer function for everybody": (
        server_lints.weak_functions, "GRANT EXECUTE ON FUNCTION gw_event_settled TO PUBLIC", "PUBLIC may call it",
    ),
    "a view with its owner's rights": (
        server_lints.weak_views, "CREATE VIEW everybody AS SELECT * FROM people_resident", "view everybody: must be",
    ),
    "a materialized view": (
        server_lints.weak_views, "CREATE MATERIALIZED VIEW kept AS SELECT 1", "view kept: must be",
    ),
    "a policy with EXISTS": (
        server_lints.slow_policies,
        "CREATE POLICY slow ON people_resident USING (EXISTS (SELECT 1 FROM accounts_assignment))",
        "policy slow on people_resident: `EXISTS (`",
    ),
    "a policy with IN (SELECT …)": (
        server_lints.slow_policies,
        "CREATE POLICY slow ON people_resident USING (area_code IN (SELECT area_id FROM accounts_assignment))",
        "policy slow on people_resident: `IN ( SELECT`",
    ),
    "a policy with a call for every row": (
        server_lints.slow_policies,
        "CREATE POLICY slow ON people_resident USING (area_code >= gw_lo('read', '3'))",
        "policy slow on people_resident: `gw_lo(`",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKING)
def test_what_is_broken_is_named(name: str, transactional_db: None) -> None:
    lint, statement, says = BREAKING[name]
    assert list(lint("owner")) == []
    with transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            cursor.execute(statement)
        found = list(lint("owner"))
        transaction.set_rollback(True, using="owner")
    assert any(says in problem for problem in found), found


@pytest.mark.parametrize("role", ["gw_super", "gw_backup"])
def test_a_session_that_bypasses_policies_is_not_served(
    role: str, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_weak_server()
    default = connections["default"]
    default.close()
    with monkeypatch.context() as patch:
        patch.setitem(default.settings_dict, "USER", role)
        patch.setitem(default.settings_dict, "PASSWORD", roles.secret(f"password_{role}"))
        with pytest.raises(WeakServer, match=f"{role} is a superuser or bypasses"):
            refuse_weak_server()
        default.close()


def test_commits_that_may_be_lost_are_not_served(transactional_db: None) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        with pytest.raises(WeakServer, match="synchronous_commit is off"):
            refuse_weak_server()
        cursor.execute("RESET synchronous_commit")


def test_a_role_that_may_become_another_is_named(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:
    """Roles are the whole cluster's, so the membership stands only inside a transaction of the superuser."""
    name = connections["default"].settings_dict["NAME"]
    with roles.super_connection(name) as server, server.transaction(force_rollback=True):
        server.execute("GRANT gw_owner TO gw_app")
        server.execute("ALTER ROLE gw_report BYPASSRLS")
        monkeypatch.setattr(server_lints, "_rows", lambda _alias, statement: server.execute(statement).fetchall())
        found = list(server_lints.weak_roles("owner"))
    assert any("gw_app: is a member of gw_owner" in problem for problem in found)
    assert any("role gw_report: must be neither" in problem for problem in found)


@pytest.fixture
def own_home() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="gongwei-test-") as folder:
        yield {**os.environ, "GONGWEI_HOME": folder}
        where = "from gongwei.site.postgres import state_folder; print(state_folder())"
        asked = subprocess.run([sys.executable, "-c", where], capture_output=True, text=True, check=True,
                               env={**os.environ, "GONGWEI_HOME": folder})  # fmt: skip
        if asked.stdout.startswith("/var/lib/gongwei/"):
            shutil.rmtree(asked.stdout.strip(), ignore_errors=True)


def test_neither_worker_nor_web_process_starts_on_a_server_that_may_lose_writes(own_home: dict[str, str]) -> None:
    run = {"env": own_home, "capture_output": True, "text": True}
    python = [sys.executable, "-c"]
    migrated = subprocess.run([sys.executable, "-m", "gongwei", "migrate"], **run)  # type: ignore[call-overload]
    assert migrated.returncode == 0, migrated.stderr
    where = "from gongwei.site.postgres import data_folder; print(data_folder())"
    folder = subprocess.run([*python, where], **run).stdout.strip()  # type: ignore[call-overload]
    with open(Path(folder) / "postgresql.conf", "a") as conf:
        conf.write("fsync = off\nfull_page_writes = off\n")
    worker = subprocess.run([sys.executable, "-m", "gongwei", "worker", "--once"], **run)  # type: ignore[call-overload]
    assert worker.returncode == 1
    assert "fsync is off" in worker.stderr and "full_page_writes is off" in worker.stderr
    serving = "from gongwei.site import postgres\nwith postgres.running():\n    import gongwei.site.wsgi"
    web = subprocess.run([*python, serving], **run)  # type: ignore[call-overload]
    assert web.returncode == 1 and "fsync is off" in web.stderr


def test_every_route_job_export_command_and_folder_declares_its_policy() -> None:
    for lint in (
        lints.undeclared_routes, lints.undeclared_jobs, lints.undeclared_exports, lints.undeclared_commands,
        lints.undeclared_catalogue,
    ):  # fmt: skip
        assert list(lint()) == []
