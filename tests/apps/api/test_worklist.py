"""The day's work through the API."""

from datetime import date

import pytest

from tests.apps.api.conftest import error
from tests.apps.desk.conftest import HERE

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_work_is_listed_by_window_with_counts(registered, api) -> None:
    days = {"overdue": date(2026, 6, 29), "today": date(2026, 6, 30), "week": date(2026, 7, 6)}
    made = {
        window: registered("hypertension", enrolled=day, name=f"李{window}", document_type="none", document_number="")
        for window, day in days.items()
    }
    registered("hypertension", enrolled=date(2026, 7, 7), document_type="none", document_number="")
    mine = api("village_doctor", HERE)
    for window, one in made.items():
        found = mine.get(f"worklist?window={window}").json()
        assert found["counts"] == {"overdue": 1, "today": 1, "week": 1}
        assert [row["resident_id"] for row in found["items"]] == [str(one.pk)]
        assert found["items"][0]["title"] == "高血压患者健康管理" and found["next_page"] is None


def test_the_list_goes_on_where_a_page_ends(registered, api) -> None:
    for name in ("甲", "乙", "丙"):
        registered("hypertension", name=name, document_type="none", document_number="")
    mine, seen, page = api("village_doctor", HERE), [], 1
    while page:
        found = mine.get(f"worklist?window=overdue&size=2&page={page}").json()
        seen += [row["enrolment_id"] for row in found["items"]]
        page = found["next_page"]
    assert len(seen) == len(set(seen)) == 3


def test_an_unknown_window_page_or_parameter_is_refused(api) -> None:
    mine = api("village_doctor", HERE)
    for query in ("window=tomorrow", "page=0", "page=abc", "page=99999999999999999999", "sort=name;drop", "size=1e3"):
        answer = mine.get(f"worklist?{query}")
        assert answer.status_code == 422 and query.partition("=")[0] in error(answer)["fields"]
