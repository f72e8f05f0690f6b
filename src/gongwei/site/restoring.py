"""A backup restored into an empty data folder, to a given second: whole, or not at all."""

import json
import os
import shutil
import tarfile
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from gongwei.adapters.chain import read_heads, write_head
from gongwei.adapters.sealed_stream import BLOCK, ENDING, DamagedFile, WrongKey, open_into, opened
from gongwei.site import backup, postgres, roles
from gongwei.site.home import home, secret

PATIENCE = 24 * 3600  # seconds that replaying may take
RECOVERY = """
restore_command = 'test -f "{wal}/%f.gz" && gzip -dc "{wal}/%f.gz" > "%p"'
recovery_target_action = 'promote'
{target}
"""
COUNTED = """SELECT tablename FROM pg_tables WHERE schemaname = 'public'
    AND tablename NOT LIKE 'procrastinate\\_%' AND tablename NOT LIKE 'planning\\_lake%' ORDER BY 1"""


class CannotRestore(RuntimeError):
    """This backup cannot be restored here; nothing was changed."""


def restore(folder: Path, *, secrets: Path, to: datetime | None) -> datetime:
    """Restore a folder of backups into this installation's empty data folder; gives the moment reached.

    A restore that died leaves no cluster, and can be begun again. Raises CannotRestore or BackupFailed.
    """
    known = backup.about(folder)
    up_to = datetime.fromisoformat(known["up_to"])
    if to is not None and to > up_to:
        raise CannotRestore(f"备份只到 {up_to.isoformat()}，不能恢复到更晚的时刻 {to.isoformat()}。")
    base = _base_for(folder, to)
    if (postgres.data_folder() / postgres.READY).exists():
        raise CannotRestore(f"{home()} 已有数据库。请用 GONGWEI_HOME 指定一个新的数据文件夹。")
    _bring_secrets(secrets, known["installation"])
    with postgres.starting() as (programs, user):
        try:
            _unpack(base, user)
            wal = _bring_changes(folder, base, user)
        except (WrongKey, DamagedFile) as closed:
            raise CannotRestore(f"备份打不开（密钥文件应是这次备份之后另存的）：{closed}") from closed
        _write_recovery(wal, to, user)
        try:
            postgres.start(programs, user, seconds=PATIENCE)
            _wait_until_recovered(programs)
        except postgres.ServerUnavailable as error:
            raise CannotRestore(f"PostgreSQL 没有恢复到该时刻：\n{_log()}") from error
        finally:
            postgres.stop_now(programs, user)
        shutil.rmtree(wal)
        (postgres.data_folder() / postgres.READY).write_text(secret("installation"))
    return to or up_to


def _base_for(folder: Path, to: datetime | None) -> backup.Base:
    known = [base for base in backup.bases(folder) if to is None or base.finished_at <= to]
    if not known:
        raise CannotRestore("没有早于该时刻的完整备份，请选择更晚的时刻。")
    return known[-1]


def _bring_secrets(secrets: Path, installation: str) -> None:
    """The sealed fields and the database's passwords need the secrets of the installation that was backed up."""
    try:
        found = json.loads(secrets.read_text())["installation"]
    except (OSError, ValueError, KeyError) as error:
        raise CannotRestore(f"{secrets} 不是密钥文件（应为原数据文件夹中的 secrets.json）。") from error
    if found != installation:
        raise CannotRestore(f"{secrets} 是另一套系统的密钥，打不开这份备份。")
    kept = home() / "secrets.json"
    if kept.exists() and json.loads(kept.read_text())["installation"] != installation:
        raise CannotRestore(f"{kept} 是另一套系统的密钥。请用 GONGWEI_HOME 指定一个空的数据文件夹。")
    if not kept.exists():
        home().mkdir(parents=True, exist_ok=True, mode=0o700)
        kept.touch(mode=0o600)
        kept.write_bytes(secrets.read_bytes())


def _unpack(base: backup.Base, user: Any) -> None:
    data = postgres.data_folder()
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    sealed = base.folder / f"{backup.BASE}{ENDING}"
    with (
        opened(sealed, key=backup.key(), name=base.folder.name) as stream,
        tarfile.open(fileobj=stream, mode="r|gz") as packed,
    ):
        packed.extractall(data, filter="data")
        while stream.read(BLOCK):  # to its end: what was cut short is noticed there
            pass
    (data / postgres.READY).unlink(missing_ok=True)
    _give(user, [data, *data.rglob("*")])
    data.chmod(0o700)


def _bring_changes(folder: Path, base: backup.Base, user: Any) -> Path:
    """Copy what is to be replayed to where the server may read it."""
    wal = postgres.state_folder() / "restore-wal"
    shutil.rmtree(wal, ignore_errors=True)
    wal.mkdir(mode=0o700)
    for one in (folder / "wal").iterdir():
        name = one.name.removesuffix(ENDING)
        if name != one.name and (name[8:24] >= base.first_segment[8:24] or name.endswith(".history.gz")):
            with open(wal / name, "wb") as file:
                open_into(one, file, key=backup.key(), name=name)
    _give(user, [wal, *wal.iterdir()])
    return wal


def _give(user: Any, paths: Iterable[Path]) -> None:
    for path in paths if user is not None else ():
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _write_recovery(wal: Path, to: datetime | None, user: Any) -> None:
    data = postgres.data_folder()
    target = f"recovery_target_time = '{to.isoformat()}'" if to else ""
    with open(data / "postgresql.auto.conf", "a") as conf:
        conf.write(RECOVERY.format(wal=wal, target=target))
        conf.write(f"unix_socket_directories = '{postgres.socket_folder()}'\n")
    (data / "recovery.signal").touch()
    _give(user, [data / "recovery.signal"])


def _wait_until_recovered(programs: Path) -> None:
    """Wait until the server has replayed and writes; then forget how it was told to."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if not postgres.is_ready(programs):
            raise CannotRestore(f"PostgreSQL 没有恢复到该时刻：\n{_log()}")
        with roles.super_connection() as server:
            row = server.execute("SELECT pg_is_in_recovery()").fetchone()
            if row and not row[0]:
                for setting in ("restore_command", "recovery_target_time", "recovery_target_action"):
                    server.execute(f"ALTER SYSTEM RESET {setting}")
                return
        time.sleep(0.2)
    raise CannotRestore("恢复超过一天仍未完成，请查看 PostgreSQL 的日志。")


def _log() -> str:
    return (postgres.data_folder() / "server.log").read_text(errors="replace")[-1500:]


def bring_heads(folder: Path, *, sealed: int) -> None:
    """Carry the heads of the audit's chain over that lie within what was restored."""
    kept = home() / backup.HEADS
    if not kept.exists():
        for head in read_heads(folder / backup.HEADS):
            if head.count <= sealed:
                write_head(kept, head)


def manifest(server: psycopg.Connection[Any]) -> dict[str, list[int]]:
    """Count the rows of every table and add up their digests, whatever the order: equal means equal."""
    server.execute("SET timezone = 'UTC'")
    found = {}
    for (table,) in server.execute(COUNTED).fetchall():
        asked = sql.SQL(
            "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"
        ).format(sql.Identifier(table))
        row = server.execute(asked).fetchone()
        found[table] = list(row or ())
    return found
