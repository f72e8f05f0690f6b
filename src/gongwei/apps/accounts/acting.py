"""Somebody acting: the one way to say to PostgreSQL who is asking, inside one transaction."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection, transaction

from gongwei.apps.accounts.models import Assignment
from gongwei.catalog.regions import gazetteer
from gongwei.domain.access import RIGHTS, Rights, Role
from gongwei.domain.regions import Area, Region, area_of

# Every request begins with one of these two statements: which post holds is said once for both.
HOLDS = """SELECT a.user_id, a.id, a.role, a.area_id, a.institution_id{more} FROM accounts_assignment a
    JOIN accounts_user u ON u.id = a.user_id AND u.is_active {tokens}
    WHERE a.valid_from <= %(on)s AND (a.valid_to IS NULL OR a.valid_to > %(on)s) AND {which}"""
POST = HOLDS.format(more="", tokens="", which="a.id = %(id)s")
POST_OF_TOKEN = HOLDS.format(
    more=", t.last_used_date",
    tokens="JOIN accounts_apitoken t ON t.assignment_id = a.id",
    which="t.digest = %(digest)s AND t.revoked_at IS NULL AND t.expires_date > %(on)s",
)
CONTEXT = """SELECT set_config('gw.lo', %s, true), set_config('gw.hi', %s, true), set_config('gw.read', %s, true),
    set_config('gw.write', %s, true), set_config('pghistory.context_id', %s, true),
    set_config('pghistory.context_metadata', %s, true)"""
CLEAR = """SELECT set_config('gw.lo', '', true), set_config('gw.hi', '', true), set_config('gw.read', '', true),
    set_config('gw.write', '', true), set_config('pghistory.context_id', '', true),
    set_config('pghistory.context_metadata', '', true)"""


class AssignmentEnded(PermissionError):
    """The post in which somebody wants to act is not theirs on that day, or they may no longer sign in."""


@dataclass(frozen=True)
class Acting:
    """A user in one of their posts. Every action takes one and is written down under it."""

    user_id: uuid.UUID
    assignment_id: uuid.UUID
    role: Role
    area_code: int
    institution_id: uuid.UUID | None

    @cached_property
    def rights(self) -> Rights:
        return RIGHTS[self.role]

    @cached_property
    def area(self) -> Area:
        return area_of(self.area_code)

    def holds(self, area_code: int) -> bool:
        """Say whether an area lies inside the post's own."""
        return area_code in self.area

    def place(self, written: str) -> Region | None:
        """Give the region of today that a code names inside the post's own area; hidden and absent ones are alike."""
        code = int(written) if written.isascii() and written.isdigit() and len(written) == 12 else 0
        found = gazetteer().by_code.get(code)
        return found if found is not None and found.valid_to is None and self.holds(code) else None


def acting_as(assignment: Assignment) -> Acting:
    return Acting(
        user_id=assignment.user_id,
        assignment_id=assignment.id,
        role=Role(assignment.role),
        area_code=assignment.area_id,
        institution_id=assignment.institution_id,
    )


def valid_assignment(assignment_id: uuid.UUID | str, *, on: date) -> Acting:
    """Look a post up again, as every request and every job does; it raises AssignmentEnded."""
    row = _one(POST, id=assignment_id, on=on)
    if row is None:
        raise AssignmentEnded("该岗位已结束或账号已停用，请重新登录或联系系统管理员。")
    return _acting(*row)


def assignment_of_token(digest: bytes, *, on: date) -> tuple[Acting, date | None]:
    """Look up the post of a program's token, and the day when it was last used; raises AssignmentEnded."""
    row = _one(POST_OF_TOKEN, digest=digest, on=on)
    if row is None:
        raise AssignmentEnded("令牌无效、已到期或已吊销，或其岗位已结束，请重新申请。")
    *post, last_used_date = row
    return _acting(*post), last_used_date


def _one(statement: str, **values: Any) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def _acting(user: uuid.UUID, assignment: uuid.UUID, role: str, area_code: int, institution: uuid.UUID | None) -> Acting:
    return Acting(user, assignment, Role(role), area_code, institution)


def open_context(acting: Acting) -> None:
    """Tell the running transaction who asks; the setting ends with the transaction."""
    assert connection.in_atomic_block, "a context lives inside a transaction"
    reads = [str(int(level)) for level in acting.rights.reads] + sorted(acting.rights.manages)
    writes = [str(int(level)) for level in acting.rights.writes]
    who = json.dumps({"user": str(acting.user_id), "assignment": str(acting.assignment_id)})
    with connection.cursor() as cursor:
        settings = [
            str(acting.area.lo),
            str(acting.area.hi),
            ",".join(reads),
            ",".join(writes),
            str(uuid.uuid4()),
            who,
        ]
        cursor.execute(CONTEXT, settings)


def close_context() -> None:
    """Take the context away again, for blocks inside a longer transaction (tests)."""
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)


@contextmanager
def as_acting(acting: Acting) -> Iterator[Acting]:
    """Run a block as one transaction under a post's rights: for jobs and commands."""
    with transaction.atomic():
        open_context(acting)
        yield acting
        close_context()
