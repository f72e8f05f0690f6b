"""Emergency reading of one record outside one's sight: broken with a reason, read for hours, reviewed by another."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid5

from django.db import connection, models
from django.db.models import QuerySet

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.glass import REVIEW_HOURS
from gongwei.apps.people.models import BrokenGlass, Condition, Resident
from gongwei.apps.people.queries import CARD, document_indexes
from gongwei.catalog.codelists.diagnoses import CONDITIONS
from gongwei.domain.tongue import say

CATEGORIES = {"emergency": "急救", "outbreak": "传染病处置", "transfer": "转诊接诊", "other": "其他"}
LEAST_REASON = 10  # characters
NOBODY = "没有这个证件号码的档案。这次查询已记录并将复核。"
Row = TypeVar("Row", bound=models.Model)


class NobodyFound(LookupError):
    """No record has this number; the try is counted."""


class TooManyMisses(PermissionError):
    """Several numbers were nobody's within the hour: whoever guesses is stopped."""


class NotYours(LookupError):
    """There is no such glass for who acts, or its hours are over."""


class AlreadyReviewed(ValueError):
    """Somebody else has reviewed it, it is one's own, or it lies elsewhere."""


@dataclass(frozen=True)
class Seen:
    """What a broken glass shows of a resident from here; programmes add their own."""

    glass_id: UUID
    resident: Resident
    conditions: list[tuple[str, Condition]]


def break_glass(*, number: str, category: str, reason: str, form_id: UUID, by: Acting) -> UUID:
    """Open the record of an identity number for four hours, in the post that the context names.

    `form_id` names the form that was sent: sent twice, it is one glass, or one miss.
    Raises NobodyFound, TooManyMisses.
    """
    glass = uuid5(by.user_id, str(form_id))  # nobody can name the glass of another
    hashes = [digest for kind in (CARD, "03") for digest in document_indexes(kind, number)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(glass)])
        if (known := BrokenGlass.objects.filter(pk=glass).first()) is not None:
            if known.resident_id is None:
                raise NobodyFound(say(NOBODY))
            return glass
        cursor.execute("SELECT gw_break_glass(%s, %s, %s, %s)", [glass, hashes, reason, category])
        said = cursor.fetchone()[0]
    if said == "refused":
        raise TooManyMisses(say("一小时内多次查无此人，已暂停。请核对证件号码，一小时后再试。"))
    if said == "missed":
        raise NobodyFound(say(NOBODY))
    return glass


def read(model: type[Row], glass_id: UUID) -> list[Row]:
    """Read one subject's rows of a table through the glass; PostgreSQL writes the reading down. Empty if it is shut."""
    rows = f"SELECT * FROM gw_glass_{model._meta.db_table}(%s)"  # noqa: S608 - the table's own name
    return list(model._default_manager.raw(rows, [glass_id]))


def look(glass_id: UUID) -> Seen:
    """Read the resident behind one's own broken glass. Raises NotYours."""
    found = read(Resident, glass_id)
    if not found:
        raise NotYours(say("没有这条紧急查看，或已过 4 小时。确有需要请重新申请。"))
    conditions = sorted(read(Condition, glass_id), key=lambda one: one.onset_date)
    return Seen(glass_id, found[0], [(CONDITIONS.name_of(one.code), one) for one in conditions])


def mine(by: Acting, *, most: int = 20) -> list[BrokenGlass]:
    """List one's own, the latest first."""
    return list(BrokenGlass.objects.filter(user_id=by.user_id).order_by("-broken_at")[:most])


def to_review(by: Acting) -> QuerySet[BrokenGlass]:
    """List what waits for the review of who acts, the oldest first."""
    return BrokenGlass.objects.filter(reviewed_at=None).exclude(user_id=by.user_id).order_by("broken_at")


def reviewed(by: Acting, *, most: int = 50) -> list[BrokenGlass]:
    """List the last that were reviewed."""
    found = BrokenGlass.objects.exclude(reviewed_at=None).exclude(user_id=by.user_id)
    return list(found.order_by("-reviewed_at")[:most])


def is_overdue(one: BrokenGlass, *, at: datetime) -> bool:
    """Say whether the day within which another must review it is over."""
    return one.reviewed_at is None and at - one.broken_at >= timedelta(hours=REVIEW_HOURS)


def overdue(by: Acting, *, at: datetime) -> int:
    """Count what should have been reviewed a day after it happened."""
    return to_review(by).filter(broken_at__lte=at - timedelta(hours=REVIEW_HOURS)).count()


def review(glass_id: UUID, *, justified: bool, note: str, by: Acting, at: datetime) -> None:
    """Say once whether it was right to look; nobody reviews themselves. Raises AlreadyReviewed."""
    verdict = {"reviewer_id": by.user_id, "reviewed_at": at, "justified": justified, "review_note": note}
    if not BrokenGlass.objects.filter(pk=glass_id, reviewed_at=None).update(**verdict):
        raise AlreadyReviewed(say("这条紧急查看已经复核、不在您的辖区，或是您自己的。"))
    audit.record("glass.review", by=by, at=at, about=("glass", glass_id), detail={"justified": justified})
