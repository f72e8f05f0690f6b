"""The sealed fields of people: how a document number or phone is stored, found again and shown masked."""

import uuid
from functools import cache

from django.conf import settings

from gongwei.adapters.cipher import Sealer
from gongwei.adapters.keyring import Keyring


@cache
def _ring() -> Keyring:
    return Keyring(settings.SECRETS, settings.FIELD_CIPHER)


def sealer() -> Sealer:
    """Give the installation's keys as they are now."""
    return _ring().sealer()


def seal(field: str, resident_id: uuid.UUID, value: str, *, keys: Sealer | None = None) -> bytes | None:
    """Seal a resident's `document` or `phone`; an empty value stays empty.

    Who seals many at once asks for the `keys` once, since each asking looks at their file.
    """
    return (keys or sealer()).seal(value, place=f"people_resident:{resident_id}:{field}") if value else None


def unseal(field: str, resident_id: uuid.UUID, sealed: bytes | memoryview | None) -> str:
    """Open a sealed field; it raises CannotOpen for a damaged one."""
    return sealer().open(bytes(sealed), place=f"people_resident:{resident_id}:{field}") if sealed else ""


def index(field: str, value: str) -> bytes | None:
    """Give the digest that finds a `document` (type and number) or `phone`; None for an empty value."""
    return sealer().index(value, field=field) if value else None


def indexes(field: str, value: str) -> list[bytes]:
    """Give every digest under which a value may stand: one, or two while the index key changes."""
    if not value:
        return []
    seals = sealer()
    return [digest for digest in (seals.index(value, field=field), seals.other_index(value, field=field)) if digest]
