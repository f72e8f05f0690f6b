"""Backups of our own server: a base now and then, and every change since, so that any second can be restored.

A folder of backups holds `base-<moment>/` (pg_basebackup), `wal/` (pg_receivewal), `audit-heads` and `about.json`.
A replication slot keeps on the server what the folder has not fetched yet. Base and changes are sealed before they
reach the folder; its key is among the secrets, which are not in it: they are kept apart.
"""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from gongwei.adapters.sealed_stream import ENDING, seal
from gongwei.site import postgres, roles
from gongwei.site.home import home, secret

MOMENT = "%Y%m%dT%H%M%SZ"
SEALED = 2  # the kind of folder: 1 held its files in clear
BASE = "base.tar.gz"
A_LOG = 256  # WAL files, of 16 MiB, of one number in their names
MOST_KEPT_BACK = "16GB"  # of changes that an abandoned folder may hold back on the server's disk
HEADS = "audit-heads"
HERE = "SELECT clock_timestamp(), pg_walfile_name(pg_current_wal_insert_lsn())"
MARK = "SELECT pg_logical_emit_message(false, 'gongwei', 'backup', true)"


class BackupFailed(RuntimeError):
    """A backup could not be made; what stood before it still stands."""


@dataclass(frozen=True, kw_only=True)
class Base:
    """A whole copy of the database, from which changes are replayed."""

    folder: Path
    finished_at: datetime
    first_segment: str


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a backup did: `up_to` is the latest second that can be restored."""

    up_to: datetime
    new_base: bool
    bases: int
    megabytes: float


def bases(folder: Path) -> list[Base]:
    """List the finished bases of a folder, oldest first."""
    found = []
    for one in sorted(folder.glob("base-*")):
        if (one / "finished.json").exists():
            finished = json.loads((one / "finished.json").read_text())
            finished_at = datetime.fromisoformat(finished["finished_at"])
            found.append(Base(folder=one, finished_at=finished_at, first_segment=finished["first_segment"]))
    return found


def key() -> bytes:
    """Give the key that seals the backups of this installation."""
    return bytes.fromhex(secret("backup_key"))


def about(folder: Path) -> dict[str, Any]:
    """Read what a folder holds; it raises BackupFailed where there is none, or one that is not sealed."""
    if not (folder / "about.json").exists():
        raise BackupFailed(f"{folder} 里没有备份，请检查路径。")
    known = json.loads((folder / "about.json").read_text())
    if known.get("kind") != SEALED:
        raise BackupFailed(f"{folder} 是旧版本的未加密备份：请换一个新文件夹备份；要恢复它，请用当时的版本。")
    return known


def take(folder: Path, *, base_every: timedelta, keep: int) -> Done:
    """Bring a folder of backups up to now: a new base if the newest is too old, then every change since.

    It may be run as often as one likes, and be killed at any time. Raises BackupFailed.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    _refuse_of_another(folder)
    with roles.super_connection() as server:
        server.execute("SET timezone = 'UTC'")
        fresh = _hold_changes(server, folder)
        now = _clock(server)
        known = bases(folder)
        new_base = fresh or not known or now - known[-1].finished_at >= base_every or not _is_whole(folder, known[-1])
        if new_base:
            _take_base(server, folder)
        up_to = _fetch_changes(server, folder)
    _forget(folder, keep)
    if (home() / HEADS).exists():
        _replace(folder / HEADS, (home() / HEADS).read_bytes())
    said = {"installation": secret("installation"), "kind": SEALED, "up_to": up_to.isoformat()}
    _replace(folder / "about.json", json.dumps(said).encode())
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
    return Done(up_to=up_to, new_base=new_base, bases=len(bases(folder)), megabytes=round(size, 1))


def _refuse_of_another(folder: Path) -> None:
    if (folder / "about.json").exists() and about(folder)["installation"] != secret("installation"):
        raise BackupFailed(f"{folder} 是另一套系统的备份，请换一个文件夹。")


def _clock(server: Any) -> datetime:
    return server.execute("SELECT clock_timestamp()").fetchone()[0]


def _slot(folder: Path) -> str:
    return f"gongwei_{sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"


def _hold_changes(server: Any, folder: Path) -> bool:
    """Have the server keep what this folder has not fetched; says whether a base must be taken anew for it."""
    if server.execute("SHOW max_slot_wal_keep_size").fetchone()[0] == "-1":
        server.execute(f"ALTER SYSTEM SET max_slot_wal_keep_size = '{MOST_KEPT_BACK}'")
        server.execute("SELECT pg_reload_conf()")
    name = _slot(folder)
    found = server.execute("SELECT wal_status FROM pg_replication_slots WHERE slot_name = %s", [name]).fetchone()
    if found and found[0] != "lost":
        return False
    if found:
        server.execute("SELECT pg_drop_replication_slot(%s)", [name])
    server.execute("SELECT pg_create_physical_replication_slot(%s, true)", [name])
    return True


