"""What a clinic asks: plan, entry check, coverage, words, and what becomes of input that cannot be."""

import csv
import io
import itertools
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from gongwei.adapters.cdsi.cases import evaluate_case, flags_of
from gongwei.adapters.files.export import workbook
from gongwei.adapters.files.tables import read_sheets
from gongwei.adapters.vaccination import child_of
from gongwei.catalog.schedules.editions import NoSuchEdition, NoSuchProduct, edition, edition_for, vaccines
from gongwei.domain.immunization.catch_up import plan
from gongwei.domain.immunization.coverage import dose_coverage, drop_out, full_coverage, missed_opportunities
from gongwei.domain.immunization.due import Child, ImpossibleBirth, ImpossibleDeath, ImpossibleFlag, read
from gongwei.domain.immunization.entry_check import EntryVerdict, check_entry
from gongwei.domain.immunization.explanation import way
from gongwei.domain.immunization.flags import UnknownFlag, read_flags
from gongwei.domain.immunization.history import ImpossibleDose, UnknownVaccine
from gongwei.site.cli import main
from gongwei.ui.vaccination_calendar import NARROW, WIDE, Mark, calendar_svg
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


def test_nothing_is_planned_for_a_child_who_has_died():
    child = Child(birth=day("2025-01-31"), doses=[("HepB", day("2025-01-31"))], death=day("2025-06-01"))
    planned = plan(edition("nip-2026", ON), child, on=ON)
    assert (planned.visits, planned.whole) == ((), True)


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
    return check_entry(chosen, Child(birth=day(birth), sex="M", doses=given, flags=known), on=ON)


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
    assert (date(2026, 2, 1), "MMR") in missed_opportunities(found)


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
    drawn = picture.read_text(encoding="utf-8")
    assert drawn.count("<circle") > 20
    assert "width='1080'" in drawn
    assert (
        main(["vaccines", "plan", "--birth", "2026-01-31", "--on", "2026-11-23", "--phone", "--svg", str(picture)]) == 0
    )
    assert "width='374'" in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_no_two_marks_of_a_lane_cover_each_other_and_none_leaves_the_picture(frame):
    birth = date(2025, 1, 31)
    days = [birth, *(birth + timedelta(days=7 * week) for week in range(8)), date(2038, 1, 31), date(2038, 2, 1)]
    marks = [Mark("百白破疫苗", day_, "DTaP", "given", 1) for day_ in days]
    drawn = calendar_svg(marks, birth=birth, on=date(2026, 3, 1), title="日程", frame=frame)
    places = [float(one) for one in re.findall(r"<circle cx='([\d.]+)' cy='\d+\.0'", drawn)]
    assert len(places) == len(days)
    assert all(later - earlier >= 18 for earlier, later in itertools.pairwise(places))
    assert frame.left <= places[0] and places[-1] <= frame.end


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
    assert rows[1]["错误"].startswith("第3行，“出生日期”列：")


SCHOOL = [
    ("编号", "出生日期", "性别", "接种记录", "标记"),
    ("1", date(2020, 3, 15), "女", "HepB@2020-03-15；BCG@2020-03-16", ""),
    ("2", "2020年3月15日", "男", "HepB@2020-02-30", ""),
    ("3", "2020-03-15", "不明", "", ""),
    ("4", "2020-03-15", "", "Elixir@2020-04-01", ""),
    ("5", "2020-03-15", "", "HepB@2020-03-01", ""),
    ("6", "2027-03-15", "", "", ""),
    ("7", "2020-03-15", "", "", "hiv"),
    ("8", "", "", "", ""),
]
COLUMN_AT_FAULT = {
    "2": "接种记录", "3": "性别", "4": "接种记录", "5": "接种记录", "6": "出生日期", "7": "标记", "8": "出生日期",
}  # fmt: skip


