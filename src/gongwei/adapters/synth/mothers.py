"""Mothers of the city's infants and of those to come: when they are seen, and what the rules then decide.

The day of a birth and its weeks are those of the child in the household. Other shares are ours.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import mothers_sheets
from gongwei.adapters.synth.births import Births
from gongwei.adapters.synth.draws import NEVER, YEAR_DAYS, Days, ages, stream
from gongwei.adapters.synth.follow import CLINIC, HOME, Enrolled, Visits, together
from gongwei.adapters.synth.judging import View, judge
from gongwei.adapters.synth.mothers_sheets import AT_HOME, BIRTH, BOOKING, CHECK, DAY_42, ENDED, Pregnancies
from gongwei.adapters.synth.scene import Scene
from gongwei.domain.program import Program

WINDOWS = ((113, 146), (148, 174), (200, 256), (260, 284))  # days of pregnancy: the norm's windows, inside their edges
TO_COME = 0.011  # share of women of 22 to 38 who expect a child on the last day
COLOURS = (0.80, 0.14, 0.052, 0.008)  # green, yellow, orange, red, before what age and weight add
EVERY = (0, 0, 14, 7)  # days between the checks of a colour, where it asks for its own
MOST = 16  # checks of one pregnancy beyond the norm's
LARGE = 5  # streets that have a red pregnancy at least
ENDS = 0.02  # share of booked pregnancies that do not come to term
CHASED = 120  # days after birth by which everybody has come to the check at 42 days, or was visited
SKIPPED = 0.05  # share of a woman's checks that she does not come to


def expect(scene: Scene, births: Births) -> Pregnancies:
    """Draw the pregnancies behind the city's infants, and those that go on, of which large streets have a red one."""
    rng = stream(scene.seed, "pregnancies")
    mother, child = _mothers(scene)
    lmp = scene.birth[child] - births.weeks[births.rows(child)] * 7 - rng.integers(0, 7, len(child), dtype=np.int32)
    to_come = _to_come(scene, rng, mother)
    begun = scene.until - rng.integers(56, 280, len(to_come))
    person = np.concatenate([mother, to_come])
    count, expecting = len(person), np.arange(len(person)) >= len(mother)
    lmp = np.concatenate([lmp, begun]).astype(np.int32)
    born = np.concatenate([scene.birth[child], np.maximum(begun + 268, scene.until + 3)]).astype(np.int32)
    ends = expecting & (rng.random(count) < ENDS) & (lmp < scene.until - 100)
    height, bmi = scene.bodies.height[person], np.clip(rng.normal(21.4, 2.4, count), 16, 34)
    age = ages(scene.birth[person], born)
    natural = 1 + (age >= 35) + (age >= 40) + ((age < 35) & ((bmi > 25) | (bmi < 18.5))) + (bmi >= 28)
    colour = np.clip(np.maximum(rng.choice(4, count, p=COLOURS) + 1, np.minimum(natural, 3)), 1, 4)
    colour[_in_large_streets(scene, person, expecting & ~ends & (lmp < scene.until - 100))] = 4
    late = (rng.random(count) > 0.6) & (colour > natural)
    raised = np.where(late, lmp + rng.integers(110, 200, count), 0)
    ended = np.where(ends, lmp + rng.integers(75, 98, count), NEVER)
    known = np.flatnonzero(scene.lives.archived[person] < born - 60)  # who came later is not followed up here
    order = known[np.argsort(person[known])]
    columns = (person, lmp, born, ended, colour.astype(np.int8), raised, height, bmi)
    return Pregnancies(*(np.asarray(column)[order] for column in columns))


def _in_large_streets(scene: Scene, person: NDArray[np.int32], able: NDArray[np.bool_]) -> list[int]:
    """Choose one woman in each of the streets with the most residents: whoever tries the city should meet one."""
    streets = np.asarray(scene.places.codes) // 1000
    homes, residents = np.unique(streets[scene.people.village], return_counts=True)
    largest = homes[np.argsort(residents)[-LARGE:]]
    own = streets[scene.people.village[person]]
    found = [np.flatnonzero(able & (own == street)) for street in largest]
    return [int(rows[0]) for rows in found if len(rows)]


