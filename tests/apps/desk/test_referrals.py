"""Referrals: a clock for each, and nothing ends without an answer."""

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.programs import queries
from tests.apps.desk.conftest import HERE, NEXT_DOOR, routine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def referred(registered, sign_in):
    """A resident in danger, whose visit opened a referral."""
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    client.post(f"/residents/{one.pk}/visit/hypertension/", routine(systolic="190"))
    with as_acting(client.acting):
        (referral,) = queries.referrals_of(one)
    return client, referral


def step(client, referral, to: str, result: str = ""):
    client.post(f"/referrals/{referral.pk}/step/", {"to": to, "result": result})
    with as_acting(client.acting):
        return queries.referral(referral.pk)


def test_a_referral_goes_from_sent_to_accepted_answered_and_closed(referred) -> None:
    client, referral = referred
    assert step(client, referral, "accepted").state == "accepted"
    answered = step(client, referral, "answered", "加用氨氯地平 5 mg")
    assert (answered.state, answered.result) == ("answered", "加用氨氯地平 5 mg")
    closed = step(client, referral, "closed")
    assert (closed.state, str(closed.closed_date)) == ("closed", "2026-06-30")


def test_an_answer_without_a_result_is_refused(referred) -> None:
    client, referral = referred
    assert step(client, referral, "answered", "  ").state == "open"


@pytest.mark.parametrize("to", ["closed", "open", "", "nonsense"])
def test_no_step_is_skipped(referred, to: str) -> None:
    client, referral = referred
    assert step(client, referral, to, "好").state == "open"


def test_an_ended_referral_stays_ended(referred) -> None:
    client, referral = referred
    step(client, referral, "cancelled")
    assert step(client, referral, "accepted").state == "cancelled"


def test_the_list_holds_what_waits_with_its_clock(referred) -> None:
    client, _referral = referred
    page = client.get("/referrals/").content.decode()
    assert "14 天后" in page
    assert "紧急" in page
    assert "这里没有转诊" in client.get("/referrals/?state=closed").content.decode()


def test_a_referral_elsewhere_is_not_found(referred, sign_in) -> None:
    _client, referral = referred
    other = sign_in("village_doctor", NEXT_DOOR)
    assert other.post(f"/referrals/{referral.pk}/step/", {"to": "accepted"}).status_code == 404
