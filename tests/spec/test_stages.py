"""Services by stages: fields that stand on the form at some ages only, and next visits counted from birth."""

from datetime import date, timedelta

import pytest

from gongwei.catalog.advice import go_on
from gongwei.domain.elapsed import birth_date, days_after, days_since, months_since, weeks_since
from gongwei.domain.evaluation import read_row
from gongwei.domain.expr import Value, lives_here
from gongwei.domain.form import Form, Section
from gongwei.domain.form_field import Day, Number
from gongwei.domain.milestones import Milestone, Milestones
from gongwei.domain.program import Program, Undecided, UnsoundRules, otherwise
from gongwei.domain.record import Person
from gongwei.domain.scene import Unknown
from gongwei.domain.words import describe

BORN = date(2025, 1, 31)
CHILD = Person(birth_date=BORN)
months = months_since(birth_date)
head = Number("head", "头围", "cm", hard=(25, 55), required=True, asked=months < 9)
teeth = Number("teeth", "牙数", "颗", asked=months >= 6)
STAGES = Milestones(
    birth_date,
    (
        Milestone("满月", days=28, open_days=3),
        Milestone("3 月龄", months=3, open_days=30),
        Milestone("4 岁", months=48, open_months=12),
    ),
)
program = Program(
    key="staged",
    title="按阶段",
    source="…",
    since=date(2017, 1, 1),
    enrol=lives_here,
    visit=Form(Day("visit_date", "随访日期", required=True), Section("测量", head, teeth)),
    rules=(otherwise(key="next", do=go_on, at=STAGES),),
)


@pytest.mark.parametrize(
    ("day", "whole_months", "whole_days"),
    [
        (date(2025, 1, 31), 0, 0),
        (date(2025, 2, 28), 0, 28),
        (date(2025, 3, 1), 1, 29),
        (date(2025, 3, 30), 1, 58),
        (date(2025, 3, 31), 2, 59),
        (date(2025, 1, 30), -1, -1),
    ],
)
def test_months_pass_on_the_day_of_birth_or_on_the_first_after_a_month_that_lacks_it(day, whole_months, whole_days):
    assert read_row(months, {}, person=CHILD, on=day) == whole_months
    assert read_row(days_since(birth_date), {}, person=CHILD, on=day) == whole_days


@pytest.mark.parametrize(
    ("day", "weeks"),
    [(date(2025, 2, 6), 0), (date(2025, 2, 7), 1), (date(2025, 2, 13), 1), (date(2025, 1, 30), -1)],
)
def test_weeks_are_whole_and_counted_downwards(day, weeks):
    assert read_row(weeks_since(birth_date), {}, person=CHILD, on=day) == weeks


def test_a_day_is_moved_by_days_in_both_directions_and_unknown_with_its_start():
    last_period = Value("lmp", kind="day", absent="must")
    assert read_row(days_after(last_period, 280), {"lmp": "2025-01-01"}, person=CHILD, on=BORN) == date(2025, 10, 8)
    assert read_row(days_after(birth_date, -31), {}, person=CHILD, on=BORN) == date(2024, 12, 31)
    assert read_row(days_after(last_period, 280), {}, person=CHILD, on=BORN) == Unknown(frozenset({"lmp"}))


def test_a_day_that_a_form_works_out_is_kept_as_the_form_writes_days():
    lmp = Day("lmp", "末次月经")
    form = Form(lmp, Day("edd", "预产期", derived=days_after(lmp, 280)))
    assert form.complete({"lmp": "2025-01-01"}, on=BORN) == {"lmp": "2025-01-01", "edd": "2025-10-08"}


def test_time_since_a_day_that_nobody_wrote_down_is_unknown():
    discharge = Value("discharge_date", kind="day", absent="must")
    assert read_row(days_since(discharge), {}, person=CHILD, on=BORN) == Unknown(frozenset({"discharge_date"}))
    assert read_row(days_since(discharge), {"discharge_date": "2025-02-01"}, person=CHILD, on=date(2025, 2, 8)) == 7
    assert read_row(months, {}, person=Person(), on=BORN) == Unknown(frozenset({"birth_date"}))


