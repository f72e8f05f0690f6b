"""The audit: one entry for every action, refusal and reading of guarded health."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.db import connection

from gongwei.apps.accounts.acting import Acting

INSERT = """INSERT INTO accounts_auditentry
    (at, user_id, assignment_id, action, object_type, object_id, outcome, detail)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s::jsonb)"""


def record(
    action: str,
    *,
    by: Acting | None,
    at: datetime,
    about: tuple[str, Any] = ("", ""),
    outcome: str = "done",
    detail: dict[str, Any] | None = None,
    user_id: uuid.UUID | None = None,
) -> None:
    """Add one entry in the running transaction: with the action, or not at all.

    `detail` holds numbers and names of rules, never a person's data. The row is not read back:
    who acts may not read the audit. `user_id` names who did it where nobody acts in a post yet: at the door.
    """
    who = (by.user_id, by.assignment_id) if by else (user_id, None)
    values = [at, *who, action, about[0], str(about[1]), outcome]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [*values, json.dumps(detail or {}, ensure_ascii=False, default=str)])
