"""Short rounds of every death: nothing acknowledged is lost, nothing is doubled, nothing is half there."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture import rounds
from tests.torture.city import City
from tests.torture.disk import MayNotMount

pytestmark = [pytest.mark.proof, pytest.mark.xdist_group("torture")]
LONGEST = 60  # seconds: generous, since other tests run beside; `run.py torture` tells the true figures


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    made = City(Path(tempfile.mkdtemp(prefix="gongwei-torture-")))
    try:
        made.build()
        yield made
    finally:
        made.close()
        made.remove()
        shutil.rmtree(made.home, ignore_errors=True)


@pytest.mark.parametrize("kill", rounds.ROUNDS, ids=lambda one: one.__name__)
def test_nothing_is_lost_doubled_or_half_there_when(city: City, kill: rounds.Round) -> None:
    try:
        outcome = kill(city)
    except MayNotMount as reason:
        pytest.skip(str(reason))
    assert outcome.verdict.acknowledged > 0 and outcome.unanswered > 0, outcome
    assert outcome.verdict.clean, outcome
    assert outcome.back_seconds < LONGEST and outcome.slowest_seconds < LONGEST, outcome


def test_a_database_that_forgets_is_caught(city: City) -> None:
    outcome = rounds.forgetful_database_killed(city)
    assert outcome.verdict.lost > 0, outcome


def test_a_doubled_effect_is_caught(city: City) -> None:
    outcome = rounds.doubled_behind_its_back(city)
    assert outcome.verdict.doubled > 0 and not outcome.verdict.lost, outcome