def _is_whole(folder: Path, base: Base) -> bool:
    """Say whether every change since a base was fetched: a file that was lost on the way cannot be fetched again."""
    fetched = {_place(path.name) for path in (folder / "wal").glob(f"{'?' * 24}.gz{ENDING}")}
    behind = {place for place in fetched if place >= _place(base.first_segment)}
    return behind == set(range(_place(base.first_segment), max(behind, default=0) + 1))


def _place(segment: str) -> int:
    """Give the place of a WAL file among all, whichever its timeline."""
    return int(segment[8:16], 16) * A_LOG + int(segment[16:24], 16)


def _take_base(server: Any, folder: Path) -> None:
    begun, first = server.execute(HERE).fetchone()
    draft, whole = folder / "draft", folder / f"base-{begun.astimezone(UTC).strftime(MOMENT)}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    words = ("-D", "-", "-Ft", "-Z", "gzip:1", "-X", "fetch", "-c", "fast")
    _sealed(_client("pg_basebackup", *words), draft / f"{BASE}{ENDING}", name=whole.name)
    said = {"finished_at": _clock(server).isoformat(), "first_segment": first}
    _replace(draft / "finished.json", json.dumps(said).encode())
    draft.rename(whole)


def _fetch_changes(server: Any, folder: Path) -> datetime:
    """Fetch all changes up to now in whole files; a commit behind this moment lets a restore stop at it.

    They come to the server's own disk first and are sealed from there: whoever dies between seals them the next time.
    """
    up_to = _clock(server)
    server.execute("SELECT pg_current_xact_id()")
    server.execute("SELECT pg_switch_wal()")
    end = server.execute(MARK).fetchone()[0]  # in the next file: the one before is fetched whole
    server.execute(MARK)
    wal, clear = folder / "wal", home() / "backup-wal" / _slot(folder)
    for made in (wal, clear):
        made.mkdir(exist_ok=True, mode=0o700, parents=True)
    fetch = ("-D", clear, "-S", _slot(folder), "-Z", "gzip:1", f"--endpos={end}", "--no-loop")
    _run(_client("pg_receivewal", *fetch))
    for one in sorted(clear.iterdir()):
        if one.suffix != ".partial":
            with open(one, "rb") as source:
                seal(source, wal / f"{one.name}{ENDING}", key=key(), name=one.name)
            one.unlink()
    return up_to


Command = tuple[list[str | Path], dict[str, str]]


def _client(program: str, *words: str | Path) -> Command:
    command = [postgres.binaries() / program, "-h", postgres.socket_folder(), "-U", "gw_backup", "-w", *words]
    return command, {**os.environ, "PGPASSWORD": secret("password_gw_backup")}


def _run(command: Command) -> None:
    run = subprocess.run(command[0], env=command[1], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if run.returncode:
        raise BackupFailed(f"{Path(command[0][0]).name} 没有完成：{run.stderr.strip()[-1000:]}")


def _sealed(command: Command, target: Path, *, name: str) -> None:
    """Seal what a program writes to its output: in clear it never lies in the folder."""
    with tempfile.TemporaryFile() as said:
        words, environment = command
        with subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE, stderr=said, stdin=subprocess.DEVNULL
        ) as run:
            assert run.stdout is not None
            seal(run.stdout, target, key=key(), name=name)
        if run.returncode:
            target.unlink(missing_ok=True)
            said.seek(0)
            reason = said.read().decode(errors="replace").strip()[-1000:]
            raise BackupFailed(f"{Path(words[0]).name} 没有完成：{reason}")


def _forget(folder: Path, keep: int) -> None:
    """Delete all but the newest bases, and the changes before the oldest that stays."""
    known = bases(folder)
    for old in known[:-keep]:
        shutil.rmtree(old.folder)
    oldest = known[-keep:][0]
    for segment in (folder / "wal").iterdir():
        if segment.name[8:24] < oldest.first_segment[8:24] and ".history" not in segment.name:
            segment.unlink()


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)


def dump(folder: Path, *, at: datetime) -> Path:
    """Dump the city's own server as gw_backup, whole as of one moment. Raises BackupFailed."""
    from django.db import connections

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    known = connections["backup"].settings_dict
    command = [postgres.binaries() / "pg_dump", "-w", "-Fc", "-d", known["NAME"], "-U", known["USER"]]
    command += ["-h", known["HOST"]] if known["HOST"] else []
    command += ["-p", known["PORT"]] if known["PORT"] else []
    name = f"gongwei-{at.astimezone(UTC).strftime(MOMENT)}.dump"
    _sealed((command, {**os.environ, "PGPASSWORD": known["PASSWORD"]}), folder / f"{name}{ENDING}", name=name)
    return folder / f"{name}{ENDING}"
