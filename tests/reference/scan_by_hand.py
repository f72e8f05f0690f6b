"""The scan as the papers define it, slowly and without any array: the referee of `gongwei.domain.detection.scan`."""

import math
import random


def score(inside: int, expected: float, cases: int) -> float:
    """Kulldorff 1997: the logarithm of the likelihood ratio, 0 unless there are more cases than expected."""
    if not 0 < expected < inside:
        return 0.0
    outside = cases - inside
    rest = outside * math.log(outside / (cases - expected)) if outside else 0.0
    return inside * math.log(inside / expected) + rest


def circles(x, y, weight, share):
    """Each set of places that a circle around one of them can hold, up to a share of the weight."""
    found = set()
    for centre in range(len(x)):
        away = [math.dist((x[centre], y[centre]), at) for at in zip(x, y, strict=True)]
        for radius in away:
            inside = frozenset(place for place, far in enumerate(away) if far <= radius + 1e-9)
            if sum(weight[place] for place in inside) <= share * sum(weight) + 1e-9:
                found.add(inside)
    return found


def windows(times, longest):
    return [(end - length, end) for end in range(1, times + 1) for length in range(1, min(longest, end) + 1)]


def loudest(counts, zones, spans, expected):
    """The best (score, places, window) where `expected(places, first, end)` cases were."""
    cases = sum(map(sum, counts))
    best = (0.0, frozenset(), (0, 0))
    for places in zones:
        for first, end in spans:
            inside = sum(counts[place][time] for place in places for time in range(first, end))
            best = max(
                best, (score(inside, expected(places, first, end), cases), places, (first, end)), key=lambda b: b[0]
            )
    return best


def expected_by_margins(counts):
    """Kulldorff 2005: what places and times would have together if the two had nothing to do with each other."""
    cases = sum(map(sum, counts))
    of_time = [sum(row[time] for row in counts) for time in range(len(counts[0]))]

    def expected(places, first, end):
        return sum(sum(counts[place]) for place in places) * sum(of_time[first:end]) / cases

    return expected


def permuted(counts, rng: random.Random):
    """The same cases at the same places, their times dealt out anew."""
    at = [(place, time) for place, row in enumerate(counts) for time, n in enumerate(row) for _ in range(n)]
    times = [time for _, time in at]
    rng.shuffle(times)
    dealt = [[0] * len(counts[0]) for _ in counts]
    for (place, _), time in zip(at, times, strict=True):
        dealt[place][time] += 1
    return dealt
