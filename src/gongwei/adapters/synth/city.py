"""The made city: from a list of villages to tables that a database or a study can take in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from gongwei.adapters.synth import contracts, kin
from gongwei.adapters.synth.defects import Rates
from gongwei.adapters.synth.doubles import doubles, twins
from gongwei.adapters.synth.draws import ids, stream
from gongwei.adapters.synth.histories import histories
from gongwei.adapters.synth.history_tables import tables as history_tables
from gongwei.adapters.synth.illness import CODES
from gongwei.adapters.synth.places import places
from gongwei.adapters.synth.residents import residences
from gongwei.adapters.synth.scene import Scene, set_scene
from gongwei.adapters.synth.sheet import Sheet
from gongwei.adapters.synth.tables import CONDITION, EXPOSURE
from gongwei.adapters.synth.texts import dates, identifiers, moments, taken


class NoPlaces(ValueError):
    """There is nowhere to live: give at least one village with a positive number of people."""


@dataclass(frozen=True)
class City:
    """The tables of a made city by name, the filled forms by programme (rows as in the visits), and the last day."""

    tables: Mapping[str, pa.Table]
    forms: Mapping[str, Sheet]
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
    doubled = round(residents * defects.doubles)
    scene = set_scene(seed, where, residents=residents - doubled, as_of=as_of, rates=defects)
    with_twins, twin_truth = twins(seed, scene.registered, scene.people, where, defects.twins)
    registered, double_truth = doubles(seed, with_twins, scene.people, doubled)
    made = histories(scene)
    told = history_tables(scene, made)
    misread = scene.misread.table(scene.registered.ids)
    tables = {
        "institutions": scene.institutions.table(where),
        "residents": registered,
        "residences": residences(scene.registered, scene.people, scene.lives, where),
        "kin": kin.table(scene),
        "conditions": _conditions(scene),
        "exposures": _exposures(scene),
        **contracts.tables(scene),
        "enrolments": told.enrolments,
        "visits": told.visits,
        "referrals": told.referrals,
        "truth": pa.concat_tables([double_truth, twin_truth, misread, told.truth]),
    }
    return City(tables, {history.program.key: history.sheet for history in made}, as_of)


def _conditions(scene: Scene) -> pa.Table:
    rng, conditions = stream(scene.seed, "conditions"), scene.conditions
    count = len(conditions.person)
    recorded = np.minimum(conditions.onset + rng.integers(0, 60, count), scene.until - 1)
    return pa.table(
        {
            "id": identifiers(ids(rng, CONDITION, count)),
            "resident_id": identifiers(scene.registered.ids, conditions.person),
            "area_code": pa.array(scene.places.codes[scene.people.village[conditions.person]]),
            "code": taken(CODES, conditions.code),
            "onset_date": dates(conditions.onset),
            "recorded_at": moments(recorded, rng.integers(0, 9 * 3600, count)),
        }
    )


def _exposures(scene: Scene) -> pa.Table:
    """Tell who lived with a tuberculosis patient when the illness was found."""
    rng, spread = stream(scene.seed, "exposures"), scene.tuberculosis
    count, notice = len(spread.contact), spread.notice[spread.case]
    return pa.table(
        {
            "id": identifiers(ids(rng, EXPOSURE, count)),
            "resident_id": identifiers(scene.registered.ids, spread.contact),
            "area_code": pa.array(scene.places.codes[scene.people.village[spread.contact]]),
            "case_id": identifiers(scene.registered.ids, spread.person[spread.case]),
            "program": pa.array(["tuberculosis"] * count, pa.string()),
            "relation": pa.array(["1"] * count, pa.string()),
            "since_date": dates(notice),
            "recorded_at": moments(notice, rng.integers(0, 9 * 3600, count)),
        }
    )
