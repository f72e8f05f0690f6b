"""Histories in programmes: who was enrolled when, and every visit since."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import (
    child_care,
    children,
    constitution,
    copd,
    diabetes,
    elderly,
    hypertension,
    mothers,
    newborns,
    tuberculosis,
    untruths,
)
from gongwei.adapters.synth.births import Births, bear
from gongwei.adapters.synth.care import CARE
from gongwei.adapters.synth.draws import NEVER, YEAR_DAYS, Days, birthdays, day, stream
from gongwei.adapters.synth.follow import Enrolled, Visits, follow
from gongwei.adapters.synth.hiv import HIDDEN
from gongwei.adapters.synth.mental_services import histories as mentally_ill
from gongwei.adapters.synth.rounds import ROUNDS
from gongwei.adapters.synth.scene import Scene
from gongwei.adapters.synth.search import SEARCHES
from gongwei.adapters.synth.sheet import Sheet
from gongwei.adapters.synth.short import Short
from gongwei.catalog.discovery import programs
from gongwei.domain.program import Program

TOLD = 0.9  # of those who are examined, the share whose constitution is told (ours)
EARLY = 16  # days before the last day of a stage on which children are brought, on average of a quarter (ours)
CLOSED = 0.015  # share of enrolments closed because the patient could not be found (ours)
WEEKS, KEPT = 30, 0.95  # rounds planned in fewer days are kept by this share (ours)
REASONS = ("", "died", "moved", "lost", "completed")  # why an enrolment ended


@dataclass(frozen=True)
class History:
    """One programme's enrolments and visits, and the filled forms of the visits."""

    program: Program
    enrolled: Enrolled
    reason: NDArray[np.int8]  # of the end: position in REASONS
    visits: Visits
    sheet: Sheet


def histories(scene: Scene) -> list[History]:
    """Make the histories of all programmes."""
    births = bear(scene)
    return [
        _chronic(scene, "hypertension", 35),
        _chronic(scene, "diabetes", 35),
        _yearly(scene),
        _breathless(scene),
        _asked(scene),
        _newborn(scene, births),
        checked := _child(scene, births),
        _screened(scene),
        _high_risk(scene, births),
        _ill_fed(scene, births, checked),
        _with_child(scene, births),
        _seen_at_home(scene),
        _supervised(scene),
        _contacts(scene),
        *(History(*made) for made in mentally_ill(scene, _enrol)),
        *(_short(scene, one) for one in (*SEARCHES, *ROUNDS, *CARE, *HIDDEN)),
    ]


def _chronic(scene: Scene, key: str, youngest: int) -> History:
    rng, program = stream(scene.seed, key), programs()[key]
    person, onset = scene.conditions.of(key)
    found = onset + np.ceil(rng.exponential(120, len(person))).astype(np.int32)
    share = scene.traits.enrolled[scene.people.village[person]]
    enrolled, reason = _enrol(scene, rng, person, found, youngest, share, interval=91, forgotten=0.03)
    module = hypertension if key == "hypertension" else diabetes
    make: Callable = hypertension.Hypertensive if key == "hypertension" else diabetes.Diabetic
    patients = make(rng, program, enrolled, scene.bodies, untruths.measured(scene), scene.rates)
    visits = follow(rng, program, enrolled, patients, since=scene.since, until=scene.until)
    examined = scene.traits.examined[enrolled.village]
    sheet = module.fill(rng, visits, enrolled, scene.bodies, examined, scene.rates)
    return History(program, enrolled, reason, visits, sheet)


def _yearly(scene: Scene) -> History:
    rng, program = stream(scene.seed, "elderly"), programs()["elderly"]
    enrolled, reason = _enrol_the_old(scene, rng, 1.2)
    patients = elderly.Elderly.of(
        rng, enrolled, scene.bodies, _having(scene, "hypertension"), _having(scene, "diabetes")
    )
    visits = follow(rng, program, enrolled, patients, since=scene.since, until=scene.until)
    return History(program, enrolled, reason, visits, elderly.fill(rng, visits, enrolled, scene.bodies))


