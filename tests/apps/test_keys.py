"""A new key while everybody works: killed halfway, beside writers, and with old copies of a value inside others."""

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from gongwei.adapters.cipher import CannotOpen
from gongwei.adapters.keyring import Keyring, sealer_of
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.accounts.second_factor import SealedFactors
from gongwei.apps.exchange.taking.ledger import open_kept, seal_kept
from gongwei.apps.people import sealed
from gongwei.apps.people.actions import diagnose_guarded
from gongwei.apps.people.models import Resident
from gongwei.apps.people.queries import document_of, phone_of
from gongwei.site import rotation
from gongwei.site.rotation import KeyInUse
from tests.apps.desk.conftest import CARD, HERE
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
SECRETS = {"field_key_1": "11" * 32, "index_key": "aa" * 32}
BOTH = SECRETS | {"field_key_2": "22" * 32, "field_key_current": "2"}


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a key file of this test's own, and a way to change it."""
    path = tmp_path / "secrets.json"
    path.write_text(json.dumps(SECRETS))
    for module in (sealed, __import__("gongwei.apps.accounts.second_factor", fromlist=["_ring"])):
        monkeypatch.setattr(module, "_ring", lambda ring=Keyring(path, "aes"): ring)

    def change(known: dict[str, str]) -> None:
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(known))
        draft.replace(path)

    return change


def owner(statement: str, *values: Any) -> list[Any]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def keys_used() -> dict[int, int]:
    return rotation.uses()


def read(one: Resident, post: Any) -> tuple[str, str]:
    with as_acting(post("centre_doctor", 330102001000)):
        found = Resident.objects.get(pk=one.pk)
        return document_of(found, masked=False), phone_of(found, masked=False)


def test_everything_is_sealed_anew_and_nothing_else_of_a_row_changes(
    secrets: Any,
    registered: Any,
    post: Any,
) -> None:
    one = registered("hypertension")
    with as_acting(post("centre_doctor", 330102001000)) as by:
        diagnose_guarded(resident=one, code="F20", onset_date=NOW.date(), by=by, at=NOW)
    before = owner("SELECT changed_xid::text, document_hash FROM people_resident")
    versions = owner("SELECT count(*) FROM people_residentevent")
    assert set(keys_used()) == {1}
    secrets(BOTH)
    done = rotation.rotate(sealed.sealer())
    assert done["people_resident.document_cipher"] == 1 and done["people_residentevent.phone_cipher"] >= 1
    assert set(keys_used()) == {2}
    assert read(one, post) == (CARD, "19900001234")
    assert owner("SELECT changed_xid::text, document_hash FROM people_resident") == before
    assert owner("SELECT count(*) FROM people_residentevent") == versions
    assert sum(rotation.rotate(sealed.sealer()).values()) == 0


def test_readers_and_writers_follow_the_key_file_without_a_restart(
    secrets: Any,
    registered: Any,
    post: Any,
) -> None:
    one = registered()
    secrets(BOTH)
    assert read(one, post) == (CARD, "19900001234")
    assert sealed.seal("phone", one.pk, "1")[:2] == bytes((1, 2))  # type: ignore[index]


