"""Two records side by side: merged as chosen, held apart for good, and taken apart again."""

import uuid
from typing import Any

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.desk.jobs import find_duplicates
from gongwei.apps.people import queries
from gongwei.apps.people.queries import phone_of
from tests.apps.people.test_duplicates import noted, pair_of
from tests.apps.people.test_merging import HERE, NEXT_DOOR, SECOND, STREET
from tests.apps.test_two_worlds import VARYING
from tests.conftest import enter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def director(sign_in: Any) -> Any:
    return sign_in("centre_director", STREET)


@pytest.fixture
def two(registered: Any, director: Any) -> tuple[Any, Any, Any]:
    """Two records of one woman and the pair that the linkage has noted."""
    first = registered("hypertension")
    again = registered("diabetes", area_code=str(NEXT_DOOR), **SECOND)
    noted(director.acting, pair_of(first, again, 0.97))
    with as_acting(director.acting):
        return first, again, queries.pairs(state="open").get()


def test_the_list_says_who_and_why(director, two):
    page = director.get("/duplicates/").content.decode()
    assert page.count("王秀英") == 2
    assert "姓名相同" in page and "97.0%" in page and "待核对" in page


def test_both_records_stand_side_by_side_with_what_differs(director, two):
    page = director.get(f"/duplicates/{two[2].pk}/").content.decode()
    assert 'name="take-phone" value="stays" checked' in page
    assert 'name="take-name"' not in page  # both say the same
    assert "199****1234" in page and "19900001234" not in page
    assert "高血压" in page and "糖尿病" in page


def test_a_merge_takes_the_values_chosen_and_the_old_address_leads_on(director, two):
    first, again, pair = two
    answer = director.post(f"/duplicates/{pair.pk}/decide/", {"decision": "merge", "take-phone": "gone"}, follow=True)
    assert "已合并为 王秀英 一份档案" in answer.content.decode()
    old = director.get(f"/residents/{again.pk}/")
    assert (old.status_code, old.url) == (302, f"/residents/{first.pk}/")
    page = director.get(old.url).content.decode()
    assert "合并过一份重复档案" in page and "取自那一份：电话" in page
    with as_acting(director.acting):
        assert phone_of(queries.resident(first.pk), masked=False) == "19900009999"
        merged = queries.merges_of(queries.resident(first.pk))[0]
    director.post(f"/merges/{merged.pk}/undo/")
    assert director.get(f"/residents/{again.pk}/").status_code == 200
    assert director.post(f"/merges/{merged.pk}/undo/").status_code == 404
    with as_acting(director.acting):
        assert phone_of(queries.resident(first.pk), masked=False) == "19900001234"
        assert queries.pair(pair.pk).state == "apart"


def test_an_old_address_is_as_absent_as_any_other_to_who_does_not_see_the_survivor(director, two, client, post):
    first, again, pair = two
    director.post(f"/duplicates/{pair.pk}/decide/", {"decision": "merge"})
    enter(client, post("village_doctor", NEXT_DOOR).user_id)
    hidden, absent = client.get(f"/residents/{again.pk}/"), client.get(f"/residents/{uuid.uuid4()}/")
    assert hidden.status_code == absent.status_code == 404
    enter(client, post("village_doctor", HERE).user_id)
    assert client.get(f"/residents/{again.pk}/").url == f"/residents/{first.pk}/"


def test_held_apart_is_never_shown_again(director, two):
    _first, _again, pair = two
    answer = director.post(f"/duplicates/{pair.pk}/decide/", {"decision": "apart"}, follow=True)
    assert "已记为不是同一人" in answer.content.decode()
    assert director.get(f"/duplicates/{pair.pk}/").status_code == 404
    assert "王秀英" in director.get("/duplicates/?state=apart").content.decode()


def test_no_decision_changes_nothing(director, two):
    answer = director.post(f"/duplicates/{two[2].pk}/decide/", {"decision": "perhaps"}, follow=True)
    assert "请选择合并" in answer.content.decode()


def test_the_list_leaves_as_a_workbook(director, two):
    answer = director.get("/duplicates/export/")
    assert answer.status_code == 200 and answer["Content-Disposition"].endswith('.xlsx"')


def test_the_worker_looks_for_pairs_under_the_post_that_asked(director, registered):
    first, again = registered(), registered(area_code=str(NEXT_DOOR), **SECOND)
    assert "已开始查找" in director.post("/duplicates/find/", follow=True).content.decode()
    find_duplicates(assignment_id=str(director.acting.assignment_id))
    with as_acting(director.acting):
        pair = queries.pairs(state="open").get()
    assert {pair.left_id, pair.right_id} == {first.pk, again.pk}


def test_a_village_doctor_has_no_such_page(sign_in):
    assert sign_in("village_doctor", HERE).get("/duplicates/").status_code == 403


def test_a_pair_out_of_sight_changes_nothing_on_the_page(director, registered, post):
    here = registered()
    alone = director.get("/duplicates/").content
    there = registered(area_code="330102003050", **SECOND)
    noted(post("data_operator", 330102000000), pair_of(here, there))
    both = director.get("/duplicates/").content
    assert VARYING.sub(b"", both) == VARYING.sub(b"", alone)
