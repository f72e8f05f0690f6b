"""How a form reads what people write, and what it says when something is wrong."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.form import DuplicateField, Form
from gongwei.domain.form_field import Number

ON = date(2026, 6, 30)
form = programs()["hypertension"].visit


@pytest.mark.parametrize(
    ("key", "written", "value"),
    [
        ("systolic", "135", 135),
        ("systolic", " １３５ ", 135),
        ("systolic", "135mmHg", 135),
        ("systolic", "135.0", 135),
        ("weight", "62.50", 62.5),
        ("weight", "62.5 KG", 62.5),
        ("alcohol", "2", 2),
        ("salt", "2", "2"),
        ("salt", "中", "2"),
        ("salt", "２", "2"),
        ("salt", "2.0", "2"),
        ("hypertension_symptoms", "2,6", ["2", "6"]),
        ("hypertension_symptoms", "头痛头晕、心悸胸闷", ["2", "6"]),
        ("hypertension_symptoms", ["2"], ["2"]),
        ("danger_signs", "无", ["none"]),
        ("exam_done", "是", True),
        ("exam_done", "否", False),
        ("visit_date", "2026-1-3", "2026-01-03"),
        ("visit_date", "20260103", "2026-01-03"),
        ("visit_date", "2026/01/03", "2026-01-03"),
        ("visit_date", "2026年1月3日", "2026-01-03"),
        ("visit_date", "２０２６－０１－０３", "2026-01-03"),
        ("symptom_other", "  夜间痛 ", "夜间痛"),
    ],
)
def test_what_people_write_is_read(key, written, value):
    cleaned = form.clean({key: written})
    assert cleaned.readings == {key: value}
    assert cleaned.problems == ()


@pytest.mark.parametrize("blank", ["", "  ", "-", "—", "未测", "拒测", "＜", "/", None, []])
def test_a_blank_is_no_value(blank):
    assert form.clean({"systolic": blank, "salt": blank}).readings == {}


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("systolic", "高"),
        ("systolic", "135/85"),
        ("systolic", "1e2"),
        ("systolic", "nan"),
        ("systolic", "9" * 400),
        ("salt", "很咸"),
        ("salt", "4"),
        ("hypertension_symptoms", "2,99"),
        ("visit_date", "2026-02-30"),
        ("visit_date", "昨天"),
        ("exam_done", "也许"),
        ("medicines", [{"name": "氨氯地平", "dose": "一片"}]),
        ("medicines", ["氨氯地平"]),
        ("medicines", "氨氯地平 5mg"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(key, written):
    cleaned = form.clean({key: written})
    assert cleaned.readings == {}
    assert [(p.key, p.severity) for p in cleaned.problems] == [(key, "hard")]
    assert cleaned.problems[0].message.endswith("。")


def severities(readings, **context):
    return {p.key: p.severity for p in form.check(readings, on=ON, **context) if p.severity != "missing"}


@pytest.mark.parametrize(
    ("readings", "found"),
    [
        ({"systolic": 50, "diastolic": 30}, {"systolic": "soft", "diastolic": "soft"}),
        ({"systolic": 49}, {"systolic": "hard"}),
        ({"systolic": 300}, {"systolic": "soft"}),
        ({"systolic": 301}, {"systolic": "hard"}),
        ({"systolic": 200}, {}),
        ({"systolic": 120.5}, {"systolic": "hard"}),
        ({"systolic": "120"}, {"systolic": "hard"}),
        ({"systolic": True}, {"systolic": "hard"}),
        ({"systolic": 120, "diastolic": 116}, {"diastolic": "hard"}),
        ({"systolic": 120, "diastolic": 115}, {"diastolic": "soft"}),
        ({"systolic": 120, "diastolic": 105}, {}),
        ({"systolic": 120, "diastolic": 106}, {"diastolic": "soft"}),
        ({"systolic": 190, "diastolic": 70}, {}),
        ({"systolic": 191, "diastolic": 70}, {"diastolic": "soft"}),
        ({"salt": "9"}, {"salt": "hard"}),
        ({"salt": 2}, {"salt": "hard"}),
        ({"hypertension_symptoms": ["1", "2"]}, {"hypertension_symptoms": "hard"}),
        ({"hypertension_symptoms": ["2", "2"]}, {"hypertension_symptoms": "hard"}),
        ({"hypertension_symptoms": "2"}, {"hypertension_symptoms": "hard"}),
        ({"visit_date": "2026-07-01"}, {"visit_date": "hard"}),
        ({"visit_date": "2026-06-30", "next_due_date": "2026-06-30"}, {"next_due_date": "hard"}),
        ({"visit_date": "2026-06-30", "next_due_date": "2026-07-01"}, {}),
        ({"symptom_other": "长" * 201}, {"symptom_other": "hard"}),
        ({"medicines": [{"name": "氨氯地平"}] * 9}, {"medicines": "hard"}),
        ({"medicines": [{"name": "氨氯地平", "dose": -5}]}, {"medicines.0.dose": "hard"}),
        ({"medicines": "氨氯地平"}, {"medicines": "hard"}),
        ({"pressure": 120}, {"pressure": "hard"}),
    ],
)
def test_a_value_is_refused_or_asked_again(readings, found):
    assert severities(readings) == found


def test_a_refused_value_does_not_hide_what_else_is_wrong():
    problems = form.check({"systolic": "high", "diastolic": 15, "weight": 14, "heart_rate": 150}, on=ON)
    found = {(p.key, p.severity) for p in problems}
    assert {("systolic", "hard"), ("diastolic", "hard"), ("weight", "hard"), ("heart_rate", "soft")} <= found
    assert ("visit_date", "missing") in found
    assert ("systolic", "missing") not in found


def test_a_later_today_admits_a_visit_up_to_it():
    assert severities({"visit_date": "2026-07-01"}, today=date(2026, 7, 1)) == {}


def test_the_body_mass_index_is_computed_never_typed():
    assert form.complete({"height": 160, "weight": 64, "bmi": 99}, on=ON)["bmi"] == 25.0
    assert "bmi" not in form.complete({"weight": 64}, on=ON)


def test_blank_medicine_rows_are_dropped():
    rows = [{"name": "", "dose": ""}, {"name": "氨氯地平", "dose": "5", "unit": "mg", "times_a_day": "1"}]
    assert form.clean({"medicines": rows}).readings["medicines"] == [
        {"name": "氨氯地平", "dose": 5, "unit": "mg", "times_a_day": 1}
    ]


def test_a_medicine_without_a_name_must_be_named():
    problems = form.check({"medicines": [{"dose": 5}]}, on=ON)
    assert ("medicines.0.name", "missing") in {(p.key, p.severity) for p in problems}


def test_habits_and_medicines_are_carried_measurements_never():
    carried = {f.key for f in form.fields.values() if f.carried}
    assert {"cigarettes", "salt", "medicines"} <= carried
    assert carried.isdisjoint({"systolic", "diastolic", "weight", "heart_rate", "adherence", "adverse"})


def test_a_form_holds_each_key_once():
    with pytest.raises(DuplicateField):
        Form(Number("weight", "体重"), Number("weight", "体重"))
