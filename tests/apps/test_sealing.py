"""The audit's chain: what an owner of the tables may do to it, and how it is found."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, connection, connections, transaction

from gongwei.adapters.chain import Head, read_heads, write_head
from gongwei.apps.accounts import audit, sealing
from gongwei.apps.accounts.acting import as_acting
from tests import others
from tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
HERE = 330102001051


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    return tmp_path / "heads"


def write(count: int) -> None:
    for number in range(count):
        with transaction.atomic():
            audit.record("thing.do", by=None, at=NOW, about=("thing", number), detail={"名": number})
    others.are_done()


def seal(heads: Path) -> int:
    return sealing.seal(at=NOW, heads=[heads])


def fault(heads: Path) -> tuple[str, int | None] | None:
    found = sealing.verify(heads=[heads]).fault
    return found and (found.kind, found.entry_id)


def as_owner(*statements: str) -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def ids() -> list[int]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM accounts_auditentry ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_what_was_written_is_sealed_once_and_holds(heads: Path, transactional_db: None) -> None:
    write(3)
    assert (seal(heads), seal(heads)) == (3, 0)
    write(2)
    assert seal(heads) == 2
    found = sealing.verify(heads=[heads])
    assert (found.fault, found.sealed, found.waiting, found.heads) == (None, 5, 0, 2)
    assert heads.stat().st_mode & 0o777 == 0o600


TAMPERINGS: dict[str, tuple[str, Callable[[list[int]], list[str]], int | None]] = {
    "an edit": (
        "changed", lambda i: [f"UPDATE accounts_auditentry SET outcome = '403' WHERE id = {i[2]}"], 2,
    ),
    "a changed moment": (
        "changed",
        lambda i: [f"UPDATE accounts_auditentry SET at = at + interval '1 microsecond' WHERE id = {i[0]}"], 0,
    ),
    "a changed detail": ("changed", lambda i: [f"UPDATE accounts_auditentry SET detail = '{{}}' WHERE id = {i[3]}"], 3),
    "a deletion": ("deleted", lambda i: [f"DELETE FROM accounts_auditentry WHERE id = {i[1]}"], 1),
    "a deletion with its seal": (
        "seal missing",
        lambda i: [f"DELETE FROM accounts_{table} WHERE {column} = {i[1]}"
                   for table, column in (("auditseal", "entry_id"), ("auditentry", "id"))], None,
    ),
    "two entries that changed places": (
        "changed",
        lambda i: [f"UPDATE accounts_auditentry SET id = {one} WHERE id = {other}"
                   for one, other in ((-1, i[1]), (i[1], i[2]), (i[2], -1))], 1,
    ),
    "two seals that changed places": (
        "changed",
        lambda i: [f"UPDATE accounts_auditseal SET number = {one} WHERE number = {other}"
                   for one, other in ((-1, 2), (2, 3), (3, -1))], 2,
    ),
    "the end cut off": (
        "truncated",
        lambda i: [f"DELETE FROM accounts_{table} WHERE {column} >= {i[4]}"
                   for table, column in (("auditseal", "entry_id"), ("auditentry", "id"))], None,
    ),
    "all of it cut off": ("truncated", lambda i: ["TRUNCATE accounts_auditseal, accounts_auditentry"], None),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_by_the_owner_of_the_tables_is_found(name: str, heads: Path, transactional_db: None) -> None:
    kind, statements, which = TAMPERINGS[name]
    write(6)
    seal(heads)
    known = ids()
    as_owner(*statements(known))
    assert fault(heads) == (kind, known[which] if which is not None else None)


def test_an_entry_put_in_behind_the_seals_is_found(heads: Path, transactional_db: None) -> None:
    write(4)
    seal(heads)
    as_owner(
        "INSERT INTO accounts_auditentry (id, at, action, object_type, object_id, outcome, detail, written_xid)"
        " SELECT -5, at, action, object_type, object_id, outcome, detail, written_xid FROM accounts_auditentry LIMIT 1"
    )
    assert fault(heads) == ("inserted", -5)


def test_a_chain_that_was_made_anew_whole_is_found_by_the_head_outside(heads: Path, transactional_db: None) -> None:
    """The owner edits an entry and computes every hash again: only the head that lies elsewhere tells."""
    write(5)
    seal(heads)
    as_owner(f"UPDATE accounts_auditentry SET detail = '{{}}' WHERE id = {ids()[1]}", "DELETE FROM accounts_auditseal")
    sealing.seal(at=NOW, heads=[])
    assert fault(heads.with_name("none")) is None
    assert fault(heads) == ("rewritten", ids()[4])


def test_an_open_transaction_holds_the_seals_back_and_loses_no_entry(heads: Path, transactional_db: None) -> None:
    """An entry that commits late stands before what began after it, so nothing after it is sealed yet."""
    begun, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            audit.record("slow", by=None, at=NOW)
            begun.set()
            finish.wait(30)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    begun.wait(30)
    write(2)
    assert seal(heads) == 0
    finish.set()
    writer.join()
    others.are_done()
    assert seal(heads) == 3
    assert fault(heads) is None


def test_sealing_that_died_before_its_head_was_written_is_mended_by_the_next(
    heads: Path, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(3)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(sealing, "write_head", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        seal(heads)
    assert fault(heads) is None
    assert seal(heads) == 0
    assert [head.count for head in read_heads(heads)] == [3]


def test_sealing_that_died_halfway_leaves_no_seal(
    heads: Path, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(3)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(sealing, "_after", _dies_on_the_second_slice(sealing._after))
        seal(heads)
    assert sealing.verify(heads=[heads]).sealed == 0
    assert seal(heads) == 3 and fault(heads) is None


def _dies_on_the_second_slice(real: Any) -> Any:
    turns = iter((real,))

    def read(*args: Any) -> Any:
        try:
            return next(turns)(*args)
        except StopIteration:
            raise KeyboardInterrupt from None

    return read


def test_sealers_side_by_side_seal_each_entry_once(heads: Path, transactional_db: None) -> None:
    write(30)

    def turn() -> None:
        seal(heads)
        for alias in ("default", "seal"):
            connections[alias].close()

    sealers = [threading.Thread(target=turn) for _ in range(4)]
    for sealer in sealers:
        sealer.start()
    for sealer in sealers:
        sealer.join()
    seal(heads)
    found = sealing.verify(heads=[heads])
    assert (found.sealed, found.fault) == (30, None)


def test_a_line_of_the_head_file_that_a_crash_cut_short_is_passed_over(heads: Path) -> None:
    first, second = (Head(count=n, hash=bytes([n] * 32), sealed_at="2026-06-30T09:00:00") for n in (1, 2))
    write_head(heads, first)
    with open(heads, "a") as file:
        file.write('{"count": 2, "ha')
    write_head(heads, second)
    assert read_heads(heads) == [first, second]


def test_a_server_whose_transactions_went_back_is_told(heads: Path, transactional_db: None) -> None:
    write(2)
    seal(heads)
    as_owner("UPDATE accounts_auditseal SET horizon = '9000000000'")
    with pytest.raises(sealing.TransactionsWentBack, match="pg_resetwal"):
        seal(heads)


def test_versions_of_records_are_sealed_with_the_audit(heads: Path, registered: Any) -> None:
    registered("hypertension")
    later = NOW + timedelta(days=3650)  # versions carry the server's own clock
    assert sealing.seal_events(at=later) > 0
    assert sealing.seal_events(at=later) == 0
    seal(heads)
    assert sealing.verify(heads=[heads]).events > 0
    as_owner("UPDATE people_residentevent SET name = '另一个人'")
    assert sealing.verify(heads=[heads]).fault.kind == "events changed"  # type: ignore[union-attr]
    assert sealing.verify(heads=[heads], events=False).fault is None


def test_a_deleted_version_is_found(heads: Path, registered: Any) -> None:
    registered("hypertension")
    sealing.seal_events(at=NOW + timedelta(days=3650))
    seal(heads)
    as_owner("DELETE FROM people_residentevent")
    assert sealing.verify(heads=[heads]).fault.kind == "events changed"  # type: ignore[union-attr]


def test_the_sealing_role_sees_no_resident_and_changes_no_entry(transactional_db: None) -> None:
    for statement in (
        "SELECT 1 FROM people_resident", "SELECT 1 FROM people_residentevent", "DELETE FROM accounts_auditseal",
        "UPDATE accounts_auditentry SET outcome = ''", "UPDATE accounts_auditseal SET hash = ''",
        ("INSERT INTO accounts_auditentry (at, action, object_type, object_id, outcome, detail)"
        " VALUES (now(), '', '', '', '', '{}')"),
    ):  # fmt: skip
        refused = pytest.raises(Error, match="permission denied")
        with refused, transaction.atomic(using="seal"), connections["seal"].cursor() as cursor:
            cursor.execute(statement)


def test_who_acts_can_put_on_no_seal(post: Any) -> None:
    statement = "INSERT INTO accounts_auditseal VALUES (1, '', now(), 1, '1')"
    refused = pytest.raises(Error, match="permission denied")
    with refused, as_acting(post("auditor", 330100000000)), connection.cursor() as cursor:
        cursor.execute(statement)
