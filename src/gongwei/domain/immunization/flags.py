"""What bears on a child's vaccines besides doses: the mother's HBsAg, birth weight, HIV, pregnancy, globulin, PPD.

A flag is written as on the command line: `hiv-positive`, `birth-weight=1900` (grams), `immunoglobulin@2026-01-05`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongwei.domain.immunization.history import Dose, Observation

PLAIN = frozenset(
    {
        "mother-hbsag-positive",
        "mother-hbsag-unknown",
        "hiv-positive",
        "hiv-unknown",
        "hiv-uninfected",
        "hiv-symptoms",
        "severe-immunosuppression",
        "pregnant",
    }
)
DATED = frozenset({"immunoglobulin", "ppd-negative"})
LOW_WEIGHT_GRAMS = 2000
HEAVIEST_GRAMS = 8000
# A child is in one state at most; the symptoms belong to the first two of HIV's (five states in all).
STATES = (("mother-hbsag-positive", "mother-hbsag-unknown"), ("hiv-positive", "hiv-unknown", "hiv-uninfected"))
LIVE_REFUSED = frozenset({"hiv-positive", "hiv-unknown", "severe-immunosuppression", "pregnant"})

_WRITTEN = re.compile(r"(?P<name>[a-z-]+)(?:=(?P<grams>\d+)|@(?P<day>\d{4}-\d{2}-\d{2}))?")


class UnknownFlag(ValueError):
    """A flag is mother-hbsag-positive, mother-hbsag-unknown, birth-weight=GRAMS, hiv-positive, hiv-unknown,
    hiv-uninfected, hiv-symptoms (beside one of the first two), severe-immunosuppression, pregnant,
    immunoglobulin@DATE or ppd-negative@DATE.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """The flags of one child as the engine wants them: observations, and globulins as doses of no antigen."""

    observations: tuple[Observation, ...] = ()
    globulins: tuple[int, ...] = ()

    @property
    def live_refused(self) -> bool:
        """Say whether live vaccines are refused, so that the inactivated product is the one to forecast."""
        return any(one.code in LIVE_REFUSED for one in self.observations)

    def globulin_doses(self, code: str, first_place: int) -> tuple[Dose, ...]:
        """Give the globulins as entries of the history, placed after the record's own doses."""
        return tuple(Dose(day, code, first_place + number) for number, day in enumerate(self.globulins))


def read_flags(written: Iterable[str], *, on: date) -> Flags:
    """Read flags as known on a day; raises `UnknownFlag`, also for two that contradict and for days to come."""
    observations: dict[str, int | None] = {}
    globulins: list[int] = []
    grams: set[int] = set()
    for words in written:
        found = _WRITTEN.fullmatch(words.strip())
        name = found["name"] if found else ""
        if found and name == "birth-weight" and found["grams"] and 0 < int(found["grams"]) <= HEAVIEST_GRAMS:
            grams.add(int(found["grams"]))
        elif found and name in DATED and found["day"]:
            day = _past(found["day"], words, on)
            if name == "immunoglobulin":
                globulins.append(day)
            else:
                observations[name] = day
        elif found and name in PLAIN and words.strip() == name:
            observations[name] = None
        else:
            raise UnknownFlag(f"{words[:40]!r}: {' '.join((UnknownFlag.__doc__ or '').split())}")
    _derive(observations, grams)
    return Flags(
        observations=tuple(Observation(code, day) for code, day in observations.items()), globulins=tuple(globulins)
    )


def _derive(observations: dict[str, int | None], grams: set[int]) -> None:
    """Add what follows from the flags: no negative PPD, and the HepB series of small babies."""
    for states in STATES:
        found = [one for one in states if one in observations]
        if len(found) > 1:
            raise UnknownFlag(f"{' and '.join(found)} contradict each other: give one of them")
    if len(grams) > 1:
        raise UnknownFlag(f"birth-weight={' and birth-weight='.join(map(str, sorted(grams)))}: give one of them")
    if "hiv-symptoms" in observations and not {"hiv-positive", "hiv-unknown"} & observations.keys():
        raise UnknownFlag("hiv-symptoms stands beside hiv-positive or hiv-unknown: give one of them too")
    if "ppd-negative" not in observations:
        observations["no-negative-ppd"] = None
    at_risk = "mother-hbsag-positive" in observations or "mother-hbsag-unknown" in observations
    if at_risk and grams and min(grams) < LOW_WEIGHT_GRAMS:
        observations["hepb-low-birth-weight"] = None


def _past(written: str, words: str, on: date) -> int:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise UnknownFlag(f"{words[:40]!r}: there is no such day") from None
    if day > on:
        raise UnknownFlag(f"{words[:40]!r}: the day lies after {on}")
    return day.toordinal()
