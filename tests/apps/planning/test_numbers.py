"""The city settles a number: who may, from when, with what trace, and what then judges and counts by it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.conftest import NOW, TODAY

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.models import AuditEntry
from gongwei.apps.people.models import Resident
from gongwei.apps.planning.actions import lake
from gongwei.apps.planning.actions.numbers import NotTheCitys, UnknownNumber, settle_number
from gongwei.apps.planning.models import IndicatorCount, SettledNumber
from gongwei.apps.planning.queries import numbers as queries
from gongwei.apps.programs.models import Enrolment, Visit
from gongwei.catalog import settled as catalogue
from gongwei.catalog.discovery import programs
from gongwei.domain.settling import NotSettleable

HERE, CITY = 330102001051, 330100000000
NOTICE = "杭卫发〔2026〕18号"
TOMORROW = TODAY + timedelta(days=1)
SYSTOLIC = "hypertension.clinical.systolic"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nothing_settled() -> Iterator[None]:
    yield
    catalogue.tell(())
    queries._told_at = None


def settle(acting, key=SYSTOLIC, values=(125.0,), since=TOMORROW, source=NOTICE):
    with as_acting(acting) as by:
        return settle_number(key=key, settled=values, since=since, source=source, by=by, on=TODAY, at=NOW)


@pytest.mark.parametrize("role", ["city_bureau", "city_cdc"])
def test_the_city_settles_a_number_and_it_is_in_the_audit(post, role) -> None:
    made = settle(post(role, CITY))
    assert queries.values(made) == (125.0,)
    entry = AuditEntry.objects.using("owner").get(action="number settled")
    assert (entry.object_id, entry.detail) == (SYSTOLIC, {"values": [125.0], "since": TOMORROW.isoformat()})
    assert [one.edition for one in programs()["hypertension"].editions] == [TOMORROW.isoformat(), "2017-02-28"]


@pytest.mark.parametrize("role", ["district_bureau", "centre_director", "data_operator", "auditor"])
def test_nobody_else_does(post, role) -> None:
    area = {"district_bureau": 330102000000, "centre_director": 330102001000}.get(role, CITY)
    with pytest.raises(NotTheCitys):
        settle(post(role, area))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"since": TODAY}, "明天以后"),
        ({"since": TODAY + timedelta(days=800)}, "两年以内"),
        ({"source": " 文 "}, "写明依据"),
        ({"values": (1.0, 2.0)}, "只填一个数"),
    ],
)
def test_what_cannot_stand_is_refused_with_the_reason(post, changed, refusal) -> None:
    with pytest.raises(NotSettleable, match=refusal):
        settle(post("city_bureau", CITY), **changed)
    with pytest.raises(UnknownNumber):
        settle(post("city_bureau", CITY), key="systolic")
    assert not SettledNumber.objects.exists()


def test_the_same_form_sent_twice_settles_once_and_another_value_replaces_it(post) -> None:
    city = post("city_bureau", CITY)
    assert settle(city).pk == settle(city).pk
    settle(city, values=(120.0,))
    rows = SettledNumber.objects.order_by("settled_at", "low").values_list("low", "replaced_at")
    assert sorted(rows, key=lambda row: row[1] is None) == [(125.0, NOW), (120.0, None)]
    assert queries.values_on(TOMORROW)[SYSTOLIC] == (120.0,) and queries.values_on(TODAY)[SYSTOLIC] == (130.0,)


def test_the_lake_counts_by_the_number_from_its_day(post) -> None:
    with as_acting(post("centre_doctor", 330102001000)):
        one = Resident(
            name="张三", name_pinyin="zhangsan", name_initials="zs", sex="1", birth_date=date(1960, 1, 1),
            area_code=HERE, resident_from=date(2020, 1, 1), archived_date=date(2021, 1, 1), recorded_at=NOW,
        )  # fmt: skip
        one.save(force_insert=True)
        common = {"resident": one, "area_code": HERE, "recorded_at": NOW, "visit_mode": "1", "face_to_face": True}
        Enrolment.objects.create(
            resident=one, area_code=HERE, recorded_at=NOW, program="hypertension", enrolled_date=date(2025, 1, 1)
        )
        for program, month in (("hypertension", 2), ("elderly", 3)):
            Visit.objects.create(
                **common, program=program, edition="2017-02-28", visit_date=date(2026, month, 1), rule="x",
                advice="继续", readings={"systolic": 130},
            )  # fmt: skip

    def standing(on: date) -> tuple[str, tuple[int, int]]:
        how = lake.refresh(on=on, at=NOW + (on - TODAY)).how
        key = {"indicator": "hypertension_standard_management", "year": 2026, "area_code": HERE}
        row = IndicatorCount.objects.using("report").get(**key)
        return how, (row.numerator, row.denominator)

    assert standing(TODAY) == ("built", (0, 1))
    settle(post("city_cdc", CITY), key="hypertension.owed", values=(1.0,))
    assert standing(TODAY) == ("recounted", (0, 1))  # of the day before, nothing changes
    assert standing(TOMORROW) == ("recounted", (1, 1))
    assert lake.verify(on=TOMORROW, at=NOW) == []


def test_the_page_shows_what_stands_what_comes_and_what_was(sign_in, post) -> None:
    city = sign_in("city_bureau", CITY)
    assert "未核实" in city.get(f"/catalogue/numbers/{SYSTOLIC}/").content.decode()
    today = SettledNumber(
        key=SYSTOLIC, low=128, since_date=date(2020, 1, 1), source="旧文件", settled_at=NOW,
        user_id=post("city_cdc", CITY).user_id,
    )  # fmt: skip
    today.save(force_insert=True)
    late = (date.today() + timedelta(days=30)).isoformat()
    form = {"low": "125", "since": late, "source": NOTICE}
    answer = city.post(f"/catalogue/numbers/{SYSTOLIC}/settle/", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/catalogue/numbers/{SYSTOLIC}/")
    page = city.get(f"/catalogue/numbers/{SYSTOLIC}/").content.decode()
    for said in ("128", "旧文件", "自 2020-01-01 起", "125", NOTICE, f"{late} 起为 125", "130", "已核定"):
        assert said in page, said
    listed = city.get("/catalogue/numbers/", {"state": "settled"}).content.decode()
    assert SYSTOLIC in listed and "systolic.hard" not in listed
    wrong = city.post(f"/catalogue/numbers/{SYSTOLIC}/settle/", form | {"since": "昨天"})
    assert wrong.status_code == 422 and "请选择施行日期" in wrong.content.decode() and NOTICE in wrong.content.decode()


def test_who_may_not_settle_sees_the_numbers_and_who_may(sign_in) -> None:
    doctor = sign_in("village_doctor", HERE)
    page = doctor.get(f"/catalogue/numbers/{SYSTOLIC}/").content.decode()
    assert "市疾控人员、市卫健委" in page and "施行日期" not in page
    assert doctor.post(f"/catalogue/numbers/{SYSTOLIC}/settle/", {}).status_code == 403
    assert doctor.get("/catalogue/numbers/nothing/").status_code == 404
    assert doctor.get("/catalogue/numbers/export/").headers["Content-Type"].endswith("sheet")
