"""What the city has settled, as this process was told it: the catalogue reads no database."""

from collections.abc import Iterable

from gongwei.domain.settling import Settled

_told: tuple[Settled, ...] = ()


def settled() -> tuple[Settled, ...]:
    """Give what this process was told last; nothing before."""
    return _told


def tell(known: Iterable[Settled]) -> None:
    """Tell this process what is settled, in the place of what it knew."""
    global _told
    _told = tuple(known)
