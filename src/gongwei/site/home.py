"""Where this installation keeps its data and its secrets."""

import hashlib
import json
import os
import secrets
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]

DATABASE_ROLES = ("gw_super", "gw_owner", "gw_app", "gw_seal", "gw_report", "gw_backup")


def home() -> Path:
    """This will name the data folder: GONGWEI_HOME, or `var/` in the checkout."""
    return Path(os.environ.get("GONGWEI_HOME") or CHECKOUT / "var").resolve()


def home_mark() -> str:
    """This will give a short name that is the same for the same data folder."""
    return hashlib.sha256(str(home()).encode()).hexdigest()[:12]


@cache
def _read_or_make(path: Path) -> dict[str, str]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = {f"password_{role}": secrets.token_urlsafe(24) for role in DATABASE_ROLES}
    made |= {"django_key": secrets.token_urlsafe(50)}
    made |= {"field_key_1": secrets.token_hex(32), "index_key": secrets.token_hex(32)}
    made |= {"pseudonym_key": secrets.token_hex(32)}
    # Link a finished file into place: of two starters one wins, and no reader ever sees half a file.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(made, indent=1))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return json.loads(path.read_text())


def secret(name: str) -> str:
    """This will give one secret of this installation; all are made once, in a file only its owner reads."""
    return _read_or_make(home() / "secrets.json")[name]
