"""Referrals: found by their state and clock, from the tables that a post reads."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.programs.queries.tables import TABLES, InSight, Tables, readable
from gongwei.apps.programs.rows import ReferralRow
from gongwei.domain.access import Sensitivity

State = ReferralRow.State
OPEN_STATES = (State.OPEN, State.ACCEPTED, State.ANSWERED)


def referral(referral_id: UUID | str, *, by: Acting | None = None) -> ReferralRow | None:
    """Find a referral that the post may see."""
    for one in readable(by):
        found = one.referral.objects.select_related("resident").filter(pk=referral_id).first()
        if found is not None:
            return found
    return None


def referrals(*, state: str = "", by: Acting | None = None, only: Sensitivity | None = None) -> InSight[ReferralRow]:
    """List referrals by due day: those of one state, or all that are not ended; of one class alone, if one is named."""
    found = InSight(tuple(one.referral.objects.all() for one in _asked(by, only)))
    return found.filter(state=state) if state else found.filter(state__in=OPEN_STATES)


def late(today: date, *, by: Acting | None = None) -> int:
    """Count the referrals that have not been answered in time."""
    count = 0
    with connection.cursor() as cursor:
        for one in readable(by):
            cursor.execute(one.late, [today])
            count += cursor.fetchone()[0]
    return count


def referral_page(found: InSight[ReferralRow], *, first: int, size: int) -> list[ReferralRow]:
    """Give one page of a list with its residents. The page is cut before the residents are joined."""
    ids = found.slice("due_date", first, first + size)
    asked = [one.referral for one in TABLES if any(part.model is one.referral for part in found.parts)]
    rows = {row.pk: row for model in asked for row in model.objects.filter(pk__in=ids).select_related("resident")}
    return [rows[one] for one in ids if one in rows]


def _asked(by: Acting | None, only: Sensitivity | None) -> list[Tables]:
    return [one for one in readable(by) if only in (None, one.sensitivity)]


def referral_counts(*, also: str = "", by: Acting | None = None, only: Sensitivity | None = None) -> dict[str, int]:
    """Count the referrals of each state that is not ended, and of one more; ended ones are many and only grow."""
    counts = Counter[str]()
    for one in _asked(by, only):
        counted = one.referral.objects.filter(state__in={*OPEN_STATES, also} - {""})
        counts.update(dict(counted.values_list("state").annotate(count=Count("id")).order_by()))
    return dict(counts)
