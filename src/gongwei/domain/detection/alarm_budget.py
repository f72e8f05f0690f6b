"""Choose detectors and thresholds so that a city hears outbreaks earliest with at most so many alarms a week.

The city's own weeks are the judge: what each detector would have said of them at every cut, and how early it would have
heard outbreaks put into them. A share of the last weeks is held back and must keep the budget too.

What holds: in the weeks chosen from and in those held back all series together alarm at most budget × weeks times. The
first by the choice, with a margin: a series that alarmed in `a` of W weeks is charged (a + 1) / (W + 1) a week, the
bound on its expected alarms in one more week like them. The second because steps of the choice are taken back,
each of the series that alarmed most there, until it does; `taken_back` says how many: 0 if the weeks held back had no
part in the choice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from gongwei.domain.detection.alarms import Alarms, Floats, WrongSeries
from gongwei.domain.detection.detectors import DETECTORS, Detector
from gongwei.domain.detection.outbreaks import outbreaks
from gongwei.domain.detection.reference import Days
from gongwei.domain.detection.scoring import delay

MOST_ALARMS = 26
LIKELY_ALARMS = 6  # methods are compared where a budget will put them: at 0 to 5 alarms in the weeks chosen from
LONGEST = 10  # weeks after its start in which an outbreak put in is looked for
SIZES = tuple(range(1, 11))  # in standard deviations of a week, as in the study of 2013
SILENT = "silent"
MOST_UNJUDGED = 0.2  # share of weeks
A_HAIR = 1e-9  # a cut lies above the score it was taken from, also after it was written with ten digits
WITH_A_MEMORY = frozenset({"ears-c3", "cusum", "ewma", "glr-nb", "glr-poisson"})


@dataclass(frozen=True)
class Budget:
    """At most `per_week` alarms a week over all series; `rounds` outbreaks are put into each of them."""

    per_week: float
    choose_from: int = 52
    hold_back: int = 26
    rounds: int = 40
    seed: int = 1


@dataclass(frozen=True)
class Point:
    """A method and a cut of its score for one series: alarms in the weeks chosen from, share heard, lateness 0 to 1."""

    method: str
    cut: float
    alarms: int
    pod: float
    timeliness: float


QUIET = Point(SILENT, float("inf"), 0, 0.0, 1.0)


@dataclass(frozen=True)
class Choice:
    """What a series is given, what it would have alarmed in the weeks held back, and all that was to be had."""

    point: Point
    held_back: int
    curve: tuple[Point, ...]


@dataclass(frozen=True)
class Chosen:
    """One choice a series; `taken_back` steps were undone for the weeks held back; `busiest` alarms in one of them."""

    choices: tuple[Choice, ...]
    taken_back: int
    busiest: int


@dataclass
class _Scores:
    """Of one method: scores of the real weeks (series, weeks), and of each round's outbreaks."""

    real: Floats
    struck: list[Floats] = field(default_factory=list)


def choose(
    counts: Floats, days: Days, budget: Budget, *, detectors: dict[str, Detector] | None = None,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Chosen:  # fmt: skip
    """Choose for each series of weekly counts (series, weeks). Raises WrongSeries if the history is too short."""
    tried = dict(DETECTORS) if detectors is None else detectors
    weeks = counts.shape[1]
    first = weeks - budget.choose_from - budget.hold_back
    if first < 53:
        asked = f"{budget.choose_from} to choose from and {budget.hold_back} held back"
        raise WrongSeries(f"{weeks} weeks: {asked} need a year before them")
    judge = range(first, weeks)
    scores, during = _scores(counts, days, judge, budget, tried, tell)
    curves = [_curve(place, scores, during, budget.choose_from) for place in range(len(counts))]
    steps = _steps(curves)
    taken = _affordable(steps, budget.per_week * (budget.choose_from + 1))
    held = {name: each.real[:, budget.choose_from :] for name, each in scores.items()}
    undone = 0
    while (loud := _alarms(_points(curves, taken), held)).sum() > budget.per_week * budget.hold_back:
        loudest = int(loud.sum(axis=1).argmax())
        taken.pop(max(place for place, step in enumerate(taken) if step.series == loudest))
        undone += 1
    points = _points(curves, taken)
    choices = tuple(Choice(*each) for each in zip(points, loud.sum(axis=1).tolist(), curves, strict=True))
    return Chosen(choices, undone, int(loud.sum(axis=0).max(initial=0)))


def judged(counts: Floats, days: Days, judge: Sequence[int], chosen: Sequence[tuple[str, float]]) -> Alarms:
    """Judge each series by the method and cut chosen for it; a score above 1 is an alarm, the threshold is the cut's.

    With a method that has a memory no count of today alone is the threshold: it is NaN.
    """
    plain = {name: DETECTORS[name](counts, days, judge) for name in {name for name, _ in chosen} - {SILENT}}
    shape = (len(counts), len(judge))
    expected, threshold, score = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape)
    alarm = np.zeros(shape, dtype=bool)
    for series, (name, cut) in enumerate(chosen):
        if name != SILENT:
            found = plain[name]
            expected[series], alarm[series] = found.expected[series], found.score[series] > cut
            if name not in WITH_A_MEMORY:
                threshold[series] = expected[series] + cut * (found.threshold[series] - expected[series])
            score[series] = found.score[series] / cut if cut > 0 else np.where(alarm[series], np.inf, 0.0)
    observed = next(iter(plain.values())).observed if plain else counts[:, list(judge)]
    return Alarms(observed, expected, threshold, alarm, score)


