"""Look through visits as they were written for what seldom happens by honest work, and say what speaks for it.

Nothing here is a verdict: each doubt carries its evidence, so that who knows the circumstances can explain it. Limits
are ours (not verified) and chosen so that honest work seldom meets them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import numpy as np
from scipy.stats import binom, chi2

from gongwei.domain.codes import Codelist

HOME = "2"  # visit mode
FEWEST_READINGS = 60  # last digits below which no preference is told
STRONG = 0.5  # Cramér's V: all of half the readings rounded to one digit
RARE = 1e-4  # chance at which a pattern is looked at
ODD_SHARE = 0.05  # below it an instrument is taken to show even numbers only
FEWEST_PAIRS, FEWEST_COPIES, MANY_TIMES = 20, 5, 3.0
LEAST_EXPECTED = 0.01  # share of honest repeats of a pressure
DAY_BEGINS, DAY_ENDS = time(6), time(22)
BURST, BURST_MINUTES = 10, 10  # more visits than that by one hand in so many minutes
MOST_HOMES = 30  # home visits by one hand on one day
CALL_BEFORE = timedelta(hours=1)  # a call this shortly before a home visit was written

KINDS = Codelist(
    "存疑种类",
    {
        "digits": "血压尾数偏好",
        "copied": "血压与上次完全相同过多",
        "hours": "深夜录入",
        "holidays": "节假日随访过多",
        "burst": "十分钟内录入超过十次",
        "phone": "通话后录为入户",
        "homes": "一天入户过多",
        "dead": "随访日期在死亡之后",
    },
    source="",
    verified=False,
)


@dataclass(frozen=True)
class Written:
    """One visit as it was written: by which hand, about whom, for which day, at which local moment."""

    id: str
    hand: str  # whoever wrote: a user, or the institution where no user is known
    person: str
    program: str
    visit_date: date
    recorded_at: datetime  # local
    mode: str = ""
    systolic: float | None = None
    diastolic: float | None = None
    died_date: date | None = None


@dataclass(frozen=True)
class Called:
    """A call to a person at a local moment."""

    hand: str
    person: str
    at: datetime


@dataclass(frozen=True)
class Doubt:
    """What was found of one hand, with the visits it shows in and the numbers that speak for it."""

    kind: str
    hand: str
    visits: tuple[str, ...]
    evidence: Mapping[str, float] = field(default_factory=dict)


def doubts(
    written: Iterable[Written], calls: Iterable[Called] = (), *, rest: Collection[date] = frozenset()
) -> list[Doubt]:
    """Find all doubts among the visits of one place; `rest` are public holidays."""
    visits = sorted(written, key=lambda one: (one.recorded_at, one.id))
    by_hand: dict[str, list[Written]] = defaultdict(list)
    for one in visits:
        by_hand[one.hand].append(one)
    found = [*copied(by_hand), *called_and_written_as_home(by_hand, calls)]
    alone: tuple[Callable[[str, Sequence[Written]], Iterator[Doubt]], ...]
    alone = (preferred_digits, odd_hours, bursts, crowded_homes, after_death)
    for hand, own in by_hand.items():
        for look in alone:
            found += look(hand, own)
        found += busy_holidays(hand, own, rest=rest)
    return found


def preferred_digits(hand: str, own: Sequence[Written]) -> Iterator[Doubt]:
    """Test the last digits of systolic pressures against equal shares, with χ² and Cramér's V as size of the effect.

    Where hardly any digit is odd, the instrument shows even numbers, and only these are expected.
    """
    measured = [one for one in own if one.systolic is not None]
    if len(measured) < FEWEST_READINGS:
        return
    digits = np.bincount([int(one.systolic or 0) % 10 for one in measured], minlength=10)
    if digits[1::2].sum() < ODD_SHARE * digits.sum() and digits[5] == 0:
        digits = digits[::2]
    n, kinds = int(digits.sum()), len(digits)
    statistic = float(((digits - n / kinds) ** 2 / (n / kinds)).sum())
    effect = (statistic / (n * (kinds - 1))) ** 0.5
    chance = float(chi2.sf(statistic, kinds - 1))
    if effect >= STRONG and chance < RARE:
        favoured = float(digits.max() / n)
        evidence = {"readings": n, "chi2": statistic, "effect": effect, "favoured": favoured}
        yield Doubt("digits", hand, tuple(one.id for one in measured), evidence)


def copied(by_hand: Mapping[str, Sequence[Written]]) -> Iterator[Doubt]:
    """Find hands whose visits repeat the pressure of the visit before far more often than those of others do."""
    repeats = {hand: _repeats(own) for hand, own in by_hand.items()}
    all_pairs = sum(pairs for pairs, _same in repeats.values())
    all_same = sum(len(same) for _pairs, same in repeats.values())
    for hand, (pairs, same) in repeats.items():
        others = all_pairs - pairs
        expected = max((all_same - len(same)) / others if others >= FEWEST_PAIRS else 0.0, LEAST_EXPECTED)
        enough = pairs >= FEWEST_PAIRS and len(same) >= FEWEST_COPIES and len(same) >= MANY_TIMES * expected * pairs
        if enough and float(binom.sf(len(same) - 1, pairs, expected)) < RARE:
            evidence = {"pairs": pairs, "same": len(same), "expected": expected * pairs}
            yield Doubt("copied", hand, tuple(same), evidence)


def _repeats(own: Sequence[Written]) -> tuple[int, list[str]]:
    """Count the visits that follow one of the same person, and list those that repeat both pressures.

    Pressures that are both multiples of ten repeat themselves where a hand rounds; `preferred_digits` looks at these.
    """
    courses: dict[tuple[str, str], list[Written]] = defaultdict(list)
    for one in own:
        if one.systolic is not None and one.diastolic is not None:
            courses[one.person, one.program].append(one)
    pairs, same = 0, []
    for course in courses.values():
        for before, after in pairwise(sorted(course, key=lambda one: one.visit_date)):
            pairs += 1
            if (before.systolic, before.diastolic) == (after.systolic, after.diastolic) and not _round(after):
                same.append(after.id)
    return pairs, same


def _round(one: Written) -> bool:
    return (one.systolic or 0) % 10 == 0 and (one.diastolic or 0) % 10 == 0


def odd_hours(hand: str, own: Sequence[Written]) -> Iterator[Doubt]:
    """List visits that were written on their own day at night."""
    for one in own:
        at = one.recorded_at
        if at.date() == one.visit_date and not DAY_BEGINS <= at.time() < DAY_ENDS:
            yield Doubt("hours", hand, (one.id,), {"hour": at.hour + at.minute / 60})


def busy_holidays(hand: str, own: Sequence[Written], *, rest: Collection[date]) -> Iterator[Doubt]:
    """Find a hand that has more visits on public holidays than if every day of the time were worked alike."""
    first, last = (pick(one.visit_date for one in own) for pick in (min, max))
    holidays = [one.id for one in own if one.visit_date in rest]
    share = sum(first <= day <= last for day in rest) / ((last - first).days + 1)
    expected = share * len(own)
    if len(holidays) > expected and float(binom.sf(len(holidays) - 1, len(own), share)) < RARE:
        yield Doubt("holidays", hand, tuple(holidays), {"same": len(holidays), "pairs": len(own), "expected": expected})


def bursts(hand: str, own: Sequence[Written]) -> Iterator[Doubt]:
    """Find the longest runs of more than ten visits written within ten minutes.

    Visits that bear the very same moment came in one file, and are left out.
    """
    moments = defaultdict(list)
    for one in own:
        moments[one.recorded_at].append(one)
    single = [ones[0] for _at, ones in sorted(moments.items()) if len(ones) == 1]
    first = 0
    while first < len(single):
        last = first
        while last + 1 < len(single) and single[last + 1].recorded_at - single[first].recorded_at <= timedelta(
            minutes=BURST_MINUTES
        ):
            last += 1
        if last - first + 1 > BURST:
            took = (single[last].recorded_at - single[first].recorded_at).total_seconds() / 60
            evidence = {"visits": last - first + 1, "minutes": took}
            yield Doubt("burst", hand, tuple(one.id for one in single[first : last + 1]), evidence)
            first = last
        first += 1


def called_and_written_as_home(by_hand: Mapping[str, Sequence[Written]], calls: Iterable[Called]) -> Iterator[Doubt]:
    """List home visits that were written within an hour of a call to the same person by the same hand, that day."""
    called: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for call in calls:
        called[call.hand, call.person].append(call.at)
    for hand, own in by_hand.items():
        for one in own:
            if one.mode != HOME or one.recorded_at.date() != one.visit_date:
                continue
            waits = [one.recorded_at - at for at in called[hand, one.person]]
            shortly = [wait for wait in waits if timedelta(0) <= wait <= CALL_BEFORE]
            if shortly:
                yield Doubt("phone", hand, (one.id,), {"minutes": min(shortly).total_seconds() / 60})


def crowded_homes(hand: str, own: Sequence[Written]) -> Iterator[Doubt]:
    """List days with more home visits by one hand than a day has time for; each person counts once."""
    days: dict[date, dict[str, str]] = defaultdict(dict)
    for one in own:
        if one.mode == HOME:
            days[one.visit_date][one.person] = one.id
    for persons in days.values():
        if len(persons) > MOST_HOMES:
            yield Doubt("homes", hand, tuple(persons.values()), {"visits": len(persons)})


def after_death(hand: str, own: Sequence[Written]) -> Iterator[Doubt]:
    """List visits dated after the day on which the person died."""
    for one in own:
        if one.died_date is not None and one.visit_date > one.died_date:
            yield Doubt("dead", hand, (one.id,), {"days": (one.visit_date - one.died_date).days})
