"""The people of the made city are like those of the census, and nobody real."""

import itertools
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from gongwei.adapters.synth import NoPlaces, build
from gongwei.adapters.synth.draws import ages, day
from gongwei.adapters.synth.illness import CODES, prevalence
from gongwei.adapters.synth.pyramid import district_pyramids
from gongwei.catalog.codelists.kin import seen_from_there
from gongwei.domain.identity import lengthened, read_card, read_credit_code
from gongwei.domain.names import name_key

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def residents(city):
    return city.tables["residents"]


@pytest.fixture(scope="module")
def age(residents):
    return ages(residents["birth_date"].cast(pa.int32()).to_numpy(), day(AS_OF))


def living(residents) -> np.ndarray:
    return pc.is_null(residents["died_date"]).to_numpy()


def test_the_same_seed_makes_the_same_city_and_another_seed_another(make):
    first, again, other = make(3_000), make(3_000), make(3_000, seed=8)
    assert all(first.tables[name].equals(again.tables[name]) for name in first.tables)
    assert not first.tables["residents"].equals(other.tables["residents"])


@pytest.mark.parametrize("count", [1, 40, 5_000])
def test_there_are_as_many_rows_as_were_asked_for(make, count):
    assert make(count).tables["residents"].num_rows == count


def test_a_city_without_places_is_refused():
    with pytest.raises(NoPlaces):
        build(residents=10, as_of=AS_OF, villages=[], names={})


def test_every_card_passes_its_check_and_belongs_to_no_province(residents):
    cards = residents.filter(pc.equal(residents["document_type"], "01"))
    numbers = cards["document_number"].to_pylist()
    whole = [number if len(number) == 18 else lengthened(number) for number in numbers]
    assert len(set(whole)) == len(whole)
    for number, sex in zip(whole, cards["sex"].to_pylist(), strict=True):
        assert number.startswith("99")
        assert read_card(number).sex == sex


def test_telephones_are_in_the_reserved_range(residents):
    phones = residents["phone"].drop_null().to_pylist()
    assert all(len(phone) == 11 and phone.startswith("129") for phone in phones)


def test_names_carry_their_own_pinyin(residents):
    for row in residents.select(["name", "name_pinyin", "name_initials"]).slice(0, 500).to_pylist():
        assert name_key(row["name"]) == (row["name_pinyin"], row["name_initials"])


def test_the_frequent_surnames_are_frequent(residents):
    surnames = Counter(name[0] for name in residents["name"].to_pylist())
    common = [name for name, _ in surnames.most_common(3)]
    assert set(common) == {"王", "李", "张"}
    assert surnames["王"] / len(residents) == pytest.approx(0.0717 / 0.95, abs=0.01)


def test_the_city_in_2024_has_the_published_shares():
    # Hangzhou, statistical communiqué 2024: under 15 12.4 %, from 60 20.5 %, from 65 14.0 %.
    pyramid = district_pyramids(as_of=date(2024, 12, 31))[0]
    assert pyramid[:, :15].sum() == pytest.approx(0.124, abs=0.006)
    assert pyramid[:, 60:].sum() == pytest.approx(0.205, abs=0.006)
    assert pyramid[:, 65:].sum() == pytest.approx(0.140, abs=0.006)


def test_the_living_have_the_ages_and_sexes_of_the_city(residents, age):
    alive = living(residents)
    pyramid = district_pyramids(as_of=AS_OF)[0]
    for low, high in ((0, 15), (15, 60), (60, 101), (65, 101)):
        assert np.mean((age[alive] >= low) & (age[alive] < high)) == pytest.approx(
            pyramid[:, low:high].sum(), abs=0.015
        )
    assert np.mean(residents["sex"].to_numpy()[alive] == "1") == pytest.approx(pyramid[0].sum(), abs=0.01)


def test_the_outer_counties_are_older(residents, age):
    district = residents["area_code"].to_numpy() // 1_000_000
    assert np.mean(age[district == 330127] >= 60) > np.mean(age[district == 330108] >= 60) + 0.08


