"""The scoreboard: figures of one's own area, what they say of the plan, and the people behind them for who may know."""

from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.people.models import Resident
from gongwei.apps.planning.actions import lake
from gongwei.apps.planning.models import IndicatorCount, ReportedValue
from gongwei.apps.programs.models import Enrolment, Visit
from gongwei.apps.reporting.queries import misread
from tests.conftest import NOW, TODAY

CITY, DISTRICT, STREET, HERE, NEXT_DOOR = 330100000000, 330102000000, 330102001000, 330102001051, 330102001052
INDICATOR = "/plan/indicators/hypertension_control/"
pytestmark = pytest.mark.django_db(transaction=True)


def resident(name: str, *, at_target: bool | None) -> None:
    one = Resident(
        name=name, name_pinyin=name, name_initials="x", sex="1", birth_date=date(1960, 1, 1), area_code=HERE,
        resident_from=date(2020, 1, 1), archived_date=date(2021, 1, 1), recorded_at=NOW,
    )  # fmt: skip
    one.save(force_insert=True)
    common = {"resident": one, "program": "hypertension", "area_code": HERE, "recorded_at": NOW}
    Enrolment.objects.create(**common, enrolled_date=date(2024, 1, 1))
    if at_target is not None:
        Visit.objects.create(
            **common, edition="2017-02-28", visit_date=date(2025, 6, 1), visit_mode="1", face_to_face=True,
            rule="continue", advice="继续", at_target=at_target, readings={"systolic": 130, "diastolic": 80},
        )  # fmt: skip


@pytest.fixture
def counted(post) -> None:
    with as_acting(post("centre_doctor", STREET)):
        resident("甲", at_target=True)
        resident("乙", at_target=False)
        resident("丙", at_target=None)
    lake.refresh(on=TODAY, at=NOW)


def test_before_anything_is_counted_the_page_says_what_to_do(sign_in) -> None:
    page = sign_in("city_bureau", CITY).get("/plan/").content.decode()
    assert "还没有统计过" in page


def test_the_bureau_sees_figures_documents_and_verdicts(counted, sign_in) -> None:
    client = sign_in("city_bureau", CITY)
    page = client.get("/plan/").content.decode()
    assert "高血压患者血压控制率" in page
    assert "33.3%" in page
    assert "001-I040" in page
    behind = client.get("/plan/?document=001&state=behind").content.decode()
    assert "001-I040" in behind
    assert "001-I001" not in behind


def test_each_level_leads_to_the_next_down_to_the_village(counted, sign_in) -> None:
    client = sign_in("city_bureau", CITY)
    for above, below in ((CITY, DISTRICT), (DISTRICT, STREET), (STREET, HERE)):
        page = client.get(f"{INDICATOR}?region={above}&year=2025").content.decode()
        assert f"region={below}" in page
        assert "33.33%" in page
    village = client.get(f"{INDICATOR}?region={HERE}&year=2025").content.decode()
    assert "当前岗位看不到" in village


def test_another_area_answers_as_if_it_did_not_exist(counted, sign_in) -> None:
    client = sign_in("village_doctor", HERE)
    for region in (NEXT_DOOR, DISTRICT, 330199000000, 999999999999):
        assert client.get(f"{INDICATOR}?region={region}").status_code == 404
    assert client.get("/plan/indicators/nothing/").status_code == 404


def test_odd_parameters_get_a_page_and_not_an_error(counted, sign_in) -> None:
    client = sign_in("city_bureau", CITY)
    for query in ("year=²", "year=1900", "sort=--x", "page=-1", "level=9", "document=x&state=y"):
        assert client.get(f"/plan/?{query}").status_code == 200
        assert client.get(f"{INDICATOR}?{query}").status_code == 200


