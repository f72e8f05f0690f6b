"""What was planted in the made city's records is found, and honest institutions are left in peace."""

import json
from collections import Counter, defaultdict
from datetime import UTC, timedelta, timezone

import pytest

from gongwei.domain.plausibility import Doubt, Written, doubts

CHINA = timezone(timedelta(hours=8))


@pytest.fixture(scope="module")
def found(city) -> tuple[list[Doubt], dict[str, Counter], Counter]:
    """Look through all visits of hypertension, institution by institution; gives doubts, truth, and sizes."""
    table = city.tables["visits"].select(
        ["id", "institution_id", "resident_id", "program", "visit_date", "recorded_at", "visit_mode", "readings"]
    )
    written, size = [], Counter()
    for row in table.to_pylist():
        if row["program"] != "hypertension":
            continue
        told = json.loads(row["readings"])
        moment = row["recorded_at"].replace(tzinfo=UTC).astimezone(CHINA)
        hand = row["institution_id"].hex()
        size[hand] += 1
        written.append(
            Written(
                row["id"].hex(), hand, row["resident_id"].hex(), row["program"], row["visit_date"], moment,
                row["visit_mode"], told.get("systolic"), told.get("diastolic"),
            )
        )  # fmt: skip
    hands = {one.id: one.hand for one in written}
    planted: dict[str, Counter] = defaultdict(Counter)
    for defect in city.tables["truth"].to_pylist():
        if defect["kind"].startswith("writing") and defect["detail"] in hands:
            planted[defect["kind"]][hands[defect["detail"]]] += 1
    return doubts(written), planted, size


def hands(found: list[Doubt], kind: str) -> set[str]:
    return {one.hand for one in found if one.kind == kind}


def test_every_institution_that_copies_is_found_and_no_other(found) -> None:
    told, planted, size = found
    copying = planted["writing: pressure of the visit before"]
    large = {hand for hand in copying if size[hand] >= 40}
    assert large <= hands(told, "copied") <= set(copying)
    assert len(large) >= 3


def test_every_visit_at_night_is_found_and_no_other(found) -> None:
    told, planted, _size = found
    assert Counter(one.hand for one in told if one.kind == "hours") == planted["writing: at night"]


def test_all_that_was_written_in_minutes_is_found_and_no_other(found) -> None:
    told, planted, _size = found
    assert hands(told, "burst") == set(planted["writing: many in minutes"])
    assert hands(told, "burst")


def test_preferred_digits_are_seen_in_few_institutions(found) -> None:
    told, _planted, size = found
    large = {hand for hand in size if size[hand] >= 60}
    seen = hands(told, "digits")
    assert len(large) > 50 and 1 <= len(seen) <= 0.12 * len(large)
