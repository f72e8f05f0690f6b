"""Which visits stand beside each other on the official paper, and in which column."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.catalog.papers import PAPERS, papers_of, stands_beside
from gongwei.domain.form import Form, Repeat
from gongwei.domain.form_field import Choice, Choices, Field, Flag, Number
from gongwei.domain.paper import Column, Entered, columns_around
from gongwei.domain.record import Person
from gongwei.ui.paper import Layout, Part, Row, parts

BORN = date(2025, 1, 10)


def filled(program: str, *days: date | str, **readings: str) -> list[Entered]:
    form = programs()[program].visit
    on = [day if isinstance(day, date) else date.fromisoformat(day) for day in days]
    return [Entered(day.isoformat(), day, form, {"visit_date": day.isoformat(), **readings}) for day in on]


def around(program: str, visits: list[Entered], day: str) -> tuple[str, list[str], list[str]]:
    paper, columns = columns_around(papers_of(programs()[program]), visits, key=day, birth_date=BORN)
    standing = [one.entered.key if one.entered else "" for one in columns]
    return paper.title, [one.title for one in columns], standing


def test_a_years_visits_stand_beside_each_other_four_to_a_sheet() -> None:
    days = ["2025-12-01", "2026-01-05", "2026-02-05", "2026-03-05", "2026-04-05", "2026-05-05"]
    visits = filled("hypertension", *days)
    title, heads, standing = around("hypertension", visits, "2026-02-05")
    assert title == "高血压患者随访服务记录表" and heads == standing == days[1:5], "neither last year's nor the fifth"
    assert around("hypertension", visits, "2026-05-05")[2] == ["2026-05-05", "", "", ""], "the rest is filled by pen"


@pytest.mark.parametrize(
    ("day", "title", "column"),
    [
        ("2025-02-08", "1～8 月龄儿童健康检查记录表", 0),  # before the first month is over
        ("2025-04-10", "1～8 月龄儿童健康检查记录表", 1),
        ("2026-01-09", "1～8 月龄儿童健康检查记录表", 3),  # the last day of 11 months
        ("2026-01-10", "12～30 月龄儿童健康检查记录表", 0),
        ("2028-01-10", "3～6 岁儿童健康检查记录表", 0),
        ("2031-06-01", "3～6 岁儿童健康检查记录表", 3),
    ],
)
def test_a_child_stands_in_the_column_of_its_age(day: str, title: str, column: int) -> None:
    found, heads, standing = around("child", filled("child", day), day)
    assert ((found, standing.index(day)) == (title, column) and "月" in heads[0] + heads[1]) or "岁" in heads[0]


def test_of_two_visits_at_one_age_the_one_asked_for_stands() -> None:
    visits = filled("child", "2025-04-10", "2025-05-10")
    assert around("child", visits, "2025-04-10")[2] == ["", "2025-04-10", "", ""]
    assert around("child", visits, "2025-05-10")[2] == ["", "2025-05-10", "", ""]


def test_antenatal_checks_are_numbered_from_the_second_in_each_pregnancy() -> None:
    visits = [
        *filled("pregnancy", "2024-01-05", pregnancy_stage="1"),
        *filled("pregnancy", "2024-02-05", pregnancy_stage="2"),
        *filled("pregnancy", "2026-01-05", pregnancy_stage="1"),
        *filled("pregnancy", "2026-02-05", "2026-03-05", pregnancy_stage="2"),
    ]
    title, heads, standing = around("pregnancy", visits, "2026-03-05")
    assert title == "第 2～5 次产前随访服务记录表"
    assert (heads, standing) == (["第 2 次", "第 3 次", "第 4 次", "第 5 次"], ["2026-02-05", "2026-03-05", "", ""])
    assert around("pregnancy", visits, "2026-01-05")[0] == "第 1 次产前检查服务记录表"


def rows(program: str, readings: dict[str, object]) -> list[Row]:
    one = Entered("", date(2026, 3, 1), programs()[program].visit, {"visit_date": "2026-03-01", **readings})
    paper, columns = columns_around(papers_of(programs()[program]), [one], key="", birth_date=BORN)
    laid = parts(
        one.form, columns, person=Person(birth_date=BORN), sheet=paper.sheet, layout=Layout(beside=stands_beside)
    )
    return [row for part in laid for row in part.rows]


def test_an_answer_stands_in_its_box_and_what_was_not_asked_is_struck_through() -> None:
    by_title = {row.title: row for row in rows("hypertension", {"hypertension_symptoms": ["2", "5"]})}
    symptoms = by_title["症状"]
    assert "2 头痛头晕" in symptoms.legend
    assert [answer.written for answer in symptoms.cells[0].answers] == ["2", "5"]
    assert [answer.written for answer in symptoms.cells[1].answers] == ["", "", ""], "boxes for the pen"
    child = {row.title: row for row in rows("child", {})}
    assert [cell.asked for cell in child["步态"].cells] == [False, True, True, True], "not before 18 months"
    assert len({cell.options for cell in child["发育评估"].cells}) == 4, "each age has its own signs in the one row"


def test_every_option_bears_its_number_once() -> None:
    weight = next(row for row in rows("constitution", {}) if "超重" in row.title)
    assert weight.cells[0].options[:2] == ("1 BMI＜24", "2 24≤BMI＜25")
    risk = next(row for row in rows("mental_disorder", {}) if row.title == "危险性评估")
    assert risk.cells[0].options[0].startswith("0 级：")


def test_what_the_paper_has_no_box_for_is_told_at_its_end_and_only_where_it_was_answered() -> None:
    assert not [row for row in rows("hypertension", {}) if row.title == "危急情况"]
    said = rows("hypertension", {"danger_signs": ["headache"]})[-1]
    assert (said.title, said.cells[0].answers[0].written, said.legend) == ("危急情况", "剧烈头痛或头晕", ())


@pytest.mark.parametrize("program", sorted(programs()))
def test_no_answer_to_any_question_is_lost_on_its_paper(program: str) -> None:
    whole, paper = programs()[program].visit, papers_of(programs()[program])[-1]
    lost = [key for section in whole.sections for key in lost_in(Form(section, sheets=whole.sheets), paper.sheet)]
    which = [whole.sheets.which.key] if whole.sheets else []
    assert set(lost) <= {"visit_date", *which}, "the day heads the columns; which sheet it is, its title says"


def lost_in(form: Form, sheet: str) -> list[str]:
    def laid(readings: dict[str, object]) -> tuple[Part, ...]:
        column = Column("", date(2026, 3, 1), Entered("", date(2026, 3, 1), form, readings))
        return parts(form, [column, column], person=Person(birth_date=BORN), sheet=sheet)

    blank = laid({})
    return [key for key, field in form.fields.items() if laid({key: some(field)}) == blank]


def some(field: Field) -> object:
    """Give an answer to a question."""
    if isinstance(field, Repeat):
        key, inner = next(iter(field.form.fields.items()))
        return [{key: some(inner)}]
    if isinstance(field, Choice | Choices):
        return [next(iter(field.codes))] if isinstance(field, Choices) else next(iter(field.codes))
    if isinstance(field, Number):
        return next(iter(field.levels)) if field.levels else 7
    return True if isinstance(field, Flag) else "2026-02-03"


def test_every_paper_belongs_to_a_programme() -> None:
    assert set(PAPERS) <= set(programs())
