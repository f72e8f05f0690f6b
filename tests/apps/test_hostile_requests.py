"""Requests that ask for more than their page offers: columns, rows, sorts, addresses and files of their own choice."""

import ast
import io
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

import gongwei
from gongwei.adapters.files.delimited import read_text
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.actions import create_token
from gongwei.apps.accounts.models import User
from gongwei.apps.exchange.forms import MOST
from gongwei.apps.exchange.jobs import take_import
from gongwei.apps.exchange.models import ImportRow
from gongwei.apps.people.models import Resident
from gongwei.apps.programs.models import Visit
from gongwei.catalog.discovery import programs
from gongwei.domain.access import Role
from gongwei.site import lints
from tests.apps import world
from tests.apps.desk.conftest import HERE, STREET, resident_values, routine
from tests.apps.exchange.files import NEXT_VILLAGE, resident, text
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
MARK = "zq9x"  # stands in every statement that a parameter gets into


def columns_of(model: Any) -> dict[str, str]:
    """A value for every column of a table, as nobody may choose it."""
    wrong = {"UUIDField": str(uuid.UUID(int=7)), "DateTimeField": "1999-01-01T00:00:00Z", "BooleanField": "true"}
    kinds = ((one, one.get_internal_type()) for one in model._meta.concrete_fields)
    return {one.attname: wrong.get(kind, "7") for one, kind in kinds}


def state(model: Any, acting: Any) -> list[dict[str, Any]]:
    with as_acting(acting):
        return list(model.objects.values())


def test_columns_that_a_form_does_not_have_are_not_written(registered: Any, sign_in: Any) -> None:
    registered("hypertension")
    client = sign_in("village_doctor", HERE)
    wrong = columns_of(Resident) | columns_of(Visit) | {"by": "x", "acting": "x", "is_superuser": "on"}
    days = dict.fromkeys(("resident_from", "resident_to", "died_date", "archived_date"), "")
    honest = days | {
        "document_number": "",
        "document_type": "none",
        "sex": "2",
        "birth_date": "1958-03-07",
        "name": "李二",
    }
    form = wrong | resident_values(resident_id=str(uuid.uuid4())) | honest
    made = client.post("/residents/new/", form)
    assert made.status_code == 302, made.context["problems"]
    client.post(f"{made.url}enrol/", wrong | {"program": "hypertension"})
    asked = programs()["hypertension"].visit.fields
    others = {name: value for name, value in wrong.items() if name not in asked}
    written = client.post(f"{made.url}visit/hypertension/", others | routine(visit_date=localdate().isoformat()))
    assert written.status_code == 302
    (one,) = [row for row in state(Resident, client.acting) if row["name"] == "李二"]
    (visit,) = state(Visit, client.acting)
    assert one["recorded_at"] == visit["recorded_at"] == NOW or one["recorded_at"].year > 2000
    assert one["id"].int != 7 and one["area_code"] == HERE and one["archive_no"] is None
    assert one["institution_id"] is None and one["document_hash"] is None and one["name_pinyin"] == "lier"
    assert (visit["actor_id"], visit["resident_id"], visit["area_code"]) == (client.acting.user_id, one["id"], HERE)
    assert visit["rule"] not in ("7", "") and visit["id"].int != 7


@pytest.fixture
def by_token(post: Any) -> Any:
    """Give a program's headers for a post."""

    def make(role: str, area: int) -> dict[str, str]:
        with as_acting(post(role, area)) as by:
            _token, secret = create_token(title="测试", expires_date=date(2027, 1, 1), by=by, at=NOW)
        return {"Authorization": f"Bearer {secret}"}

    return make


def test_a_program_that_sends_columns_of_its_own_is_refused(registered: Any, by_token: Any) -> None:
    one, headers = registered("hypertension"), by_token("village_doctor", HERE)
    for name in ("area_code", "actor_id", "rule", "id", "recorded_at", "at_target", "next_due_date", "institution_id"):
        body = {"program": "hypertension", "visit_date": "2026-06-30", "readings": {}, name: "7"}
        more = {"content_type": "application/json", "headers": headers | {"Idempotency-Key": f"hostile-{name}-1"}}
        answer = Client().post(f"/api/residents/{one.pk}/visits", body, **more)
        assert answer.status_code == 422 and name in answer.json()["error"]["fields"]


