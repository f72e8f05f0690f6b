"""The lake: every indicator of a year in every region of four levels, and a refresh after 1,000 writes."""

import time
from collections import Counter
from typing import Any

from django.db import connections
from django.utils import timezone

from bench.rival import YEAR
from gongwei.adapters.lake.counting import counts, tally
from gongwei.apps.planning.actions import lake
from gongwei.apps.planning.models import LakeState
from gongwei.catalog.discovery import indicators
from gongwei.domain.regions import SPAN

WRITES, ROUNDS = 1000, 3
TURN = """UPDATE programs_visit SET at_target = NOT at_target WHERE id IN
    (SELECT id FROM programs_visit WHERE at_target IS NOT NULL ORDER BY md5(id::text || %s) LIMIT %s)"""


def from_the_lake() -> dict[tuple[str, int, int], tuple[int, int]]:
    """Count all villages of the year and add them up to every level."""
    store, state = lake._store(), LakeState.objects.using("report").get()
    generation = store.find(state.generation)
    assert generation is not None, "the lake has been built"
    above: Counter[tuple[str, int, int]] = Counter()
    below: Counter[tuple[str, int, int]] = Counter()
    with store.open(generation) as duck:
        for one in counts(tuple(indicators().values()), duck, year=YEAR, as_of=state.counted_date):
            for level, span in SPAN.items():
                place = (one.indicator, level, one.of - one.of % span)
                above[place] += one.numerator
                below[place] += one.denominator
    return {place: (above[place], below[place]) for place in below}


def turned(round_number: int) -> None:
    """Write to 1,000 visits anywhere in the city."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(TURN, [str(round_number), WRITES])


def timed(work: Any) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def measure() -> dict[str, Any]:
    """Give seconds of building, counting and following."""
    now = timezone.now()
    on = timezone.localdate(now)
    build, _ = timed(lambda: lake.refresh(on=on, at=now, anew=True))
    tally.cache_clear()  # the first question of a day pays for compiling
    first, _ = timed(from_the_lake)
    again, _ = timed(from_the_lake)
    follow = []
    for number in range(2 * ROUNDS):  # twice each, so that the city is left as it was
        turned(number % ROUNDS)
        seconds, done = timed(lambda: lake.refresh(on=on, at=timezone.now()))
        assert done.how == "followed", done
        follow.append(seconds)
    return {
        "built whole, all years, seconds": round(build, 1),
        "all indicators, regions and levels of a year, first time, seconds": round(first, 2),
        "the same again, seconds": round(again, 2),
        f"refresh after {WRITES} writes, slowest of {2 * ROUNDS}, seconds": round(max(follow), 2),
    }
