"""What a stranger reads first leads somewhere, and shows pictures that are there and are not too heavy."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
PICTURES = sorted(ROOT.glob("docs/pictures/*"))
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
HEAVIEST = 155_000  # bytes: a clinic's line is slow


def links(page: Path) -> list[Path]:
    found = [one or other for one, other in LINK.findall(page.read_text())]
    return [(page.parent / link.partition("#")[0]).resolve() for link in found if "://" not in link and link[0] != "#"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert [str(target) for target in links(page) if not target.exists()] == []


def test_every_picture_is_shown_somewhere_and_light() -> None:
    shown = {target for page in PAGES for target in links(page)}
    assert [picture.name for picture in PICTURES if picture not in shown] == []
    assert {picture.name: size for picture in PICTURES if (size := picture.stat().st_size) > HEAVIEST} == {}
