"""A city that was backed up is restored into a PostgreSQL server of somebody else's, and works there."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.proof  # servers of its own

ALIASES = {"": "gw_app", "OWNER_": "gw_owner", "SEAL_": "gw_seal", "REPORT_": "gw_report", "BACKUP_": "gw_backup"}
BEGIN = """
import json, sys
from gongwei.site import postgres
from gongwei.site.home import secret
postgres.ensure()
postgres.stop()
user = postgres._service_user()
words = [postgres.binaries() / "pg_resetwal", "-e", "1", "-D", postgres.data_folder()]
postgres._run(words, user, "count on from higher transactions")
postgres.ensure()
print(json.dumps([str(postgres.binaries()), str(postgres.socket_folder()), secret("password_gw_super")]))
"""
LIVE = """
import json
from gongwei.site.cli import use_django
use_django()
from datetime import UTC, datetime
from django.conf import settings
from django.db import transaction
from gongwei.apps.accounts import audit, sealing
at = datetime.now(UTC)
with transaction.atomic():
    audit.record("life goes on", by=None, at=at)
sealing.seal(at=at, heads=settings.AUDIT_HEADS)
print(json.dumps({"sealed": sealing.verify(heads=settings.AUDIT_HEADS).sealed}))
"""


@pytest.fixture
def foreign(homes: Any) -> tuple[Path, str, str]:
    """Give the programs, the socket's folder and the superuser's password of a bare server of another's."""
    said, _ = homes.run(homes.new(), sys.executable, "-c", BEGIN)
    programs, sockets, password = json.loads(said.splitlines()[-1])
    return Path(programs), sockets, password


def point_to(sockets: str, known: dict[str, str], patch: Any) -> None:
    """Name the other server to each role of the commands that follow."""
    for alias, role in ALIASES.items():
        url = f"postgresql://{role}:{known[f'password_{role}']}@{sockets.replace('/', '%2F')}/gongwei"
        patch.setenv(f"DATABASE_{alias}URL", url)


def test_a_dump_of_a_city_is_restored_into_another_server_and_lives_on(
    homes: Any, city: str, foreign: tuple[Path, str, str], tmp_path: Path, monkeypatch: Any
) -> None:
    said = homes.standing(
        city,
        f"""
        from pathlib import Path
        from gongwei.site import backup
        write(7, 'thing')
        whole = backup.dump(Path({str(tmp_path)!r}), at=now())
        say(whole=str(whole), manifest=manifest())
        """,
    )
    programs, sockets, password = foreign
    new = homes.new()
    secrets = Path(new) / "secrets.json"
    secrets.write_bytes((Path(city) / "secrets.json").read_bytes())
    admin = ["-h", sockets, "-U", "gw_super"]
    environment = {**os.environ, "PGPASSWORD": password}
    script = homes.gongwei(new, "roles", "--host", sockets)[0]
    words = [programs / "psql", *admin, "-d", "postgres", "-q", "-v", "ON_ERROR_STOP=1"]
    subprocess.run(words, input=script.encode(), env=environment, check=True)
    opened = [sys.executable, "-m", "gongwei", "backup-open", said["whole"], "--secrets", secrets]
    clear = subprocess.run(opened, capture_output=True, check=True).stdout
    load = [programs / "pg_restore", *admin, "-d", "gongwei", "--exit-on-error"]
    subprocess.run(load, input=clear, env=environment, check=True)

    point_to(sockets, json.loads(secrets.read_text()), monkeypatch)
    homes.gongwei(new, "migrate")
    homes.gongwei(new, "check")
    heads = Path(city) / "audit-heads"
    verified = json.loads(homes.gongwei(new, "audit-verify", "--json", "--heads", heads)[0].splitlines()[-1])
    assert (verified["verified"], verified["sealed"]) == (True, 7)
    assert json.loads(homes.gongwei(new, "conservation", "--json")[0].splitlines()[-1])["adds_up"]
    lived, _ = homes.run(new, sys.executable, "-c", LIVE)
    assert json.loads(lived.splitlines()[-1]) == {"sealed": 8}
    for alias in ALIASES:
        monkeypatch.delenv(f"DATABASE_{alias}URL")
