"""Fields at rest: AES-256-GCM (or SM4-GCM) with the key's number in front, and a keyed index beside it.

A sealed value is `version(1) | key id(1) | nonce(12) | ciphertext | tag(16)`; its place (`table:row:field`) is
authenticated with it, so that a value moved to another row no longer opens.
"""

import hmac
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as BlockCipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

AES, SM4 = 1, 2
VERSIONS = {"aes": AES, "sm4": SM4}
NONCE, TAG = 12, 16


class CannotOpen(ValueError):
    """A sealed value is damaged, was moved from another row, or its key is no longer here."""


@dataclass(frozen=True)
class Sealer:
    """All keys of an installation: `keys` opens, `current` seals, `index_key` finds.

    While the index key changes, what stands under `other_index_key` is found too.
    """

    keys: Mapping[int, bytes]
    current: int
    index_key: bytes
    cipher: str = "aes"
    other_index_key: bytes | None = None

    def seal(self, value: str, *, place: str) -> bytes:
        """Seal a text to its place (`table:row:field`)."""
        nonce, (head, encrypt) = os.urandom(NONCE), self._sealing
        return head + nonce + encrypt(nonce, value.encode(), head + place.encode())

    @cached_property
    def _sealing(self) -> tuple[bytes, Callable[[bytes, bytes, bytes], bytes]]:
        """Make the head of what is sealed now, and its cipher, once for all values."""
        version, key = self.version, self.keys[self.current]
        head = bytes((version, self.current))
        return head, AESGCM(key).encrypt if version == AES else partial(_encrypt_sm4, key)

    def open(self, sealed: bytes, *, place: str) -> str:
        """Open a text at its place; it raises CannotOpen."""
        head, nonce, body = sealed[:2], sealed[2 : 2 + NONCE], sealed[2 + NONCE :]
        if len(body) < TAG or head[1] not in self.keys:
            raise CannotOpen(f"{place}: key {head[1:].hex()} is not among this installation's keys")
        try:
            return _decrypt(head[0], self.keys[head[1]], nonce, body, head + place.encode()).decode()
        except InvalidTag as error:
            raise CannotOpen(f"{place}: the stored value was damaged or moved") from error

    @property
    def version(self) -> int:
        """Give the number of the cipher that seals."""
        return VERSIONS[self.cipher]

    def is_current(self, sealed: bytes) -> bool:
        """Say whether a value was sealed by the current key and cipher."""
        return sealed[:2] == bytes((self.version, self.current))

    def index(self, value: str, *, field: str) -> bytes:
        """Give the keyed digest by which an equal value is found; 16 bytes."""
        return _index(self.index_key, value, field)

    def other_index(self, value: str, *, field: str) -> bytes | None:
        """Give the digest under which an equal value may still or already stand while the key changes, else None."""
        return _index(self.other_index_key, value, field) if self.other_index_key else None


def _index(key: bytes, value: str, field: str) -> bytes:
    return hmac.digest(key, f"{field}:{value}".encode(), sha256)[:16]


def _encrypt_sm4(key: bytes, nonce: bytes, text: bytes, place: bytes) -> bytes:
    encryptor = BlockCipher(algorithms.SM4(key[:16]), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(place)
    return encryptor.update(text) + encryptor.finalize() + encryptor.tag


def _decrypt(version: int, key: bytes, nonce: bytes, body: bytes, place: bytes) -> bytes:
    if version == AES:
        return AESGCM(key).decrypt(nonce, body, place)
    if version != SM4:
        raise CannotOpen(f"unknown cipher version {version}")
    decryptor = BlockCipher(algorithms.SM4(key[:16]), modes.GCM(nonce, body[-TAG:])).decryptor()
    decryptor.authenticate_additional_data(place)
    return decryptor.update(body[:-TAG]) + decryptor.finalize()
