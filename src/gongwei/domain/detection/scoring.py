"""Score a detector on series whose outbreaks are known: how often it is wrong, how often and how early it is right.

(Noufaily et al. 2019, Bioinformatics 35:3110–3117, section 2.4.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongwei.domain.detection.alarms import Floats

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Scores:
    """Shares from 0 to 1; NaN where there was nothing to share.

    `fpr` of quiet times flagged; `pod` of outbreaks flagged at least once; `sensitivity` of outbreak times flagged;
    `specificity` of the other times not flagged; `ppv` of flagged times that lie in an outbreak; `timeliness` mean of
    (first flagged − start) / length, 1 for a missed outbreak: lower is earlier.
    """

    fpr: float
    pod: float
    sensitivity: float
    specificity: float
    ppv: float
    timeliness: float


def score(quiet: Flags, struck: Flags, during: Flags) -> Scores:
    """Score flags (series, times): in series without and with an outbreak, and where the outbreak lasts."""
    hit = struck & during
    return Scores(
        fpr=_share(quiet.sum(), quiet.size),
        pod=_share(hit.any(axis=1).sum(), len(hit)),
        sensitivity=_share(hit.sum(), during.sum()),
        specificity=_share((~struck & ~during).sum(), (~during).sum()),
        ppv=_share(hit.sum(), struck.sum()),
        timeliness=float(delay(hit, during).mean()) if len(hit) else float("nan"),
    )


def delay(hit: Flags, during: Flags) -> Floats:
    """Give (first flagged − start) / length of each outbreak, 1 where none was flagged."""
    length = during.sum(axis=1)
    late = np.argmax(hit, axis=1) - np.argmax(during, axis=1)
    return np.where(hit.any(axis=1), late / np.maximum(length, 1), 1.0)


def cut_at(scores: Floats, fpr: float) -> float:
    """Give the cut above which at most a share `fpr` of the scores lies; what is unknown (NaN) is never flagged."""
    ranked = np.sort(np.nan_to_num(scores, nan=-np.inf).ravel())[::-1]
    return float(ranked[min(int(np.floor(fpr * ranked.size)), ranked.size - 1)])


def _share(some: float, all_of_them: float) -> float:
    return float(some / all_of_them) if all_of_them else float("nan")