def test_the_doctor_sees_who_is_not_counted_and_the_list_is_audited(counted, sign_in) -> None:
    client = sign_in("village_doctor", HERE)
    page = client.get(f"{INDICATOR}people/?year=2025").content.decode()
    assert page.index("乙") < page.index("甲")
    assert page.index("丙") < page.index("甲")
    only = client.get(f"{INDICATOR}people/?year=2025&side=in").content.decode()
    assert "甲" in only
    assert "乙" not in only
    assert AuditEntry.objects.using("owner").filter(action="people.listed").count() == 2


@pytest.mark.parametrize(("role", "area"), [("district_bureau", DISTRICT), ("city_bureau", CITY)])
def test_who_reads_no_health_data_is_refused_the_list(counted, sign_in, role: str, area: int) -> None:
    assert sign_in(role, area).get(f"{INDICATOR}people/?region={HERE}").status_code == 403


@pytest.mark.parametrize("role", ["system_admin", "auditor"])
def test_who_reads_no_statistics_is_refused_the_scoreboard(sign_in, role: str) -> None:
    client = sign_in(role, CITY)
    assert client.get("/plan/").status_code == 403
    assert client.get(f"{INDICATOR}export/").status_code == 403


def test_the_list_of_areas_goes_to_excel(counted, sign_in) -> None:
    answer = sign_in("city_bureau", CITY).get(f"{INDICATOR}export/?year=2025&sort=name")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 14
    mine = next(row for row in rows if row[0] == str(DISTRICT))
    assert mine[3:6] == [1.0, 3.0, 33.33]


def test_a_department_reports_a_value_with_its_evidence_and_withdraws_it(sign_in) -> None:
    client = sign_in("city_bureau", CITY)
    row = "/plan/rows/001-I038/"
    given = {"year": "2025", "value": "91.5", "evidence": "2025 年精神卫生年报"}
    assert client.post(row, given).status_code == 302
    assert "2025 年精神卫生年报" in client.get(row).content.decode()
    assert "已达到" in client.get(row).content.decode()
    one = ReportedValue.objects.using("owner").get()
    client.post(f"/plan/reports/{one.pk}/withdraw/")
    assert "还没有报送" in client.get(row).content.decode()
    actions = set(AuditEntry.objects.using("owner").values_list("action", flat=True))
    assert {"value reported", "value withdrawn"} <= actions


@pytest.mark.parametrize(
    "given",
    [
        {"year": "x", "value": "1", "evidence": "统计年报"},
        {"year": "2025", "value": "nan", "evidence": "统计年报"},
        {"year": "2025", "value": "91", "evidence": ""},
        {"year": "1999", "value": "91", "evidence": "统计年报"},
        {},
    ],
)
def test_an_unusable_report_says_what_to_write(sign_in, given: dict[str, str]) -> None:
    answer = sign_in("city_bureau", CITY).post("/plan/rows/001-I038/", given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_row_that_records_measure_takes_no_report(sign_in) -> None:
    given = {"year": "2025", "value": "91", "evidence": "统计年报"}
    assert sign_in("city_bureau", CITY).post("/plan/rows/001-I040/", given).status_code == 422


def test_who_does_not_manage_the_plan_may_not_report(sign_in) -> None:
    given = {"year": "2025", "value": "91", "evidence": "统计年报"}
    assert sign_in("centre_doctor", STREET).post("/plan/rows/001-I038/", given).status_code == 403
    assert not ReportedValue.objects.using("owner").exists()


def test_an_unknown_row_is_not_found(sign_in) -> None:
    assert sign_in("city_bureau", CITY).get("/plan/rows/009-I999/").status_code == 404


def test_reading_person_by_person_finds_a_count_that_is_wrong(counted) -> None:
    assert misread([HERE], as_of=TODAY) == []
    wrong = IndicatorCount.objects.using("report").filter(indicator="hypertension_control", year=2025)
    wrong.update(numerator=0)
    assert misread([HERE], as_of=TODAY) == [(HERE, "hypertension_control", 2025, (0, 3), (1, 3))]
