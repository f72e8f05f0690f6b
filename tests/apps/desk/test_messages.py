"""Reminders: queued once for each visit, sent for real by day, tried again, given up, and stopped by who says no."""

from datetime import timedelta

import pytest

from gongwei.adapters.messages.mail import Server
from gongwei.adapters.messages.sms import Gateway
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.desk import actions, jobs, queries
from gongwei.catalog.discovery import programs
from tests.adapters.messengers import gateway, post_office
from tests.apps.desk.conftest import HERE, NEXT_DOOR, STREET
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
DAY = NOW.replace(hour=2)  # 10:00 in Hangzhou
NIGHT = NOW.replace(hour=15)  # 23:00


@pytest.fixture
def village(registered, sign_in):
    """A village with one patient who was due ten days ago."""
    one = registered("hypertension", enrolled=TODAY - timedelta(days=10))
    return one, sign_in("village_doctor", HERE)


def queue(client, at=DAY):
    with as_acting(client.acting) as by:
        return actions.remind(within=None, on=TODAY, by=by, at=at)


def listed(client):
    with as_acting(client.acting):
        return queries.message_page(queries.messages(), first=0, size=10)


def send(client, taken, at=DAY, office=None):
    way = {"sms": Gateway(address=f"http://127.0.0.1:{taken.port}/")}
    way |= {"mail": Server(host="127.0.0.1", port=office.port, sender="c@example.org")} if office else {}
    return actions.send_waiting(way, by=client.acting, at=at)


def test_a_reminder_is_queued_once_and_sent_once(village) -> None:
    _one, client = village
    assert (queue(client), queue(client)) == (1, 0)
    with gateway() as taken:
        assert send(client, taken) == {"sent": 1, "later": 0, "failed": 0}
        assert send(client, taken)["sent"] == 0
    ((_headers, body),) = taken.messages
    assert body["phone"] == "19900001234"
    assert not [one.title for one in programs().values() if one.title in body["text"]] and "血压" not in body["text"]
    assert [message.state for message in listed(client)] == ["sent"]


def test_nothing_leaves_at_night(village) -> None:
    _one, client = village
    queue(client, at=NIGHT)
    with gateway() as taken:
        assert send(client, taken, at=NIGHT)["sent"] == 0
        assert send(client, taken, at=DAY + timedelta(days=1))["sent"] == 1


def test_a_gateway_that_is_away_is_tried_again_and_then_given_up(village) -> None:
    _one, client = village
    queue(client)
    with gateway(503) as taken:
        ended = [send(client, taken, at=DAY + timedelta(days=day)) for day in range(5)]
    assert [one["failed"] for one in ended] == [0, 0, 0, 0, 1]
    (message,) = listed(client)
    assert (message.state, message.tries, message.fault) == ("failed", 5, "HTTP 503")
    client.post(f"/messages/{message.pk}/again/")
    with gateway() as taken:
        assert send(client, taken, at=DAY + timedelta(days=6))["sent"] == 1


def test_a_number_that_the_gateway_refuses_is_not_tried_again(village) -> None:
    _one, client = village
    queue(client)
    with gateway(400) as taken:
        assert send(client, taken)["failed"] == 1
        assert send(client, taken, at=DAY + timedelta(days=1))["failed"] == 0
    assert "HTTP 400" in client.get("/messages/?state=failed").content.decode()


def test_who_says_no_gets_nothing_and_who_gave_an_address_gets_mail(village) -> None:
    one, client = village
    queue(client)
    client.post(f"/residents/{one.pk}/contact/", {"mail": "wang@example.org"})
    assert [message.state for message in listed(client)] == ["stopped"]
    assert queue(client) == 1
    with gateway() as taken, post_office() as office:
        assert send(client, taken, office=office)["sent"] == 1
    assert taken.messages == [] and b"wang@example.org" in office.messages[0]
    assert "wang@example.org" in client.get(f"/residents/{one.pk}/").content.decode()


def test_a_post_sends_only_what_lies_in_its_area(village, sign_in) -> None:
    _one, client = village
    queue(client)
    neighbour = sign_in("village_doctor", NEXT_DOOR)
    with gateway() as taken:
        assert send(neighbour, taken)["sent"] == 0
    assert listed(neighbour) == []


def test_the_worker_looks_only_where_something_waits(village) -> None:
    _one, client = village
    assert actions.rounds(DAY) == []
    queue(client)
    assert actions.rounds(DAY) == [client.acting.assignment_id]
    assert actions.rounds(DAY) == []  # somebody has it in hand
    with gateway() as taken:
        send(client, taken)
    assert actions.rounds(DAY + timedelta(days=2)) == []


def test_without_a_gateway_messages_wait_and_the_page_says_so(village) -> None:
    _one, client = village
    assert client.post("/messages/remind/").status_code == 302
    actions.send_waiting({"sms": Gateway(address="")}, by=client.acting, at=DAY)
    assert [(one.state, one.tries) for one in listed(client)] == [("queued", 0)]
    assert "短信网关还没有设置" in client.get("/messages/").content.decode()


@pytest.fixture
def centre(registered, post, sign_in):
    """A street with a director, whose two villages have a patient each who is due."""
    for area in (HERE, NEXT_DOOR):
        registered("hypertension", enrolled=TODAY - timedelta(days=10), area_code=str(area), document_number="")
    return sign_in("centre_director", STREET)


@pytest.fixture
def morning(monkeypatch, centre):
    """Run the daily round as the worker does; gives what it asked for."""

    def run():
        deferred = []
        monkeypatch.setattr(jobs.timezone, "now", lambda: DAY)
        monkeypatch.setattr(jobs.remind_daily, "defer", lambda **job: deferred.append(job))
        jobs.remind_everywhere(timestamp=0)
        for job in deferred:
            jobs.remind_daily(**job)
        return deferred

    return run


def test_the_daily_round_asks_once_for_each_street_and_run_again_reminds_nobody_twice(centre, morning, post) -> None:
    elsewhere = post("village_doctor", 330102003052)
    assert {job["assignment_id"] for job in morning()} == {str(one.assignment_id) for one in (centre.acting, elsewhere)}
    first = [(one.pk, one.resident_id, one.daily) for one in listed(centre)]
    assert [daily for _pk, _resident, daily in first] == [True, True]
    morning()
    assert queue(centre) == 0
    assert [(one.pk, one.resident_id, one.daily) for one in listed(centre)] == first
    assert "每日提醒" in centre.get("/messages/").content.decode()


def test_the_daily_round_leaves_out_who_said_no_and_sends_nothing_at_night(centre, morning, monkeypatch) -> None:
    with as_acting(centre.acting) as by:
        quiet, _other = queries.Resident.objects.order_by("area_code")
        actions.choose(resident=quiet, sms=False, mail="", by=by, at=DAY)
    monkeypatch.setattr(actions.daily, "remind", lambda **asked: actions.remind(**asked | {"at": NIGHT}))
    morning()
    (message,) = listed(centre)
    assert message.resident_id != quiet.pk and message.next_try_at > NIGHT
    with gateway() as taken:
        assert send(centre, taken, at=NIGHT)["sent"] == 0


def test_a_director_stops_the_daily_round_and_lets_it_go_on(centre, morning) -> None:
    for _twice in range(2):
        centre.post("/messages/daily/", {"send": "0"})
    morning()
    assert listed(centre) == [] and "每日提醒已停" in centre.get("/messages/").content.decode()
    assert queue(centre) == 2  # the button stays
    centre.post("/messages/daily/", {"send": "1"})
    assert "停止每日提醒" in centre.get("/messages/").content.decode()
