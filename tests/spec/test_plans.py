"""What the five planning documents ask for, where, and where they are odd."""

import csv
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from gongwei.catalog import plans as folder
from gongwei.catalog.regions import CITY_CODE, streets_of
from gongwei.catalog.targets import UnknownPlanRow, plan_row, plan_rows, plans, targets_for
from gongwei.domain.plan import conflicts

XIHU, SHANGCHENG, FORMER_JIANGGAN = 330106000000, 330102000000, 330104000000
CAIHE = 330102012000


def held(indicator, region, year):
    return [(target.row.id, target.binding) for target in targets_for(indicator, region, year)]


def test_every_row_of_the_five_documents_is_kept_under_its_id():
    assert {document: len(plan.rows) for document, plan in plans().items()} == {
        "000": 85,
        "001": 113,
        "002": 114,
        "003": 16,
        "004": 79,
    }
    assert len(plan_rows()) == 407
    assert all(row.document == document for document, plan in plans().items() for row in plan.rows)
    kinds = Counter(row.kind for row in plan_rows().values())
    assert kinds == {"target": 290, "baseline": 57, "milestone": 52, "process": 5, "project": 3}


def test_each_plan_is_named_after_its_file():
    names = {path.stem for path in Path(folder.__path__[0]).glob("*.csv")}
    assert {plan.key for plan in plans().values()} == names


def test_a_target_is_a_number_or_words_and_is_due_in_some_years_of_its_plan():
    for plan in plans().values():
        for row in plan.rows:
            if row.kind == "baseline":
                assert (row.target, row.years, row.operator) == (None, (), "fact"), row.id
                assert row.base is not None and row.base_year is not None, row.id
            else:
                assert row.target is not None, row.id
                assert row.years and all(plan.first_year <= year <= plan.last_year for year in row.years), row.id


def test_a_range_has_two_bounds():
    ranges = {row.id: row.bounds for row in plan_rows().values() if row.operator == "range"}
    assert ranges == {"001-I054": (10, 15), "002-I067": (1, 2), "002-I114": (2, 3)}


@pytest.mark.parametrize(
    ("indicator", "rows"),
    [
        ("archive_rate", "000-I010 000-I011 000-I012 001-I013 001-I093 002-I023"),
        ("archive_use_rate", "002-I024"),
        ("hypertension_standard_management", "001-I015 001-I040 001-I068 001-I094 002-I025 002-I082"),
        ("diabetes_standard_management", "001-I016 001-I041 001-I075 001-I094 002-I026 002-I082"),
        ("elderly_management", "000-I013 000-I014 000-I015 001-I017 002-I109"),
        ("hypertension_control", ""),
        ("diabetes_control", ""),
        ("share_65_over", ""),
    ],
)
def test_rows_name_the_indicators_that_measure_them(indicator, rows):
    assert [row.id for row in plan_rows().values() if indicator in row.indicators] == rows.split()


def test_a_joint_target_for_hypertension_and_diabetes_needs_both():
    for key in ("001-I094", "002-I082"):
        assert plan_row(key).indicators == ("hypertension_standard_management", "diabetes_standard_management")


def test_an_unknown_row_is_refused():
    with pytest.raises(UnknownPlanRow, match="001-I999"):
        plan_row("001-I999")


def test_a_city_target_binds_the_city_and_is_a_reference_below_it():
    assert held("archive_rate", CITY_CODE, 2025) == [("001-I093", "binding")]
    for region in (XIHU, CAIHE, CAIHE + 51):
        assert held("archive_rate", region, 2025) == [("001-I093", "reference")]


def test_the_plan_of_xihu_binds_xihu_alone():
    rows = [("002-I082", "binding")]
    assert held("hypertension_standard_management", XIHU, 2020) == rows
    assert held("hypertension_standard_management", SHANGCHENG, 2020) == []
    assert held("hypertension_standard_management", CITY_CODE, 2020) == []


def test_the_tasks_of_jianggan_bind_the_former_district_and_its_streets_of_today_refer_to_them():
    plan = plans()["003"]
    assert plan.binding(FORMER_JIANGGAN) == "binding"
    assert plan.binding(CAIHE) == "reference"
    assert plan.binding(SHANGCHENG) is None and plan.binding(330114001000) is None
    assert set(plan.areas) < {street.code for street in streets_of(FORMER_JIANGGAN, on=date(2020, 6, 4))}


