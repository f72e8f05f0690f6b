"""The list of those who are long overdue, and how it ends."""

import uuid
from datetime import timedelta

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.programs import actions, queries
from tests.apps.desk.conftest import HERE
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)


def called(client, one, outcome, days_ago) -> None:
    with as_acting(client.acting) as by:
        actions.record_call(
            form_id=uuid.uuid4(), enrolment=queries.open_enrolment(one, "hypertension"), outcome=outcome,
            agreed_date=None, note="", by=by, at=NOW - timedelta(days=days_ago),
        )  # fmt: skip


def test_who_was_called_three_times_in_vain_may_be_closed_as_lost(registered, sign_in) -> None:
    one, client = registered("hypertension"), sign_in("village_doctor", HERE)
    for days in (20, 10):
        called(client, one, "no_answer", days)
    assert "上门一次" in client.get("/lost/").content.decode()
    called(client, one, "no_answer", 1)
    assert "可按失访结案" in client.get("/lost/").content.decode()
    client.post(f"/residents/{one.pk}/end/", {"program": "hypertension", "reason": "lost", "next": "/lost/"})
    assert one.name not in client.get("/lost/").content.decode()


def test_who_is_overdue_for_less_than_a_cycle_is_not_listed(registered, sign_in) -> None:
    one = registered("hypertension", enrolled=TODAY - timedelta(days=89))
    assert one.name not in sign_in("village_doctor", HERE).get("/lost/").content.decode()
