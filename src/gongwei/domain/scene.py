"""A scene: what an expression is read on; and Unknown, what it gives where something is missing there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongwei.domain.expr import HasNoTruth, Named
from gongwei.domain.period import Period, RelativePeriod
from gongwei.domain.record import Event, Person, Record


@dataclass(frozen=True)
class Unknown:
    """The third truth value. `keys` names what is missing; no keys means that only `may` values are."""

    keys: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        raise HasNoTruth("unknown is neither true nor false; ask `is_true` or `is_false`")

    def __or__(self, other: Unknown) -> Unknown:
        return Unknown(self.keys | other.keys)


class PeriodNotGiven(ValueError):
    """The definition speaks of "the year": give the period for which it is read."""


@dataclass(frozen=True)
class Scene:
    """What an expression is read on: a person on a day, a row of values there, perhaps the whole record."""

    day: date
    person: Person = field(default_factory=Person)
    values: Mapping[str, Any] = field(default_factory=dict)
    previous: Scene | None = None
    record: Record | None = None
    period: Period | None = None
    # Named parts stand in several rules: each is worked out once for a scene.
    worked_out: dict[Named, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def age_day(self) -> date:
        """Inside an event and without a period the day itself, else the last day of the period."""
        return self.day if self.period is None else self.period.last_day

    def bound(self, period: Period | RelativePeriod) -> Period:
        """Put the indicator's own period where a definition says "the year"."""
        if isinstance(period, Period):
            return period
        if self.period is None:
            raise PeriodNotGiven(PeriodNotGiven.__doc__)
        return self.period

    def at(self, event: Event) -> Scene:
        """Look at one event of the person."""
        return Scene(day=event.day, person=self.person, values=event.values)
