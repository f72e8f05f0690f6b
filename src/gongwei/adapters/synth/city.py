"""The made city: from a list of villages to tables that a database or a study can take in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from gongwei.adapters.synth.bodies import embody
from gongwei.adapters.synth.defects import Rates, doubles, misread_births
from gongwei.adapters.synth.draws import day, ids, stream
from gongwei.adapters.synth.histories import Scene, histories
from gongwei.adapters.synth.histories import tables as history_tables
from gongwei.adapters.synth.illness import CODES, Conditions, fall_ill
from gongwei.adapters.synth.institutions import found
from gongwei.adapters.synth.lives import live
from gongwei.adapters.synth.people import People, settle
from gongwei.adapters.synth.places import Places, places
from gongwei.adapters.synth.quality import traits
from gongwei.adapters.synth.residents import Registered, register, residences
from gongwei.adapters.synth.tables import CONDITION
from gongwei.adapters.synth.texts import dates, identifiers, moments, taken

SINCE = date(2023, 1, 1)


class NoPlaces(ValueError):
    """There is nowhere to live: give at least one village with a positive number of people."""


@dataclass(frozen=True)
class City:
    """The tables of a made city by name, and the day up to which they tell."""

    tables: Mapping[str, pa.Table]
    as_of: date


def build(
    *,
    residents: int = 60_000,
    seed: int = 1,
    as_of: date,
    villages: Sequence[tuple[int, str, float]],
    names: Mapping[int, str],
    defects: Rates = Rates(),
) -> City:
    """Make a city of so many rows of residents, the dead, the departed and the duplicates among them.

    `villages` are 12-digit codes with names and people (or other weights), `names` those of the regions above.
    The same arguments give the same tables. Raises NoPlaces.
    """
    if not villages or not any(people > 0 for _, _, people in villages):
        raise NoPlaces(NoPlaces.__doc__)
    where = places(villages, names)
    until, since = day(as_of), day(SINCE)
    doubled = round(residents * defects.doubles)
    quality = traits(seed, where.districts)
    people = settle(seed, where, residents=residents - doubled, as_of=as_of, since=SINCE)
    lives = live(seed, people, where, quality, since=since, as_of=until)
    institutions = found(seed, where)
    birth, misread = misread_births(seed, people.birth, defects)
    registered = register(seed, people, lives, where, institutions, recorded_birth=birth, as_of=until)
    conditions = fall_ill(seed, people, lives, as_of=until)
    table, doubles_truth = doubles(seed, registered, people, doubled)
    bodies = embody(seed, people, as_of=until)
    scene = Scene(
        seed=seed,
        people=people,
        birth=birth,
        lives=lives,
        conditions=conditions,
        places=where,
        institutions=institutions,
        traits=quality,
        bodies=bodies,
        resident_ids=registered.ids,
        rates=defects,
        since=since,
        until=until,
    )
    told = history_tables(scene, histories(scene))
    tables = {
        "institutions": institutions.table(where),
        "residents": table,
        "residences": residences(registered, people, lives, where),
        "conditions": _conditions(seed, registered, people, conditions, where, until),
        "enrolments": told.enrolments,
        "visits": told.visits,
        "referrals": told.referrals,
        "truth": pa.concat_tables([doubles_truth, misread.table(registered.ids), told.truth]),
    }
    return City(tables, as_of)


def _conditions(
    seed: int, registered: Registered, people: People, conditions: Conditions, where: Places, until: int
) -> pa.Table:
    rng = stream(seed, "conditions")
    count = len(conditions.person)
    recorded = np.minimum(conditions.onset + rng.integers(0, 60, count), until - 1)
    return pa.table(
        {
            "id": identifiers(ids(rng, CONDITION, count)),
            "resident_id": identifiers(registered.ids, conditions.person),
            "area_code": pa.array(where.codes[people.village[conditions.person]]),
            "code": taken(CODES, conditions.code),
            "onset_date": dates(conditions.onset),
            "recorded_at": moments(recorded, rng.integers(0, 9 * 3600, count)),
        }
    )
