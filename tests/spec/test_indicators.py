"""Who counts below and above each indicator's line."""

from datetime import date, timedelta

import pytest

from gongwei.catalog.discovery import indicators, programs, sensitivity_of
from gongwei.domain.record import Event, Person, Record, Spell

AS_OF = date(2026, 6, 30)
ELDERLY = programs()["elderly"]


def counts(key, record, year=2025, as_of=AS_OF):
    return indicators()[key].count(record, year=year, as_of=as_of)


def person(**known):
    return Person(**{"birth_date": date(1955, 3, 1), "archived_date": date(2020, 1, 1), **known})


def visit(day, program="hypertension", face_to_face=True, at_target=True, **readings):
    row = {"program": program, "visit_date": day, "face_to_face": face_to_face, "at_target": at_target}
    return Event(day, {**row, **readings}, id=day.isoformat())


def patient(*visits, program="hypertension", start=date(2023, 1, 1), stop=None, **known):
    return Record(person(**known), enrolments=(Spell(program, start, stop),), visits=visits)


QUARTERS = [date(2025, 1, 10), date(2025, 4, 10), date(2025, 7, 10), date(2025, 10, 10)]
EXAM = visit(date(2025, 5, 5), program="elderly")


@pytest.mark.parametrize(
    ("record", "counted"),
    [
        (patient(*map(visit, QUARTERS), EXAM), (True, True)),
        # three of four, or one of them by telephone, is not enough
        (patient(*map(visit, QUARTERS[:3]), EXAM), (True, False)),
        (patient(*map(visit, QUARTERS[:3]), visit(QUARTERS[3], face_to_face=False), EXAM), (True, False)),
        # no examination
        (patient(*map(visit, QUARTERS)), (True, False)),
        (patient(*map(visit, QUARTERS[:3]), visit(QUARTERS[3], exam_done=True)), (True, True)),
        # an examination of another year does not count
        (patient(*map(visit, QUARTERS), visit(date(2024, 5, 5), program="elderly")), (True, False)),
        # who came in the middle of the year owes the whole quarters that were left
        (patient(*map(visit, QUARTERS[2:]), EXAM, start=date(2025, 7, 1)), (True, True)),
        (patient(visit(QUARTERS[3]), EXAM, start=date(2025, 7, 1)), (True, False)),
        (patient(visit(QUARTERS[3]), EXAM, start=date(2025, 7, 2)), (True, True)),
        # whoever died is measured by the quarters lived
        (patient(*map(visit, QUARTERS[:2]), EXAM, died_date=date(2025, 9, 30)), (True, True)),
        (patient(*map(visit, QUARTERS[:1]), EXAM, died_date=date(2025, 9, 30)), (True, False)),
        # managed within the year: enrolled and visited at least once
        (patient(EXAM), (False, False)),
        (patient(*map(visit, QUARTERS), EXAM, start=date(2026, 1, 1)), (False, False)),
        (patient(*map(visit, QUARTERS), EXAM, stop=date(2025, 1, 1)), (False, False)),
        (patient(*map(visit, QUARTERS), EXAM, program="diabetes"), (False, False)),
    ],
)
def test_standard_management_of_hypertension(record, counted):
    assert counts("hypertension_standard_management", record) == counted


def test_within_the_year_only_the_quarters_gone_by_are_owed():
    record = patient(visit(date(2026, 2, 1)), visit(date(2026, 5, 1), exam_done=True))
    assert counts("hypertension_standard_management", record, year=2026) == (True, True)
    assert counts("hypertension_standard_management", record, year=2026, as_of=date(2026, 12, 31)) == (True, False)


@pytest.mark.parametrize(
    ("visits", "counted"),
    [
        ([visit(QUARTERS[0], at_target=False), visit(QUARTERS[1])], (True, True)),
        ([visit(QUARTERS[0]), visit(QUARTERS[1], at_target=False)], (True, False)),
        ([visit(QUARTERS[0]), visit(QUARTERS[1], at_target=None)], (True, False)),
        ([], (True, False)),
        ([visit(date(2024, 12, 31))], (True, False)),
        ([visit(QUARTERS[0]), visit(QUARTERS[1], program="diabetes", at_target=False)], (True, True)),
    ],
)
def test_control_is_read_from_the_last_visit_of_the_year(visits, counted):
    assert counts("hypertension_control", patient(*visits)) == counted


def sugar(day, **readings):
    return visit(day, program="diabetes", **{"fasting_glucose": 6.0, "foot_pulse": "1", **readings})


