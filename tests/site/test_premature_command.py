"""`gongwei premature`: 40q30 of a file's deaths, and of the causes that the WHO and the city's documents name."""

import csv
import io

import pytest

from gongwei.catalog.premature_causes import PREMATURE_CAUSES
from gongwei.domain.demography.causes import UnknownCause
from gongwei.site.cli import main
from gongwei.site.tabular import WRONG_INPUT

STROKE, HEART, CANCER, LUNG, DIABETES, FALL = "I63.900", "I21.9", "C34", "J44.1", "E11", "W19"


def deaths(*causes: str, each: int = 10) -> str:
    rows = [f"甲,{age},{cause},{each},100000" for age in range(30, 70, 5) for cause in causes]
    return "group,age_start,cause,deaths,population\n" + "\n".join(rows)


@pytest.fixture
def ask(tmp_path, capsys):
    def run(text: str, *options: str) -> tuple[int, list[dict[str, str]], str]:
        path = tmp_path / "in.csv"
        path.write_text(text)
        code = main(["premature", str(path), *options])
        said = capsys.readouterr()
        return code, list(csv.DictReader(io.StringIO(said.out))), said.err

    return run


def by_hand(each: int) -> float:
    q = 5 * each / 100_000 / (1 + 2.5 * each / 100_000)
    return 1 - (1 - q) ** 8


def test_each_definition_counts_its_own_causes(ask):
    _, rows, _ = ask(deaths(STROKE, HEART, CANCER, LUNG, DIABETES, FALL))
    found = {row["causes"]: float(row["probability"]) for row in rows}
    assert found == pytest.approx({"who": by_hand(50), "plan-2018": by_hand(40)})


@pytest.mark.parametrize(
    ("code", "who", "city"),
    [
        ("I60", True, True), ("I69.8", True, True), ("I59", True, False), ("i63.900x002", True, True),
        ("I00", True, False),
        ("C97", True, True), ("D00", False, False), ("E14.9", True, True), ("E15", False, False), ("J29", False, False),
        ("J30", True, True), ("J98.9", True, True), ("J99", False, False), ("B99", False, False),
    ],
)  # fmt: skip
def test_ranges_end_where_the_definition_ends_them(code, who, city):
    assert (code in PREMATURE_CAUSES["who"], code in PREMATURE_CAUSES["plan-2018"]) == (who, city)


def test_what_is_no_code_is_no_cause():
    with pytest.raises(UnknownCause, match="write the underlying cause"):
        assert "脑梗死" in PREMATURE_CAUSES["who"]


def test_every_definition_names_its_source_and_is_not_verified_before_the_city_has_confirmed_it():
    assert all(causes.source and not causes.verified for causes in PREMATURE_CAUSES.values())


def test_one_definition_can_be_asked_for(ask):
    _, rows, _ = ask(deaths(STROKE, HEART), "--causes", "plan-2018")
    assert [row["causes"] for row in rows] == ["plan-2018"]
    assert float(rows[0]["probability"]) == pytest.approx(by_hand(10))


def test_a_file_without_causes_gives_one_number_a_group_and_says_why_one_has_none(tmp_path, capsys):
    lines = [f"{name},{age},10,{people}" for name, people in (("甲", 1000), ("乙", 0)) for age in range(30, 70, 5)]
    (tmp_path / "in.csv").write_text("\n".join(["group,age_start,deaths,population", *lines]))
    assert main(["premature", str(tmp_path / "in.csv")]) == 0
    said = capsys.readouterr()
    header, first, second = said.out.splitlines()
    assert header == "group,probability,lower,upper" and first.startswith("甲,0.3") and second == "乙,,,"
    assert "group “乙” has no probability: a band is missing, has nobody" in said.err


def test_rows_without_a_cause_give_the_people(ask):
    empty = deaths("").replace(",10,", ",0,")
    _, rows, _ = ask(empty + "\n" + "\n".join(deaths(CANCER).split("\n")[1:3]))
    assert float(rows[0]["probability"]) == pytest.approx(1 - (1 - by_hand(10)) ** (2 / 8), abs=1e-9)


def test_deaths_without_a_defined_cause_are_said(ask):
    assert "80 of 160 deaths at 30–69 have an ill-defined cause" in ask(deaths(CANCER, "R99"))[2]


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (deaths("癌"), (), "row 2, column “cause”: “癌” is no ICD-10 code"),
        (
            deaths(CANCER, LUNG).replace("J44.1,10,100000", "J44.1,10,90000", 1),
            (),
            "differs from another row of its group",
        ),
        (deaths(CANCER).replace("甲,65", "甲,70"), (), "no row begins at 65"),
        (deaths(CANCER).replace(",10,", ",-1,", 1), (), "row 2, column “deaths”: “-1” is below 0"),
        (deaths(CANCER).replace("cause", "icd", 1), ("--causes", "who"), "--causes needs the column “cause”"),
    ],
)
def test_deaths_that_cannot_be_counted_are_named(ask, text, options, said):
    code, rows, told = ask(text, *options)
    assert code == WRONG_INPUT and rows == [] and said in told