def test_a_rotation_that_was_killed_is_finished_by_the_next(
    secrets: Any,
    registered: Any,
    post: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = [registered(document_number=number) for number in ("", CARD)]
    secrets(BOTH)
    monkeypatch.setattr(rotation, "SLICE", 1)
    real, turns = rotation._slice, iter(range(2))
    monkeypatch.setattr(rotation, "_slice", lambda *args: real(*args) if next(turns, None) is not None else _die())
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(sealed.sealer())
    assert set(keys_used()) == {1, 2}
    assert read(people[1], post)[0] == CARD
    monkeypatch.setattr(rotation, "_slice", real)
    rotation.rotate(sealed.sealer())
    assert set(keys_used()) == {2}
    assert read(people[1], post)[0] == CARD


def _die() -> Any:
    raise KeyboardInterrupt


def test_a_value_written_between_reading_and_putting_is_not_overwritten(
    secrets: Any,
    registered: Any,
    post: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The writer commits while the slice is in hand: the old number must not come back."""
    one = registered()
    secrets(BOTH)
    open_ = type(sealed.sealer()).open
    written: list[int] = []

    def meanwhile() -> None:
        with as_acting(post("village_doctor", HERE)):
            fresh = sealed.seal("phone", one.pk, "18800000000")
            written.append(Resident.objects.filter(pk=one.pk).update(phone_cipher=fresh))
        connection.close()

    def slow(self: Any, value: bytes, *, place: str) -> str:
        if place.endswith(":phone") and not written:
            writer = threading.Thread(target=meanwhile)
            writer.start()
            writer.join()
        return open_(self, value, place=place)

    monkeypatch.setattr(type(sealed.sealer()), "open", slow)
    rotation.rotate(sealed.sealer())
    assert written == [1]
    assert read(one, post) == (CARD, "18800000000")


def test_writers_at_work_all_the_while_lose_nothing(secrets: Any, registered: Any, post: Any) -> None:
    one = registered()
    doctor, stop, last = post("village_doctor", HERE), threading.Event(), [""]

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            phone = f"188{number:08d}"
            with as_acting(doctor):
                Resident.objects.filter(pk=one.pk).update(phone_cipher=sealed.seal("phone", one.pk, phone))
            last[0] = phone
        connection.close()

    writer = threading.Thread(target=work)
    writer.start()
    try:
        for turn in range(6):
            secrets(BOTH | {f"field_key_{turn + 3}": f"{turn + 3:02x}" * 32, "field_key_current": str(turn + 3)}
                    | {f"field_key_{n}": f"{n:02x}" * 32 for n in range(3, turn + 3)})  # fmt: skip
            rotation.rotate(sealed.sealer())
    finally:
        stop.set()
        writer.join()
    rotation.rotate(sealed.sealer())
    assert read(one, post)[1] == last[0]
    assert set(keys_used()) == {8}


def test_copies_inside_other_sealed_values_are_renewed_too(secrets: Any, registered: Any, post: Any) -> None:
    """An import keeps what stood before, to undo it; a factor keeps its secret in Base64."""
    one = registered()
    old = sealed.seal("phone", one.pk, "19900001234")
    row = owner("SELECT gen_random_uuid()")[0][0]
    kept = seal_kept(row, {"columns": {"phone_cipher": old, "name": "王秀英"}})
    secret = SealedFactors().encrypt("JBSWY3DPEHPK3PXP")
    by = post("village_doctor", HERE)
    batch = (
        "INSERT INTO exchange_importbatch (id, kind, program, dry_run, file_name, area_code, user_id, assignment_id,"
        " state, message, notes, total, progress, read, created, updated, unchanged, rejected, waiting, made_at)"
        " VALUES (%s, 'residents', '', false, '', %s, %s, %s, 'done', '', '[]', 1, 1, 1, 0, 1, 0, 0, 0, now())"
    )
    owner(batch, row, HERE, by.user_id, by.assignment_id)
    owner(
        "INSERT INTO exchange_importrow (id, batch_id, number, outcome, object_id, reason, kept, area_code)"
        " VALUES (%s, %s, 1, 'updated', %s, '', %s, %s)",
        row, row, one.pk, kept, HERE,
    )  # fmt: skip
    owner(
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', %s, now())",
        by.user_id, json.dumps({"secret": secret}),
    )  # fmt: skip
    secrets(BOTH)
    rotation.rotate(sealed.sealer())
    secrets({name: value for name, value in BOTH.items() if name != "field_key_1"})
    found = open_kept(row, owner("SELECT kept FROM exchange_importrow")[0][0])["columns"]
    assert found["name"] == "王秀英"
    assert sealed.unseal("phone", one.pk, bytes.fromhex(found["phone_cipher"])) == "19900001234"
    data = json.loads(owner("SELECT data::text FROM mfa_authenticator")[0][0])
    assert SealedFactors().decrypt(data["secret"]) == "JBSWY3DPEHPK3PXP"
    with pytest.raises(CannotOpen):
        sealed.unseal("phone", one.pk, old)


def test_a_key_retires_only_when_it_rests_and_nothing_uses_it(secrets: Any, registered: Any) -> None:
    registered()
    both = sealer_of(BOTH, "aes")
    with pytest.raises(KeyInUse, match="未满一小时"):
        rotation.refuse_if_used(1, both, since=NOW, at=NOW + timedelta(minutes=59))
    with pytest.raises(KeyInUse, match="正在使用"):
        rotation.refuse_if_used(2, both, since=NOW, at=NOW + timedelta(days=1))
    rotation.refuse_if_used(1, both, since=NOW, at=NOW + timedelta(hours=1))
    assert set(keys_used()) == {2}


def test_what_slow_writers_left_behind_keeps_a_key(
    secrets: Any,
    registered: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    registered()
    monkeypatch.setattr(rotation, "rotate", lambda _sealer: {})
    with pytest.raises(KeyInUse, match="仍有"):
        rotation.refuse_if_used(1, sealer_of(BOTH, "aes"), since=NOW, at=NOW + timedelta(hours=2))


def test_another_cipher_is_taken_up_by_a_rotation(secrets: Any, registered: Any, post: Any) -> None:
    one = registered()
    rotation.rotate(sealer_of(SECRETS, "sm4"))
    assert owner("SELECT get_byte(document_cipher, 0) FROM people_resident") == [(2,)]
    assert read(one, post) == (CARD, "19900001234")


def test_every_sealed_column_is_known_to_the_rotation() -> None:
    """A new BinaryField is sealed, or a digest: say which, or a rotation would leave it behind."""
    from django.apps import apps
    from django.db.models import BinaryField

    digests = {"document_hash", "phone_hash", "code_hash", "digest", "hash"}
    stands = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, BinaryField) and field.column not in digests
    }
    known = {(field.table, field.column) for field in rotation.FIELDS}
    assert stands <= known
