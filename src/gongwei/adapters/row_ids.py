"""Ids of new rows in the order of time (RFC 9562, UUID version 7): what is written together lies together.

Random ids would scatter a file's rows over every index of a large table, and each page touched first after a
checkpoint is written whole into the log.
"""

import os
from datetime import datetime
from uuid import UUID

VERSION_7, VARIANT = 0x7 << 76, 0b10 << 62
NOISE = ((1 << 12) - 1) << 64 | (1 << 62) - 1  # the bits that are neither time, version nor variant


def id_at(moment: datetime) -> UUID:
    """Give an id that bears the moment to the millisecond; 74 of its bits are random."""
    time = int(moment.timestamp() * 1000) << 80
    return UUID(int=time | VERSION_7 | VARIANT | int.from_bytes(os.urandom(10), "big") & NOISE)