def _asked(scene: Scene) -> History:
    rng, program = stream(scene.seed, "constitution"), programs()["constitution"]
    enrolled, reason = _enrol_the_old(scene, rng, TOLD)
    patients = constitution.Constitutions(rng, enrolled, scene.bodies)
    visits = follow(rng, program, enrolled, patients, since=scene.since, until=scene.until)
    return History(program, enrolled, reason, visits, constitution.fill(rng, visits))


def _newborn(scene: Scene, births: Births) -> History:
    rng, program = stream(scene.seed, "newborn"), programs()["newborn"]
    person = _born_since(scene, scene.since, newborns.LATE)
    share = 0.9 + 0.1 * scene.traits.enrolled[scene.people.village[person]]
    found = (scene.birth[person] + rng.integers(4, 9, len(person))).astype(np.int32)
    enrolled, reason = _enrol(scene, rng, person, found, 0, share, interval=365, forgotten=0.0)
    patients = newborns.Newborns(rng, enrolled, births)
    visits = follow(rng, program, enrolled, patients, since=scene.since, until=scene.until)
    return History(program, enrolled, reason, visits, newborns.fill(rng, visits))


def _child(scene: Scene, births: Births) -> History:
    rng, program = stream(scene.seed, "child"), programs()["child"]
    person = np.flatnonzero(scene.birth > scene.until - 7 * YEAR_DAYS + 31).astype(np.int32)
    share = 0.85 + 0.15 * scene.traits.enrolled[scene.people.village[person]]
    found = scene.birth[person] + np.int32(28)
    enrolled, reason = _enrol(scene, rng, person, found, 0, share, interval=365, forgotten=0.04)
    enrolled = replace(enrolled, delay=enrolled.delay - EARLY)
    patients = children.Children(rng, enrolled, births)
    visits = follow(rng, program, enrolled, patients, since=scene.since, until=scene.until)
    return History(program, enrolled, reason, visits, children.fill(rng, visits, enrolled))


def _screened(scene: Scene) -> History:
    rng, program = stream(scene.seed, "newborn_screening"), programs()["newborn_screening"]
    person = _born_since(scene, scene.since, newborns.LATE)
    found = scene.birth[person] + np.int32(7)
    enrolled, reason = _enrol(scene, rng, person, found, 0, np.full(len(person), 0.97), interval=365, forgotten=0.0)
    visits = follow(rng, program, enrolled, child_care.Screened(rng, enrolled), since=scene.since, until=scene.until)
    return History(program, enrolled, reason, visits, visits.sheet)


def _high_risk(scene: Scene, births: Births) -> History:
    rng, program = stream(scene.seed, "high_risk_infant"), programs()["high_risk_infant"]
    person = _born_since(scene, children.EDITION, newborns.LATE)
    own = births.rows(person)
    person = person[(births.weeks[own] < 37) | (births.weight[own] < 2.5)]
    found = scene.birth[person] + np.int32(30)
    enrolled, reason = _enrol(scene, rng, person, found, 0, np.full(len(person), 0.9), interval=91, forgotten=0.03)
    enrolled = replace(enrolled, phone=np.zeros(len(enrolled)))
    patients = child_care.HighRisk(rng, enrolled, births)
    visits = follow(rng, program, enrolled, patients, since=scene.since, until=scene.until)
    return History(program, enrolled, reason, visits, visits.sheet)


