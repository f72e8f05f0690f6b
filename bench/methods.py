"""The methods beside R on the same data in one run: do they agree, and how many times less they cost.

`python -m bench.methods [--whole]`. Processor seconds of the computing alone, on one thread: R after its packages are
loaded, ours after its kernels are compiled. With `--whole` Farrington judges 52 weeks in place of one: 23 minutes of R.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from gongwei.domain.demography.life_table import life_tables
from gongwei.domain.detection.detectors import DETECTORS
from gongwei.domain.detection.ears import ears
from gongwei.domain.detection.farrington import Flexible, farrington_flexible
from gongwei.domain.detection.noufaily import JUDGED, simulate
from gongwei.domain.detection.scoring import Scores
from gongwei.domain.detection.study import tried
from gongwei.domain.detection.transmission import cori, serial_interval

REFEREE = Path(__file__).parent / "methods.R"
ABSENT = "no R here: apt-get install r-cran-surveillance r-cran-epiestim"
SCALES = (100, 1_000, 10_000, 40_000)
METHOD = "farrington-flexible"
FIRST_WEEK = np.datetime64("2010-01-04")
AGES = (0, 1, *range(5, 95, 5))
Floats = np.ndarray[Any, Any]


def ours(work: Callable[[], Any], *, times: int = 3) -> tuple[float, Any]:
    """Give the least processor seconds of some runs after one that compiles, and the answer."""
    answer, least = work(), float("inf")
    for _ in range(times):
        begun = time.process_time()
        answer = work()
        least = min(least, time.process_time() - begun)
    return least, answer


def theirs(job: str, **tables: Floats) -> tuple[float, Floats] | None:
    """Let R do a job on the same tables; None where there is no R."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for name, table in tables.items():
            np.savetxt(Path(folder) / f"{name}.csv", table, fmt="%.0f", delimiter=",")
        ran = subprocess.run(
            ["Rscript", str(REFEREE), job], cwd=folder, capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"}
        )
        if ran.returncode:
            return None
        return float(ran.stdout.split()[-1]), np.genfromtxt(Path(folder) / "answer.csv", delimiter=",")


def beside(
    goal: str, seconds: float, rival: tuple[float, Floats] | None, agreed: Callable[[Floats], str]
) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "gongwei, s": round(seconds, 4),
        "R, s": ABSENT,
        "ratio": "",
        "goal": goal,
        "agreement": "",
    }
    if rival:
        figures |= {"R, s": round(rival[0], 2), "ratio": f"{rival[0] / seconds:,.0f}×", "agreement": agreed(rival[1])}
    return figures


def weekly(series: int, weeks: int) -> tuple[Floats, Floats]:
    """Make seasonal overdispersed series of six years with outbreaks near the end, and their days."""
    rng = np.random.default_rng(20260630)
    at = np.arange(52 * 6 + weeks)
    mean = np.exp(rng.uniform(0, 3, (series, 1)) + 0.6 * np.cos(2 * np.pi * at / 52) + 0.001 * at)
    counts = rng.negative_binomial(mean, 0.5).astype(float)
    counts[::5, -6:] += rng.poisson(3 * mean[::5, -6:])
    return counts, FIRST_WEEK + 7 * at


def farrington(method: Any, series: int, weeks: int) -> dict[str, Any]:
    counts, days = weekly(series, weeks)
    judge = range(counts.shape[1] - weeks, counts.shape[1])
    seconds, _ = ours(lambda: farrington_flexible(counts, days, judge=judge, options=Flexible(threshold=method)))
    as_r = farrington_flexible(counts, days, judge=judge, options=Flexible(threshold=method, compat="R")).alarm
    rival = theirs(f"farrington:{method}:{weeks}", counts=counts)
    return beside("≥ 300×", seconds, rival, lambda answer: equal(as_r, answer))


