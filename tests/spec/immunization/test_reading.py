"""What a clinic asks: plan, entry check, coverage, words, and what becomes of input that cannot be."""

import csv
import json
from datetime import date

import pytest

from gongwei.catalog.schedules.editions import NoSuchEdition, NoSuchProduct, edition, edition_for, vaccines
from gongwei.domain.immunization.coverage import dose_coverage, drop_out, full_coverage, missed_opportunities
from gongwei.domain.immunization.due import ImpossibleBirth
from gongwei.domain.immunization.entry_check import EntryVerdict, check_entry
from gongwei.domain.immunization.explanation import way
from gongwei.domain.immunization.flags import UnknownFlag, read_flags
from gongwei.domain.immunization.history import ImpossibleDose, UnknownVaccine
from gongwei.site.cli import main
from tests.spec.immunization.child import day, reading

ON = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("doses", "birth", "error"),
    [
        (["HepB@2027-01-01"], "2025-01-31", ImpossibleDose),
        (["HepB@2025-01-30"], "2025-01-31", ImpossibleDose),
        (["Elixir@2025-02-01"], "2025-01-31", UnknownVaccine),
        ([], "2027-01-31", ImpossibleBirth),
        ([], "1850-01-31", ImpossibleBirth),
    ],
)
def test_what_cannot_be_is_refused(doses, birth, error):
    with pytest.raises(error):
        reading(birth, ON, *doses)


def test_a_dose_after_death_is_refused():
    with pytest.raises(ImpossibleDose):
        reading("2025-01-31", ON, "HepB@2025-06-02", death=day("2025-06-01"))


@pytest.mark.parametrize(
    "flags",
    [["hiv"], ["birth-weight"], ["birth-weight=0"], ["birth-weight=90000"], ["immunoglobulin"], ["pregnant=1"],
     ["ppd-negative@2027-01-01"], ["ppd-negative@2025-02-30"], ["hiv-positive", "hiv-unknown"]],
)  # fmt: skip
def test_a_flag_that_cannot_be_read_is_refused(flags):
    with pytest.raises(UnknownFlag):
        read_flags(flags, on=ON)


def test_an_edition_or_product_that_is_not_there_is_refused():
    with pytest.raises(NoSuchEdition):
        edition("nip-1990", ON)
    with pytest.raises(NoSuchProduct):
        reading("2025-01-31", ON, products=("MMR",))


def test_every_vaccine_says_its_source_and_what_is_unverified():
    assert all(one.source and one.title and one.english for one in vaccines().values())
    assert all(one.unverified for one in vaccines().values() if not one.programme)


def check(birth, *doses, flags=()):
    given = [(code, day(when)) for code, _, when in (one.partition("@") for one in doses)]
    known = read_flags(flags, on=ON)
    chosen = edition_for("nip-2026", ON, live_refused=known.live_refused)
    return check_entry(chosen, birth=day(birth), sex="M", on=ON, doses=given, flags=known)


NEWBORN = ("HepB@2026-09-01", "BCG@2026-09-02", "HepB@2026-10-01", "IPV@2026-11-01", "DTaP@2026-11-01")


def test_a_child_with_all_doses_of_its_age_is_complete():
    assert check("2026-09-01", *NEWBORN).verdict is EntryVerdict.COMPLETE


def test_a_child_behind_gets_a_dated_plan_of_what_is_behind():
    found = check("2026-09-01", *NEWBORN[:3])
    assert found.verdict is EntryVerdict.CATCH_UP
    assert [(visit.day, [one.code for one in visit.doses]) for visit in found.visits] == [(ON, ["IPV", "DTaP"])]


def test_a_child_kept_from_a_vaccine_alone_is_exempt():
    found = check("2026-09-01", *NEWBORN[:1], *NEWBORN[2:], flags=("hiv-positive",))
    assert found.verdict is EntryVerdict.EXEMPT
    assert [one.code for one in found.exempt] == ["BCG"]


