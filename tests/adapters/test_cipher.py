import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongwei.adapters.cipher import CannotOpen, Sealer

KEYS = {1: bytes(range(32)), 2: bytes(range(32, 64))}


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
@given(value=st.text(max_size=40))
def test_a_sealed_value_opens_at_its_own_place(cipher: str, value: str) -> None:
    sealer = Sealer(KEYS, 2, b"index", cipher)
    assert sealer.open(sealer.seal(value, place="t:1:f"), place="t:1:f") == value


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_a_value_moved_to_another_row_does_not_open(cipher: str) -> None:
    sealer = Sealer(KEYS, 1, b"index", cipher)
    with pytest.raises(CannotOpen, match="moved"):
        sealer.open(sealer.seal("330100", place="t:1:f"), place="t:2:f")


def test_an_old_key_still_opens_after_a_new_one_is_current() -> None:
    sealed = Sealer(KEYS, 1, b"index").seal("x", place="p")
    assert Sealer(KEYS, 2, b"index").open(sealed, place="p") == "x"
    with pytest.raises(CannotOpen, match="key 01"):
        Sealer({2: KEYS[2]}, 2, b"index").open(sealed, place="p")


def test_equal_values_share_an_index_and_fields_do_not() -> None:
    sealer = Sealer(KEYS, 1, b"index")
    assert sealer.index("1", field="phone") == sealer.index("1", field="phone") != sealer.index("1", field="document")
