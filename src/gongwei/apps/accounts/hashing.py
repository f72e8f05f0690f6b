"""Passwords: Argon2id with 19 MiB, two passes, one lane (OWASP's figure for interactive sign-in)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
