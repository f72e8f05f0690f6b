"""Dated editions, and decision tables that are refused because they could not decide every visit."""

from dataclasses import replace
from datetime import date

import pytest

from gongwei.catalog.advice import go_on, refer
from gongwei.catalog.discovery import programs
from gongwei.catalog.programs.hypertension import diastolic, systolic
from gongwei.domain.program import NotInForce, UnsoundRules, otherwise, when
from gongwei.domain.record import Person

old = programs()["hypertension"]
STRICT = (
    when((systolic >= 130) | (diastolic >= 80), key="strict", do=refer, refer_to="hospital", days=7),
    otherwise(key="go on", do=go_on, months=1),
)
new = old.revise(since=date(2027, 1, 1), rules=STRICT, source="示例")


@pytest.mark.parametrize(
    ("on", "rule", "edition"),
    [
        (date(2026, 12, 31), "at target", "2017-02-28"),
        (date(2027, 1, 1), "strict", "2027-01-01"),
    ],
)
def test_a_visit_is_judged_by_the_edition_of_its_day(on, rule, edition):
    decision = new.judge({"systolic": 135, "diastolic": 75}, person=Person.aged(60, on=on), on=on)
    assert (decision.rule, decision.edition) == (rule, edition)


def test_the_earlier_edition_stays_as_it_was():
    assert new.earlier is old
    assert [e.edition for e in new.editions] == ["2027-01-01", "2017-02-28"]
    assert old.judge({"systolic": 135, "diastolic": 75}, person=Person(), on=date(2027, 6, 1)).rule == "at target"


def test_an_edition_cannot_come_before_the_one_it_replaces():
    with pytest.raises(NotInForce):
        old.revise(since=old.since)


LAST = otherwise(key="go on", do=go_on, months=1)


@pytest.mark.parametrize(
    "rules",
    [
        (when(systolic >= 1, key="only", do=go_on, days=1),),
        (when(systolic >= 1, key="go on", do=go_on, days=1), LAST),
        (when(systolic >= 1, key="both", do=go_on, days=1, months=1), LAST),
        (when(systolic >= 1, key="neither", do=go_on), LAST),
        (when(systolic >= 1, key="nowhere", do=refer, refer_to="elsewhere", days=1), LAST),
    ],
)
def test_rules_that_leave_something_open_are_refused(rules):
    with pytest.raises(UnsoundRules):
        replace(old, rules=rules)
