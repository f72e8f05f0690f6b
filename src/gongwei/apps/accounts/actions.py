"""Writes to users and posts; every one names who did it."""

import re
import secrets
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Q

from gongwei.apps.accounts import audit, sessions
from gongwei.apps.accounts.acting import Acting, assignment_of_token
from gongwei.apps.accounts.hashing import keyed_digest
from gongwei.apps.accounts.models import ApiToken, Assignment, IdempotencyKey, PastPassword, RefusedWrite, User
from gongwei.domain.access import APART, RIGHTS, Role
from gongwei.domain.regions import level_of
from gongwei.domain.tongue import in_tongue, say

TAKE_KEY = """INSERT INTO accounts_idempotencykey (user_id, key, body_digest, row_id, made_at, assignment_id)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (user_id, key) DO NOTHING"""
KEYS_KEPT = timedelta(days=30)
KEY = re.compile(r"[\x21-\x7e]{8,80}")  # what an Idempotency-Key may be
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread on paper


class NameTaken(ValueError):
    """A user of this name exists."""


class WrongLevel(ValueError):
    """The role does not work at that level of area."""


class ToOneself(ValueError):
    """Nobody gives a post to themselves."""


class MustStayApart(ValueError):
    """The user holds another of the roles that watch each other."""


class WouldLockOut(ValueError):
    """The administrator would shut himself out."""


class NoSuchToken(LookupError):
    """Who acts has no token of that number in this post."""


class KeyReused(ValueError):
    """The Idempotency-Key came before with another request: choose a new key for a new request."""


def new_password() -> str:
    """Make a first password to hand over on paper: 16 characters, 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def create_user(
    *, username: str, full_name: str, by: Acting | None, at: datetime, password: str = ""
) -> tuple[User, str]:
    """Create a user without any post; gives the first password, which is stored nowhere. Raises NameTaken.

    A password that we made is for the first sign-in only; one that was given stands.
    """
    if User.objects.filter(username=username).exists():
        raise NameTaken(say("用户名“{username}”已被使用，请换一个。", username=username))
    user = User(username=username, full_name=full_name, made_at=at, password_at=at if password else None)
    password = password or new_password()
    user.set_password(password)
    user.save(force_insert=True)
    audit.record("user.create", by=by, at=at, about=("user", user.pk))
    return user, password


def give_post(
    *, user: User, role: Role, area_code: int, from_date: date, by: Acting | None, at: datetime,
    to_date: date | None = None, institution_id: UUID | None = None,
) -> Assignment:  # fmt: skip
    """Give a user a post in an area from a day on. Raises WrongLevel, ToOneself, MustStayApart."""
    if level_of(area_code) not in RIGHTS[role].areas:
        raise WrongLevel(say("“{role}”不能设在这一级地区，请选择对应级别的地区。", role=in_tongue(RIGHTS[role].title)))
    if by is not None and by.user_id == user.pk:
        raise ToOneself(say("不能给自己添加岗位，请由另一位安全管理员操作。"))
    _keep_apart(user, role, from_date)
    same: dict[str, Any] = {"user": user, "role": role, "area_id": area_code, "institution_id": institution_id}
    post, made = Assignment.objects.get_or_create(None, **same, valid_from=from_date, valid_to=to_date)
    if not made:
        return post  # the same form, sent twice
    audit.record("post.give", by=by, at=at, about=("user", user.pk), detail={"role": role, "area": area_code})
    return post


def _keep_apart(user: User, role: Role, from_date: date) -> None:
    others = Assignment.objects.filter(Q(valid_to=None) | Q(valid_to__gt=from_date), user=user, role__in=APART - {role})
    if role in APART and (held := others.first()):
        said = "该用户是{role}：系统管理员、安全管理员和审计员必须由不同的人担任。"
        raise MustStayApart(say(said, role=held.title))


def end_post(*, post: Assignment, on: date, by: Acting, at: datetime) -> None:
    """End a post with a day: from that day on it opens nothing, in open sessions too. Raises WouldLockOut."""
    if post.pk == by.assignment_id:
        raise WouldLockOut(say("不能结束自己正在使用的岗位，请由另一位安全管理员操作。"))
    if post.valid_to is not None and post.valid_to <= on:
        return  # the same form, sent twice
    post.valid_to = max(on, post.valid_from)
    post.save(update_fields=["valid_to"])
    audit.record("post.end", by=by, at=at, about=("user", post.user_id), detail={"role": post.role})


def set_active(*, user: User, active: bool, by: Acting, at: datetime) -> None:
    """Let a user sign in, or no longer. Raises WouldLockOut."""
    if user.pk == by.user_id and not active:
        raise WouldLockOut(say("不能停用自己的账号，请由另一位系统管理员操作。"))
    if user.is_active == active:
        return  # the same form, sent twice
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record("user.activate" if active else "user.deactivate", by=by, at=at, about=("user", user.pk))


def reset_password(*, user: User, by: Acting, at: datetime) -> str:
    """Give a user a new first password, which ends their sessions."""
    password = new_password()
    _set_password(user, password, chosen_at=None, at=at)
    audit.record("user.password", by=by, at=at, about=("user", user.pk))
    return password


def remove_factors(*, user: User, by: Acting, at: datetime) -> None:
    """Take away the second factors that a user has lost, which ends their sessions. Raises ToOneself."""
    if user.pk == by.user_id:
        raise ToOneself(say("不能清除自己的第二因素，请由另一位安全管理员操作。"))
    gone = Authenticator.objects.filter(user=user.pk).delete()[0]
    sessions.end_others(user.pk, this=None)
    audit.record("factor.clear", by=by, at=at, about=("user", user.pk), detail={"factors": gone})


def choose_password(*, user: User, password: str, at: datetime) -> None:
    """Set the password that a user has chosen; it ends their other sessions."""
    _set_password(user, password, chosen_at=at, at=at)


def _set_password(user: User, password: str, *, chosen_at: datetime | None, at: datetime) -> None:
    PastPassword.objects.create(user_id=user.pk, password=user.password, until_at=at)
    user.set_password(password)
    user.password_at = chosen_at
    user.save(update_fields=["password", "password_at"])


def end_other_sessions(*, this: str | None, by: Acting, at: datetime) -> None:
    """Sign who acts out everywhere else."""
    ended = sessions.end_others(by.user_id, this=this)
    audit.record("sign_out.elsewhere", by=by, at=at, detail={"sessions": ended})


def note_switch(*, to: Acting, at: datetime) -> None:
    audit.record("post.switch", by=to, at=at, about=("assignment", to.assignment_id))


def create_token(*, title: str, expires_date: date, by: Acting, at: datetime) -> tuple[ApiToken, str]:
    """Make a key for a program that acts in one's own post; the key is given once and stored nowhere."""
    secret = f"gw_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        assignment_id=by.assignment_id,
        title=title,
        digest=_token_digest(secret),
        made_at=at,
        expires_date=expires_date,
    )
    audit.record("token.create", by=by, at=at, about=("token", token.pk), detail={"until": expires_date})
    return token, secret


