"""Ties between residents: noted and removed on both sides at once."""

from datetime import datetime

from django.db import transaction

from gongwei.apps.accounts import audit
from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people.models import Kin, Resident
from gongwei.catalog.codelists.kin import KIN, seen_from_there
from gongwei.domain.tongue import say


class NoTie(ValueError):
    """Two records of one person are no relatives, and the relation must be one of the list."""


@transaction.atomic
def tie(*, resident: Resident, relative: Resident, relation: str, by: Acting, at: datetime) -> None:
    """Note what a relative is to a resident, and the other way round; a tie that stands is written anew. NoTie."""
    if resident.pk == relative.pk or relation not in KIN:
        raise NoTie(say("请选择另一位居民和两人的关系。"))
    for one, other, said in ((resident, relative, relation), (relative, resident, seen_from_there(relation))):
        told = {"relation": said, "area_code": one.area_code, "recorded_at": at}
        Kin.objects.update_or_create(resident=one, relative=other, defaults=told)
    detail = {"relation": relation, "relative": str(relative.pk)}
    audit.record("kin.tie", by=by, at=at, about=("resident", resident.pk), detail=detail)


@transaction.atomic
def untie(*, resident: Resident, relative: Resident, by: Acting, at: datetime) -> None:
    """Remove the tie of two residents on both sides."""
    gone = Kin.objects.filter(resident=resident, relative=relative).delete()[0]
    gone += Kin.objects.filter(resident=relative, relative=resident).delete()[0]
    if gone:
        detail = {"relative": str(relative.pk)}
        audit.record("kin.untie", by=by, at=at, about=("resident", resident.pk), detail=detail)
