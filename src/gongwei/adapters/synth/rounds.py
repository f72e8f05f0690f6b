"""Rounds of cancer screening: who comes, what the tests show, who follows the recall. All shares are ours.

The sheet of a person grows from step to step as the form does; a new round begins with an empty one.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gongwei.adapters.synth import answers
from gongwei.adapters.synth.draws import NEVER, Days
from gongwei.adapters.synth.follow import Enrolled, Visits
from gongwei.adapters.synth.judging import Judged
from gongwei.adapters.synth.pyramid import FEMALE
from gongwei.adapters.synth.scene import Scene
from gongwei.adapters.synth.sheet import ABSENT, Column, Sheet, chosen
from gongwei.adapters.synth.short import Found, Short, some, years_old
from gongwei.catalog.discovery import programs

AGREE, REFUSE, NOT_REACHED = range(3)
CONSENTS = [0.74, 0.14, 0.12]
RECALLS = [0.62, 0.16, 0.10]  # done, appointed, refused; the rest have not answered yet
FOUND = [0.55, 0.30, 0.11, 0.03, 0.01]
TREATED = [0.84, 0.12, 0.04]
CLOSED = ("negative", "cleared", "refused")


@dataclass(frozen=True)
class Tests:
    """The first test of one cancer: its keys, and each result with its share; later keys only for some results."""

    day: str
    results: tuple[tuple[dict[str, str], float], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for given, _share in self.results for key in given))


COLORECTAL = Tests(
    "fit_date",
    (
        ({"colorectal_questionnaire": "1", "fit": "1"}, 0.86),
        ({"colorectal_questionnaire": "2", "fit": "1"}, 0.08),
        ({"colorectal_questionnaire": "1", "fit": "2"}, 0.04),
        ({"colorectal_questionnaire": "2", "fit": "2"}, 0.02),
    ),
)
CERVIX = Tests(
    "cervix_sampled_date",
    (
        ({"hpv": "1"}, 0.89),
        ({"hpv": "2"}, 0.02),
        ({"hpv": "3", "cytology": "1"}, 0.07),
        ({"hpv": "3", "cytology": "2"}, 0.02),
    ),
)
BREAST = Tests(
    "breast_ultrasound_date",
    (
        ({"breast_ultrasound": "1"}, 0.6),
        ({"breast_ultrasound": "2"}, 0.3),
        ({"breast_ultrasound": "3", "mammography": "2"}, 0.07),
        ({"breast_ultrasound": "3"}, 0.01),
        ({"breast_ultrasound": "4"}, 0.02),
    ),
)


class Invited:
    """How far everybody's sheet has come: positions of the answers, ABSENT where there is none yet."""

    def __init__(self, tests: Tests, key: str, rng: np.random.Generator, enrolled: Enrolled, scene: Scene) -> None:
        self.tests = tests
        self.steps = [rule.key for rule in programs()[key].rules]
        self.state = {
            name: np.full(len(enrolled), ABSENT, dtype=np.int32)
            for name in ("consent", "invited", "result", "tested", "recall", "found", "diagnosed", "treated", "cured")
        }
        self.positive = np.zeros(len(enrolled), dtype=bool)
        self.ill = np.zeros(len(enrolled), dtype=bool)

    def measure(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days, mode: NDArray[np.int8]) -> Sheet:
        """Take every sheet one step further and write it out whole."""
        self._begin(rng, who, day)
        self._test(rng, who, day)
        self._recall(rng, who, day)
        self._treat_disease(rng, who, day)
        return self._sheet(who)

    def treat(self, rng: np.random.Generator, who: NDArray[np.int32], judged: Judged) -> None:
        """Remember who must be recalled or treated; who is clear begins anew."""
        step = np.array([*self.steps, ""], dtype=object)[judged.rule]
        self.positive[who] = np.isin(step, ("recall", "recall refused"))
        self.ill[who] = step == "treat"
        over = who[np.isin(step, CLOSED)]
        for column in self.state.values():
            column[over] = ABSENT

    def _begin(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days) -> None:
        new = who[self.state["consent"][who] == ABSENT]
        self.state["invited"][new] = day[self.state["consent"][who] == ABSENT]
        asked = who[np.isin(self.state["consent"][who], (ABSENT, NOT_REACHED))]
        self.state["consent"][asked] = rng.choice(3, len(asked), p=CONSENTS)

    def _test(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days) -> None:
        waiting = (self.state["consent"][who] == AGREE) & (self.state["result"][who] == ABSENT)
        waiting &= rng.random(len(who)) < 0.75
        shares = [share for _given, share in self.tests.results]
        self.state["result"][who[waiting]] = rng.choice(len(shares), int(waiting.sum()), p=shares)
        self.state["tested"][who[waiting]] = day[waiting]

    def _recall(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days) -> None:
        called = self.positive[who]
        answer = rng.choice(4, len(who), p=[*RECALLS, 1 - sum(RECALLS)])
        self.state["recall"][who[called]] = np.where(answer == 3, ABSENT, answer)[called]
        done = called & (answer == 0)
        self.state["found"][who[done]] = rng.choice(5, int(done.sum()), p=FOUND)
        self.state["diagnosed"][who[done]] = day[done]

    def _treat_disease(self, rng: np.random.Generator, who: NDArray[np.int32], day: Days) -> None:
        sick = self.ill[who]
        self.state["treated"][who[sick]] = rng.choice(3, int(sick.sum()), p=TREATED)
        cured = sick & (self.state["treated"][who] == 0)
        self.state["cured"][who[cured]] = day[cured]

    def _sheet(self, who: NDArray[np.int32]) -> Sheet:
        now = {name: column[who] for name, column in self.state.items()}
        results = [given for given, _share in self.tests.results]
        first = {key: _result(now["result"], [given.get(key) for given in results]) for key in self.tests.keys}
        return {
            "screen_invited_date": _day(now["invited"]),
            "screen_consent": chosen(now["consent"], ["1", "2", "3"]),
            self.tests.day: _day(now["tested"]),
            **first,
            "screen_recall": chosen(now["recall"], ["1", "2", "3"]),
            "screen_diagnosed_date": _day(now["diagnosed"]),
            "screen_diagnosis": chosen(now["found"], ["1", "2", "3", "4", "5"]),
            "screen_treatment": chosen(now["treated"], ["1", "2", "3"]),
            "screen_treated_date": _day(now["cured"]),
        }


