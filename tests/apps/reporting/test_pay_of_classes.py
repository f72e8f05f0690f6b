"""Pay of what lies beyond class 3: guarded follow-ups open to who may read them, contracts to what was signed."""

from datetime import date
from typing import Any

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.contracts.models import Contract, Team
from gongwei.apps.people.models import Resident
from gongwei.apps.planning.actions.months import recount
from gongwei.apps.planning.models import Workload
from gongwei.apps.planning.queries.pay import decided_rule
from gongwei.apps.programs.models import GuardedVisit
from gongwei.catalog.services import QUALITIES, SERVICES, measured, sensitivity_of
from tests.conftest import NOW, TODAY

STREET, HERE = 330102001000, 330102001051
QUARTER = date(2026, 1, 1)
pytestmark = pytest.mark.django_db(transaction=True)


def somebody(name: str, **more: Any) -> Resident:
    return Resident.objects.create(
        name=name, name_pinyin="m", name_initials="m", sex="2", birth_date=date(1990, 1, 1), area_code=HERE,
        resident_from=date(2020, 1, 1), recorded_at=NOW, **more,
    )  # fmt: skip


def seen(one: Resident, program: str, day: date, *, face_to_face: bool = True, **counted: str) -> None:
    GuardedVisit.objects.create(
        resident=one, program=program, area_code=HERE, recorded_at=NOW, edition="2017-02-28", visit_date=day,
        face_to_face=face_to_face, rule="stable", advice="继续", readings={}, counted=counted,
    )  # fmt: skip


def signed(one: Resident, begun: date, until: date, state: str = "signed", stopped: date | None = None) -> None:
    team = Team.objects.first() or Team.objects.create(
        name="东队", area_code=STREET, villages=[HERE], since_date=date(2020, 1, 1), recorded_at=NOW
    )
    Contract.objects.create(
        resident=one, area_code=HERE, recorded_at=NOW, team=team, sign_way="1", state=state, packages=["general"],
        signed_date=begun, from_date=begun, to_date=until, stop_date=stopped,
        stop_reason="搬走" if state == "ended" else "",
    )  # fmt: skip


def counted(post: Any) -> dict[str, int]:
    recount(on=TODAY, at=NOW)
    with as_acting(post("centre_director", STREET)):
        rows = Workload.objects.filter(month_date__gte=QUARTER, month_date__lt=date(2026, 4, 1))
        return {row.service: row.services for row in rows}


@pytest.fixture
def followed(post: Any) -> None:
    """A patient seen and called and a case planned; a mother on every sheet of a pregnancy."""
    with as_acting(post("centre_doctor", STREET)):
        patient, mother = somebody("甲患"), somebody("乙母")
        seen(patient, "mental_disorder", date(2026, 2, 3), stability="1")
        seen(patient, "mental_disorder", date(2026, 2, 20), face_to_face=False)
        seen(patient, "mental_case", date(2026, 2, 4), case_stage="plan")
        for sheet in "123456":
            seen(mother, "pregnancy", date(2026, 2, int(sheet)), pregnancy_stage=sheet)


def test_follow_ups_of_class_4_are_counted_by_what_they_were(followed: None, post: Any) -> None:
    assert counted(post) == {
        "mental_visit": 1, "mental_phone": 1, "mental_case_plan": 1,
        "antenatal_visit": 2, "postnatal_visit": 1, "day_42_check": 1,  # birth and an early end are no service
    }  # fmt: skip


def test_their_lines_open_to_who_may_read_the_class_and_the_reading_is_noted(followed: None, sign_in: Any) -> None:
    recount(on=TODAY, at=NOW)
    client = sign_in("centre_director", STREET)
    assert "service=mental_case_plan" in client.get(f"/pay/?quarter={QUARTER}").content.decode()
    assert "甲患" in client.get(f"/pay/visits/?quarter={QUARTER}&service=mental_case_plan").content.decode()
    told = AuditEntry.objects.using("owner").get(action="program.read")
    assert told.detail == {"class": 4, "rows": 1}


def test_who_may_not_read_the_class_sees_what_was_paid_and_no_people(followed: None, sign_in: Any) -> None:
    recount(on=TODAY, at=NOW)
    doctor = sign_in("village_doctor", HERE)
    page = doctor.get(f"/pay/?quarter={QUARTER}").content.decode()
    assert "严重精神障碍个案管理" in page and "service=mental_case_plan" not in page
    for service in ("mental_visit", "postnatal_visit"):
        assert doctor.get(f"/pay/visits/?quarter={QUARTER}&service={service}").status_code == 404


def test_contracts_are_paid_when_they_begin_and_when_a_year_of_them_is_over(post: Any, sign_in: Any) -> None:
    with as_acting(post("centre_doctor", STREET)):
        signed(somebody("新签"), date(2026, 2, 1), date(2027, 2, 1))
        signed(somebody("两年"), date(2025, 3, 1), date(2027, 3, 1))  # its first year ended on the last of February
        signed(somebody("未签"), date(2026, 2, 1), date(2027, 2, 1), "waiting")
        changed = somebody("改签")
        signed(changed, date(2025, 9, 1), date(2026, 9, 1), "changed", date(2026, 3, 1))
        signed(changed, date(2026, 3, 1), date(2027, 3, 1))  # in the place of one that was paid when it began
        signed(somebody("解约"), date(2025, 3, 1), date(2026, 3, 1), "ended", date(2026, 2, 28))
        signed(somebody("已故", died_date=date(2026, 1, 5)), date(2025, 2, 1), date(2026, 2, 1))
    assert counted(post) == {"contract_signed": 1, "contract_year": 1}
    client = sign_in("centre_director", STREET)
    listed = client.get(f"/pay/visits/?quarter={QUARTER}&service=contract_year").content.decode()
    assert "两年" in listed and "2026-02-28" in listed and "已故" not in listed
    assert "新签" in client.get(f"/pay/visits/?quarter={QUARTER}&service=contract_signed").content.decode()


def test_every_service_has_its_class_and_what_it_is_measured_by_has_a_name() -> None:
    assert {key for key, one in SERVICES.items() if sensitivity_of(one) == 4} == {
        "antenatal_visit", "postnatal_visit", "day_42_check", "mental_visit", "mental_phone", "mental_case_plan",
    }  # fmt: skip
    assert all(measured(one) for one in QUALITIES)


def test_a_rule_older_than_a_service_takes_price_and_quality_of_the_catalogue() -> None:
    row = type("Row", (), {"prices": {"copd_visit": 18.0}, "qualities": {}})
    rule = decided_rule(row)  # type: ignore[arg-type]
    assert (rule.prices["copd_visit"], rule.prices["contract_year"]) == (18.0, SERVICES["contract_year"].price)
    assert rule.qualities.keys() == {one.program for one in QUALITIES}
