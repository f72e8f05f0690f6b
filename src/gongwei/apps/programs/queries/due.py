"""Who is due: counted, ordered and cut into pages, from the tables that a post reads."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from gongwei.apps.accounts.acting import Acting
from gongwei.apps.programs.queries.tables import TABLES, InSight, Tables, readable, tables_of
from gongwei.apps.programs.rows import CallRow, EnrolmentRow, VisitRow
from gongwei.domain.regions import area_of

OVERDUE, TODAY, WEEK = "overdue", "today", "week"
WINDOWS = (OVERDUE, TODAY, WEEK)
SORTS = {"due": "next_due_date", "last": "last_visit_date", "name": "resident__name_pinyin"}


@dataclass(frozen=True)
class DueCounts:
    """How many open enrolments are due, by window; this week's do not contain today's."""

    overdue: int
    today: int
    week: int


def window(name: str, today: date) -> Q:
    """Select enrolments due before today, today, or in the six days after."""
    if name == OVERDUE:
        return Q(next_due_date__lt=today)
    if name == TODAY:
        return Q(next_due_date=today)
    return Q(next_due_date__gt=today, next_due_date__lt=today + timedelta(days=7))


def due(
    *, today: date, program: str = "", within: int | None = None, wide: bool = False, by: Acting | None = None
) -> InSight[EnrolmentRow]:
    """List open enrolments due up to six days from today, of one programme or place if given.

    Nothing that has ended is due, so both ways of asking find the same rows. A `wide` list is better read in the order
    of its days: PostgreSQL, which does not know how wide a post is, would take the index by area for open ones.
    """
    tables = [one for one in readable(by) if not program or one is tables_of(program)]
    found = InSight(tuple(one.enrolment.objects.filter(next_due_date__lt=today + timedelta(days=7)) for one in tables))
    if not wide:
        found = found.filter(ended_date=None)
    if program:
        found = found.filter(program=program)
    if within is not None:
        area = area_of(within)
        found = found.filter(area_code__gte=area.lo, area_code__lt=area.hi)
    return found


def due_counts(found: InSight[EnrolmentRow], today: date) -> DueCounts:
    """Count a list's windows in one reading of each table."""
    counts = dict.fromkeys(WINDOWS, 0)
    for part in found.parts:
        counted = part.aggregate(**{name: Count("id", filter=window(name, today)) for name in WINDOWS})
        counts = {name: counts[name] + counted[name] for name in WINDOWS}
    return DueCounts(**counts)


@dataclass(frozen=True)
class Spread:
    """How many rows of a wide list fall on each day of its order: any page is found without walking those before."""

    days: tuple[tuple[date | None, int], ...]  # rising; those without a day come last, as PostgreSQL sorts them

    def stretches(self, *, falling: bool, first: int, size: int) -> Iterator[tuple[list[date | None], int, int]]:
        """Give what to read for a page: days in order, how many of their rows to leave out, how many to take.

        Days that are known are read as one stretch, those without a day as another.
        """
        days: dict[bool, list[date | None]] = {}
        left: dict[bool, int] = {}
        taken: dict[bool, int] = {}
        begin = 0
        for day, rows in reversed(self.days) if falling else self.days:
            inside = min(begin + rows, first + size) - max(begin, first)
            if inside > 0:
                known = day is not None
                days.setdefault(known, []).append(day)
                left.setdefault(known, max(first - begin, 0))
                taken[known] = taken.get(known, 0) + inside
            begin += rows
        for known, those in days.items():
            yield those, left[known], taken[known]


def spread(found: InSight[EnrolmentRow], *, sort: str) -> Spread:
    """Count the rows of a list by the day that it is sorted by."""
    column, rows = SORTS[sort.lstrip("-")], Counter[date | None]()
    for part in found.parts:
        rows.update(dict(part.order_by().values_list(column).annotate(rows=Count("id"))))
    return Spread(tuple(sorted(rows.items(), key=lambda one: (one[0] is None, one[0] or date.max))))


