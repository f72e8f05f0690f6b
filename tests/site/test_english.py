"""English by the switch: every word of the frame and of the clinic's pages has its English."""

import gettext
import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gongwei"
FOLDERS = [SOURCE / "site/templates", SOURCE / "apps/desk/templates", SOURCE / "apps/accounts/templates"]
TRANSLATE = re.compile(r"""{% translate (?:"([^"]*)"|'([^']*)')""")
IN_CODE = re.compile(r"""\b_\(\s*"([^"]+)"\s*\)""")


def english() -> gettext.GNUTranslations:
    with (SOURCE / "site/locale/en/LC_MESSAGES/django.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def words() -> set[str]:
    pages = [page.read_text() for folder in FOLDERS for page in folder.rglob("*.html")]
    code = [file.read_text() for file in (SOURCE / "apps/desk").rglob("*.py")]
    code.append((SOURCE / "site/navigation.py").read_text())
    found = {one or other for page in pages for one, other in TRANSLATE.findall(page)}
    return found | {word for file in code for word in IN_CODE.findall(file)}


def test_every_word_of_the_frame_and_the_desk_has_its_english() -> None:
    known = english()
    chinese = {word for word in words() if re.search(r"[\u4e00-\u9fff]", word)}
    assert len(chinese) > 150
    assert sorted(word for word in chinese if known.gettext(word) == word) == []


def test_the_compiled_words_are_those_of_the_source() -> None:
    source = (SOURCE / "site/locale/en/LC_MESSAGES/django.po").read_text()
    listed = set(re.findall(r'^msgid "(.+)"$', source, re.MULTILINE))
    compiled = {key if isinstance(key, str) else key[0] for key in english()._catalog if key}  # type: ignore[attr-defined]
    assert {word.replace('\\"', '"') for word in listed} == compiled


def test_pages_are_chinese_whatever_the_browser_prefers_until_english_is_chosen(client, transactional_db) -> None:
    prefers = {"Accept-Language": "en-US,en;q=0.9"}
    assert "登录" in client.get("/sign-in/", headers=prefers).content.decode()
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert "Sign in" in client.get("/sign-in/").content.decode()
    client.cookies["django_language"] = "xx"
    assert "登录" in client.get("/sign-in/").content.decode()


def test_every_role_programme_indicator_and_verdict_has_its_english() -> None:
    from gongwei.catalog.discovery import indicators, programs
    from gongwei.domain.access import RIGHTS
    from gongwei.domain.plan import STATES

    known = english()
    said = {one.title for one in (*RIGHTS.values(), *programs().values(), *indicators().values())} | {*STATES.values()}
    assert sorted(word for word in said if known.gettext(word) == word) == []


def test_an_english_reader_sees_roles_and_titles_in_english_and_is_told_what_stays_chinese(sign_in) -> None:
    client = sign_in("centre_doctor", 330102001000)
    client.cookies["django_language"] = "en"
    page = client.get("/catalogue/").content.decode()
    assert "Centre doctor" in page and "Care of people with hypertension" in page and "shown in Chinese" in page