def checked_school(file, capsys):
    assert main(["vaccines", "entry-check", str(file), "--on", "2026-11-23"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    (sheet,) = read_sheets(Path(told["out"]))
    return told, [dict(zip(sheet.rows[0][1], cells, strict=False)) for _, cells in sheet.rows[1:]]


@pytest.mark.parametrize("kind", ["gbk", "excel"])
def test_a_school_file_in_gbk_or_excel_is_checked_and_every_fault_named_by_row_and_column(tmp_path, capsys, kind):
    if kind == "gbk":
        file = tmp_path / "school.csv"
        file.write_bytes("\n".join(",".join(map(str, row)) for row in SCHOOL).encode("gb18030"))
    else:
        file = tmp_path / "school.xlsx"
        file.write_bytes(workbook("一（1）班", SCHOOL[0], SCHOOL[1:]))
    told, rows = checked_school(file, capsys)
    assert (told["children"], told["catch-up"], told["error"]) == (8, 1, 7)
    assert "2026-11-23" in rows[0]["补种计划"] and "乙肝疫苗第2剂" in rows[0]["补种计划"]
    for number, row in enumerate(rows[1:], start=3):
        assert f"第{number}行，“{COLUMN_AT_FAULT[row['编号']]}”列：" in row["错误"]


def test_a_title_may_stand_above_the_headings_and_a_file_without_them_is_refused(tmp_path, capsys):
    file = tmp_path / "school.xlsx"
    file.write_bytes(workbook("一班", ("示范小学新生接种记录", "", "", "", ""), SCHOOL[:2]))
    told, _ = checked_school(file, capsys)
    assert told["children"] == 1
    file.write_bytes(workbook("一班", ("姓名", "班级"), [("甲", "一班")]))
    assert main(["vaccines", "entry-check", str(file)]) == 2
    assert "出生日期" in capsys.readouterr().err


def test_every_missing_dose_of_a_whole_school_has_its_day_in_the_plan(tmp_path, capsys):
    births = [date(2019, 9, 1) + timedelta(days=7 * number) for number in range(50)]
    rows = [(str(n), day_.isoformat(), "女", f"HepB@{day_}", "") for n, day_ in enumerate(births)]
    file = tmp_path / "school.csv"
    file.write_text("\n".join(",".join(row) for row in (SCHOOL[0], *rows)), encoding="utf-8")
    told, found = checked_school(file, capsys)
    assert told["catch-up"] == 50
    for row in found:
        missing = {one.partition("第")[0] for one in row["缺种"].split("；")}
        planned = {one.split(" ", 1)[1].partition("第")[0] for one in row["补种计划"].split("；")}
        assert missing and planned and row["补种计划"].startswith("2026-11-23")


def test_cases_of_chinas_schedule_are_filled_and_a_bad_row_says_why(tmp_path, capsys):
    file = tmp_path / "cases.csv"
    file.write_text(
        "CDC_Test_ID,DOB,gender,Date_Administered_1,CVX_1,Vaccine_Group,Assessment_Date\n"
        "a,2025-01-31,F,2025-01-31,HepB,HepB,2025-06-01\nb,2025-01-31,F,2025-01-30,HepB,HepB,2025-06-01\n",
        encoding="utf-8",
    )
    asked = ["vaccines", "evaluate", str(file), "--schedule", "nip-2026"]
    assert main(asked) == 0
    text = capsys.readouterr().out
    one, other = csv.DictReader(io.StringIO(text))
    out = tmp_path / "out.csv"
    assert main([*asked, "--out", str(out)]) == 0 and out.read_text(encoding="utf-8") == text
    assert json.loads(capsys.readouterr().out) == {"cases": 2, "errors": 1, "out": str(out)}
    assert (one["Evaluation_Status_1"], one["Forecast_#"], one["Earliest_Date"]) == ("Valid", "2", "2025-02-28")
    assert (other["Series_Status"], bool(other["Error"])) == ("", True)


# flags of a case, vaccine group, doses, status of the series and of the last dose, number of the forecast
FLAGGED = [
    ("", "BCG", "BCG@2025-01-31", "Complete", "Valid", ""),
    ("", "BCG", "", "Contraindicated", "", ""),
    ("ppd-negative@2025-05-01", "BCG", "", "Not complete", "", "1"),
    ("hiv-unknown", "BCG", "", "Contraindicated", "", ""),
    ("mother-hbsag-positive birth-weight=1900", "HepB", "HepB@2025-01-31", "Not complete", "Valid", "2"),
    ("mother-hbsag-positive;birth-weight=1900", "HepB", "HepB@2025-01-31 HepB@2025-02-28 HepB@2025-03-31",
     "Not complete", "Valid", "4"),
    ("", "JE", "JE-L@2025-09-30", "Not complete", "Valid", "2"),
    ("hiv-positive", "JE", "", "Not complete", "", "1"),
    ("immunoglobulin@2025-09-01", "MMR", "MMR@2025-09-30", "Not complete", "Not Valid", "1"),
]  # fmt: skip


@pytest.mark.parametrize(("history", "group", "given", "series", "dose", "number"), FLAGGED)
def test_cases_of_chinas_schedule_carry_flags_in_their_history(history, group, given, series, dose, number):
    row = {"DOB": "2025-01-31", "gender": "F", "Vaccine_Group": group, "Assessment_Date": "2025-12-01"}
    row["Med_History_Code"] = history
    doses = [one.split("@") for one in given.split()]
    for place, (code, when) in enumerate(doses, start=1):
        row |= {f"CVX_{place}": code, f"Date_Administered_{place}": when}
    flags = flags_of(row)
    schedule = edition_for("nip-2026", date(2025, 12, 1), live_refused=flags.live_refused).schedule
    found = evaluate_case(schedule, row, flags)
    assert (found["Series_Status"], found["Forecast_#"]) == (series, number)
    assert found.get(f"Evaluation_Status_{len(doses)}", "") == dose


@pytest.mark.parametrize("name", ["nip-1990", "cdsi:nowhere"])
def test_a_schedule_that_is_not_there_ends_the_command(tmp_path, name):
    file = tmp_path / "cases.csv"
    file.write_text("DOB,Vaccine_Group,Assessment_Date\n", encoding="utf-8")
    assert main(["vaccines", "evaluate", str(file), "--schedule", name]) == 2


def test_nothing_is_due_of_a_child_who_died_and_nobody_dies_before_birth():
    born, died = date(2025, 1, 31), date(2025, 6, 1)
    child = Child(birth=born, doses=(("HepB", born),), death=died)
    found = read(edition_for("nip-2026", died), child, on=date(2026, 3, 1))
    assert found.due == () and [one.valid for one in found.given] == [True]
    assert read(edition_for("nip-2026", died), child, on=date(2025, 5, 31)).due
    with pytest.raises(ImpossibleDeath, match="2025-01-30: A child dies on or after the day of birth"):
        read(edition_for("nip-2026", died), Child(birth=born, death=date(2025, 1, 30)), on=died)


def test_a_file_of_cases_that_is_empty_or_none_is_said(tmp_path, capsys):
    (tmp_path / "empty.csv").touch()
    for name, said in (("empty.csv", "no column DOB"), (".", "cannot be read: Is a directory")):
        assert main(["vaccines", "evaluate", str(tmp_path / name), "--schedule", "nip-2026"]) == 2
        assert f"{tmp_path / name}: {said}" in capsys.readouterr().err


def test_doses_of_a_school_may_be_parted_by_blanks_and_a_day_may_have_its_hour():
    row = {"出生日期": "2025-01-31", "接种记录": "HepB@2025-01-31 00:00 2vHPV@2025-02-01，DTaP-IPV/Hib@2025年3月31日"}
    found = child_of(row | {"标记": "mother-hbsag-positive birth-weight=1900"})
    assert [code for code, _day in found.doses] == ["HepB", "2vHPV", "DTaP-IPV/Hib"]
    assert found.flags == ("mother-hbsag-positive", "birth-weight=1900")


def test_a_schedule_that_is_not_there_ends_the_entry_check(tmp_path):
    file = tmp_path / "school.csv"
    file.write_text("出生日期,接种记录\n2020-01-31,\n", encoding="utf-8")
    assert main(["vaccines", "entry-check", str(file), "--schedule", "nip-1990"]) == 2
    assert not list(tmp_path.glob("*.checked.*"))


def test_flags_that_cannot_be_are_refused():
    with pytest.raises(UnknownFlag, match="birth-weight=1900 and birth-weight=2100: give one of them"):
        read_flags(["birth-weight=1900", "birth-weight=2100"], on=date(2026, 1, 1))
    flags = read_flags(["ppd-negative@2024-06-01"], on=date(2026, 1, 1))
    with pytest.raises(ImpossibleFlag, match="ppd-negative@2024-06-01"):
        read(
            edition_for("nip-2026", date(2026, 1, 1)), Child(birth=date(2025, 1, 31), flags=flags), on=date(2026, 1, 1)
        )


def test_a_dose_that_does_not_count_beside_another_of_its_day_says_so():
    first = reading("2025-01-31", "2025-06-01", "DTaP@2025-03-31", "DTaP-IPV/Hib@2025-03-31")
    assert [line for line in way(first) if "百白破" in line and "同日已有一剂计入，不计" in line]
    alone = reading("2025-01-31", "2025-06-01", "DTaP@2025-02-28")
    assert not [line for line in way(alone) if "同日" in line]
