"""A visit as its paper looks, and a resident under the names of the national data set."""

import json

import pytest
from django.db import connections

from gongwei.adapters import paper as printer
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.programs import queries
from gongwei.catalog.fields.ws365 import ELEMENTS
from tests.apps.desk.conftest import HERE, NEXT_DOOR, routine

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