def _ill_fed(scene: Scene, births: Births, checked: History) -> History:
    """Open a record on the day after the check at which the child was found pale, ill fed or fat."""
    rng, program = stream(scene.seed, "child_nutrition"), programs()["child_nutrition"]
    late = np.flatnonzero(checked.visits.day >= max(scene.since, scene.until - 730))
    why = child_care.why_ill_fed(checked.visits, late)
    enrolment, first = np.unique(checked.visits.enrolment[late][why > 0], return_index=True)
    found = checked.visits.day[late][why > 0][first] + np.int32(1)
    person = checked.enrolled.person[enrolment]
    why_of = np.zeros(len(scene.people), dtype=np.int32)
    why_of[person] = why[why > 0][first]
    enrolled, reason = _enrol(scene, rng, person, found, 0, np.full(len(person), 0.85), interval=91, forgotten=0.03)
    enrolled = replace(enrolled, phone=np.zeros(len(enrolled)))
    patients = child_care.IllFed(rng, enrolled, births, why_of[enrolled.person])
    visits = follow(rng, program, enrolled, patients, since=scene.since, until=scene.until)
    return History(program, enrolled, reason, visits, visits.sheet)


def _born_since(scene: Scene, since: int, known_within: int) -> NDArray[np.int32]:
    """Give the children born since a day who came into the record within so many days."""
    known = scene.lives.archived <= scene.birth + known_within
    return np.flatnonzero((scene.birth >= since) & (scene.birth < scene.until) & known).astype(np.int32)


def _breathless(scene: Scene) -> History:
    rng, program = stream(scene.seed, "copd"), programs()["copd"]
    person, onset = scene.conditions.of("copd")
    found = np.maximum(onset, day(program.editions[-1].since)) + np.ceil(rng.exponential(90, len(person)))
    share = scene.traits.enrolled[scene.people.village[person]] * copd.KNOWN
    enrolled, reason = _enrol(scene, rng, person, found.astype(np.int32), 35, share, interval=91, forgotten=0.03)
    patients = copd.Copd(rng, program, enrolled, scene.bodies)
    visits = follow(rng, program, enrolled, patients, since=scene.since, until=scene.until)
    examined = scene.traits.examined[enrolled.village]
    return History(program, enrolled, reason, visits, copd.fill(rng, visits, enrolled, scene.bodies, examined))


def _seen_at_home(scene: Scene) -> History:
    rng, program = stream(scene.seed, "tb_first_visit"), programs()["tb_first_visit"]
    enrolled, reason = _notified(scene, rng, "tuberculosis", wait=(0, 4))
    visits = follow(rng, program, enrolled, tuberculosis.FirstVisits(enrolled), since=scene.since, until=scene.until)
    return History(program, enrolled, reason, visits, tuberculosis.fill_first(rng, visits, enrolled, scene.bodies))


def _supervised(scene: Scene) -> History:
    rng, program = stream(scene.seed, "treatment of tuberculosis"), programs()["tuberculosis"]
    enrolled, reason = _notified(scene, rng, "tuberculosis", wait=(7, 13))
    patients = tuberculosis.Treated(rng, program, enrolled)
    visits = follow(rng, program, enrolled, patients, since=scene.since, until=scene.until)
    closed = tuberculosis.ended(visits, len(enrolled))
    reason = np.where(closed < enrolled.stop, REASONS.index("completed"), reason).astype(np.int8)
    enrolled = replace(enrolled, stop=np.minimum(enrolled.stop, closed))
    sheet = tuberculosis.fill(rng, visits, enrolled, scene.bodies, patients)
    return History(program, enrolled, reason, visits, sheet)


def _contacts(scene: Scene) -> History:
    rng, program = stream(scene.seed, "tb_contact"), programs()["tb_contact"]
    enrolled, reason = _notified(scene, rng, "tb_contact", wait=(2, 18))
    visits = follow(rng, program, enrolled, tuberculosis.Contacts(rng, enrolled), since=scene.since, until=scene.until)
    return History(program, enrolled, reason, visits, tuberculosis.fill_contact(visits))


def _notified(
    scene: Scene, rng: np.random.Generator, code: str, *, wait: tuple[int, int]
) -> tuple[Enrolled, NDArray[np.int8]]:
    """Enrol nearly all of those whom the hospital named, on that day; rechecks are kept."""
    person, onset = scene.conditions.of(code)
    share = np.full(len(person), 0.97)
    enrolled, reason = _enrol(scene, rng, person, onset, 0, share, interval=30, forgotten=0.0)
    kept = np.full(len(enrolled), 0.97)
    return replace(enrolled, wait=wait, recheck=kept, delay=np.full(len(enrolled), -1.0)), reason


