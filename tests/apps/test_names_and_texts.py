"""Names of every script: typed, found, shown, exported and imported alike; what is no text is refused or left out."""

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.exchange.jobs import take_import
from gongwei.apps.people import queries as people
from gongwei.apps.people.models import Resident
from gongwei.domain.names import name_key
from tests.apps.desk.conftest import HERE, resident_values
from tests.apps.exchange.files import resident, text

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = [
    "𠮷田兰",  # extension B
    "王𪚥",  # B, 64 strokes
    "李𫞩",  # D
    "张𬱖",  # E
    "陈𮯠",  # F
    "刘𰻞",  # G
    "赵𱍐",  # H
    "阿依古丽·买买提",
    "努尔买买提·阿卜杜热合曼·麦合木提江·吐尔逊",
    "ئايگۈل مەمەت",
    "ཚེ་རིང་",
    "欧阳娜娜",
    "Mary-Jane O'Neil",
    "王〇",
    "龘靐齉",
]  # fmt: skip


def nobody() -> dict[str, Any]:
    more = {"document_type": "none", "document_number": "", "sex": "2", "birth_date": "1958-03-07"}
    return resident_values(resident_id=str(uuid.uuid4())) | more


def found(client: Any, typed: str) -> list[str]:
    answer = client.post("/residents/", {"q": typed})
    assert answer.status_code == 200
    return [row["resident"].name for row in answer.context["rows"]]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_is_registered_found_shown_and_exported(sign_in: Any, name: str) -> None:
    client = sign_in("village_doctor", HERE)
    made = client.post("/residents/new/", nobody() | {"name": name})
    assert made.status_code == 302, made.content.decode()[:500]
    assert name.replace("'", "&#x27;") in client.get(made.url).content.decode()
    assert found(client, name) == [name]
    assert found(client, name[:1]) == [name]
    if name_key(name).pinyin.isascii():
        assert found(client, name_key(name).pinyin) == [name]
    sent = client.post("/api/residents/search", {"text": name}, content_type="application/json")
    assert [one["name"] for one in sent.json()["items"]] == [name]
    client.post(f"{made.url}enrol/", {"program": "hypertension"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/today/export/?w=today").content))
    assert name in book.get_sheet_by_index(0).to_python()[1]


def test_the_same_names_come_in_by_a_file(sign_in: Any) -> None:
    client = sign_in("village_doctor", HERE)
    rows = [resident(姓名=name, 身份证号="", 联系电话=f"1380000{n:04d}") for n, name in enumerate(NAMES)]
    file = SimpleUploadedFile("居民.csv", text(*rows))
    batch = client.post("/imports/", {"kind": "residents", "file": file}).url.split("/")[-2]
    for step in ("", "take"):
        if step:
            client.post(f"/imports/{batch}/take/")
        take_import(batch_id=batch, assignment_id=str(client.acting.assignment_id))
    with as_acting(client.acting):
        assert set(Resident.objects.values_list("name", flat=True)) == set(NAMES)


@pytest.mark.parametrize(
    "name", ["王\0二", "王\ud800", "王\u202e二", "\u200f王", "王\u2066二", "\ufeff王", "王\u0007", "\u2028"]
)
def test_marks_that_hide_or_turn_a_name_are_refused_or_left_out(sign_in: Any, name: str) -> None:
    client = sign_in("village_doctor", HERE)
    answer = client.post("/residents/new/", nobody() | {"name": name.encode("utf-8", "surrogatepass")})
    assert answer.status_code in (302, 400, 422)
    with as_acting(client.acting):
        kept = list(Resident.objects.values_list("name", flat=True))
    assert all(one.isprintable() for one in kept)


@pytest.fixture
def doctor(registered: Any, sign_in: Any) -> Any:
    registered()
    return sign_in("village_doctor", HERE)


EDGES = st.sampled_from(["\U0010ffff", "\ud7ff", "\ue000", "\uffff", "z", "王", "\x7f"])


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(max_size=20), st.lists(EDGES, min_size=1, max_size=3).map("".join)))
def test_whatever_is_sought_is_answered(doctor: Any, typed: str) -> None:
    said = typed.encode("utf-8", "surrogatepass")
    assert doctor.post("/residents/", {"q": said}).status_code in (200, 400, 422)
    sent = doctor.post("/api/residents/search", {"text": typed}, content_type="application/json")
    assert sent.status_code in (200, 422)
    with as_acting(doctor.acting):
        people.find(typed.replace("\0", ""), by=doctor.acting)
