"""Lists: what an address may ask for, and what it gets."""

from hypothesis import given
from hypothesis import strategies as st

from gongwei.ui.tables import Column, address, chosen_page, chosen_sort, headings, pager

COLUMNS = [Column("姓名", "name"), Column("应随访", "due"), Column("操作")]


@given(page=st.integers(1, 10_000), total=st.integers(0, 100_000), size=st.integers(1, 100))
def test_the_pages_of_a_list_cover_every_row_once(page: int, total: int, size: int) -> None:
    laid = pager(page=page, total=total, size=size, parameters={})
    assert laid.pages == max(1, -(-total // size))
    assert laid.last - laid.first + 1 == min(size, total - (laid.page - 1) * size) if total else laid.last == 0
    assert [link.current for link in laid.links].count(True) == 1


def test_a_pager_keeps_the_filters_of_the_address() -> None:
    laid = pager(page=2, total=100, size=25, parameters={"program": "hypertension", "page": "2"})
    assert laid.next == "?program=hypertension&page=3"
    assert laid.previous == "?program=hypertension&page=1"


def test_a_page_beyond_the_end_is_the_last_page() -> None:
    assert pager(page=99, total=30, size=25, parameters={}).page == 2


def test_a_page_that_is_no_number_is_the_first() -> None:
    assert [chosen_page(text) for text in (None, "", "x", "-3", "0", "２", "9" * 40, "7")] == [1, 1, 1, 1, 1, 1, 1, 7]


def test_a_sort_that_no_column_offers_is_refused() -> None:
    assert chosen_sort(COLUMNS, "-name", "due") == "-name"
    assert [chosen_sort(COLUMNS, asked, "due") for asked in ("password", "--due", "", "-")] == ["due"] * 4


def test_clicking_the_sorted_column_turns_the_order() -> None:
    name, due, act = headings(COLUMNS, {"sort": "due", "page": "3"}, "due")
    assert (due.sorted, due.link) == ("ascending", "?sort=-due")
    assert (name.sorted, name.link) == ("", "?sort=name")
    assert act.link == ""


def test_an_empty_parameter_leaves_the_address() -> None:
    assert address({"q": "王", "page": "2"}, page=None, q="") == "?"