def _short(scene: Scene, one: Short) -> History:
    rng, program = stream(scene.seed, one.key), programs()[one.key]
    found = one.find(scene, rng)
    enrolled, reason = _enrol(
        scene, rng, found.person, found.day, one.youngest, found.share, interval=one.interval, forgotten=0.03
    )
    if one.interval < WEEKS:
        often = np.full(len(enrolled), KEPT)
        enrolled = replace(enrolled, recheck=often, phone=np.zeros(len(enrolled)))
    patients = one.patients(rng, enrolled, scene)
    visits = follow(rng, program, enrolled, patients, since=scene.since, until=scene.until)
    return History(program, enrolled, reason, visits, one.fill(rng, visits, enrolled, scene))


def _with_child(scene: Scene, births: Births) -> History:
    rng, program = stream(scene.seed, "pregnancy"), programs()["pregnancy"]
    expected = mothers.expect(scene, births)
    share = 0.94 + 0.06 * scene.traits.enrolled[scene.people.village[expected.person]]
    found = mothers.booked(rng, expected)
    enrolled, reason = _enrol(scene, rng, expected.person, found, 15, share, interval=365, forgotten=0.0)
    visits = mothers.attend(rng, program, enrolled, expected.of(enrolled.person), until=scene.until)
    return History(program, enrolled, reason, visits, visits.sheet)


def _having(scene: Scene, code: str) -> NDArray[np.bool_]:
    has = np.zeros(len(scene.people), dtype=bool)
    has[scene.conditions.of(code)[0]] = True
    return has


def _enrol_the_old(scene: Scene, rng: np.random.Generator, part: float) -> tuple[Enrolled, NDArray[np.int8]]:
    """Enrol people from 65: `part` of the share that each village examines in a year."""
    person = np.flatnonzero(scene.birth < scene.until - 65 * YEAR_DAYS).astype(np.int32)
    share = scene.traits.examined[scene.people.village[person]] * part
    forgotten = 0.6 * (1 - scene.traits.examined)
    return _enrol(scene, rng, person, scene.birth[person], 65, share, interval=365, forgotten=forgotten)


def _enrol(
    scene: Scene,
    rng: np.random.Generator,
    person: NDArray[np.int32],
    found: Days,
    youngest: int,
    share: NDArray[np.float64],
    *,
    interval: int,
    forgotten: float | NDArray[np.float64],
) -> tuple[Enrolled, NDArray[np.int8]]:
    """Enrol a share of the people who were found, from the youngest age and the archive on."""
    lives, village = scene.lives, scene.people.village
    grown = birthdays(scene.birth[person], youngest)
    start = np.maximum(np.maximum(found, grown), lives.archived[person])
    lost = rng.integers(scene.since, scene.until, len(person), dtype=np.int32)
    lost[rng.random(len(person)) >= CLOSED] = NEVER
    ends = np.stack([np.full(len(person), NEVER), lives.died[person], lives.left[person], lost])
    stop = ends.min(axis=0)
    kept = (rng.random(len(person)) < share) & (start < np.minimum(lives.gone[person], scene.until) - 1)
    kept &= stop > start + 1
    stop = np.where(stop < scene.until, stop, NEVER)
    reason = np.where(stop == NEVER, 0, ends.argmin(axis=0))
    person = person[kept]
    own = village[person]
    enrolled = Enrolled(
        person,
        own,
        scene.birth[person],
        scene.people.sex[person],
        start[kept].astype(np.int32),
        stop[kept].astype(np.int32),
        scene.traits.delay[own],
        scene.traits.phone[own] if interval < 365 else np.zeros(len(own)),
        np.broadcast_to(np.asarray(forgotten), (len(scene.places.codes),))[own],
        scene.traits.recheck[own],
        scene.traits.clinic[own],
        interval,
    )
    return enrolled, reason[kept].astype(np.int8)
