"""The register of severe mental disorder and its services: follow-up, case plans, medicine, rehabilitation."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers, mental
from gongwei.adapters.synth.draws import NEVER, Days, as_dates, stream
from gongwei.adapters.synth.follow import Enrolled, Visits, follow
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.scene import Scene
from gongwei.adapters.synth.sheet import Column, Sheet, chosen, number
from gongwei.catalog.discovery import programs
from gongwei.domain.program import Program

Made = tuple[Program, Enrolled, NDArray[np.int8], Visits, Sheet]
FILED, AGREED = 0.97, 0.95  # shares of the known who are registered, and of those who agree (ours)
POOR, FREE, ATTEND = 0.22, 0.85, 0.12  # poor; of them with free medicine; in rehabilitation (ours)
DIAGNOSED = np.cumsum([0.74, 0.03, 0.02, 0.11, 0.03, 0.07])  # the six diseases, after national figures (ours)
FILLED_YEARS, MONTH = 365, 30
LATELY = 150  # days within which somebody was unstable whose case is managed (ours)


class Asked:
    """Whoever is asked the same at each visit; what is asked stands in columns by patient."""

    def __init__(self, columns: Sheet) -> None:
        self.columns = columns

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Ask as ever."""
        return {key: column[who] for key, column in self.columns.items()}

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Change nothing."""


def histories(scene: Scene, enrol: Callable[..., tuple[Enrolled, NDArray[np.int8]]]) -> Iterator[Made]:
    """Make the histories of the five programmes; who refused is registered alone."""
    rng = stream(scene.seed, "mental")
    person, onset = scene.conditions.of("mental_disorder")
    found = onset + np.ceil(rng.exponential(150, len(person))).astype(np.int32)
    share = np.full(len(person), FILED)
    filed, reason = enrol(scene, rng, person, found, 0, share, interval=FILLED_YEARS, forgotten=0.05)
    count = len(filed)
    agreed, poor = rng.random(count) < AGREED, rng.random(count) < POOR
    consent = chosen(np.where(agreed, 0, 1), ("1", "0"))
    locked = answers.rare(rng, count, "1", ["3"], 0.01).only(agreed)
    visits = _follow(scene, rng, "mental_file", filed, Asked({"mental_consent": consent, "past_lock": locked}))
    yield visits.program, filed, reason, visits, _file(rng, filed, visits, poor=poor)

    followed = _some(filed, agreed, interval=91, phone=scene.traits.phone[filed.village])
    patients = mental.Disordered(rng, programs()["mental_disorder"], followed)
    visits = _follow(scene, rng, "mental_disorder", followed, patients)
    examined = scene.traits.examined[followed.village]
    yield visits.program, followed, reason[agreed], visits, mental.fill(rng, visits, examined)

    recent = visits.enrolment[(visits.sheet["stability"].positions == 0) & (visits.day > scene.until - LATELY)]
    unstable = np.isin(np.arange(len(followed)), recent)
    yield _case(scene, rng, followed, unstable)
    free = poor[agreed] & (rng.random(len(followed)) < FREE)
    yield _medicine(scene, rng, followed, free, patients)
    yield _rehabilitation(scene, rng, followed, rng.random(len(followed)) < ATTEND)


def _follow(scene: Scene, rng: np.random.Generator, key: str, enrolled: Enrolled, patients: Any) -> Visits:
    return follow(rng, programs()[key], enrolled, patients, since=scene.since, until=scene.until)


def _some(enrolled: Enrolled, rows: NDArray[np.bool_], **changes: Any) -> Enrolled:
    """Give some of the enrolments for another programme, in which a few things are otherwise."""
    whole = replace(enrolled, **changes)
    columns = {f.name: getattr(whole, f.name) for f in fields(whole)}
    kept: dict[str, Any] = {name: value[rows] for name, value in columns.items() if isinstance(value, np.ndarray)}
    return replace(whole, **kept)


def _recent(scene: Scene, rng: np.random.Generator, enrolled: Enrolled, rows: NDArray[np.bool_], days: int) -> Enrolled:
    """Give some of the enrolments, begun within the last days, for a service of every month."""
    begun = scene.until - rng.integers(8, days, len(enrolled), dtype=np.int32)
    start = np.maximum(enrolled.start, begun)
    some = _some(enrolled, rows & (enrolled.stop == NEVER) & (start < scene.until - 1), start=start, interval=MONTH)
    return replace(some, phone=np.zeros(len(some)), forgotten=np.full(len(some), 0.05), recheck=np.ones(len(some)))


def _case(scene: Scene, rng: np.random.Generator, all_: Enrolled, rows: NDArray) -> Made:
    some = _recent(scene, rng, all_, rows, 90)
    count = len(some)
    until = answers.texts_of_days(np.full(count, scene.until + 21, dtype=np.int32)).values
    step = {"aim": "按时服药、不再伤人", "action": "每周上门送药并观察", "who": "社区护士", "progress": "going_on"}
    steps = chosen(np.zeros(count), [[step | {"until": until[0] if until else "2026-01-01"}]])
    visits = _follow(scene, rng, "mental_case", some, Asked({"case_stage": _each(count, "plan"), "case_steps": steps}))
    later = np.diff(visits.enrolment, prepend=-1) == 0
    team = [{"role": "doctor", "name": "精防医生"}, {"role": "psychiatrist", "name": "专科联络医师"}]
    sheet = visits.sheet | {
        "case_stage": chosen(later, ("plan", "review")),
        "case_problems": answers.rare(rng, len(visits), ["symptoms", "medicine"], [["danger", "family"]], 0.4),
        "case_team": _each(len(visits), team),
        "case_review": _each(len(visits), "部分措施已落实，继续").only(later),
    }
    return visits.program, some, np.zeros(count, dtype=np.int8), visits, sheet


def _medicine(
    scene: Scene, rng: np.random.Generator, all_: Enrolled, rows: NDArray, patients: mental.Disordered
) -> Made:
    some = _recent(scene, rng, all_, rows & (patients.taking < 2), 420)
    visits = _follow(scene, rng, "mental_medicine", some, Asked({"medicine_issue": _each(len(some), "issue")}))
    first = np.diff(visits.enrolment, prepend=-1) != 0
    lines = [[{"name": name, "boxes": 2}] for name, _dose in mental.MEDICINES]
    sheet = {
        "medicine_issue": chosen(first, ("issue", "evaluate")),
        "medicine_fitness": _each(len(visits), "keep").only(first),
        "medicines_issued": chosen(rng.integers(0, len(lines), len(some))[visits.enrolment], lines).only(~first),
        "days_missed": number(rng.choice(4, len(visits), p=[0.8, 0.1, 0.07, 0.03]), (0, 31)).only(~first),
        "received_by": answers.rare(rng, len(visits), "监护人", ["本人"], 0.3).only(~first),
    }
    return visits.program, some, np.zeros(len(some), dtype=np.int8), visits, sheet


def _rehabilitation(scene: Scene, rng: np.random.Generator, all_: Enrolled, rows: NDArray) -> Made:
    some = _recent(scene, rng, all_, rows, 420)
    place = chosen(rng.choice(3, len(some), p=[0.6, 0.3, 0.1]), ("station", "community", "hospital"))
    days = number(rng.integers(4, 20, len(some)), (0, 31))
    asked = {"rehab_state": _each(len(some), "going_on"), "rehab_place": place, "rehab_days": days}
    visits = _follow(scene, rng, "mental_rehabilitation", some, Asked(asked))
    trained = answers.rare(rng, len(visits), ["1", "4"], [["2"], ["1", "2", "4"]], 0.4)
    return visits.program, some, np.zeros(len(some), dtype=np.int8), visits, visits.sheet | {"rehabilitation": trained}


def _each(count: int, value: Any) -> Column:
    return chosen(np.zeros(count), [value])


def _file(rng: np.random.Generator, filed: Enrolled, visits: Visits, *, poor: NDArray[np.bool_]) -> Sheet:
    """Fill the supplementary form; what a patient answered once is answered alike each year."""
    count, of = len(filed), visits.enrolment
    agreed = visits.sheet["mental_consent"].positions == 0
    once = _told(rng, filed) | _relieved(rng, filed, poor)
    sheet = visits.sheet | {key: column[of] for key, column in once.items()}
    sheet |= {key: _each(len(visits), text) for key, text in ALIKE.items()}
    asked = _living(rng, count, poor)
    return sheet | {key: column[of].only(agreed) for key, column in asked.items()}


def _told(rng: np.random.Generator, filed: Enrolled) -> Sheet:
    """Fill who signed when, and what the hospital reported."""
    count, since = len(filed), list(as_dates(filed.start).astype(str))
    diagnosis = np.searchsorted(DIAGNOSED, rng.random(count) * 0.9999)
    return {
        "consent_signed_by": answers.rare(rng, count, "guardian", ["patient"], 0.3),
        "consent_date": chosen(np.arange(count), since),
        "guardian_relation": answers.rare(rng, count, "父母", ["配偶", "子女", "兄弟姐妹"], 0.55),
        "mental_diagnosis": chosen(diagnosis, ("1", "2", "3", "4", "5", "6")),
        "diagnosis_date": chosen(np.arange(count), since),
        "first_onset": chosen(np.arange(count), [text[:4] for text in since]),
        **{key: number(rng.poisson(mean, count), (0, 20)) for key, mean in PAST.items()},
    }


def _living(rng: np.random.Generator, count: int, poor: NDArray[np.bool_]) -> Sheet:
    """Fill how they were treated and how they live, which is asked of who agreed."""
    return {
        "past_symptoms": answers.rare(rng, count, ["1", "3"], [["3", "10"], ["6"], ["11"]], 0.6),
        "outpatient_history": answers.rare(rng, count, "3", ["2", "1"], 0.4),
        "admissions": number(rng.poisson(1.4, count), (0, 40)),
        "last_effect": answers.rare(rng, count, "2", ["1", "3"], 0.35),
        "household_type": answers.rare(rng, count, "1", ["2"], 0.35),
        "employment_state": answers.rare(rng, count, "4", ["1", "3", "6", "9"], 0.5),
        "economy": chosen(np.where(poor, 0, 1), ("1", "2")),
        "specialist_opinion": _each(count, "坚持服药，定期复查"),
    }


def _relieved(rng: np.random.Generator, filed: Enrolled, poor: NDArray[np.bool_]) -> Sheet:
    """Fill certificate, allowance, free medicine and the guardian's award, each with its day."""
    count, since = len(filed), list(as_dates(filed.start).astype(str))
    due = rng.random(count) < 0.35

    def day(rows: NDArray[np.bool_]) -> Column:
        return chosen(np.arange(count), since).only(rows)

    return {
        "certificate_due": _each(count, True).only(due),
        "certificate_date": day(due & (rng.random(count) < 0.7)),
        "subsistence_date": day(poor & (rng.random(count) < 0.8)),
        "free_medicine_date": day(poor & (rng.random(count) < FREE)),
        "guardian_award_date": day(rng.random(count) < 0.5),
    }


ALIKE = {
    "consent_name": "（已签字）", "guardian_name": "（见同意书）", "guardian_address": "同住",
    "guardian_phone": "（见同意书）", "committee_contact": "村（社区）精防专干", "diagnosis_hospital": "精神专科医院",
}  # fmt: skip
PAST = {"past_trouble": 0.5, "past_offence": 0.08, "past_crime": 0.01, "past_other_acts": 0.05, "past_self_harm": 0.1,
        "past_suicide": 0.03}  # fmt: skip
