"""Writes to users and posts; every one names who did it."""

import secrets
from datetime import date, datetime
from uuid import UUID

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.models import Assignment, User
from gongwei.domain.access import RIGHTS, Role
from gongwei.domain.regions import level_of

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread on paper


class NameTaken(ValueError):
    """A user of this name exists."""


class WrongLevel(ValueError):
    """The role does not work at that level of area."""


class WouldLockOut(ValueError):
    """The administrator would shut himself out."""


def new_password() -> str:
    """Make a first password to hand over on paper: 16 characters, 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def create_user(
    *, username: str, full_name: str, by: Acting | None, at: datetime, password: str = ""
) -> tuple[User, str]:
    """Create a user without any post; gives the first password, which is stored nowhere. Raises NameTaken."""
    if User.objects.filter(username=username).exists():
        raise NameTaken(f"用户名“{username}”已被使用，请换一个。")
    password = password or new_password()
    user = User(username=username, full_name=full_name, made_at=at)
    user.set_password(password)
    user.save(force_insert=True)
    audit.record("user.create", by=by, at=at, about=("user", user.pk))
    return user, password


def give_post(
    *, user: User, role: Role, area_code: int, from_date: date, by: Acting | None, at: datetime,
    to_date: date | None = None, institution_id: UUID | None = None,
) -> Assignment:  # fmt: skip
    """Give a user a post in an area from a day on. Raises WrongLevel."""
    if level_of(area_code) not in RIGHTS[role].areas:
        raise WrongLevel(f"“{RIGHTS[role].title}”不能设在这一级地区，请选择对应级别的地区。")
    post = Assignment.objects.create(
        user=user, role=role, area_id=area_code, institution_id=institution_id, valid_from=from_date, valid_to=to_date
    )
    audit.record("post.give", by=by, at=at, about=("user", user.pk), detail={"role": role, "area": area_code})
    return post


def end_post(*, post: Assignment, on: date, by: Acting, at: datetime) -> None:
    """End a post with a day: from that day on it opens nothing, in open sessions too. Raises WouldLockOut."""
    if post.pk == by.assignment_id:
        raise WouldLockOut("不能结束自己正在使用的岗位，请由另一位系统管理员操作。")
    post.valid_to = max(on, post.valid_from)
    post.save(update_fields=["valid_to"])
    audit.record("post.end", by=by, at=at, about=("user", post.user_id), detail={"role": post.role})


def set_active(*, user: User, active: bool, by: Acting, at: datetime) -> None:
    """Let a user sign in, or no longer. Raises WouldLockOut."""
    if user.pk == by.user_id and not active:
        raise WouldLockOut("不能停用自己的账号，请由另一位系统管理员操作。")
    user.is_active = active
    user.save(update_fields=["is_active"])
    audit.record("user.activate" if active else "user.deactivate", by=by, at=at, about=("user", user.pk))


def reset_password(*, user: User, by: Acting, at: datetime) -> str:
    """Give a user a new first password, which ends their sessions."""
    password = new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("user.password", by=by, at=at, about=("user", user.pk))
    return password


def note_switch(*, to: Acting, at: datetime) -> None:
    audit.record("post.switch", by=to, at=at, about=("assignment", to.assignment_id))
