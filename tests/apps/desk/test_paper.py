"""A visit as its paper looks, and a resident under the names of the national data set."""

import json

import pytest

from gongwei.adapters import paper as printer
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.programs import queries
from gongwei.catalog.discovery import programs
from gongwei.catalog.fields.ws365 import ELEMENTS
from gongwei.ui.paper import sheets
from tests.apps.desk.conftest import HERE, routine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def saved(registered, sign_in):
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/visit/hypertension/", routine())
    with as_acting(client.acting):
        return client, queries.visits_of(one)[0]


@pytest.mark.parametrize("program", sorted(programs()))
def test_every_question_of_every_form_stands_on_its_paper(program) -> None:
    form = programs()[program].visit
    asked = [question.title for sheet in sheets(form, {}) for question in sheet.questions]
    assert len(asked) == len(form.fields)


def test_the_answers_are_ticked_and_the_others_stay_boxes(saved) -> None:
    client, visit = saved
    page = client.get(f"/visits/{visit.pk}/paper/").content.decode()
    assert '<span class="box box--ticked"><i>✓</i> 门诊</span>' in page
    assert '<span class="box"><i>2</i> 家庭</span>' in page
    assert '<span class="written">136</span> mmHg' in page
    assert "氨氯地平" in page


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