def test_a_user_who_is_made_gets_no_more_than_a_name(sign_in: Any) -> None:
    client = sign_in("system_admin", 330100000000)
    wrong = columns_of(User) | {"is_staff": "on", "is_superuser": "on", "role": "city_cdc", "area_code": "330100000000"}
    client.post("/users/new/", wrong | {"username": "newcomer", "full_name": "新来"})
    made = User.objects.get(username="newcomer")
    assert made.assignments.count() == 0 and made.password_at is None and made.pk.int != 7
    assert made.made_at.year > 2000 and not getattr(made, "is_superuser", False)


def test_an_id_from_elsewhere_is_no_answer_to_a_waiting_row(registered: Any, sign_in: Any) -> None:
    hidden = registered()
    client = sign_in("village_doctor", NEXT_VILLAGE)
    row = resident(身份证号="", 联系电话="", 现住址="上城区清波街道定安路社区")
    file = SimpleUploadedFile("甲.csv", text(row))
    batch = client.post("/imports/", {"kind": "residents", "file": file}).url.split("/")[-2]
    for step in ("", "take/"):
        if step:
            client.post(f"/imports/{batch}/{step}")
        take_import(batch_id=batch, assignment_id=str(client.acting.assignment_id))
    (waiting,) = [one for one in state(ImportRow, client.acting) if one["outcome"] == "waiting"]
    told = []
    for who in (str(hidden.pk), str(uuid.uuid4())):
        answer = client.post(f"/imports/{batch}/waiting/{waiting['id']}/", {"who": who, "village": HERE}, follow=True)
        told.append([str(one) for one in answer.context["messages"]])
    assert told[0] == told[1] and told[0]
    with as_acting(client.acting):
        assert ImportRow.objects.get(pk=waiting["id"]).outcome == "waiting"


ROWS = {"resident_id", "visit_id", "enrolment_id", "referral_id"}


def test_ids_from_elsewhere_change_nothing_and_are_as_absent_as_any(registered: Any, sign_in: Any, post: Any) -> None:
    made = world.build(registered, post)
    client = sign_in("centre_director", 330102003000)
    before = state(Visit, post("city_cdc", 330100000000)), state(Resident, post("city_cdc", 330100000000))
    for route, view in lints.routes():
        if not {name for _kind, name in world.parts(route)} & ROWS:
            continue
        if not all(policy.admits(client.acting) for policy in lints.policies(view).values()):
            continue
        absent = world.World(made.ids | {name: uuid.uuid4() for name in ROWS})
        for method in ("get", "post"):
            answers = [getattr(client, method)(one.address(route), {}) for one in (made, absent)]
            assert answers[0].status_code == answers[1].status_code != 200, (method, route)
    assert before == (state(Visit, post("city_cdc", 330100000000)), state(Resident, post("city_cdc", 330100000000)))


SQL = (
    f"name; DROP TABLE people_resident; --{MARK}", f"-(SELECT 1)::{MARK}", f"name,{MARK}", f"resident__{MARK}",
    f"{MARK}__password", f"?{MARK}", f"\"{MARK}\"", f"name DESC NULLS {MARK}", f"document_hash {MARK}",
)  # fmt: skip
LISTS = {
    Role.CENTRE_DOCTOR: ("/today/", "/referrals/", "/imports/", "/duplicates/", "/today/export/"),
    Role.CITY_BUREAU: ("/plan/", "/plan/indicators/hypertension_control/", "/regions/"),
    Role.AUDITOR: ("/audit/", "/regions/330102000000/"),
    Role.SYSTEM_ADMIN: ("/users/",),
}
CHOSEN = ("sort", "w", "state", "page", "level", "place", "year", "district", "order", "order_by", "direction", "tab")


@pytest.mark.parametrize("role", LISTS)
def test_no_sort_and_no_choice_gets_into_a_statement(registered: Any, sign_in: Any, role: Role) -> None:
    registered("hypertension")
    client = sign_in(role, world.area_for(role))
    for address in LISTS[role]:
        for name in CHOSEN:
            for value in SQL:
                with CaptureQueriesContext(connection) as asked:
                    answer = client.get(address, {name: value})
                assert answer.status_code in (200, 400, 403, 404), (address, name, value)
                leaked = [one["sql"] for one in asked if MARK in one["sql"]]
                assert leaked == [], (address, name, value)


