"""Guides call buttons and pages by the words that stand on them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORDS = (ROOT / "src/gongwei/site/locale/en/LC_MESSAGES/django.po").read_text()
GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))
RUN_BY_HAND = {"operations.md", "synth.md", "outbreak.md"}  # of commands, not of pages


def quoted(guide: Path) -> set[str]:
    return set(re.findall(r"“([^”\n]+)”", guide.read_text()))


@pytest.mark.parametrize("guide", [one for one in GUIDES if one.name not in RUN_BY_HAND], ids=lambda one: one.name)
def test_every_quoted_word_of_a_guide_is_a_word_of_the_pages(guide: Path) -> None:
    assert sorted(word for word in quoted(guide) if word not in WORDS) == []


def test_every_guide_is_found_from_the_index() -> None:
    index = (ROOT / "docs/guides/README.md").read_text()
    assert [one.name for one in GUIDES if one.name != "README.md" and f"]({one.name})" not in index] == []


def test_guides_of_pages_quote_many_words() -> None:
    assert sum(len(quoted(one)) for one in GUIDES) > 100
