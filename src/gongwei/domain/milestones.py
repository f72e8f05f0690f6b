"""Milestones: services that are due at stages counted from a start (birth), not from the visit before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongwei.domain.evaluation import value_of
from gongwei.domain.expr import Expr
from gongwei.domain.period import months_on
from gongwei.domain.scene import Scene, Unknown


@dataclass(frozen=True)
class Milestone:
    """A stage that begins `days` or `months` after the start and is open for `open_days` or `open_months`."""

    title: str
    days: int = 0
    months: int = 0
    open_days: int = 0
    open_months: int = 0

    def window(self, start: date) -> Window:
        """Give the days on which the service of this stage belongs."""
        first = months_on(start, self.months) + timedelta(days=self.days)
        stop = months_on(start, self.months + self.open_months) + timedelta(days=self.days + self.open_days)
        return Window(self.title, first, stop - timedelta(days=1))


@dataclass(frozen=True)
class Window:
    """A stage of one person: its first and its last day."""

    title: str
    first_date: date
    last_date: date


@dataclass(frozen=True, eq=False)
class Milestones:
    """The stages of a service in their order, counted from the day `start`."""

    start: Expr
    stones: tuple[Milestone, ...]

    def after(self, scene: Scene) -> Window | Unknown | None:
        """Give the first stage that begins after the scene's day; None after the last, Unknown without a start."""
        start = value_of(self.start, scene)
        if isinstance(start, Unknown):
            return start
        windows = (stone.window(start) for stone in self.stones)
        return next((window for window in windows if window.first_date > scene.day), None)