@pytest.mark.parametrize(
    ("year", "row", "target"),
    [(2018, "000-I013", 67), (2019, "000-I014", 68), (2020, "000-I015", 70)],
)
def test_of_yearly_steps_the_one_due_next_holds(year, row, target):
    (found,) = targets_for("elderly_management", CITY_CODE, year)
    assert (found.row.id, found.row.target, found.row.operator) == (row, target, ">")


def test_a_target_for_2025_holds_from_the_start_of_its_plan_and_ends_with_it():
    for year in (2021, 2024, 2025):
        assert [row for row, _ in held("hypertension_standard_management", CITY_CODE, year)] == [
            "001-I040",
            "001-I068",
            "001-I094",
        ]
    assert held("hypertension_standard_management", CITY_CODE, 2026) == []


# The traps that the documents set.


def test_targets_that_contradict_each_other_stand_side_by_side():
    found = {(c.measure, c.binds, c.year): [(r.id, r.target) for r in c.rows] for c in conflicts(plans().values())}
    assert found == {
        ("严重精神障碍患者管理率", CITY_CODE, 2020): [("000-I063", 85), ("004-I042", 90)],
        ("每万人全科医生数", XIHU, 2020): [("002-I035", 3), ("002-I100", 4)],
        ("重大慢病过早死亡率", CITY_CODE, 2025): [("001-I043", 8.5), ("001-I069", "稳步下降")],
    }


@pytest.mark.parametrize(
    ("key", "base", "target"),
    [
        ("001-I033", 2.78, 5),
        ("001-I034", 1.69, 7),
        ("001-I040", 72.51, 70),
        ("001-I041", 71.8, 70),
        ("001-I093", 91.24, 90),
    ],
)
def test_a_target_looser_than_its_own_base_shows_both(key, base, target):
    row = plan_row(key)
    assert (row.base, row.base_year, row.target) == (base, 2020, target)
    assert row.met_by_base


def test_a_base_that_falls_short_is_not_met():
    assert not plan_row("001-I032").met_by_base
    assert not plan_row("000-I027").met_by_base  # its base is not given


def test_the_slip_in_the_tuberculosis_rate_is_kept_in_words_and_never_computed_with():
    row = plan_row("001-I011")
    assert "50.9万" in row.quote and isinstance(row.base, str)
    assert "单位有误" in row.remark
    assert plan_row("001-I012").base == 43.8


def test_leads_of_merged_cells_are_inherited_and_say_so():
    merged = [row for row in plan_rows().values() if "合并单元格" in row.remark]
    assert [row.id for row in merged] == [f"004-I0{n}" for n in range(38, 45)]
    assert all(row.departments.startswith("牵头:各级卫生计生部门；配合:") for row in merged)


def test_awareness_is_asked_of_three_groups_apart():
    rows = {row.id: row.target for row in plan_rows().values() if row.title.endswith("心理健康知识知晓率")}
    assert rows == {f"004-I0{n}": target for n, target in zip(range(32, 38), (80, 80, 70, 75, 80, 90), strict=True)}


def test_the_two_notions_of_premature_death_stay_apart():
    assert plan_row("000-I027").measure == "" and "脑血管" in plan_row("000-I027").title


def test_no_row_repeats_another_of_its_section():
    keys = Counter(
        (row.document, row.section, row.title, row.base, row.base_year, row.target, row.years)
        for row in plan_rows().values()
    )
    assert max(keys.values()) == 1


def test_departments_are_named_and_persons_are_not():
    for row in plan_rows().values():
        assert not any(title in row.departments + row.quote for title in ("局长", "主任", "书记", "区长", "市长")), (
            row.id
        )


@pytest.mark.shared
def test_the_tables_say_what_the_planning_material_says():
    path = (
        Path(os.environ.get("GONGWEI_SHARED", Path(__file__).parents[3] / "shared")) / "standards/plan_indicators.csv"
    )
    if not path.exists():
        pytest.skip(f"the planning material is absent: {path}")
    with path.open(encoding="utf-8-sig") as lines:
        printed = {row["id"]: row for row in csv.DictReader(lines)}
    assert printed.keys() == plan_rows().keys()
    for key, row in plan_rows().items():
        source = printed[key]
        target = row.target_text or ("" if row.target is None else row.target)
        base = "" if row.base is None else row.base
        assert (row.title, row.section, row.unit, row.operator, row.quote, row.kind) == tuple(
            source[name] for name in ("indicator_zh", "section", "unit", "operator", "quote_zh", "kind")
        )
        for value, words in ((target, source["target_value"]), (base, source["base_value"])):
            assert value == (float(words) if isinstance(value, float) else words), key
