"""One person's record: attributes, spells in programmes, conditions and dated events. Immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from gongwei.domain.period import add_months, years_between

EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """What is known of a person. None means not known or not so; resident_from None means since birth."""

    birth_date: date | None = None
    sex: str | None = None
    area_code: int | None = None
    archived_date: date | None = None
    resident_from: date | None = None
    resident_to: date | None = None
    died_date: date | None = None

    @classmethod
    def aged(cls, years: int | None, *, on: date, sex: str | None = None) -> Person:
        """Make a person whose birthday in the given year of age is `on`, when only an age is told."""
        birth_date = None if years is None else add_months(on, -12 * years)
        return cls(birth_date=birth_date, sex=sex)

    def age_on(self, day: date) -> int | None:
        """Give the age in whole years by birthdays, None without a birth date."""
        return None if self.birth_date is None else years_between(self.birth_date, day)

    def lives_here_on(self, day: date) -> bool:
        """Say whether the person is a resident, and alive, on the day."""
        came = self.resident_from is None or self.resident_from <= day
        return came and (self.resident_to is None or day < self.resident_to) and self.alive_on(day)

    def alive_on(self, day: date) -> bool:
        """Say whether the person had not died by the day."""
        return self.died_date is None or day < self.died_date


@dataclass(frozen=True)
class Spell:
    """A stay in a programme from `start` up to but not including `stop`; None means it goes on.

    A contract with family doctors is a stay too, and names their team.
    """

    program: str
    start: date
    stop: date | None = None
    team: UUID | None = None

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.stop is None or day < self.stop)


@dataclass(frozen=True)
class Event:
    """A dated row. A visit's values are its readings and the columns program, visit_date, visit_mode,
    face_to_face and at_target; a condition has `code`; an observation the key and value it measured."""

    day: date
    values: Mapping[str, Any] = field(default_factory=dict)
    recorded_at: datetime = EARLIEST
    id: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    @property
    def order(self) -> tuple[date, datetime, str]:
        return (self.day, self.recorded_at, self.id)


@dataclass(frozen=True)
class Record:
    """A person with everything that happened."""

    person: Person
    enrolments: tuple[Spell, ...] = ()
    conditions: tuple[Event, ...] = ()
    visits: tuple[Event, ...] = ()
    observations: tuple[Event, ...] = ()

    def team_on(self, day: date) -> UUID | None:
        """Give the team of the contract in force on a day, of several the one begun last; None without a contract."""
        held = [(one.start, one.team) for one in self.enrolments if one.team is not None and one.holds_on(day)]
        return max(held)[1] if held else None
