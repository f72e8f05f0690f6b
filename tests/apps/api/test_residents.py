"""Residents through the API: found, listed, opened, by whom it concerns and nobody else."""

from uuid import uuid4

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.desk.actions import merge
from tests.apps.api.conftest import error
from tests.apps.desk.conftest import CARD, HERE, NEXT_DOOR, STREET
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("text", ["王秀英", "王", "wangxiuying", "wxy", CARD, "19900001234"])
def test_a_resident_is_found_by_name_pinyin_card_or_phone(registered, api, text: str) -> None:
    one = registered("hypertension")
    answer = api("village_doctor", HERE).post("residents/search", {"text": text})
    assert answer.status_code == 200 and [found["id"] for found in answer.json()["items"]] == [str(one.pk)]


def test_numbers_are_masked_wherever_a_resident_is_shown(registered, api) -> None:
    one, mine = registered("hypertension"), api("village_doctor", HERE)
    answers = [
        mine.post("residents/search", {"text": CARD}),
        mine.get(f"residents?area={HERE}"),
        mine.get(f"residents/{one.pk}"),
    ]
    for answer in answers:
        said = answer.content.decode()
        assert answer.status_code == 200 and CARD not in said and "19900001234" not in said
        assert CARD[:6] + "*" * 8 + CARD[-4:] in said and answer["Cache-Control"] == "no-store"


def test_a_resident_comes_with_conditions_and_programmes(registered, api) -> None:
    one = registered("hypertension")
    whole = api("village_doctor", HERE).get(f"residents/{one.pk}").json()
    assert whole["conditions"] == [{"code": "hypertension", "title": "高血压", "onset_date": "2019-05-01"}]
    (enrolment,) = whole["enrolments"]
    assert (enrolment["program"], enrolment["next_due_date"]) == ("hypertension", "2025-01-10")
    assert whole["place"].startswith("上城区") and whole["archived_date"] == "2024-01-05"


def test_an_area_is_read_page_by_page_and_nobody_is_lost_or_doubled(registered, api) -> None:
    everybody = {
        str(registered(name=name, document_type="none", document_number="", area_code=str(area)).pk)
        for name in ("陈一", "陈一", "李二")
        for area in (HERE, NEXT_DOOR)
    }
    mine, seen, after = api("centre_doctor", STREET), [], ""
    while True:
        page = mine.get(f"residents?area={STREET}&size=2{after}").json()
        seen += [(one["area_code"], one["name"], one["id"]) for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert {one[2] for one in seen} == everybody and len(seen) == len(everybody)
    assert [one[:2] for one in seen] == [(a, n) for a in (HERE, NEXT_DOOR) for n in ("陈一", "陈一", "李二")]


def test_hidden_and_absent_answer_byte_for_byte_alike(registered, api) -> None:
    hidden, mine = registered("hypertension", area_code=str(NEXT_DOOR)), api("village_doctor", HERE)
    for address in ("residents/{}", "residents/{}/visits", "visits/{}"):
        answers = [mine.get(address.format(one)) for one in (hidden.pk, uuid4(), "not-a-number")]
        assert [answer.status_code for answer in answers] == [404] * 3
        assert len({answer.content for answer in answers}) == 1
        assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
        assert error(answers[0])["code"] == "not_found"
    assert mine.post("residents/search", {"text": CARD}).json() == {"items": [], "next": None}
    assert mine.get(f"residents?area={NEXT_DOOR}").json() == mine.get("residents?area=330199999999").json()


def test_searching_too_fast_is_told_to_wait(registered, api, monkeypatch) -> None:
    from gongwei.apps.exchange.api.doors import SEARCHES

    monkeypatch.setattr(SEARCHES, "num_requests", 2)
    mine = api("village_doctor", HERE)
    answers = [mine.post("residents/search", {"text": "王"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert error(answers[2])["code"] == "too_many" and int(answers[2]["Retry-After"]) > 0


def test_a_merged_record_says_where_it_went_to_who_sees_that_one(registered, api) -> None:
    gone, stays = registered("hypertension"), registered(name="李二", document_type="none", document_number="")
    director = api("centre_director", STREET)
    with as_acting(director.client.acting) as by:
        merge(stays=stays, gone=gone, chosen={}, by=by, at=NOW)
    for address in (f"residents/{gone.pk}", f"residents/{gone.pk}/visits"):
        answer = director.get(address)
        assert (answer.status_code, error(answer)["code"]) == (410, "merged")
        assert error(answer)["fields"] == {"resident_id": str(stays.pk)}
    elsewhere = api("village_doctor", NEXT_DOOR)
    told = [elsewhere.get(f"residents/{one}") for one in (gone.pk, uuid4())]
    assert [one.status_code for one in told] == [404, 404] and told[0].content == told[1].content
