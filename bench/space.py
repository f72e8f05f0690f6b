"""The scan and the nowcast beside themselves written plainly: same answers, and how many times less they cost.

`python -m bench.space`. Debian's R has no package for either, so the rival is this file's own NumPy or Python, as one
would write it from the papers. Processor seconds on one thread, ours after its kernels are compiled.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from gongwei.domain.detection.nowcast import nowcast
from gongwei.domain.detection.scan import Search, permutation_scan
from gongwei.domain.detection.zones import Zones, circles

PLACES, DAYS, NEIGHBOURS, REPLICATES = 190, 28, 95, 999
TIMED_REPLICATES = 20
REPORT_DAYS, DELAYS = 365, 15
Floats = np.ndarray[Any, Any]


def seconds(work: Callable[[], Any], *, times: int = 1) -> tuple[float, Any]:
    """Give the least processor seconds of some runs, and the answer."""
    least, answer = float("inf"), None
    for _ in range(times):
        begun = time.process_time()
        answer = work()
        least = min(least, time.process_time() - begun)
    return least, answer


def outbreak() -> tuple[Floats, Floats, Zones]:
    """Make a city of 190 places with a burst in eight neighbouring ones on the last five days."""
    rng = np.random.default_rng(20261123)
    x, y = rng.uniform(0, 100, (2, PLACES))
    counts = rng.poisson(np.outer(rng.gamma(2, 0.2, PLACES), np.ones(DAYS)))
    near = np.argsort(np.hypot(x - x[50], y - y[50]))[:8]
    counts[near, -5:] += rng.poisson(1.2, (8, 5))
    at = np.column_stack([x, y])
    return counts, at, circles(x, y, counts.sum(axis=1), max_share=1, most=NEIGHBOURS)


def plain_scores(counts: Floats, near: Floats) -> Floats:
    """Compute every cylinder's log likelihood ratio at once: what a careful reader of the paper would write."""
    cases = counts.sum()
    lasting = counts[:, ::-1].cumsum(axis=1)  # in the last 1, 2, … days
    inside = lasting[near].cumsum(axis=1).astype(float)
    expected = counts.sum(axis=1)[near].cumsum(axis=1)[..., None] * lasting.sum(axis=0) / cases
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = np.where(inside < cases, (cases - inside) * np.log((cases - inside) / (cases - expected)), 0.0)
        ratio = inside * np.log(inside / expected) + rest
    return np.where(inside > expected, ratio, 0.0)


def scan() -> dict[str, Any]:
    """Time the whole scan, and the plain one on some replicates; compare what both find loudest."""
    counts, at, zones = outbreak()
    search = Search(longest=DAYS, replicates=REPLICATES)
    permutation_scan(counts, zones, search=Search(longest=DAYS, replicates=1))
    least, found = seconds(lambda: permutation_scan(counts, zones, search=search), times=2)
    away = np.hypot(*(at[:, None] - at).transpose(2, 0, 1))
    near = np.argsort(away, axis=1, kind="stable")[:, :NEIGHBOURS]
    rng = np.random.default_rng(1)
    place, day = (np.repeat(axis.ravel(), counts.ravel()) for axis in np.indices(counts.shape))

    def replicate() -> float:
        dealt = np.zeros_like(counts)
        np.add.at(dealt, (place, rng.permutation(day)), 1)
        return float(plain_scores(dealt, near).max())

    plain, _ = seconds(lambda: [replicate() for _ in range(TIMED_REPLICATES)])
    rival = plain / TIMED_REPLICATES * REPLICATES
    apart = abs(found[0].score - plain_scores(counts, near).max())
    return beside("< 2 s", least, rival, f"loudest score differs by {apart:.1e}; p {found[0].p_value:g}")


def plain_nowcast(reports: list[list[int]], today: int, history: int) -> list[float]:
    """Complete the rows that are open on a day, cell by cell."""
    rows = range(max(today - history + 1, 0), today + 1)
    delays = len(reports[0])
    reached = [1.0] * delays
    for delay in range(delays - 1, 0, -1):
        old = [row for row in rows if row + delay <= today]
        within = sum(sum(reports[row][: delay + 1]) for row in old)
        earlier = sum(sum(reports[row][:delay]) for row in old)
        reached[delay - 1] = reached[delay] * (earlier / within if within else 1.0)
    completed = []
    for row in range(max(today - delays + 2, 0), today + 1):
        seen = float(sum(reports[row][: today - row + 1]))
        for delay in range(today - row + 1, delays):
            share = reached[delay] - reached[delay - 1]
            seen += (seen + 1 - reached[delay - 1]) / reached[delay - 1] * share
        completed.append(seen)
    return completed


def completion() -> dict[str, Any]:
    """Time a year's nowcast, which makes one for each of its days to judge itself, and the plain one of each day."""
    rng = np.random.default_rng(7)
    chance = 0.7 ** np.arange(DELAYS)
    level = 60 * np.exp(0.8 * np.sin(np.arange(REPORT_DAYS) / 40))
    reports = rng.poisson(np.outer(level, chance / chance.sum()))
    least, found = seconds(lambda: nowcast(reports), times=3)
    listed, last = reports.tolist(), REPORT_DAYS - 1
    rival, plain = seconds(lambda: [plain_nowcast(listed, day, 3 * DELAYS) for day in range(DELAYS, REPORT_DAYS)])
    today = plain[last - DELAYS]
    apart = np.abs(np.array(today) - found.estimate[-len(today) :]).max()
    held = f"{found.hindcast.coverage:.1%} of {found.hindcast.judged.sum():,} earlier 95 % intervals held"
    return beside("", least, rival, f"largest difference {apart:.1e} cases; {held}")


def beside(goal: str, own: float, rival: float, agreement: str) -> dict[str, Any]:
    figures = {"gongwei, s": round(own, 3), "written plainly, s": round(rival, 1), "ratio": f"{rival / own:,.0f}×"}
    return {**figures, "goal": goal, "agreement": agreement}


def measure() -> dict[str, dict[str, Any]]:
    """Run both jobs."""
    return {
        f"permutation scan, {PLACES} places × {DAYS} days, {NEIGHBOURS} neighbours, {REPLICATES} replicates": scan(),
        f"nowcast of each of {REPORT_DAYS} days, {DELAYS} delays": completion(),
    }


if __name__ == "__main__":
    json.dump(measure(), sys.stdout, ensure_ascii=False, indent=1)
