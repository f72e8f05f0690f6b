"""Women with child on the pages: booked, coloured, listed, reported; and unknown to who may not read class 4."""

import uuid
from datetime import timedelta

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.programs.actions import enrol
from tests.apps.desk.conftest import HERE, STREET
from tests.conftest import NOW, TODAY
from tests.spec.test_pregnancy import BOOKED, CHECKED

pytestmark = pytest.mark.django_db(transaction=True)
LMP = TODAY - timedelta(days=7 * 11 + 3)
NAME = {"name": "李晓燕", "document_number": "990102199605200023", "birth_date": "1996-05-20", "sex": "2"}
WEEK_AGO = TODAY - timedelta(days=7)
OWN = {"lmp": LMP.isoformat(), "booked_date": WEEK_AGO.isoformat()}


def form(readings, day=WEEK_AGO, **changes):
    return {"visit_id": str(uuid.uuid4()), "visit_date": day.isoformat(), **readings, **OWN, **changes}


@pytest.fixture
def woman(registered, sign_in):
    """A woman with a card that is a month old, and the centre's doctor."""
    one, client = registered(**NAME), sign_in("centre_doctor", STREET)
    with as_acting(client.acting) as by:
        enrol(resident=one, program="pregnancy", enrolled_date=TODAY - timedelta(days=30), by=by, at=NOW)
    return one, client


@pytest.fixture
def booked(woman):
    """She was found to be red at booking, a week ago."""
    one, client = woman
    red = form(BOOKED, risk_colour="4", risk_red=["1"], special_care="1")
    assert client.post(f"/residents/{one.pk}/visit/pregnancy/", red).status_code == 302
    return one, client


def test_the_form_opens_on_booking_and_afterwards_on_the_next_check(woman):
    one, client = woman
    address = f"/residents/{one.pk}/visit/pregnancy/"
    first = client.get(address).content.decode()
    assert 'name="gravidity"' in first
    assert 'name="foetal_heart_rate"' not in first
    assert 'name="delivery_date"' in client.get(f"{address}?sheet=3").content.decode()
    assert client.post(address, form(BOOKED)).status_code == 302
    then = client.get(address).content.decode()
    assert 'name="foetal_heart_rate"' in then
    assert 'name="gravidity"' not in then
    assert "data-last" in then  # the last period is offered again
    assert "data-last" not in client.get(f"{address}?sheet=1").content.decode()  # the next pregnancy has its own


def test_a_colour_below_what_was_found_is_asked_once_more_and_kept_when_confirmed(woman):
    one, client = woman
    address = f"/residents/{one.pk}/visit/pregnancy/"
    low = form(BOOKED, risk_red=["1"])
    answer = client.post(address, low)
    assert answer.status_code == 422
    assert "颜色低于按所选情形和检查结果应评的颜色" in answer.content.decode()
    assert client.post(address, low | {"confirmed": "risk_colour=1"}).status_code == 302


def test_a_red_woman_stands_first_with_her_colour_in_words_and_a_report_that_is_owed(booked):
    one, client = booked
    page = client.get("/mothers/").content.decode()
    for words in ("李晓燕", "红色（高风险）", "孕 11 周 + 3 天", "应报未报"):
        assert words in page
    assert "李晓燕" in client.get("/mothers/?tab=4").content.decode()
    assert "李晓燕" not in client.get("/mothers/?tab=1").content.decode()
    alone = client.get(f"/residents/{one.pk}/pregnancy/").content.decode()
    for words in ("112/70", "10+3", "孕 11 周 + 3 天", "报告高危", "预产期"):
        assert words in alone


def test_once_it_is_reported_the_report_stands_with_its_clock(booked):
    one, client = booked
    told = {
        "card_id": str(uuid.uuid4()), "known_date": TODAY.isoformat(), "reporter": "张医生", "reported_colour": "4",
        "risk_findings": "肺动脉高压", "where_now": "3", "went_to": "市妇产科医院",
    }  # fmt: skip
    assert client.post(f"/residents/{one.pk}/cards/pregnancy_risk/", told).status_code == 302
    page = client.get(f"/residents/{one.pk}/pregnancy/").content.decode()
    assert "高危孕产妇报告" in page
    assert "报告高危" not in page
    assert 'badge--bad">应报未报' not in client.get("/mothers/").content.decode()


def test_a_colour_that_sank_is_asked_once_more(booked):
    one, client = booked
    lower = form(CHECKED, day=TODAY, risk_colour="2", special_care="1")
    answer = client.post(f"/residents/{one.pk}/visit/pregnancy/", lower)
    assert answer.status_code == 422
    assert "颜色低于上次评定" in answer.content.decode()


def test_a_village_doctor_and_a_bureau_have_no_such_list(booked, sign_in):
    one, _client = booked
    for role, area in (("village_doctor", HERE), ("district_bureau", 330102000000)):
        client = sign_in(role, area)
        assert client.get("/mothers/").status_code == 403
        assert client.get(f"/residents/{one.pk}/pregnancy/").status_code == 403


def test_who_is_not_booked_has_an_empty_page(registered, sign_in):
    one, client = registered(**NAME), sign_in("centre_doctor", STREET)
    assert "还没有孕产妇健康管理的卡" in client.get(f"/residents/{one.pk}/pregnancy/").content.decode()
    assert "这里没有孕产妇" in client.get("/mothers/").content.decode()


def test_a_red_woman_is_counted_on_the_day_of_who_may_know_of_her(booked, sign_in):
    _one, client = booked
    assert "红色孕产妇" in client.get("/today/").content.decode()
    assert "红色孕产妇" not in sign_in("village_doctor", HERE).get("/today/").content.decode()
