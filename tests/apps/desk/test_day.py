"""My day: what is due, for whom one may see, with one click to act."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.desk.views import clock, day
from gongwei.apps.programs import queries
from gongwei.apps.programs.models import CallAttempt, Enrolment, Referral
from tests.apps import world
from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def cards(*count: int) -> list[str]:
    """Valid-looking document numbers for as many residents."""
    from gongwei.domain.identity import check_character

    bodies = [f"99010219580307{number:03d}" for number in count]
    return [body + check_character(body) for body in bodies]


@pytest.fixture
def due_on(registered, post):
    """Register somebody whose next visit is due on a day."""

    def make(day: date, number: int, **changes):
        (card,) = cards(number * 2)
        one = registered("hypertension", document_number=card, phone=f"1990000{number:04d}", **changes)
        with as_acting(post("centre_doctor", STREET)):
            Enrolment.objects.filter(resident=one).update(next_due_date=day)
        return one

    return make


def test_the_day_counts_what_is_overdue_due_today_and_due_soon(due_on, sign_in) -> None:
    for number, days in enumerate((-12, -1, 0, 3, 6, 7)):
        due_on(TODAY + timedelta(days=days), number, name=f"王秀{'一二三四五六'[number]}")
    client = sign_in("village_doctor", HERE)
    page = client.get("/today/")
    assert [tile["count"] for tile in page.context["tiles"]] == [2, 1, 2]
    assert [row.enrolment.resident.name for row in page.context["rows"]] == ["王秀一", "王秀二"]
    assert "逾期 12 天" in page.content.decode()


def test_a_row_leads_to_its_form_and_back_with_one_click(due_on, sign_in) -> None:
    one = due_on(TODAY, 1)
    page = sign_in("village_doctor", HERE).get("/today/").content.decode()
    assert f'href="/residents/{one.pk}/visit/hypertension/?next=/today/"' in page


def test_an_empty_day_says_what_to_do(sign_in, transactional_db) -> None:
    page = sign_in("village_doctor", HERE).get("/today/").content.decode()
    assert "这一栏没有人" in page


def test_the_day_of_a_village_holds_nobody_of_the_next(due_on, sign_in) -> None:
    due_on(TODAY, 1, area_code=str(NEXT_DOOR))
    assert sign_in("village_doctor", HERE).get("/today/").context["rows"] == []


def test_a_street_filters_by_village_and_cannot_look_outside_itself(due_on, sign_in) -> None:
    due_on(TODAY, 1)
    due_on(TODAY, 2, area_code=str(NEXT_DOOR))
    client = sign_in("centre_doctor", STREET)
    assert len(client.get("/today/").context["rows"]) == 2
    assert len(client.get(f"/today/?place={NEXT_DOOR}").context["rows"]) == 1
    assert len(client.get("/today/?place=330106001001").context["rows"]) == 2


@pytest.mark.parametrize("sort", ["due", "-due", "last", "-last", "name", "-name", "password", "--"])
def test_every_sort_of_an_address_is_answered(due_on, sign_in, sort: str) -> None:
    due_on(TODAY, 1)
    assert sign_in("village_doctor", HERE).get(f"/today/?sort={sort}&page=99").status_code == 200


@pytest.mark.parametrize("query", ["w=x", "program=alchemy", "place=1", "place=９", "page=-1"])
def test_no_address_breaks_the_day(sign_in, transactional_db, query: str) -> None:
    assert sign_in("village_doctor", HERE).get(f"/today/?{query}").status_code == 200


def test_a_longer_list_takes_no_more_queries(due_on, sign_in) -> None:
    due_on(TODAY, 1)
    client = sign_in("village_doctor", HERE)
    client.get("/today/")
    with CaptureQueriesContext(connection) as short:
        client.get("/today/")
    for number in range(2, 12):
        due_on(TODAY, number)
    with CaptureQueriesContext(connection) as long:
        client.get("/today/")
    assert len(long) == len(short)


def test_the_list_leaves_as_an_excel_file_and_that_is_written_down(due_on, sign_in) -> None:
    due_on(TODAY, 1)
    answer = sign_in("village_doctor", HERE).get("/today/export/?w=today")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["姓名", "王秀英"]
    with as_acting(sign_in("auditor", 330100000000).acting):
        assert AuditEntry.objects.get(action="list.export").detail == {"rows": 1}


def test_a_call_is_noted_with_its_outcome_and_shown_in_the_list(due_on, sign_in) -> None:
    one = due_on(TODAY, 1)
    client = sign_in("village_doctor", HERE)
    with as_acting(client.acting):
        enrolment = queries.open_enrolment(one, "hypertension")
    assert "19900000001" in client.get(f"/calls/{enrolment.pk}/").content.decode()
    sent = {"outcome": "coming", "agreed_date": "2026-07-02", "note": "下午来"}
    answer = client.post(f"/calls/{enrolment.pk}/", sent)
    assert answer["HX-Trigger"] == "close-sheet"
    assert "约好来访 7-2" in client.get("/today/").content.decode()


def test_a_call_that_is_sent_twice_at_once_is_noted_once(due_on, sign_in) -> None:
    one, client = due_on(TODAY, 1), sign_in("village_doctor", HERE)
    with as_acting(client.acting):
        enrolment = queries.open_enrolment(one, "hypertension")
    page = client.get(f"/calls/{enrolment.pk}/").content.decode()
    form_id = re.search(r'name="form_id" value="([^"]+)"', page)[1]

    def send(_number: int) -> int:
        again = Client()
        again.cookies = client.cookies.copy()
        try:
            return again.post(f"/calls/{enrolment.pk}/", {"outcome": "coming", "form_id": form_id}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(send, range(4))) == {200}
    with as_acting(client.acting):
        assert CallAttempt.objects.filter(resident=one).count() == 1
    with as_acting(sign_in("auditor", 330100000000).acting):
        assert AuditEntry.objects.filter(action="call.record").count() == 1


def test_a_call_without_a_known_outcome_is_not_noted(due_on, sign_in) -> None:
    one = due_on(TODAY, 1)
    client = sign_in("village_doctor", HERE)
    with as_acting(client.acting):
        enrolment = queries.open_enrolment(one, "hypertension")
    client.post(f"/calls/{enrolment.pk}/", {"outcome": "shouted"})
    with as_acting(client.acting):
        assert queries.last_calls([one.pk]) == {}


def test_the_number_of_somebody_elsewhere_is_not_found(due_on, sign_in) -> None:
    one = due_on(TODAY, 1)
    client = sign_in("centre_doctor", STREET)
    with as_acting(client.acting):
        enrolment = queries.open_enrolment(one, "hypertension")
    other = sign_in("village_doctor", NEXT_DOOR)
    assert other.get(f"/calls/{enrolment.pk}/").status_code == 404


@pytest.mark.parametrize(("role", "area", "leads_to"), [
    ("village_doctor", HERE, "/today/"),
    ("district_cdc", 330102000000, "/today/"),
    ("city_bureau", 330100000000, "/plan/"),
    ("system_admin", 330100000000, "/users/"),
    ("auditor", 330100000000, "/audit/"),
])  # fmt: skip
def test_each_role_begins_on_the_page_of_its_work(sign_in, role: str, area: int, leads_to: str) -> None:
    assert sign_in(role, area).get("/").url == leads_to


@pytest.mark.parametrize("role", ["district_bureau", "system_admin", "auditor"])
def test_who_reads_no_health_data_has_no_day(sign_in, role: str) -> None:
    area = 330102000000 if role == "district_bureau" else 330100000000
    assert sign_in(role, area).get("/today/").status_code == 403


@pytest.mark.parametrize("sort", ["due", "-due", "last", "-last"])
def test_a_wide_list_shows_the_same_pages_in_the_order_of_its_days(due_on, sign_in, monkeypatch, sort) -> None:
    for number in range(9):
        one = due_on(TODAY - timedelta(days=number % 3 + 1), number, name=f"王秀{'一二三四五六七八九'[number]}")
        visited = None if number % 4 == 0 else TODAY - timedelta(days=90 + number % 2)
        Enrolment.objects.using("owner").filter(resident_id=one.pk).update(last_visit_date=visited)
    client, pages = sign_in("city_cdc", 330100000000), {}
    monkeypatch.setattr(day, "A_PAGE", 2)
    for wide in (10_000, 0):
        monkeypatch.setattr(day, "WIDE", wide)
        answers = [client.get(f"/today/?w=overdue&sort={sort}&page={page}") for page in range(1, 6)]
        pages[wide] = [[row.enrolment.resident.name for row in one.context["rows"]] for one in answers]
    assert pages[0] == pages[10_000]
    assert sorted(name for page in pages[0] for name in page) == sorted(f"王秀{one}" for one in "一二三四五六七八九")


def test_what_has_ended_cannot_be_due(due_on, post) -> None:
    one = due_on(TODAY, 1)
    with pytest.raises(IntegrityError, match="ended_is_not_due"), as_acting(post("centre_doctor", STREET)):
        Enrolment.objects.filter(resident=one).update(ended_date=TODAY)


@pytest.mark.parametrize(
    ("days", "chinese", "english"),
    [
        (-12, "逾期 12 天", "12 days late"),
        (-1, "逾期 1 天", "1 day late"),
        (0, "今天", "today"),
        (3, "3 天后", "in 3 days"),
    ],
)
def test_a_due_day_is_said_against_today(days: int, chinese: str, english: str) -> None:
    found = clock(TODAY + timedelta(days=days), TODAY)
    with translation.override("zh-hans"):
        assert found.words == chinese
    with translation.override("en"):
        assert found.words.lower() == english


def test_nothing_due_has_no_clock() -> None:
    assert clock(None, TODAY) is None


def test_links_lead_where_reversing_them_would(due_on, sign_in) -> None:
    one = due_on(TODAY, 1)
    (row,) = sign_in("village_doctor", HERE).get("/today/?w=today").context["rows"]
    assert row.person_link == reverse("desk:resident", args=[one.pk])
    assert row.visit_link == f"{reverse('desk:record_visit', args=[one.pk, 'hypertension'])}?next=/today/%3Fw%3Dtoday"
    assert row.call_link == reverse("desk:call", args=[row.enrolment.pk])


def test_referrals_are_late_until_they_are_ended(registered, post, sign_in) -> None:
    made = world.build(registered, post)
    referral = Referral.objects.using("owner").filter(pk=made.ids["referral_id"])
    client, late = sign_in("village_doctor", HERE), {}
    for days in (0, -1):
        for state in Referral.State:
            result = "" if state in ("open", "accepted", "cancelled") else "已复诊"
            referral.update(state=state, result=result, due_date=TODAY + timedelta(days=days))
            late[days, state.value] = client.get("/today/").context["attention"][0].count
    assert {one for one, count in late.items() if count} == {(-1, state) for state in queries.OPEN_STATES}
