"""Writes to residents. Every one runs in the caller's transaction, names who acts, and leaves an audit entry."""

from gongwei.apps.people.actions.duplicates import AlreadyDecided, decide_apart, note_pairs
from gongwei.apps.people.actions.kin import NoTie, tie, untie
from gongwei.apps.people.actions.merging import LaterMerge, NotMergeable, NotMerged, defaults, merge, suggested, unmerge
from gongwei.apps.people.actions.residents import (
    AlreadyRegistered,
    NotAMove,
    correct,
    diagnose,
    diagnose_guarded,
    move,
    note_personal_information,
    register,
)

__all__ = [
    "AlreadyDecided",
    "AlreadyRegistered",
    "LaterMerge",
    "NoTie",
    "NotAMove",
    "NotMergeable",
    "NotMerged",
    "correct",
    "decide_apart",
    "defaults",
    "diagnose",
    "diagnose_guarded",
    "merge",
    "move",
    "note_pairs",
    "note_personal_information",
    "register",
    "suggested",
    "tie",
    "unmerge",
    "untie",
]
