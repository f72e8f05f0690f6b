"""Records of one person found among a city's: precision, recall, F1 and seconds. `python -m bench.linkage [RESIDENTS]`.

The truth is the made city's: who was registered twice, with other characters, another telephone, another address or a
birth date miswritten; twins, families on one telephone and people of one name and birthday are there to be left apart.
The document number is withheld.
"""

import json
import resource
import sys
import time
from datetime import date

import pyarrow as pa

from gongwei.adapters.linkage.duplicates import find
from gongwei.adapters.synth import Rates
from gongwei.adapters.synth.doubles import doubles, twins
from gongwei.adapters.synth.places import places
from gongwei.adapters.synth.scene import set_scene
from gongwei.adapters.synth.texts import hexadecimals
from gongwei.catalog.regions import population, regions
from gongwei.domain.linkage import LIKELY, Pair
from gongwei.domain.regions import VILLAGE

AS_OF = date(2026, 6, 30)
Ids = tuple[str, str]


def city(residents: int, seed: int = 5) -> tuple[pa.Table, pa.Table]:
    """Make a city's residents and the truth about them."""
    known, people = regions(on=AS_OF), population(AS_OF.year)
    villages = [(place.code, place.name, people[place.code].people) for place in known if place.level == VILLAGE]
    where = places(villages, {place.code: place.name for place in known if place.level != VILLAGE})
    rates = Rates()
    doubled = round(residents * rates.doubles)
    scene = set_scene(seed, where, residents=residents - doubled, as_of=AS_OF, rates=rates)
    registered, _ = twins(seed, scene.registered, scene.people, where, rates.twins)
    return doubles(seed, registered, scene.people, doubled)


def records(residents: pa.Table) -> pa.Table:
    """Write residents as the linkage reads them, without their documents."""
    texts = {name: residents[name] for name in ("name", "name_pinyin", "sex", "phone", "address")}
    texts |= {name: residents[name].cast(pa.string()) for name in ("birth_date", "area_code")}
    texts |= {"id": hexadecimals(residents["id"].combine_chunks()), "document": pa.nulls(len(residents), pa.string())}
    return pa.table(texts | {"household": hexadecimals(residents["household_id"].combine_chunks())})


def true_pairs(truth: pa.Table) -> set[Ids]:
    rows = zip(
        hexadecimals(truth["resident_id"].combine_chunks()).to_pylist(), truth["detail"].to_pylist(), strict=True
    )
    return {_ordered(one.replace("-", ""), other) for one, other in rows}


def _ordered(one: str, other: str) -> Ids:
    return (one, other) if one < other else (other, one)


def judged(pairs: list[Pair], truth: set[Ids]) -> dict[str, float]:
    """Compare the pairs found with the truth: those that are likely, and those that may be merged without a person."""
    ids = {_ordered(pair.left.replace("-", ""), pair.right.replace("-", "")): pair for pair in pairs}
    likely = {key for key, pair in ids.items() if pair.probability >= LIKELY}
    certain = {key for key, pair in ids.items() if pair.certain}
    right = len(likely & truth)
    return {
        "doubles planted": len(truth),
        "precision": round(right / max(len(likely), 1), 4),
        "recall": round(right / len(truth), 4),
        "F1": round(2 * right / (len(likely) + len(truth)), 4),
        "merged without a person": len(certain),
        "precision of those": round(len(certain & truth) / max(len(certain), 1), 4),
        "shown for review": len(ids),
        "recall of review": round(len(ids.keys() & truth) / len(truth), 4),
    }


def measure(residents: int = 1_000_000) -> dict[str, float]:
    """Link one city and judge what was found."""
    rows, truth = city(residents)
    table = records(rows)
    begun = time.perf_counter()
    pairs = list(find(table))
    return {
        "residents": residents,
        "seconds": round(time.perf_counter() - begun, 1),
        "peak memory, GiB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 1),
        **judged(pairs, true_pairs(truth)),
    }


def measure_all(residents: int = 1_000_000) -> dict[str, float]:
    """Link one city as it is made, then the one that stands in PostgreSQL, there and back."""
    return {**measure(residents), **on_record()}


def on_record() -> dict[str, float]:
    """Read the residents of the city's operator, link them and write their pairs: all that `gongwei link` does."""
    from django.utils import timezone

    from gongwei.apps.accounts.acting import acting_as
    from gongwei.apps.accounts.queries import default_post
    from gongwei.apps.desk.actions import find_duplicates
    from gongwei.site.commands.link import DEFAULT_LOGIN

    post = default_post(DEFAULT_LOGIN, on=timezone.localdate())
    assert post is not None, "the made city has an operator"
    begun = time.perf_counter()
    said = find_duplicates(by=acting_as(post), at=timezone.now())
    seconds = round(time.perf_counter() - begun, 1)
    return {"on record": said["residents"], "pairs written": said["open"], "read, linked and written, seconds": seconds}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))
