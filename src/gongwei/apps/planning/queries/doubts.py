"""Doubts about records, as lists read them. Row-level security decides whose."""

from uuid import UUID

from django.db.models import Count, QuerySet

from gongwei.apps.planning.models import RecordDoubt

STATES = {state.value: state.label for state in RecordDoubt.State}


def doubts() -> QuerySet[RecordDoubt]:
    """List the doubts of an area, newest first."""
    return RecordDoubt.objects.select_related("actor", "checked_by").order_by("-found_at", "kind", "id")


def doubts_about(user_id: UUID) -> QuerySet[RecordDoubt]:
    """List the doubts about visits that a user wrote, those to be checked first."""
    return doubts().filter(actor_id=user_id).order_by("-state", "-found_at", "id")


def doubt_counts() -> dict[str, int]:
    """Count doubts by state."""
    return dict(doubts().order_by().values_list("state").annotate(n=Count("id")))
