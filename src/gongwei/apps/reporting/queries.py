"""Reads that lead from a figure to the people behind it, in PostgreSQL, under the policies of who asks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connections

from gongwei.apps.places.queries import village_population
from gongwei.apps.planning.queries.figures import counted_villages, village_counts
from gongwei.catalog.discovery import indicators, indicators_of, sensitivity_of
from gongwei.domain.access import Sensitivity
from gongwei.domain.indicator import Indicator
from gongwei.domain.period import calendar_year
from gongwei.domain.record import Event, Person, Record, Spell

RESIDENTS = """SELECT id, sex, birth_date, area_code, archived_date, resident_from, resident_to, died_date
    FROM people_resident WHERE {who} ORDER BY id"""
# Of class 4 and 5 a post gets what its policies show, and only the readings that may be counted.
SPELLS = """SELECT resident_id, program, enrolled_date, ended_date, NULL::uuid FROM programs_enrolment WHERE {who}
    UNION ALL SELECT resident_id, program, enrolled_date, ended_date, NULL FROM programs_guardedenrolment
        WHERE {who}
    UNION ALL SELECT resident_id, program, enrolled_date, ended_date, NULL FROM programs_hiddenenrolment
        WHERE {who}
    UNION ALL SELECT resident_id, 'family_doctor', from_date, least(to_date, stop_date), team_id
        FROM contracts_contract
        WHERE {who} AND state NOT IN ('preliminary', 'waiting', 'refused')
    UNION ALL SELECT resident_id, 'contract_end', to_date, to_date + 1, NULL FROM contracts_contract
        WHERE {who} AND state IN ('signed', 'renewed', 'lapsed', 'ending')"""
CONDITIONS = "SELECT resident_id, onset_date, recorded_at, id, code FROM people_condition WHERE {who}"
OBSERVATIONS = """SELECT resident_id, observed_date, recorded_at, id, key, value
    FROM people_observation WHERE {who}"""
VISIT = """SELECT resident_id, visit_date, recorded_at, id, program, nullif(visit_mode, ''), face_to_face, at_target,
    {readings}::text FROM programs_{own}visit WHERE {who}"""
VISITS = " UNION ALL ".join((
    VISIT.format(own="", readings="readings", who="{who}"),
    VISIT.format(own="guarded", readings="counted", who="{who}"),
    VISIT.format(own="hidden", readings="counted", who="{who}"),
))  # fmt: skip
EVER_SIGNED = "SELECT DISTINCT resident_id FROM contracts_contract WHERE team_id = %(asked)s"
NAMES = "SELECT id, name, name_pinyin FROM people_resident WHERE id = ANY (%(asked)s)"


@dataclass(frozen=True)
class Member:
    """A resident below an indicator's line: above it too, or not."""

    resident_id: UUID
    name: str
    sex: str | None
    birth_date: date | None
    counted: bool


def members(indicator: Indicator, village: int, *, year: int, as_of: date) -> list[Member]:
    """List who stands below an indicator's line in a village, those not above it first, by name."""
    return _below(indicator, records(village), year=year, as_of=as_of)


def team_members(indicator: Indicator, team: UUID, *, year: int, as_of: date) -> list[Member]:
    """List who stands below an indicator's line of those under contract with a team, as `members` does."""
    day = min(as_of, calendar_year(year).last_day)
    signed = [one for (one,) in _rows(EVER_SIGNED, team, using="default")]
    held = ((one, record) for one, record in records(signed) if record.team_on(day) == team)
    return _below(indicator, held, year=year, as_of=as_of)


def _below(indicator: Indicator, found: Iterable[tuple[UUID, Record]], *, year: int, as_of: date) -> list[Member]:
    below, counting = {}, indicators_of(year, as_of=as_of)[indicator.key]
    for resident, record in found:
        inside, above = counting.count(record, year=year, as_of=as_of)
        if inside:
            below[resident] = (record.person, above)
    names = names_of(below)
    listed = [
        (above, names[one][1], Member(one, names[one][0], person.sex, person.birth_date, above))
        for one, (person, above) in below.items()
    ]
    return [member for _above, _pinyin, member in sorted(listed, key=lambda row: (row[0], row[1], row[2].resident_id))]


