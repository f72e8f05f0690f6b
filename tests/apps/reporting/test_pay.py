"""Pay: a statement that can be checked line by line, a rule that is tried before it is decided, objections answered."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.planning.actions.months import recount
from gongwei.apps.planning.models import DecidedPay, IndicatorCount, PayObjection
from gongwei.apps.planning.queries.pay import paid, rule_in_force, work_of_streets
from tests.apps.desk.conftest import on_a_fixed_day  # noqa: F401
from tests.apps.reporting.test_cohorts import sown
from tests.conftest import NOW, TODAY

CITY, DISTRICT, STREET, HERE = 330100000000, 330102000000, 330102001000, 330102001051
QUARTER = date(2026, 1, 1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worked(post: Any) -> None:
    with as_acting(post("centre_doctor", STREET)):
        sown(25)
    recount(on=TODAY, at=NOW)
    where = {"indicator": "hypertension_standard_management", "area_code": HERE, "year": 2026}
    IndicatorCount.objects.using("report").create(**where, numerator=48, denominator=100, as_of=NOW)


def draft(**changes: str) -> dict[str, str]:
    return {"since": "2026-07-01", "source": "杭卫发〔2026〕1 号"} | changes


def test_a_statement_is_the_sum_of_lines_that_open_to_their_visits(worked: None, sign_in: Any, post: Any) -> None:
    client = sign_in("centre_director", STREET)
    page = client.get(f"/pay/?quarter={QUARTER}").content.decode()
    assert "高血压面对面随访" in page and "单价未核实" in page
    with as_acting(post("centre_director", STREET)):
        lines = paid(work_of_streets(STREET, QUARTER), on=QUARTER)
    assert {line.coefficient for line in lines} == {0.8}
    for line in lines:
        listed = client.get(f"/pay/visits/?quarter={QUARTER}&service={line.service.key}").content.decode()
        assert f'<span class="count">{line.services}</span>' in listed
        assert line.amount == round(Decimal(str(line.price)) * line.services * Decimal("0.8"), 2)


def test_a_draft_shows_who_gains_and_changes_nothing_until_it_is_decided(worked: None, sign_in: Any) -> None:
    bureau = sign_in("district_bureau", DISTRICT)
    page = bureau.get("/pay/rule/?price-hypertension_visit=30").content.decode()
    assert "1 个单位增加，0 个单位减少" in page and "决定这个规则" in page
    assert not DecidedPay.objects.exists()
    bureau.post("/pay/rule/decide/", draft(**{"price-hypertension_visit": "30"}))
    assert rule_in_force(STREET, on=date(2026, 6, 30)).decided is None
    assert rule_in_force(STREET, on=date(2026, 7, 1)).rule.prices["hypertension_visit"] == 30
    assert rule_in_force(330105000000, on=date(2026, 7, 1)).decided is None  # another district


@pytest.mark.parametrize("wrong", [
    {"price-hypertension_visit": "-1"}, {"price-hypertension_visit": "很多"}, {"since": "2026-06-30"}, {"source": "无"},
    {"goal-hypertension": "0"}, {"since": ""},
])  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_in_words(wrong: dict[str, str], sign_in: Any) -> None:
    answer = sign_in("city_bureau", CITY).post("/pay/rule/decide/", draft(**wrong), follow=True)
    assert "已决定" not in answer.content.decode()
    assert not DecidedPay.objects.exists()


def test_the_citys_rule_holds_where_a_district_has_none(sign_in: Any) -> None:
    sign_in("city_bureau", CITY).post("/pay/rule/decide/", draft(**{"price-copd_visit": "18"}))
    sign_in("district_bureau", DISTRICT).post("/pay/rule/decide/", draft(**{"price-copd_visit": "19"}))
    on = date(2026, 7, 1)
    assert rule_in_force(STREET, on=on).rule.prices["copd_visit"] == 19
    assert rule_in_force(330105001000, on=on).rule.prices["copd_visit"] == 18


def test_a_centre_objects_and_the_bureau_answers(worked: None, sign_in: Any) -> None:
    told = {"region": STREET, "quarter": QUARTER, "service": "hypertension_visit", "words": "三月的义诊没有计入"}
    sign_in("centre_director", STREET).post("/pay/object/", told)
    made = PayObjection.objects.using("owner").get()
    bureau = sign_in("district_bureau", DISTRICT)
    assert "三月的义诊没有计入" in bureau.get(f"/pay/?region={STREET}&quarter={QUARTER}").content.decode()
    bureau.post(f"/pay/objections/{made.pk}/answer/", {"words": "已核对，下季补计"})
    page = sign_in("centre_director", STREET).get(f"/pay/?quarter={QUARTER}").content.decode()
    assert "已核对，下季补计" in page


def test_nobody_objects_for_another_centre_or_answers_elsewhere(worked: None, sign_in: Any) -> None:
    told = {"region": STREET, "quarter": QUARTER, "service": "hypertension_visit", "words": "三月的义诊没有计入"}
    sign_in("district_bureau", DISTRICT).post("/pay/object/", told)
    assert not PayObjection.objects.using("owner").exists()
    assert sign_in("centre_director", 330102003000).post("/pay/object/", told).status_code == 404
    sign_in("centre_director", STREET).post("/pay/object/", told)
    made = PayObjection.objects.using("owner").get()
    elsewhere = sign_in("district_bureau", 330105000000)
    assert elsewhere.post(f"/pay/objections/{made.pk}/answer/", {"words": "不予采纳"}).status_code == 404


def test_who_reads_no_records_sees_amounts_and_no_visits(worked: None, sign_in: Any) -> None:
    bureau = sign_in("district_bureau", DISTRICT)
    assert "pay/visits" not in bureau.get(f"/pay/?region={STREET}&quarter={QUARTER}").content.decode()
    assert bureau.get(f"/pay/visits/?region={STREET}&service=copd_visit").status_code == 403
    assert bureau.get(f"/pay/export/?quarter={QUARTER}").status_code == 200
