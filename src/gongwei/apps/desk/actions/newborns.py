"""A child that was delivered: its file, the tie to its mother and the visit at home, all of it or nothing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.people import actions as people
from gongwei.apps.people.queries import Resident
from gongwei.apps.programs import actions as programs
from gongwei.apps.programs.queries import open_enrolment
from gongwei.domain.tongue import say

NEWBORN = "newborn"


class BornOnAnotherDay(ValueError):
    """The child of a delivery was born on the day of the delivery: correct the one or the other."""


@transaction.atomic
def register_newborn(
    *, mother: Resident, born: date, values: Mapping[str, Any], resident_id: UUID, by: Acting, at: datetime, on: date
) -> Resident:
    """Register a child from the checked values of the form, tie it to its mother and plan the first visit at home.

    `resident_id` is chosen by who asks: the same form sent twice is one child. Raises BornOnAnotherDay, and
    AlreadyRegistered as `register` does.
    """
    if values.get("birth_date") != born.isoformat():
        raise BornOnAnotherDay(say("出生日期须与分娩日期 {day} 一致，请核对。", day=born.isoformat()))
    child = people.register(values=values, resident_id=resident_id, by=by, on=on, at=at)
    people.tie(resident=child, relative=mother, relation="parent", by=by, at=at)
    if open_enrolment(child, NEWBORN) is None:
        programs.enrol(resident=child, program=NEWBORN, enrolled_date=born, by=by, at=at)
    return child
