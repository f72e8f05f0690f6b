"""A round of cancer screening, step by step: nothing ends without an answer."""

from datetime import date

import pytest

from gongwei.catalog.discovery import programs
from gongwei.catalog.screening import STEPS
from gongwei.domain.opening import opened
from gongwei.domain.program import may_enrol
from gongwei.domain.record import Person, Record
from gongwei.domain.scene import Scene

ON = date(2026, 6, 30)
YES, REFUSED = {"screen_consent": "1"}, {"screen_consent": "2"}
FIRST = {
    "colorectal": [
        ({"fit": "1", "colorectal_questionnaire": "1"}, "negative", 365),
        ({"fit": "1", "colorectal_questionnaire": "2"}, "recall", 30),
        ({"fit": "2"}, "recall", 30),
        ({"colorectal_questionnaire": "1"}, "invited", 30),  # the questionnaire alone is no result
        ({"colorectal_questionnaire": "2"}, "recall", 30),
    ],
    "cervix": [
        ({"hpv": "1"}, "negative", 1096),
        ({"hpv": "2"}, "recall", 30),
        ({"hpv": "2", "cytology": "1"}, "recall", 30),  # types 16 and 18 whatever the cytology says
        ({"hpv": "3"}, "recall", 30),
        ({"hpv": "3", "cytology": "1"}, "negative", 1096),
        ({"hpv": "3", "cytology": "2"}, "recall", 30),
        ({"cytology": "1"}, "negative", 1096),
        ({"cytology": "2"}, "recall", 30),
    ],
    "breast": [
        ({"breast_ultrasound": "2"}, "negative", 731),
        ({"breast_ultrasound": "3"}, "recall", 30),
        ({"breast_ultrasound": "0"}, "recall", 30),
        ({"breast_ultrasound": "3", "mammography": "2"}, "negative", 731),
        ({"breast_ultrasound": "3", "mammography": "0"}, "recall", 30),
        ({"breast_ultrasound": "2", "mammography": "4"}, "recall", 30),
        ({"breast_ultrasound": "4", "mammography": "1"}, "recall", 30),
    ],
}
POSITIVE = {"colorectal": {"fit": "2"}, "cervix": {"hpv": "2"}, "breast": {"breast_ultrasound": "5"}}


def judge(key, **sheet):
    return programs()[key].judge(sheet, person=Person.aged(50, on=ON), on=ON)


@pytest.mark.parametrize(("key", "row"), [(key, row) for key, rows in FIRST.items() for row in rows])
def test_the_first_test_decides_whether_somebody_is_recalled(key, row):
    found, rule, days = row
    decision = judge(key, **YES, **found)
    assert (decision.rule, decision.days) == (rule, days)


@pytest.mark.parametrize("key", POSITIVE)
@pytest.mark.parametrize(
    ("answer", "rule", "days", "refer_to"),
    [
        ({}, "recall", 30, "hospital"),
        ({"screen_recall": "2"}, "recall", 30, "hospital"),
        # done, but nobody knows with what result: still due
        ({"screen_recall": "1"}, "recall", 30, "hospital"),
        ({"screen_recall": "3"}, "recall refused", 92, None),
        ({"screen_diagnosis": "3"}, "treat", 30, "hospital"),
        ({"screen_diagnosis": "5", "screen_treatment": "2"}, "treat", 30, "hospital"),
        ({"screen_diagnosis": "4", "screen_treatment": "1"}, "treated", 183, None),
        ({"screen_diagnosis": "3", "screen_treatment": "3"}, "treated", 183, None),
    ],
)
def test_a_positive_test_stays_due_until_it_is_answered(key, answer, rule, days, refer_to):
    decision = judge(key, **YES, **POSITIVE[key], **answer)
    assert (decision.rule, decision.days, decision.refer_to) == (rule, days, refer_to)


@pytest.mark.parametrize("key", POSITIVE)
@pytest.mark.parametrize("clear", ["1", "2"])
def test_a_benign_finding_closes_the_round(key, clear):
    decision = judge(key, **YES, **POSITIVE[key], screen_diagnosis=clear)
    assert (decision.rule, decision.gravity) == ("cleared", 0)


@pytest.mark.parametrize("key", POSITIVE)
def test_who_refuses_is_asked_next_year_and_whom_nobody_reached_in_a_month(key):
    assert (judge(key, **REFUSED).rule, judge(key, **REFUSED).days) == ("refused", 365)
    assert (judge(key, screen_consent="3").rule, judge(key, screen_consent="3").days) == ("invited", 30)


@pytest.mark.parametrize("key", POSITIVE)
@pytest.mark.parametrize(("diagnosis", "notes"), [("3", []), ("4", ["cancer"]), ("5", ["cancer"])])
def test_a_cancer_that_was_found_is_noted_and_a_precancer_is_not(key, diagnosis, notes):
    assert [one.condition for one in opened(judge(key, **YES, screen_diagnosis=diagnosis))] == notes


@pytest.mark.parametrize("key", POSITIVE)
def test_every_rule_is_a_step_of_the_round(key):
    assert {rule.key for rule in programs()[key].rules} == set(STEPS)


@pytest.mark.parametrize(
    ("key", "sex", "edges"),
    [
        ("colorectal", "1", [(44, False), (45, True), (74, True), (75, False)]),
        ("cervix", "2", [(34, False), (35, True), (64, True), (65, False)]),
        ("cervix", "1", [(50, False)]),
        ("breast", "2", [(34, False), (35, True), (64, True), (65, False)]),
        ("breast", "1", [(50, False)]),
    ],
)
def test_invited_are_those_of_the_age_and_sex(key, sex, edges):
    def invited(age):
        person = Person(birth_date=date(ON.year - age, 1, 1), sex=sex)
        return may_enrol(programs()[key], Scene(day=ON, person=person, record=Record(person)))

    assert [(age, invited(age)) for age, _ in edges] == edges
