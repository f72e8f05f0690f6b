"""Where this installation keeps its data and its secrets."""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]

DATABASE_ROLES = ("gw_super", "gw_owner", "gw_app", "gw_seal", "gw_report", "gw_backup")


def home() -> Path:
    """Name the data folder: GONGWEI_HOME, or `var/` in the checkout."""
    return Path(os.environ.get("GONGWEI_HOME") or CHECKOUT / "var").resolve()


def home_mark() -> str:
    """Give a short name that is the same for the same data folder."""
    return hashlib.sha256(str(home()).encode()).hexdigest()[:12]


def _fresh() -> dict[str, str]:
    made = {f"password_{role}": secrets.token_urlsafe(24) for role in DATABASE_ROLES}
    made |= {"django_key": secrets.token_urlsafe(50), "installation": secrets.token_hex(8)}
    return made | {
        name: secrets.token_hex(32) for name in ("field_key_1", "index_key", "pseudonym_key", "backup_key", "token_key")
    }


@cache
def _read_or_make(path: Path) -> dict[str, str]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(path.with_suffix(".lock"), "a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        known = json.loads(path.read_text()) if path.exists() else {}
        made = _fresh() | known  # a newer version may need a secret that an older one did not
        if known:
            made = {name: made[name] for name in made if name != "field_key_1" or name in known}  # it may be retired
            made["token_key"] = known.get("token_key", made["index_key"])  # one key was both, before
        if made != known:
            _swap_in(path, made)
    return made


def change_secrets(change: Callable[[dict[str, str]], dict[str, str]]) -> dict[str, str]:
    """Change the secrets in one step, one changer at a time; whoever reads sees them before or after, and whole."""
    path = home() / "secrets.json"
    _read_or_make(path)
    with open(path.with_suffix(".lock"), "a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        made = change(json.loads(path.read_text()))
        _swap_in(path, made)
    _read_or_make.cache_clear()
    return made


def _swap_in(path: Path, made: dict[str, str]) -> None:
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)
    with open(draft, "w") as file:
        file.write(json.dumps(made, indent=1))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def secret(name: str) -> str:
    """Give one secret of this installation; all are made once, in a file only its owner reads."""
    return _read_or_make(home() / "secrets.json")[name]