def _result(positions: NDArray[np.int32], values: list[str | None]) -> Column:
    listed = sorted({value for value in values if value is not None})
    places = np.array([ABSENT if value is None else listed.index(value) for value in values] + [ABSENT])
    return chosen(places[positions], listed)


def _day(days: NDArray[np.int32]) -> Column:
    known = days != ABSENT
    if not known.any():
        return chosen(days, ["2023-01-01"])
    column = answers.texts_of_days(np.where(known, days, days[known].min()))
    return column.only(known)


def _fill(rng: np.random.Generator, visits: Visits, enrolled: Enrolled, scene: Scene) -> Sheet:
    return visits.sheet


def _invited(low: int, high: int, share: float, women: bool, scene: Scene, rng: np.random.Generator) -> Found:
    """Invite in the order of villages' rounds: each village within one season of the last two and a half years."""
    age = years_old(scene)
    wanted = (age >= low + 3) & (age < high) & ((scene.people.sex == FEMALE) | (not women))
    season = rng.integers(scene.until - 900, scene.until - 20, len(scene.places.codes), dtype=np.int32)
    days = season[scene.people.village] + rng.integers(0, 60, len(scene.people), dtype=np.int32)
    days = np.where(days < scene.until, days, NEVER)
    return some(scene, wanted & (days != NEVER), days, share)


def _round(key: str, tests: Tests, low: int, high: int, *, women: bool) -> Short:
    return Short(key, low, 365, partial(_invited, low, high, 0.3, women), partial(Invited, tests, key), _fill)


ROUNDS = (
    _round("colorectal", COLORECTAL, 45, 74, women=False),
    _round("cervix", CERVIX, 35, 64, women=True),
    _round("breast", BREAST, 35, 64, women=True),
)