@pytest.mark.parametrize(
    ("last", "counted"),
    [
        ({}, (True, True)),
        ({"fasting_glucose": None}, (True, False)),
        ({"foot_pulse": None}, (True, False)),
        ({"foot_pulse": None, "face_to_face": False}, (True, False)),
    ],
)
def test_standard_management_of_diabetes_asks_for_glucose_and_feet_too(last, counted):
    visits = [*map(sugar, QUARTERS[:3]), sugar(QUARTERS[3], **last), EXAM]
    assert counts("diabetes_standard_management", patient(*visits, program="diabetes")) == counted


def test_a_fifth_visit_by_telephone_needs_no_feet():
    visits = [*map(sugar, QUARTERS), sugar(date(2025, 12, 1), foot_pulse=None, face_to_face=False), EXAM]
    assert counts("diabetes_standard_management", patient(*visits, program="diabetes")) == (True, True)


def examined(day, without=()):
    keys = [f.key for f in ELDERLY.on(day).visit.fields.values() if f.required is True]
    return visit(day, program="elderly", **{key: "1" for key in keys if key not in {"visit_date", *without}})


@pytest.mark.parametrize(
    ("record", "counted"),
    [
        (Record(person(), visits=(examined(QUARTERS[0]),)), (True, True)),
        (Record(person(), visits=(examined(QUARTERS[0], without=("guidance",)),)), (True, False)),
        (Record(person(), visits=(examined(QUARTERS[0], without=("chest_xray",)),)), (True, False)),
        (Record(person(), visits=(examined(date(2024, 5, 5)),)), (True, False)),
        (Record(person(archived_date=None), visits=(examined(QUARTERS[0]),)), (True, False)),
        (Record(person()), (True, False)),
        (Record(person(birth_date=date(1960, 12, 31))), (True, False)),
        (Record(person(birth_date=date(1961, 1, 1))), (False, False)),
        (Record(person(birth_date=None)), (False, False)),
        (Record(person(died_date=date(2025, 12, 31))), (False, False)),
        (Record(person(resident_to=date(2025, 12, 31))), (False, False)),
        (Record(person(resident_to=date(2026, 1, 1))), (True, False)),
    ],
)
def test_elderly_management_asks_for_record_examination_and_complete_sheet(record, counted):
    assert counts("elderly_management", record) == counted


def test_before_2025_the_sheet_is_complete_without_x_ray():
    record = Record(person(), visits=(examined(date(2024, 5, 5)),))
    assert "chest_xray" not in record.visits[0].values
    assert counts("elderly_management", record, year=2024) == (True, True)


@pytest.mark.parametrize(
    ("record", "rate", "use"),
    [
        (Record(person(), visits=(visit(QUARTERS[0]),)), (True, True), (True, True)),
        (Record(person()), (True, True), (True, False)),
        (Record(person(archived_date=None), visits=(visit(QUARTERS[0]),)), (True, False), (False, False)),
        (Record(person(died_date=date(2025, 6, 1))), (False, False), (False, False)),
    ],
)
def test_a_record_counts_when_it_stands_and_as_used_when_something_was_written(record, rate, use):
    assert counts("archive_rate", record) == rate
    assert counts("archive_use_rate", record) == use


def test_only_shares_of_the_whole_population_stand_over_its_table():
    over = {i.key for i in indicators().values() if i.denominator == "population"}
    assert over == {"archive_rate", "mental_reported_prevalence"}


@pytest.mark.parametrize(
    ("born", "counted"),
    [(date(1960, 12, 31), (True, True)), (date(1961, 1, 1), (True, False)), (None, (False, False))],
)
def test_the_share_of_people_over_65_leaves_out_who_has_no_birth_date(born, counted):
    assert counts("share_65_over", Record(person(birth_date=born))) == counted


def test_a_year_that_has_not_begun_counts_nobody():
    assert counts("share_65_over", Record(person()), year=2027) == (False, False)


def test_what_happens_after_the_as_of_day_is_not_seen():
    record = patient(visit(QUARTERS[0]), visit(AS_OF + timedelta(days=1), at_target=False))
    assert counts("hypertension_control", record, year=2026) == (True, False)
    assert counts("hypertension_control", record, year=2025) == (True, True)


def test_every_indicator_has_the_class_of_the_most_guarded_programme_that_it_reads():
    classes = {key: int(sensitivity_of(key)) for key in indicators()}
    assert classes["hypertension_control"] == 3 and classes["mental_stable"] == 4
    assert set(classes.values()) <= {3, 4, 5}
