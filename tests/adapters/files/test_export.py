"""Excel files that pages hand out."""

from datetime import date
from io import BytesIO

from python_calamine import CalamineWorkbook

from gongwei.adapters.files.export import workbook


def read(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def test_a_table_comes_back_as_it_was_written() -> None:
    data = workbook("应随访", ["姓名", "应随访", "人数"], [["王秀英", date(2026, 6, 30), 3], ["李明", None, 0.5]])
    assert read(data) == [["姓名", "应随访", "人数"], ["王秀英", date(2026, 6, 30), 3.0], ["李明", "", 0.5]]


def test_text_that_looks_like_a_formula_or_a_number_stays_text() -> None:
    odd = ["=1+1", "@SUM(A1)", "https://example.org", "0012", "-5"]
    assert read(workbook("表", ["文字"], [[one] for one in odd]))[1:] == [[one] for one in odd]


def test_a_long_title_is_cut_to_what_excel_allows() -> None:
    assert read(workbook("很长的标题" * 10, ["列"], []))[0] == ["列"]
