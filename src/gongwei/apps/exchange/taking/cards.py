"""Many identity cards at once: the check characters of a whole chunk in one product, the rest one by one."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np

from gongwei.domain.identity import FEMALE, MALE, Card, UnreadableDocument, check_characters, read_card

PLAIN = re.compile(r"[0-9]{17}[0-9X]$")


def read_cards(numbers: Sequence[str | None]) -> list[Card | UnreadableDocument | None]:
    """Read each number as an identity card, as `read_card` does; what it would raise stands in the list."""
    read: list[Card | UnreadableDocument | None] = [None] * len(numbers)
    right = _right(numbers)
    for place, number in enumerate(numbers):
        if number is None:
            continue
        birth = _birth(number[6:14]) if place in right else None
        if birth is not None:
            read[place] = Card(number, birth, MALE if int(number[16]) % 2 else FEMALE)
        else:
            try:
                read[place] = read_card(number)
            except UnreadableDocument as error:
                read[place] = error
    return read


def _right(numbers: Sequence[str | None]) -> frozenset[int]:
    """Find the numbers of 18 plain characters whose check character is right."""
    plain = [(place, number) for place, number in enumerate(numbers) if number and PLAIN.match(number)]
    if not plain:
        return frozenset()
    characters = np.frombuffer("".join(number for _, number in plain).encode(), dtype=np.uint8).reshape(-1, 18)
    right = check_characters(characters[:, :17] - ord("0")) == characters[:, 17]
    return frozenset(place for (place, _), is_right in zip(plain, right, strict=True) if is_right)


@lru_cache(maxsize=100_000)
def _birth(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
