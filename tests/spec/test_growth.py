"""How a child grows, in examples: the lines of WS/T 423-2022, and the age of those born too early."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwei.catalog.growth import tables
from gongwei.catalog.programs.child import program
from gongwei.domain.growth import DAYS_A_MONTH, LINES, GrowthTable, UnsoundTable, corrected_days
from gongwei.domain.period import months_on
from gongwei.domain.record import Person

BORN = date(2024, 3, 15)
BOY, GIRL = Person(birth_date=BORN, sex="1"), Person(birth_date=BORN, sex="2")
ALL = (tables.WEIGHT, tables.LENGTH, tables.BMI, tables.HEAD, tables.WEIGHT_FOR_LENGTH, tables.WEIGHT_FOR_HEIGHT)
EVERY_TABLE = pytest.mark.parametrize(
    "table", [own for by_sex in ALL for own in by_sex.values()], ids=lambda t: t.title
)


def at(months, person=BOY, **readings):
    return program.judge(readings, person=person, on=months_on(BORN, months))


@pytest.mark.parametrize(
    ("table", "months", "value", "band"),
    [
        (tables.WEIGHT["1"], 0, 2.7, "3"),  # on the line of -2 SD: above it
        (tables.WEIGHT["1"], 0, 2.69, "2"),
        (tables.WEIGHT["1"], 0, 2.39, "1"),
        (tables.WEIGHT["2"], 12, 9.4, "4"),
        (tables.WEIGHT["2"], 12, 10.5, "5"),
        (tables.LENGTH["1"], 24, 81.9, "2"),  # from two years on measured standing
        (tables.LENGTH["1"], 24, 82.0, "3"),
        (tables.LENGTH["2"], 60, 123.3, "7"),
        (tables.HEAD["2"], 36, 52.6, "6"),
        (tables.BMI["1"], 72, 19.1, "6"),
    ],
)
def test_a_measure_lies_between_two_printed_lines(table, months, value, band):
    assert table.band(value, months * DAYS_A_MONTH) == band


def test_weight_for_length_is_read_at_the_millimetre():
    table = tables.WEIGHT_FOR_LENGTH["1"]
    assert (table.band(8.7, 700), table.band(7.4, 700), table.band(7.39, 700)) == ("4", "3", "2")
    assert table.band(7.45, 705) == "2"  # half way between 70 and 71 cm the line is at 7.5 kg
    assert (table.band(2.0, 449), table.band(15, 1001)) == (None, None)


def test_between_lying_and_standing_no_line_is_drawn():
    length = tables.LENGTH["2"]
    last_lying, first_standing = (length.dense[round(24 * DAYS_A_MONTH) + days, 3] for days in (-1, 0))
    assert last_lying > 87.7
    assert first_standing == 87.0


@EVERY_TABLE
@given(data=st.data())
def test_one_child_and_many_are_read_alike_and_a_measure_found_by_its_score_lies_there(table, data):
    steps = data.draw(
        st.lists(st.integers(table.first - 5, table.first + len(table.dense) + 5), min_size=1, max_size=9)
    )
    values = data.draw(st.lists(st.floats(0, 140), min_size=len(steps), max_size=len(steps)))
    many = table.bands(np.array(values), np.array(steps))
    assert [str(band) if band else None for band in many] == list(map(table.band, values, steps))
    inside = np.clip(np.array(steps), table.first, table.first + len(table.dense) - 1)
    for score in LINES:
        at_line = table.measure(np.full(len(inside), float(score)), inside)
        np.testing.assert_allclose(at_line, table.dense[inside - table.first, score + 3], atol=1e-9)


@EVERY_TABLE
def test_lines_rise_in_a_table_and_with_it(table):
    assert (np.diff(table.dense, axis=1) > 0).all()
    if "bmi" not in table.title:
        lying = table.dense[: round(24 * DAYS_A_MONTH)] if table.jumps else table.dense
        assert (np.diff(lying, axis=0) >= 0).all()


def test_a_table_whose_lines_cross_is_refused_and_named():
    with pytest.raises(UnsoundTable, match="crossed"):
        GrowthTable("crossed", (0, 1), ((1, 2, 3, 4, 5, 6, 7), (1, 2, 3, 4, 5, 7, 6)), until=2)


@pytest.mark.parametrize(
    ("weeks", "months", "less"),
    [(31, 12, 63), (36, 12, 28), (37, 12, 0), (None, 12, 0), (31, 23, 63), (31, 24, 0)],
)
def test_a_child_born_too_early_has_a_corrected_age_up_to_two_years(weeks, months, less):
    on = months_on(BORN, months)
    assert corrected_days(BORN, on, weeks) == (on - BORN).days - less


def test_a_premature_child_is_judged_by_its_corrected_age():
    light = {"child_weight": 7.9, "child_length": 72.0}
    assert at(12, **light).scene.values["weight_band"] == "2"
    assert at(12, gestation_weeks=31, **light).scene.values["weight_band"] == "3"
    assert at(12, **light).rule == "special care"
    assert at(12, gestation_weeks=31, **light).rule == "next stage"
    assert at(24, gestation_weeks=31, child_weight=10.1).scene.values["weight_band"] == "2"


def test_before_the_day_it_should_have_been_born_nothing_is_worked_out():
    early = program.judge(
        {"child_weight": 2.2, "gestation_weeks": 30}, person=GIRL, on=BORN + timedelta(days=30)
    ).scene.values
    assert "weight_band" not in early


@pytest.mark.parametrize(
    ("person", "months", "readings", "rule"),
    [
        (BOY, 12, {"child_weight": 8.2, "child_length": 73.0}, "next stage"),
        (BOY, 12, {"child_weight": 8.1, "child_length": 73.0}, "special care"),  # 低体重
        (BOY, 12, {"child_weight": 7.3, "child_length": 73.0}, "severe"),
        (GIRL, 36, {"child_weight": 14.1, "child_length": 89.2}, "special care"),  # 生长迟缓
        (GIRL, 36, {"child_weight": 14.1, "child_length": 85.7}, "severe"),
        (GIRL, 48, {"child_weight": 18.2, "child_length": 103.7}, "next stage"),  # 超重 alone is advised, not referred
        (GIRL, 48, {"child_weight": 19.6, "child_length": 103.7}, "special care"),  # 肥胖
        (BOY, 6, {"child_weight": 8.4, "child_length": 68.7, "head": 39.7}, "severe"),
        (BOY, 6, {"haemoglobin": 59}, "severe"),
        (BOY, 6, {"haemoglobin": 60}, "special care"),
    ],
)
def test_what_the_standard_says_decides_also_where_the_doctor_wrote_nothing(person, months, readings, rule):
    assert at(months, person, **readings).rule == rule


@pytest.mark.parametrize(
    ("months", "readings", "doubted"),
    [
        (12, {"child_weight": 10.1, "weight_level": "2"}, set()),
        (12, {"child_weight": 10.1, "weight_level": "1"}, {"weight_level"}),
        (12, {"child_weight": 8.1, "weight_level": "2"}, {"weight_level"}),
        (12, {"child_weight": 12.4, "weight_level": "1"}, set()),
        (36, {"child_weight": 14.6, "child_length": 97.5, "growth": "1"}, set()),
        (36, {"child_weight": 14.6, "child_length": 97.5, "growth": "4"}, {"growth"}),
        (36, {"child_weight": 14.6, "child_length": 90.4, "growth": "4"}, set()),
    ],
)
def test_a_level_by_the_doctor_that_is_not_the_standards_is_asked_about(months, readings, doubted):
    problems = program.check(readings, person=BOY, on=months_on(BORN, months))
    assert {problem.key for problem in problems if problem.severity == "soft"} == doubted


def test_before_the_standard_was_in_force_the_doctors_level_alone_decides():
    decision = program.judge(
        {"child_weight": 7.3}, person=Person(birth_date=date(2021, 3, 15), sex="1"), on=date(2022, 3, 15)
    )
    assert (decision.edition, decision.rule) == ("2017-02-28", "next stage")
    assert "weight_band" not in decision.scene.values
