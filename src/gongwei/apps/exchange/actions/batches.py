"""A file is sent, taken whole or not at all, and its batch remembers what became of every row."""

import base64
import uuid
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection, transaction

from gongwei.adapters.files.headings import HeadingError
from gongwei.adapters.files.limits import FileTooLarge, UnreadableFile
from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting, as_acting
from gongwei.apps.exchange.models import ImportBatch, ImportFile
from gongwei.apps.exchange.taking.ledger import COUNTS
from gongwei.apps.exchange.taking.run import KINDS, Result, Told, UnknownKind, run
from gongwei.apps.exchange.taking.which_program import GuardedVisits, ProgramNotNamed
from gongwei.apps.people import sealed
from gongwei.apps.planning.queries.numbers import know
from gongwei.catalog.headers.units import UnknownUnit
from gongwei.domain.access import IMPORTS, Sensitivity
from gongwei.domain.tongue import say

CANNOT_BE_TAKEN = (
    FileTooLarge, UnreadableFile, HeadingError, UnknownUnit, ProgramNotNamed, GuardedVisits, UnknownKind,
)  # fmt: skip
State, Purpose = ImportBatch.State, ImportFile.Purpose
POST_ENDED = "导入人的岗位在处理前已结束或账号已停用，文件没有处理，请由现在负责的人上传。"


class MayNotImport(PermissionError):
    """The post may not import: doctors of villages and centres and data operators do, in their own area."""


class AlreadyTaken(ValueError):
    """The batch has been taken, is being taken, or was undone: send the file again as a new one."""


def refuse_unless_allowed(by: Acting) -> None:
    """Raise MayNotImport for a post that may not write what a file holds."""
    if IMPORTS not in by.rights.manages or not by.rights.may_write(Sensitivity.HEALTH):
        raise MayNotImport(say("当前岗位不能导入数据：请换用村医、中心或数据管理员的岗位。"))


def send(
    content: bytes, *, name: str, kind: str, program: str, dry_run: bool, by: Acting, at: datetime,
    form_id: uuid.UUID | None = None,
) -> ImportBatch:  # fmt: skip
    """Keep a file that is to be taken by a job. Raises MayNotImport or UnknownKind.

    `form_id` is chosen where the form is opened: the same file sent twice from it is one batch.
    """
    refuse_unless_allowed(by)
    said = f"{form_id or uuid.uuid4()} {kind} {program} {sha256(content).hexdigest()}"
    own = uuid.uuid5(by.user_id, said)  # nobody can name the batch of another
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(own)])
    if (known := ImportBatch.objects.filter(pk=own).first()) is not None:
        return known
    batch = _batch(name=name, kind=kind, program=program, dry_run=dry_run, by=by, at=at, own=own)
    _keep(batch, Purpose.SOURCE, name, content)
    audit.record("import.send", by=by, at=at, about=("batch", batch.pk), detail={"kind": kind, "dry_run": dry_run})
    return batch


def _batch(
    *, name: str, kind: str, program: str, dry_run: bool, by: Acting, at: datetime, own: uuid.UUID | None = None
) -> ImportBatch:
    if kind not in KINDS:
        raise UnknownKind(say("没有“{kind}”这种导入", kind=kind))
    return ImportBatch.objects.create(
        pk=own or uuid.uuid4(), kind=kind, program=program, dry_run=dry_run, file_name=name[:200],
        area_code=by.area_code, user_id=by.user_id, assignment_id=by.assignment_id, made_at=at,
    )  # fmt: skip


def _keep(batch: ImportBatch, purpose: str, name: str, content: bytes) -> None:
    file = ImportFile(batch=batch, purpose=purpose, name=name[:200], area_code=batch.area_code)
    file.content = sealed.sealer().seal(base64.b64encode(content).decode(), place=_place(file))
    file.save(force_insert=True)


def content_of(file: ImportFile) -> bytes:
    """Open a kept file."""
    return base64.b64decode(sealed.sealer().open(bytes(file.content), place=_place(file)))


def _place(file: ImportFile) -> str:
    return f"exchange_importfile:{file.pk}:content"


def import_file(
    path: Path, *, kind: str, program: str, dry_run: bool, by: Acting, on: date, at: datetime, tell: Told
) -> tuple[ImportBatch | None, Result]:
    """Take a file at once, as the command line does; a dry run leaves no batch.

    All of it is one transaction: whoever stops it half-way leaves nothing. Raises MayNotImport or CANNOT_BE_TAKEN.
    """
    refuse_unless_allowed(by)
    with as_acting(by):
        batch = None
        if not dry_run:
            batch = _batch(name=path.name, kind=kind, program=program, dry_run=False, by=by, at=at)
        know(at=at)
        result = run(
            path, kind=kind, program=program, file_name=path.name, batch_id=batch.pk if batch else None,
            by=by, on=on, at=at, tell=tell,
        )  # fmt: skip
        if batch is not None:
            _conclude(batch, result, by=by, at=at)
    return batch, result


