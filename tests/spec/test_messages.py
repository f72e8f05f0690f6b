"""When residents may be written to, how often it is tried, and that no message says why."""

from datetime import date, datetime

import pytest

from gongwei.catalog.discovery import programs
from gongwei.domain.messages import REMINDER, RETRIES, after_quiet, is_quiet, next_try, reminder


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(20, 59, False), (21, 0, True), (0, 0, True), (7, 59, True), (8, 0, False)]
)
def test_nobody_is_disturbed_from_nine_to_eight(hour, minute, quiet) -> None:
    assert is_quiet(datetime(2026, 6, 30, hour, minute)) is quiet


def test_what_comes_in_the_evening_waits_for_the_next_morning() -> None:
    assert after_quiet(datetime(2026, 6, 30, 22, 0)) == datetime(2026, 7, 1, 8, 0)
    assert after_quiet(datetime(2026, 7, 1, 3, 0)) == datetime(2026, 7, 1, 8, 0)
    assert after_quiet(datetime(2026, 6, 30, 12, 0)) == datetime(2026, 6, 30, 12, 0)


def test_a_message_is_given_up_after_the_last_try() -> None:
    at = datetime(2026, 6, 30, 9, 0)
    assert next_try(1, at) == datetime(2026, 6, 30, 9, 5)
    assert next_try(4, at) == datetime(2026, 7, 1, 8, 0)
    assert next_try(len(RETRIES) + 1, at) is None


def test_no_message_names_a_programme_or_what_somebody_has() -> None:
    text = reminder(centre="清波街道社区卫生服务中心", due=date(2026, 7, 2))
    assert "7 月 2 日" in text
    words = {word for one in programs().values() for word in (one.title, one.title.removesuffix("健康管理"))}
    words |= {"高血压", "糖尿病", "精神", "艾滋", "结核", "孕", "肿瘤", "慢阻肺", "筛查"}
    assert not [word for word in words if word in REMINDER + text]
