"""XML parsed without document types, so that no entity can swell or reach outside, and within a size."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MOST_BYTES = 20_000_000


class UnreadableXml(ValueError):
    """The file is well-formed XML without a document type, of at most 20 MB: take it from its publisher again."""


def parse(file: Path) -> Element:
    """Read a file's root element; raises `UnreadableXml` with the file's name and the place of the fault."""
    content = file.read_bytes()
    if len(content) > MOST_BYTES:
        raise UnreadableXml(f"{file.name}: {len(content)} bytes; {UnreadableXml.__doc__}")
    builder = TreeBuilder()
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise UnreadableXml(f"{file.name}: it declares a document type; {UnreadableXml.__doc__}")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise UnreadableXml(f"{file.name}: {error}; {UnreadableXml.__doc__}") from None
    return builder.close()


def text(element: Element, path: str) -> str:
    """Give the text at a path, without blanks around it; "" if there is none or it says n/a."""
    words = (element.findtext(path) or "").strip()
    return "" if words.lower() == "n/a" else words


def texts(element: Element, path: str) -> list[str]:
    """Give every text at a path that is not empty."""
    return [words for one in element.iterfind(path) if (words := (one.text or "").strip()) and words.lower() != "n/a"]
