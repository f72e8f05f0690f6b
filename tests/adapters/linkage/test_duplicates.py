"""Two records of one person are found; two people who share much are left apart."""

from datetime import date

import pyarrow as pa
import pytest
from bench.linkage import judged, records, true_pairs

from gongwei.adapters.linkage.duplicates import find
from gongwei.adapters.synth import hangzhou
from gongwei.domain.linkage import COLUMNS
from gongwei.domain.names import name_key

BASE = {
    "name": "沈桂芳", "sex": "2", "birth_date": "1956-03-12", "phone": "12900000001",
    "address": "杭州市上城区清波街道清波门社区3幢1单元201室",
    "area_code": "330102001051", "household": "h1", "document": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def crowd() -> list[dict]:
    """Somebody else's records, so that a name or a day is as rare as in a town."""
    city = hangzhou(residents=4000, seed=3, as_of=date(2026, 6, 30))
    return [row | {"id": f"crowd-{number}"} for number, row in enumerate(records(city.tables["residents"]).to_pylist())]


def found(crowd: list[dict], *people: dict):
    """Give the pair that the linkage finds between two people, or None."""
    rows = [BASE | person | {"id": f"person-{number}"} for number, person in enumerate(people)]
    rows += crowd
    for row in rows:
        row["name_pinyin"] = name_key(row["name"]).pinyin
    table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in COLUMNS})
    pairs = {(pair.left, pair.right): pair for pair in find(table)}
    return pairs.get(("person-0", "person-1"))


@pytest.mark.parametrize(
    ("again", "likeness"),
    [
        ({}, ("name", "same")),
        ({"name": "沈桂方"}, ("name", "homophone")),
        ({"birth_date": "1956-12-03"}, ("birth", "slip")),
        ({"birth_date": "1957-03-12"}, ("birth", "slip")),
        ({"birth_date": "1956-04-02"}, ("birth", "near")),
        ({"phone": "12900000777"}, ("contact", "home")),
        ({"address": "杭州市西湖区翠苑街道翠苑一区社区9号", "household": None}, ("contact", "phone")),
        ({"sex": "1"}, ("sex", "other")),
        ({"phone": None, "address": "", "household": None}, ("contact", None)),
    ],
)
def test_a_second_record_is_found_and_the_difference_named(crowd, again, likeness):
    pair = found(crowd, {}, again)
    field, key = likeness
    assert pair is not None and pair.probability > 0.5
    assert pair.evidence[field] == key


def test_a_variant_character_is_worth_more_than_a_homophone(crowd):
    variant = found(crowd, {"name": "张国杰"}, {"name": "張國傑"})
    homophone = found(crowd, {"name": "张国杰"}, {"name": "张国节"})
    assert variant.evidence["name"] == "variant" and homophone.evidence["name"] == "homophone"
    assert variant.probability > homophone.probability
    assert variant.certain and not homophone.certain


def test_what_clerks_do_not_hear_apart_is_near(crowd):
    assert found(crowd, {"name": "沈桂英"}, {"name": "沈桂因"}).evidence["name"] == "near"


def test_twins_are_left_apart(crowd):
    twin = {"birth_date": "2015-05-01"}
    pair = found(crowd, twin | {"name": "沈子涵"}, twin | {"name": "沈子墨"})
    assert pair is None or (pair.probability < 0.5 and not pair.certain)


def test_a_telephone_and_a_home_shared_by_kin_of_different_age_prove_nothing(crowd):
    son = {"name": "沈建果", "sex": "1", "birth_date": "1984-07-30"}
    assert found(crowd, {"name": "沈建国", "sex": "1"}, son) is None


def test_two_valid_documents_are_never_merged_without_a_person(crowd):
    pair = found(crowd, {"document": "a"}, {"document": "b"})
    assert pair is None or not pair.certain
    same = found(crowd, {"document": "a"}, {"document": "a", "name": "沈桂芬", "address": "", "household": None})
    assert same is not None and same.evidence["document"] == "same"


def test_a_telephone_of_a_whole_institution_is_no_evidence(crowd):
    office = [row | {"phone": "12911111111"} for row in crowd[:50]] + crowd[50:]
    pair = found(office, {"phone": "12911111111"}, {"phone": "12911111111", "address": "", "household": None})
    assert pair is not None and pair.evidence["contact"] is None


def test_the_order_of_records_changes_nothing(crowd):
    table = pa.Table.from_pylist(crowd).select(COLUMNS)
    backwards = table.take(pa.array(range(len(table) - 1, -1, -1)))
    assert list(find(table)) == list(find(backwards))


def test_doubles_are_found_without_the_document_and_nobody_else_is_merged():
    city = hangzhou(residents=60_000, seed=11, as_of=date(2026, 6, 30))
    truth = city.tables["truth"]
    doubles = truth.filter(pa.compute.starts_with(truth["kind"], "double"))
    result = judged(list(find(records(city.tables["residents"]))), true_pairs(doubles))
    assert result["F1"] >= 0.985
    assert result["merged without a person"] > 100
    assert result["precision of those"] >= 0.999


def test_nothing_is_found_among_fewer_than_two():
    assert list(find(pa.table({name: pa.array([], pa.string()) for name in COLUMNS}))) == []