def _mothers(scene: Scene) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Find the youngest woman who could be the mother in the household of each infant; the newest child of each."""
    people = scene.people
    infants = np.flatnonzero((scene.birth >= scene.since + 300) & (scene.birth < scene.until)).astype(np.int32)
    women = np.flatnonzero((people.sex == 1) & (ages(people.birth, scene.until) >= 20)).astype(np.int32)
    youngest = np.full(int(people.household.max()) + 1, -1, dtype=np.int32)
    by_age = women[np.argsort(people.birth[women], kind="stable")]
    youngest[people.household[by_age]] = by_age  # the last one written is the youngest
    mother = youngest[people.household[infants]]
    apart = scene.birth[infants] - scene.birth[mother]
    fits = (mother >= 0) & (apart > 18 * YEAR_DAYS) & (apart < 46 * YEAR_DAYS)
    mother, infants = mother[fits], infants[fits]
    newest = np.lexsort((scene.birth[infants], mother))
    last = np.diff(mother[newest], append=-1) != 0
    return mother[newest][last], infants[newest][last]


def _to_come(scene: Scene, rng: np.random.Generator, mothers: NDArray[np.int32]) -> NDArray[np.int32]:
    age = ages(scene.birth, scene.until)
    able = (scene.people.sex == 1) & (age >= 22) & (age <= 38) & (scene.lives.archived < scene.until - 60)
    able[mothers] = False
    women = np.flatnonzero(able & (scene.lives.gone > scene.until)).astype(np.int32)
    return women[rng.random(len(women)) < TO_COME]


def booked(rng: np.random.Generator, own: Pregnancies) -> Days:
    """Draw the days of booking: most before 13 weeks, some late."""
    count = len(own.lmp)
    early, late = np.clip(rng.normal(72, 9, count), 44, 89), rng.random(count) < 0.06
    return (own.lmp + np.where(late, rng.integers(92, 180, count), early)).astype(np.int32)


def attend(rng: np.random.Generator, program: Program, enrolled: Enrolled, own: Pregnancies, *, until: int) -> Visits:
    """Make every service that was planned before a day, each judged with the one before it."""
    plan, kinds = _planned(rng, enrolled, own, until)
    who = np.arange(len(enrolled), dtype=np.int32)
    before: View | None = None
    rounds: list[Visits] = []
    for number in range(plan.shape[1]):
        stay = np.flatnonzero(plan[who, number] < until)
        who = who[stay]
        if not len(who) and rounds:
            break
        days, kind = plan[who, number].astype(np.int32), kinds[who, number]
        booked_on = plan[who, 0].astype(np.int32)
        sheet = mothers_sheets.fill(rng, own.rows(who), kind, days, booked_on)
        again = None if before is None else np.ones(len(who), dtype=bool)
        earlier = None if before is None else before.rows(stay)
        born, sex = enrolled.birth[who], enrolled.sex[who]
        seen = View(days, born, ages(born, days), sex, sheet, program.visit.fields, earlier, again)
        mode = np.where(kind == AT_HOME, HOME, CLINIC).astype(np.int8)
        rounds.append(Visits(program, who, days, mode, sheet, judge(program, seen)))
        before = replace(seen, before=None, again=None)
    return together(program, rounds)


def _planned(
    rng: np.random.Generator, enrolled: Enrolled, own: Pregnancies, until: int
) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Plan every service of every woman, in the order of days: its day (NEVER where there is none) and its sheet."""
    count = len(enrolled)
    first = np.minimum(enrolled.start + rng.integers(0, 3, count), own.born - 8).astype(np.int64)
    checks = [np.where(rng.random(count) < SKIPPED, NEVER, own.lmp + rng.integers(*ends, count)) for ends in WINDOWS]
    every = np.array(EVERY)[own.colour - 1]
    begin = np.maximum(first, own.raised)
    checks += [np.where(every > 0, begin + number * every, NEVER) for number in range(1, MOST + 1)]
    last = np.minimum(own.born, own.ended)
    checks = [np.where((day > first + 6) & (day < last), day, NEVER) for day in checks]
    term, visited = own.ended == NEVER, rng.random(count) < 0.95
    home = own.born + rng.integers(5, 11, count) + 12 * (rng.random(count) < 0.06)
    comes = (rng.random(count) < 0.93) | (own.born < until - CHASED)
    days = [
        first,
        *checks,
        np.where(term, own.born + rng.integers(2, 5, count), NEVER),
        np.where(term & visited, home, NEVER),
        np.where(term & comes, own.born + rng.integers(42, 55, count), NEVER),
        np.where(term, NEVER, own.ended + 3),
    ]
    sheets = [BOOKING, *[CHECK] * len(checks), BIRTH, AT_HOME, DAY_42, ENDED]
    plan = np.column_stack(days).astype(np.int64)
    plan = np.where(plan < enrolled.stop[:, None], plan, NEVER)
    kinds = np.broadcast_to(np.array(sheets, dtype=np.int8), plan.shape)
    plan, kinds = _in_order(plan, kinds)
    return _in_order(np.where(np.diff(plan, axis=1, prepend=-1) == 0, NEVER, plan), kinds)


def _in_order(plan: NDArray[np.int64], kinds: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    order = np.argsort(plan, axis=1, kind="stable")
    return np.take_along_axis(plan, order, 1), np.take_along_axis(kinds, order, 1)