def test_deaths_are_about_as_many_as_in_the_city(residents):
    # Hangzhou 2021 to 2024: 4.7 to 5.2 deaths a year per 1,000 residents.
    years = (AS_OF - date(2023, 1, 1)).days / 365.25
    assert 1000 * np.mean(~living(residents)) / years == pytest.approx(5.2, abs=0.9)


def test_nobody_is_dated_after_the_day_or_before_birth(residents):
    for row in residents.to_pylist():
        dates = [row[key] for key in ("archived_date", "resident_to", "died_date") if row[key]]
        assert row["birth_date"] - timedelta(days=366) <= row["resident_from"] <= AS_OF
        assert all(row["resident_from"] <= moment < AS_OF for moment in dates)
        assert row["recorded_at"].date() < AS_OF + timedelta(days=1)


def test_households_have_the_size_of_the_census(residents):
    sizes = Counter(residents["household_id"].to_pylist()).values()
    assert np.mean(list(sizes)) == pytest.approx(2.36, abs=0.05)


def test_children_have_parents_of_a_fitting_age_who_share_a_surname(residents):
    households: dict[bytes, list[dict]] = {}
    for row in residents.select(["household_id", "name", "birth_date", "sex"]).to_pylist():
        households.setdefault(row["household_id"], []).append(row)
    alone, named, children = 0, 0, 0
    for members in households.values():
        for child in (row for row in members if (AS_OF - row["birth_date"]).days < 18 * 365):
            gaps = [(child["birth_date"] - row["birth_date"]).days / 365.25 for row in members]
            parents = [row for row, gap in zip(members, gaps, strict=True) if 19 <= gap <= 41]
            children += 1
            alone += not parents
            named += any(row["name"][0] == child["name"][0] for row in parents)
    assert children > 1_000
    assert alone / children < 0.01
    assert named / children > 0.65


def test_three_to_ten_percent_have_no_archive(city, residents):
    missing = pc.is_null(residents["archived_date"]).to_numpy()
    district = residents["area_code"].to_numpy() // 1_000_000
    settled = pc.less(residents["resident_from"], pa.scalar(date(2022, 1, 1))).to_numpy()
    firsts = np.arange(len(residents)) < len(residents) - round(len(residents) * 0.006)
    for code in np.unique(district):
        assert 0.015 < missing[(district == code) & settled & firsts].mean() < 0.12
    assert residents["archive_no"].null_count == missing.sum()
    numbers = residents["archive_no"].drop_null().to_pylist()
    assert len(set(numbers)) == len(numbers)


def test_moves_are_dated_and_end_in_todays_village(city, residents):
    area = dict(zip(residents["id"].to_pylist(), residents["area_code"].to_pylist(), strict=True))
    stays: dict[bytes, list[dict]] = {}
    for row in city.tables["residences"].to_pylist():
        stays.setdefault(row["resident_id"], []).append(row)
    assert sum(len(rows) > 1 for rows in stays.values()) / len(stays) == pytest.approx(0.05, abs=0.02)
    for resident, rows in stays.items():
        assert rows[-1]["lived_in"] == rows[-1]["area_code"] == area[resident]
        for before, after in itertools.pairwise(rows):
            assert before["from_date"] < before["to_date"] == after["from_date"]


@pytest.mark.parametrize("code", ["hypertension", "diabetes", "copd", "stroke", "coronary", "mental_disorder"])
def test_conditions_have_their_published_prevalence(city, residents, age, code):
    alive = living(residents)
    sex = (residents["sex"].to_numpy() == "2").astype(int)
    firsts = np.arange(len(residents)) < len(residents) - round(len(residents) * 0.006)
    table = city.tables["conditions"]
    ill = set(table.filter(pc.equal(table["code"], code))["resident_id"].to_pylist())
    has = np.array([resident in ill for resident in residents["id"].to_pylist()])
    expected = prevalence(code)[sex, np.minimum(age, 100)][alive & firsts]
    spread = 5 * np.sqrt(expected.sum())
    assert abs(has[alive & firsts].sum() - expected.sum()) < spread
    assert code in CODES


