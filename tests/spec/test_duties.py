"""Health education of a year: what each kind of institution owes, and what counts against it."""

from hypothesis import given
from hypothesis import strategies as st

from gongwei.catalog.codelists.activities import ACTIVITIES
from gongwei.catalog.duties import CHANGES, LISTED, Held, done

BY_KIND = {one.kind: one for one in LISTED}


def held(kind, *rows):
    return [Held(kind, title, place) for title, place in rows]


def test_every_kind_has_its_duty_and_none_is_taken_as_confirmed():
    assert list(BY_KIND) == list(ACTIVITIES) and not any(one.verified for one in LISTED)


def test_a_centre_owes_more_than_a_station_and_a_hospital_nothing():
    owed = {kind: [one.owed.get(kind, 0) for one in LISTED] for kind in ("centre", "station", "hospital")}
    assert owed == {"centre": [12, 6, 12, 9, 12, 0], "station": [12, 6, 6, 0, 6, 0], "hospital": [0] * 6}


def test_the_same_leaflet_handed_out_twice_is_one_kind_of_material():
    printed = held("printed", ("控盐", "一村"), ("控盐", "二村"), ("防跌倒", "一村"))
    assert done(BY_KIND["printed"], printed) == 2 and done(BY_KIND["audiovisual"], printed) == 0


def test_one_board_changed_every_month_does_not_make_up_for_the_second():
    monthly = held("board", *((f"第{month}期", "门诊楼") for month in range(12)))
    assert done(BY_KIND["board"], monthly) == CHANGES
    assert done(BY_KIND["board"], [*monthly, *held("board", ("第1期", "大门"))]) == CHANGES + 1


def test_two_lectures_of_one_title_are_two():
    assert done(BY_KIND["lecture"], held("lecture", ("控盐", "一村"), ("控盐", "一村"))) == 2


rows = st.lists(st.builds(Held, st.sampled_from(list(ACTIVITIES)), st.sampled_from("甲乙丙"), st.sampled_from("一二")))


@given(rows, rows)
def test_more_work_never_counts_as_less_nor_as_more_than_was_held(first, second):
    for duty in LISTED:
        whole = [*first, *second]
        assert done(duty, first) <= done(duty, whole) <= sum(one.kind == duty.kind for one in whole)
