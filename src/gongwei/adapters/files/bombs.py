"""What an .xlsx would unpack to, told before the reader makes room for it.

A small file can ask for any amount of memory in four ways: by its packed bytes, by one cell in the last corner (the
reader keeps a place for every cell up to it), by naming a long text in many cells (each gets a copy), and by what its
directory claims about any of these. So every member is unpacked once, in pieces that are thrown away.
"""

import io
import re
import struct
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from itertools import zip_longest

from gongwei.adapters.files.limits import MEGABYTE, FileTooLarge, Limits, UnreadableFile

BROKEN = "文件打不开：不是完整的 Excel 工作簿，请用 Excel 打开后另存为 .xlsx 再导入"
UNPACKED = "工作簿解压后太大，请拆成几个文件，或另存为只含一张表的 .xlsx"
BAD_ZIP = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, struct.error)
SLICE = 64 * 1024
LONGEST_TEXT = MEGABYTE  # bytes between two tags; Excel keeps 32,767 characters a cell
REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["']""")
TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)(?=[\s>/])([^>]*)")
CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,9})["']""")
ITEM = re.compile(rb"<(?:[\w.-]+:)?si(?=[\s>/])")
NAMED = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:[\w.-]+:)?v>\s*([0-9]{1,9})\s*<""")


def refuse_bomb(data: bytes, limits: Limits) -> None:
    """Unpack every member without keeping it. Raises FileTooLarge, or UnreadableFile for what is no zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
        left, cells, length = limits.unpacked_bytes, 0, array("I")
        for member in members:
            room = Room()
            for part in _whole_tags(data, member):
                left -= len(part)
                if left < 0:
                    raise FileTooLarge(UNPACKED)
                room.look_at(part)
            if room.has_shared_texts:
                length = _longer(length, _lengths(_whole_tags(data, member)))
            if not room.all_named:
                room = _room_step_by_step(_whole_tags(data, member))
            _refuse_reach(room, limits)
            cells += room.rows * room.columns
            if cells > limits.cells:
                raise FileTooLarge(f"表格的行列范围超过 {limits.cells} 格，请删去多余的行列或拆成几个文件")
        if length and cells * max(length) > limits.text_bytes:
            _refuse_copies(data, members, length, limits)
    except (FileTooLarge, UnreadableFile):
        raise
    except (*BAD_ZIP, zlib.error, IndexError, ValueError) as error:
        raise UnreadableFile(BROKEN) from error


def _refuse_reach(room: "Room", limits: Limits) -> None:
    if room.rows > limits.rows or room.columns > limits.columns:
        raise FileTooLarge(f"表格超过 {limits.rows} 行或 {limits.columns} 列，请删去多余的行列或拆成几个文件")


def _refuse_copies(data: bytes, members: list[zipfile.ZipInfo], length: "array[int]", limits: Limits) -> None:
    """Add up the texts that cells name, each as often as it is named."""
    left = limits.text_bytes
    for member in members:
        before = b""
        for part in _whole_tags(data, member):
            both = before + part
            found = list(NAMED.finditer(both))
            left -= sum(length[int(one[1])] for one in found if int(one[1]) < len(length))
            if left < 0:
                raise FileTooLarge(UNPACKED)
            before = both[found[-1].end() if found else max(0, len(both) - 1024) :][-1024:]


def _whole_tags(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give what a member holds in parts that end before a tag."""
    kept = b""
    for piece in _unpacked(data, member):
        kept += piece
        cut = kept.rfind(b"<")
        if cut > 0:
            yield kept[:cut]
            kept = kept[cut:]
        if len(kept) > LONGEST_TEXT and kept[:1] == b"<":
            raise FileTooLarge(UNPACKED)
        if len(kept) > LONGEST_TEXT:  # no XML: a picture
            yield kept
            kept = b""
    yield kept


def _unpacked(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    head = member.header_offset
    name, extra = (int.from_bytes(data[head + at : head + at + 2], "little") for at in (26, 28))
    start = head + 30 + name + extra
    stop = start + member.compress_size
    if member.compress_type == zipfile.ZIP_STORED:
        yield from (data[at : min(at + SLICE, stop)] for at in range(start, stop, SLICE))
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        for at in range(start, stop, SLICE):
            rest = data[at : min(at + SLICE, stop)]
            while rest:
                yield inflate.decompress(rest, MEGABYTE)
                rest = inflate.unconsumed_tail
    else:
        raise UnreadableFile(BROKEN)


def _lengths(parts: Iterator[bytes]) -> "array[int]":
    """Give the bytes of each shared text, an upper bound of its characters."""
    length, open_ = array("I"), 0
    for part in parts:
        at = 0
        for found in ITEM.finditer(part):
            if length:
                length[-1] += found.start() - at + open_
            length.append(0)
            at, open_ = found.end(), 0
        open_ += len(part) - at
    if length:
        length[-1] += open_
    return length


def _longer(one: "array[int]", other: "array[int]") -> "array[int]":
    """Take the longer text of each number: which member the reader will take is its own affair."""
    return array("I", (max(pair) for pair in zip_longest(one, other, fillvalue=0)))


class Room:
    """How many rows and columns the parts of a sheet's XML reach, if every cell says where it stands."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.all_named = True
        self.has_shared_texts = False

    def look_at(self, part: bytes) -> None:
        """Read the next part."""
        self.has_shared_texts |= b"si" in part and ITEM.search(part) is not None
        references = REFERENCE.findall(part)
        cells = part.count(b"<c ")
        if part.count(b"<c") != cells or b":c" in part:  # perhaps other tags, perhaps cells written otherwise
            cells = len(CELL.findall(part))
        self.all_named &= cells == len(references)
        for letters in {letters for letters, _ in references}:
            self.columns = max(self.columns, _column(letters))
        self.rows = max(self.rows, max((int(row) for _, row in references), default=0))


def _room_step_by_step(parts: Iterator[bytes]) -> Room:
    """Count along where rows and cells do not say where they stand: each then follows the one before."""
    room, row, column = Room(), 0, 0
    for part in parts:
        for name, written in TAG.findall(part):
            place = PLACE.search(written)
            if name == b"row":
                row, column = (int(place[2]) if place else row + 1), 0
            else:
                column = _column(place[1].upper()) if place and place[1] else column + 1
                row = int(place[2]) if place and place[1] else max(row, 1)
            room.rows, room.columns = max(room.rows, row), max(room.columns, column)
    return room


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column
