"""Form parts: what a page shows of a field, and what comes back from it."""

from datetime import date

from gongwei.domain.codes import Codelist
from gongwei.domain.expr import cases
from gongwei.domain.form import Form, Repeat, Section
from gongwei.domain.form_field import Choice, Choices, Flag, Number, Problem, Text
from gongwei.ui.forms import facts, parts, posted, said, worked_out

SMOKING = Codelist("吸烟", {"1": "从不", "2": "吸烟"})
SIGNS = Codelist("危急情况", {"none": "无", "headache": "头痛", "nausea": "恶心"}, none="none")
smoking = Choice("smoking", "吸烟状况", codes=SMOKING, required=True, carried=True)
cigarettes = Number("cigarettes", "日吸烟量", "支/天", required=smoking == "2")
weight = Number("weight", "体重", "kg", required=Number("bmi", "体质指数") >= 24)
medicines = Repeat("medicines", "用药", form=Form(Text("name", "药名"), Number("dose", "用量")), most=2, carried=True)
FORM = Form(
    Section(
        "测量",
        Number("systolic", "收缩压", "mmHg", required=True, integer=True),
        Text("remark", "备注"),
        weight,
        Choices("signs", "危急情况", codes=SIGNS),
    ),
    Section("习惯", smoking, cigarettes, Flag("done", "已体检"), medicines),
)


def entries(values=None, **more):
    return {entry.key: entry for part in parts(FORM, values or {}, **more) for entry in (*part.front, *part.more)}


def test_what_must_be_filled_or_decides_stands_in_front_and_the_rest_under_more() -> None:
    measured, habits = parts(FORM, {}, read_by_rules={"signs"})
    assert [entry.key for entry in measured.front] == ["systolic", "weight", "signs"]
    assert [entry.key for entry in measured.more] == ["remark"]
    assert [entry.key for entry in habits.more] == ["done"]


def test_a_field_that_hangs_on_a_code_waits_and_one_that_hangs_on_a_measurement_does_not() -> None:
    shown = entries()
    assert shown["cigarettes"].waits
    assert not shown["weight"].waits
    assert not entries({"cigarettes": 10})["cigarettes"].waits
    assert not entries(problems=[Problem("cigarettes", "missing", "请填写日吸烟量。")])["cigarettes"].waits


def test_the_last_visit_is_offered_for_habits_and_medicines_alone() -> None:
    last = {"systolic": 150, "weight": 60, "smoking": "2", "medicines": [{"name": "氨氯地平", "dose": 5}]}
    shown = entries(last=last)
    assert {key for key, entry in shown.items() if entry.last} == {"smoking", "medicines"}
    assert all(entry.value == "" for entry in shown.values())
    assert parts(FORM, {}, last=last)[1].offers == "吸烟状况 吸烟 · 用药 氨氯地平 5"


def test_what_is_filled_is_no_longer_offered() -> None:
    assert parts(FORM, {"smoking": "1"}, last={"smoking": "2"})[1].offers == ""


def test_digits_choose_codes_and_nought_chooses_none() -> None:
    assert [(option.code, option.key) for option in entries()["signs"].options] == [
        ("none", "0"), ("headache", "1"), ("nausea", "2"),
    ]  # fmt: skip
    assert [option.key for option in entries()["smoking"].options] == ["1", "2"]


def test_a_problem_stands_at_its_field_and_that_of_a_row_at_its_list() -> None:
    shown = entries(problems=[Problem("systolic", "hard", "错"), Problem("medicines.0.dose", "soft", "疑")])
    assert (shown["systolic"].severity, shown["systolic"].problem) == ("hard", "错")
    assert shown["medicines"].problem == "疑"


def test_what_a_page_posts_comes_back_as_raw_values_by_key() -> None:
    data = {
        "systolic": ["136"], "remark": [""], "signs": ["headache", "nausea"], "unknown": ["x"], "smoking": ["1", "2"],
        "medicines-0-name": ["氨氯地平"], "medicines-0-dose": ["5"], "medicines-1-name": [" "], "medicines-x": ["y"],
    }  # fmt: skip
    assert posted(FORM, data) == {
        "systolic": "136",
        "signs": ["headache", "nausea"],
        "smoking": "2",
        "medicines": [{"name": "氨氯地平", "dose": "5"}],
    }


def test_too_many_rows_are_passed_on_so_that_the_form_can_say_so() -> None:
    data = {f"medicines-{number}-name": [f"药{number}"] for number in range(5)}
    readings = FORM.clean(posted(FORM, data)).readings
    assert [problem.key for problem in FORM.check(readings, on=date(2026, 6, 30)) if problem.severity == "hard"] == [
        "medicines"
    ]


def test_a_reading_is_said_with_its_unit_and_its_name() -> None:
    assert said(FORM.fields["systolic"], 136) == "136 mmHg"
    assert said(FORM.fields["signs"], ["headache", "nausea"]) == "头痛、恶心"
    assert said(FORM.fields["done"], True) == "是"
    assert said(medicines, [{"name": "氨氯地平", "dose": 5}, {"name": "厄贝沙坦"}]) == "氨氯地平 5；厄贝沙坦"


def test_saved_readings_leave_out_what_was_not_recorded() -> None:
    assert facts(FORM, {"systolic": 136}) == [("测量", [("收缩压", "136 mmHg")])]


def test_a_section_of_nothing_but_what_is_worked_out_is_not_drawn() -> None:
    total = Number("total", "总分", derived=weight * 2)
    form = Form(weight, Section("合计", total))
    assert [part.title for part in parts(form, {})] == [""]
    assert worked_out(form, {"weight": 3, "total": 6}) == [("总分", "6")]


def test_what_is_worked_out_as_nothing_is_left_out() -> None:
    found = Codelist("判定", {"yes": "是", "no": "否"}, none="no")
    form = Form(weight, Choice("found", "判定", codes=found, derived=cases((weight > 70, "yes"), otherwise="no")))
    assert worked_out(form, form.complete({"weight": 80}, on=date(2026, 6, 30))) == [("判定", "是")]
    assert worked_out(form, form.complete({"weight": 60}, on=date(2026, 6, 30))) == []
