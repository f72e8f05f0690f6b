"""Writes of imports: files sent and taken, waiting rows decided, batches undone."""

from gongwei.apps.exchange.actions.batches import (
    CANNOT_BE_TAKEN,
    AlreadyTaken,
    MayNotImport,
    content_of,
    end_without_post,
    import_file,
    note_progress,
    perform,
    rejects_name,
    send,
    take_for_real,
)
from gongwei.apps.exchange.actions.review import Choice, NotWaiting, StillUnclear, decide, drop
from gongwei.apps.exchange.actions.undoing import ChangedSince, NothingToUndo, undo, undo_batch

__all__ = [
    "CANNOT_BE_TAKEN",
    "AlreadyTaken",
    "ChangedSince",
    "Choice",
    "MayNotImport",
    "NotWaiting",
    "NothingToUndo",
    "StillUnclear",
    "content_of",
    "decide",
    "drop",
    "end_without_post",
    "import_file",
    "note_progress",
    "perform",
    "rejects_name",
    "send",
    "take_for_real",
    "undo",
    "undo_batch",
]
