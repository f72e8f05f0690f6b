"""Which tables hold a programme's records, and which of them a post reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import F, QuerySet

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.accounts.statements import Addition, Statement
from gongwei.apps.programs.models import (
    CallAttempt,
    Enrolment,
    GuardedCallAttempt,
    GuardedEnrolment,
    GuardedReferral,
    GuardedVisit,
    HiddenCallAttempt,
    HiddenEnrolment,
    HiddenReferral,
    HiddenVisit,
    Referral,
    Visit,
)
from gongwei.apps.programs.rows import CallRow, EnrolmentRow, ReferralRow, VisitRow
from gongwei.catalog.discovery import programs
from gongwei.domain.access import Sensitivity
from gongwei.domain.program import Program

Row = TypeVar("Row", EnrolmentRow, ReferralRow)
OPEN = "WHERE resident_id = %s AND program = %s AND ended_date IS NULL"
NEWEST = "WHERE resident_id = ANY(%s) ORDER BY resident_id, program, visit_date DESC, recorded_at DESC"
BEFORE = """WHERE resident_id = %s AND program = %s AND visit_date < %s
    ORDER BY visit_date DESC, recorded_at DESC, id DESC LIMIT 1"""
LATE = """SELECT count(*) FROM {table}
    WHERE state IN ('open', 'accepted', 'answered') AND due_date < %s"""  # OPEN_STATES, as the index has them
BESIDE = """SELECT resident_id, array_agg(program ORDER BY program) FROM {table}
    WHERE resident_id = ANY(%s) AND next_due_date < %s GROUP BY resident_id"""
GO_ON = "UPDATE {table} SET last_visit_date = %s, next_due_date = %s WHERE id = %s"


@dataclass(frozen=True)
class Tables:
    """The tables of one class, with those of their statements that every visit and every page makes."""

    sensitivity: Sensitivity
    enrolment: type[EnrolmentRow]
    visit: type[VisitRow]
    referral: type[ReferralRow]
    call: type[CallRow]

    @cached_property
    def open(self) -> Statement[EnrolmentRow]:
        return Statement(self.enrolment, OPEN)

    @cached_property
    def open_locked(self) -> Statement[EnrolmentRow]:
        return Statement(self.enrolment, f"{OPEN} FOR UPDATE")

    @cached_property
    def by_ids(self) -> Statement[EnrolmentRow]:
        return Statement(self.enrolment, f"WHERE {self.enrolment._meta.db_table}.id = ANY(%s)", beside="resident")

    @cached_property
    def newest(self) -> Statement[VisitRow]:
        only = ("id", "resident_id", "program", "visit_date", "at_target", self._readings)
        return Statement(self.visit, NEWEST, distinct="DISTINCT ON (resident_id, program)", only=only)

    @cached_property
    def before(self) -> Statement[VisitRow]:
        return Statement(self.visit, BEFORE, only=("id", "visit_date", self._readings))

    @cached_property
    def calls(self) -> Statement[CallRow]:
        return Statement(self.call, "WHERE resident_id = ANY(%s) ORDER BY recorded_at")

    @cached_property
    def new_enrolment(self) -> Addition[EnrolmentRow]:
        return Addition(self.enrolment)

    @cached_property
    def new_visit(self) -> Addition[VisitRow]:
        return Addition(self.visit)

    @cached_property
    def late(self) -> str:
        return LATE.format(table=self.referral._meta.db_table)

    @cached_property
    def beside(self) -> str:
        return BESIDE.format(table=self.enrolment._meta.db_table)

    @cached_property
    def go_on(self) -> str:
        return GO_ON.format(table=self.enrolment._meta.db_table)

    @property
    def is_guarded(self) -> bool:
        return self.sensitivity > Sensitivity.HEALTH

    @property
    def _readings(self) -> str:
        return "readings_cipher" if self.is_guarded else "readings"


TABLES = (
    Tables(Sensitivity.HEALTH, Enrolment, Visit, Referral, CallAttempt),
    Tables(Sensitivity.GUARDED_HEALTH, GuardedEnrolment, GuardedVisit, GuardedReferral, GuardedCallAttempt),
    Tables(Sensitivity.HIDDEN_HEALTH, HiddenEnrolment, HiddenVisit, HiddenReferral, HiddenCallAttempt),
)
BY_CLASS = {one.sensitivity: one for one in TABLES}


def tables_of(program: str) -> Tables:
    """Give the tables that hold a programme's records."""
    return BY_CLASS[programs()[program].sensitivity]


def readable(by: Acting | None) -> tuple[Tables, ...]:
    """Give the tables that a post reads, class 3 before those guarded further; of nobody in particular, class 3 alone.

    What a post may not read is not asked at all: PostgreSQL would find nothing there.
    """
    return TABLES[:1] if by is None else tuple(one for one in TABLES if by.rights.may_read(one.sensitivity))


def may_read(program: str, by: Acting | None) -> bool:
    """Say whether a programme exists for a post."""
    return tables_of(program) in readable(by)


def programs_for(by: Acting | None) -> dict[str, Program]:
    """Give the programmes that exist for a post, by key: whose records it may read."""
    return {key: program for key, program in programs().items() if may_read(key, by)}


@dataclass(frozen=True)
class InSight(Generic[Row]):
    """Rows of one kind in each of the tables that a post reads, listed as if they lay in one."""

    parts: tuple[QuerySet[Row], ...]

    def filter(self, *conditions: Any, **values: Any) -> "InSight[Row]":
        return InSight(tuple(part.filter(*conditions, **values) for part in self.parts))

    def ids(self, column: str, *, falling: bool = False) -> QuerySet[Any, Any]:
        """Order by a column, then by id, and give the ids; whatever lies in one table is read as ever."""
        sign = "-" if falling else ""
        if len(self.parts) == 1:
            return self.parts[0].order_by(f"{sign}{column}", f"{sign}id").values_list("id", flat=True)
        first, *others = (part.order_by().annotate(place=F(column)).values_list("id", "place") for part in self.parts)
        return first.union(*others, all=True).order_by(f"{sign}place", f"{sign}id")

    def slice(self, column: str, first: int, end: int, *, falling: bool = False) -> list[Any]:
        """Give the ids from one place of the order up to before another."""
        if not self.parts:
            return []
        found: Sequence[Any] = list(self.ids(column, falling=falling)[first:end])
        return list(found) if len(self.parts) == 1 else [row[0] for row in found]
