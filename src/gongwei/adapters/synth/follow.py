"""Following patients from visit to visit: when they come, what the programme decides, and when they are due again."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import NEVER, YEAR_DAYS, Days, add_months, ages
from gongwei.adapters.synth.judging import Judged, View, judge
from gongwei.adapters.synth.sheet import Sheet, appended, picked
from gongwei.domain.program import Program

CLINIC, HOME, PHONE = range(3)
QUARTER = 60  # days: what is due sooner is a recheck, which many put off to the next quarterly visit (ours)
GATHERED = 0.4  # share of an interval's visits that villages hold on their clinic day (ours)
RETRY = 21  # days after which an undecided visit is made good (ours)
PENDING = 0.75  # share of the coming week's visits that nobody has made before their day (ours)
LOST = 0.05  # share of enrolments that stop coming without being closed (ours)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One row per enrolment: who, where, from when, until when, and how this village works."""

    person: NDArray[np.int32]
    village: NDArray[np.int32]
    birth: Days  # as recorded
    sex: NDArray[np.int8]
    start: Days
    stop: Days  # NEVER while it goes on
    delay: NDArray[np.float64]  # mean delay behind the due day, days
    phone: NDArray[np.float64]  # share of visits by telephone
    forgotten: NDArray[np.float64]  # share of visits that come long after their day
    recheck: NDArray[np.float64]  # share of two-week rechecks that are kept
    clinic: NDArray[np.int32]  # days from the last day to the village's next clinic
    interval: int  # between visits, days
    wait: tuple[int, int] = (0, 8)  # days from the enrolment to the first visit: at least, and below

    def __len__(self) -> int:
        return len(self.person)


class Patients(Protocol):
    """The bodies and habits of the people enrolled in one programme."""

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Measure what the rules ask for."""

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Change the treatment after the decision."""


@dataclass(frozen=True, slots=True)
class Visits:
    """All visits of one programme, by person and day."""

    program: Program
    enrolment: NDArray[np.int32]  # row of the enrolment
    day: Days
    mode: NDArray[np.int8]
    sheet: Sheet
    judged: Judged

    def __len__(self) -> int:
        return len(self.day)


def follow(
    rng: np.random.Generator, program: Program, enrolled: Enrolled, patients: Patients, *, since: int, until: int
) -> Visits:
    """Make every visit up to the day before `until`."""
    stop = np.minimum(np.minimum(enrolled.stop, _lost(rng, enrolled, since, until)), until)
    first = _first_days(rng, enrolled, since)
    who = np.flatnonzero(first < stop).astype(np.int32)
    days, before = first[who], None
    rounds: list[Visits] = []
    while len(who) or not rounds:  # one round at least, so that a city without patients has its columns
        mode = _modes(rng, enrolled, who, days)
        sheet = patients.measure(rng, who, days, mode)
        again = None if before is None else np.ones(len(who), dtype=bool)
        born = enrolled.birth[who]
        age, sex = ages(born, days), enrolled.sex[who]
        seen = View(days, born, age, sex, sheet, program.visit.fields, before, again)
        judged = judge(program, seen)
        rounds.append(Visits(program, who, days, mode, sheet, judged))
        patients.treat(rng, who, judged)
        following = _following(rng, enrolled, who, days, judged, until)
        stay = np.flatnonzero(following < stop[who])
        before = replace(seen, before=None, again=None).rows(stay)
        who, days = who[stay], following[stay]
    return together(program, rounds)


def _lost(rng: np.random.Generator, enrolled: Enrolled, since: int, until: int) -> Days:
    day = rng.integers(since, until, len(enrolled), dtype=np.int32)
    return np.where(rng.random(len(enrolled)) < LOST, day, NEVER).astype(np.int32)


def _first_days(rng: np.random.Generator, enrolled: Enrolled, since: int) -> Days:
    """See those enrolled before the histories begin at some day of their interval, new ones soon."""
    old = since + (rng.random(len(enrolled)) * enrolled.interval).astype(np.int32)
    new = enrolled.start + rng.integers(*enrolled.wait, len(enrolled), dtype=np.int32)
    return np.where(enrolled.start < since, old, new).astype(np.int32)


def _modes(rng: np.random.Generator, enrolled: Enrolled, who: NDArray[np.int32], days: Days) -> NDArray[np.int8]:
    """Visit the old at home, and some by telephone; the first visit is face to face."""
    chance = rng.random(len(who))
    home = np.where(days - enrolled.birth[who] > 80 * YEAR_DAYS, 0.35, 0.06)
    phone = (chance > 1 - enrolled.phone[who]) & (days > enrolled.start[who] + 60)
    return np.where(phone, PHONE, np.where(chance < home, HOME, CLINIC)).astype(np.int8)


def _following(
    rng: np.random.Generator, enrolled: Enrolled, who: NDArray[np.int32], days: Days, judged: Judged, until: int
) -> Days:
    """Draw the day of the next visit: around the due day, sometimes long after; the coming week is not yet done."""
    due = np.where(judged.rule >= 0, judged.due, days + RETRY)
    scale = np.clip((due - days) / 91, 0.3, 4)
    delay = rng.normal(enrolled.delay[who], 7) * scale
    soon = due - days < QUARTER
    put_off = soon & (rng.random(len(who)) > enrolled.recheck[who])
    delay = np.where(put_off, rng.uniform(25, 85, len(who)), delay)
    forgotten = ~soon & (rng.random(len(who)) < enrolled.forgotten[who])
    delay = np.where(forgotten, rng.uniform(0.7, 2, len(who)) * (due - days), delay)
    following = np.maximum(due + np.rint(delay), days + 2)
    following += (following + 3) % 7 == 6  # 1970-01-01 was a Thursday; nobody comes on a Sunday
    following = _gathered(rng, enrolled, who, following, until)
    pending = (due >= until) & (due < until + 7) & (rng.random(len(who)) < PENDING)
    following = np.where(pending, np.maximum(following, due), np.maximum(following, days + 1))
    return np.where(due == NEVER, NEVER, np.minimum(following, NEVER)).astype(np.int32)


def _gathered(
    rng: np.random.Generator, enrolled: Enrolled, who: NDArray[np.int32], following: NDArray, until: int
) -> NDArray:
    """Hold visits of an interval ago so that the next ones are due on the village's clinic day of the coming week."""
    months, reach = (3, 25) if enrolled.interval < 365 else (12, 60)
    target = int(add_months(np.array([until], dtype=np.int32), -months)[0])
    near = (np.abs(following - target) <= reach) & (rng.random(len(following)) < GATHERED)
    return np.where(near, target + enrolled.clinic[who], following)


def together(program: Program, rounds: Sequence[Visits]) -> Visits:
    """Put all rounds in the order of enrolments and days."""
    enrolment = np.concatenate([part.enrolment for part in rounds])
    days = np.concatenate([part.day for part in rounds])
    order = np.lexsort((days, enrolment))
    judged = [part.judged for part in rounds]
    return Visits(
        program,
        enrolment[order],
        days[order],
        np.concatenate([part.mode for part in rounds])[order],
        picked(appended([part.sheet for part in rounds]), order),
        Judged(*(np.concatenate([getattr(part, f.name) for part in judged])[order] for f in fields(Judged))),
    )