def _scores(
    counts: Floats, days: Days, judge: range, budget: Budget, detectors: dict[str, Detector],
    tell: Callable[[int, int], None],
) -> tuple[dict[str, _Scores], list[np.ndarray]]:  # fmt: skip
    """Run every detector on the real weeks, and on each round with one outbreak put into every series."""
    rng = np.random.default_rng(budget.seed)
    starts = np.linspace(judge[0], judge[0] + budget.choose_from - 2, budget.rounds).astype(int)
    found = {name: _Scores(detect(counts, days, judge).score) for name, detect in detectors.items()}
    during, spread = [], _deviation(counts[:, : judge[0]])
    for done, start in enumerate(starts, start=1):
        tell(done, budget.rounds)
        size = SIZES[(done * 7) % len(SIZES)] * spread  # 7 and 10 share no factor: sizes do not go with the season
        made = outbreaks(np.full(len(counts), start), size, times=counts.shape[1], rng=rng)
        span = range(start, min(start + LONGEST, judge[0] + budget.choose_from))
        during.append(made.during(start, len(span)))
        for name, detect in detectors.items():
            found[name].struck.append(detect(counts + made.cases, days, span).score)
    return found, during


def _deviation(past: Floats) -> Floats:
    """Give a week's standard deviation from the differences of neighbours, which season and trend hardly touch."""
    square = np.nanmean(np.nan_to_num(np.diff(past[:, -156:], axis=1)) ** 2, axis=1) / 2
    return np.sqrt(np.maximum(square, 0.25))


def _curve(place: int, scores: dict[str, _Scores], during: Sequence[np.ndarray], weeks: int) -> tuple[Point, ...]:
    """Give the points of the method that is earliest over all numbers of alarms, from silence on.

    One method a series, not the luckiest of all at each number: what looks best by luck alarms more in other weeks.
    """
    tried = [_of_method(name, place, each, during, weeks) for name, each in scores.items()]
    points = min((each for each in tried if each), key=_lateness, default=[])
    best = [QUIET]
    for point in points:
        if point.timeliness < best[-1].timeliness:
            best.append(point)
    return tuple(best)


def _of_method(name: str, place: int, scores: _Scores, during: Sequence[np.ndarray], weeks: int) -> list[Point]:
    """Give a method's points for 0, 1, 2 … alarms in the weeks chosen from; none if it cannot judge most of them."""
    real = scores.real[place, :weeks]
    if np.isnan(real).mean() > MOST_UNJUDGED:
        return []
    ranked = np.sort(np.where(np.isnan(real), -np.inf, real))[::-1]
    masks = [mask[[place]] for mask in during]
    points = []
    for cut in ranked[: MOST_ALARMS + 1] * (1 + A_HAIR) + A_HAIR:
        if not np.isfinite(cut):
            continue
        hits = [(struck[[place]] > cut) & mask for struck, mask in zip(scores.struck, masks, strict=True)]
        late = float(np.mean([delay(hit, mask) for hit, mask in zip(hits, masks, strict=True)]))
        heard = float(np.mean([hit.any() for hit in hits]))
        points.append(Point(name, float(cut), int((ranked > cut).sum()), heard, late))
    return points


def _lateness(points: Sequence[Point]) -> float:
    return float(np.mean([point.timeliness for point in points[:LIKELY_ALARMS]]))


@dataclass(frozen=True)
class _Step:
    """From one point of a series' curve to a later one: what it costs in alarms, and how much earlier it hears."""

    series: int
    to: int
    cost: float
    gain: float


def _steps(curves: Sequence[Sequence[Point]]) -> list[_Step]:
    """Break the curves at their lower convex hull into steps, the best gain for an alarm first."""
    steps = []
    for series, curve in enumerate(curves):
        costs = [0.0, *(point.alarms + 1.0 for point in curve[1:])]
        hull = [0]
        for place in range(1, len(curve)):
            while len(hull) > 1 and _slope(curve, costs, hull[-1], place) >= _slope(curve, costs, hull[-2], hull[-1]):
                hull.pop()
            hull.append(place)
        steps += [
            _Step(series, to, costs[to] - costs[at], curve[at].timeliness - curve[to].timeliness)
            for at, to in pairwise(hull)
        ]
    return sorted(steps, key=lambda step: (-step.gain / max(step.cost, 1e-9), step.series, step.to))


def _slope(curve: Sequence[Point], costs: Sequence[float], at: int, to: int) -> float:
    return (curve[at].timeliness - curve[to].timeliness) / max(costs[to] - costs[at], 1e-9)


def _affordable(steps: Sequence[_Step], budget: float) -> list[_Step]:
    """Take steps in their order while they fit; a series whose step does not fit takes no later one."""
    taken: list[_Step] = []
    spent, stopped = 0.0, set()
    for step in steps:
        if step.series in stopped or spent + step.cost > budget:
            stopped.add(step.series)
            continue
        taken.append(step)
        spent += step.cost
    return taken


def _points(curves: Sequence[Sequence[Point]], taken: Sequence[_Step]) -> list[Point]:
    at = {step.series: step.to for step in taken}
    return [curve[at.get(series, 0)] for series, curve in enumerate(curves)]


def _alarms(points: Sequence[Point], scores: dict[str, Floats]) -> np.ndarray:
    weeks = next(iter(scores.values())).shape[1]
    silent = np.zeros(weeks, dtype=bool)
    return np.array([
        silent if point.method == SILENT else scores[point.method][series] > point.cut
        for series, point in enumerate(points)
    ])  # fmt: skip
