"""Who is lost to follow-up, and what is tried before that is said."""

from datetime import date, timedelta

import pytest

from gongwei.domain.lost import ATTEMPTS, OVERDUE_DAYS, Attempt, Step, is_lost, next_step

TODAY = date(2026, 6, 30)
LONG_AGO = TODAY - timedelta(days=OVERDUE_DAYS)
TRIED = [Attempt(TODAY - timedelta(days=day), "no_answer") for day in range(ATTEMPTS)]


def test_three_calls_in_vain_in_ninety_days_are_a_loss() -> None:
    assert is_lost(LONG_AGO, TRIED, today=TODAY)


def test_a_day_less_is_no_loss() -> None:
    assert not is_lost(LONG_AGO + timedelta(days=1), TRIED, today=TODAY)


def test_a_call_less_is_no_loss() -> None:
    assert not is_lost(LONG_AGO, TRIED[1:], today=TODAY)


def test_calls_before_the_visit_was_due_do_not_count() -> None:
    before = [Attempt(LONG_AGO - timedelta(days=1), "no_answer")]
    assert not is_lost(LONG_AGO, [*TRIED[1:], *before], today=TODAY)


def test_who_agreed_last_is_not_lost() -> None:
    assert not is_lost(LONG_AGO, [*TRIED, Attempt(TODAY + timedelta(days=1), "coming")], today=TODAY)


def test_who_is_not_due_is_not_lost() -> None:
    assert not is_lost(None, TRIED, today=TODAY)


@pytest.mark.parametrize(
    ("outcomes", "step"),
    [
        ((), Step.CALL),
        (("no_answer",), Step.CALL),
        (("no_answer", "no_answer"), Step.KNOCK),
        (("wrong",), Step.FIND_NUMBER),
        (("moved",), Step.CONFIRM_MOVE),
        (("no_answer", "refused"), Step.ASK_AGAIN),
        (("no_answer", "wrong", "no_answer"), Step.CLOSE),
    ],
)
def test_the_next_step_follows_from_the_last_attempt(outcomes, step) -> None:
    tried = [Attempt(LONG_AGO + timedelta(days=day), outcome) for day, outcome in enumerate(outcomes)]
    assert next_step(LONG_AGO, tried, today=TODAY) is step
