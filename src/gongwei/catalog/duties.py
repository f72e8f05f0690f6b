"""What health education an institution owes in a year, by its kind, and how what was held is counted against it.

The norm names the numbers; its chapter was not read in print (not verified). Of patrols it names no number: they are
counted, and nothing is owed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gongwei.catalog.sources import NORM_2017

CENTRE, STATION = "centre", "station"
CHANGES = 6  # of one board in a year: at least every two months


@dataclass(frozen=True)
class Held:
    """One activity, as far as the duty reads it."""

    kind: str
    title: str
    place: str


@dataclass(frozen=True)
class Duty:
    """One kind of activity and what is owed of it in a year; an institution of another kind owes none."""

    kind: str
    unit: str
    owed: Mapping[str, int] = field(default_factory=dict)
    source: str = NORM_2017
    verified: bool = False


LISTED = (
    Duty("printed", "种", {CENTRE: 12, STATION: 12}),
    Duty("audiovisual", "种", {CENTRE: 6, STATION: 6}),
    Duty("board", "次", {CENTRE: 2 * CHANGES, STATION: CHANGES}),
    Duty("consultation", "次", {CENTRE: 9}),
    Duty("lecture", "次", {CENTRE: 12, STATION: 6}),
    Duty("patrol", "次"),
)


def done(duty: Duty, held: Iterable[Held]) -> int:
    """Count what was held against a duty: materials by their different titles, boards each up to its six changes."""
    own = [one for one in held if one.kind == duty.kind]
    if duty.unit == "种":
        return len({one.title for one in own})
    if duty.kind == "board":
        return sum(min(changes, CHANGES) for changes in Counter(one.place for one in own).values())
    return len(own)
