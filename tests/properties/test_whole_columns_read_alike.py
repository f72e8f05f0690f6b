"""What is read down a whole column at once is what each cell of it would be read as."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gongwei.adapters.files.cells import read_text, read_texts

CELLS = (
    st.text("王小明 ＡＢ１２（演）\u3000\ufeff\u200b\t-—/ab·", max_size=8)
    | st.none()
    | st.floats(0, 9)
    | st.integers(0, 9)
)


@settings(max_examples=150, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=6) | st.lists(st.text("王小明 -/", max_size=5), min_size=1, max_size=6))
def test_a_column_of_text_is_read_as_its_cells(column):
    assert read_texts(column) == list(map(read_text, column))