def test_institutions_are_marked_as_made_and_have_valid_codes(city):
    rows = city.tables["institutions"].to_pylist()
    known = {row["id"] for row in rows}
    for row in rows:
        assert read_credit_code(row["credit_code"]).startswith("X999")
        assert row["name"].endswith("（演示）")
        assert row["parent_id"] is None or row["parent_id"] in known
    assert len({row["credit_code"] for row in rows}) == len(rows)
    assert sum(row["parent_id"] is None for row in rows) == 1
    centres = {row["area_code"] for row in rows if row["kind"] == "centre"}
    assert centres == {code // 1000 * 1000 for code in city.tables["residents"]["area_code"].to_pylist()} | centres


def test_the_truth_tells_who_was_registered_twice(city, residents):
    rows = {row["id"]: row for row in residents.to_pylist()}
    doubles = [row for row in city.tables["truth"].to_pylist() if row["kind"].startswith("double")]
    assert len(doubles) == round(len(residents) * 0.006)
    for double in doubles:
        again, first = rows[double["resident_id"]], rows[bytes.fromhex(double["detail"])]
        assert again["sex"] == first["sex"]
        assert again["name_pinyin"] == first["name_pinyin"]
        assert (again["birth_date"] == first["birth_date"]) == ("slipped" not in double["kind"])
        assert (again["address"] == first["address"]) == ("other address" not in double["kind"])
        assert again["document_number"] is None or first["document_number"] is None
        assert again["archive_no"] is None
    renamed = [rows[double["resident_id"]]["name"] for double in doubles if "homophone" in double["kind"]]
    firsts = [rows[bytes.fromhex(double["detail"])]["name"] for double in doubles if "homophone" in double["kind"]]
    assert sum(name != first for name, first in zip(renamed, firsts, strict=True)) > len(renamed) * 0.9


def test_twins_share_birth_and_home_but_neither_name_nor_card(city, residents):
    rows = {row["id"]: row for row in residents.to_pylist()}
    twins = [row for row in city.tables["truth"].to_pylist() if row["kind"].startswith("twin")]
    assert twins
    for twin in twins:
        one, other = rows[twin["resident_id"]], rows[bytes.fromhex(twin["detail"])]
        assert one["birth_date"] == other["birth_date"] and one["household_id"] == other["household_id"]
        assert one["name_pinyin"] != other["name_pinyin"]
        if one["document_type"] == "01":
            assert read_card(one["document_number"]).birth_date == one["birth_date"]
            assert one["document_number"] != other["document_number"]


def test_the_truth_tells_whose_birth_date_was_misread(city, residents):
    rows = {row["id"]: row for row in residents.to_pylist()}
    misread = [row for row in city.tables["truth"].to_pylist() if row["kind"].startswith("birth date")]
    assert misread
    for defect in misread:
        row = rows[defect["resident_id"]]
        assert row["birth_date"].isoformat() != defect["detail"]
        if row["document_type"] == "01":
            assert read_card(row["document_number"]).birth_date.isoformat() == defect["detail"]


def test_who_lives_together_is_tied_from_both_sides_and_parents_are_the_older(city) -> None:
    people = {row["id"]: row for row in city.tables["residents"].to_pylist()}
    ties = {(row["resident_id"], row["relative_id"]): row for row in city.tables["kin"].to_pylist()}
    assert len(ties) == city.tables["kin"].num_rows > 10_000, "each is written once"
    younger = 0
    for (one, other), tie in ties.items():
        own, relative = people[one], people[other]
        assert ties[other, one]["relation"] == seen_from_there(tie["relation"])
        assert own["household_id"] == relative["household_id"] and tie["area_code"] == own["area_code"]
        if tie["relation"] == "spouse":
            assert {own["sex"], relative["sex"]} == {"1", "2"}
        if tie["relation"] in ("parent", "grandparent"):
            younger += relative["birth_date"] > own["birth_date"]
    assert younger <= len(ties) * 0.005, "but for birth days that somebody wrote down wrongly"
    parents = Counter(one for (one, _other), tie in ties.items() if tie["relation"] == "parent")
    assert max(parents.values()) == 2