def outgoing() -> dict[str, set[str]]:
    """List the modules that can open a connection, with what they use for it."""
    clients = {
        "urllib.request",
        "http.client",
        "socket",
        "ftplib",
        "smtplib",
        "requests",
        "httpx",
        "aiohttp",
        "urllib3",
    }
    folder, found = Path(gongwei.__file__).parent, {}
    for file in folder.rglob("*.py"):
        used: set[str] = set()
        for node in ast.walk(ast.parse(file.read_text())):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            used |= {name for name in names if name in clients or name.split(".")[0] in clients}
        if used:
            found[str(file.relative_to(folder))] = used
    return found


def test_no_address_that_somebody_gives_is_ever_fetched() -> None:
    """No webhook, no import by address: fetched is the site's own first page, sent to are the settings' gateways."""
    assert outgoing() == {
        "site/commands/serve.py": {"urllib.request", "socket"},
        "adapters/messages/sms.py": {"urllib.request"},
        "adapters/messages/mail.py": {"smtplib"},
    }


AWAY = (
    "//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "\\\\elsewhere.example",
    "javascript:alert(1)", "http:///elsewhere.example", " //elsewhere.example", "//0x7f000001/", "//[2001:db8::1]/",
    "/\t/elsewhere.example", "https:elsewhere.example",
)  # fmt: skip


def test_no_way_back_leads_elsewhere(registered: Any, sign_in: Any) -> None:
    one = registered("hypertension")
    client = sign_in("centre_doctor", STREET)
    for away in AWAY:
        for address, more in (
            ("/post/", {"post": str(client.acting.assignment_id)}),
            ("/language/", {"language": "en"}),
            (f"/residents/{one.pk}/enrol/", {"program": "elderly"}),
            ("/confirm/", {"password": "correct-horse-battery-staple"}),
        ):
            answer = client.post(address, more | {"next": away}, headers={"Referer": away.strip()})
            where = answer.get("Location", "/")
            assert where.startswith("/") and not where.startswith(("//", "/\\", "/\t")), (address, away, where)
        signed = Client().post("/sign-in/", {"login": "x", "password": "y", "next": away})
        assert "elsewhere" not in signed.get("Location", "")


def test_a_file_above_the_limit_is_refused_with_the_limit(sign_in: Any) -> None:
    client = sign_in("centre_doctor", STREET)
    file = SimpleUploadedFile("大.csv", b"x" * (MOST + 1))
    answer = client.post("/imports/", {"kind": "residents", "file": file})
    assert answer.status_code == 422 and "50 MB" in answer.content.decode()


@pytest.mark.parametrize("name", ["照片.png", "x.csv.exe", "x.html", "x.svg", "x.zip", "../../x", "x.csv\0.png"])
def test_a_file_that_is_named_as_no_table_is_refused(sign_in: Any, name: str) -> None:
    file = SimpleUploadedFile("x", b"GIF89a")
    file.name = name
    answer = sign_in("centre_doctor", STREET).post("/imports/", {"kind": "residents", "file": file})
    assert answer.status_code == 422


def test_formulas_in_rows_that_go_back_are_texts_and_come_in_again_as_they_were(sign_in: Any) -> None:
    client = sign_in("centre_director", STREET)
    evil = '=HYPERLINK("http://elsewhere.example","' + "x" * 5 + '")'
    rows = [resident(身份证号="123", 姓名=name) for name in (evil, "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-2+3", "\t=1")]
    file = SimpleUploadedFile("居民.csv", text(*rows))
    batch = client.post("/imports/", {"kind": "residents", "file": file}).url.split("/")[-2]
    take_import(batch_id=batch, assignment_id=str(client.acting.assignment_id))
    sent = client.get(f"/imports/{batch}/rejects/").content
    cells = [cell for line in sent.decode("utf-8-sig").splitlines()[1:] for cell in line.split(",")]
    assert len(cells) > 40 and not [cell for cell in cells if cell.strip('" \t')[:1] in ("=", "@", "+")]
    again = [cells for _number, cells in next(iter(read_text(sent)))[1]][1:]
    assert [cells[2] for cells in again[:4]] == [row["姓名"] for row in rows[:4]]
    assert io.BytesIO(sent).read(3) == b"\xef\xbb\xbf"
