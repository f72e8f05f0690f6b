"""Reads of users, posts and the audit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.models import (
    ApiToken,
    Assignment,
    AuditEntry,
    IdempotencyKey,
    PastPassword,
    RefusedWrite,
    User,
)
from gongwei.apps.accounts.statements import Statement
from gongwei.apps.places.queries import region_names
from gongwei.domain.access import Role
from gongwei.domain.regions import STREET, ancestor, area_of, level_of

# Every page shows who is signed in as what.
MINE = Statement(
    Assignment,
    "WHERE user_id = %s AND accounts_assignment.valid_from <= %s AND (accounts_assignment.valid_to IS NULL OR"
    " accounts_assignment.valid_to > %s)",
    beside="institution",
)


def valid_on(on: date) -> Q:
    """Select posts that hold on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))


def posts_of(acting: Acting, *, on: date) -> list[dict[str, Any]]:
    """List the posts of who acts, for the switcher: id, title, place, and which is active."""
    return [
        {
            "id": str(post.pk),
            "title": post.title,
            "short": f"{post.title} · {_area_name(post)}",
            "place": post.institution.name if post.institution else _area_name(post),
            "active": post.pk == acting.assignment_id,
        }
        for post in sorted(MINE.rows(acting.user_id, on, on), key=_nearest_first)
    ]


def _area_name(post: Assignment) -> str:
    return region_names().get(post.area_id, str(post.area_id))


def users(search: str = "") -> QuerySet[User]:
    """List users by name, with their posts."""
    found = User.objects.prefetch_related("assignments__area", "assignments__institution").order_by("username")
    return found.filter(Q(username__icontains=search) | Q(full_name__icontains=search)) if search else found


def user(user_id: UUID | str) -> User | None:
    return users().filter(pk=user_id).first()


def user_named(username: str) -> User | None:
    return User.objects.filter(username=username, is_active=True).first()


def past_passwords(user_id: UUID, *, most: int) -> list[str]:
    """Give the digests of a user's last passwords before the present one."""
    found = PastPassword.objects.filter(user_id=user_id).order_by("-until_at", "-id")
    return list(found.values_list("password", flat=True)[:most])


def default_post(username: str, *, on: date) -> Assignment | None:
    """Find the post in which a user begins, and commands act: the one nearest to the people."""
    found = Assignment.objects.filter(valid_on(on), user__username=username, user__is_active=True)
    return min(found, key=_nearest_first, default=None)


def _nearest_first(post: Assignment) -> tuple[int, int]:
    """Order posts from the village to the city, as the roles stand."""
    return list(Role).index(Role(post.role)), post.area_id


def audit_entries(*, action: str = "", username: str = "") -> QuerySet[AuditEntry]:
    """List audit entries, newest first, for who may read them."""
    found = AuditEntry.objects.order_by("-id")
    if action:
        found = found.filter(action=action)
    if username:
        found = found.filter(user_id__in=User.objects.filter(username=username).values("id"))
    return found


def user_names(ids: set[UUID]) -> dict[UUID, str]:
    """Name users for a page of audit entries."""
    return {one.pk: f"{one.full_name}（{one.username}）" for one in User.objects.filter(pk__in=ids)}


def tokens_of(acting: Acting) -> QuerySet[ApiToken]:
    """List the tokens of a post, newest first."""
    return ApiToken.objects.filter(assignment=acting.assignment_id).order_by("-made_at")


@dataclass(frozen=True)
class Sender:
    """Who sends from outside: a user in a post."""

    name: str
    post: str
    place: str


def senders(posts: Iterable[UUID]) -> dict[UUID, Sender]:
    """Name who stands behind posts."""
    found = Assignment.objects.select_related("user", "area").filter(pk__in=set(posts))
    return {one.pk: Sender(one.user.full_name, one.title, one.area.name) for one in found}


def writes_taken(by: Acting) -> dict[UUID, int]:
    """Count the writes of programs that were taken in the last 30 days, by the post that sent them."""
    posts = Assignment.objects.filter(area_id__gte=by.area.lo, area_id__lt=by.area.hi).values("pk")
    found = IdempotencyKey.objects.filter(assignment_id__in=posts).order_by()
    return dict(found.values_list("assignment_id").annotate(Count("id")))


def writes_refused() -> dict[UUID, dict[str, int]]:
    """Count the writes of programs that were refused in the last 30 days, by post and reason."""
    counted: dict[UUID, dict[str, int]] = {}
    rows = RefusedWrite.objects.order_by().values_list("assignment_id", "code").annotate(Count("id"))
    for post, code, count in rows:
        counted.setdefault(post, {})[code] = count
    return counted


def last_refused(most: int) -> list[tuple[datetime, str, str, str]]:
    """List the refused writes of programs as (at, sender, key, reason), the latest first."""
    rows = list(RefusedWrite.objects.order_by("-at", "-id")[:most])
    named = senders(row.assignment_id for row in rows)
    return [(row.at, named[row.assignment_id].name, row.key, row.code) for row in rows]


def posts_in_role(role: Role, *, on: date) -> list[UUID]:
    """List the posts of a role that hold on a day, whose users may sign in."""
    found = Assignment.objects.filter(valid_on(on), role=role.value, user__is_active=True)
    return list(found.order_by("id").values_list("id", flat=True))


def posts_in_roles(roles: Collection[str], *, on: date) -> list[tuple[UUID, int]]:
    """List the posts of some roles that hold on a day, whose users may sign in, each with its area."""
    found = Assignment.objects.filter(valid_on(on), role__in=roles, user__is_active=True)
    return list(found.order_by("area_id", "id").values_list("id", "area_id"))


def colleagues(by: Acting, *, roles: Collection[str], on: date) -> list[tuple[UUID, str, Assignment]]:
    """List who has a post of some roles beside a post on a day: user, name, and the post, by name.

    A village's doctor works beside those of the street; a wider post has those inside its own area.
    """
    around = area_of(ancestor(by.area_code, min(level_of(by.area_code), STREET)))
    rows = Assignment.objects.select_related("user").filter(
        valid_on(on), role__in=roles, user__is_active=True, area_id__gte=around.lo, area_id__lt=around.hi
    )
    return sorted(((one.user_id, one.user.full_name, one) for one in rows), key=lambda one: (one[1], str(one[2].pk)))


def post_of(assignment_id: UUID) -> Assignment | None:
    """Find a post by its number."""
    return Assignment.objects.filter(pk=assignment_id).first()
