"""Cohort cards: counted by night for every level, and opened to the people by who may know them."""

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.people.models import Resident
from gongwei.apps.planning.actions.months import recount
from gongwei.apps.planning.models import CohortCount, Workload
from gongwei.apps.programs.models import Enrolment, Visit
from gongwei.apps.reporting.cohorts import cohort_members
from gongwei.domain.cohort import quarter_of
from tests.conftest import NOW, TODAY

CITY, STREET, HERE, NEXT_DOOR = 330100000000, 330102001000, 330102001051, 330102001052
CELL = ("area_code", "quarter_date", "cohort_date", "standing", "people")
pytestmark = pytest.mark.django_db(transaction=True)


def sown(count: int, village: int = HERE) -> None:
    """Make residents with random courses in hypertension."""
    rng = np.random.default_rng(village)

    def some_day() -> date:
        return date.fromordinal(int(rng.integers(date(2024, 1, 1).toordinal(), TODAY.toordinal())))

    for number in range(count):
        one = Resident(
            name=f"某{number}", name_pinyin=f"m{number:03}", name_initials="m", sex="1", birth_date=date(1960, 1, 1),
            area_code=village, resident_from=date(2020, 1, 1), recorded_at=NOW,
        )  # fmt: skip
        one.save(force_insert=True)
        common = {"resident": one, "program": "hypertension", "area_code": village, "recorded_at": NOW}
        enrolled, ended = some_day(), some_day()
        over = ended > enrolled and rng.random() < 0.3
        why = ["died", "moved", "refused"][number % 3]
        Enrolment.objects.create(
            **common, enrolled_date=enrolled, ended_date=ended if over else None, end_reason=why if over else ""
        )
        for day in sorted({some_day() for _ in range(int(rng.integers(0, 5)))}):
            Visit.objects.create(
                **common, edition="2017-02-28", visit_date=day, visit_mode="1", face_to_face=bool(rng.random() < 0.8),
                rule="continue", advice="继续", at_target=[True, False, None][int(rng.integers(0, 3))], readings={},
            )  # fmt: skip


@pytest.fixture
def counted(post: Any) -> None:
    with as_acting(post("centre_doctor", STREET)):
        sown(25)
        sown(5, NEXT_DOOR)
    recount(on=TODAY, at=NOW)


def test_the_counts_of_a_village_are_those_of_its_people(counted: None, post: Any) -> None:
    with as_acting(post("village_doctor", HERE)):
        for quarter in {row.quarter_date for row in CohortCount.objects.all()}:
            people = cohort_members("hypertension", HERE, quarter=quarter_of(quarter), on=TODAY)
            cells = CohortCount.objects.filter(quarter_date=quarter, area_code=HERE)
            assert sum(one.people for one in cells) == len(people) > 0
            for cell in cells:
                same = [
                    one
                    for one in people
                    if one.standing == cell.standing and quarter_of(one.enrolled_date).start == cell.cohort_date
                ]
                assert len(same) == cell.people


def test_counting_twice_changes_nothing(counted: None, post: Any) -> None:
    with as_acting(post("centre_director", STREET)):
        before = sorted(CohortCount.objects.values_list(*CELL))
        work = sorted(Workload.objects.values_list("service", "month_date", "services"))
    recount(on=TODAY, at=NOW)
    with as_acting(post("centre_director", STREET)):
        assert before == sorted(CohortCount.objects.values_list(*CELL))
        assert work == sorted(Workload.objects.values_list("service", "month_date", "services"))
        kept = Visit.objects.filter(visit_date__gte=date(2024, 6, 1))  # two years
        assert sum(each for _service, _month, each in work) == kept.count()


def test_a_street_shows_its_villages_and_a_village_opens_to_its_people(counted: None, sign_in: Any) -> None:
    client = sign_in("centre_director", STREET)
    street = client.get("/cohorts/?quarter=2026-04-01").content.decode()
    assert f"region={HERE}" in street and f"region={NEXT_DOOR}" in street and "达标" in street
    village = client.get(f"/cohorts/?quarter=2026-04-01&region={HERE}").content.decode()
    assert "cohorts/people/?" in village
    listed = client.get(f"/cohorts/people/?quarter=2026-04-01&region={HERE}&standing=lost").content.decode()
    assert "失访" in listed and "达标</td>" not in listed
    assert AuditEntry.objects.using("owner").filter(action="people.listed").count() == 1


def test_a_quarter_that_began_this_night_is_under_way_though_it_has_not_begun_in_greenwich(
    counted: None, sign_in: Any
) -> None:
    recount(on=date(2026, 7, 1), at=datetime(2026, 6, 30, 18, 10, tzinfo=UTC))
    client = sign_in("centre_director", STREET)
    assert "本季度未结束" in client.get("/cohorts/?quarter=2026-07-01").content.decode()
    assert "本季度未结束" not in client.get("/cohorts/?quarter=2026-04-01").content.decode()


def test_the_bureau_sees_counts_and_no_people(counted: None, sign_in: Any) -> None:
    client = sign_in("city_bureau", CITY)
    page = client.get(f"/cohorts/?quarter=2026-04-01&region={HERE}").content.decode()
    assert "当前岗位看不到" in page and "cohorts/people" not in page
    assert client.get(f"/cohorts/people/?region={HERE}").status_code == 403


def test_another_area_answers_as_if_it_did_not_exist(counted: None, sign_in: Any) -> None:
    client = sign_in("village_doctor", NEXT_DOOR)
    for path in ("", "export/", "people/", "people/export/"):
        assert client.get(f"/cohorts/{path}?region={HERE}").status_code == 404
    assert client.get("/cohorts/people/export/?quarter=2026-04-01").status_code == 200
    assert client.get("/cohorts/export/?quarter=x&program=y").status_code == 200


def test_before_anything_is_counted_the_page_says_what_to_do(sign_in: Any) -> None:
    assert "还没有统计过队列" in sign_in("city_bureau", CITY).get("/cohorts/").content.decode()
