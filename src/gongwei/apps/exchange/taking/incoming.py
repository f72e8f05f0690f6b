"""Who a row of a file is about, as far as the row itself can tell; the database is not asked here."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from gongwei.adapters.cipher import Sealer
from gongwei.adapters.files.records import Chunk
from gongwei.apps.exchange.taking.cards import read_cards
from gongwei.apps.people import sealed
from gongwei.catalog.regions import address_book
from gongwei.domain.identity import Card, UnreadableDocument, plain
from gongwei.domain.names import NameKey, name_key
from gongwei.domain.regions import CITY, DISTRICT, STREET, VILLAGE, Area, area_of, level_of

CARD = "01"
ARCHIVE_NO = re.compile(r"\d{17}$")
DIGITS = re.compile("[0-9]+")
SHORTEST_NAME, LONGEST_NAME = 2, 50
NAMED_SEXES = ("1", "2")


class Refused(ValueError):
    """A row cannot be taken; the text says why and what to mend."""


class Unclear(ValueError):
    """A row cannot be taken without somebody deciding; the text says what is open."""


class Identity(NamedTuple):
    """What a row says about who it is. An absent value is None, an absent number is ""."""

    place: int
    name: str | None
    sex: str | None
    birth_date: date | None
    document_type: str
    document: str
    document_hash: bytes | None
    phone: str
    phone_hash: bytes | None
    own_number: str
    archive_no: str | None
    key: NameKey | None
    document_other: bytes | None = None  # digests under the other index key, while it changes
    phone_other: bytes | None = None

    @property
    def keys(self) -> tuple[Any, ...]:
        """Name the ways in which another row of the same file would be about the same person."""
        person = (self.name, self.sex, self.birth_date, self.phone) if self.complete else None
        numbers = (("number", self.own_number) if self.own_number else None, self.archive_no)
        return tuple(filter(None, (self.document_hash, person, *numbers)))

    @property
    def complete(self) -> bool:
        """Say whether name, sex, birth and phone are all there, which together name a person."""
        return bool(self.name and self.sex in NAMED_SEXES and self.birth_date and self.phone)


def identities(chunk: Chunk, *, today: date) -> Iterator[Identity | Refused]:
    """Read who each row of a chunk is about; a row that contradicts itself is Refused."""
    keys = ("name", "sex", "birth_date", "document_type", "document", "phone", "number", "archive_no")
    columns = [column(chunk, key) for key in keys]
    cards = read_cards(
        [doc if kind in (None, CARD) else None for kind, doc in zip(columns[3], columns[4], strict=True)]
    )
    seals = sealed.sealer()
    for place, (card, *values) in enumerate(zip(cards, *columns, strict=True)):
        if place in chunk.problems:
            yield Refused("；".join(chunk.problems[place]))
            continue
        try:
            yield _identity(place, card, *values, today=today, seals=seals)
        except Refused as refused:
            yield refused


def column(chunk: Chunk, key: str) -> Sequence[Any]:
    """Give a key's values, one for each row; of a key without a column, None for each."""
    return chunk.values.get(key) or [None] * len(chunk.numbers)


def values_at(chunk: Chunk, place: int) -> dict[str, Any]:
    """Give what one row says, by key, without its blanks."""
    return {key: values[place] for key, values in chunk.values.items() if values[place] is not None}


def _identity(place: int, card: Card | UnreadableDocument | None, *values: Any, today: date, seals: Sealer) -> Identity:
    name, sex, birth, kind, document, phone, number, archive_no = values
    if isinstance(card, UnreadableDocument):
        raise Refused(str(card))
    if card is not None:
        kind, document, sex, birth = _agreed(card, sex, birth)
    elif document:
        document = plain(document)
    if name is not None and not SHORTEST_NAME <= len(name) <= LONGEST_NAME:
        raise Refused(f"姓名“{name}”应为 {SHORTEST_NAME} 到 {LONGEST_NAME} 个字")
    if birth is not None and birth > today:
        raise Refused(f"出生日期 {birth.isoformat()} 在今天之后")
    if archive_no and not ARCHIVE_NO.match(archive_no):
        number, archive_no = number or archive_no, None  # only the 17 digits are the city's; others are a clinic's own
    return Identity(
        place,
        name,
        sex,
        birth,
        kind if document else "",
        document or "",
        seals.index(f"{kind}:{document}", field="document") if document else None,
        phone or "",
        seals.index(phone, field="phone") if phone else None,
        number or "",
        archive_no,
        name_key(name) if name else None,
        seals.other_index(f"{kind}:{document}", field="document") if document else None,
        seals.other_index(phone, field="phone") if phone else None,
    )


