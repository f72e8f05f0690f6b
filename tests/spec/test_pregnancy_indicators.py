"""The rates of maternal health, in examples: who is counted, and on which day it ends."""

from datetime import date

import pytest

from gongwei.catalog.discovery import indicators
from gongwei.catalog.programs.pregnancy import program
from gongwei.domain.record import Event, Record
from tests.spec.test_pregnancy import CHECKED, DELIVERED, HOME, MOTHER

DELIVERY, VISIT = date(2026, 10, 6), date(2026, 10, 12)


def event(form, on, **changes):
    values = program.visit.complete(form | changes, on=on, person=MOTHER)
    return Event(on, {"program": "pregnancy", "visit_date": on.isoformat(), **values})


def counted(key, *events, year=2026):
    return indicators()[key].count(Record(MOTHER, visits=events), year=year, as_of=date(year, 12, 31))


@pytest.mark.parametrize(
    ("booked", "early"),
    [("2026-03-05", True), ("2026-04-01", True), ("2026-04-02", False)],  # 12 weeks and 6 days; 13 weeks
)
def test_a_mother_booked_before_thirteen_weeks_counts_with_her_birth(booked, early):
    assert counted("early_booking", event(DELIVERED, DELIVERY, booked_date=booked)) == (True, early)


def test_weeks_at_booking_go_by_the_day_that_ultrasound_gives():
    corrected = {"booked_date": "2026-04-02", "edd_ultrasound": "2026-10-09"}  # a day later than by the period
    assert counted("early_booking", event(DELIVERED, DELIVERY, **corrected)) == (True, True)


def test_who_has_not_given_birth_in_the_year_or_had_no_live_child_is_not_below_the_line():
    assert counted("early_booking", event(CHECKED, date(2026, 6, 1))) == (False, False)
    assert counted("early_booking", event(DELIVERED, DELIVERY, live_births=0, stillbirths=1)) == (False, False)
    assert counted("early_booking", event(DELIVERED, DELIVERY), year=2025) == (False, False)


@pytest.mark.parametrize(("discharged", "visited"), [("2026-09-14", True), ("2026-09-13", False)])
def test_a_home_visit_counts_up_to_28_days_after_leaving_hospital(discharged, visited):
    birth = event(DELIVERED, DELIVERY, discharge_date=discharged)
    at_home = event(HOME, VISIT, delivery_date="2026-09-10", discharge_date=discharged)
    assert counted("postnatal_visits", birth, at_home) == (True, visited)


def test_a_mother_who_was_not_visited_is_not_counted():
    assert counted("postnatal_visits", event(DELIVERED, DELIVERY)) == (True, False)


@pytest.mark.parametrize(("place", "in_hospital"), [("1", True), ("3", True), ("4", False), ("5", False)])
def test_birth_in_a_hospital_counts_and_at_home_or_on_the_way_does_not(place, in_hospital):
    assert counted("hospital_delivery", event(DELIVERED, DELIVERY, delivery_place=place)) == (True, in_hospital)


@pytest.mark.parametrize(
    ("changes", "whole"),
    [({}, True), ({"antenatal_checks": 5}, True), ({"antenatal_checks": 4}, False), ({"delivery_place": "4"}, False),
     ({"booked_date": "2026-05-02"}, False)],
)  # fmt: skip
def test_systematic_care_needs_all_four(changes, whole):
    birth = event(DELIVERED, DELIVERY, **changes)
    assert counted("maternal_management", birth, event(HOME, VISIT)) == (True, whole)
    assert counted("maternal_management", birth) == (True, False)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"risk_colour": "1"}, (False, False)),
        ({"risk_colour": "2", "special_care": "1"}, (True, True)),
        ({"risk_colour": "4", "special_care": "2"}, (True, False)),
        ({"risk_colour": "1", "risk_infectious": ["2"], "special_care": "1"}, (True, True)),
    ],
)
def test_a_raised_colour_or_an_infectious_disease_has_to_be_managed_as_a_case(changes, expected):
    assert counted("high_risk_pregnancy", event(CHECKED, date(2026, 6, 1), **changes)) == expected