def revoke_token(*, token_id: UUID, by: Acting, at: datetime) -> None:
    """End a token of one's own post: the next request with it is refused. Raises NoSuchToken."""
    mine = ApiToken.objects.filter(pk=token_id, assignment=by.assignment_id, revoked_at=None)
    if not mine.update(revoked_at=at):
        raise NoSuchToken(say("这个岗位没有该编号的有效令牌，请用 gongwei token list 查看。"))
    audit.record("token.revoke", by=by, at=at, about=("token", token_id))


def use_token(secret: str, *, on: date) -> Acting:
    """Open the post of a token and note the day of its use. Raises AssignmentEnded, whatever the reason."""
    digest = _token_digest(secret)
    acting, last_used_date = assignment_of_token(digest, on=on)
    if last_used_date != on:
        ApiToken.objects.filter(digest=digest).update(last_used_date=on)
    return acting


def _token_digest(secret: str) -> bytes:
    return keyed_digest("token", secret.encode("utf-8", "replace"))


def take_key(key: str, request: bytes, *, row_id: UUID, by: Acting, at: datetime) -> UUID:
    """Take an Idempotency-Key for a row about to be written; another id is that of the row which it wrote before.

    A second request with the key waits here until the first one is committed or undone. Raises KeyReused.
    """
    digest = keyed_digest("request", request).hex()
    with connection.cursor() as cursor:
        cursor.execute(TAKE_KEY, [by.user_id, key, digest, row_id, at, by.assignment_id])
        if cursor.rowcount:
            return row_id
    held = IdempotencyKey.objects.get(user_id=by.user_id, key=key)
    if held.body_digest != digest:
        raise KeyReused(say("该 Idempotency-Key 已用于另一个请求：重发须与原请求完全相同，新请求请换一个新的键。"))
    return held.row_id


def note_refused(*, key: str, route: str, status: int, code: str, by: Acting, at: datetime) -> None:
    """Give a write that was refused its receipt, so that its sender can count; of the request itself nothing stays."""
    RefusedWrite.objects.create(
        at=at, assignment_id=by.assignment_id, area_code=by.area_code, route=route, status=status, code=code,
        key=key if KEY.fullmatch(key) else "",
    )  # fmt: skip


def forget_keys(*, at: datetime) -> int:
    """Forget the Idempotency-Keys of requests older than 30 days; gives how many."""
    return IdempotencyKey.objects.filter(made_at__lt=at - KEYS_KEPT).delete()[0]
