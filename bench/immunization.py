"""How many children a second the immunization engine reads on one core, whole histories with forecast.

`python -m bench.immunization [children] [--cdsi DIR] [--profile]` makes children of random birth and delay for China's
programme; for CDC's schedule it takes the published cases, each shifted by random days, so that no two are alike.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import platform
import pstats
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from gongwei.adapters.cdsi import cases
from gongwei.adapters.cdsi.supporting_data import read_schedule
from gongwei.catalog.schedules.editions import edition
from gongwei.domain.immunization import engine
from gongwei.domain.immunization.dates import clamp, span
from gongwei.domain.immunization.engine import assess
from gongwei.domain.immunization.history import Dose, Observation, Patient
from gongwei.domain.immunization.schedule import Schedule

ON = date(2026, 11, 23)
SEED = 5
BORN_A_DAY = 350  # 0.9 million children under seven
LISTED = (
    ("HepB", 0), ("BCG", 0), ("HepB", 1), ("IPV", 2), ("DTaP", 2), ("IPV", 3), ("bOPV", 4), ("DTaP", 4),
    ("HepB", 6), ("DTaP", 6), ("MPSV-A", 6), ("MMR", 8), ("JE-L", 8), ("MPSV-A", 9), ("DTaP", 18), ("MMR", 18),
    ("HepA-L", 18), ("JE-L", 24), ("MPSV-AC", 36), ("bOPV", 48), ("DTaP", 72), ("MPSV-AC", 72),
)  # fmt: skip
PROGRAMME = {"HepB", "BCG", "Polio", "DTaP", "MMR", "JE", "Men", "HepA", "HPV"}
Work = tuple[Patient, int, set[str] | None]


def children(count: int) -> list[Work]:
    """Make children under seven: most come within weeks of the listed age, some late, one dose in fifty not at all.

    They are born on days spread over seven years, as many on each as in the city, and read in order of birth.
    """
    dice = random.Random(SEED)
    made: list[Work] = []
    birthdays = max(count // BORN_A_DAY, 1)
    for number in range(count):
        birth = ON - timedelta(days=(number // BORN_A_DAY + 1) * 7 * 365 // (birthdays + 1))
        doses = []
        for code, months in LISTED:
            day = clamp(birth.toordinal(), span(f"{months} months"))
            day += 0 if not months else min(int(dice.expovariate(1 / 12)), 400)
            if day <= ON.toordinal() and dice.random() > 0.02:
                doses.append(Dose(day, code, len(doses)))
        patient = Patient(
            birth=birth.toordinal(),
            sex=dice.choice(("Female", "Male")),
            doses=tuple(doses),
            observations=(Observation("no-negative-ppd"),),
        )
        made.append((patient, ON.toordinal(), PROGRAMME))
    return made


def shifted_cases(schedule: Schedule, file: Path, count: int) -> list[Work]:
    """Take the published cases and move each by its own number of days; all vaccine groups are read."""
    dice = random.Random(SEED)
    _, rows = cases.read_rows(file)
    known = [cases.read_case(schedule, row) for row in rows]
    made: list[Work] = []
    while len(made) < count:
        one = dice.choice(known)
        by = dice.randrange(-900, 900)
        patient = Patient(
            birth=one.patient.birth + by,
            sex=one.patient.sex,
            doses=tuple(dose._replace(day=dose.day + by) for dose in one.patient.doses),
        )
        made.append((patient, one.assessed + by, None))
    return made


def rate(schedule: Schedule, work: Sequence[Work]) -> float:
    """Give assessments per second of processor time; the first thousand fill the caches and are left out."""
    warm, timed = work[:1000], work[1000:]
    for patient, on, groups in warm:
        assess(schedule, patient, on, groups)
    start = time.process_time()
    for patient, on, groups in timed:
        assess(schedule, patient, on, groups)
    return len(timed) / (time.process_time() - start)


def profiled(run: Callable[[], object]) -> None:
    """Print where the time goes, with nothing kept from before."""
    engine._answer.cache_clear()
    profiler = cProfile.Profile()
    profiler.runcall(run)
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(18)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("children", nargs="?", type=int, default=20_000)
    asked.add_argument("--cdsi", type=Path, help="folder of CDC's data: supporting data and cases")
    asked.add_argument("--profile", action="store_true")
    args = asked.parse_args()
    gc.disable()  # as a batch should: nothing that a reading makes is cyclic
    told: dict[str, object] = {"python": platform.python_version(), "machine": platform.machine()}
    work = children(args.children)
    nip = edition("nip-2026", ON).schedule
    told |= {"children": len(work), "nip_per_second": round(rate(nip, work))}
    if args.profile:
        profiled(lambda: rate(nip, work[:6000]))
    if args.cdsi:
        cdc = read_schedule(next(args.cdsi.glob("supporting-data-*")))
        cases_moved = shifted_cases(cdc, next(args.cdsi.glob("healthy_cases*.csv")), max(args.children // 5, 2000))
        told |= {"cases": len(cases_moved), "cdc_per_second": round(rate(cdc, cases_moved))}
        if args.profile:
            profiled(lambda: rate(cdc, cases_moved[:2500]))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
