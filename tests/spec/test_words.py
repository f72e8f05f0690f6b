"""A definition as the office that approves it reads it."""

from datetime import date

import pytest

from gongwei.catalog.discovery import indicators, programs
from gongwei.catalog.programs import hypertension
from gongwei.domain.expr import age, cases, previous
from gongwei.domain.phrases import phrase
from gongwei.domain.words import describe, describe_indicator

ON = date(2026, 6, 30)


def lines(description, part):
    return [line.text for found in description.parts if found.title.startswith(part) for line in found.lines]


@pytest.mark.parametrize(
    ("expr", "said"),
    [
        (hypertension.systolic >= 180, "收缩压 ≥180 mmHg"),
        (~(hypertension.systolic >= 180), "收缩压 <180 mmHg"),
        (hypertension.danger_signs.any(), "有任一危急情况"),
        (hypertension.symptoms.isin("2", "6"), "症状为“头痛头晕”或“心悸胸闷”"),
        (hypertension.at_target, "血压达标"),
        (~hypertension.at_target, "血压未达标"),
        (previous(~hypertension.at_target), "上次随访血压未达标"),
        (hypertension.urgent.item, "收缩压 ≥180 mmHg 或 舒张压 ≥110 mmHg 或 有任一危急情况"),
        (
            hypertension.at_target.item,
            "舒张压 <90 mmHg 且 （收缩压 <140 mmHg 或 （年龄 ≥65 岁 且 收缩压 <150 mmHg））",
        ),
        (hypertension.systolic - hypertension.diastolic >= 5, "收缩压－舒张压 ≥5 mmHg"),
        (cases((age < 65, "1"), otherwise="2"), "年龄 <65 岁时取1；否则取2"),
    ],
)
def test_an_expression_is_said_in_chinese(expr, said):
    assert phrase(expr) == said


def test_the_rules_stand_in_their_order_with_what_to_do():
    rules = lines(describe(programs()["hypertension"], on=ON), "处理规则")
    assert rules[0].startswith("1. 血压或症状危急：处理后紧急转诊")
    assert rules[-1] == "6. 其余情况：继续目前方案，按期随访；下次随访 3 个月内"


def test_both_targets_are_told_and_the_clinical_one_is_marked_unverified():
    description = describe(programs()["hypertension"], on=ON)
    targets = next(part for part in description.parts if part.title == "治疗目标")
    assert [line.verified for line in targets.lines] == [True, False]
    assert "2025" in targets.lines[1].source


def test_a_field_tells_limits_answers_and_what_a_missing_value_means():
    described = lines(describe(programs()["hypertension"], on=ON), "登记内容")
    assert "收缩压（mmHg）：必填；可录 50–300；通常 80–200；缺失时不作判定" in described
    assert "摄盐情况：必填；轻、中、重" in described


def test_the_edition_of_the_day_is_told():
    assert describe(programs()["elderly"], on=date(2024, 12, 31)).edition == "2017-02-28"
    assert describe(programs()["elderly"], on=ON).edition == "2025-01-01"


@pytest.mark.parametrize("program", programs().values(), ids=lambda p: p.key)
def test_every_programme_can_be_told_and_says_how_much_is_unverified(program):
    for edition in program.editions:
        description = describe(program, on=edition.since)
        assert description.edition == edition.edition
        assert 0 < description.unverified < sum(len(part.lines) for part in description.parts)


@pytest.mark.parametrize("indicator", indicators().values(), ids=lambda i: i.key)
def test_every_indicator_can_be_told(indicator):
    said = lines(describe_indicator(indicator), "计算方法")
    assert said[0].startswith("分子：")
    assert said[1].startswith("分母：")
    assert ("常住人口数" in said[1]) == (indicator.denominator == "population")


def test_a_name_is_explained_under_the_document_that_uses_it() -> None:
    parts = {part.title: part.lines for part in describe(programs()["hypertension"], on=date(2026, 6, 30)).parts}
    said = {line.text.split("：")[0]: line for line in parts["名词解释"]}
    clinical, official = said["血压达到临床目标"], said["血压达标"]
    assert "2025" in clinical.source and not clinical.verified
    assert "2017" in official.source and official.verified