def _agreed(card: Card, sex: str | None, birth: date | None) -> tuple[str, str, str, date]:
    """Check an identity card against the row's own sex and birth, which it fills in."""
    if birth is not None and birth != card.birth_date:
        raise Refused(f"身份证号里的出生日期是 {card.birth_date.isoformat()}，与出生日期 {birth.isoformat()} 不一致")
    if sex in NAMED_SEXES and sex != card.sex:
        raise Refused(f"身份证号里的性别是{'男' if card.sex == '1' else '女'}，与性别不一致")
    return CARD, card.number, card.sex, card.birth_date


class Place(NamedTuple):
    """Where a row says somebody lives: the village (None: not told) and the address as written."""

    area_code: int | None
    address: str


ADDRESS_KEYS = ("region_code", "district_name", "street_name", "village_name", "address")


def places(chunk: Chunk, area: Area, *, need: int = VILLAGE) -> Iterator[Place | Refused | Unclear]:
    """Match the address of each row to an area of level `need` inside the post's own.

    Only a larger area known: Unclear. Nothing known, or outside the post's area: Refused.
    """
    rows = zip(*(column(chunk, key) for key in ADDRESS_KEYS), strict=True)
    for code, district, street, village, address in rows:
        written = _joined(district, street, village, address) if district or street or village else address or ""
        try:
            village = code if code and level_of(int(code)) == VILLAGE else ""
            text = village or written or code or ""
            known = _known_place(DIGITS.sub("0", text), area.lo, area.hi, need) if text and not village else None
            yield Place(known, address or written) if known else _placed(text, address or written, area, need)
        except (Refused, Unclear) as reason:
            yield reason


def _joined(*parts: str | None) -> str:
    """Put the parts of an address together, leaving out those that the detailed address repeats."""
    present = [part for part in parts if part]
    if not present:
        return ""
    detail = present[-1]
    return "".join(part for part in present[:-1] if part not in detail) + detail


@lru_cache(maxsize=200_000)
def _known_place(text: str, lo: int, hi: int, need: int) -> int | None:
    """Give the area that an address without its numbers surely means; None sends it to who can say what is wrong."""
    code, level, _ = matched(text)
    return code if code is not None and lo <= code < hi and level >= need and level != CITY else None


def _placed(text: str, address: str, area: Area, need: int) -> Place:
    if not text:
        return Place(None, "")
    code, level, reason = matched(text if text.isdigit() else DIGITS.sub("0", text))
    if code is None or level == CITY:
        raise Refused(f"地址“{text}”：{reason or '只写到市，请补上区县、街道和村（社区）'}")
    whole = area_of(code)
    if whole.lo >= area.hi or area.lo >= whole.hi:
        raise Refused(OUTSIDE)
    if level < need:
        raise Unclear(f"地址“{text}”只能认到{LEVEL_WORDS[level]}，请选定村（社区）")
    if code not in area:
        raise Refused(OUTSIDE)
    return Place(code, address)


LEVEL_WORDS = {DISTRICT: "区县", STREET: "街道（乡镇）"}
OUTSIDE = "住址不在您岗位负责的区域内，请由当地机构导入"


@lru_cache(maxsize=200_000)
def matched(text: str) -> tuple[int | None, int, str]:
    """Match an address whose numbers have been replaced: villages have no digits in their names, houses do."""
    found = address_book().match(text)
    return found.code, found.level or 0, found.reason
