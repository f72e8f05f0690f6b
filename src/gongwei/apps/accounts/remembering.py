"""What a post has just been told, kept for seconds: a wide area's counts cost more than they change."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.core.cache import cache

from gongwei.apps.accounts.acting import Acting

T = TypeVar("T")


def remembered(
    what: str, *about: object, by: Acting, seconds: int, make: Callable[[], T], worth: Callable[[T], bool] = bool
) -> T:
    """Give what was made for this area and these rights within the last seconds, or make it.

    Posts of another area or of other rights never share an answer; `worth` says which answers are kept.
    """
    rights = (sorted(by.rights.reads), sorted(by.rights.manages))
    key = sha256(f"{what}:{by.area_code}:{rights}:{about}".encode()).hexdigest()  # whatever a cache allows in a name
    found: T | None = cache.get(key)
    if found is None:
        found = make()
        if worth(found):
            cache.set(key, found, seconds)
    return found
