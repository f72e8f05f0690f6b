"""The glossary names every key that a form may hold, and every word that pages use for roles, states and definitions.

The table of keys is written from the catalogue: `GONGWEI_WRITE=1 pytest tests/docs` writes it anew.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongwei.catalog.codelists.answers import VISIT_CLASS
from gongwei.catalog.codelists.diagnoses import CONDITIONS, GUARDED_CONDITIONS
from gongwei.catalog.discovery import indicators, programs
from gongwei.domain.access import RIGHTS
from gongwei.domain.demography.population import MARKS
from gongwei.domain.form import Form, Repeat
from gongwei.domain.form_field import Field
from gongwei.domain.plan import STATES

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
BEGIN, END = "<!-- keys: written from the catalogue -->", "<!-- end of keys -->"
KINDS = {
    "number": "number",
    "code": "one code",
    "codes": "codes",
    "text": "text",
    "day": "day",
    "flag": "yes or no",
    "rows": "rows",
}


def fields(form: Form, path: str = "") -> Iterator[tuple[str, Field]]:
    for asked in form.fields.values():
        yield path + asked.key, asked
        if isinstance(asked, Repeat):
            yield from fields(asked.form, f"{path}{asked.key}.")


def key_rows() -> list[str]:
    """One row a key: all titles that editions give it, its kind and unit, and where it is asked."""
    titles: dict[str, dict[str, None]] = {}
    shapes: dict[str, set[str]] = {}
    where: dict[str, dict[str, None]] = {}
    for key, program in programs().items():
        for edition in program.editions:
            for path, asked in fields(edition.visit):
                titles.setdefault(path, {})[asked.title] = None
                shapes.setdefault(path, set()).add(asked.unit or KINDS[asked.kind])
                where.setdefault(path, {})[key] = None
    assert {path for path, shape in shapes.items() if len(shape) > 1} == set()
    return [
        f"| `{path}` | {'；'.join(titles[path])} | {''.join(shapes[path])} | {', '.join(where[path])} |"
        for path in sorted(titles)
    ]


def key_table() -> str:
    head = ["| key | on the page | unit or kind | asked in |", "|---|---|---|---|"]
    return "\n".join([BEGIN, "", "## Keys of the forms", *head, *key_rows(), "", END])


def test_the_table_of_keys_is_that_of_the_catalogue() -> None:
    text = GLOSSARY.read_text()
    prose, _, _ = text.partition(BEGIN)
    if os.environ.get("GONGWEI_WRITE") == "1":
        GLOSSARY.write_text(prose + key_table() + "\n")
    assert GLOSSARY.read_text() == prose + key_table() + "\n", "run: GONGWEI_WRITE=1 pytest tests/docs"


@pytest.mark.parametrize(
    "word",
    [
        *(rights.title for rights in RIGHTS.values()),
        *(program.title for program in programs().values()),
        *(indicator.title for indicator in indicators().values()),
        *CONDITIONS.names.values(),
        *GUARDED_CONDITIONS.names.values(),
        *VISIT_CLASS.names.values(),
        *STATES.values(),
        *MARKS.values(),
    ],
)
def test_a_word_of_the_pages_is_in_the_glossary(word: str) -> None:
    assert word in GLOSSARY.read_text().partition(BEGIN)[0]
