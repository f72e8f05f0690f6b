"""What the group and the centre read: concerns, answers, meetings; every reading of a name is written down."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.joint_group.models import Answer, Concern, Meeting
from gongwei.apps.people.queries import Resident

MOST = 200  # of a list; a street shares some dozens


def concerns(*, ended: bool, by: Acting, at: datetime) -> list[Concern]:
    """List what is shared, or was, the newest first, and write down that the names were read."""
    found = list(Concern.objects.filter(ended_date__isnull=not ended).order_by("-shared_date", "id")[:MOST])
    if found:
        audit.record("joint.list", by=by, at=at, detail={"class": 4, "rows": len(found)})
    return found


def concern(concern_id: UUID, *, by: Acting, at: datetime) -> Concern | None:
    """Give one concern to who may see it, and write down that it was read."""
    found = Concern.objects.filter(pk=concern_id).first()
    if found is not None:
        audit.record("joint.read", by=by, at=at, about=("concern", found.pk), detail={"class": 4})
    return found


def open_concern_of(one: Resident) -> Concern | None:
    """Give what is shared of a resident now, without opening it."""
    return Concern.objects.filter(patient=one, ended_date=None).first()


def answers_of(found: Concern) -> list[Answer]:
    """List what the group answered, the newest first."""
    return list(Answer.objects.filter(concern=found).select_related("user").order_by("-recorded_at", "id"))


def last_outcomes(found: Iterable[Concern]) -> dict[UUID, str]:
    """Give the outcome of the newest answer to each concern."""
    rows = Answer.objects.filter(concern__in=list(found)).order_by("recorded_at", "id")
    return {row.concern_id: row.outcome for row in rows}


def meetings(*, since: date) -> list[Meeting]:
    """List the meetings since a day, the newest first."""
    return list(Meeting.objects.filter(held_date__gte=since).order_by("-held_date", "area_code")[:MOST])
