"""A chain of hashes over entries, and its head written down outside the database.

Each seal's hash covers the hash before it, its own number and the entry. Who rewrites the database from some entry on
must also rewrite every head that was written down since: a file elsewhere, or a mount that can only be added to.
"""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path

START = bytes(32)  # what the first entry follows
TAIL = 4096  # bytes: holds several heads


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """One seal beside what its entry holds now; `entry` is None if the entry is gone."""

    number: int
    entry_id: int
    hash: bytes
    horizon: int
    entry: Sequence[str | None] | None


@dataclass(frozen=True, kw_only=True)
class Head:
    """How long the chain was at a moment, and the hash of its last seal."""

    count: int
    hash: bytes
    sealed_at: str


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The first thing that is wrong with a chain: `entry_id` is None where only a place in the chain is known."""

    kind: str
    number: int
    entry_id: int | None
    says: str


def link(previous: bytes, *, number: int, horizon: int, entry: Sequence[str | None]) -> bytes:
    """Hash an entry onto the chain. JSON keeps fields apart and missing ones from empty ones."""
    body = json.dumps([number, horizon, *entry], ensure_ascii=False, separators=(",", ":"))
    return sha256(previous + body.encode()).digest()


def first_fault(seals: Iterable[Sealed], heads: Sequence[Head]) -> Fault | None:
    """Walk a chain from its start and name the first fault; None if there is none."""
    known: dict[int, set[bytes]] = {}
    for head in heads:
        known.setdefault(head.count, set()).add(head.hash)
    previous, count = START, 0
    for seal in seals:
        count += 1
        fault = _fault_of(seal, count, previous) or _fault_of_head(seal, known.get(count, set()))
        if fault:
            return fault
        previous = seal.hash
    longest = max(known, default=0)
    if count < longest:
        says = f"the chain ends after {count} entries, but {longest} had been sealed: entries were cut off"
        return Fault(kind="truncated", number=count + 1, entry_id=None, says=says)
    return None


def _fault_of(seal: Sealed, expected: int, previous: bytes) -> Fault | None:
    if seal.number != expected:
        says = f"seal {expected} is missing: the next one is {seal.number}"
        return Fault(kind="seal missing", number=expected, entry_id=None, says=says)
    if seal.entry is None:
        says = f"entry {seal.entry_id} was deleted; its seal is {seal.number}"
        return Fault(kind="deleted", number=seal.number, entry_id=seal.entry_id, says=says)
    if link(previous, number=seal.number, horizon=seal.horizon, entry=seal.entry) != seal.hash:
        says = f"entry {seal.entry_id} is not what seal {seal.number} was put on: it was changed, or its place was"
        return Fault(kind="changed", number=seal.number, entry_id=seal.entry_id, says=says)
    return None


def _fault_of_head(seal: Sealed, written: set[bytes]) -> Fault | None:
    if written <= {seal.hash}:
        return None
    says = f"the head written down after entry {seal.entry_id} (number {seal.number}) was another:"
    says += " the chain was rewritten up to here"
    return Fault(kind="rewritten", number=seal.number, entry_id=seal.entry_id, says=says)


def write_head(path: Path, head: Head) -> None:
    """Add a head to its file and have it on the disk before returning."""
    line = json.dumps({"count": head.count, "hash": head.hash.hex(), "sealed_at": head.sealed_at}) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, b"" if _ends_whole(path) else b"\n")  # a line cut short by a crash stays alone
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


def _ends_whole(path: Path) -> bool:
    with open(path, "rb") as file:
        if not file.seek(0, os.SEEK_END):
            return True
        file.seek(-1, os.SEEK_END)
        return file.read() == b"\n"


def read_heads(path: Path) -> list[Head]:
    """Give all heads of a file, oldest first; a line cut short by a crash is passed over."""
    return list(_heads(path.read_text().splitlines())) if path.exists() else []


def last_head(path: Path) -> Head | None:
    """Give the newest head of a file, without reading all of it."""
    if not path.exists():
        return None
    with open(path, "rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
        lines = file.read().decode(errors="replace").splitlines()
    return next(_heads(reversed(lines)), None)


def _heads(lines: Iterable[str]) -> Iterator[Head]:
    for line in lines:
        try:
            known = json.loads(line)
            yield Head(count=known["count"], hash=bytes.fromhex(known["hash"]), sealed_at=known["sealed_at"])
        except (ValueError, KeyError, TypeError):
            continue


def heads_of(paths: Iterable[Path]) -> list[Head]:
    """Give the heads of several files."""
    return list(chain.from_iterable(map(read_heads, paths)))


def head_at(count: int, hash_: bytes, at: datetime) -> Head:
    """Make the head of a chain of `count` entries."""
    return Head(count=count, hash=hash_, sealed_at=at.isoformat())