def test_coverage_counts_who_should_have_had_the_dose_and_who_had_it_in_time():
    chosen = edition("nip-2026", ON)
    readings = [
        reading("2025-01-31", ON, "MMR@2025-10-15"),
        reading("2025-01-31", ON, "MMR@2026-03-01", "MMR@2026-09-01"),
        reading("2025-01-31", ON),
        reading("2026-09-01", ON),
    ]
    first, second = dose_coverage(chosen, readings, "MMR", 1), dose_coverage(chosen, readings, "MMR", 2)
    assert (first.expected, first.given, first.timely) == (3, 2, 1)
    assert (second.expected, second.given, second.timely) == (3, 1, 1)
    assert drop_out(first, second) == 0.5
    assert full_coverage(readings) == 0
    assert full_coverage([]) is None


def test_a_visit_without_the_vaccine_that_was_due_is_a_missed_opportunity():
    found = reading("2025-01-31", ON, "DTaP@2026-02-01")
    assert (date(2026, 2, 1), "MMR") in missed_opportunities(edition("nip-2026", ON), found)


def test_the_way_is_told_in_both_languages():
    found = reading("2025-01-31", "2025-03-20", "HepB@2025-01-31", "HepB@2025-02-10")
    assert "2025-02-10 HepB 乙肝疫苗：早于最小月龄，不计 [Table 6-15]" in way(found)
    assert "2025-02-10 HepB hepatitis B vaccine: does not count: before the minimum age [Table 6-15]" in way(
        found, "en"
    )
    assert not any("\u4e00" <= letter <= "\u9fff" for line in way(found, "en") for letter in line)


def test_due_speaks_json(capsys):
    child = ["--birth", "2025-01-31", "--sex", "F", "--on", "2026-03-01"]
    assert main(["vaccines", "due", *child, "--dose", "HepB@2025-01-31", "--dose", "BCG@2025-02-01", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["given"][1]["valid"] is True
    assert {tuple(one) for one in told["due"]} == {
        ("vaccine", "dose", "status", "earliest", "recommended", "complete_before", "reason")
    }
    assert told["due"][0]["earliest"] == "2025-02-28"


def test_a_plan_draws_its_picture(tmp_path, capsys):
    picture = tmp_path / "plan.svg"
    assert main(["vaccines", "plan", "--birth", "2026-01-31", "--on", "2026-11-23", "--svg", str(picture)]) == 0
    assert "2026-11-23" in capsys.readouterr().out
    assert picture.read_text(encoding="utf-8").count("<circle") > 20


def test_a_whole_school_is_checked_and_a_bad_row_stops_nobody(tmp_path, capsys):
    school = tmp_path / "school.csv"
    school.write_text(
        "编号,出生日期,性别,接种记录,标记\n1,2020-03-15,女,HepB@2020-03-15,\n2,soon,男,,\n", encoding="utf-8"
    )
    assert main(["vaccines", "entry-check", str(school), "--on", "2026-11-23"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["children"], told["catch-up"], told["error"]) == (2, 1, 1)
    with open(told["out"], encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0]["结论"] == "需补种"
    assert rows[1]["错误"].startswith("birth")


def test_cases_of_chinas_schedule_are_filled_and_a_bad_row_says_why(tmp_path, capsys):
    file = tmp_path / "cases.csv"
    file.write_text(
        "CDC_Test_ID,DOB,gender,Date_Administered_1,CVX_1,Vaccine_Group,Assessment_Date\n"
        "a,2025-01-31,F,2025-01-31,HepB,HepB,2025-06-01\nb,2025-01-31,F,2025-01-30,HepB,HepB,2025-06-01\n",
        encoding="utf-8",
    )
    assert main(["vaccines", "evaluate", str(file), "--schedule", "nip-2026"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    with open(told["out"], encoding="utf-8", newline="") as stream:
        one, other = csv.DictReader(stream)
    assert (one["Evaluation_Status_1"], one["Forecast_#"], one["Earliest_Date"]) == ("Valid", "2", "2025-02-28")
    assert (other["Series_Status"], bool(other["Error"])) == ("", True)


@pytest.mark.parametrize("name", ["nip-1990", "cdsi:nowhere"])
def test_a_schedule_that_is_not_there_ends_the_command(tmp_path, name):
    file = tmp_path / "cases.csv"
    file.write_text("DOB,Vaccine_Group,Assessment_Date\n", encoding="utf-8")
    assert main(["vaccines", "evaluate", str(file), "--schedule", name]) == 2
