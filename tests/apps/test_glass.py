"""Breaking the glass: who, over whom, for how long, and what others say of it."""

import uuid
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.people.glass import read
from gongwei.apps.people.models import BrokenGlass, Resident, SensitiveCondition
from gongwei.apps.programs.models import Visit
from tests.apps import world
from tests.apps.desk.conftest import CARD as NUMBER
from tests.conftest import enter

HERE, AWAY = world.HERE, 330106002051
STREET, DISTRICT, CITY = 330102001000, 330102000000, 330100000000
ASKED = {"category": "emergency", "reason": "昏迷送来，需要知道用药和病史"}
pytestmark = pytest.mark.django_db(transaction=True)


def entries(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.using("owner").filter(action=action).order_by("id"))


@pytest.fixture
def somebody(registered, post):
    """A resident with a visit, and the full number of their document."""
    made = world.build(registered, post)
    one = Resident.objects.using("owner").get(pk=made.ids["resident_id"])
    return one, NUMBER


@pytest.fixture
def doctor(post):
    """A doctor of another district's village: the client and the post."""
    acting = post("village_doctor", AWAY)
    client = Client()
    enter(client, acting.user_id)
    return client, acting


def broken(client: Client, number: str, **more: str):
    return client.post("/glass/", {"number": number, **ASKED, **more})


def test_the_record_opens_for_who_gives_the_number_and_a_reason(somebody, doctor) -> None:
    (one, number), (client, _acting) = somebody, doctor
    assert client.get(f"/residents/{one.pk}/").status_code == 404
    answer = broken(client, number)
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert one.name in page and "高血压" in page and "190/84" in page
    assert client.get(f"/residents/{one.pk}/").status_code == 404, "only through the glass"


def test_every_reading_stands_in_the_audit(somebody, doctor) -> None:
    client, acting = doctor
    address = broken(client, somebody[1]).url
    client.get(address)
    before = len(entries("glass.read"))
    client.get(address)
    after = entries("glass.read")
    assert len(after) == 2 * before > 0
    assert {(one.user_id, one.object_id) for one in after} == {(acting.user_id, str(somebody[0].pk))}


def test_the_hours_are_the_databases(somebody, doctor) -> None:
    address = broken(doctor[0], somebody[1]).url
    BrokenGlass.objects.using("owner").update(ends_at=timezone.now() - timedelta(seconds=1))
    assert doctor[0].get(address).status_code == 404


def test_a_glass_is_its_breakers_in_that_post_alone(somebody, doctor, post, client) -> None:
    address = broken(doctor[0], somebody[1]).url
    enter(client, post("village_doctor", AWAY).user_id)
    assert client.get(address).status_code == 404
    BrokenGlass.objects.using("owner").update(assignment_id=uuid.uuid4())
    assert doctor[0].get(address).status_code == 404


def test_postgresql_itself_shows_nothing_without_a_glass_and_no_class_above_the_posts(somebody, doctor) -> None:
    one, acting = somebody[0], doctor[1]
    glass = uuid.UUID(broken(doctor[0], somebody[1]).url.split("/")[2])
    SensitiveCondition.objects.using("owner").create(
        resident_id=one.pk, area_code=one.area_code, code_cipher=b"x", code_hash=b"y", onset_date="2020-01-01",
        recorded_at=timezone.now(),
    )  # fmt: skip
    with as_acting(acting):
        assert Visit.objects.filter(resident_id=one.pk).count() == 0
        assert len(read(Visit, glass)) == 1
        assert read(Visit, uuid.uuid4()) == []
        assert read(SensitiveCondition, glass) == [], "a village doctor reads class 3"


def test_who_has_no_factor_is_told_to_bind_one(somebody, post, client) -> None:
    enter(client, post("village_doctor", AWAY).user_id, method="password")
    answer = broken(client, somebody[1])
    assert answer.url == "/factors/"
    assert "紧急查看必须使用第二因素" in client.get("/factors/").content.decode()
    assert not BrokenGlass.objects.using("owner").exists()


