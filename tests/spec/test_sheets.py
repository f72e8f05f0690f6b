"""One form that is several sheets on paper: which boxes stand on each, and which sheet is offered next."""

from datetime import date

from gongwei.domain.codes import Codelist
from gongwei.domain.expr import cases, previous
from gongwei.domain.form import Form, Section, Sheets
from gongwei.domain.form_field import Choice, Number
from gongwei.domain.record import Person
from gongwei.ui.forms import parts

ON, ANYBODY = date(2026, 6, 30), Person()
which = Choice("which", "记录表", codes=Codelist("记录表", {"1": "首次", "2": "随访"}), required=True)
height = Number("height", "身高", "cm", required=True, asked=which == "1")
weight = Number("weight", "体重", "kg", required=True)
pulse = Number("pulse", "脉率", "次/分", required=which == "1")
tall = Number("tall", "坐高", "cm", required=height > 180)
grown = height.but(key="in_metres", title="身高（米）", unit="m", derived=height / 100)
form = Form(
    which, Section("测量", height, weight, grown, pulse, tall),
    sheets=Sheets(which, cases((previous(which == "1"), "2"), otherwise="1")),
)  # fmt: skip


def shown(code):
    standing = form.standing({"which": code}, on=ON)
    return [entry.key for part in parts(standing, {"which": code}) for entry in part.front]


def test_each_sheet_has_its_own_boxes_and_the_page_never_asks_which_sheet_it_is():
    assert (shown("1"), shown("2")) == (["height", "weight", "pulse", "tall"], ["weight", "pulse", "tall"])


def test_a_page_marks_what_its_sheet_requires_before_anything_is_filled_in():
    first, later = (form.standing({"which": code}, on=ON).fields["pulse"].required for code in ("1", "2"))
    assert first is True
    assert later is not True
    assert form.standing({"which": "1", "height": "190"}, on=ON).fields["tall"].required is not True  # no sheet says it


def test_the_next_sheet_follows_from_the_visit_before():
    assert form.sheets.offered(on=ON, person=ANYBODY, previous=None) == "1"
    assert form.sheets.offered(on=ON, person=ANYBODY, previous={"which": "1"}) == "2"


def test_what_is_worked_out_stands_only_on_the_sheet_that_asks_for_it():
    assert form.complete({"which": "1", "height": 160}, on=ON)["in_metres"] == 1.6
    assert "in_metres" not in form.complete({"which": "2", "height": 160}, on=ON)
    assert form.check({"which": "2", "weight": 60}, on=ON) == []


def test_the_first_sheet_begins_a_course_and_takes_nothing_over_from_an_earlier_one():
    assert form.sheets.begins({"which": "1"})
    assert not form.sheets.begins({"which": "2"})
    assert not form.sheets.begins({})