def equal(alarm: Floats, answer: Floats) -> str:
    same = alarm == (answer.reshape(alarm.shape) > 0)
    return f"{same.sum():,} of {same.size:,} alarms equal ({int(alarm.sum()):,} raised)"


def ears_c1() -> dict[str, Any]:
    counts = np.random.default_rng(1).poisson(np.linspace(0.5, 20, 1_000)[:, None], (1_000, 359)).astype(float)
    seconds, found = ours(lambda: ears(counts, method="C1", alpha=0.001))
    judged = found.alarm[:, 7:]
    return beside("≥ 500×", seconds, theirs("ears", counts=counts), lambda answer: equal(judged, answer))


def reproduction() -> dict[str, Any]:
    rng = np.random.default_rng(2)
    cases = rng.poisson(np.exp(1.5 + 1.5 * np.sin(np.arange(120) / 20 + rng.uniform(0, 6, (100, 1)))) + 2).astype(float)
    interval = serial_interval(4.8, 2.3, days=120)
    seconds, found = ours(lambda: cori(cases, interval, quantiles=(0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)))
    return beside(
        "≥ 75×", seconds, theirs("rt", counts=cases),
        lambda answer: f"largest difference of a mean {np.abs(found.mean - answer).max():.1e}",
    )  # fmt: skip


def life() -> dict[str, Any]:
    rng = np.random.default_rng(3)
    people = rng.integers(500, 5_000, (1_140, len(AGES))).astype(float)
    rate = np.array([0.004, 0.0004, *np.exp(-9 + 0.085 * np.arange(5, 95, 5))])
    deaths = np.maximum(rng.binomial(people.astype(int), rate), 0).astype(float)
    deaths[:, -1] = np.maximum(deaths[:, -1], 1)
    seconds, found = ours(lambda: life_tables(deaths, people, AGES))
    return beside(
        "≥ 1,000×", seconds, theirs("life", counts=deaths, people=people),
        lambda answer: f"largest difference of e₀ {np.abs(found.ex[:, 0] - answer[:, 0]).max():.1e} years",
    )  # fmt: skip


def scaling(series: int) -> dict[str, Any]:
    counts, days = weekly(series, 1)
    seconds, _ = ours(lambda: farrington_flexible(counts, days, judge=[counts.shape[1] - 1]), times=1)
    return {"gongwei, s": round(seconds, 3), "ratio": f"{seconds / series * 1e6:.0f} µs a series"}


def study() -> dict[str, Any]:
    """Time the weekly study of one method whole: simulation, weeks judged without and with outbreaks, scores."""

    def whole() -> Scores:
        made = simulate()
        trial = tried(DETECTORS[METHOD], made.quiet, made.struck, made.outbreak, made.days, list(JUDGED))
        return trial.at_equal(0.01)[1]

    seconds, scores = ours(whole, times=1)
    told = f"{scores.pod:.0%} of outbreaks found at {scores.fpr:.1%} false alarms"
    return {"gongwei, s": round(seconds, 1), "goal": "< 30 s", "agreement": told}


def measure(*, whole: bool = False) -> dict[str, dict[str, Any]]:
    """Run every job; a job whose rival is not there has our figure alone."""
    weeks = 52 if whole else 1
    found = {
        f"Farrington flexible, {method}, 1,000 series × {weeks} {'week' if weeks == 1 else 'weeks'}": farrington(
            method, 1_000, weeks
        )
        for method in ("nbPlugin", "muan", "delta")
    }
    found["EARS C1, 1,000 series × 352 days"] = ears_c1()
    found["Cori Rt, 100 series × 120 days, 7 quantiles"] = reproduction()
    found["Life tables, 1,140 groups (R: a loop, no package has one)"] = life()
    found["The Noufaily study, 28 × 100 series, Farrington flexible"] = study()
    return found | {f"Farrington flexible, {series:,} series × 1 week": scaling(series) for series in SCALES}


if __name__ == "__main__":
    print(json.dumps(measure(whole="--whole" in sys.argv), ensure_ascii=False, indent=1))
