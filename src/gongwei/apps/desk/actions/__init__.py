"""Writes of the desk."""

from gongwei.apps.desk.actions.daily import daily_posts, remind_daily, resume_daily, stop_daily
from gongwei.apps.desk.actions.duties import (
    NotADoctorHere,
    NotForYou,
    PostOutOfReach,
    answer_for,
    cover,
    decline,
    end_cover,
    hand_over,
    take_back,
    take_over,
)
from gongwei.apps.desk.actions.messages import WayOut, again, choose, remind, rounds, send_waiting
from gongwei.apps.desk.actions.newborns import NEWBORN, BornOnAnotherDay, register_newborn
from gongwei.apps.desk.actions.together import (
    NotACase,
    NotAContact,
    find_duplicates,
    merge,
    note_contact,
    record_sitting,
    unmerge,
)

__all__ = [
    "NEWBORN",
    "BornOnAnotherDay",
    "NotACase",
    "NotAContact",
    "NotADoctorHere",
    "NotForYou",
    "PostOutOfReach",
    "WayOut",
    "again",
    "answer_for",
    "choose",
    "cover",
    "daily_posts",
    "decline",
    "end_cover",
    "find_duplicates",
    "hand_over",
    "merge",
    "note_contact",
    "record_sitting",
    "register_newborn",
    "remind",
    "remind_daily",
    "resume_daily",
    "rounds",
    "send_waiting",
    "stop_daily",
    "take_back",
    "take_over",
    "unmerge",
]