def names_of(residents: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Give name and pinyin of some residents."""
    return {one: (name, pinyin) for one, name, pinyin in _rows(NAMES, list(residents), using="default")}


def spread(most: int) -> list[int]:
    """Choose at most so many of the villages that have counts, spread evenly over their codes."""
    known = counted_villages(using="report")
    return known[:: max(1, len(known) // max(1, most))][:most]


def misread(villages: Iterable[int], *, as_of: date) -> list[tuple[Any, ...]]:
    """Recount villages person by person in Python, as the reporting role, and list where the lake's counts differ.

    Each difference tells the village, indicator, year, what stands, and what was recounted.
    """
    wrong: list[tuple[Any, ...]] = []
    for village in villages:
        people = [record for _number, record in records(village, using="report")]
        for (key, year), stands in village_counts(village, using="report").items():
            if sensitivity_of(key) == Sensitivity.HIDDEN_HEALTH:  # counted for the city as a whole
                continue
            sides = [indicators_of(year, as_of=as_of)[key].count(record, year=year, as_of=as_of) for record in people]
            below, above = (sum(side[place] for side in sides) for place in (0, 1))
            if indicators()[key].denominator == "population":
                below = village_population(year).get(village, 0)
            if stands != (above, below):
                wrong.append((village, key, year, stands, (above, below)))
    return wrong


def records(of: int | list[UUID], *, using: str = "default") -> Iterator[tuple[UUID, Record]]:
    """Give every resident of a village, or those named, with all that the indicators read.

    The reporting role may ask too.
    """
    spells = _by_person(SPELLS, of, using, lambda row: Spell(*row))
    conditions = _by_person(CONDITIONS, of, using, lambda row: _event(row[:3], {"code": row[3]}))
    observations = _by_person(OBSERVATIONS, of, using, lambda row: _event(row[:3], {"key": row[3], "value": row[4]}))
    visits = _by_person(VISITS, of, using, _visit)
    whose = _whose(RESIDENTS, of, person="id")
    for one, sex, birth_date, area, archived, came, went, died in _rows(whose, of, using=using):
        person = Person(
            birth_date=birth_date, sex=sex, area_code=area, archived_date=archived, resident_from=came,
            resident_to=went, died_date=died,
        )  # fmt: skip
        yield (
            one,
            Record(person, tuple(spells[one]), tuple(conditions[one]), tuple(visits[one]), tuple(observations[one])),
        )


def _visit(row: tuple[Any, ...]) -> Event:
    *when, program, mode, face_to_face, at_target, readings = row
    columns = {
        "program": program, "visit_date": when[0].isoformat(), "visit_mode": mode, "face_to_face": face_to_face,
        "at_target": at_target,
    }  # fmt: skip
    return _event(tuple(when), json.loads(readings) | columns)


def _event(when: tuple[Any, ...], values: dict[str, Any]) -> Event:
    day, recorded_at, number = when
    return Event(day=day, values=values, recorded_at=recorded_at, id=str(number))


def _by_person(
    sql: str, of: int | list[UUID], using: str, made: Callable[[tuple[Any, ...]], Any]
) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for person, *rest in _rows(_whose(sql, of), of, using=using):
        found[person].append(made(tuple(rest)))
    return found


def _whose(sql: str, of: int | list[UUID], *, person: str = "resident_id") -> str:
    """Say in a statement whose rows it reads: those of a village, or of residents."""
    return sql.format(who="area_code = %(asked)s" if isinstance(of, int) else f"{person} = ANY (%(asked)s)")


def _rows(sql: str, asked: Any, *, using: str) -> list[tuple[Any, ...]]:
    with connections[using].cursor() as cursor:
        cursor.execute(sql, {"asked": asked})
        return cursor.fetchall()
