"""Writes of the desk."""

from gongwei.apps.desk.actions.duties import (
    NotADoctorHere,
    NotForYou,
    PostOutOfReach,
    answer_for,
    cover,
    decline,
    end_cover,
    hand_over,
    take_over,
)
from gongwei.apps.desk.actions.together import find_duplicates, merge, record_sitting, unmerge

__all__ = [
    "NotADoctorHere",
    "NotForYou",
    "PostOutOfReach",
    "answer_for",
    "cover",
    "decline",
    "end_cover",
    "find_duplicates",
    "hand_over",
    "merge",
    "record_sitting",
    "take_over",
    "unmerge",
]
