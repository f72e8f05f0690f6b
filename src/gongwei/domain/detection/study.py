"""Compare detectors on simulated series at equal false alarms, never at equal alpha."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gongwei.domain.detection.alarms import Floats
from gongwei.domain.detection.detectors import Detector
from gongwei.domain.detection.outbreaks import Outbreaks
from gongwei.domain.detection.reference import Days
from gongwei.domain.detection.scoring import Flags, Scores, cut_at, score

CURVE = (0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2)


@dataclass(frozen=True)
class Trial:
    """A detector's scores in the weeks judged (series, times), in series without and with an outbreak there.

    `quiet_alarm` and `struck_alarm` are its own alarms; the scores let every other cut be tried without a second run.
    """

    quiet: Floats
    struck: Floats
    quiet_alarm: Flags
    struck_alarm: Flags
    during: Flags

    def own(self) -> Scores:
        """Score it as it alarms by itself."""
        return score(self.quiet_alarm, self.struck_alarm, self.during)

    def cut(self, at: float) -> Scores:
        """Score it as if it alarmed above the cut `at`; 1 is its own."""
        return score(self.quiet > at, self.struck > at, self.during)

    def at_equal(self, fpr: float) -> tuple[float, Scores]:
        """Give the cut that flags a share `fpr` of quiet times at most, and the scores there."""
        at = cut_at(self.quiet, fpr)
        return at, self.cut(at)

    def curve(self) -> list[tuple[float, Scores]]:
        return [self.at_equal(fpr) for fpr in CURVE]

    def of(self, series: Flags) -> "Trial":
        """Keep some of the series."""
        alarms = (self.quiet_alarm[series], self.struck_alarm[series])
        return Trial(self.quiet[series], self.struck[series], *alarms, self.during[series])


def tried(
    detect: Detector, quiet: Floats, struck: Floats, outbreak: Outbreaks, days: Days, judge: Sequence[int]
) -> Trial:
    """Run a detector over both kinds of series, as one array so that what it shares is done once."""
    found = detect(np.vstack([quiet, struck]), days, judge)
    half = len(quiet)
    during = outbreak.during(judge[0], len(judge))
    return Trial(found.score[:half], found.score[half:], found.alarm[:half], found.alarm[half:], during)
