"""Which constitution 33 answers tell: 规范第三版, 老年人中医药健康管理服务记录表."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.catalog.fields.constitution import GROUPS
from gongwei.domain.program import Undecided
from gongwei.domain.record import Person

ON = date(2026, 6, 30)
program = programs()["constitution"]
# Full of energy and without complaints; height and weight give a BMI of 22, the waist is 75 cm.
WELL = {"constitution_1": 5, "height": 160, "weight": 56.3, "waist": 75}
WELL |= {f"constitution_{n}": 1 for n in range(2, 34) if n not in (9, 28)}


def told(**answers):
    return program.visit.complete(WELL | answers, on=ON)


def questions(*numbers, answer):
    return {f"constitution_{number}": answer for number in numbers}


def test_a_person_without_complaints_is_balanced():
    sheet = told()
    assert (sheet["balanced_score"], sheet["balanced"]) == (25, "yes")
    assert {sheet[kind] for kind in GROUPS if kind != "balanced"} == {"no"}


@pytest.mark.parametrize(
    ("answers", "score", "verdict"),
    [
        ({15: 2, 17: 2, 18: 2, 20: 2}, 8, "no"),
        ({15: 3, 17: 2, 18: 2, 20: 2}, 9, "nearly"),
        ({15: 3, 17: 3, 18: 2, 20: 2}, 10, "nearly"),
        ({15: 3, 17: 3, 18: 3, 20: 2}, 11, "yes"),
    ],
)
def test_a_biased_type_is_told_from_nine_and_eleven_points(answers, score, verdict):
    sheet = told(**{f"constitution_{number}": answer for number, answer in answers.items()})
    assert (sheet["special_score"], sheet["special"]) == (score, verdict)


@pytest.mark.parametrize(
    ("answers", "score", "verdict"),
    [
        ({"constitution_1": 1}, 21, "yes"),
        ({"constitution_1": 1, "constitution_2": 3, "constitution_13": 3}, 17, "yes"),
        ({"constitution_1": 1, "constitution_2": 3, "constitution_13": 4}, 16, "no"),
        (questions(15, 17, answer=3), 25, "yes"),
        (questions(15, 17, answer=3) | questions(18, answer=2), 25, "nearly"),
        (questions(15, 17, 18, answer=3), 25, "nearly"),
        (questions(15, 17, 18, answer=3) | questions(20, answer=2), 25, "no"),
    ],
)
def test_balance_needs_seventeen_points_and_no_bias_beside_it(answers, score, verdict):
    sheet = told(**answers)
    assert (sheet["balanced_score"], sheet["balanced"]) == (score, verdict)


@pytest.mark.parametrize(
    ("key", "number", "edges"),
    [
        ("weight", 9, [(61.3, 1), (61.4, 2), (63.8, 2), (63.9, 3), (66.5, 4), (71.5, 4), (71.6, 5)]),
        ("waist", 28, [(79.4, 1), (80, 2), (85.4, 2), (85.5, 3), (90, 3), (91, 4), (105, 4), (106, 5)]),
    ],
)
def test_what_was_measured_answers_its_question(key, number, edges):
    assert [told(**{key: value})[f"constitution_{number}"] for value, _ in edges] == [grade for _, grade in edges]


def test_no_type_at_all_is_asked_again_in_two_weeks():
    sheet = WELL | questions(1, answer=1) | questions(2, 5, 13, answer=3)
    decision = program.judge(sheet, person=Person.aged(70, on=ON), on=ON)
    assert (decision.rule, decision.days) == ("no type", 14)


def test_a_type_that_was_told_is_asked_again_next_year():
    assert program.judge(WELL, person=Person.aged(70, on=ON), on=ON).rule == "next year"


@pytest.mark.parametrize("number", [1, 14, 33])
def test_no_question_may_stay_without_an_answer(number):
    rest = {key: value for key, value in WELL.items() if key != f"constitution_{number}"}
    assert f"constitution_{number}" in [p.key for p in program.check(rest, person=Person.aged(70, on=ON), on=ON)]


def test_a_question_is_called_by_its_number_within_a_sentence():
    rest = {key: value for key, value in WELL.items() if key != "constitution_1"} | {"constitution_14": 9}
    said = {one.key: one.message for one in program.check(rest, person=Person.aged(70, on=ON), on=ON)}
    assert said["constitution_1"] == "请填写第 1 题“精力充沛”。"
    assert said["constitution_14"].startswith("第 14 题“容易感冒”没有 9 分这一级")


def test_without_an_answer_that_matters_nothing_is_told():
    with pytest.raises(Undecided, match="缺少第 1 题“精力充沛”、第 2 题“容易疲乏”、"):
        program.judge({}, person=Person.aged(70, on=ON), on=ON)
