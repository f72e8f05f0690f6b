"""A sealed file opens whole with its own key and name, and any other way not at all."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongwei.adapters import sealed_stream
from gongwei.adapters.sealed_stream import DamagedFile, WrongKey, open_into, opened, seal

KEY, OTHER = bytes(range(32)), bytes(32)
WITH_PATH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


class Trickle(io.BytesIO):
    """Gives a few bytes at a time, as pipes do."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size, 7) if size and size > 0 else 7)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_stream, "BLOCK", 16)


def put(folder: Path, text: bytes, name: str = "base") -> Path:
    seal(Trickle(text), folder / "file", key=KEY, name=name)
    return folder / "file"


def read(path: Path, *, key: bytes = KEY, name: str = "base") -> bytes:
    out = io.BytesIO()
    open_into(path, out, key=key, name=name)
    return out.getvalue()


@WITH_PATH
@given(text=st.binary(max_size=70))
def test_what_was_sealed_opens_again_and_does_not_stand_there(tmp_path: Path, text: bytes) -> None:
    path = put(tmp_path, text)
    assert read(path) == text
    assert len(text) < 8 or text not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0 and list(tmp_path.iterdir()) == [path]


def test_the_same_text_is_sealed_otherwise_each_time(tmp_path: Path) -> None:
    first = put(tmp_path, b"same").read_bytes()
    assert put(tmp_path, b"same").read_bytes() != first


@WITH_PATH
@given(text=st.binary(max_size=70), place=st.integers(0, 200), bit=st.integers(0, 7))
def test_one_bit_changed_anywhere_is_noticed(tmp_path: Path, text: bytes, place: int, bit: int) -> None:
    path = put(tmp_path, text)
    raw = bytearray(path.read_bytes())
    raw[place % len(raw)] ^= 1 << bit
    path.write_bytes(raw)
    with pytest.raises((DamagedFile, WrongKey)):
        read(path)


@WITH_PATH
@given(text=st.binary(max_size=70), kept=st.integers(0, 200))
def test_a_file_cut_short_is_noticed(tmp_path: Path, text: bytes, kept: int) -> None:
    path = put(tmp_path, text)
    raw = path.read_bytes()
    path.write_bytes(raw[: kept % len(raw)])
    with pytest.raises((DamagedFile, WrongKey)):
        read(path)


def test_blocks_do_not_change_places_nor_files(tmp_path: Path) -> None:
    path, (head, block) = put(tmp_path, bytes(48)), (28, 32)
    raw = path.read_bytes()
    first, second, rest = raw[head : head + block], raw[head + block : head + 2 * block], raw[head + 2 * block :]
    for wrong in (second + first + rest, first + rest, first + first + second + rest):
        path.write_bytes(raw[:head] + wrong)
        with pytest.raises(DamagedFile):
            read(path)
    path.write_bytes(raw)
    with pytest.raises(DamagedFile):
        read(path, name="another")
    with pytest.raises(WrongKey):
        read(path, key=OTHER)


def test_reading_in_small_pieces_gives_the_same(tmp_path: Path) -> None:
    path = put(tmp_path, bytes(range(100)))
    with opened(path, key=KEY, name="base") as source:
        assert b"".join(iter(lambda: source.read(9), b"")) == bytes(range(100))
