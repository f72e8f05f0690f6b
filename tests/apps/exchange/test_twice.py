"""A batch whose worker was thought dead and was not: two are at it at once, and one takes it."""

from threading import Thread
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.exchange import actions
from gongwei.apps.exchange.models import ImportBatch, ImportRow
from gongwei.apps.people.models import Resident
from tests.apps.exchange.files import STREET, resident, text
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("单玉山", "王秀英", "陈建国")
ROWS = [resident(姓名=name, 身份证号="", 联系电话="") for name in NAMES]  # nothing unique keeps them single


def test_a_batch_that_two_workers_take_at_once_is_taken_once(post: Any) -> None:
    by, said = post("centre_director", STREET), []
    with as_acting(by):
        batch = actions.send(text(*ROWS), name="a.csv", kind="residents", program="", dry_run=False, by=by, at=NOW)

    def take(tell: Any) -> None:
        try:
            actions.perform(batch.pk, by=by, on=TODAY, clock=timezone.now, tell=tell)
            said.append("taken")
        except actions.AlreadyTaken:
            said.append("already")
        finally:
            connections.close_all()

    second = Thread(target=take, args=(lambda done, total: None,))

    def let_the_second_in(done: int, total: int) -> None:
        if not done:
            second.start()
            second.join(1.5)  # one that does not wait for its turn has written everything by now

    take(let_the_second_in)
    second.join()
    assert sorted(said) == ["already", "taken"]
    with as_acting(by):
        taken = ImportBatch.objects.get(pk=batch.pk)
        assert (taken.state, taken.read) == ("done", 3)
        assert Resident.objects.count() == taken.created
        assert ImportRow.objects.count() == taken.created + taken.waiting
