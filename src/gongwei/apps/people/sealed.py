"""The sealed fields of people: how a document number or phone is stored, found again and shown masked."""

import json
import uuid
from collections.abc import Callable
from copy import copy
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import Model

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


def covered(
    field: str, *, write: Callable[[Any], str] = str, read: Callable[[str], Any] = str, empty: Any = None
) -> Any:
    """Make the property of a model that is kept in `<field>_cipher`, sealed to its table and row.

    What equals `empty` is kept as NULL and read as such again.
    """
    column = f"{field}_cipher"

    def place(row: Model) -> str:
        return f"{row._meta.db_table}:{row.pk}:{field}"

    def unsealed(row: Model) -> Any:
        cover = getattr(row, column)
        return copy(empty) if cover is None else read(sealer().open(bytes(cover), place=place(row)))

    def cover(row: Model, value: Any) -> None:
        setattr(row, column, None if value == empty else sealer().seal(write(value), place=place(row)))

    return property(unsealed, cover)


def covered_json(field: str, *, empty: Any = None) -> Any:
    """Make such a property of what is written as JSON: mappings, lists, numbers and texts."""
    return covered(field, write=partial(json.dumps, ensure_ascii=False), read=json.loads, empty=empty)
