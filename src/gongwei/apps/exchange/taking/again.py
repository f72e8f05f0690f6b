"""A row that waits, read again from what was kept of it, as if it were a file of one row."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from gongwei.adapters.files.records import Chunk
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.exchange.taking.incoming import ADDRESS_KEYS, Refused, identities
from gongwei.apps.exchange.taking.institutions import Candidate, InstitutionImport
from gongwei.apps.exchange.taking.ledger import Ledger
from gongwei.apps.exchange.taking.matching import Known, find
from gongwei.apps.exchange.taking.run import KINDS, layout_of


def one_row(values: Mapping[str, Any], *, number: int, kind: str, program: str, village: int | None = None) -> Chunk:
    """Make a chunk of one row; a chosen `village` goes before what the row says of its place."""
    days = {column.key for column in layout_of(kind, program).columns if column.kind == "day"}
    read = {key: date.fromisoformat(value) if key in days else value for key, value in values.items()}
    if village is not None:
        read = {key: value for key, value in read.items() if key not in ADDRESS_KEYS or key == "address"}
        read["region_code"] = str(village)
    return Chunk(numbers=(number,), cells=((),), values={key: [value] for key, value in read.items()}, problems={})


def candidates(chunk: Chunk, *, by: Acting, on: date) -> tuple[Known, ...]:
    """List the residents that a waiting row may be about, among those whom the post may see."""
    (identity,) = identities(chunk, today=on)
    if isinstance(identity, Refused):
        return ()
    found = find([identity], keeper=lambda _: by.institution_id)
    return found[identity.place].everyone if identity.place in found else ()


def institutions_alike(chunk: Chunk, *, by: Acting, on: date) -> tuple[Candidate, ...]:
    """List the institutions that a waiting row may mean."""
    at = datetime.combine(on, time(), UTC)
    return tuple(
        InstitutionImport(by=by, on=on, at=at, ledger=Ledger(None, by.area_code, at), dry_run=True).candidates(chunk)
    )


def take_again(chunk: Chunk, *, choice: UUID | str | None, kind: str, ledger: Ledger, **importing: Any) -> Ledger:
    """Take one row with somebody's decision, and give the ledger of what became of it."""
    importer: Any = KINDS[kind].importer(ledger=ledger, dry_run=False, **importing)
    importer.choice = choice
    importer.take(chunk, importer.prepare(chunk))
    return ledger
