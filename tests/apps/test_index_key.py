"""A new key of the digests by which numbers are found, while everybody works: nobody is lost, nobody is there twice."""

import uuid
from datetime import date
from typing import Any

import pytest

from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.people import actions, sealed
from gongwei.apps.people.models import Resident
from gongwei.apps.people.queries import document_index, find
from gongwei.site import rotation
from tests.apps.desk.conftest import CARD, HERE, STREET, resident_values
from tests.apps.exchange.files import resident, text
from tests.apps.test_keys import SECRETS, owner, secrets  # noqa: F401
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "19900001234"
OLD, NEW = "aa" * 32, "bb" * 32
BEFORE = SECRETS | {"index_key": OLD}
ADDED = BEFORE | {"index_key_other": NEW}
CHANGING = BEFORE | {"index_key": NEW, "index_key_other": OLD}
AFTER = BEFORE | {"index_key": NEW}
HASHES = "SELECT encode(document_hash, 'hex') || encode(phone_hash, 'hex') FROM people_resident ORDER BY 1"


@pytest.fixture
def keys(secrets: Any) -> Any:  # noqa: F811
    secrets(BEFORE)
    return secrets


def found(post: Any, number: str) -> int:
    with as_acting(post("centre_doctor", STREET)) as by:
        return len(find(number, by=by))


def renew() -> int:
    return sum(rotation.rotate(sealed.sealer(), fields=rotation.DIGESTS).values())


@pytest.mark.parametrize("turns", [0, 1])
def test_numbers_are_found_in_every_state_of_the_change(turns: int, keys: Any, registered: Any, post: Any) -> None:
    registered()
    for state in (BEFORE, ADDED, CHANGING):
        keys(state)
        assert (found(post, CARD), found(post, PHONE)) == (1, 1)
    for _turn in range(turns):
        assert renew() >= 4
    assert (found(post, CARD), found(post, PHONE)) == (1, 1)
    keys(AFTER)
    assert (found(post, CARD), found(post, PHONE)) == (turns, turns), "the old key alone finds what was not renewed"


def test_whoever_stands_under_the_old_key_is_not_registered_again(keys: Any, registered: Any, post: Any) -> None:
    registered()
    keys(CHANGING)
    with as_acting(post("village_doctor", HERE)) as by, pytest.raises(actions.AlreadyRegistered):
        actions.register(values=resident_values(), resident_id=uuid.uuid4(), by=by, on=TODAY, at=NOW)


def test_a_guarded_diagnosis_is_noted_once_across_the_change(keys: Any, registered: Any, post: Any) -> None:
    one = registered()
    for state in (BEFORE, CHANGING):
        keys(state)
        with as_acting(post("centre_doctor", STREET)) as by:
            actions.diagnose_guarded(resident=one, code="mental_disorder", onset_date=date(2020, 1, 1), by=by, at=NOW)
    assert owner("SELECT count(*) FROM people_sensitivecondition") == [(1,)]


def test_a_file_finds_again_whom_it_brought_before_the_change(keys: Any, post: Any, tmp_path: Any) -> None:
    from gongwei.apps.exchange.actions import import_file

    path, by = tmp_path / "居民.csv", post("centre_director", STREET)
    path.write_bytes(text(resident(), resident(姓名="李三", 身份证号="", 联系电话="19912345678")))
    counts = []
    for state in (BEFORE, CHANGING):
        keys(state)
        _batch, result = import_file(
            path, kind="residents", program="", dry_run=False, by=by, on=TODAY, at=NOW, tell=lambda *_: None
        )
        counts.append(dict(+result.ledger.counts))
    assert counts == [{"created": 2}, {"unchanged": 2}]


def test_a_change_that_was_killed_is_finished_by_the_next_and_leaves_no_trace(
    keys: Any, registered: Any, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (CARD, ""):  # one of them without a document
        registered(document_number=number)
    versions, before = owner("SELECT count(*) FROM people_residentevent"), owner(HASHES)
    stamps = owner("SELECT changed_xid::text FROM people_resident ORDER BY 1")
    keys(CHANGING)
    monkeypatch.setattr(rotation, "SLICE", 1)
    real, turns = rotation._slice, iter(range(1))
    monkeypatch.setattr(rotation, "_slice", lambda *args: real(*args) if next(turns, None) is not None else _die())
    with pytest.raises(KeyboardInterrupt):
        renew()
    monkeypatch.setattr(rotation, "_slice", real)
    renew()
    assert renew() == 0
    assert owner(HASHES) != before and owner("SELECT changed_xid::text FROM people_resident ORDER BY 1") == stamps
    assert owner("SELECT count(*) FROM people_residentevent") == versions
    olds = owner("SELECT count(*) FROM people_residentevent WHERE document_hash = %s", document_of_old())
    assert olds == [(0,)], "the versions bear the new digest too"


def document_of_old() -> bytes:
    from gongwei.adapters.keyring import sealer_of

    return sealer_of(BEFORE, "aes").index(f"01:{CARD}", field="document")


def _die() -> Any:
    raise KeyboardInterrupt


def test_what_a_merge_keeps_comes_back_under_the_new_key(keys: Any, registered: Any, post: Any) -> None:
    from gongwei.apps.desk import actions as desk

    stays, gone = registered(), registered(document_number="", name="王秀瑛", phone="19900005678")
    with as_acting(post("centre_director", STREET)) as by:
        chosen = {"phone": "gone"}
        merged = desk.merge(stays=stays, gone=gone, chosen=chosen, by=by, at=NOW)
    keys(CHANGING)
    renew()
    keys(AFTER)
    with as_acting(by):
        desk.unmerge(merged=merged, by=by, at=NOW)
        back = Resident.objects.get(pk=stays.pk)
        assert back.document_hash is not None
        assert bytes(back.document_hash) == document_index("01", CARD)
    assert (found(post, PHONE), found(post, "19900005678")) == (1, 1)