@pytest.mark.parametrize("wrong", [{"reason": "要看一下"}, {"category": "curiosity"}, {"number": "3301"}])
def test_without_a_reason_or_a_whole_number_nothing_is_even_looked_up(doctor, transactional_db, wrong) -> None:
    assert doctor[0].post("/glass/", {"number": NUMBER, **ASKED} | wrong).status_code == 422
    assert not BrokenGlass.objects.using("owner").exists()


def test_a_miss_is_written_down_and_after_five_nobody_is_found_for_an_hour(somebody, doctor) -> None:
    client, _acting = doctor
    for last in range(5):
        answer = broken(client, f"33010219500101000{last}")
        assert answer.status_code == 422 and "没有这个证件号码" in answer.content.decode()
    assert "已暂停" in broken(client, somebody[1]).content.decode(), "the right number neither"
    assert [one.outcome for one in entries("glass.break")] == ["missed"] * 5
    BrokenGlass.objects.using("owner").update(broken_at=timezone.now() - timedelta(minutes=61))
    assert broken(client, somebody[1]).status_code == 302


@pytest.fixture
def one_glass(somebody, doctor):
    broken(doctor[0], somebody[1])
    return BrokenGlass.objects.using("owner").get()


def as_(post, role: str, area: int) -> Client:
    client = Client()
    enter(client, post(role, area).user_id)
    return client


@pytest.mark.parametrize(
    ("role", "area", "seen"),
    [
        ("centre_director", 330106002000, True),
        ("district_bureau", 330106000000, True),
        ("security_admin", CITY, True),
        ("auditor", CITY, True),
        ("centre_director", STREET, False),
        ("district_bureau", DISTRICT, False),
    ],
)
def test_those_above_the_breaker_review_and_others_see_nothing(one_glass, post, role, area, seen) -> None:
    client = as_(post, role, area)
    page = client.get("/glass/reviews/").content.decode()
    assert (ASKED["reason"] in page) is seen
    client.post(f"/glass/{one_glass.pk}/review/", {"verdict": "justified"})
    one_glass.refresh_from_db(using="owner")
    assert (one_glass.justified is True) is seen


def test_the_reviewer_never_learns_whose_record_it_was(one_glass, somebody, post) -> None:
    page = as_(post, "auditor", CITY).get("/glass/reviews/").content.decode()
    assert somebody[0].name not in page and str(somebody[0].pk) not in page


def test_a_verdict_stands(one_glass, post) -> None:
    client = as_(post, "auditor", CITY)
    address = f"/glass/{one_glass.pk}/review/"
    client.post(address, {"verdict": "unjustified"})
    one_glass.refresh_from_db(using="owner")
    assert one_glass.reviewed_at is None, "unjustified needs a note"
    client.post(address, {"verdict": "unjustified", "note": "本可转诊"})
    as_(post, "security_admin", CITY).post(address, {"verdict": "justified"})
    one_glass.refresh_from_db(using="owner")
    assert (one_glass.justified, one_glass.review_note) == (False, "本可转诊")
    assert len(entries("glass.review")) == 1


def test_nobody_reviews_themselves_not_even_in_sql(somebody, post, client) -> None:
    director = post("centre_director", 330106002000)
    enter(client, director.user_id)
    broken(client, somebody[1])
    one = BrokenGlass.objects.using("owner").get()
    assert ASKED["reason"] not in client.get("/glass/reviews/").content.decode()
    client.post(f"/glass/{one.pk}/review/", {"verdict": "justified"})
    with as_acting(director), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE people_brokenglass SET justified = true, reviewer_id = %s", [uuid.uuid4()])
        assert cursor.rowcount == 0
    one.refresh_from_db(using="owner")
    assert one.reviewed_at is None


def test_what_is_not_reviewed_within_a_day_stands_on_the_directors_day(one_glass, post) -> None:
    client = as_(post, "centre_director", 330106002000)
    assert "超过一天没有复核" not in client.get("/today/").content.decode()
    BrokenGlass.objects.using("owner").update(broken_at=timezone.now() - timedelta(hours=25))
    assert "1 次紧急查看超过一天没有复核" in client.get("/today/").content.decode()
    assert "已超期" in client.get("/glass/reviews/").content.decode()
