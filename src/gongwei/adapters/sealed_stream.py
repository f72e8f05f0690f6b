"""Files sealed as they stream: AES-256-GCM by blocks, so that nothing is held whole and nothing false is handed on.

A sealed file is `GWS1 | mark of the key(8) | salt(16)` and blocks of at most 1 MiB, each with its tag(16). Each file
has a key of its own, derived from the salt and the file's name; a block's nonce is its number and whether it is the
last. So blocks that are changed, moved, left out or of another file do not open, nor does a file that was cut short.
"""

import io
import os
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC, MARK, SALT, TAG = b"GWS1", 8, 16, 16
BLOCK = 2**20  # bytes in clear
ENDING = ".sealed"


class WrongKey(ValueError):
    """The file was sealed with another key: give the secrets of the installation that made it."""


class DamagedFile(ValueError):
    """The file was changed, cut short, or is another file than its name says."""


def _mark(key: bytes) -> bytes:
    return sha256(b"gongwei stream" + key).digest()[:MARK]


def _cipher(key: bytes, salt: bytes, name: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"gongwei stream:" + name.encode()).derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


def _blocks(source: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Give whole blocks, and with each whether it is the last; an empty source has one empty block."""
    block = _whole(source, size)
    while True:
        following = _whole(source, size) if len(block) == size else b""
        yield block, not following
        if not following:
            return
        block = following


def _whole(source: IO[bytes], size: int) -> bytes:
    """Read a whole block: a pipe gives less at a time."""
    found = bytearray()
    while len(found) < size and (more := source.read(size - len(found))):
        found += more
    return bytes(found)


def seal(source: IO[bytes], target: Path, *, key: bytes, name: str) -> None:
    """Seal all that a source gives into a file, which is there whole and on the disk, or not at all."""
    draft, salt = target.with_name(f"{target.name}.new"), os.urandom(SALT)
    cipher = _cipher(key, salt, name)
    draft.touch(mode=0o600)
    with open(draft, "wb") as file:
        file.write(MAGIC + _mark(key) + salt)
        for number, (block, last) in enumerate(_blocks(source, BLOCK)):
            file.write(cipher.encrypt(_nonce(number, last), block, None))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


class Opened(io.RawIOBase):
    """What a sealed file says, block by block. Reading raises WrongKey or DamagedFile."""

    def __init__(self, path: Path, *, key: bytes, name: str) -> None:
        self.file = open(path, "rb")  # noqa: SIM115 - closed with this
        self.path, self.left = path, b""
        head = self.file.read(len(MAGIC) + MARK + SALT)
        mark, salt = head[len(MAGIC) : -SALT], head[-SALT:]
        if not head.startswith(MAGIC) or len(head) < len(MAGIC) + MARK + SALT:
            self._fail()
        if mark != _mark(key):
            self.file.close()
            raise WrongKey(f"{path}: {WrongKey.__doc__}")
        self.cipher = _cipher(key, salt, name)
        self.blocks = enumerate(_blocks(self.file, BLOCK + TAG))

    def _fail(self) -> None:
        self.file.close()
        raise DamagedFile(f"{self.path}: {DamagedFile.__doc__}")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self.left:
            found = next(self.blocks, None)
            if found is None:
                return 0
            number, (block, last) = found
            try:
                self.left = self.cipher.decrypt(_nonce(number, last), block, None)
            except (InvalidTag, ValueError):
                self._fail()
        given, self.left = self.left[: len(buffer)], self.left[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)

    def close(self) -> None:
        self.file.close()
        super().close()


def opened(path: Path, *, key: bytes, name: str) -> IO[bytes]:
    """Open a sealed file for reading. Raises WrongKey or DamagedFile, the latter also while reading."""
    return io.BufferedReader(Opened(path, key=key, name=name))


def open_into(path: Path, target: IO[bytes], *, key: bytes, name: str) -> None:
    """Write what a sealed file says to a target. Raises WrongKey or DamagedFile."""
    with opened(path, key=key, name=name) as source:
        shutil.copyfileobj(source, target, BLOCK)
