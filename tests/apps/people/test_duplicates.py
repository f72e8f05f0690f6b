"""Pairs that may be one person: found within a post's sight, shown to who holds both, asked about once."""

import argparse
import json
import uuid
from typing import Any

import pytest

from gongwei.adapters.synth import Rates, hangzhou
from gongwei.apps.accounts.acting import as_acting
from gongwei.apps.people import actions, queries
from gongwei.apps.people.models import Resident
from gongwei.domain.linkage import COLUMNS, Pair
from gongwei.domain.regions import around
from gongwei.site.commands import link
from tests.apps.people.test_merging import DISTRICT, HERE, NEXT_DOOR, NOW, SECOND, STREET, TODAY

pytestmark = pytest.mark.django_db(transaction=True)

SAME_PHONE = {"phone": "19900001234"}
EVIDENCE = {"name": "same", "birth": "same", "sex": "same", "contact": "none", "document": None}


def pair_of(one: Any, other: Any, probability: float = 0.9) -> Pair:
    left, right = sorted((str(one.pk), str(other.pk)))
    return Pair(left, right, probability, EVIDENCE)


def noted(by: Any, *pairs: Pair) -> dict[str, int]:
    with as_acting(by):
        return actions.note_pairs(pairs, by=by, at=NOW)


def seen(by: Any) -> int:
    with as_acting(by):
        return queries.pairs(state="open").count()


@pytest.fixture
def operator(post: Any) -> Any:
    return post("data_operator", DISTRICT, username="operator")


@pytest.fixture
def crowd(operator: Any) -> None:
    """Other residents, so that a name is as rare as in a town."""
    rows = hangzhou(residents=3000, seed=3, as_of=TODAY, defects=Rates(doubles=0)).tables["residents"].to_pylist()
    kept = ("name", "name_pinyin", "name_initials", "sex", "birth_date", "address", "resident_from")
    with as_acting(operator):
        Resident.objects.bulk_create(
            Resident(**{key: row[key] for key in kept}, area_code=HERE, recorded_at=NOW) for row in rows
        )


def run(capsys: Any, *arguments: str) -> dict[str, Any]:
    parser = argparse.ArgumentParser()
    link.add_parser(parser.add_subparsers())
    assert link.run(parser.parse_args(["link", "--json", *arguments])) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.parametrize(
    ("one", "other", "held"),
    [
        (HERE, HERE, HERE),
        (HERE, NEXT_DOOR, STREET),
        (HERE, 330102003051, DISTRICT),
        (HERE, 330106001001, 330100000000),
    ],
)
def test_a_pair_lies_in_the_smallest_area_that_holds_both(one, other, held):
    assert around(one, other) == around(other, one) == held


def test_only_a_post_that_holds_both_sees_a_pair(registered, post, operator):
    first, second = registered(), registered(area_code=str(NEXT_DOOR), **SECOND)
    noted(operator, pair_of(first, second))
    assert seen(operator) == seen(post("centre_director", STREET)) == 1
    assert seen(post("village_doctor", HERE)) == seen(post("village_doctor", NEXT_DOOR)) == 0
    assert seen(post("centre_director", 330102003000)) == 0


def test_a_pair_follows_whoever_moves(registered, post, operator):
    first, second = registered(), registered(**SECOND)
    noted(operator, pair_of(first, second))
    assert seen(post("village_doctor", HERE)) == 1
    with as_acting(operator):
        Resident.objects.filter(pk=second.pk).update(area_code=330102003051)
    assert seen(post("village_doctor", HERE)) == seen(post("centre_director", STREET)) == 0
    assert seen(operator) == 1


def test_a_pair_held_apart_is_never_asked_about_again(registered, operator):
    first, second = registered(), registered(**SECOND)
    assert noted(operator, pair_of(first, second)) == {"open": 1, "new": 1, "no_longer_alike": 0}
    with as_acting(operator):
        pair = queries.pairs(state="open").get()
        actions.decide_apart(pair=pair, by=operator, at=NOW)
        with pytest.raises(actions.AlreadyDecided):
            actions.decide_apart(pair=pair, by=operator, at=NOW)
    assert noted(operator, pair_of(first, second)) == {"open": 0, "new": 0, "no_longer_alike": 0}


def test_a_pair_that_is_no_longer_alike_goes(registered, operator):
    first, second = registered(), registered(**SECOND)
    noted(operator, pair_of(first, second))
    assert noted(operator) == {"open": 0, "new": 0, "no_longer_alike": 1}
    assert seen(operator) == 0


def test_a_run_sees_digests_and_never_a_number(registered, operator):
    registered()
    with as_acting(operator):
        row = queries.linkage_records().to_pylist()[0]
    assert tuple(row) == COLUMNS
    assert len(row["phone"]) == len(row["document"]) == 32
    assert row["household"] is None


def test_a_run_without_residents_finds_nothing(operator, capsys):
    assert run(capsys)["open"] == 0


def test_the_command_finds_a_double_and_leaves_it_to_a_person(registered, crowd, operator, capsys):
    first, second = registered(), registered(**SECOND | SAME_PHONE)
    assert run(capsys)["certain"] == 1
    assert run(capsys)["new"] == 0
    with as_acting(operator):
        found = {(pair.left_id, pair.right_id): pair for pair in queries.pairs(state="open")}
    pair = found[tuple(sorted((first.pk, second.pk)))]
    assert pair.certain and pair.evidence["contact"] == "home and phone"


def test_the_command_merges_what_is_certain_when_told_so(registered, crowd, operator, capsys):
    first, second = registered("hypertension"), registered("hypertension", **SECOND | SAME_PHONE)
    doubtful = registered(name="王秀鹰", **SECOND | {"phone": "19900007777"})
    said = run(capsys, "--merge-certain")
    assert said["merged"] == 1
    with as_acting(operator):
        assert queries.went_to(second.pk) == first.pk
        assert queries.resident(doubtful.pk) is not None
        assert queries.went_to(uuid.uuid4()) is None


def test_who_may_not_merge_may_not_run_it(post, capsys):
    post("centre_doctor", STREET, username="doctor")
    parser = argparse.ArgumentParser()
    link.add_parser(parser.add_subparsers())
    assert link.run(parser.parse_args(["link", "--as", "doctor"])) == 2
