"""Where this installation keeps its data and its secrets."""

import fcntl
import hashlib
import json
import os
import secrets
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
    return made | {name: secrets.token_hex(32) for name in ("field_key_1", "index_key", "pseudonym_key")}


@cache
def _read_or_make(path: Path) -> dict[str, str]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(path.with_suffix(".lock"), "a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        known = json.loads(path.read_text()) if path.exists() else {}
        made = _fresh() | known  # a newer version may need a secret that an older one did not
        if made != known:
            draft = path.with_suffix(".draft")  # swapped in whole: no reader ever sees half a file
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(made, indent=1))
            draft.replace(path)
    return made


def secret(name: str) -> str:
    """Give one secret of this installation; all are made once, in a file only its owner reads."""
    return _read_or_make(home() / "secrets.json")[name]
