"""What a post sees of activities and findings; an area above adds up those inside it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.activities.models import Activity, Finding
from gongwei.apps.places.queries import Institution, InstitutionKind, institutions
from gongwei.catalog.duties import LISTED, Duty, Held, done

STANDS = Q(withdrawn_at=None)  # what was withdrawn is listed, and counts nowhere
MOST = 200  # of a list on a page; the file holds them all


@dataclass(frozen=True)
class Standing:
    """One duty of an institution in a year: what was done of what is owed; 0 owed says the norm names no number."""

    duty: Duty
    done: int
    owed: int

    @property
    def enough(self) -> bool:
        return self.done >= self.owed


def active(year: int) -> set[UUID]:
    """Give the institutions whose activities of a year are in sight."""
    rows = Activity.objects.filter(STANDS, held_date__year=year).order_by()
    return set(rows.values_list("institution_id", flat=True).distinct())


def activities(institution: UUID, year: int, *, most: int | None = MOST) -> list[Activity]:
    """List what an institution held in a year, the newest first."""
    rows = Activity.objects.filter(institution_id=institution, held_date__year=year).select_related("actor")
    return list(rows.order_by("-held_date", "id")[:most])


def standing(institution: Institution, year: int) -> list[Standing]:
    """Set what is in sight of an institution's year against what its kind owes."""
    rows = Activity.objects.filter(STANDS, institution=institution, held_date__year=year)
    held = [Held(*row) for row in rows.values_list("kind", "title", "place")]
    return [Standing(duty, done(duty, held), duty.owed.get(institution.kind, 0)) for duty in LISTED]


def findings(year: int, *, open_only: bool = False, most: int | None = MOST) -> list[Finding]:
    """List what was found in a year, the newest first; `open_only` those without an answer."""
    rows = Finding.objects.filter(found_date__year=year).select_related("institution", "actor")
    if open_only:
        rows = rows.filter(STANDS, answered_date=None)
    return list(rows.order_by("-found_date", "id")[:most])


def activity(activity_id: UUID) -> Activity | None:
    return Activity.objects.filter(pk=activity_id).first()


def finding(finding_id: UUID) -> Finding | None:
    return Finding.objects.filter(pk=finding_id).first()


def reported(year: int) -> tuple[int, int]:
    """Count what was reported of what was found in a year: 信息报告率 (norm 2017, supervision assistance)."""
    counted = Finding.objects.filter(STANDS, found_date__year=year).aggregate(
        reported=Count("pk", filter=Q(reported_date__isnull=False)), found=Count("pk")
    )
    return counted["reported"], counted["found"]


def may_change(row: Activity | Finding, by: Acting) -> bool:
    """Say whether a post reports, corrects and withdraws a row: its institution wrote it, or is the one above."""
    return by.institution_id is not None and by.institution_id in (row.institution_id, row.institution.parent_id)


def is_supervision(by: Acting) -> bool:
    """Say whether a post is one of a supervision office."""
    own = by.institution_id
    return own is not None and institutions().filter(pk=own, kind=InstitutionKind.SUPERVISION).exists()


def may_answer(row: Finding, by: Acting) -> bool:
    """Say whether a post writes down what supervision answered: its office, or who may report the finding."""
    return may_change(row, by) or is_supervision(by)
