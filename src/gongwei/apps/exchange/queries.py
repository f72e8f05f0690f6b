"""Reads of import batches, their files and the rows that wait. Row-level security decides whose."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum

from gongwei.adapters.files.records import WRITTEN
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.queries import Sender, senders, writes_refused, writes_taken
from gongwei.apps.exchange.actions.batches import content_of
from gongwei.apps.exchange.models import ImportBatch, ImportFile, ImportRow
from gongwei.apps.exchange.taking.again import candidates, institutions_alike, one_row
from gongwei.apps.exchange.taking.incoming import ADDRESS_KEYS, matched
from gongwei.apps.exchange.taking.institutions import Candidate
from gongwei.apps.exchange.taking.ledger import open_kept
from gongwei.apps.exchange.taking.matching import Known
from gongwei.apps.exchange.taking.run import KINDS, layout_of
from gongwei.apps.people import queries as people
from gongwei.apps.places import queries as places
from gongwei.apps.programs import queries as programs
from gongwei.catalog.codelists.diagnoses import GUARDED_CONDITIONS
from gongwei.catalog.headers import Column
from gongwei.catalog.headers.residents import GUARDED_DISEASES
from gongwei.domain.access import Sensitivity
from gongwei.domain.identity import masked_for_staff, masked_phone
from gongwei.domain.regions import DISTRICT, STREET

UNDER_WAY = (ImportBatch.State.QUEUED, ImportBatch.State.RUNNING)
MASKS = {"document": masked_for_staff, "phone": masked_phone}


@dataclass(frozen=True)
class Waiting:
    """A row that waits: what it says, why it waits, who it may be about, and where that person may live."""

    row: ImportRow
    says: tuple[tuple[str, str], ...]
    candidates: tuple[Known, ...]
    institutions: tuple[Candidate, ...]
    villages: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Balance:
    """What became of all rows that came in files of one kind: received = stored + refused + waiting + settled.

    `settled` rows waited and have been decided, or wait already in an earlier file.
    """

    kind: str
    files: int
    received: int
    stored: int
    refused: int
    waiting: int

    @property
    def title(self) -> str:
        return KINDS[self.kind].title

    @property
    def settled(self) -> int:
        return self.received - self.stored - self.refused - self.waiting


def balances() -> list[Balance]:
    """Add up every file that was taken for real and not undone; the table lets no batch in that does not add up."""
    taken = ImportBatch.objects.filter(state=ImportBatch.State.DONE, dry_run=False).order_by()
    open_rows = ImportRow.objects.filter(batch__in=taken, outcome=ImportRow.Outcome.WAITING).order_by()
    waiting = dict(open_rows.values_list("batch__kind").annotate(Count("id")))
    stored = Sum(F("created") + F("updated") + F("unchanged"))
    sums = (
        taken.order_by("kind")
        .values("kind")
        .annotate(n=Count("id"), received=Sum("read"), stored=stored, refused=Sum("rejected"))
    )
    return [
        Balance(row["kind"], row["n"], row["received"], row["stored"], row["refused"], waiting.get(row["kind"], 0))
        for row in sums
    ]


@dataclass(frozen=True)
class Source:
    """What one sender sent in one way, and what became of it; `kind` is a kind of file, or "api"."""

    sender: Sender
    kind: str
    times: int
    received: int
    stored: int
    refused: int
    waiting: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def settled(self) -> int:
        return self.received - self.stored - self.refused - self.waiting


def sources(*, by: Acting) -> list[Source]:
    """Add up by sender what came: in files, all that were taken; through the API, in the last 30 days."""
    found = [*_of_files(), *_of_programs(by)]
    return sorted(found, key=lambda one: (one.sender.name, one.sender.place, one.kind))


def _of_files() -> Iterator[Source]:
    taken = ImportBatch.objects.filter(state=ImportBatch.State.DONE, dry_run=False).order_by()
    open_rows = ImportRow.objects.filter(batch__in=taken, outcome=ImportRow.Outcome.WAITING).order_by()
    counted = open_rows.values_list("batch__assignment_id", "batch__kind").annotate(Count("id"))
    waiting = {(post, kind): count for post, kind, count in counted}
    stored = Sum(F("created") + F("updated") + F("unchanged"))
    sums = taken.values_list("assignment_id", "kind")
    rows = list(sums.annotate(n=Count("id"), received=Sum("read"), stored=stored, refused=Sum("rejected")))
    named = senders(row[0] for row in rows)
    for post, kind, times, received, kept, refused in rows:
        yield Source(named[post], kind, times, received, kept, refused, waiting.get((post, kind), 0))


def _of_programs(by: Acting) -> Iterator[Source]:
    taken, refused = writes_taken(by), writes_refused()
    named = senders({*taken, *refused})
    for post, sender in named.items():
        stored, reasons = taken.get(post, 0), refused.get(post, {})
        sent = stored + sum(reasons.values())
        yield Source(sender, "api", sent, sent, stored, sum(reasons.values()), reasons=reasons)


def batches() -> QuerySet[ImportBatch]:
    """List batches, the newest first."""
    return ImportBatch.objects.select_related("user").order_by("-made_at", "id")


def batch(batch_id: UUID) -> ImportBatch | None:
    return batches().filter(pk=batch_id).first()


def kind_title(one: ImportBatch) -> str:
    """Name what a batch holds."""
    return KINDS[one.kind].title


def rejects(one: ImportBatch) -> tuple[str, bytes] | None:
    """Give the file of rows that were not taken: its name and content."""
    file = one.files.filter(purpose=ImportFile.Purpose.REJECTS).first()
    return (file.name, content_of(file)) if file else None


def has_rejects(one: ImportBatch) -> bool:
    return one.files.filter(purpose=ImportFile.Purpose.REJECTS).exists()


def batch_rows(one: ImportBatch) -> QuerySet[ImportRow]:
    """List the rows of a batch that wrote something or wait, in the order of the file."""
    return one.rows.order_by("number", "id")


def written_about(one: ImportBatch, rows: Collection[ImportRow]) -> dict[UUID, str]:
    """Name the residents about whom rows wrote, by the id of what was written; for institutions nobody."""
    written = [row.object_id for row in rows if row.object_id]
    if one.kind == "residents":
        return {key: resident.name for key, resident in people.residents(written).items()}
    return programs.visited(written) if one.kind == "visits" else {}


def waiting_rows(one: ImportBatch) -> QuerySet[ImportRow]:
    """List the rows of a batch that still wait, in the order of the file."""
    return one.rows.filter(outcome=ImportRow.Outcome.WAITING).order_by("number")


def opened(row: ImportRow, one: ImportBatch, *, by: Acting, on: date) -> Waiting:
    """Open what a waiting row keeps, with those residents it may be about."""
    assert row.kept is not None
    values = open_kept(row.pk, row.kept)
    program = values.get("program") or one.program
    columns = layout_of(one.kind, program).columns
    says = tuple(
        (column.title, _shown(column, values[key], by)) for column in columns for key in column.fills if key in values
    )
    chunk = one_row(values, number=row.number, kind=one.kind, program=program)
    if one.kind == "institutions":
        return Waiting(row, says, (), institutions_alike(chunk, by=by, on=on), ())
    people = candidates(chunk, by=by, on=on)
    asked = one.kind == "residents" and not people
    return Waiting(row, says, people, (), _villages(values, by=by, on=on) if asked else ())


def _shown(column: Column, value: object, by: Acting) -> str:
    if isinstance(value, dict):
        return str(value[WRITTEN])
    codes = [str(code) for code in (value if isinstance(value, list) else [value])]
    titles = dict(column.choices)
    if column.key == "past_diseases" and not by.rights.may_read(Sensitivity.GUARDED_HEALTH):
        titles |= dict.fromkeys(GUARDED_DISEASES, GUARDED_CONDITIONS.title)
    text = "、".join(titles.get(code, code) for code in codes)
    return MASKS[column.key](text) if column.key in MASKS else text


def _villages(values: dict[str, object], *, by: Acting, on: date) -> tuple[tuple[int, str], ...]:
    """List the villages that the row's address leaves open; none when it names one, or no street or district."""
    text = "".join(str(values[key]) for key in ADDRESS_KEYS if key in values)
    code, level, _ = matched(text)
    if code is None or level not in (DISTRICT, STREET):
        return ()
    streets = [code] if level == STREET else [one.code for one in places.children(code, on=on)]
    found = [village for street in streets for village in places.children(street, on=on)]
    return tuple((one.code, places.place_name(one.code)) for one in found if one.code in by.area)
