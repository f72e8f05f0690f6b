"""Tongue: in which language definitions, reasons and refusals are said.

The source is Chinese, as the norms are. Who answers somebody in another language says so around the answer, with a
translation of single texts; parts of a sentence are put into its translation by name, for every language has its own
order of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Translation = Callable[[str], str]

NUMBERED = re.compile(r"(\d+)\. (.+)")  # the title of a question that the form numbers

_spoken: ContextVar[Translation | None] = ContextVar("spoken", default=None)


def say(text: str, /, **parts: object) -> str:
    """Say a text of the source in the language that is spoken, with its parts put in."""
    said = in_tongue(text)
    return said.format(**parts) if parts else said


def in_tongue(text: str) -> str:
    """Give a text of the catalogue (a title, a code's name) in the language that is spoken."""
    translation = _spoken.get()
    return translation(text) if translation is not None and text else text


def in_sentence(title: str) -> str:
    """Give the title of an item as it stands within a sentence: a question that has a number is called by it."""
    said = in_tongue(title)
    numbered = NUMBERED.fullmatch(said)
    return say("第 {number} 题“{title}”", number=numbered[1], title=numbered[2]) if numbered else said


def listed(parts: Iterable[str]) -> str:
    """Join the parts of a list as the spoken language does."""
    return say("、").join(parts)


def sentences(parts: Iterable[str]) -> str:
    """Put sentences one after the other; Chinese leaves no blank between them."""
    return ("" if _spoken.get() is None else " ").join(part for part in parts if part)


def translation_in_use() -> Translation | None:
    """Name the translation, None for Chinese: what is remembered in one language is not given in another."""
    return _spoken.get()


@contextmanager
def speaking(translation: Translation | None) -> Iterator[None]:
    """Speak another language inside the block; with None, that of the source."""
    token = _spoken.set(translation)
    try:
        yield
    finally:
        _spoken.reset(token)
