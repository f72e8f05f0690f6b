"""The keys of an installation, read again whenever their file changes, so that no process needs a restart.

The file is JSON: `field_key_1`, `field_key_2` … in hexadecimal, `field_key_current` the number of the one that seals,
`index_key`, which finds, and while it changes `index_key_other`, under which is looked too.
"""

import json
import os
from pathlib import Path
from threading import Lock

from gongwei.adapters.cipher import Sealer

PREFIX = "field_key_"


def sealer_of(secrets: dict[str, str], cipher: str) -> Sealer:
    """Make the sealer of an installation's secrets."""
    names = [name for name in secrets if name.startswith(PREFIX) and name.removeprefix(PREFIX).isdecimal()]
    keys = {int(name.removeprefix(PREFIX)): bytes.fromhex(secrets[name]) for name in names}
    current = int(secrets.get(f"{PREFIX}current", min(keys)))
    other = secrets.get("index_key_other")
    return Sealer(
        keys, current, bytes.fromhex(secrets["index_key"]), cipher, bytes.fromhex(other) if other is not None else None
    )


class Keyring:
    """Gives the sealer as the file has it now: one look at the file's state a call, a reading only after a change."""

    def __init__(self, path: Path, cipher: str) -> None:
        self.path, self.cipher = path, cipher
        self.turn = Lock()
        self.known: tuple[tuple[int, int, int], Sealer] | None = None

    def sealer(self) -> Sealer:
        """Give the present sealer."""
        state = self._state()
        known = self.known
        if known is None or known[0] != state:
            with self.turn:
                known = self.known = (state, sealer_of(json.loads(self.path.read_text()), self.cipher))
        return known[1]

    def _state(self) -> tuple[int, int, int]:
        found = os.stat(self.path)
        return found.st_mtime_ns, found.st_ino, found.st_size
