"""What the API says when it breaks: its one shape, and nothing from inside."""

import pytest
from django.test import Client

from gongwei.apps.people import queries as people
from tests.apps.api.conftest import error
from tests.apps.desk.conftest import HERE

pytestmark = pytest.mark.django_db(transaction=True)
INSIDE = "relation people_resident, 王小明"


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_words: object, **_more: object) -> None:
        raise RuntimeError(INSIDE)

    monkeypatch.setattr(people, "find", fail)


def test_an_unforeseen_error_answers_in_the_one_shape_and_tells_nothing_from_inside(api, breaking, caplog) -> None:
    mine = api("village_doctor", HERE)
    mine.client.raise_request_exception = False
    answer = mine.post("residents/search", {"text": "王"})
    assert answer.status_code == 500 and error(answer)["code"] == "server_error"
    assert "relation" not in answer.content.decode() and "王小明" not in answer.content.decode()
    assert any(record.exc_info and INSIDE in str(record.exc_info[1]) for record in caplog.records)


def test_what_breaks_before_any_view_answers_in_the_one_shape_too(client: Client, monkeypatch) -> None:
    def fail(_request: object) -> None:
        raise RuntimeError(INSIDE)

    monkeypatch.setattr("gongwei.apps.accounts.middleware.bearer", fail)
    client.raise_request_exception = False
    answer = client.get("/api/worklist")
    assert answer.status_code == 500 and error(answer)["code"] == "server_error"


def test_a_request_that_django_itself_refuses_answers_in_the_one_shape(client: Client) -> None:
    answer = client.get("/api/worklist", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400 and error(answer)["code"] == "malformed"


def test_a_page_that_breaks_stays_a_page(sign_in, breaking) -> None:
    mine = sign_in("village_doctor", HERE)
    mine.raise_request_exception = False
    answer = mine.post("/residents/", {"q": "王"})
    assert answer.status_code == 500 and "没有保存" in answer.content.decode()
