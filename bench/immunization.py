"""How many children a second the immunization engine reads on one core, whole histories with forecast.

`python -m bench.immunization [children] [--whole]` makes children of random birth and delay for China's programme; for
CDC's schedule it takes the published cases, each shifted by random days, so that no two are alike. `run.py bench` takes
it as its part `immunization`.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import os
import platform
import pstats
import random
import time
from collections.abc import Sequence
from datetime import date, timedelta
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from gongwei.adapters.cdsi import cases
from gongwei.adapters.cdsi.supporting_data import read_schedule
from gongwei.catalog.schedules.editions import edition
from gongwei.domain.immunization.dates import clamp, span
from gongwei.domain.immunization.engine import assess
from gongwei.domain.immunization.history import Dose, Observation, Patient
from gongwei.domain.immunization.schedule import Schedule

ON = date(2026, 11, 23)
SEED = 5
BORN_A_DAY = 350  # 0.9 million children under seven
UNDER_SEVEN = 7 * 365
DATA = Path(os.environ.get("CDSI_DATA", Path(__file__).parents[2] / "shared" / "data" / "cdsi"))
CASES = DATA / "healthy_cases_open_half.csv"
LISTED = (
    ("HepB", 0), ("BCG", 0), ("HepB", 1), ("IPV", 2), ("DTaP", 2), ("IPV", 3), ("bOPV", 4), ("DTaP", 4),
    ("HepB", 6), ("DTaP", 6), ("MPSV-A", 6), ("MMR", 8), ("JE-L", 8), ("MPSV-A", 9), ("DTaP", 18), ("MMR", 18),
    ("HepA-L", 18), ("JE-L", 24), ("MPSV-AC", 36), ("bOPV", 48), ("DTaP", 72), ("MPSV-AC", 72),
)  # fmt: skip
PROGRAMME = {"HepB", "BCG", "Polio", "DTaP", "MMR", "JE", "Men", "HepA", "HPV"}
Work = tuple[Patient, int, set[str] | None]


def children(count: int) -> list[Work]:
    """Make children under seven in order of birth: days spread over seven years, as many on each as in the city."""
    dice = random.Random(SEED)
    birthdays = max(count // BORN_A_DAY, 1)
    made: list[Work] = []
    for number in range(birthdays + 1):
        birth = ON - timedelta(days=(number + 1) * UNDER_SEVEN // (birthdays + 1))
        made += born_on(birth, min(BORN_A_DAY, count - len(made)), dice)
    return made


def born_on(birth: date, count: int, dice: random.Random) -> list[Work]:
    """Make children of one day: most come within weeks of the listed age, some late, one dose in fifty not at all."""
    made: list[Work] = []
    for _ in range(count):
        doses: list[Dose] = []
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
    """Give assessments per second of processor time; the first thousand fill the tables of ages and are left out."""
    warm, timed = work[:1000], work[1000:]
    for patient, on, groups in warm:
        assess(schedule, patient, on, groups)
    start = time.process_time()
    for patient, on, groups in timed:
        assess(schedule, patient, on, groups)
    return len(timed) / (time.process_time() - start)


def city_share(share: tuple[int, int, int]) -> tuple[int, float]:
    """Read every so-many-th birthday of the city from a first one; gives children and seconds of the processor."""
    first, step, last = share
    schedule, dice = edition("nip-2026", ON).schedule, random.Random(SEED + first)
    gc.disable()
    count, seconds = 0, 0.0
    for back in range(first, last, step):
        work = born_on(ON - timedelta(days=back), BORN_A_DAY, dice)
        begun = time.process_time()
        for patient, on, groups in work:
            assess(schedule, patient, on, groups)
        seconds += time.process_time() - begun
        count += len(work)
    return count, seconds


def city(*, whole: bool = False) -> dict[str, float]:
    """Read the city's children under seven on two cores: a tenth of their birthdays, scaled, or all of them."""
    step = 2 if whole else 20
    with Pool(2) as pool:
        shares = pool.map(city_share, [(1, step, UNDER_SEVEN), (1 + step // 2, step, UNDER_SEVEN)])
    read, seconds = sum(count for count, _ in shares), max(spent for _, spent in shares)
    scaled = round(seconds * 900_000 / read, 1)
    return {"children read": read, "seconds of the busier core for 900,000 on two cores": scaled}


STAGES = {
    "history": ("organize", "_history"),
    "evaluation": ("evaluate",),
    "forecast": ("forecast",),
    "selection and groups": ("best_series", "single_forecast", "blended_forecasts"),
}


def shares_of_time(schedule: Schedule, work: Sequence[Work]) -> dict[str, str]:
    """Give the share of the profiled time that each stage takes."""
    profiler = cProfile.Profile()
    profiler.runcall(rate, schedule, work)
    stats = pstats.Stats(profiler)
    total: float = stats.total_tt  # type: ignore[attr-defined]
    spent: dict[str, float] = {}
    for (file, _, name), (_, _, _, cumulative, _) in stats.stats.items():  # type: ignore[attr-defined]
        if "immunization" in file:
            spent[name] = spent.get(name, 0.0) + cumulative
    told = {stage: sum(spent.get(name, 0.0) for name in names) / total for stage, names in STAGES.items()}
    told["the rest"] = 1 - sum(told.values())
    return {f"share of time, {stage}": f"{share:.0%}" for stage, share in told.items()}


def measure(count: int = 20_000, *, whole: bool = False) -> dict[str, Any]:
    """Measure China's programme and, where its data lie, CDC's schedule; then the city on two cores."""
    gc.disable()  # as a batch should: nothing that a reading makes is cyclic
    work, nip = children(count), edition("nip-2026", ON).schedule
    told: dict[str, Any] = {"children a second and core, China's programme": round(rate(nip, work))}
    if CASES.is_file():
        cdc = read_schedule(next(DATA.glob("supporting-data-*")))
        moved = shifted_cases(cdc, CASES, max(count // 5, 2000))
        told["children a second and core, CDC's schedule, all vaccine groups"] = round(rate(cdc, moved))
    else:
        told["CDC's schedule"] = "not measured: its data are absent, set CDSI_DATA"
    told |= city(whole=whole)
    told |= shares_of_time(nip, work[:6000])
    gc.enable()
    return told


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("children", nargs="?", type=int, default=20_000)
    asked.add_argument("--whole", action="store_true", help="read all 0.9 million children, not a tenth")
    args = asked.parse_args()
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    print(json.dumps({**machine, **measure(args.children, whole=args.whole)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
