"""Teams of the made city's centres, and the contracts signed with them year after year. Shares are ours."""

import json
from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import NEVER, YEAR_DAYS, add_months, ids, stream
from gongwei.adapters.synth.scene import Scene
from gongwei.adapters.synth.tables import EXPOSURE
from gongwei.adapters.synth.texts import dates, identifiers, moments, taken

TEAM, CONTRACT = EXPOSURE + 1, EXPOSURE + 2
SIGNED, KEY_SIGNED = 0.33, 0.82  # share of ordinary people and of key groups who sign
RENEWED = 0.88  # share of contracts that are followed by another
LATE = 40  # days within which nearly all who renew have done so
STATES = ("signed", "renewed", "lapsed", "ended")
VILLAGES = 4  # of a team at most
CHRONIC = ("hypertension", "diabetes", "copd")


def tables(scene: Scene) -> Mapping[str, pa.Table]:
    """Make the teams, one for some villages of a street, and everybody's contracts."""
    rng = stream(scene.seed, "contracts")
    streets, first, street_of = np.unique(scene.places.codes // 1000, return_index=True, return_inverse=True)
    turn = (np.arange(len(street_of)) - first[street_of]) // VILLAGES  # the villages stand by code
    parts, team_of = np.unique(street_of * len(street_of) + turn, return_inverse=True)
    own = ids(rng, TEAM, len(parts))
    streets = streets[parts // len(street_of)]
    return {"teams": _teams(scene, streets, team_of, own), "contracts": _contracts(scene, rng, team_of, own)}


def _teams(scene: Scene, streets: NDArray, team_of: NDArray, own: NDArray[np.uint8]) -> pa.Table:
    villages = [scene.places.codes[team_of == place] for place in range(len(streets))]
    first = [int(np.flatnonzero(team_of == place)[0]) for place in range(len(streets))]
    members = json.dumps([{"name": "演示医生", "role": "doctor"}, {"name": "演示护士", "role": "nurse"}])
    since = np.full(len(streets), scene.since, dtype=np.int32)
    return pa.table(
        {
            "id": identifiers(own),
            "name": pa.array([f"家庭医生团队 {place + 1}" for place in range(len(streets))]),
            "institution_id": identifiers(scene.institutions.ids, scene.institutions.of_village[np.array(first)]),
            "area_code": pa.array(streets * 1000),
            "villages": pa.array(["{" + ",".join(map(str, codes.tolist())) + "}" for codes in villages]),
            "members": pa.array([members] * len(streets)),
            "since_date": dates(since),
            "recorded_at": moments(since, np.zeros(len(streets), dtype=np.int64)),
        }
    )


def _contracts(scene: Scene, rng: np.random.Generator, team_of: NDArray, teams: NDArray[np.uint8]) -> pa.Table:
    packages, group = _groups(scene)
    lives, count = scene.lives, len(scene.people)
    share = np.where(group > 0, KEY_SIGNED, SIGNED) * scene.traits.enrolled[scene.people.village] / 0.7
    begin = (
        scene.since - rng.integers(0, 365, count) + np.where(rng.random(count) < 0.3, rng.integers(0, 900, count), 0)
    )
    start = np.maximum(np.maximum(begin, lives.archived), scene.birth + 30)
    who = np.flatnonzero((rng.random(count) < share) & (lives.archived != NEVER))
    rounds: list[tuple[NDArray, NDArray, NDArray]] = []
    start = start[who].astype(np.int32)
    while len(who) or not rounds:
        kept = start < np.minimum(lives.gone[who], scene.until)
        who, start = who[kept], start[kept]
        stop = add_months(start, 12)
        again = (stop < scene.until - rng.integers(-20, LATE, len(who))) & (rng.random(len(who)) < RENEWED)
        again &= stop < lives.gone[who]
        rounds.append((who, start, np.where(again, 1, np.where(stop < scene.until - 2 * LATE, 2, 0))))
        who, start = who[again], stop[again]
    person, first, state = (np.concatenate(parts) for parts in zip(*rounds, strict=True))
    return _table(scene, rng, person.astype(np.int32), first.astype(np.int32), state, packages, group, team_of, teams)


def _table(
    scene: Scene, rng: np.random.Generator, person: NDArray[np.int32], first: NDArray[np.int32], state: NDArray,
    packages: list[str], group: NDArray, team_of: NDArray, teams: NDArray[np.uint8],
) -> pa.Table:  # fmt: skip
    gone = scene.lives.gone[person]
    ended = (state == 0) & (gone < scene.until)  # who died or left has no open contract
    state = np.where(ended, 3, state)
    village, count = scene.people.village[person], len(person)
    signed = np.maximum(first - rng.integers(0, 20, count), scene.since - 400).astype(np.int32)
    return pa.table(
        {
            "id": identifiers(ids(rng, CONTRACT, count)),
            "resident_id": identifiers(scene.registered.ids, person),
            "area_code": pa.array(scene.places.codes[village]),
            "team_id": identifiers(teams, team_of[village]),
            "state": taken(STATES, state),
            "sign_way": taken(("1", "2", "4"), rng.choice(3, count, p=[0.7, 0.2, 0.1])),
            "packages": taken(packages, group[person]),
            "signed_date": dates(signed),
            "from_date": dates(first),
            "to_date": dates(add_months(first, 12)),
            "stop_date": dates(np.where(ended, np.maximum(gone, first), 0).astype(np.int32), ended),
            "stop_reason": taken(("", "1"), ended.astype(np.int8)),
            "recorded_at": moments(np.maximum(signed, first), rng.integers(0, 9 * 3600, count)),
        }
    )


def _groups(scene: Scene) -> tuple[list[str], NDArray[np.int64]]:
    """Tell everybody's packages as a position in a list of them: 0 is the general one."""
    age = (scene.until - scene.birth) / YEAR_DAYS
    has = [np.zeros(len(scene.people), dtype=bool) for _ in CHRONIC]
    for mark, code in zip(has, CHRONIC, strict=True):
        mark[scene.conditions.of(code)[0]] = True
    marks = (age >= 65, age < 7, *(mark & (age >= 35) for mark in has[:2]))
    keys = ("elderly", "child", "hypertension", "diabetes")
    listed = [
        json.dumps([key for bit, key in enumerate(keys) if number >> bit & 1] or ["general"]) for number in range(16)
    ]
    return listed, sum(mark.astype(np.int64) << bit for bit, mark in enumerate(marks))  # type: ignore[return-value]
