"""English by the switch: every word of the frame and of the clinic's pages has its English."""

import gettext
import re
from datetime import date
from pathlib import Path

from tests.spoken import spoken

from gongwei.catalog.discovery import indicators, programs
from gongwei.domain.access import RIGHTS
from gongwei.domain.plan import STATES
from gongwei.domain.record import Person
from gongwei.domain.sitting import short_title
from gongwei.domain.tongue import speaking

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gongwei"
FOLDERS = [SOURCE / "site/templates", SOURCE / "apps/desk/templates", SOURCE / "apps/accounts/templates"]
FOLDERS.append(SOURCE / "apps/joint_group/templates")
TRANSLATE = re.compile(r"""{% translate (?:"([^"]*)"|'([^']*)')""")
PARTS = re.compile(r"\{\w+\}")
IN_CODE = re.compile(r"""\b_\(\s*"([^"]+)"\s*\)""")


def english() -> gettext.GNUTranslations:
    with (SOURCE / "site/locale/en/LC_MESSAGES/django.mo").open("rb") as compiled:
        return gettext.GNUTranslations(compiled)


def words() -> set[str]:
    pages = [page.read_text() for folder in FOLDERS for page in folder.rglob("*.html")]
    code = [file.read_text() for file in (SOURCE / "apps/desk").rglob("*.py")]
    code += [(SOURCE / file).read_text() for file in ("site/navigation.py", "apps/joint_group/views.py")]
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
    known = english()
    said = {one.title for one in (*RIGHTS.values(), *programs().values(), *indicators().values())} | {*STATES.values()}
    said |= {short_title(one) for one in programs().values()}
    said |= {one.visit.fields["visit_date"].title.removesuffix("日期") for one in programs().values()}
    assert sorted(word for word in said if known.gettext(word) == word) == []


def test_every_field_code_rule_reason_and_refusal_has_its_english() -> None:
    known, said = english(), spoken(SOURCE)
    assert len(said) > 700
    assert sorted(word for word in said if known.gettext(word) == word) == []


def test_the_parts_of_a_sentence_are_those_of_its_english() -> None:
    known = english()
    for word in spoken(SOURCE):
        assert set(PARTS.findall(known.gettext(word))) == set(PARTS.findall(word)), word


def test_a_programme_reads_as_english_from_its_title_to_its_last_field(sign_in) -> None:
    client = sign_in("centre_doctor", 330102001000)
    client.cookies["django_language"] = "en"
    for program in programs():
        page = client.get(f"/catalogue/programs/{program}/").content.decode()
        assert not re.findall(r"[\u4e00-\u9fff]+", shown(page)), program
    assert "Centre doctor" in client.get("/catalogue/").content.decode()


def test_a_verdict_is_said_in_english_and_kept_in_chinese() -> None:
    with speaking(english().gettext):
        decision = programs()["hypertension"].judge(
            {"systolic": 190}, person=Person.aged(60, on=date(2026, 6, 30)), on=date(2026, 6, 30)
        )
        assert decision.reasons == ("Systolic 190 mmHg (≥180 mmHg)",)
        assert decision.words.startswith("Systolic 190 mmHg (≥180 mmHg). Treat and refer at once;")
        assert not re.search(r"[\u4e00-\u9fff]", decision.words)
        assert decision.written_reasons == "收缩压 190 mmHg（≥180 mmHg）"
    assert "处理后紧急转诊" in decision.words


def test_what_was_remembered_in_one_language_is_not_said_in_another() -> None:
    form, on = programs()["hypertension"].visit, date(2026, 6, 30)
    for _again in range(2):
        with speaking(english().gettext):
            assert "Systolic" in form.check({"systolic": 900}, on=on)[0].message
        assert "收缩压" in form.check({"systolic": 900}, on=on)[0].message


def shown(page: str) -> str:
    """Give the text of a page's own part, without the frame around it."""
    inside = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"<[^>]+>", " ", inside)
