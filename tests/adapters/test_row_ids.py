"""Ids in the order of time."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from gongwei.adapters.row_ids import id_at

MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2500, 1, 1), timezones=st.just(UTC))


@given(MOMENTS)
def test_an_id_bears_its_moment_and_says_which_kind_it_is(moment):
    made = id_at(moment)
    assert (made.version, made.variant) == (7, RFC_4122)
    assert made.int >> 80 == int(moment.timestamp() * 1000)


@given(MOMENTS, st.integers(1, 10**9))
def test_what_is_written_later_has_the_higher_id(moment, milliseconds):
    assert id_at(moment + timedelta(milliseconds=milliseconds)) > id_at(moment)


def test_ids_of_one_moment_differ():
    moment = datetime(2026, 6, 30, tzinfo=UTC)
    assert len({id_at(moment) for _ in range(1000)}) == 1000
