"""Pay by work: services × price × coefficient, and what a change of the rule would do."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwei.domain.pay import PayRule, Quality, Service, UnusableRule, Work, simulate, statement, totals

VISIT = Service("visit", "面对面随访", "hypertension", face_to_face=True, price=15.0)
CALL = Service("call", "电话随访", "hypertension", face_to_face=False, price=5.0)
QUALITY = Quality("hypertension", indicator="hypertension_standard_management", goal=60.0, floor=0.7)
RULE = PayRule({"visit": 15.0, "call": 5.0}, {"hypertension": QUALITY})


def work(unit: str, visits: int, calls: int, quality: float | None) -> list[Work]:
    return [Work(unit, VISIT, visits, quality), Work(unit, CALL, calls, quality)]


def test_a_line_is_services_times_price_times_coefficient() -> None:
    lines = statement(work("甲", 100, 10, 48.0), RULE)
    assert [line.coefficient for line in lines] == [0.8, 0.8]
    assert [line.amount for line in lines] == [Decimal("1200.00"), Decimal("40.00")]
    assert totals(lines) == {"甲": Decimal("1240.00")}


@pytest.mark.parametrize(
    ("value", "coefficient"), [(60.0, 1.0), (90.0, 1.0), (59.9, 59.9 / 60), (42.0, 0.7), (41.9, 0.7), (None, 1.0)]
)
def test_the_coefficient_is_one_at_the_goal_and_never_below_the_floor(value: float | None, coefficient: float) -> None:
    assert QUALITY.coefficient(value) == pytest.approx(coefficient)


def test_a_service_without_a_price_stands_in_the_statement_with_nothing() -> None:
    (line,) = statement([Work("甲", VISIT, 100, 60.0)], PayRule({}, {}))
    assert (line.amount, line.services) == (Decimal("0.00"), 100)


def test_a_dearer_call_pays_who_calls_and_the_losers_come_first() -> None:
    done = [*work("甲", 100, 0, 60.0), *work("乙", 0, 100, 60.0)]
    draft = PayRule({"visit": 14.0, "call": 8.0}, RULE.qualities)
    changes = simulate(done, now=RULE, draft=draft)
    assert [(one.unit, one.difference) for one in changes] == [("甲", Decimal("-100.00")), ("乙", Decimal("300.00"))]


@pytest.mark.parametrize("rule", [
    PayRule({"visit": -0.01}, {}),
    PayRule({"visit": 10_000.01}, {}),
    PayRule({}, {"hypertension": replace(QUALITY, goal=0.0)}),
    PayRule({}, {"hypertension": replace(QUALITY, floor=1.01)}),
])  # fmt: skip
def test_a_rule_that_cannot_be_is_refused(rule: PayRule) -> None:
    with pytest.raises(UnusableRule):
        rule.check()


WORK = st.lists(
    st.builds(Work, st.sampled_from("甲乙丙"), st.sampled_from([VISIT, CALL]), st.integers(0, 5000),
              st.none() | st.floats(0, 100)),
    max_size=12,
)  # fmt: skip


@given(WORK)
def test_the_same_rule_changes_nothing_and_the_whole_is_the_sum_of_its_lines(done: list[Work]) -> None:
    assert all(one.difference == 0 for one in simulate(done, now=RULE, draft=RULE))
    lines = statement(done, RULE)
    assert sum(totals(lines).values()) == sum(line.amount for line in lines)


@given(WORK, st.floats(0, 100))
def test_more_work_never_pays_less(done: list[Work], quality: float) -> None:
    more = [*done, Work("甲", VISIT, 1, quality)]
    assert totals(statement(more, RULE))["甲"] >= totals(statement(done, RULE)).get("甲", Decimal())