def due_page(
    found: InSight[EnrolmentRow], *, sort: str, first: int, size: int, spread: Spread | None = None
) -> list[EnrolmentRow]:
    """Give one page of a list with its residents. The page is cut before the residents are joined.

    With the `spread` of a wide list by the same day only the page's own days are read; rows that came or went since it
    was counted shift the page, as they would shift one counted from the first row.
    """
    column, falling = SORTS[sort.lstrip("-")], sort.startswith("-")
    ids: list[UUID] = []
    if spread is not None:
        for days, left, taken in spread.stretches(falling=falling, first=first, size=size):
            ids += found.filter(_on(column, days)).slice(column, left, left + taken, falling=falling)
    if not ids:  # also where the list has grown beyond what was counted
        ids += found.slice(column, first, first + size, falling=falling)
    asked = {part.model for part in found.parts}
    rows = {row.pk: row for one in TABLES if one.enrolment in asked for row in one.by_ids.rows(ids)}
    return [rows[one] for one in ids if one in rows]


def _on(column: str, days: Sequence[date | None]) -> Q:
    known = [day for day in days if day is not None]
    return Q(**{f"{column}__range": (min(known), max(known))} if known else {column: None})


def due_together(residents: Collection[UUID], *, before: date, by: Acting | None = None) -> dict[UUID, list[str]]:
    """Give the programmes that are due before a day, for those of some residents for whom several are."""
    found: dict[UUID, list[str]] = {}
    with connection.cursor() as cursor:
        for one in readable(by):
            cursor.execute(one.beside, [list(residents), before])
            for resident_id, keys in cursor.fetchall():
                found[resident_id] = sorted([*found.get(resident_id, ()), *keys])
    return {resident_id: keys for resident_id, keys in found.items() if len(keys) > 1}


def last_visits(rows: Collection[EnrolmentRow]) -> dict[tuple[UUID, str], VisitRow]:
    """Give the last visit of each enrolment on a page, by (resident, programme)."""
    return {
        (visit.resident_id, visit.program): visit
        for one in TABLES
        if (residents := [row.resident_id for row in rows if isinstance(row, one.enrolment)])
        for visit in one.newest.rows(residents)
    }


def calls_about(rows: Collection[EnrolmentRow]) -> list[CallRow]:
    """List every call about the residents of some enrolments, each from its own table, the oldest first."""
    return [
        call
        for one in TABLES
        if (residents := list({row.resident_id for row in rows if isinstance(row, one.enrolment)}))
        for call in one.calls.rows(residents)
    ]


def last_calls(rows: Collection[EnrolmentRow]) -> dict[tuple[UUID, str], CallRow]:
    """Give the last call about each enrolment on a page, by (resident, programme)."""
    return {(call.resident_id, call.program): call for call in calls_about(rows)}


DECIDED = """SELECT {asked} FROM {enrolment} e JOIN {visit} v
    ON v.resident_id = e.resident_id AND v.program = e.program AND v.visit_date = e.last_visit_date
    WHERE (e.program, v.rule) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
        AND e.ended_date IS NULL AND e.next_due_date IS NOT NULL {how}"""


def decided_last(rules: Mapping[str, Collection[str]], *, by: Acting) -> dict[str, int]:
    """Count by programme whom one of its rules decided at the last visit, in the tables that the post reads."""
    counted = (_decided(one, rules, "e.program, count(*)", "GROUP BY 1") for one in readable(by))
    return {program: rows for found in counted for program, rows in found}


def decided_by(program: str, rules: Collection[str], *, most: int, by: Acting) -> list[EnrolmentRow]:
    """List whom `decided_last` counts of one programme, who is due first; nobody if the post reads none."""
    tables = tables_of(program)
    if tables not in readable(by):
        return []
    found = _decided(tables, {program: rules}, "e.id", "ORDER BY e.next_due_date, e.id LIMIT %s", most)
    rows = {row.pk: row for row in tables.by_ids.rows([one for (one,) in found])}
    return [rows[one] for (one,) in found]


def _decided(
    tables: Tables, rules: Mapping[str, Collection[str]], asked: str, how: str, *more: int
) -> list[tuple[Any, ...]]:
    pairs = [(program, rule) for program in rules if tables_of(program) is tables for rule in rules[program]]
    if not pairs:
        return []
    names = {"enrolment": tables.enrolment._meta.db_table, "visit": tables.visit._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(DECIDED.format(asked=asked, how=how, **names), [*map(list, zip(*pairs, strict=True)), *more])
        return cursor.fetchall()
