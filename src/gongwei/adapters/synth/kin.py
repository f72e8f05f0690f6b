"""Who is what to whom in a household of the made city, as it is noted when the archives of both are kept."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from gongwei.adapters.synth.draws import NEVER, ids, stream
from gongwei.adapters.synth.households import CHILD, FATHER, HEAD, MOTHER, ROLES, SECOND, SPOUSE
from gongwei.adapters.synth.people import People
from gongwei.adapters.synth.scene import Scene
from gongwei.adapters.synth.tables import EXPOSURE
from gongwei.adapters.synth.texts import identifiers
from gongwei.catalog.codelists.kin import seen_from_there

KIN = EXPOSURE + 3  # behind teams and contracts
TIES = (  # two roles, and what the second is to the first
    (HEAD, SPOUSE, "spouse"),
    (MOTHER, FATHER, "spouse"),
    (HEAD, MOTHER, "parent"),
    (HEAD, FATHER, "parent"),
    (CHILD, HEAD, "parent"),
    (CHILD, SPOUSE, "parent"),
    (SECOND, HEAD, "parent"),
    (SECOND, SPOUSE, "parent"),
    (CHILD, SECOND, "sibling"),
    (CHILD, MOTHER, "grandparent"),
    (CHILD, FATHER, "grandparent"),
)


def table(scene: Scene) -> pa.Table:
    """Tie those who live together, each tie written from both sides."""
    standing = _standing(scene.people)
    kept = scene.lives.archived != NEVER
    sides: list[tuple[NDArray[np.int64], NDArray[np.int64], str]] = []
    for role, other, relation in TIES:
        pairs = standing[(standing[:, role] >= 0) & (standing[:, other] >= 0)][:, [role, other]]
        one, two = pairs[kept[pairs].all(axis=1)].T
        sides += [(one, two, relation), (two, one, seen_from_there(relation))]
    resident, relative = (np.concatenate([side[place] for side in sides]) for place in (0, 1))
    registered = scene.registered.table["recorded_at"].cast(pa.int64()).to_numpy()
    noted = np.maximum(registered[resident], registered[relative])  # with the later of the two archives
    return pa.table(
        {
            "id": identifiers(ids(stream(scene.seed, "kin"), KIN, len(resident))),
            "resident_id": identifiers(scene.registered.ids, resident),
            "relative_id": identifiers(scene.registered.ids, relative),
            "relation": pa.array([side[2] for side in sides for _one in side[0]], pa.string()),
            "area_code": pa.array(scene.places.codes[scene.people.village[resident]]),
            "recorded_at": pa.array(noted).view(pa.timestamp("us", tz="UTC")),
        }
    )


def _standing(people: People) -> NDArray[np.int64]:
    """Give the row of who stands in each role (columns) of each household (rows), -1 for nobody."""
    standing = np.full((int(people.household.max()) + 1, ROLES), -1, dtype=np.int64)
    standing[people.household, people.role] = np.arange(len(people))
    return standing
