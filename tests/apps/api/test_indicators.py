"""Indicators through the API: added up, with interval, targets and verdicts, inside the post's own area."""

import pytest

from gongwei.apps.planning.models import IndicatorCount, LakeState
from tests.apps.api.conftest import error
from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET
from tests.conftest import NOW, TODAY

CITY, DISTRICT, KEY = 330100000000, 330102000000, "hypertension_standard_management"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counted(transactional_db) -> None:
    LakeState.objects.using("report").create(generation="g", watermark=1, as_of=NOW, counted_date=TODAY)
    for area, year, above, below in ((HERE, 2025, 30, 40), (NEXT_DOOR, 2025, 45, 60), (NEXT_DOOR, 2026, 0, 0)):
        IndicatorCount.objects.using("report").create(
            indicator=KEY, area_code=area, year=year, numerator=above, denominator=below, as_of=NOW
        )


def rows(api, query: str) -> dict:
    answer = api.get(f"indicators?indicator={KEY}&{query}")
    assert answer.status_code == 200, answer.content
    return {row["region_code"]: row for row in answer.json()["items"]}


def test_counts_are_added_up_with_interval_target_and_verdict(counted, api) -> None:
    city = rows(api("city_bureau", CITY), "level=city&year=2025")[CITY]
    assert (city["numerator"], city["denominator"], city["value"], city["unit"]) == (75, 100, 75.0, "%")
    assert (round(city["lower"], 2), round(city["upper"], 2)) == (65.7, 82.45)
    first = city["targets"][0]
    assert (first["id"], first["target"], first["verdict"], first["binding"]) == (
        "001-I040", 70.0, "reached", "binding",
    )  # fmt: skip


def test_an_area_without_anybody_has_no_value_and_says_so(counted, api) -> None:
    found = rows(api("centre_doctor", STREET), "level=village&year=2026")
    assert found[NEXT_DOOR]["value"] is None and found[NEXT_DOOR]["flag"] == "no denominator"


def test_regions_come_page_by_page(counted, api) -> None:
    mine, seen, after = api("centre_doctor", STREET), [], ""
    while True:
        page = mine.get(f"indicators?level=village&indicator={KEY}&size=4{after}").json()
        seen += [row["region_code"] for row in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == sorted(set(seen)) and {HERE, NEXT_DOOR} <= set(seen) <= set(range(STREET, STREET + 1000))


def test_nobody_reads_the_part_that_he_sees_as_if_it_were_the_whole(counted, api) -> None:
    mine = api("village_doctor", HERE)
    assert set(rows(mine, "level=village&year=2025")) == {HERE}
    above = mine.get("indicators?level=street")
    assert above.status_code == 422 and error(above)["code"] == "level_above_region"
    outside = [mine.get(f"indicators?level=village&region={area}") for area in (NEXT_DOOR, 330199999999)]
    assert [answer.status_code for answer in outside] == [404, 404] and outside[0].content == outside[1].content


def test_before_the_first_count_there_is_nothing_and_no_error(api, transactional_db) -> None:
    answer = api("city_bureau", CITY).get("indicators?level=city")
    assert answer.json() == {"as_of": None, "year": None, "items": [], "next": None}
