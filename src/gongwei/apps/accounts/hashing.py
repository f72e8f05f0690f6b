"""How secrets are stored: passwords by Argon2id, long random keys by a keyed digest that is found again."""

import hmac
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (OWASP's figure for interactive sign-in)."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1


def keyed_digest(purpose: str, value: bytes) -> bytes:
    """Give the digest of a value under the installation's key: without the key, nobody can guess and compare."""
    return hmac.digest(settings.TOKEN_KEY, purpose.encode() + b":" + value, sha256)
