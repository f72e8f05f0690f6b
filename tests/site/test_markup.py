"""What every template keeps to, without a browser."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted((Path(__file__).resolve().parents[2] / "src/gongwei").rglob("*.html"))
PRESSED_LINK = re.compile(r"<a\b[^>]*\baria-(?:pressed|checked|expanded)=")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_link_leads_somewhere_and_is_never_pressed_like_a_button(template: Path) -> None:
    assert PRESSED_LINK.findall(template.read_text()) == []
