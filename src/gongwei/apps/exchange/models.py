"""What has been imported: the batch, the file it came in, and what became of each row."""

import uuid

from django.db import models
from django.db.models import F, Q

from gongwei.apps.people.rows import CurrentTransaction, Xid8Field
from gongwei.domain.access import Guard, Sensitivity


class ImportBatch(models.Model):
    """One file sent in one post. Every row read is counted in exactly one of five ways, or the batch is not kept."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未完成"
        UNDONE = "undone", "已撤销"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    program = models.TextField(blank=True)
    dry_run = models.BooleanField()
    file_name = models.TextField()
    area_code = models.BigIntegerField(db_index=True)  # of the post: who may see the batch
    user = models.ForeignKey("accounts.User", models.PROTECT)
    assignment = models.ForeignKey("accounts.Assignment", models.PROTECT)
    state = models.TextField(choices=State, default=State.QUEUED)
    message = models.TextField(blank=True)  # why it failed
    notes = models.JSONField(default=list)  # what was converted, and which columns were not read
    total = models.IntegerField(default=0)
    progress = models.IntegerField(default=0)
    read = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(read=F("created") + F("updated") + F("unchanged") + F("rejected") + F("waiting")),
                name="every_row_read_is_accounted_for",
            ),
        ]
        indexes = [models.Index(fields=["-made_at", "id"], name="newest_batches")]


class ImportFile(models.Model):
    """The bytes of a file that came with a batch or goes back: sealed, since it holds personal data."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    class Purpose(models.TextChoices):
        SOURCE = "source", "原文件"
        REJECTS = "rejects", "未导入的行"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="files")
    purpose = models.TextField(choices=Purpose)
    name = models.TextField()
    content = models.BinaryField()
    area_code = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "purpose"], name="one_file_a_purpose")]


class ImportRow(models.Model):
    """A row that wrote something or waits for somebody to say who it is.

    `object_id` is the resident, visit or institution written. `kept`, sealed, is what stood there before (updated),
    or what the row says (waiting). `xid` is the transaction that wrote it: a row changed since bears another.
    """

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    class Outcome(models.TextChoices):
        CREATED = "created", "新建"
        UPDATED = "updated", "更新"
        WAITING = "waiting", "待核对"
        SETTLED = "settled", "已核对"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    number = models.IntegerField()
    outcome = models.TextField(choices=Outcome)
    object_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    digest = models.BinaryField(null=True)  # of a waiting row's values: the same row sent again waits once
    kept = models.BinaryField(null=True)
    area_code = models.BigIntegerField()
    xid = Xid8Field(db_default=CurrentTransaction(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["batch", "outcome", "number"], name="rows_of_batch"),
            models.Index(fields=["digest"], condition=Q(outcome="waiting"), name="waiting_rows"),
        ]
