"""What indicators count of class 4 and 5: the readings laid open for them, and class 5 for the whole city alone."""

from datetime import date
from typing import Any

import pytest
from tests.conftest import NOW, TODAY

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.people.models import Resident
from gongwei.apps.planning.actions import lake
from gongwei.apps.planning.models import IndicatorCount
from gongwei.apps.programs.models import GuardedEnrolment, GuardedVisit, HiddenEnrolment, HiddenVisit
from gongwei.apps.reporting.queries import members, misread, records
from gongwei.catalog.discovery import indicators

HERE, CITY = 330102001051, 330100000000
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("made_programs")]


@pytest.fixture
def served() -> Resident:
    """A resident with a visit in both made programmes, written as the owner: nobody's post writes class 5."""
    one = Resident.objects.using("owner").create(
        name="张三", name_pinyin="zhangsan", name_initials="zs", sex="1", birth_date=date(1950, 1, 1), area_code=HERE,
        resident_from=date(2020, 1, 1), archived_date=date(2021, 1, 1), recorded_at=NOW,
    )  # fmt: skip
    for enrolment, visit, key in (
        (GuardedEnrolment, GuardedVisit, "made_guarded"), (HiddenEnrolment, HiddenVisit, "made_hidden"),
    ):  # fmt: skip
        common: dict[str, Any] = {"resident": one, "program": key, "area_code": HERE, "recorded_at": NOW}
        enrolment.objects.using("owner").create(**common, enrolled_date=date(2025, 1, 1))
        visit.objects.using("owner").create(
            **common, edition="2024-09-01", visit_date=date(2026, 3, 1), visit_mode="1", face_to_face=True,
            rule="stable", advice="继续", readings={"spo2": 96, "symptom_other": "夜间不安"}, counted={"spo2": 96},
        )  # fmt: skip
    return one


def counts(key: str) -> dict[int, tuple[int, int]]:
    rows = IndicatorCount.objects.using("report").filter(indicator=key, year=2026)
    return {row.area_code: (row.numerator, row.denominator) for row in rows}


def test_class_four_is_counted_by_village_and_class_five_for_the_city_alone(served: Resident) -> None:
    assert lake.refresh(on=TODAY, at=NOW).how == "built"
    assert counts("made_guarded_share") == {HERE: (1, 1)}
    assert counts("made_hidden_share") == {CITY: (1, 1)}
    assert lake.verify(on=TODAY, at=NOW) == [] and misread([HERE, CITY], as_of=TODAY) == []


def test_a_later_visit_of_either_class_is_followed(served: Resident) -> None:
    lake.refresh(on=TODAY, at=NOW)
    for model in (GuardedVisit, HiddenVisit):
        model.objects.using("owner").update(counted={"spo2": 90})
    assert lake.refresh(on=TODAY, at=NOW).how == "followed"
    assert counts("made_guarded_share") == {HERE: (0, 1)} and counts("made_hidden_share") == {CITY: (0, 1)}


def test_a_figure_opens_to_its_people_for_who_reads_the_class_alone(served: Resident, post: Any) -> None:
    indicator = indicators()["made_guarded_share"]
    for role, area, seen in (("centre_doctor", 330102001000, 1), ("village_doctor", HERE, 0)):
        with as_acting(post(role, area)):
            assert len(members(indicator, HERE, year=2026, as_of=TODAY)) == seen, role


def test_what_stands_sealed_is_read_by_no_indicator(served: Resident) -> None:
    ((_one, record),) = list(records(HERE, using="report"))
    assert len(record.visits) == 2 and all("symptom_other" not in visit.values for visit in record.visits)
