"""Every list leaves as an Excel file: by one way, as text, written down, and only with what the page shows."""

from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.people.models import Resident
from gongwei.apps.planning.actions import lake
from gongwei.domain.access import Role
from tests.apps import world
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
FORMULA = '=HYPERLINK("http://elsewhere.example")'
BEHIND = "/plan/indicators/hypertension_control/"
LISTS = [  # address, who asks, first heading, what the file must hold
    ("/today/export/?w=overdue", Role.CENTRE_DOCTOR, "姓名", ()),
    ("/referrals/export/", Role.CENTRE_DOCTOR, "居民", (FORMULA,)),
    ("/referrals/export/?state=closed", Role.CENTRE_DOCTOR, "居民", ()),
    ("/imports/export/", Role.CENTRE_DOCTOR, "文件", ()),
    ("/imports/sources/export/", Role.CENTRE_DOCTOR, "来源", ()),
    ("/plan/export/?document=001&year=2025", Role.CITY_BUREAU, "编号", ("001-I040",)),
    (f"{BEHIND}export/?year=2025", Role.CITY_BUREAU, "代码", ("上城区",)),
    (f"{BEHIND}people/export/?year=2026&region={world.HERE}", Role.CENTRE_DOCTOR, "居民", (FORMULA,)),
    ("/plan/rows/001-I040/export/", Role.CITY_BUREAU, "编号", ()),
    ("/regions/330102000000/export/?year=2024", Role.AUDITOR, "代码", ("清波街道",)),
    ("/catalogue/export/", Role.AUDITOR, "类别", ("高血压患者健康管理", "未核实")),
    ("/users/export/", Role.SYSTEM_ADMIN, "用户名", ("测试员",)),
    ("/users/{user_id}/posts/export/", Role.SECURITY_ADMIN, "岗位", ("村（社区）医生",)),
    ("/residents/export/", Role.CENTRE_DOCTOR, "姓名", (FORMULA, "文化程度")),
    ("/residents/{resident_id}/visits/export/", Role.CENTRE_DOCTOR, "项目", ("高血压患者健康管理", "上级医院")),
    ("/catalogue/numbers/export/", Role.AUDITOR, "编号", ("systolic.hard", "未核实")),
    ("/audit/export/", Role.AUDITOR, "时间", ("visit.record",)),
]


def table(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200, answer.content[:300]
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()


@pytest.fixture
def standing(registered: Any, post: Any) -> world.World:
    made = world.build(registered, post)
    Resident.objects.using("owner").update(name=FORMULA)
    lake.refresh(on=TODAY, at=NOW)
    return made


def test_every_list_leaves_with_its_headings_as_text_and_is_written_down(standing: Any, sign_in: Any) -> None:
    for address, role, heading, held in LISTS:
        rows = table(sign_in(role, world.area_for(role)).get(address.format(**standing.ids)))
        assert rows[0][0] == heading, address
        cells = {str(cell) for row in rows for cell in row}
        assert set(held) <= cells, (address, sorted(cells)[:40])
        noted = AuditEntry.objects.using("owner").filter(action="list.export").latest("id")
        assert noted.detail["rows"] == len(rows) - 1, address


def test_a_list_past_the_most_rows_says_what_is_missing(standing: Any, sign_in: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("gongwei.apps.accounts.files.MOST_ROWS", 3)
    rows = table(sign_in(Role.AUDITOR, 330100000000).get("/catalogue/export/"))
    assert len(rows) == 5 and "只导出前 3 行" in rows[-1][0]


def test_a_post_next_door_gets_an_empty_list(standing: Any, sign_in: Any) -> None:
    client = sign_in(Role.VILLAGE_DOCTOR, world.HERE + 1)
    assert len(table(client.get("/referrals/export/"))) == 1
    assert client.get(f"{BEHIND}people/export/?year=2026&region={world.HERE}").status_code == 404


def test_a_wrong_year_of_people_is_refused_in_words(sign_in: Any) -> None:
    answer = sign_in(Role.AUDITOR, 330100000000).get("/regions/330102000000/export/?year=1900")
    assert answer.status_code == 400 and "1900" in answer.content.decode()
