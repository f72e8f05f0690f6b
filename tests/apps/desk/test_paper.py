"""A visit as its paper looks, and a resident under the names of the national data set."""

import json

import pytest
from django.db import connections

from gongwei.adapters import paper as printer
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.people.actions import note_personal_information, tie
from gongwei.apps.programs import queries
from gongwei.apps.programs.models import Visit
from gongwei.apps.registries.models import Card
from gongwei.catalog.fields.personal import personal_information
from gongwei.catalog.fields.ws365 import ELEMENTS
from tests.apps.desk.conftest import HERE, NEXT_DOOR, routine
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def saved(registered, sign_in):
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/visit/hypertension/", routine())
    with as_acting(client.acting):
        return client, queries.visits_of(one)[0]


def test_the_paper_is_that_of_the_norm_with_the_answers_in_its_boxes(saved) -> None:
    client, visit = saved
    page = client.get(f"/visits/{visit.pk}/paper/").content.decode()
    assert "<h1>高血压患者随访服务记录表</h1>" in page
    assert '<span class="option">2 家庭</span>' in page and '<i class="box">1</i>' in page
    assert '<span class="written">136</span>／<span class="written">' in page, "both pressures in one row"
    assert "氨氯地平" in page and "居民签名" in page
    assert visit.visit_date.isoformat() in page


def test_the_paper_leaves_as_a_pdf(saved) -> None:
    pytest.importorskip("weasyprint", reason="WeasyPrint is not installed here")
    client, visit = saved
    answer = client.get(f"/visits/{visit.pk}/paper/pdf/")
    assert answer.content.startswith(b"%PDF-") and answer["Content-Type"] == "application/pdf"


def test_without_a_typesetter_the_page_says_what_to_do(saved, monkeypatch) -> None:
    def missing(*_words, **_more):
        raise printer.NoPrinter

    monkeypatch.setattr("gongwei.apps.desk.views.paper.pdf", missing)
    client, visit = saved
    assert client.get(f"/visits/{visit.pk}/paper/pdf/").url == f"/visits/{visit.pk}/paper/"