@pytest.mark.parametrize(
    ("on", "stage", "first", "last"),
    [
        (date(2025, 2, 27), "满月", date(2025, 2, 28), date(2025, 3, 2)),
        (date(2025, 2, 28), "3 月龄", date(2025, 5, 1), date(2025, 5, 30)),
        (date(2025, 4, 30), "3 月龄", date(2025, 5, 1), date(2025, 5, 30)),
        (date(2025, 5, 1), "4 岁", date(2029, 1, 31), date(2030, 1, 30)),
    ],
)
def test_the_next_visit_is_the_first_stage_that_begins_after_this_one(on, stage, first, last):
    decision = program.judge({}, person=CHILD, on=on)
    assert (decision.window.title, decision.window.first_date, decision.due_date) == (stage, first, last)
    assert f"下次随访：{stage}，{first} 至 {last}。" in decision.words


def test_after_the_last_stage_nothing_is_due():
    decision = program.judge({}, person=CHILD, on=date(2029, 1, 31))
    assert (decision.due_date, decision.days, decision.window) == (None, None, None)
    assert "不再安排下次" in decision.words


def test_stages_without_a_birth_date_are_undecided_and_say_so():
    with pytest.raises(Undecided, match="出生日期"):
        program.judge({}, person=Person(), on=BORN)


def test_a_rule_has_one_kind_of_next_visit():
    with pytest.raises(UnsoundRules):
        Program(
            key="both", title="", source="", since=BORN, enrol=lives_here, visit=Form(),
            rules=(otherwise(key="next", do=go_on, at=STAGES, days=3),),
        )  # fmt: skip


def problems(readings, on, person=CHILD):
    return {p.key: p.severity for p in program.visit.check(readings, on=on, person=person)}


def test_a_field_is_required_while_it_is_asked_and_refused_when_it_is_not():
    young, old = date(2025, 10, 30), date(2025, 10, 31)
    filled = {"visit_date": young.isoformat()}
    assert problems(filled, young) == {"head": "missing"}
    assert problems(filled, old) == {}
    assert problems(filled | {"head": 42}, young) == {}
    assert problems(filled | {"head": 42}, old) == {"head": "hard"}
    said = [p.message for p in program.visit.check({"head": 42}, on=old, person=CHILD) if p.key == "head"]
    assert said == ["本次不问头围（月龄 <9 个月时才登记），请删去。"]


def test_a_field_stands_but_is_not_required_where_it_cannot_be_told_whether_it_is_asked():
    assert problems({"visit_date": "2025-10-30"}, date(2025, 10, 30), Person()) == {}
    assert problems({"visit_date": "2025-10-30", "head": 42}, date(2025, 10, 30), Person()) == {}


def test_the_form_of_a_day_holds_what_is_asked_then_and_what_was_filled_in_all_the_same():
    def standing(on, **values):
        return list(program.visit.standing(values, on=on, person=CHILD).fields)

    assert standing(date(2025, 3, 1)) == ["visit_date", "head"]
    assert standing(date(2025, 8, 1)) == ["visit_date", "head", "teeth"]
    assert standing(date(2026, 1, 31)) == ["visit_date", "teeth"]
    assert standing(date(2026, 1, 31), head="45") == ["visit_date", "head", "teeth"]


def test_a_record_is_complete_without_the_fields_that_were_not_asked():
    complete = program.complete_visits.condition
    row = {"program": "staged", "visit_date": "2025-03-01"}
    assert read_row(complete, row, person=CHILD, on=date(2025, 3, 1)) is False
    assert read_row(complete, row | {"head": 38}, person=CHILD, on=date(2025, 3, 1)) is True
    later = BORN + timedelta(days=400)
    assert read_row(complete, row | {"visit_date": later.isoformat()}, person=CHILD, on=later) is True


def test_the_words_say_when_a_field_is_asked_and_at_which_stages_a_visit_is_due():
    said = [line.text for part in describe(program, on=date(2026, 1, 1)).parts for line in part.lines]
    assert any("月龄 <9 个月时登记；必填" in line for line in said)
    assert any("下次随访在此后最先到的一个：满月、3 月龄、4 岁" in line for line in said)
