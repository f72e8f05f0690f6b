"""Say which underlying causes of death a definition counts: ranges of ICD-10's three-character categories.

A definition is data of the catalogue; codes are read in the ways that death registers write them: I63, I63.9, i63.900.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

CODE = re.compile(r"([A-Z][0-9]{2})(\.?[0-9A-Z]+)?")


class UnknownCause(ValueError):
    """The text is no ICD-10 code: write the underlying cause as in I63.9."""


@dataclass(frozen=True)
class Causes:
    """A group of causes by the first and last category of each range, both counted, and who says so."""

    key: str
    title: str
    ranges: Sequence[tuple[str, str]]
    source: str
    verified: bool = False

    def __contains__(self, code: str) -> bool:
        """Say whether a code counts. Raises UnknownCause."""
        category = category_of(code)
        return any(first <= category <= last for first, last in self.ranges)


def category_of(code: str) -> str:
    """Give the three characters that name a code's category. Raises UnknownCause."""
    found = CODE.fullmatch(code.strip().upper())
    if not found:
        raise UnknownCause(f"“{code}” is no ICD-10 code: write the underlying cause as in I63.9")
    return found[1]
