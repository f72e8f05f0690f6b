"""The made city: residents a second, without and with their histories. `python -m bench.synth [RESIDENTS]`."""

import json
import resource
import sys
import time
from datetime import date

from gongwei.adapters.synth import Rates
from gongwei.adapters.synth.histories import histories
from gongwei.adapters.synth.history_tables import tables
from gongwei.adapters.synth.places import places
from gongwei.adapters.synth.residents import residences
from gongwei.adapters.synth.scene import set_scene
from gongwei.catalog.regions import population, regions
from gongwei.domain.regions import VILLAGE

AS_OF = date(2026, 6, 30)


def measure(residents: int = 1_000_000) -> dict[str, float]:
    """Time the parts of one made city over Hangzhou's villages."""
    known, people = regions(on=AS_OF), population(AS_OF.year)
    villages = [(place.code, place.name, people[place.code].people) for place in known if place.level == VILLAGE]
    where = places(villages, {place.code: place.name for place in known if place.level != VILLAGE})
    begun = time.perf_counter()
    scene = set_scene(1, where, residents=residents, as_of=AS_OF, rates=Rates())
    residences(scene.registered, scene.people, scene.lives, where)
    settled = time.perf_counter()
    made = histories(scene)
    told = tables(scene, made)
    done = time.perf_counter()
    return {
        "residents": residents,
        "residents a second, with households, moves and conditions": round(residents / (settled - begun)),
        "visits": told.visits.num_rows,
        "visits a second, judged, with whole forms as JSON": round(told.visits.num_rows / (done - settled)),
        "seconds in all": round(done - begun, 1),
        "peak memory, GiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))
