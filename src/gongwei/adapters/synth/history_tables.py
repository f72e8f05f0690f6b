"""The tables of enrolments, visits and referrals, in the columns of the platform's database."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.defects import truth_table
from gongwei.adapters.synth.draws import NEVER, ids, stream
from gongwei.adapters.synth.follow import PHONE
from gongwei.adapters.synth.histories import REASONS, History
from gongwei.adapters.synth.scene import Scene
from gongwei.adapters.synth.sheet import HIDDEN, as_json
from gongwei.adapters.synth.tables import ENROLMENT, REFERRAL, VISIT
from gongwei.adapters.synth.texts import dates, hexadecimal, identifiers, moments, taken, where
from gongwei.adapters.synth.untruths import KINDS, Odd, odd_moments

ANSWER_WITHIN = 14  # days, as the platform asks of whom somebody is referred to
WRITTEN_DOWN = 0.9  # share of advised referrals that were made (ours)
WORKDAY = 9 * 3600  # seconds


@dataclass(frozen=True)
class Tables:
    """The tables of histories, and the defects planted in visits."""

    enrolments: pa.Table
    visits: pa.Table
    referrals: pa.Table
    truth: pa.Table


def tables(scene: Scene, made: list[History]) -> Tables:
    """Write all histories as tables."""
    parts: list[list[pa.Table]] = [[], [], [], []]
    for number, history in enumerate(made):
        rng = stream(scene.seed, history.program.key + " tables")
        own = ids(rng, VISIT + 16 * number, len(history.visits))
        written = (
            _enrolments(scene, rng, history, number),
            _visits(scene, rng, history, own),
            _referrals(scene, rng, history, own, number),
            _truth(scene, history, own),
        )
        for part, table in zip(parts, written, strict=True):
            part.append(table)
    return Tables(*(pa.concat_tables(part) for part in parts))


def _person_columns(scene: Scene, person: NDArray[np.int32]) -> dict[str, pa.Array]:
    village = scene.people.village[person]
    return {
        "resident_id": identifiers(scene.registered.ids, person),
        "area_code": pa.array(scene.places.codes[village]),
    }


def _institution(scene: Scene, person: NDArray[np.int32]) -> pa.Array:
    return identifiers(scene.institutions.ids, scene.institutions.of_village[scene.people.village[person]])


def _enrolments(scene: Scene, rng: np.random.Generator, history: History, number: int) -> pa.Table:
    enrolled, visits = history.enrolled, history.visits
    count = len(enrolled)
    last, due = np.full(count, NEVER), np.full(count, NEVER)
    last[visits.enrolment] = visits.day  # in the order of days: the last one stays
    decided = visits.judged.rule >= 0
    due[visits.enrolment[decided]] = visits.judged.due[decided]
    due = np.where(last == NEVER, enrolled.start, due)
    ended = enrolled.stop != NEVER
    recorded = np.where(ended, enrolled.stop, np.where(last == NEVER, enrolled.start, last))
    return pa.table(
        {
            "id": identifiers(ids(rng, ENROLMENT + 16 * number, count)),
            **_person_columns(scene, enrolled.person),
            "program": pa.array([history.program.key] * count, pa.string()),
            "enrolled_date": dates(enrolled.start),
            "ended_date": dates(enrolled.stop, ended),
            "end_reason": taken(REASONS, history.reason),
            "institution_id": _institution(scene, enrolled.person),
            "next_due_date": dates(due, (due != NEVER) & ~ended),
            "last_visit_date": dates(last, last != NEVER),
            "recorded_at": moments(recorded, rng.integers(0, WORKDAY, count)),
        }
    )


def _visits(scene: Scene, rng: np.random.Generator, history: History, own: NDArray[np.uint8]) -> pa.Table:
    visits, program = history.visits, history.program
    person = history.enrolled.person[visits.enrolment]
    judged, count = visits.judged, len(visits)
    odd = odd_moments(scene, program.key, visits, person)
    rules = [rule for edition in program.editions for rule in edition.rules]
    first = np.cumsum([0, *(len(edition.rules) for edition in program.editions)])[judged.edition]
    rule = np.where(judged.rule >= 0, first + judged.rule, len(rules))
    return pa.table(
        {
            "id": identifiers(own),
            **_person_columns(scene, person),
            "program": pa.array([program.key] * count, pa.string()),
            "edition": taken([edition.edition for edition in program.editions], judged.edition),
            "visit_date": dates(visits.day),
            "visit_mode": taken(["1", "2", "3"] if "visit_mode" in program.visit.fields else ["", "", ""], visits.mode),
            "face_to_face": pa.array(visits.mode != PHONE),
            "institution_id": _institution(scene, person),
            "rule": taken([*(rule.key for rule in rules), ""], rule),
            "advice": taken([*(rule.do.title for rule in rules), ""], rule),
            "refer_to": taken([*(rule.refer_to or "" for rule in rules), ""], rule),
            "next_due_date": dates(judged.due, (judged.rule >= 0) & (judged.due != NEVER)),
            "at_target": where(judged.at_target >= 0, pa.array(judged.at_target == 1)),
            "clinical_at_target": where(judged.clinical_at_target >= 0, pa.array(judged.clinical_at_target == 1)),
            "readings": as_json(history.sheet),
            "recorded_at": moments(visits.day, _seconds(rng, count, odd)),
        }
    )


def _seconds(rng: np.random.Generator, count: int, odd: Odd) -> NDArray[np.int64]:
    """Write visits in working hours, but for the odd ones."""
    seconds = rng.integers(0, WORKDAY, count)
    seconds[odd.rows] = odd.seconds
    return seconds


def _referrals(
    scene: Scene, rng: np.random.Generator, history: History, own: NDArray[np.uint8], number: int
) -> pa.Table:
    visits, program = history.visits, history.program
    made = np.flatnonzero(answers.referred_rows(visits) & (rng.random(len(visits)) < WRITTEN_DOWN))
    count, day = len(made), visits.day[made]
    person = history.enrolled.person[visits.enrolment[made]]
    rule = visits.judged.rule[made]
    waited = rng.integers(2, 15, count)
    done = (day + waited < scene.until) & (rng.random(count) < 0.93)
    state = np.where(
        done, np.where(rng.random(count) < 0.97, 2, 3), (rng.random(count) < 0.3) & (day < scene.until - 3)
    )
    urgent = np.array([edition_rule.do.gravity >= 3 for edition_rule in program.rules])[rule]
    result = np.where(state == 2, rng.integers(1, len(answers.ANSWERED) + 1, count), 0)
    return pa.table(
        {
            "id": identifiers(ids(rng, REFERRAL + 16 * number, count)),
            **_person_columns(scene, person),
            "visit_id": identifiers(own, made),
            "program": pa.array([program.key] * count, pa.string()),
            "refer_to": taken([item.refer_to or "" for item in program.rules], rule),
            "reason": taken([answers.REASONS.get(item.key, item.do.title) for item in program.rules], rule),
            "urgent": pa.array(urgent.astype(bool)),
            "opened_date": dates(day),
            "due_date": dates(day + ANSWER_WITHIN),
            "state": taken(["open", "accepted", "closed", "cancelled"], state),
            "result": taken(["", *answers.ANSWERED], result),
            "closed_date": dates(day + waited.astype(np.int32), done),
            "recorded_at": moments(np.where(done, day + waited, day), rng.integers(0, WORKDAY, count)),
        }
    )


def _truth(scene: Scene, history: History, own: NDArray[np.uint8]) -> pa.Table:
    """Write the defects of visits; the detail is the visit's id."""
    persons = history.enrolled.person[history.visits.enrolment]
    odd = odd_moments(scene, history.program.key, history.visits, persons)
    rows, kinds = odd.rows, taken(KINDS, odd.kinds)
    defect = history.visits.sheet.get(HIDDEN + "defect")
    if defect is not None:
        filled = np.flatnonzero(defect.present)
        rows = np.concatenate([rows, filled])
        kinds = pa.concat_arrays([kinds, taken(defect.values, defect.positions[filled])])
    return truth_table(identifiers(scene.registered.ids, persons[rows]), kinds, hexadecimal(own[rows]))