def perform(batch_id: uuid.UUID, *, by: Acting, on: date, clock: Callable[[], datetime], tell: Told) -> ImportBatch:
    """Take the file of a batch that was sent, as a job does.

    A job that was killed is run again from the start: nothing of it had been written. A file that cannot be taken
    leaves the batch failed with the reason. Raises AlreadyTaken.
    """
    with as_acting(by):
        batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
        if batch.state not in (State.QUEUED, State.RUNNING):
            raise AlreadyTaken(AlreadyTaken.__doc__)
        batch.state, batch.message = State.RUNNING, ""
        batch.save(update_fields=["state", "message"])
        source = content_of(batch.files.get(purpose=Purpose.SOURCE))
    try:
        with as_acting(by):
            _claim(batch)
            result = run(
                source, kind=batch.kind, program=batch.program, file_name=batch.file_name,
                batch_id=None if batch.dry_run else batch.pk, by=by, on=on, at=clock(), tell=tell,
            )  # fmt: skip
            _conclude(batch, result, by=by, at=clock())
    except CANNOT_BE_TAKEN as reason:
        _fail(batch, str(reason), by=by, at=clock(), forget=isinstance(reason, GuardedVisits))
    except (AlreadyTaken, OperationalError, InterfaceError):
        raise  # without the database nothing is known to have failed: the job comes again
    except Exception:
        _fail(batch, "处理中出了意外的错误，请联系系统管理员", by=by, at=clock())
        raise
    return batch


def end_without_post(batch_id: uuid.UUID, *, on: date, at: datetime) -> None:
    """End a batch that nobody may take, because the post that sent it is over; one whose post holds stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gw_end_import(%s, %s, %s, %s)", [batch_id, POST_ENDED, at, on])
        (ended,) = cursor.fetchone()
    if ended:
        detail = {"reason": "the post has ended"}
        audit.record("import.end", by=None, at=at, about=("batch", batch_id), outcome="refused", detail=detail)


def _claim(batch: ImportBatch) -> None:
    """Let one alone take a batch: a worker thought dead may still be at it when its job is run again.

    The row itself stays free for the progress that a second connection notes. Raises AlreadyTaken.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(batch.pk)])
    batch.refresh_from_db()
    if batch.state != State.RUNNING:
        raise AlreadyTaken(AlreadyTaken.__doc__)


def _fail(batch: ImportBatch, reason: str, *, by: Acting, at: datetime, forget: bool = False) -> None:
    """Say why a file was not taken; one that no importing post should hold is not kept."""
    with as_acting(by):
        if forget:
            batch.files.all().delete()
        batch.state, batch.message, batch.finished_at = State.FAILED, reason, at
        batch.save(update_fields=["state", "message", "finished_at"])


def _conclude(batch: ImportBatch, result: Result, *, by: Acting, at: datetime) -> None:
    batch.state, batch.finished_at, batch.program = State.DONE, at, result.program
    batch.notes, batch.read = list(result.notes), result.ledger.read
    batch.total = batch.progress = result.ledger.read
    for name in COUNTS:
        setattr(batch, name, result.ledger.counts[name])
    batch.save()
    batch.files.filter(purpose=Purpose.REJECTS).delete()
    if result.rejects is not None:
        _keep(batch, Purpose.REJECTS, rejects_name(batch.file_name, excel=result.excel), result.rejects)
    if not batch.dry_run:
        batch.files.filter(purpose=Purpose.SOURCE).delete()  # what it held is in the records now
        detail = {"kind": batch.kind, **{name: result.ledger.counts[name] for name in COUNTS}}
        audit.record("import.take", by=by, at=at, about=("batch", batch.pk), detail=detail)


def rejects_name(file_name: str, *, excel: bool) -> str:
    """Name the file of rows that were not taken after the file they came in."""
    return f"{Path(file_name).stem}.errors{'.xlsx' if excel else '.csv'}"


def take_for_real(batch_id: uuid.UUID, *, by: Acting, at: datetime) -> ImportBatch:
    """Queue a batch whose dry run has been looked at. Raises MayNotImport or AlreadyTaken."""
    refuse_unless_allowed(by)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch_id)
        if not batch.dry_run or batch.state != State.DONE:
            raise AlreadyTaken(AlreadyTaken.__doc__)
        batch.dry_run, batch.state, batch.progress = False, State.QUEUED, 0
        batch.read = batch.created = batch.updated = batch.unchanged = batch.rejected = batch.waiting = 0
        batch.save()
    audit.record("import.send", by=by, at=at, about=("batch", batch.pk), detail={"kind": batch.kind, "dry_run": False})
    return batch


def note_progress(batch_id: uuid.UUID, done: int, total: int) -> None:
    """Let the page see how far a batch is; in a transaction of its own, since the batch's is not over.

    Waiting for the batch's last word, an older word comes after it and must not undo it.
    """
    ImportBatch.objects.filter(pk=batch_id).exclude(total=total, progress__gte=done).update(progress=done, total=total)