def test_a_resident_leaves_under_the_names_of_the_data_set(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    told = json.loads(client.get(f"/residents/{one.pk}/ws365/").content)
    values = {element["name"]: element["value"] for element in told["elements"]}
    assert values["本人姓名"] == one.name and values["出生日期"] == "1958-03-07"
    assert values["既往患病种类代码"][0]["code"] == "hypertension"
    assert told["verified"] is False
    assert {element["key"] for element in told["elements"]} <= set(ELEMENTS)


def test_a_sheet_shows_the_other_visits_of_its_year_and_none_that_the_post_may_not_see(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    for day, pressure in (("2026-02-03", "151"), ("2026-05-04", "152")):
        sent = routine(visit_date=day, systolic=pressure)
        assert client.post(f"/residents/{one.pk}/visit/hypertension/", sent).status_code == 302
    with as_acting(client.acting):
        newest, oldest = queries.visits_of(one)
    page = client.get(f"/visits/{newest.pk}/paper/").content.decode()
    assert "2026-02-03" in page and ">151</span>" in page and ">152</span>" in page
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE programs_visit SET area_code = %s WHERE id = %s", [NEXT_DOOR, oldest.pk])
    page = client.get(f"/visits/{newest.pk}/paper/").content.decode()
    assert ">152</span>" in page and ">151</span>" not in page and "2026-02-03" not in page


def test_a_blank_paper_bears_the_name_and_no_answer(saved) -> None:
    client, visit = saved
    with as_acting(client.acting):
        name = visit.resident.name
    page = client.get(f"/residents/{visit.resident_id}/papers/hypertension/").content.decode()
    assert "<h1>高血压患者随访服务记录表</h1>" in page and name in page
    assert ">136<" not in page and "氨氯地平" not in page and page.count("2 家庭") == 4
    assert client.get(f"/residents/{visit.resident_id}/papers/nothing/").status_code == 404
    assert (
        f"/residents/{visit.resident_id}/papers/hypertension/"
        in client.get(f"/residents/{visit.resident_id}/visit/hypertension/").content.decode()
    )


def test_the_archive_shows_masked_numbers_and_prints_whole_ones_under_the_audit(registered, sign_in, printed) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    page = client.get(f"/residents/{one.pk}/papers/").content.decode()
    assert "居民健康档案" in page and "个人基本信息表" in page and "高血压" in page
    assert "19900001234" not in page
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE people_resident SET area_code = 330102000000 WHERE id = %s", [one.pk])
    assert sign_in("district_cdc", 330102000000).get(f"/residents/{one.pk}/papers/").status_code == 200, "in no village"
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE people_resident SET area_code = %s WHERE id = %s", [HERE, one.pk])
    assert client.get(f"/residents/{one.pk}/papers/pdf/")["Content-Type"] == "application/pdf"
    assert "19900001234" in printed[0]
    assert told("resident.print") == 1


def test_a_referral_slip_prints_where_it_goes_and_what_it_says(registered, sign_in, printed) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    row = Card(
        kind="referral", resident=one, area_code=one.area_code, recorded_at=NOW, reported_at=NOW, known_at=NOW,
        due_at=NOW, answer_due_date=NOW.date(), actor_id=client.acting.user_id,
    )  # fmt: skip
    row.person, row.said = {}, {"impression": "血压控制不佳", "reason": "连续两次未达标"}
    with as_acting(client.acting):
        row.save(force_insert=True)
    here = f"/cards/referral/{row.pk}/paper/"
    page = client.get(here).content.decode()
    assert "双向转诊（转出单）" in page and "血压控制不佳" in page and one.name in page
    assert client.get(f"{here}pdf/").status_code == 200 and "连续两次未达标" in printed[0]
    assert told("card.print") == 1


def test_the_newborns_paper_names_the_parents_tied_to_the_child_and_leaves_who_is_not_to_the_pen(
    registered, sign_in, printed
) -> None:
    mother = registered(name="姜荷花", sex="2", birth_date="1996-04-01", document_number="", phone="13300001111")
    child = registered(name="姜小满", sex="1", birth_date="2026-06-20", document_number="", phone="")
    client = sign_in("village_doctor", HERE)
    with as_acting(client.acting) as by:
        tie(resident=child, relative=mother, relation="parent", by=by, at=NOW)
        note_personal_information(resident=mother, readings={"occupation": "1"}, by=by, at=NOW)
        visit = Visit.objects.create(
            resident=child, program="newborn", area_code=HERE, recorded_at=NOW, edition="2017-02-28", readings={},
            visit_date=TODAY, face_to_face=True, rule="next", advice="转入儿童健康检查",
        )  # fmt: skip
    occupation = personal_information.fields["occupation"].codes.name_of("1")
    for page in (f"/residents/{child.pk}/papers/newborn/", f"/visits/{visit.pk}/paper/"):
        text = client.get(page).content.decode()
        father, own = text[text.index("<strong>父亲") :].split("<strong>母亲")
        assert father.count('<span class="written"></span>') == 4
        assert all(each in own for each in ("姜荷花", occupation, "133****1111", "1996-04-01"))
    assert client.get(f"/visits/{visit.pk}/paper/pdf/").status_code == 200 and "13300001111" in printed[0]
    assert "<strong>母亲" not in client.get(f"/residents/{child.pk}/papers/child/").content.decode()


@pytest.fixture
def printed(monkeypatch):
    """Let a stand-in for the typesetter keep the pages that it is given."""
    pages = []
    monkeypatch.setattr("gongwei.apps.desk.views.paper.pdf", lambda page, style: pages.append(page) or b"%PDF-")
    return pages


def told(action: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_auditentry WHERE action = %s", [action])
        return cursor.fetchone()[0]
