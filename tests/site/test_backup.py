"""A city is backed up, lost, and back to the second: drilled on a server of its own, with writes before and after."""

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.proof  # each test starts servers of its own


def test_a_second_between_two_writes_is_restored_with_every_row_and_the_head_of_the_audit(
    homes: Any, city: str, tmp_path: Path
) -> None:
    backups, secrets = tmp_path / "backups", Path(city) / "secrets.json"
    homes.standing(city, "write(5, 'before the base'); say()")
    homes.gongwei(city, "backup", backups)
    wanted = homes.standing(
        city,
        """
        write(40, 'after the base')
        stands, moment = manifest(), now()
        time.sleep(1.1)
        write(30, 'too late')
        say(manifest=stands, moment=moment.isoformat(), later=manifest())
        """,
    )
    homes.gongwei(city, "backup", backups)
    assert wanted["manifest"] != wanted["later"]
    new = homes.new()
    restore = ["restore", backups, "--secrets", secrets, "--json"]
    said = json.loads(homes.gongwei(new, *restore, "--to", wanted["moment"])[0].splitlines()[-1])
    assert said["manifest"] == wanted["manifest"]
    assert (said["audit_verified"], said["audit_sealed"]) == (True, 45)
    verified = json.loads(homes.gongwei(new, "audit-verify", "--json")[0].splitlines()[-1])
    assert verified["verified"] and verified["heads"] == 2
    homes.standing(new, "write(3, 'life goes on'); say()")
    homes.gongwei(new, "audit-verify")
    newest = homes.new()
    said = json.loads(homes.gongwei(newest, *restore)[0].splitlines()[-1])
    assert said["manifest"] == wanted["later"]


def test_what_cannot_be_restored_is_refused_with_the_reason(homes: Any, city: str, tmp_path: Path) -> None:
    backups, secrets = tmp_path / "backups", Path(city) / "secrets.json"
    homes.gongwei(city, "backup", backups)
    restore = ["restore", backups, "--secrets", secrets]
    assert "已有数据库" in homes.gongwei(city, *restore, fails=True)[1]
    new = homes.new()
    assert "没有早于该时刻" in homes.gongwei(new, *restore, "--to", "2020-01-01 00:00:00", fails=True)[1]
    assert "备份只到" in homes.gongwei(new, *restore, "--to", "2099-01-01 00:00:00", fails=True)[1]
    other = tmp_path / "other.json"
    other.write_text('{"installation": "another"}')
    assert "另一套系统的密钥" in homes.gongwei(new, "restore", backups, "--secrets", other, fails=True)[1]
    assert "没有备份" in homes.gongwei(new, "restore", tmp_path, "--secrets", secrets, fails=True)[1]
    assert not (Path(new) / "secrets.json").exists()
    homes.gongwei(new, "migrate")
    assert "另一套系统的备份" in homes.gongwei(new, "backup", backups, fails=True)[1]


def test_old_bases_go_and_what_is_kept_still_restores(homes: Any, city: str, tmp_path: Path) -> None:
    backups, secrets = tmp_path / "backups", Path(city) / "secrets.json"
    for turn in range(3):
        homes.standing(city, f"write(4, 'turn {turn}'); say()")
        homes.gongwei(city, "backup", backups, "--base-every", "0", "--keep", "2")
    assert len(list(backups.glob("base-*"))) == 2
    assert backups.stat().st_mode & 0o077 == 0
    assert not list(backups.rglob("secrets.json"))
    kept = [
        path for path in backups.rglob("*") if path.is_file() and path.suffix != ".json" and path.stem != "audit-heads"
    ]
    assert kept and all(path.read_bytes().startswith(b"GWS1") for path in kept), "nothing lies there in clear"
    said = json.loads(homes.gongwei(city, "backup-drill", backups, "--secrets", secrets, "--json")[0].splitlines()[-1])
    assert (said["audit_verified"], said["audit_sealed"]) == (True, 12)


