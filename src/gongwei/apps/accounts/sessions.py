"""Sessions in the database, each with its user: listed, ended from elsewhere, and at an end by themselves.

A session ends after 30 minutes without a request and 12 hours after signing in, whatever happens in between.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from gongwei.apps.accounts.models import OpenSession
from gongwei.apps.accounts.statements import Statement

# What a browser calls itself, the more particular name first.
BROWSERS = {"MicroMessenger": "微信", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {"Android": "Android", "iP": "iOS", "Windows": "Windows", "Mac OS": "macOS", "Linux": "Linux"}
NOTED_EVERY = 60  # seconds: a session is written at most once a minute to say that it is alive


OPEN = Statement(OpenSession, "WHERE session_key = %s AND expire_date > %s")  # read at every request


class SessionStore(DatabaseStore):
    """Django's own store, with the user beside the sealed data."""

    def _get_session_from_db(self) -> OpenSession | None:
        found = OPEN.first(self.session_key, timezone.now())  # noqa: TID251 - Django's store reads the clock as well
        if found is None:
            self._session_key = None
        return found

    @classmethod
    def get_model_class(cls) -> type[OpenSession]:
        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> OpenSession:
        made: OpenSession = super().create_model_instance(data)  # type: ignore[assignment]
        user = data.get("_auth_user_id")
        made.user_id = UUID(user) if user else None
        return made


@dataclass(frozen=True)
class Device:
    """Where somebody is signed in."""

    agent: str
    began_at: datetime
    seen_at: datetime
    this_one: bool


def begin(session: SessionBase, *, agent: str, at: datetime) -> None:
    """Note when and from which browser a session began."""
    session["began"] = session["seen"] = int(at.timestamp())
    named = (next((name for sign, name in names.items() if sign in agent), "") for names in (BROWSERS, SYSTEMS))
    session["agent"] = " · ".join(name for name in named if name)


def is_over(session: SessionBase, *, at: datetime) -> bool:
    """Say whether a session has been idle or open for too long; else note that it is alive."""
    moment = int(at.timestamp())
    began, seen = session.get("began"), session.get("seen")
    if began is None or seen is None:
        begin(session, agent="", at=at)
        return False
    if moment - seen >= settings.SESSION_IDLE_SECONDS or moment - began >= settings.SESSION_COOKIE_AGE:
        return True
    if moment - seen >= NOTED_EVERY:
        session["seen"] = moment
    return False


def devices(user_id: UUID, *, this: str | None, at: datetime) -> list[Device]:
    """List where a user is signed in, the latest seen first."""
    found = []
    for one in OpenSession.objects.filter(user_id=user_id, expire_date__gt=at):
        data = SessionStore().decode(one.session_data)
        began, seen = (datetime.fromtimestamp(data.get(name, 0), UTC) for name in ("began", "seen"))
        if (at - seen).total_seconds() < settings.SESSION_IDLE_SECONDS:
            found.append(Device(data.get("agent", ""), began, seen, one.session_key == this))
    return sorted(found, key=lambda device: device.seen_at, reverse=True)


def end_others(user_id: UUID, *, this: str | None) -> int:
    """End all sessions of a user but this one; gives how many."""
    return OpenSession.objects.filter(user_id=user_id).exclude(session_key=this).delete()[0]