def test_a_backup_opens_with_its_own_key_alone_and_tells_of_damage(homes: Any, city: str, tmp_path: Path) -> None:
    backups, secrets = tmp_path / "backups", Path(city) / "secrets.json"
    homes.gongwei(city, "backup", backups)
    other = tmp_path / "other.json"
    other.write_text(json.dumps(json.loads(secrets.read_text()) | {"backup_key": "00" * 32}))
    assert "备份打不开" in homes.gongwei(homes.new(), "restore", backups, "--secrets", other, fails=True)[1]
    base = next(backups.glob("base-*/base.tar.gz.sealed"))
    whole = base.read_bytes()
    base.write_bytes(whole[:-1000])
    new = homes.new()
    assert "备份打不开" in homes.gongwei(new, "restore", backups, "--secrets", secrets, fails=True)[1]
    base.write_bytes(whole)
    said = json.loads(homes.gongwei(new, "restore", backups, "--secrets", secrets, "--json")[0].splitlines()[-1])
    assert said["audit_verified"]


def test_changes_lost_on_the_way_make_the_next_backup_whole_again(homes: Any, city: str, tmp_path: Path) -> None:
    backups, secrets = tmp_path / "backups", Path(city) / "secrets.json"
    for turn in range(3):
        homes.standing(city, f"write(4, 'turn {turn}'); say()")
        homes.gongwei(city, "backup", backups)
    assert len(list(backups.glob("base-*"))) == 1
    sorted((backups / "wal").glob("*.gz.sealed"))[-2].unlink()
    homes.gongwei(city, "backup", backups)
    assert len(list(backups.glob("base-*"))) == 2
    said = json.loads(
        homes.gongwei(homes.new(), "restore", backups, "--secrets", secrets, "--json")[0].splitlines()[-1]
    )
    assert (said["audit_verified"], said["audit_sealed"]) == (True, 12)


def test_a_damaged_audit_is_told_by_the_restore(homes: Any, city: str, tmp_path: Path) -> None:
    homes.standing(city, "write(6, 'thing'); say()")
    homes.standing(
        city,
        """
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE accounts_auditentry SET outcome = 'denied' WHERE object_id = '2'")
        say()
        """,
    )
    homes.gongwei(city, "backup", tmp_path / "backups")
    restore = ["restore", tmp_path / "backups", "--secrets", Path(city) / "secrets.json", "--json"]
    said, _ = homes.gongwei(homes.new(), *restore, fails=True)
    assert "is not what seal 3 was put on" in json.loads(said.splitlines()[-1])["audit_fault"]


def test_the_backup_role_dumps_a_whole_database_and_writes_nothing(homes: Any, city: str, tmp_path: Path) -> None:
    """What `gongwei backup` does where the city has a server of its own."""
    said = homes.standing(
        city,
        f"""
        import subprocess
        from pathlib import Path
        from gongwei.site import backup
        write(7, 'thing')
        whole = backup.dump(Path({str(tmp_path)!r}), at=now())
        with roles.super_connection() as server:
            server.execute("CREATE DATABASE again OWNER gw_owner")
        from gongwei.site.home import home, secret
        load = [postgres.binaries() / "pg_restore", "-h", postgres.socket_folder(), "-U", "gw_super", "-d", "again"]
        env = {{"PGPASSWORD": secret("password_gw_super")}}
        words = [sys.executable, "-m", "gongwei", "backup-open", whole, "--secrets", home() / "secrets.json"]
        clear = subprocess.run(words, capture_output=True, check=True).stdout
        loaded = subprocess.run([*load, "--exit-on-error"], input=clear, env=env, capture_output=True)
        with roles.super_connection("again") as server:
            again = restoring.manifest(server)
        try:
            connections["backup"].cursor().execute("DELETE FROM accounts_auditentry")
        except Exception as error:
            refused = str(error)
        say(same=again == manifest(), loaded=loaded.stderr.decode(), refused=refused, mode=whole.stat().st_mode & 0o777)
        """,
    )
    assert said["loaded"] == "" and said["same"]
    assert "permission denied" in said["refused"]
    assert said["mode"] == 0o600
